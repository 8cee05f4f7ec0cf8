"""The tests: a folder for each room of the project; beside that hosts, engines, hostile files and faults."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The folder of the project."""
