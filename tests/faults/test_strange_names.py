"""What stands in a file's place: pipes, folders, names at the limit of what file systems take, no name at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from addin.cli.program import main
from tests.hostile.cases import BOOK
from tests.hostile.seeds import healthy

posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and limits of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / BOOK
    path.write_bytes(healthy().book)
    return path


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What is said, in a line."""
    assert main(list(words)) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1, said
    return said


def in_time(*words: str) -> str:
    """The same of a program that is given ten seconds."""
    command = [sys.executable, "-m", "addin.cli", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    assert done.returncode == 2
    return done.stderr


@posix
@pytest.mark.parametrize("words", [["refresh"], ["check"], ["export", "--values"], ["export", "--pdf"]])
def test_a_pipe_in_the_place_of_the_workbook(tmp_path: Path, words: list[str]) -> None:
    pipe = tmp_path / BOOK
    os.mkfifo(pipe)
    assert "is a pipe or a device, no file" in in_time(words[0], str(pipe), *words[1:])


@posix
@pytest.mark.parametrize("place", ["rows.csv", "rows.xlsx", f"~${BOOK}", f".~lock.{BOOK}#", "/dev/zero"])
def test_a_pipe_in_the_place_of_another_file(path: Path, place: str) -> None:
    other = path.parent / place
    if not other.exists():
        os.mkfifo(other)
    rows = ["--responses", str(other)] if "rows" in place or "dev" in place else []
    said = in_time("refresh", str(path), *rows)
    assert ("is a pipe or a device" if rows else "is open in") in said


@pytest.mark.parametrize("words", [["refresh", ""], ["check", ""], ["export", "", "--values"], ["import", "", "a.csv"]])
def test_no_name(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, *words).startswith("A file's name is empty. Name the file that holds the workbook.")


def test_no_name_of_rows(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "A file's name is empty. Name the file that holds the rows." in refused(
        capsys, "refresh", str(path), "--responses", ""
    )


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_folder_in_the_place_of_a_backup(path: Path, number: int, capsys: pytest.CaptureFixture[str]) -> None:
    path.with_name(f"{BOOK}.1.bak").write_bytes(b"older")
    folder = path.with_name(f"{BOOK}.{number}.bak")
    folder.unlink(missing_ok=True)
    folder.mkdir()
    before = {each.name for each in path.parent.iterdir()}, path.read_bytes()
    assert f"{folder.name} beside it is a folder, where a backup belongs" in refused(capsys, "refresh", str(path))
    assert ({each.name for each in path.parent.iterdir()}, path.read_bytes()) == before


@posix
@pytest.mark.parametrize("length", [200, 247, 248, 249])
@pytest.mark.parametrize("letter", ["n", "报"])
def test_a_long_name(path: Path, length: int, letter: str) -> None:
    name = letter * ((length - len(".xlsx")) // len(letter.encode()))
    long = path.rename(path.with_name(f"{name}.xlsx"))
    assert main(["refresh", str(long)]) == 1, "for what its checks found"
    assert {each.name for each in path.parent.iterdir()} == {long.name, f"{long.name}.1.bak"}


@posix
@pytest.mark.parametrize("length", [250, 255])
def test_a_name_too_long_for_its_backups(path: Path, length: int, capsys: pytest.CaptureFixture[str]) -> None:
    long = path.rename(path.with_name("n" * (length - len(".xlsx")) + ".xlsx"))
    assert "its name is too long for the backups beside it" in refused(capsys, "refresh", str(long))
    assert [each.name for each in path.parent.iterdir()] == [long.name]


@posix
@pytest.mark.parametrize("words", [["refresh", "n" * 300 + ".xlsx"], ["new", "survey_roi", "n" * 300 + ".xlsx"]])
def test_a_name_that_no_file_can_have(
    tmp_path: Path, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = refused(capsys, *words)
    assert "no such file" in said or "too long" in said
    assert list(tmp_path.iterdir()) == []
