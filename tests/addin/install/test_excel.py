"""install, install --into and uninstall: what they write, what they leave alone, and what they refuse."""

from __future__ import annotations

import io
import os
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from addin.cli import machine
from addin.cli import program as cli
from addin.hosts.excel import xlwings_files
from addin.hosts.excel.folders import ExcelFolders
from addin.install import addin_file
from addin.install import excel as installation
from addin.install.addin_file import is_signed, packaged_addin, version_of
from addin.install.configuration import Configuration, short_path
from addin.install.excel import configuration_for, doubts, install, install_into, uninstall
from addin.refusal import Refusal
from addin.release import VERSION
from tests import ROOT


def addin(version: str = VERSION, title: str = "Centre ROI", extra: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        properties = f"<dc:title>{title}</dc:title><dc:description>What it is. Version {version}.</dc:description>"
        package.writestr("docProps/core.xml", f"<cp:coreProperties>{properties}</cp:coreProperties>")
        if extra:
            package.writestr(extra, b"")
    return stream.getvalue()


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def places(tmp_path: Path) -> ExcelFolders:
    return ExcelFolders(tmp_path / "user" / "AppData" / "Roaming", tmp_path / "user")


@pytest.fixture
def interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Windows Python with xlwings beside it, in a lasting folder."""
    folder = tmp_path / "Python311"
    folder.mkdir()
    for name in ("python.exe", "pythonw.exe", *xlwings_files.DLLS.values()):
        (folder / name).touch()
    monkeypatch.setattr(sys, "prefix", str(folder))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "temporary"))
    monkeypatch.setattr(installation, "packaged_addin", addin)
    return folder / "python.exe"


INSTALLED = ["AppData/Roaming/Microsoft/Excel/XLSTART/CentreROI.xlam", ".CentreROI/CentreROI.conf"]


def test_install_writes_the_addin_and_its_configuration_and_nothing_else(
    places: ExcelFolders, interpreter: Path
) -> None:
    assert install(places, interpreter) == []
    assert files(places.home) == sorted(INSTALLED)
    assert places.addin.read_bytes() == addin()
    assert places.configuration.read_bytes().decode("cp1252").split("\r\n") == [
        f"PYTHON={interpreter.with_name('pythonw.exe')}",
        f"DLL64={interpreter.with_name('xlwings64-0.37.8.dll')}",
        f"DLL32={interpreter.with_name('xlwings32-0.37.8.dll')}",
        f"VERSION={VERSION}",
        "",
    ]


def test_installing_again_renews_our_own_files(places: ExcelFolders, interpreter: Path) -> None:
    install(places, interpreter)
    places.addin.write_bytes(addin("0.0.1"))
    interpreter.with_name("pythonw.exe").unlink()
    install(places, interpreter)
    assert version_of(places.addin.read_bytes()) == VERSION
    assert Configuration.decoded(places.configuration.read_bytes()).python == str(interpreter)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "content", [b"", b"text", addin(title="Budget"), addin()[:-9]], ids=["empty", "text", "another title", "cut"]
)
def test_a_file_that_is_not_ours_stays(content: bytes, places: ExcelFolders, interpreter: Path) -> None:
    places.startup_folder.mkdir(parents=True)
    places.addin.write_bytes(content)
    for attempt in (
        lambda: install(places, interpreter),
        lambda: install_into(places.startup_folder),
        lambda: uninstall(places),
    ):
        with pytest.raises(Refusal, match="not a file of Centre ROI"):
            attempt()
    assert places.addin.read_bytes() == content
    assert files(places.home) == [INSTALLED[0]]


def test_a_signed_copy_is_not_replaced_by_one_without(
    places: ExcelFolders, interpreter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = addin("0.0.9", extra="xl/vbaProjectSignature.bin")
    install(places, interpreter)
    places.addin.write_bytes(signed)
    with pytest.raises(Refusal, match="signature"):
        install(places, interpreter)
    assert places.addin.read_bytes() == signed
    monkeypatch.setattr(installation, "packaged_addin", lambda: addin(extra="xl/vbaProjectSignature.bin"))
    install(places, interpreter)
    assert version_of(places.addin.read_bytes()) == VERSION
    assert len(uninstall(places)) == 2


def test_excel_holding_the_addin_is_said_and_nothing_changes(
    places: ExcelFolders, interpreter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(places, interpreter)
    places.configuration.write_bytes(b"as it was")

    def held(*_: object, **__: object) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", held)
        patch.setattr(Path, "unlink", held)
        with pytest.raises(Refusal, match="Close every Excel window"):
            install(places, interpreter)
        with pytest.raises(Refusal, match="Close every Excel window"):
            uninstall(places)
    assert places.configuration.read_bytes() == b"as it was"
    assert places.addin.read_bytes() == addin()


def test_a_folder_that_takes_no_file_leaves_everything_as_it_was(
    places: ExcelFolders, interpreter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(places, interpreter)
    before = {path: path.read_bytes() for path in (places.addin, places.configuration)}
    monkeypatch.setattr(installation, "packaged_addin", lambda: addin(extra="newer"))
    places.configuration.with_name(".CentreROI.conf.part").mkdir()
    with pytest.raises(Refusal, match="could not be written"):
        install(places, interpreter)
    assert {path: path.read_bytes() for path in before} == before
    assert files(places.home) == sorted(INSTALLED)


def test_what_the_store_hides_from_excel_is_taken_back(
    places: ExcelFolders, interpreter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os.path, "realpath", lambda path: str(path).replace("Roaming", "Packages/P/LocalCache/Roaming"))
    with pytest.raises(Refusal, match=r"python\.org"):
        install(places, interpreter)
    assert files(places.home) == []


def test_a_missing_dll_is_refused_with_the_command_that_brings_it(places: ExcelFolders, interpreter: Path) -> None:
    interpreter.with_name("xlwings32-0.37.8.dll").unlink()
    with pytest.raises(Refusal, match=r"xlwings32-0\.37\.8\.dll.* pip install --force-reinstall xlwings==0\.37\.8"):
        install(places, interpreter)
    assert not places.home.exists()


def test_the_dll_is_found_where_the_record_of_the_package_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = tmp_path / "site-packages" / "xlwings-0.37.8.dist-info"
    record.mkdir(parents=True)
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: xlwings\nVersion: 0.37.8\n", encoding="utf-8")
    (record / "RECORD").write_text("../xlwings64-0.37.8.dll,,\n../xlwings32-0.37.8.dll,,\n", encoding="utf-8")
    monkeypatch.syspath_prepend(record.parent)
    assert xlwings_files.find_dll(64) is None
    (record.parent / "xlwings32-0.37.8.dll").touch()
    (tmp_path / "xlwings64-0.37.8.dll").touch()
    assert xlwings_files.find_dll(64) == tmp_path / "xlwings64-0.37.8.dll"
    assert xlwings_files.find_dll(32) == record.parent / "xlwings32-0.37.8.dll"


def test_a_path_beyond_the_code_page_is_written_short() -> None:
    configuration = Configuration("C:\\用户\\pythonw.exe", "C:\\x64.dll", "C:\\é\\x32.dll", "1")
    asked: list[str] = []

    def short(path: str) -> str | None:
        asked.append(path)
        return "C:\\17DA~1\\pythonw.exe"

    written = configuration.encoded(short, "cp1252")
    assert written == b"PYTHON=C:\\17DA~1\\pythonw.exe\r\nDLL64=C:\\x64.dll\r\nDLL32=C:\\\xe9\\x32.dll\r\nVERSION=1\r\n"
    assert asked == ["C:\\用户\\pythonw.exe"]
    assert configuration.encoded(short, "gbk").startswith("PYTHON=C:\\用户".encode("gbk"))


@pytest.mark.parametrize(
    "short", [lambda _: None, lambda path: path, short_path], ids=["none", "same", "this system's"]
)
def test_a_path_without_a_short_name_is_refused(short: object) -> None:
    with pytest.raises(Refusal, match="plain letters"):
        Configuration("C:\\用户\\pythonw.exe", "a", "b", "1").encoded(short, "cp1252")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content", [b"", b"PYTHON=a\r\nDLL64=b\r\nDLL32=c\r\n", b"PYTHON=\nDLL64=b\nDLL32=c\nVERSION=1"]
)
def test_a_configuration_with_a_line_missing_says_nothing(content: bytes) -> None:
    assert Configuration.decoded(content) is None


def test_doubts_are_told_and_do_not_hinder(
    places: ExcelFolders, interpreter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(doubts(interpreter)) == []
    assert "Microsoft Store" in next(doubts(tmp_path / "Microsoft" / "WindowsApps" / "python.exe"))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    (told,) = install(places, interpreter)
    assert "temporary files" in told
    assert files(places.home) == sorted(INSTALLED)


def test_uninstall_removes_what_install_wrote(places: ExcelFolders, interpreter: Path) -> None:
    assert uninstall(places) == []
    install(places, interpreter)
    (places.startup_folder / "personal.xlsb").write_bytes(b"theirs")
    assert uninstall(places) == [places.addin, places.configuration]
    assert files(places.home) == ["AppData/Roaming/Microsoft/Excel/XLSTART/personal.xlsb"]
    assert not places.own_folder.exists()
    install(places, interpreter)
    log = places.own_folder / "centre-roi.log"
    log.write_text("theirs", encoding="utf-8")
    uninstall(places)
    assert log.exists()


def test_into_a_folder_writes_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["install", "--into", str(tmp_path)]) == 0
    assert files(tmp_path) == ["CentreROI.xlam"]
    out = capsys.readouterr().out.splitlines()
    assert str(tmp_path / "CentreROI.xlam") in out[0]
    assert len(out) == 3
    (tmp_path / "CentreROI.xlam").write_bytes(addin("0.0.1"))
    assert cli.main(["install", "--into", str(tmp_path)]) == 0
    assert (tmp_path / "CentreROI.xlam").read_bytes() == packaged_addin()
    assert cli.main(["install", "--into", str(tmp_path / "nowhere")]) == 2
    assert "create it first" in capsys.readouterr().err


def test_the_packaged_addin_is_of_this_version() -> None:
    assert version_of(packaged_addin()) == VERSION
    assert not is_signed(packaged_addin())
    assert not is_signed(b"text")


def test_a_damaged_installation_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addin_file, "ADDIN_NAME", "Other.xlam")
    with pytest.raises(Refusal, match="missing from this installation"):
        packaged_addin()


def test_install_says_in_three_lines_what_to_do_next(
    places: ExcelFolders, interpreter: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "_excel_places", lambda _: places)
    monkeypatch.setattr(sys, "executable", str(interpreter))
    assert cli.main(["install"]) == 0
    out, err = capsys.readouterr()
    assert [line[:2] for line in out.splitlines()] == ["1.", "2.", "3."]
    assert "=CLV(2400,10%,5)" in out
    assert err == ""
    assert cli.main(["uninstall"]) == 0
    assert capsys.readouterr().out.splitlines() == [f"Removed: {places.addin}", f"Removed: {places.configuration}"]
    assert cli.main(["uninstall"]) == 0
    assert "nothing was removed" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["install", "uninstall", "doctor"])
def test_each_command_has_a_help_text(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])
    assert len(capsys.readouterr().out) > 100


@pytest.mark.skipif(sys.platform == "win32", reason="what other systems are told")
@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_other_systems_are_told_what_they_can_do(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([command]) == 2
    assert "install --into FOLDER" in capsys.readouterr().err


def test_the_folders_come_from_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPDATA", "roaming")
    monkeypatch.setenv("USERPROFILE", "user")
    places = ExcelFolders.of_this_user()
    assert places.addin.as_posix() == "roaming/Microsoft/Excel/XLSTART/CentreROI.xlam"
    assert places.configuration.as_posix() == "user/.CentreROI/CentreROI.conf"
    monkeypatch.delenv("APPDATA")
    with pytest.raises(Refusal, match="APPDATA"):
        ExcelFolders.of_this_user()


def test_the_version_of_xlwings_is_said_once() -> None:
    """The pinned one is the one whose DLL the add-in loads."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = f"xlwings=={xlwings_files.XLWINGS}"
    assert f'{pinned}; sys_platform == "win32"' in project["dependencies"]
    assert pinned in project["optional-dependencies"]["test"]


def test_a_configuration_names_python_without_a_window_where_there_is_one(interpreter: Path) -> None:
    assert configuration_for(interpreter).python.endswith("pythonw.exe")
    interpreter.with_name("pythonw.exe").unlink()
    assert configuration_for(interpreter).python.endswith("python.exe")
