"""Rows read from a workbook that somebody sends: which sheet, which row is the header, and what the cells are."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from addin.refusal import Refusal
from addin.sources import row_books
from addin.sources.files import digest_of_file, rows_of_file
from udfs.calling.errors import CellError
from workbook_templates.refreshing.record import SourceRows

WANTED = ("Date", "Index")
DAY = datetime.date(2026, 1, 15)
HEADER = ["Date", "Customer", "Index"]
TABLE = [HEADER, [DAY, "Ann", 90], [DAY, "Bob", 80]]
NOTHING: list[list[Any]] = []


def file(
    folder: Path, sheets: dict[str, Sequence[Sequence[Any]]], row: int = 1, column: int = 1, date1904: bool = False
) -> Path:
    book = openpyxl.Workbook()
    if date1904:
        book.epoch = CALENDAR_MAC_1904
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for down, line in enumerate(lines):
            for across, cell in enumerate(line):
                sheet.cell(row + down, column + across, cell)
    path = folder / "answers.xlsx"
    book.save(path)
    return path


def edited(path: Path, edit: Callable[[bytes], bytes], part: str = "xl/worksheets/sheet1.xml") -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = edit(parts[part])
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


@pytest.fixture(params=["small", "large"], autouse=True)
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large sheet is looked at and read in another way; the rows must be the same."""
    if request.param == "large":
        monkeypatch.setattr("addin.xlsx.large_sheet.LARGE_SHEET", 0)


def cells(rows: SourceRows) -> list[list[Any]]:
    """The rows under the headers that have a text."""
    columns = [column for header, column in zip(rows.headers, rows.columns, strict=True) if header]
    return [list(row) for row in zip(*columns, strict=True)]


def test_a_plain_sheet(tmp_path: Path) -> None:
    rows = rows_of_file(file(tmp_path, {"Answers": TABLE}), WANTED)
    assert (list(rows.headers), cells(rows)) == (HEADER, TABLE[1:])
    assert (rows.name, rows.kind, rows.first_row, rows.date1904) == ("answers.xlsx", "file", 2, False)
    assert rows.notes == ("Read from the sheet Answers of answers.xlsx, header in row 1.",)


def test_a_header_not_in_a1_below_a_title(tmp_path: Path) -> None:
    sheet = [["Survey 2026", "final"], [], *TABLE]
    rows = rows_of_file(file(tmp_path, {"Answers": sheet}, row=5, column=3), WANTED)
    assert cells(rows) == TABLE[1:]
    assert rows.first_row == 8
    assert rows.notes == ("Read from the sheet Answers of answers.xlsx, header in row 7.",)


def test_a_header_far_down_after_blank_rows(tmp_path: Path) -> None:
    rows = rows_of_file(file(tmp_path, {"Answers": TABLE}, row=40), WANTED)
    assert (cells(rows), rows.first_row) == (TABLE[1:], 41)


def test_the_sheet_that_has_the_headers_counts(tmp_path: Path) -> None:
    sheets = {"Notes": [["Read", "me"], ["Index", "what it is"]], "Empty": NOTHING, "Data": TABLE}
    rows = rows_of_file(file(tmp_path, sheets), WANTED)
    assert cells(rows) == TABLE[1:]
    assert rows.notes[0].startswith("Read from the sheet Data of")


def test_other_sheets_with_the_same_headers_are_named(tmp_path: Path) -> None:
    rows = rows_of_file(file(tmp_path, {"Jan": TABLE, "Feb": TABLE, "Notes": [["x"]], "Mar": TABLE}), WANTED)
    assert rows.doubts == rows.notes[1:]
    assert rows.doubts[0].startswith("Not read, though the headers are the same: Feb, Mar. Name all sheets that count")
    assert len(cells(rows)) == 2


def test_capitals_and_spaces_of_a_header_do_not_matter(tmp_path: Path) -> None:
    sheets = {"Notes": [["a", "b"]], "Data": [[" DATE", "Who", "index "], [DAY, "Ann", 90]]}
    assert cells(rows_of_file(file(tmp_path, sheets), WANTED)) == [[DAY, "Ann", 90]]


@pytest.mark.parametrize(
    ("sheets", "headers"),
    [
        ({"Notes": [["only this"]], "Data": [["Day", "Points"], [DAY, 90]]}, ["Day", "Points"]),
        ({"Notes": [["a", "b"]], "Data": [["Day", "Index"], [DAY, 90]]}, ["Day", "Index"]),
        ({"Data": [["Points"], [90]]}, ["Points"]),
    ],
)
def test_without_all_headers_the_sheet_with_most_of_them_is_taken(
    tmp_path: Path, sheets: dict[str, Any], headers: list[str]
) -> None:
    """So that the message about the missing one names the headers that are there."""
    assert list(rows_of_file(file(tmp_path, sheets), WANTED).headers) == headers


def test_no_rows(tmp_path: Path) -> None:
    rows = rows_of_file(file(tmp_path, {"Answers": [HEADER]}), WANTED)
    assert (list(rows.headers), [list(column) for column in rows.columns]) == (HEADER, [[], [], []])
    with pytest.raises(Refusal, match="its sheets are empty; there must be a header"):
        rows_of_file(file(tmp_path, {"A": NOTHING, "B": [[" "]]}), WANTED)


def test_the_1904_date_system(tmp_path: Path) -> None:
    rows = rows_of_file(file(tmp_path, {"Answers": [HEADER, [DAY, "Ann", 90]]}, date1904=True), WANTED)
    assert rows.date1904
    assert cells(rows) == [[DAY, "Ann", 90]]


def test_cells_of_every_kind(tmp_path: Path) -> None:
    noon = datetime.datetime(2026, 1, 15, 12, 0)
    line = [noon, "  王芳 ", "#N/A", True, "85", "", None, "=1/0"]
    header = ["Date", "b", "Index", "d", "e", "f", "g", "h"]
    path = edited(
        file(tmp_path, {"Answers": [header, line, line]}),
        lambda data: (
            data.replace(b"<f>1/0</f><v></v>", b"<f>1/0</f><v>#DIV/0!</v>")
            .replace(b"<f>1/0</f><v />", b"<f>1/0</f><v>#DIV/0!</v>")
            .replace(b"<f>1/0</f><v/>", b"<f>1/0</f><v>#DIV/0!</v>")
            .replace(b'<c r="H2">', b'<c r="H2" t="e">')
            .replace(b'<c r="H3">', b'<c r="H3" t="e">')
        ),
    )
    first, second = cells(rows_of_file(path, WANTED))
    assert first == [noon, "  王芳 ", CellError("#N/A"), True, "85", None, None, CellError("#DIV/0!")]
    assert second == first


@pytest.mark.parametrize("stated", [b"A1", b"A1:B2", b"A1:XFD1048576"])
def test_a_wrong_statement_about_the_used_cells_is_not_believed(tmp_path: Path, stated: bytes) -> None:
    path = edited(file(tmp_path, {"Answers": TABLE}), lambda data: data.replace(b'ref="A1:C3"', b'ref="%s"' % stated))
    assert cells(rows_of_file(path, WANTED)) == TABLE[1:]


def test_notes_beside_the_rows_do_not_disturb(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(file(tmp_path, {"Answers": TABLE}))
    book["Answers"]["H3"] = "phone again"
    book["Answers"]["XFD90"] = "far away"
    book.save(tmp_path / "answers.xlsx")
    rows = rows_of_file(tmp_path / "answers.xlsx", WANTED)
    assert cells(rows)[:2] == TABLE[1:]


def test_cells_too_far_apart_are_refused_before_memory_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_books, "MOST_CELLS", 1000)
    lines = [*TABLE, *NOTHING, *([["x"]] * 400)]
    with pytest.raises(Refusal, match=r"the sheet Answers lie too far apart \(A1:C403\)"):
        rows_of_file(file(tmp_path, {"Answers": lines}), WANTED)


@pytest.mark.parametrize("name", ["answers.pdf", "answers", "answers.json"])
def test_other_kinds_of_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(Refusal) as caught:
        rows_of_file(tmp_path / name, WANTED)
    assert str(caught.value) == (
        f"{name}: rows are read from .csv and .xlsx files, and from .xls, .xlsb and .ods; save it as one of these."
    )


def test_capitals_of_the_suffix_do_not_matter(tmp_path: Path) -> None:
    path = file(tmp_path, {"Answers": TABLE}).rename(tmp_path / "ANSWERS.XLSX")
    assert len(cells(rows_of_file(path, WANTED))) == 2
    text = tmp_path / "answers.CSV"
    text.write_text("Date,Index\n2026-01-15,90\n")
    assert rows_of_file(text, WANTED).first_row == 2


def test_no_workbook_and_no_file(tmp_path: Path) -> None:
    (tmp_path / "answers.xlsx").write_text("Date,Index\n")
    for name in ("answers.xlsx", "none.xlsx", "none.csv"):
        with pytest.raises(Refusal):
            rows_of_file(tmp_path / name, WANTED)


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(b"abc")
    assert digest_of_file(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
