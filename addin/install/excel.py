"""The add-in put where Excel loads it and pointed at a Python, and taken away again."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from addin.hosts.excel.folders import ADDIN_NAME, ExcelFolders
from addin.hosts.excel.xlwings_files import DLLS, XLWINGS, find_dll, installed_version
from addin.install.addin_file import is_signed, packaged_addin, version_of
from addin.install.configuration import Configuration, short_path
from addin.refusal import Refusal
from addin.release import VERSION

_CLOSE_EXCEL = (
    "Excel holds it. Close every Excel window (the task manager must show no EXCEL.EXE) and try again. If Excel is "
    "closed, you may not write in this folder: ask IT."
)


@dataclass(frozen=True)
class Written:
    """One file and its content, before it is on the disk."""

    path: Path
    content: bytes
    part: Path
    """Where it is written first."""


def install(places: ExcelFolders, interpreter: Path) -> list[str]:
    """Put the add-in and its configuration in place; answers doubts that the user should know of."""
    configuration = configuration_for(interpreter)
    _require_ours(places.addin)
    content = packaged_addin()
    if places.addin.exists() and is_signed(places.addin.read_bytes()) and not is_signed(content):
        raise Refusal(
            f"{places.addin}: carries your organisation's signature, which a new copy would lose. Ask IT for a signed "
            "copy of the new version, or run centre-roi uninstall first."
        )
    # Excel opens whatever lies in the startup folder, so nothing unfinished may lie there.
    addin = Written(places.addin, content, places.excel_folder / f".{ADDIN_NAME}.part")
    settings = places.configuration
    encoded = configuration.encoded(short_path)
    put(addin, Written(settings, encoded, settings.with_name(f".{settings.name}.part")))
    if "LocalCache" in Path(os.path.realpath(places.addin)).parts:
        uninstall(places)
        raise Refusal(
            "Windows keeps what this Python from the Microsoft Store writes in a folder that Excel does not see. "
            "Install Python from python.org or your company's software portal, and centre-roi with it."
        )
    return list(doubts(interpreter))


def install_into(folder: Path) -> Path:
    """Write the add-in's file alone into any folder, over an older one of ours but over nothing else."""
    if not folder.is_dir():
        raise Refusal(f"{folder}: there is no such folder; create it first.")
    path = folder / ADDIN_NAME
    _require_ours(path)
    put(Written(path, packaged_addin(), path.with_name(f".{ADDIN_NAME}.part")))
    return path


def uninstall(places: ExcelFolders) -> list[Path]:
    """Remove what `install` wrote; answers which files were there."""
    _require_ours(places.addin)
    removed = []
    for path in (places.addin, places.configuration):
        with plain_errors(path):
            try:
                path.unlink()
            except FileNotFoundError:
                continue
        removed.append(path)
    if places.own_folder.is_dir() and not any(places.own_folder.iterdir()):
        places.own_folder.rmdir()
    return removed


def configuration_for(interpreter: Path) -> Configuration:
    """What the add-in needs to know of this Python; a Refusal where xlwings' DLLs are missing."""
    windowless = interpreter.with_name("pythonw.exe")
    python = windowless if windowless.is_file() else interpreter
    found = {bits: find_dll(bits) for bits in DLLS}
    missing = [DLLS[bits] for bits, path in found.items() if path is None]
    if missing:
        there = f"xlwings {version}" if (version := installed_version()) else "no xlwings"
        raise Refusal(
            f"{' and '.join(missing)}: not found beside this Python ({there} is installed). "
            f'Run: "{interpreter}" -m pip install --force-reinstall xlwings=={XLWINGS}. If that does not '
            "help, an antivirus program may have removed it: ask IT."
        )
    return Configuration(python=str(python), dll64=str(found[64]), dll32=str(found[32]), version=VERSION)


def doubts(interpreter: Path) -> Iterator[str]:
    """What speaks against pointing the add-in at this Python, without forbidding it."""
    folders = [part.casefold() for part in interpreter.parts]
    if "windowsapps" in folders:
        yield (
            "This Python comes from the Microsoft Store, which Excel often cannot start; "
            "better install the one from python.org and centre-roi with it."
        )
    folder = interpreter.parent.resolve()
    if Path(tempfile.gettempdir()).resolve() in (folder, *folder.parents):
        yield (
            "This Python lies in a folder for temporary files; once it is cleared, the add-in stops. "
            "Better install centre-roi in a lasting folder, and run centre-roi install there."
        )


def _require_ours(path: Path) -> None:
    with plain_errors(path):
        if path.exists() and not (path.is_file() and version_of(path.read_bytes())):
            raise Refusal(
                f"{path}: is not a file of Centre ROI (its title is another), so it was left as it is. "
                "Move it away and try again."
            )


def put(*files: Written) -> None:
    """Write all files first, then swap each in: a full disk or a missing right changes nothing."""
    try:
        for file in files:
            with plain_errors(file.path):
                file.path.parent.mkdir(parents=True, exist_ok=True)
                file.part.write_bytes(file.content)
        for file in files:
            with plain_errors(file.path):
                os.replace(file.part, file.path)
    finally:
        for file in files:
            with suppress(OSError):
                file.part.unlink(missing_ok=True)


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """What the system says of a file, as a Refusal that says what to do."""
    try:
        yield
    except PermissionError as error:
        if path.exists() and path.suffix == ".xlam":
            raise Refusal(f"{path}: {_CLOSE_EXCEL}") from error
        raise Refusal(f"{path}: you may not write there; ask IT for the right to, or choose another folder.") from error
    except OSError as error:
        raise Refusal(f"{path}: could not be written or removed ({error.strerror or error}); try again.") from error
