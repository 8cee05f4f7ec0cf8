"""A command loads what it needs and no more: a formula waits for no workbook, and help for no formula."""

from __future__ import annotations

import subprocess
import sys

import pytest

LIBRARIES = {
    "doctest",
    "formualizer",
    "lxml",
    "numpy",
    "openpyxl",
    "pydantic",
    "python_calamine",
    "rich",
    "workbook_templates",
}


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [
        (["--help"], "rich"),
        (["call", "CLV(2400,10%,5)"], "numpy formualizer"),
        (["functions"], "numpy"),
        (["doctor", "--help"], "rich"),
        (["new", "--help"], "rich numpy workbook_templates"),
        (["--version"], ""),
    ],
)
def test_a_command_loads_no_more_than_it_needs(arguments: list[str], loaded: str) -> None:
    code = (
        "import atexit, sys; from addin.cli.program import run\n"
        "atexit.register(lambda: print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr))\n"
        "sys.exit(run(sys.argv[1:]))"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert LIBRARIES & set(done.stderr.split()) == set(loaded.split())
