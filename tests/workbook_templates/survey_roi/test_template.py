"""The survey template as built: the same each time, named, printable, and without an error while blank or misfilled."""

import datetime
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from tests import ROOT
from tests.workbook_templates.survey_roi.workbook import cell as changed_cell
from tests.workbook_templates.survey_roi.workbook import compute, errors_but_gaps, evaluated, failed, named
from udfs.calling.errors import CellError
from udfs.calling.registry import FUNCTIONS
from workbook_templates.sheets.determinism import workbook_bytes
from workbook_templates.survey_roi.sheets.build import SHEETS, build
from workbook_templates.survey_roi.sheets.places import COST_FIRST, SEGMENT_FIRST
from workbook_templates.survey_roi.sheets.what_if import CENTRE, POINTS

INPUTS = [
    "report_year",
    "report_month",
    "discount_rate",
    "loyal_above",
    "disloyal_below",
    "confidence_level",
    "target_roi",
    "value_basis",
    "count_basis",
    "survey_source",
]
OWNED = [f"refreshed_{name}" for name in ["source", "kind", "hash", "time", "version", "rows", "tallied", "rejected"]]
RESULTS = ["report_roi", "report_roi_low", "report_roi_high", "report_net_profit", "report_net_cost", "checks_result"]
TABLES = {
    "source_columns": "Our name|Header(s) in your file|Scale from|Scale to|Missing-value codes|Decimal mark|"
    "Date order|Unit|Words|Default",
    "segments": "Segment|Empirical CLV|Annual profit at calibration|Discount rate at calibration|Calibration date|"
    "Loyalty years|Annual profit today|CLV today|Value per customer",
    "customers_served": "Segment|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec",
    "cost_lines": "Month|Kind|Owner|Amount|Recovery|Spread over months|Note",
    "responses": "Date|Customer|Segment|Index|Answer 1|Answer 2|Answer 3|Answer 4|Answer 5|Answer 6",
    "tally": "Month|Segment|Responses|Loyal|Neutral|Disloyal|Mean index|Rejected",
    "checks": "Check|Result|What to do",
    "rejected": "Row|Date|Customer|Segment|Index|Reason",
    "history": "When|Who|Version|Source|Hash|Loyal above|Disloyal below|Rows|Tallied|Rejected|ROI before|ROI after|"
    "Read as",
}


@pytest.fixture(scope="module")
def workbook() -> Workbook:
    return build()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def formulas(workbook: Workbook) -> Iterator[tuple[str, str, bool]]:
    """Place, text without "=", whether it is an array formula."""
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                place = f"{sheet.title}!{cell.coordinate}"
                if isinstance(cell.value, ArrayFormula):
                    yield place, str(cell.value.text)[1:], True
                elif isinstance(cell.value, str) and cell.value.startswith("="):
                    yield place, cell.value[1:], False


def calls(formula: str) -> Iterator[tuple[str, int]]:
    """Each function called and how many arguments it gets."""
    bare = re.sub(r'"[^"]*"', '""', formula)
    for match in re.finditer(r"([A-Z][A-Z0-9_.]*)\(", bare):
        depth, commas, end = 1, 0, match.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(bare[end], 0)
            commas += bare[end] == "," and depth == 1
            end += 1
        yield match[1], commas + 1 if bare[match.end() : end - 1].strip() else 0


def test_every_build_is_the_same() -> None:
    first, second = parts(workbook_bytes(build())), parts(workbook_bytes(build()))
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_a_build_does_not_hang_on_the_order_of_sets() -> None:
    code = (
        "import hashlib; from workbook_templates.sheets.determinism import workbook_bytes;"
        "from workbook_templates.survey_roi.sheets.build import build;"
        "print(hashlib.sha256(workbook_bytes(build())).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


def test_a_reader_without_the_add_in_keeps_the_numbers(workbook: Workbook) -> None:
    text = parts(workbook_bytes(workbook))["xl/workbook.xml"].decode()
    assert 'calcId="191029"' in text
    assert "fullCalcOnLoad" not in text


def test_a_chart_leaves_a_gap_where_there_is_no_data(workbook: Workbook) -> None:
    charts = [
        content for name, content in parts(workbook_bytes(workbook)).items() if name.startswith("xl/charts/chart")
    ]
    assert len(charts) == 4
    for chart in charts:
        assert b'dispBlanksAs val="gap"/><extLst><ext uri="{56B9EC1D-385E-4148-901F-78D8002777C0}"' in chart
        assert chart.count(b'<delete val="0"/>') == 2, "both axes stay"
        assert chart.count(b"<title>") == 3, "the chart and both axes have a title"
        assert b'smooth val="1"' not in chart


def test_the_sheets_stand_in_their_order(workbook: Workbook) -> None:
    assert tuple(workbook.sheetnames) == tuple(name for name, _ in SHEETS)
    assert workbook.sheetnames[0] == "Start"


@pytest.mark.parametrize("name", [*INPUTS, *OWNED, *RESULTS])
def test_a_named_cell_is_there(workbook: Workbook, name: str) -> None:
    sheet, _, address = workbook.defined_names[name].attr_text.partition("!")
    assert sheet in workbook.sheetnames
    assert re.fullmatch(r"\$[A-Z]+\$\d+", address)


def test_the_template_says_what_it_is(workbook: Workbook) -> None:
    assert workbook.defined_names["centre_roi_template"].attr_text == '"survey_roi/1"'


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_agreed_headers(workbook: Workbook, name: str) -> None:
    sheet = next(sheet for sheet in workbook if name in sheet.tables)
    table = sheet.tables[name]
    left, top, right, bottom = range_boundaries(table.ref)
    assert "|".join(table.column_names) == TABLES[name]
    assert [cell.value for cell in sheet[top][left - 1 : right]] == table.column_names
    assert bottom > top


def test_the_state_has_the_same_shape_now_and_at_the_refresh(workbook: Workbook) -> None:
    now, then = (workbook.defined_names[name].attr_text for name in ("state_now", "state_at_refresh"))
    assert re.sub(r"\$[A-Z]+\$", "", now) == re.sub(r"\$[A-Z]+\$", "", then)
    assert now != then


def test_no_name_is_a_function_or_an_address(workbook: Workbook) -> None:
    tables = [name for sheet in workbook for name in sheet.tables]
    for name in [*workbook.defined_names, *tables]:
        assert name.upper() not in FUNCTIONS
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d{1,7}", name), "reads as A1"
        assert not re.fullmatch(r"(?i)r\d*c?\d*|c\d*", name), "reads as R1C1"
    assert len({name.lower() for name in [*workbook.defined_names, *tables]}) == len(workbook.defined_names) + len(
        tables
    )


def test_every_function_of_ours_is_called_as_it_is_declared(workbook: Workbook) -> None:
    used = set()
    for place, formula, is_array in formulas(workbook):
        for name, count in calls(formula):
            if name in FUNCTIONS:
                used.add(name)
                function = FUNCTIONS[name]
                assert function.required <= count <= len(function.arguments), f"{place}: {formula}"
                one_cell = function.width == 1 or f"INDEX({name}(" in formula
                assert is_array or one_cell, f"{place} would spill"
    assert used >= {
        "CLV",
        "LOYALTY_YEARS",
        "PROJECTED_COUNT",
        "LOYALTY_GAIN",
        "LOYALTY_LOSS",
        "CENTRE_ROI",
        "ROI",
        "ROI_INTERVAL",
        "BREAKEVEN_LOYAL",
    }


def test_no_formula_hangs_on_version_language_or_clock(workbook: Workbook) -> None:
    new = {"LET", "LAMBDA", "FILTER", "SORT", "UNIQUE", "SEQUENCE", "XLOOKUP", "TEXTJOIN"}
    volatile = {"OFFSET", "INDIRECT", "TODAY", "NOW", "RAND"}
    by_language = {"TEXT"}  # its format codes differ between languages of Excel
    for place, formula, _ in formulas(workbook):
        assert not (new | volatile | by_language) & {name for name, _ in calls(formula)}, place
        assert len(formula) < 8192, place


def test_a_table_refers_to_its_own_rows_by_address(workbook: Workbook) -> None:
    """The embedded engine takes T[[#This Row],..] inside T for a circle."""
    for place, formula, _ in formulas(workbook):
        for name in workbook[place.partition("!")[0]].tables:
            assert f"{name}[" not in formula, place


@pytest.mark.parametrize("name", [name for name, _ in SHEETS])
def test_a_sheet_prints_and_scrolls_well(workbook: Workbook, name: str) -> None:
    sheet = workbook[name]
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.page_setup.fitToHeight in (0, 1)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert "&P" in (sheet.oddFooter.right.text or "")
    assert sheet.freeze_panes
    grows = name in {"Responses", "Tally", "Rejected", "History"}
    assert bool(sheet.print_area) is not grows, "a fixed print area would cut a table that grows"
    if grows:
        table = next(iter(sheet.tables.values()))
        header = range_boundaries(table.ref)[1]
        assert sheet.freeze_panes.endswith(str(header + 1))
        assert sheet.print_title_rows == f"${header}:${header}"


def test_every_font_is_calibri(workbook: Workbook) -> None:
    saved = openpyxl.load_workbook(io.BytesIO(workbook_bytes(workbook)))
    assert {font.name for font in saved._fonts} == {"Calibri"}


def test_no_cells_are_merged(workbook: Workbook) -> None:
    assert not [sheet.title for sheet in workbook if sheet.merged_cells.ranges]


@pytest.mark.parametrize("name", [name for name in INPUTS if name != "survey_source"])
def test_an_input_says_what_may_be_typed(workbook: Workbook, name: str) -> None:
    address = workbook.defined_names[name].attr_text.partition("!")[2].replace("$", "")
    rules = [rule for rule in workbook["Inputs"].data_validations.dataValidation if address in rule.sqref]
    assert len(rules) == 1
    assert rules[0].errorStyle == "stop"
    assert rules[0].error


def test_no_text_of_a_validation_is_longer_than_excel_takes(workbook: Workbook) -> None:
    for sheet in workbook:
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.errorTitle or "") <= 32
            assert 0 < len(rule.error or "") <= 255
            assert len(rule.formula1 or "") <= 255


def test_the_blank_template_has_no_error_but_months_without_data(tmp_path: Path) -> None:
    blank = compute(tmp_path, build())
    errors = {
        (sheet, row, column): value.code
        for sheet, cells in blank.evaluation.values.items()
        for (row, column), value in cells.items()
        if isinstance(value, CellError)
    }
    assert set(errors.values()) == {"#N/A"}
    assert {sheet for sheet, _, _ in errors} == {"Trend"}
    assert not blank.evaluation.kept
    assert blank.named("report_roi") == "no data yet"
    assert "no data yet" in str(blank.cell("Report", 3, 2))
    failed = {title for title, result in blank.checks().items() if result != "OK"}
    assert failed == {
        "Refreshed at least once",
        "Segments have all their fields",
        "The report month has responses",
        "The report month has a cost",
    }
    assert blank.named("checks_result") == "4 checks need a look"


BASES = "The bases are known words"


@pytest.mark.parametrize(
    ("name", "typed", "read"),
    [
        ("value_basis", "lifetime ", "lifetime"),
        ("value_basis", "Month", "month"),
        ("value_basis", "  YEAR", "year"),
        ("count_basis", "Customers  Served ", "customers served"),
        ("count_basis", " respondents", "respondents"),
    ],
)
def test_a_basis_is_read_in_any_case_and_with_spaces(tmp_path: Path, name: str, typed: str, read: str) -> None:
    book = evaluated(tmp_path, named(name, typed))
    (tmp_path / "plain").mkdir()
    plain = evaluated(tmp_path / "plain", named(name, read))
    assert book.named(f"{name}_known") == read
    assert book.named("report_roi") == plain.named("report_roi")
    assert book.check(BASES) == "OK"


@pytest.mark.parametrize(
    ("name", "typed", "text"),
    [
        ("value_basis", "yearly", "Value per customer on Inputs must be lifetime, year or month"),
        ("value_basis", 12, "Value per customer on Inputs must be lifetime, year or month"),
        ("count_basis", "all", "Counts on Inputs must be customers served or respondents"),
    ],
)
def test_an_unknown_basis_gives_no_number(tmp_path: Path, name: str, typed: Any, text: str) -> None:
    book = evaluated(tmp_path, named(name, typed))
    assert book.check(BASES) == text
    assert failed(book) == [BASES]
    for result in ("report_roi", "report_roi_low", "report_roi_high", "report_net_profit"):
        assert book.named(result) == "no data yet"
    assert "not known (see Checks)" in str(book.cell("Report", 2, 2))
    assert errors_but_gaps(book) == []


@pytest.mark.parametrize("column", ["C", "H"])
def test_a_segment_without_value_gives_no_number(tmp_path: Path, column: str) -> None:
    book = evaluated(tmp_path, changed_cell("Segments", f"{column}{SEGMENT_FIRST}", None))
    assert failed(book) == ["Segments have all their fields"]
    assert book.named("report_roi") == book.named("report_net_profit") == "no data yet"
    assert errors_but_gaps(book) == []


@pytest.mark.parametrize("month", [2.5, 0, 13, None, "March"])
def test_a_month_that_is_none_fails_one_check_alone(tmp_path: Path, month: Any) -> None:
    book = evaluated(tmp_path, named("report_month", month))
    assert failed(book) == ["The report month is 1 to 12"]
    assert book.cell("Report", 1, 2) == "Return of the service centre, no month chosen"
    assert errors_but_gaps(book) == []


def test_a_name_that_is_a_pattern_fails_one_check_alone(tmp_path: Path) -> None:
    book = evaluated(tmp_path, changed_cell("Segments", f"B{SEGMENT_FIRST + 3}", "*"))
    assert book.check("Every tallied response of the year is counted") == "OK"
    assert "* ? or ~" in book.check("Segment names are clear")


@pytest.mark.parametrize(("rate", "header"), [(0.98, "100% (max)"), (-0.97, "-99% (min)")])
def test_a_cut_rate_of_the_what_if_grid_is_marked(tmp_path: Path, rate: float, header: str) -> None:
    book = evaluated(tmp_path, named("discount_rate", rate))
    column, row = CENTRE.replace("$", " ").split()
    headers = [
        book.cell("Report", int(row) - POINTS.index(0.0) - 1, ord(column) - ord("A") + 1 + step)
        for step in (-2, -1, 0, 1, 2)
    ]
    assert header in headers
    assert headers[2] == pytest.approx(rate)


def test_a_negative_recovery_is_no_cost(tmp_path: Path) -> None:
    book = evaluated(tmp_path, changed_cell("Costs", f"F{COST_FIRST}", -300_000))
    assert book.cell("Costs", COST_FIRST, 23) == "Recovery must be positive"
    assert book.named("report_net_cost") == 50_000
    assert failed(book) == ["Every cost line can be read"]


def test_a_cost_line_of_another_year_is_named(tmp_path: Path) -> None:
    book = evaluated(tmp_path, changed_cell("Costs", f"B{COST_FIRST + 1}", datetime.date(1900, 3, 5)))
    warning = f"Warning: 1 cost line has no part in 2026: row {COST_FIRST + 1} (Rent)"
    assert book.check("Every cost line has a part in the year") == warning
    assert failed(book) == []
