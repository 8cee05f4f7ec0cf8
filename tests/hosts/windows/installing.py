"""install, doctor and uninstall on Windows as a user runs them; prints what happened, one JSON line a step.

Run by a Windows Python: `python installing.py FOLDER`, where FOLDER is an empty one for the user's files. The registry
is the real one; what is written to it is removed at the end. For a machine without Excel: a user's own settings of the
same names would be removed with it.
"""

from __future__ import annotations

import io
import json
import os
import site
import sys
import winreg
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
OFFICE = r"Software\Microsoft\Office\16.0\Excel"
LOCATIONS = rf"{OFFICE}\Security\Trusted Locations"
RULES = r"SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
DISABLED = "\1C:\\XLSTART\\CentreROI.xlam".encode("utf-16-le")
PROTECTED = [
    (winreg.HKEY_CURRENT_USER, rf"{OFFICE}\Security", "VBAWarnings", winreg.REG_DWORD, 4),
    (winreg.HKEY_CURRENT_USER, rf"{LOCATIONS}\Location3", "Path", winreg.REG_SZ, "C:\\Elsewhere\\"),
    (winreg.HKEY_CURRENT_USER, rf"{OFFICE}\Options", "OPEN", winreg.REG_SZ, '/R "C:\\Old\\CentreROI.xlam"'),
    (winreg.HKEY_CURRENT_USER, rf"{OFFICE}\Resiliency\DisabledItems", "3F2A", winreg.REG_BINARY, DISABLED),
    (winreg.HKEY_LOCAL_MACHINE, RULES, CHILDREN, winreg.REG_SZ, "1"),
]
EXCEL = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
TRUSTED = [
    (winreg.HKEY_CURRENT_USER, EXCEL, "", winreg.REG_SZ, sys.executable),
    (
        winreg.HKEY_CURRENT_USER,
        rf"{LOCATIONS}\Location3",
        "Path",
        winreg.REG_EXPAND_SZ,
        "%APPDATA%\\Microsoft\\Excel\\",
    ),
    (winreg.HKEY_CURRENT_USER, rf"{LOCATIONS}\Location3", "AllowSubFolders", winreg.REG_DWORD, 1),
]


def main(folder: Path) -> None:
    """The steps in the order in which they depend on each other."""
    home = folder / "user"
    os.environ |= {"USERPROFILE": str(home), "APPDATA": str(home / "AppData" / "Roaming")}
    _make_importable()
    sys.path.insert(0, str(ROOT))

    _run("doctor on a blank machine", home, "doctor")
    _run("install", home, "install")
    _run("doctor after install", home, "doctor")
    addin = home / "AppData/Roaming/Microsoft/Excel/XLSTART/CentreROI.xlam"
    with addin.open("rb"):  # as Excel holds it: Windows replaces no file that is open
        _run("install while Excel holds the add-in", home, "install")
        _run("uninstall while Excel holds the add-in", home, "uninstall")
    with _registry(PROTECTED):
        _run("doctor on a protected machine", home, "doctor")
    with _registry(TRUSTED):
        _run("doctor with Excel and a trusted folder", home, "doctor")
    _run("install again", home, "install")
    _tell_short_names(folder)
    _run("uninstall", home, "uninstall")
    _run("uninstall again", home, "uninstall")


def _make_importable() -> None:
    """The Python that the add-in starts heeds no PYTHONPATH, so the sources are named in the user's own packages."""
    version = f"Python{sys.version_info.major}{sys.version_info.minor}"
    packages = Path(os.environ["APPDATA"]) / "Python" / version / "site-packages"
    packages.mkdir(parents=True)
    (packages / "sources.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    site.ENABLE_USER_SITE = True


def _run(step: str, home: Path, *command: str) -> None:
    from addin.cli.program import main as centre_roi

    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = centre_roi(list(command))
    there = sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())
    _tell(
        step,
        status=status,
        out=out.getvalue().splitlines(),
        err=err.getvalue().splitlines(),
        files=[name for name in there if "site-packages" not in name],
    )


def _tell_short_names(folder: Path) -> None:
    """A path in letters that the code page lacks, written and read again as Excel's macros would."""
    from addin.install.configuration import ANSI, Configuration, short_path

    program = folder / "用户" / "pythonw.exe"
    program.parent.mkdir()
    program.touch()
    content = Configuration(str(program), "a", "b", "c").encoded(short_path)
    written = content.decode(ANSI).splitlines()[0].removeprefix("PYTHON=")
    _tell("short names", same_file=Path(written).samefile(program), plain=written.isascii())


@contextmanager
def _registry(entries: list[tuple[int, str, str, int, Any]]) -> Iterator[None]:
    made: list[tuple[int, str]] = []
    try:
        for hive, key, name, kind, value in entries:
            made += [each for each in _missing_keys(hive, key) if each not in made]
            with winreg.CreateKeyEx(hive, key, 0, winreg.KEY_WRITE) as opened:
                winreg.SetValueEx(opened, name, 0, kind, value)
        yield
    finally:
        for hive, key, name, _, _ in entries:
            with suppress(OSError), winreg.OpenKey(hive, key, 0, winreg.KEY_WRITE) as opened:
                winreg.DeleteValue(opened, name)
        for hive, key in sorted(made, key=lambda each: -len(each[1])):
            with suppress(OSError):
                winreg.DeleteKey(hive, key)


def _missing_keys(hive: int, key: str) -> Iterator[tuple[int, str]]:
    parts = key.split("\\")
    for length in range(1, len(parts) + 1):
        above = "\\".join(parts[:length])
        try:
            winreg.OpenKey(hive, above).Close()
        except OSError:
            yield hive, above


def _tell(step: str, **facts: Any) -> None:
    sys.stdout.write(json.dumps({"step": step, **facts}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
