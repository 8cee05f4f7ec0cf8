"""Rows from .xls, .xlsb and .ods files: values, errors, hidden sheets, and what only has such a name."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.refusal import Refusal
from addin.sources.files import rows_of_file
from tests.addin.sources.binary_books import Cells, write_ods, write_xls, write_xlsb
from udfs.calling.errors import CellError

WANTED = ("Date", "Index")
TABLE: Cells = [
    ["Date", "Customer", "Index"],
    ["2026-01-15", "Müller", 90.0],
    ["2026-01-16", "王芳", "#DIV/0!"],
    [None, None, None],
    ["2026-01-17", "#N/A", 80.5],
]
OLD: Cells = [["Date", "Customer", "Index"], ["2025-01-15", "Ann", 10.0]]
WRITERS: dict[str, Callable[..., Path]] = {"xls": write_xls, "xlsb": write_xlsb, "ods": write_ods}
every_format = pytest.mark.parametrize("kind", WRITERS)


def refused(path: Path) -> str:
    with pytest.raises(Refusal) as caught:
        rows_of_file(path, WANTED)
    return str(caught.value)


@every_format
def test_values_and_errors(tmp_path: Path, kind: str) -> None:
    rows = rows_of_file(WRITERS[kind](tmp_path / f"answers.{kind}", {"Notes": [["Read me"]], "Answers": TABLE}), WANTED)
    cells: list[Any] = [list(line) for line in zip(*rows.columns, strict=True)]
    assert list(rows.headers) == ["Date", "Customer", "Index"]
    assert cells == [
        ["2026-01-15", "Müller", 90],
        ["2026-01-16", "王芳", CellError("#DIV/0!")],
        [None, None, None],
        ["2026-01-17", CellError("#N/A"), 80.5],
    ]
    assert (rows.first_row, rows.notes) == (2, (f"Read from the sheet Answers of answers.{kind}, header in row 1.",))


@every_format
def test_a_header_below_a_title(tmp_path: Path, kind: str) -> None:
    lines: Cells = [["Survey of January", None, None], [None, None, None], *TABLE]
    assert rows_of_file(WRITERS[kind](tmp_path / f"answers.{kind}", {"A": lines}), WANTED).first_row == 4


@every_format
def test_the_visible_sheet_counts(tmp_path: Path, kind: str) -> None:
    path = WRITERS[kind](tmp_path / f"answers.{kind}", {"Old": OLD, "New": TABLE}, hidden=["Old"])
    rows = rows_of_file(path, WANTED)
    assert rows.columns[0][0] == "2026-01-15"
    assert rows.notes[1:] == ("Not read, since they are hidden: Old.",)
    assert rows_of_file(path, WANTED, ["Old"]).columns[0] == ["2025-01-15"]


def test_an_open_document_with_a_formula_that_nobody_has_computed(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "answers.ods", {"Answers": TABLE}, formula="of:=[.A1]")
    assert refused(path) == (
        "answers.ods: cells of the sheet Answers hold formulas without values: A6. Open the file in Excel, save it "
        "there and name it again."
    )


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xls", b"<html><table><tr><td>Date</td></tr></table></html>", "is a web page (HTML or XML)"),
        ("a.xls", b'\xef\xbb\xbf\r\n<?xml version="1.0"?><Workbook/>', "is a web page (HTML or XML)"),
        ("a.xls", b"Date\tIndex\n2026-01-15\t90\n", "it looks like a text file. If it is one, give it the ending .csv"),
        ("a.xlsb", b"Date\tIndex\n", "is not an Excel workbook, whatever its name says"),
        ("a.ods", b"", "is empty (0 bytes)"),
        ("a.csv", b"<!DOCTYPE html><html><body><table></table></body></html>", "is a web page (HTML)"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cannot be read as an old Excel workbook (.xls)"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "by a password"),
    ],
)
def test_what_only_has_the_name_of_a_workbook(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert words in refused(path)


@every_format
def test_damaged_files_are_refused_or_read_and_never_fail_otherwise(tmp_path: Path, kind: str) -> None:
    data = WRITERS[kind](tmp_path / f"answers.{kind}", {"Answers": TABLE}).read_bytes()
    path = tmp_path / f"damaged.{kind}"
    for place in range(0, len(data), 37):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        with contextlib.suppress(Refusal):
            rows_of_file(path, WANTED)
        path.write_bytes(data[:place])
        with contextlib.suppress(Refusal):
            rows_of_file(path, WANTED)


def test_an_old_workbook_that_was_given_a_new_name(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "answers.xls", {"Answers": TABLE}).rename(tmp_path / "answers.xlsx")
    assert "is a workbook of the old Excel format (.xls)" in refused(path)


def test_a_new_workbook_that_was_given_an_old_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in OLD:
        book.active.append(list(line))  # type: ignore[union-attr]
    book.save(tmp_path / "answers.xlsx")
    path = (tmp_path / "answers.xlsx").rename(tmp_path / "answers.xls")
    assert rows_of_file(path, WANTED).columns[2] == [10]


@pytest.mark.parametrize("text", ["https://example.com/a.csv", "http:/example.com/a.xlsx", "file:///tmp/a.csv"])
def test_an_address_is_no_file(text: str) -> None:
    said = refused(Path(text))
    assert said.endswith("give a file, not an address: download it first, and name the file that you get.")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path).endswith("is a folder. Name the file in it that holds the rows.")
