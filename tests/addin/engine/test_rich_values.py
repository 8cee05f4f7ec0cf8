"""Formulas over pictures in cells and data types: handed on they are no errors, and their cells keep them."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from addin.actions.export import export_values
from addin.engine.error_origins import ErrorReport
from addin.workbook.file import WorkbookFile
from addin.xlsx.package import Package
from tests.rich_values import with_rich_values

PICTURE, ENTITY, ERROR = 1, 2, 3
KINDS = ("_localImage", "_linkedentity", "_error")


def computed(folder: Path, cells: str, kinds: tuple[str, ...] = KINDS) -> tuple[WorkbookFile, ErrorReport]:
    """Row 1 is a picture in A1, a data type in B1, a number in C1 and a plain error in D1; the cells are row 2."""
    path = folder / "book.xlsx"
    openpyxl.Workbook().save(path)
    first = (
        f'<c r="A1" t="e" vm="{PICTURE}"><v>#VALUE!</v></c><c r="B1" t="e" vm="{ENTITY}"><v>#VALUE!</v></c>'
        '<c r="C1"><v>5</v></c><c r="D1" t="e"><v>#VALUE!</v></c>'
    )
    rows = f'<row r="1">{first}</row><row r="2">{cells}</row>'
    path.write_bytes(with_rich_values(path.read_bytes(), kinds, cells=rows))
    book = WorkbookFile(path)
    book.recalculate()
    return book, book.errors()


def row_of(book: WorkbookFile) -> str:
    data = book.package.part(book.package.sheet_part("Sheet")).decode()
    match = re.search(r'<row r="2">(.*?)</row>', data)
    assert match
    return match[1]


@pytest.mark.parametrize(
    "formula",
    ["A1", "IF(C1&gt;1,A1,0)", "IFERROR(A1,0)", "INDEX(A1:C1,1)", "CHOOSE(1,A1,B1)", "_xlfn.XLOOKUP(5,C1:C1,A1:A1)"],
)
def test_what_is_handed_on_keeps_its_cell_byte_for_byte(tmp_path: Path, formula: str) -> None:
    cell = f'<c r="A2" s="0" t="e" vm="1"><f>{formula}</f><v>#VALUE!</v></c>'
    book, errors = computed(tmp_path, cell)
    assert row_of(book) == cell
    assert (errors.origins, errors.formulas) == ([], 1)
    assert not book.package.sheet("Sheet").changed


def test_another_one_is_shown_where_a_formula_chooses_it(tmp_path: Path) -> None:
    book, errors = computed(tmp_path, '<c r="A2"><f>B1</f><v>3</v></c><c r="B2"><f>IF(C1&gt;9,A1,7)</f></c>')
    assert row_of(book) == (
        '<c r="A2" t="e" vm="2"><f>B1</f><v>#VALUE!</v></c><c r="B2"><f>IF(C1&gt;9,A1,7)</f><v>7</v></c>'
    )
    assert errors.origins == []


def test_none_is_shown_any_more_where_the_formula_comes_to_something_else(tmp_path: Path) -> None:
    book, _ = computed(
        tmp_path,
        '<c r="A2" t="e" vm="1"><f>C1</f><v>#VALUE!</v></c><c r="B2" t="e" vm="1"><f>D1</f><v>#VALUE!</v></c>',
    )
    assert row_of(book) == '<c r="A2"><f>C1</f><v>5</v></c><c r="B2" t="e"><f>D1</f><v>#VALUE!</v></c>'


def test_computing_with_one_is_an_error_as_in_excel(tmp_path: Path) -> None:
    _, errors = computed(tmp_path, '<c r="A2" t="e"><f>A1+1</f><v>#VALUE!</v></c><c r="B2"><f>A2*2</f></c>')
    (origin,) = errors.origins
    assert (origin.place, origin.cells) == ("Sheet!A2", ("Sheet!A2", "Sheet!B2"))
    assert "\ufdd0" not in origin.reason


def test_one_in_an_array_and_one_that_only_excel_can_make(tmp_path: Path) -> None:
    cells = (
        '<c r="A2" t="e" vm="1"><f t="array" ref="A2:C2">A1:C1</f><v>#VALUE!</v></c>'
        '<c r="B2" t="e" vm="2"><v>#VALUE!</v></c><c r="C2"><v>5</v></c>'
        '<c r="D2" t="e" vm="1"><f>_xlfn.IMAGE("https://example.com/a.png")</f><v>#VALUE!</v></c>'
        '<c r="E2" t="e" vm="1"><f>D2</f><v>#VALUE!</v></c>'
    )
    book, errors = computed(tmp_path, cells)
    assert row_of(book) == cells
    assert errors.origins == []
    assert errors.kept == ["Sheet!D2: IMAGE can be computed by Excel only; its last value was kept"]


def test_what_is_made_of_a_data_type_keeps_its_last_value(tmp_path: Path) -> None:
    cell = '<c r="A2" t="str"><f>B1&amp;" Inc."</f><v>Contoso Inc.</v></c>'
    book, errors = computed(tmp_path, cell)
    assert row_of(book) == cell
    assert errors.kept == [
        "Sheet!A2: what is made of a picture or data type can be computed by Excel only; its last value was kept"
    ]


def test_an_error_that_is_younger_than_its_kind_stays_one(tmp_path: Path) -> None:
    cell = f'<c r="A2" t="e" vm="{ERROR}"><f>E1</f><v>#VALUE!</v></c><c r="B2" t="e"><f>F1</f><v>#VALUE!</v></c>'
    path = tmp_path / "book.xlsx"
    openpyxl.Workbook().save(path)
    rows = f'<row r="1"><c r="E1" t="e" vm="{ERROR}"><v>#VALUE!</v></c><c r="F1" t="e" vm="9"><v>#VALUE!</v></c></row>'
    path.write_bytes(with_rich_values(path.read_bytes(), KINDS, cells=f'{rows}<row r="2">{cell}</row>'))
    book = WorkbookFile(path)
    book.recalculate()
    assert [origin.place for origin in book.errors().origins] == ["Sheet!E1", "Sheet!F1"]


def test_counted_sheets_have_no_errors_in_them(tmp_path: Path) -> None:
    """Our own checks count error cells so."""
    book, _ = computed(tmp_path, '<c r="A2"><f>SUMPRODUCT(--ISERROR(A1:C1))</f></c>')
    assert book.package.sheet("Sheet").value(2, 1) == 0.0


def test_a_later_number_takes_the_place_of_a_picture(tmp_path: Path) -> None:
    cell = '<c r="A2" t="e" vm="1"><f>IF(C1&gt;1,A1,C1)</f><v>#VALUE!</v></c>'
    book, _ = computed(tmp_path, cell)
    book.package.sheet("Sheet").set_value(1, 3, 0.0)
    assert book.evaluation is not None
    book.evaluation.update({("Sheet", 1, 3): 0.0})
    assert not book.evaluation.shows_rich_value("Sheet", (2, 1))
    assert book.evaluation.values["Sheet"][2, 1] == 0.0


def test_a_copy_of_values_leaves_the_cell_of_a_picture_empty(tmp_path: Path) -> None:
    book, _ = computed(tmp_path, '<c r="A2" t="e" vm="1"><f>A1</f><v>#VALUE!</v></c>')
    target = tmp_path / "copy.xlsx"
    sent = export_values(book.path, target)
    assert (sent.formulas, sent.stale) == (1, 0)
    assert "pictures and data types in cells" in sent.taken_out
    package = Package.open(target)
    assert package.sheet("Sheet").value(2, 1) is None
    assert not any("rich" in part.lower() or "metadata" in part for part in package.part_names())
