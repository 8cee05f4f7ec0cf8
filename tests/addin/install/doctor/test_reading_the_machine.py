"""Files and programs become facts."""

from __future__ import annotations

import struct
import sys
import zipfile
from pathlib import Path

import pytest

from addin.assembly.__main__ import ROOT
from addin.cli import program as cli
from addin.hosts.excel.folders import ExcelFolders
from addin.install.addin_file import packaged_addin
from addin.install.configuration import Configuration
from addin.install.doctor import libreoffice_office, machine, programs
from addin.install.doctor.facts import AddinState, Excel, Start
from addin.install.doctor.windows_registry import Hive
from addin.release import VERSION
from addin.system import soffice as libreoffice_program
from tests.addin.install.doctor.registry import Given


def program(path: Path, kind: int, signature: bytes = b"PE\0\0") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40) + signature + struct.pack("<H", kind))
    return path


def test_the_bitness_of_a_program_is_read_from_its_header(tmp_path: Path) -> None:
    assert programs.program_bits(program(tmp_path / "a.exe", 0x8664)) == 64
    assert programs.program_bits(program(tmp_path / "b.exe", 0x14C)) == 32
    assert programs.program_bits(program(tmp_path / "c.exe", 0x14C, b"NE\0\0")) is None
    assert programs.program_bits(program(tmp_path / "d.exe", 0x1)) is None
    assert programs.program_bits(tmp_path / "none.exe") is None
    for content in (b"", b"text", b"MZ"):
        (tmp_path / "e.exe").write_bytes(content)
        assert programs.program_bits(tmp_path / "e.exe") is None
    assert programs.library_fault(tmp_path / "b.exe", 64) == "it is not a 64-bit DLL"
    assert programs.library_fault(tmp_path / "b.exe", 32) == ""


@pytest.mark.parametrize(
    ("code", "patience", "fault"),
    [
        ("pass", 60, ""),
        ("raise SystemExit(3)", 60, "status 3"),
        ("import addin_that_is_not_there", 60, "ModuleNotFoundError: No module named 'addin_that_is_not_there'"),
        ("import time; time.sleep(60)", 0.5, "no answer within"),
    ],
)
def test_a_python_is_started_as_the_addin_starts_it(code: str, patience: float, fault: str) -> None:
    started = programs.start(sys.executable, patience, code)
    assert fault in started.fault if fault else not started.fault
    assert started.seconds > 0


def test_a_python_that_cannot_start_is_a_fault(tmp_path: Path) -> None:
    assert "does not start" in programs.start(str(tmp_path / "pythonw.exe")).fault
    assert programs.start("python").fault == "it does not start: it is no full path"


def test_libreoffice_is_named_with_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = tmp_path / "LibreOffice" / "program" / "soffice.exe"
    office.parent.mkdir(parents=True)
    office.touch()
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    assert libreoffice_program.find() == office
    assert libreoffice_program.name_of(office) == "LibreOffice, version unknown"
    (office.parent / "bootstrap.ini").write_text("[Bootstrap]\nProductKey=LibreOffice 25.2\n", encoding="utf-8")
    assert libreoffice_program.name_of(office) == "LibreOffice 25.2"
    monkeypatch.setattr(libreoffice_program, "_candidates", lambda: iter([tmp_path / "none"]))
    assert libreoffice_program.find() is None
    assert libreoffice_office.inspect_libreoffice() is None


def test_the_facts_about_libreoffice_come_from_the_users_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "opt" / "program" / "soffice"
    office.parent.mkdir(parents=True)
    office.touch()
    for name in ("HOME", "USERPROFILE", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(libreoffice_program, "find", lambda: office)
    found = libreoffice_office.inspect_libreoffice()
    assert found is not None
    assert (found.extensions, found.python, found.is_used) == ((), None, False)
    cache = tmp_path / "opt" / "share" / "uno_packages" / "cache" / "uno_packages" / "lu1.tmp_"
    with zipfile.ZipFile(ROOT / "addin" / "CentreROI.oxt") as extension:
        extension.extractall(cache / "CentreROI.oxt")
    settings = tmp_path / ".CentreROI" / "LibreOffice.conf"
    settings.parent.mkdir()
    settings.write_text(f"PYTHON={sys.executable}\nVERSION={VERSION}\n", encoding="utf-8")
    found = libreoffice_office.inspect_libreoffice()
    assert found is not None
    assert (found.extensions, found.python, found.is_used) == ((VERSION,), sys.executable, True)
    assert found.start is not None
    assert not found.start.fault


def test_the_facts_of_a_users_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way from files and registry to the lines, with a Python that is this one."""
    places = ExcelFolders(tmp_path / "Roaming", tmp_path / "user")
    excel = program(tmp_path / "Office16" / "EXCEL.EXE", 0x14C)
    registry = Given(
        {(Hive.MACHINE, r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"): {"": str(excel)}}
    )
    dll = program(tmp_path / "xlwings32.dll", 0x14C)
    monkeypatch.setattr(machine, "find_dll", lambda bits: dll if bits == 32 else None)
    monkeypatch.setattr(programs, "start", lambda python: Start(1, f"asked {python}"))

    blank = machine.inspect_windows(places, registry)
    assert blank.excel == Excel(str(excel), "", 32)
    assert [each.path for each in blank.libraries] == [None, str(dll)]
    assert (blank.addin.state, blank.configuration.exists, blank.start) == (AddinState.MISSING, False, None)

    for path in (places.addin, places.addin_beside, excel.parent / "XLSTART" / "CentreROI.xlam"):
        path.parent.mkdir(parents=True)
        path.write_bytes(packaged_addin())
    places.own_folder.mkdir(parents=True)
    named = Configuration(sys.executable, str(dll), str(tmp_path / "gone.dll"), "1")
    places.configuration.write_bytes(named.encoded(lambda _: None))
    full = machine.inspect_windows(places, registry)
    assert full.addin.state is AddinState.CURRENT
    assert full.addin.for_all_users
    assert full.addin.elsewhere
    assert full.configuration.absent == (str(tmp_path / "gone.dll"),)
    assert full.configuration.names_this_python
    assert full.start == Start(1, f"asked {sys.executable}")

    for content, state in ((b"other", AddinState.FOREIGN), (packaged_addin() + b"\0", AddinState.OTHER)):
        places.addin.write_bytes(content)
        assert machine.inspect_windows(places, registry).addin.state is state
    places.configuration.write_bytes(b"PYTHON=\r\n")
    assert machine.inspect_windows(places, registry).configuration.content is None


@pytest.mark.skipif(sys.platform == "win32", reason="what other systems are told")
def test_the_command_runs_on_this_system(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor"]) == 0
    assert "Windows only" in capsys.readouterr().out
