"""Reads the facts of this machine."""

from __future__ import annotations

import platform
import re
import sys
from contextlib import suppress
from pathlib import Path

from addin.hosts.excel.folders import ADDIN_NAME, ExcelFolders
from addin.hosts.excel.xlwings_files import DLLS, find_dll, installed_version
from addin.install.addin_file import is_signed, packaged_addin, version_of
from addin.install.configuration import Configuration, fits
from addin.install.doctor import libreoffice_office, office_registry, programs
from addin.install.doctor.facts import (
    AddinFile,
    AddinState,
    ConfigurationFile,
    Excel,
    Facts,
    Interpreter,
    Library,
    OnWindows,
)
from addin.install.doctor.windows_registry import Registry
from addin.install.excel import doubts
from addin.release import VERSION


def facts_of_this_machine() -> Facts:
    """Everything the doctor looks at, here and now."""
    windows = None
    if sys.platform == "win32":
        from addin.install.doctor.windows_registry import WindowsRegistry

        windows = inspect_windows(ExcelFolders.of_this_user(), WindowsRegistry())
    executable = Path(sys.executable)
    return Facts(
        version=VERSION,
        interpreter=Interpreter(
            version=platform.python_version(),
            bits=programs.own_bits(),
            path=str(executable),
            doubts=tuple(doubts(executable)) if windows else (),
        ),
        libreoffice=libreoffice_office.inspect_libreoffice(),
        windows=windows,
    )


def inspect_windows(places: ExcelFolders, registry: Registry) -> OnWindows:
    """The part that concerns Excel; the registry is given, so that tests can bring their own."""
    excel = _excel(registry)
    configuration = _configuration(places.configuration)
    content = configuration.content
    startable = content is not None and content.python not in configuration.absent
    return OnWindows(
        xlwings=installed_version(),
        libraries=tuple(_library(bits) for bits in DLLS),
        excel=excel,
        addin=_addin(places, registry, excel),
        configuration=configuration,
        policies=office_registry.policies(registry, str(places.startup_folder)),
        defender=office_registry.defender_rules(registry),
        start=programs.start(content.python) if content and startable else None,
    )


def _library(bits: int) -> Library:
    path = find_dll(bits)
    if path is None:
        return Library(DLLS[bits], bits, None)
    return Library(DLLS[bits], bits, str(path), programs.library_fault(path, bits))


def _excel(registry: Registry) -> Excel | None:
    found = office_registry.excel_program(registry)
    if found is None:
        return None
    path, version, bits = found
    return Excel(path, version, programs.program_bits(Path(path)) or bits)


def _addin(places: ExcelFolders, registry: Registry, excel: Excel | None) -> AddinFile:
    content = _content(places.addin)
    beside_excel = Path(excel.path).parent / "XLSTART" / ADDIN_NAME if excel else None
    for_all_users = beside_excel if beside_excel and beside_excel.is_file() else None
    loaded = content or (_content(for_all_users) if for_all_users else None)
    return AddinFile(
        path=str(places.addin),
        state=_state(content),
        version=version_of(content) if content else None,
        signed=loaded is not None and is_signed(loaded),
        from_internet=content is not None and _is_from_internet(places.addin),
        for_all_users=str(for_all_users) if for_all_users else None,
        registered=office_registry.registered_copies(registry),
        elsewhere=(str(places.addin_beside),) if places.addin_beside.is_file() else (),
    )


def _content(path: Path) -> bytes | None:
    with suppress(OSError):
        return path.read_bytes()
    return None


def _state(content: bytes | None) -> AddinState:
    if content is None:
        return AddinState.MISSING
    if content == packaged_addin():
        return AddinState.CURRENT
    return AddinState.OTHER if version_of(content) else AddinState.FOREIGN


def _is_from_internet(path: Path) -> bool:
    """Windows marks a downloaded file in a second stream of the same name; zones 3 and 4 are the internet."""
    mark = _content(Path(f"{path}:Zone.Identifier")) if sys.platform == "win32" else None
    return mark is not None and re.search(rb"ZoneId=[34]", mark) is not None


def _configuration(path: Path) -> ConfigurationFile:
    found = _content(path)
    if found is None:
        return ConfigurationFile(str(path), exists=False)
    content = Configuration.decoded(found)
    if content is None:
        return ConfigurationFile(str(path), exists=True)
    absent = tuple(name for name in (content.python, content.dll64, content.dll32) if not Path(name).is_file())
    this = Path(sys.executable).parent
    return ConfigurationFile(
        path=str(path),
        exists=True,
        content=content,
        absent=absent,
        names_this_python=Path(content.python).is_file() and Path(content.python).parent.samefile(this),
        found_by_macros=fits(str(path)),
    )
