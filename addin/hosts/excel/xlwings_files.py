"""xlwings as pip left it on this machine: its version, and its DLLs that Excel loads."""

from __future__ import annotations

import site
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

XLWINGS = "0.37.8"
"""The version that the add-in's macros were taken from. The name of its DLL carries it, so no other will do."""

DLLS = {64: f"xlwings64-{XLWINGS}.dll", 32: f"xlwings32-{XLWINGS}.dll"}
"""Bitness of Excel -> the DLL it loads."""


def installed_version() -> str | None:
    """The version of xlwings beside this Python; None where there is none."""
    try:
        return version("xlwings")
    except PackageNotFoundError:
        return None


def find_dll(bits: int) -> Path | None:
    """The DLL for an Excel of that bitness, wherever pip put it."""
    return next((path for path in _candidates(DLLS[bits]) if path.is_file()), None)


def _candidates(name: str) -> Iterator[Path]:
    try:
        package = distribution("xlwings")
    except PackageNotFoundError:
        return
    recorded = [file for file in package.files or [] if file.name == name]
    yield from (Path(str(file.locate())).resolve() for file in recorded)
    # A record is as it was on the day of the installation, and not true after `pip install --target`: these are the
    # places where pip puts such files.
    yield Path(str(package.locate_file(name)))
    for folder in (sys.prefix, sys.base_prefix, site.getuserbase(), str(Path(sys.executable).parent)):
        yield Path(folder) / name
