"""Characters written by their numbers, and texts with _x000D_: every reader comes to the same value."""

from __future__ import annotations

import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from addin.cells.addresses import Area
from addin.cells.values import Dated
from addin.engine.evaluation import evaluate_package
from addin.engine.proving.formula_engine import FormulaBook
from addin.workbook.file import WorkbookFile
from addin.xlsx.large_sheet import LARGE_SHEET
from addin.xlsx.values_package import SheetCells, values_package
from tests.workbooks import SHEET, package
from udfs.calling.errors import CellError

CELLS: dict[str, Dated] = {
    '<c r="A1"><v>&#49;&#50;</v></c>': 12.0,
    '<c r="A1"><v>1&#46;5</v></c>': 1.5,
    '<c r="A1"><v>&#x31;2</v></c>': 12.0,
    '<c r="A1" t="b"><v>&#49;</v></c>': True,
    '<c r="A1" t="e"><v>&#35;N/A</v></c>': CellError("#N/A"),
    '<c r="A1" t="&#101;"><v>#N/A</v></c>': CellError("#N/A"),
    '<c r="A1" t="&#110;"><v>7</v></c>': 7.0,
    '<c r="&#65;1"><v>7</v></c>': 7.0,
    '<c r="A1" t="d"><v>&#50;026-01-02</v></c>': datetime.date(2026, 1, 2),
    '<c r="A1" t="str"><v>a_x000D_b</v></c>': "a\rb",
    '<c r="A1" t="str"><v>_x005F_x0041_</v></c>': "_x0041_",
    '<c r="A1" t="str"><v>a &amp; b</v></c>': "a & b",
    '<c r="A1" t="str"><v>&#120;y</v></c>': "xy",
    '<c r="A1" t="inlineStr"><is><t>&#97;_x0041_</t></is></c>': "aA",
    '<c r="A1" t="e"><v>#SPILL!</v></c>': CellError("#SPILL!"),
}


def book_with(folder: Path, cell: str, large: bool) -> Path:
    """A sheet of data alone that holds this cell, and one whose formula reads it."""
    rows = 40_000 if large else 0
    below = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(2, rows + 2))

    def with_rows(data: bytes) -> bytes:
        start, end = data.index(b"<sheetData"), data.index(b"</sheetData>")
        return data[:start] + f'<sheetData><row r="1">{cell}</row>{below}'.encode() + data[end:]

    book = package(folder, {"A1": 1}, others={"Reads": {"A1": "=Calc!A1"}}, edits={SHEET: with_rows})
    assert (len(book.part(SHEET)) > LARGE_SHEET) == large
    return book.path


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("cell", CELLS)
def test_every_reader_comes_to_the_same_value(cell: str, large: bool, tmp_path: Path) -> None:
    value = CELLS[cell]
    book = WorkbookFile(book_with(tmp_path, cell, large))
    assert book.read_area("Calc", Area(1, 1, 1, 1)) == [[value]]
    computed = evaluate_package(book.package).values["Reads"][1, 1]
    if isinstance(value, datetime.date):
        value = 46024.0
    assert computed == (CellError("#VALUE!") if value == CellError("#SPILL!") else value)


FORMULAS = {
    '"a_x000D_b"': "a\rb",
    'LEN("a_x000D_b")': 3,
    '"_x005F_x0041_"': "_x0041_",
    'LEN("_x005F_x0041_"&A9)': 7,
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_text_in_a_formula_is_what_excel_wrote(formula: str, tmp_path: Path) -> None:
    """In both engines."""
    cell = f'<c r="A1"><f>{escape(formula)}</f></c>'
    book = WorkbookFile(book_with(tmp_path, cell, large=False)).package
    assert evaluate_package(book).values["Calc"][1, 1] == FORMULAS[formula]
    written = book.sheet("Calc").formulas[0].text
    second = FormulaBook(values_package(book, {"Calc": SheetCells({}, {(1, 1): written})}))
    second.compute()
    assert second.value("Calc", 1, 1) == FORMULAS[formula]
