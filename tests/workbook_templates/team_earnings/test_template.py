"""The earnings template as it is built: the same on every build, few formulas, named places, pages that print."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from openpyxl.utils import range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from addin.actions.checking import findings
from addin.workbook.file import WorkbookFile
from tests.conftest import type_in
from udfs.calling.registry import FUNCTIONS
from workbook_templates.catalogue import workbook_bytes as built_bytes
from workbook_templates.rows.source_fields import SOURCE_COLUMNS
from workbook_templates.sheets.determinism import workbook_bytes
from workbook_templates.team_earnings import columns
from workbook_templates.team_earnings.sheets.build import SHEETS, build

TABLES = {
    "source_columns": SOURCE_COLUMNS,
    "plans": columns.PLANS,
    "people": columns.PEOPLE,
    "orders": columns.ORDERS,
    "lines": columns.LINES,
    "person_months": columns.PERSON_MONTHS,
    "person_years": columns.PERSON_YEARS,
    "team_months": columns.TEAM_MONTHS,
    "centre_months": columns.CENTRE_MONTHS,
    "teams": columns.TEAMS,
    "rejected": columns.REJECTED,
    "history": columns.HISTORY,
    "checks": ("Check", "Result", "What to do"),
}
GROWING = {"Orders", "Lines", "Tally", "Tally teams", "Tally people", "Tally years", "Rejected", "History"}


@pytest.fixture(scope="module")
def workbook() -> Workbook:
    return build()


def formulas(workbook: Workbook) -> Iterator[tuple[str, str]]:
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                text = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
                if isinstance(text, str) and text.startswith("="):
                    yield f"{sheet.title}!{cell.coordinate}", text[1:]


def test_every_build_is_the_same() -> None:
    def parts() -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(workbook_bytes(build()))) as package:
            return {name: package.read(name) for name in package.namelist()}

    assert parts() == parts()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_agreed_headers(workbook: Workbook, name: str) -> None:
    sheet = next(sheet for sheet in workbook if name in sheet.tables)
    table = sheet.tables[name]
    left, top, right, bottom = range_boundaries(table.ref)
    assert tuple(table.column_names) == TABLES[name]
    assert tuple(cell.value for cell in sheet[top][left - 1 : right]) == TABLES[name]
    assert bottom > top


def test_no_name_is_a_function_or_an_address_and_each_has_its_quotes(workbook: Workbook) -> None:
    tables = [name for sheet in workbook for name in sheet.tables]
    assert set(tables) == set(TABLES)
    names = [*workbook.defined_names, *tables]
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert name.upper() not in FUNCTIONS
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d{1,7}", name), "reads as A1"
        assert not re.fullmatch(r"(?i)r\d*c?\d*|c\d*", name), "reads as R1C1"
    for name in workbook.defined_names.values():
        if "!" in name.attr_text:
            assert re.fullmatch(r"('[^']+'|\w+)!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", name.attr_text), name.attr_text


def test_no_formula_hangs_on_version_language_or_clock(workbook: Workbook) -> None:
    banned = {"LET", "LAMBDA", "FILTER", "SORT", "UNIQUE", "XLOOKUP", "TEXTJOIN", "MAXIFS", "TODAY", "NOW", "TEXT"}
    banned |= {"OFFSET", "INDIRECT", "RAND"}
    for place, formula in formulas(workbook):
        called = set(re.findall(r"([A-Z][A-Z0-9_.]*)\(", re.sub(r'"[^"]*"', '""', formula)))
        assert not banned & called, place
        assert len(formula) < 8192, place


def test_its_formulas_are_few_and_its_arrays_of_fixed_size(workbook: Workbook) -> None:
    assert len(list(formulas(workbook))) < 6_500
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, ArrayFormula):
                    left, top, right, bottom = range_boundaries(cell.value.ref)
                    assert (right - left + 1, bottom - top + 1) in {(12, 1), (1, 120)}, cell.coordinate


@pytest.mark.parametrize("name", [name for name, _ in SHEETS])
def test_a_sheet_prints_and_scrolls_well(workbook: Workbook, name: str) -> None:
    sheet = workbook[name]
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.freeze_panes
    assert bool(sheet.print_area) is not (name in GROWING), "a fixed print area would cut a table that grows"


def test_the_blank_template_shows_no_error_and_says_what_is_missing(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "blank.xlsx"
    path.write_bytes(built_bytes("team_earnings"))
    book = WorkbookFile(path)
    book.recalculate()
    assert findings(book).errors == []
    assert book.read_cell("kept_total") == "no data yet"
    assert {check.name for check in findings(book).failed} == {"Refreshed at least once"}


def test_a_plan_shows_what_it_pays_on_an_amount_that_is_tried(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "plans.xlsx"
    path.write_bytes(built_bytes("team_earnings"))
    tiers = {"From 1": [0, 0], "Rate 1": [0.05, 0.05], "From 2": [10_000, 10_000], "Rate 2": [0.08, 0.08]}
    plans = {"Plan": ["A", "B"], "Method": ["marginal", "retroactive"], **tiers}
    type_in(path, {"amount_tried": 15_000}, {"plans": plans}, {})
    book = WorkbookFile(path)
    book.recalculate()
    sheet = book.package.sheet("Plans")
    assert [sheet.value(row, 17) for row in (8, 9, 10)] == [900.0, 1200.0, ""]


def test_every_column_of_the_proof_has_its_header(workbook: Workbook) -> None:
    header, first = (workbook["Proof"][row] for row in (7, 8))
    named = {cell.column_letter: cell.value for cell in header if cell.value}
    assert set(named) == {cell.column_letter for cell in first if cell.value is not None}
    assert [named[letter] for letter in "EFGH"] == [
        "Row on Tally years",
        "COMMISSION of the months",
        "Earned by the lines",
        "Months that differ",
    ]
