"""install --libreoffice and uninstall: what they write, what they put back, and what they refuse."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from addin.cli import program as cli
from addin.hosts.libreoffice.connection import read_settings
from addin.hosts.libreoffice.identity import IDENTIFIER
from addin.install import libreoffice as libreoffice_installation
from addin.install.libreoffice import LibreOffice, install, packaged_extension, uninstall, version_of
from addin.refusal import Refusal
from addin.release import VERSION
from addin.system import soffice as libreoffice_program

PYTHON = Path("a python").absolute()


class Unopkg:
    """Answers in place of LibreOffice's program, with what it said when it was run by hand; keeps what it was asked."""

    def __init__(self, *answers: tuple[int, str]) -> None:
        self.asked: list[str] = []
        self._answers = list(answers)

    def __call__(self, command: Sequence[str]) -> CompletedProcess[str]:
        self.asked.append(command[1])
        status, said = self._answers.pop(0)
        return CompletedProcess(command, status, said)


@pytest.fixture
def office(tmp_path: Path) -> Callable[[Unopkg], LibreOffice]:
    settings = tmp_path / ".CentreROI" / "LibreOffice.conf"
    return lambda unopkg: LibreOffice(tmp_path / "soffice", settings, unopkg)


def test_the_settings_name_this_python_before_the_extension_is_there(office: Callable[[Unopkg], LibreOffice]) -> None:
    calc = office(Unopkg((0, "")))
    install(calc, PYTHON)
    assert read_settings(calc.settings) == (str(PYTHON), VERSION)
    assert [path.name for path in calc.settings.parent.iterdir()] == ["LibreOffice.conf"]


def test_where_libreoffice_takes_no_extension_everything_is_as_before(office: Callable[[Unopkg], LibreOffice]) -> None:
    said = "\nERROR: There is another instance running.\n\n"
    calc = office(Unopkg((1, said), (1, said)))
    with pytest.raises(Refusal, match=r"There is another instance running\. Close all its windows"):
        install(calc, PYTHON)
    assert not calc.settings.parent.exists()
    calc.settings.parent.mkdir()
    calc.settings.write_text("as it was", encoding="utf-8")
    with pytest.raises(Refusal, match="another instance"):
        install(calc, PYTHON)
    assert calc.settings.read_text(encoding="utf-8") == "as it was"


def test_uninstall_removes_what_is_there(office: Callable[[Unopkg], LibreOffice]) -> None:
    unopkg = Unopkg((0, ""), (0, ""), (0, ""), (1, "There is no such extension deployed"))
    calc = office(unopkg)
    install(calc, PYTHON)
    assert uninstall(calc) == ["CentreROI.oxt", str(calc.settings)]
    assert not calc.settings.parent.exists()
    assert uninstall(calc) == []
    assert unopkg.asked == ["add", "list", "remove", "list"]


def test_into_a_folder_writes_one_file_over_ours_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extension = tmp_path / "CentreROI.oxt"
    for _ in range(2):
        assert cli.main(["install", "--libreoffice", "--into", str(tmp_path)]) == 0
        assert [path.name for path in tmp_path.iterdir()] == ["CentreROI.oxt"]
        assert extension.read_bytes() == packaged_extension().read_bytes()
    assert "run as that user: centre-roi install --libreoffice" in capsys.readouterr().out
    extension.write_bytes(b"theirs")
    assert cli.main(["install", "--libreoffice", "--into", str(tmp_path)]) == 2
    assert "not an extension of Centre ROI" in capsys.readouterr().err
    assert extension.read_bytes() == b"theirs"
    assert cli.main(["install", "--libreoffice", "--into", str(tmp_path / "nowhere")]) == 2
    assert "create it first" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_root_and_computers_without_libreoffice_are_told(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(libreoffice_program, "find", lambda: None)
    assert cli.main([command, "--libreoffice"]) == 2
    assert "LibreOffice was not found" in capsys.readouterr().err
    monkeypatch.setattr(libreoffice_program, "find", lambda: Path("soffice"))
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)
    assert cli.main([command, "--libreoffice"]) == 2
    assert "LibreOffice takes no extension from root" in capsys.readouterr().err


def test_an_extension_is_ours_by_its_identifier(tmp_path: Path) -> None:
    assert version_of(packaged_extension().read_bytes()) == VERSION
    assert version_of(b"text") is None
    other = tmp_path / "other.oxt"
    with zipfile.ZipFile(packaged_extension()) as ours, zipfile.ZipFile(other, "w") as copy:
        copy.writestr("description.xml", ours.read("description.xml").replace(IDENTIFIER.encode(), b"org.other"))
    assert version_of(other.read_bytes()) is None


def test_a_damaged_installation_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice_installation, "EXTENSION_NAME", "Other.oxt")
    with pytest.raises(Refusal, match="missing from this installation"):
        packaged_extension()
