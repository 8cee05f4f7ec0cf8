"""Where the Windows Python under Wine is, and how a program is started in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path


def folder() -> Path:
    """The folder that holds the Windows Python and its Wine prefix."""
    return Path(os.environ.get("CENTRE_ROI_WINE") or Path(tempfile.gettempdir()) / "centre-roi-wine").resolve()


def python_home(root: Path) -> Path:
    """The folder of python.exe, pythonw.exe and the library."""
    return root / "python"


def windows_path(path: Path) -> str:
    """How a program under Wine names a file of this machine."""
    return "Z:" + str(path.absolute()).replace("/", "\\")


def environment(root: Path) -> dict[str, str]:
    """This process's environment with the prefix, without a display, Mono or Gecko."""
    wine = {
        "WINEPREFIX": str(root / "prefix"),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree=d;mshtml=d;winemenubuilder.exe=d",
    }
    kept = {name: value for name, value in os.environ.items() if name != "DISPLAY" and not name.startswith("PYTHON")}
    return kept | wine


def command(root: Path, arguments: Sequence[str]) -> list[str]:
    """The command line of Windows Python."""
    return [shutil.which("wine") or "wine", str(python_home(root) / "python.exe"), *arguments]


def run(
    root: Path, arguments: Sequence[str], *, more: Mapping[str, str] | None = None, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run Windows Python to its end.

    Always through pipes: no input together with output into a plain file kills Python under Wine 8.
    """
    return subprocess.run(
        command(root, arguments),
        env=environment(root) | dict(more or {}),
        input="",
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
