"""A program of another maker, found on the path: never in the current folder, where a stranger's file may lie."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_OF_WINDOWS: Final = (".com", ".exe")
"""Endings of programs; a script (.bat, .cmd, .py) would be run by another one."""


def on_path(name: str) -> Path | None:
    """The program of that name in the first folder of PATH that has it, None where none has."""
    return next(_programs(name, os.environ.get("PATH", "")), None)


def _programs(name: str, path: str) -> Iterator[Path]:
    """Every program of that name; an entry that is empty or relative means the current folder, and is passed over."""
    endings = _OF_WINDOWS if sys.platform == "win32" else ("",)
    for entry in path.split(os.pathsep):
        folder = Path(entry.strip('"'))
        if entry and folder.is_absolute():
            for candidate in (folder / f"{name}{ending}" for ending in endings):
                if _is_program(candidate):
                    yield candidate


def _is_program(path: Path) -> bool:
    try:
        return path.is_file() and os.access(path, os.X_OK)
    except OSError:
        return False
