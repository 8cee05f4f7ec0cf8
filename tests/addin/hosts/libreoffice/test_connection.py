"""The process that computes for LibreOffice, asked as its extension asks it; no LibreOffice is needed for that."""

from __future__ import annotations

import math
import os
import signal
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from addin.actions.demo import SURVEY
from addin.hosts.libreoffice.cells import NUMBERS, from_calc, to_calc
from addin.hosts.libreoffice.connection import Connection, Unanswered, read_settings
from addin.release import VERSION
from udfs.calling.errors import CellError
from udfs.calling.kinds import MISSING
from workbook_templates.catalogue import TEMPLATES


def number_of(cell: Any) -> int:
    """Calc's number of an error, in the low bits of the NaN that stands for it."""
    assert math.isnan(cell)
    return int.from_bytes(struct.pack("<d", cell), "little") & 0xFFFF


def settings(folder: Path, python: str) -> Path:
    path = folder / "LibreOffice.conf"
    path.write_text(f"PYTHON={python}\nVERSION={VERSION}\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    home = tmp_path_factory.mktemp("home")
    patch = pytest.MonkeyPatch()
    for name in ("HOME", "USERPROFILE"):
        patch.setenv(name, str(home))  # the log goes there
    connected = Connection(settings(home, sys.executable))
    yield connected
    connected._end()
    patch.undo()


def test_a_function_is_answered_with_rows(connection: Connection) -> None:
    ((answer,),) = connection.ask("function", "CLV", (2400.0, 0.1, 5.0))
    assert answer == pytest.approx(9097.888246580276, rel=1e-15)
    column = connection.ask("function", "CLV", (((2400.0,), ("",), ("x",)), 0.1, 5.0))
    assert (column[0], column[1]) == ((answer,), ("",))
    assert number_of(column[2][0]) == NUMBERS["#VALUE!"]
    ((missing,),) = connection.ask("function", "CLV", (2400.0, None, 5.0))
    assert number_of(missing) == NUMBERS["#VALUE!"]
    assert connection.version == VERSION


def test_each_error_is_calcs_own() -> None:
    for code, number in NUMBERS.items():
        assert number_of(to_calc(CellError(code))[0][0]) == number
    assert number_of(to_calc(CellError("#SPILL!"))[0][0]) == NUMBERS["#VALUE!"]
    assert number_of(to_calc([])[0][0]) == NUMBERS["#VALUE!"]


def test_cells_come_and_go_as_calc_knows_them() -> None:
    assert from_calc(None) is MISSING
    assert from_calc(((1.0, ""), ("a", 2.0))) == [[1.0, ""], ["a", 2.0]]
    assert to_calc([[True, 2, None, "a"]]) == ((1.0, 2.0, "", "a"),)


def test_a_process_that_was_ended_is_started_again(connection: Connection) -> None:
    connection.ask("function", "CLV", (1.0, 0.0, 1.0))
    assert connection._process is not None
    os.kill(connection._process.pid, signal.SIGTERM)
    connection._process.wait()
    assert connection.ask("function", "CLV", (1.0, 0.0, 1.0)) == ((1.0,),)


@pytest.mark.parametrize(
    ("python", "words"),
    [
        (None, "is missing or lacks a line. Run: centre-roi install --libreoffice"),
        ("nowhere/python", "does not start"),
        ("broken", "cannot load centre-roi (ModuleNotFoundError: No module named 'numpy')"),
    ],
)
def test_a_fault_is_told_in_words_and_not_tried_for_every_cell(python: str | None, words: str, tmp_path: Path) -> None:
    if python == "broken":
        broken = tmp_path / "python"
        broken.write_text(
            "#!/bin/sh\necho \"ModuleNotFoundError: No module named 'numpy'\" >&2\nexit 1\n", encoding="utf-8"
        )
        broken.chmod(0o700)
        python = str(broken)
    connected = Connection(settings(tmp_path, python) if python else tmp_path / "LibreOffice.conf")
    with pytest.raises(Unanswered) as first:
        connected.ask("function", "CLV", (1.0, 0.0, 1.0))
    assert words in str(first.value)
    settings(tmp_path, sys.executable)
    with pytest.raises(Unanswered, match="^" + str(first.value)[:5]):
        connected.ask("function", "CLV", (1.0, 0.0, 1.0))
    connected.try_again()
    assert connected.ask("function", "CLV", (1.0, 0.0, 1.0)) == ((1.0,),)
    connected._end()


def test_settings_with_a_line_missing_are_none(tmp_path: Path) -> None:
    path = tmp_path / "LibreOffice.conf"
    assert read_settings(path) is None
    for text in (b"", b"PYTHON=a\n", b"PYTHON=\nVERSION=1\n", b"PYTHON=\xff\nVERSION=1\n"):
        path.write_bytes(text)
        assert read_settings(path) is None
    path.write_text("PYTHON = /a b/python=3 \nVERSION=1\nMORE=2\n", encoding="utf-8")
    assert read_settings(path) == ("/a b/python=3", "1")


def test_the_commands_answer_what_to_show(connection: Connection, tmp_path: Path) -> None:
    book, _ = SURVEY.write(tmp_path)
    text, template, lines = connection.ask("refresh", str(book), "")
    assert text.startswith(f"{book.name} refreshed, from the table responses of this workbook.")
    assert (template, lines) == ("", ())
    assert "nothing is wrong" in connection.ask("check", str(book))[0]
    assert connection.ask("new", "none")[0].startswith('There is no template "none"')
    for kind in TEMPLATES:
        assert Path(connection.ask("new", kind)[1]).is_file()
    refused = connection.ask("refresh", str(tmp_path / "none.xlsx"), "")[0]
    assert "there is no such file" in refused


def test_explain_names_the_cell_where_an_error_began(connection: Connection, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Report"
    book.active["A1"], book.active["A2"] = "=CLV(2400,10,5)", "=A1*2"
    book.save(tmp_path / "own.xlsx")
    text = connection.ask("explain", str(tmp_path / "own.xlsx"), "Report", 2, 1, NUMBERS["#NUM!"])[0]
    assert text.startswith("Report!A2 shows #NUM!: it comes from Report!A1: CLV: discount_rate must be at most 100%")
    text = connection.ask("explain", str(tmp_path / "own.xlsx"), "Report", 2, 1, 504)[0]
    assert text.startswith("Report!A2 shows #VALUE!: by LibreOffice only")
