"""Programs are taken from the folders of PATH alone: a file beside the workbook is never started for one of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from addin.system import programs, soffice


def _program(folder: Path, name: str = "soffice") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\ntouch started\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("entry", ["", ".", "./", "tools", "../mailed", '""'])
def test_the_current_folder_is_no_place_for_programs(
    entry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(tmp_path / "mailed")
    _program(tmp_path / "mailed" / "tools")
    office = _program(tmp_path / "installed")
    monkeypatch.chdir(tmp_path / "mailed")
    monkeypatch.setenv("PATH", os.pathsep.join((entry, str(office.parent), entry)))
    assert programs.on_path("soffice") == office
    assert soffice.find() == office
    monkeypatch.setenv("PATH", entry)
    assert programs.on_path("soffice") is None


def test_windows_starts_programs_and_no_scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("soffice", "soffice.bat", "soffice.cmd", "soffice.py"):
        _program(tmp_path / "mailed", name)
        _program(tmp_path / "first", name)
    office = _program(tmp_path / "second", "soffice.exe")
    _program(tmp_path / "mailed", "soffice.exe")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.chdir(tmp_path / "mailed")
    monkeypatch.setenv("PATH", os.pathsep.join((str(tmp_path / "first"), ".", f'"{office.parent}"')))
    assert programs.on_path("soffice") == office


def test_what_is_no_program_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "soffice").mkdir(parents=True)
    if os.name == "posix":
        _program(tmp_path / "b").chmod(0o644)
    monkeypatch.setenv("PATH", os.pathsep.join(map(str, (tmp_path / "a", tmp_path / "b", tmp_path / "absent"))))
    assert programs.on_path("soffice") is None


def test_a_folder_named_by_the_system_that_is_relative_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(tmp_path / "LibreOffice" / "program", "soffice.exe")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PROGRAMFILES", ".")
    found = soffice.find()
    assert found is None or found.is_absolute()
