"""LibreOffice on this computer: where it is, what it is called, and how it is run for us."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from addin.refusal import Refusal
from addin.system.programs import on_path

_SETTINGS: Final = ("bootstrap.ini", "bootstraprc")
_FRESH_PROFILE: Final = 81
"""soffice ends with this once, when it has made a profile."""
_NOTHING_LISTENS: Final = "127.0.0.1"
_DISCARD: Final = 9
_NEVER: Final = 2
_VERY_HIGH: Final = 3
_MANUAL: Final = 2
_SETTINGS_OF_A_CONVERSION: Final[Mapping[str, Mapping[str, bool | int | str]]] = {
    # The values are those that the file has: nothing is computed on loading.
    "Office.Calc/Formula/Load": {"OOXMLRecalcMode": 1, "ODFRecalcMode": 1},
    # Nothing that a file names is loaded, and nothing in it is run. (DisableActiveContent would leave out charts, too.)
    "Office.Calc/Content/Update": {"Link": _NEVER},
    "Office.Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": True,
        "DisableMacrosExecution": True,
        "DisablePythonRuntime": True,
        "DisableOLEAutomation": True,
        "MacroSecurityLevel": _VERY_HIGH,
    },
    "Office.Common/Misc": {"FirstRun": False},
    # What would still call out is told to do so through a proxy that is not there.
    "Inet/Settings": {
        "ooInetProxyType": _MANUAL,
        "ooInetNoProxy": "",
        "ooInetHTTPProxyName": _NOTHING_LISTENS,
        "ooInetHTTPProxyPort": _DISCARD,
        "ooInetHTTPSProxyName": _NOTHING_LISTENS,
        "ooInetHTTPSProxyPort": _DISCARD,
        "ooInetFTPProxyName": _NOTHING_LISTENS,
        "ooInetFTPProxyPort": _DISCARD,
    },
}
"""By the places of LibreOffice's registry, without `org.openoffice.`."""


def find() -> Path | None:
    """The program soffice; None where none is found."""
    return next((program for program in _candidates() if program.is_absolute() and program.is_file()), None)


def name_of(program: Path) -> str:
    """What it calls itself, with its version."""
    folder = program.resolve().parent
    for settings in (*(folder / name for name in _SETTINGS), folder.parent / "Resources" / "bootstraprc"):
        if settings.is_file():
            text = settings.read_text(encoding="utf-8", errors="replace")
            found = re.search(r"^ProductKey=(.+)$", text, re.MULTILINE)
            if found:
                return found[1].strip()
    return "LibreOffice, version unknown"


def unopkg_of(program: Path) -> Path:
    """The program beside it that adds and removes extensions."""
    return program.resolve().with_name("unopkg.com" if sys.platform == "win32" else "unopkg")


def run(command: Sequence[str], patience: float = 120) -> subprocess.CompletedProcess[str]:
    """A program of LibreOffice, run to its end; a Refusal where it does not start or does not end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    if sys.platform != "win32":
        # Its Python takes its library from the first python3 on the path: that of a virtual environment is another.
        environment["PATH"] = "/usr/bin:/bin"
        environment["SAL_DISABLE_CUPS"] = "1"  # no printer is asked for, here or on a print server
    try:
        return subprocess.run(  # noqa: S603 - a program of the LibreOffice that is installed here
            command,
            env=environment,
            cwd=Path(command[0]).parent,  # never the folder of a document
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=patience,
            check=False,
        )
    except OSError as error:
        raise Refusal(f"{command[0]} does not start ({error.strerror or error}); repair LibreOffice.") from error
    except subprocess.TimeoutExpired:
        raise Refusal(f"{command[0]} did not end within {patience:.0f} s; try again.") from None


def convert_file(program: Path, source: Path, kind: str, folder: Path) -> Path:
    """A file in another format, in that folder: formulas are not computed, links not followed, macros not run."""
    with tempfile.TemporaryDirectory(prefix="centre-roi-") as profile:
        settings = Path(profile, "user", "registrymodifications.xcu")
        settings.parent.mkdir()
        settings.write_text(_registry(), encoding="utf-8")
        command = [
            *(str(program), f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"),
            *("--convert-to", kind, "--outdir", str(folder.resolve()), str(source.resolve())),
        ]
        done = run(command)
        if done.returncode == _FRESH_PROFILE:
            done = run(command)
    result = folder / f"{source.stem}.{kind.partition(':')[0]}"
    if not result.is_file():
        said = done.stdout.strip().splitlines()
        raise Refusal(f"LibreOffice could not convert {source.name} ({said[-1] if said else 'it said nothing'}).")
    return result


def _registry() -> str:
    """The settings as a fresh profile holds them."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{place}"><prop oor:name="{name}" oor:op="fuse"><value>{_text(value)}</value>'
        "</prop></item>\n"
        for place, values in _SETTINGS_OF_A_CONVERSION.items()
        for name, value in values.items()
    )
    namespace = 'xmlns:oor="http://openoffice.org/2001/registry"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {namespace}>\n{items}</oor:items>\n'


def _text(value: bool | int | str) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _candidates() -> Iterator[Path]:
    if program := on_path("soffice"):
        yield program
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432"):
        if folder := os.environ.get(variable):
            yield Path(folder) / "LibreOffice" / "program" / "soffice.exe"
    yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    yield Path("/usr/lib/libreoffice/program/soffice")
    yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
