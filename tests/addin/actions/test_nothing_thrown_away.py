"""Rows as files have them, none of which is left out or counted double without a word."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter
from openpyxl.worksheet.table import Table, TableColumn

from tests.addin.actions.filled_books import book, cell, check, csv_file, reasons, refreshed
from tests.conftest import filled_rows
from tests.workbook_templates.test_names_that_are_numbers import FILLINGS

DAY = datetime.date(2026, 1, 15)
FEBRUARY = datetime.date(2026, 2, 10)
SURVEY = ("Date", "Customer", "Segment", "Index")
DOUBT = "Columns are read without doubt"
DEFAULTS = {"source_columns": {"Default": ["2026-01-31", None, "SME"]}}


@pytest.mark.parametrize(
    ("kind", "form", "header", "rows"),
    [
        ("survey_roi", "segments", "Segment", {"responses": [(DAY, "a", "Retail", 90), (DAY, "b", "SME", 95)]}),
        ("target_breakdown", "people", "Person", {"actuals": [(DAY, "Ann", 100, 25, 5), (DAY, "Bo", 50, 10, None)]}),
        (
            "team_earnings",
            "people",
            "Person",
            {"orders": [(FEBRUARY, "Ann", None, None, None, "Printer", 3, 400, 300, None)]},
        ),
        ("team_earnings", "plans", "Plan", {"orders": [(FEBRUARY, "Ann", None, None, None, "Fax", 3, 400, 300, None)]}),
        ("centre_benefits", "goods", "Item", {"orders": [(FEBRUARY, None, None, "Phone", 10, None, None, 2)]}),
        ("centre_benefits", "territories", "Territory", {"orders": [(FEBRUARY, "1", "North", "Phone", 5)]}),
        ("centre_benefits", "departments", "Department", {"requests": [(FEBRUARY, "Sales", 60, None)]}),
    ],
)
@pytest.mark.parametrize("spaced", ["{} ", " {}", "\u3000{}\u00a0"], ids=["behind", "before", "wide"])
def test_spaces_around_names_change_no_result(
    tmp_path: Path, kind: str, form: str, header: str, rows: Any, spaced: str
) -> None:
    plain = refreshed(book(tmp_path, kind, rows))
    forms = {form: header} | ({"customers_served": header} if form == "segments" else {})
    changed = {each: {header: [spaced.format(name) for name in FILLINGS[kind][0][1][each][header]]} for each in forms}
    path = book(tmp_path, kind, rows, changed)
    result = refreshed(path)
    assert isinstance(plain.after, float)
    assert (result.tallied, result.rejected) == (plain.tallied, 0), reasons(path)
    assert result.after == pytest.approx(plain.after)
    assert check(result, "Names have no spaces around them").startswith("Warning: a name on ")


def test_full_width_names_are_the_same_names(tmp_path: Path) -> None:
    rows = [(DAY, "a", "ＳＭＥ", 95), (DAY, "b", " retail", 95), (DAY, "c", "Re\u200btail", 95)]
    path = book(tmp_path, "survey_roi", {"responses": rows})
    result = refreshed(path)
    assert (result.tallied, result.rejected) == (3, 0), reasons(path)


@pytest.mark.parametrize("number", ["1.23457E+15", "12345678901234500", "1,23457E+15"])
def test_rounded_customer_numbers_are_nobodys_second_answer(tmp_path: Path, number: str) -> None:
    rows = [(f"2026-01-{day}", number, "Retail", index) for day, index in ((15, 90), (16, 80), (17, 20))]
    path = book(tmp_path, "survey_roi")
    result = refreshed(path, "responses", csv_file(tmp_path, SURVEY, rows))
    assert (result.tallied, result.rejected) == (3, 0)
    said = check(result, DOUBT)
    assert said.startswith(f'Warning: customer: 3 rows with numbers that a spreadsheet has rounded, such as "{number}"')


def test_an_average_below_the_rows_is_told_where_defaults_let_it_count(tmp_path: Path) -> None:
    rows = [("2026-01-15", "c1", "Retail", 90), ("2026-01-16", "c2", "SME", 40), (None, None, None, 65)]
    path = book(tmp_path, "survey_roi", columns=DEFAULTS)
    result = refreshed(path, "responses", csv_file(tmp_path, SURVEY, rows))
    assert result.tallied == 3
    assert check(result, DOUBT) == (
        "Warning: Index: row 4 below all others has an index but no date, customer or segment: it counts with the "
        "defaults of Import; take out what is a total or an average"
    )
    two = csv_file(tmp_path, SURVEY, [*rows, (None, " ", None, 100)])
    path = book(tmp_path, "survey_roi", columns=DEFAULTS)
    assert "rows 4 and 5 below all others have an index but" in check(refreshed(path, "responses", two), DOUBT)


def test_rows_that_lack_one_of_them_or_stand_elsewhere_are_no_totals(tmp_path: Path) -> None:
    for rows in (
        [("2026-01-15", "c1", "Retail", 90), ("2026-01-16", None, None, 40)],
        [(None, None, None, 65), ("2026-01-15", "c1", "Retail", 90)],
        [(None, None, None, 65), (None, None, None, 90)],
    ):
        path = book(tmp_path, "survey_roi", columns=DEFAULTS)
        assert check(refreshed(path, "responses", csv_file(tmp_path, SURVEY, rows)), DOUBT) == "OK"
    path = book(tmp_path, "survey_roi", columns=DEFAULTS)
    file = csv_file(tmp_path, ("Customer", "Index"), [("c1", 90), (None, 80)])
    assert check(refreshed(path, "responses", file), DOUBT) == "OK", "customers may be anonymous"


def test_without_defaults_a_total_is_rejected_by_its_row(tmp_path: Path) -> None:
    rows = [("2026-01-15", "c1", "Retail", 90), ("Total", None, None, 90)]
    path = book(tmp_path, "survey_roi")
    refreshed(path, "responses", csv_file(tmp_path, SURVEY, rows))
    assert reasons(path) == {3: 'date "Total" is no date; segment is blank'}


def with_total_row(path: Path, headers: tuple[str, ...], rows: list[tuple[Any, ...]], total: tuple[Any, ...]) -> Path:
    """A workbook whose rows are a table with Excel's Total Row below, as Excel saves it."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (headers, *rows, total):
        sheet.append(row)
    table = Table(displayName="Answers", ref=f"A1:D{len(rows) + 2}", totalsRowCount=1)
    table.tableColumns = [TableColumn(id=number, name=name) for number, name in enumerate(headers, start=1)]
    table.tableColumns[0].totalsRowLabel, table.tableColumns[3].totalsRowFunction = "Total", "average"
    sheet.add_table(table)
    workbook.save(path)
    return path


@pytest.mark.parametrize("label", ["Total", None])
def test_the_total_row_of_a_files_table_is_no_response(tmp_path: Path, label: str | None) -> None:
    rows = [("2026-01-15", "c1", "Retail", 90), ("2026-01-16", "c2", "SME", 40)]
    file = with_total_row(tmp_path / "rows.xlsx", SURVEY, rows, (label, None, None, 65))
    path = book(tmp_path, "survey_roi", columns=DEFAULTS)
    result = refreshed(path, "responses", file)
    assert (result.read, result.tallied, result.rejected) == (2, 2, 0)
    assert check(result, DOUBT) == "OK"


def test_rows_below_a_total_row_are_still_read(tmp_path: Path) -> None:
    file = with_total_row(
        tmp_path / "rows.xlsx", SURVEY, [("2026-01-15", "c1", "Retail", 90)], ("Total", None, None, 90)
    )
    workbook = openpyxl.load_workbook(file)
    for column, value in enumerate(("2026-01-17", "c9", "SME", 40), start=1):
        workbook.active.cell(4, column).value = value
    workbook.save(file)
    path = book(tmp_path, "survey_roi")
    assert refreshed(path, "responses", file).tallied == 2


def test_the_total_row_of_the_own_table_is_no_response(tmp_path: Path) -> None:
    path = book(tmp_path, "survey_roi", {"responses": [(DAY, "a", "Retail", 90), (DAY, "b", "SME", 95)]})
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Responses"]
    table = sheet.tables["responses"]
    first, _, end = table.ref.partition(":")
    row, column = coordinate_to_tuple(end)
    _, left = coordinate_to_tuple(first)
    table.ref = f"{first}:{get_column_letter(column)}{row + 1}"
    table.totalsRowCount = 1
    sheet.cell(row + 1, left).value, sheet.cell(row + 1, left + 3).value = "Total", 92.5
    workbook.save(path)
    result = refreshed(path)
    assert (result.read, result.tallied, result.rejected) == (2, 2, 0), reasons(path)


def test_answers_on_a_scale_that_nobody_named_fail_a_check(tmp_path: Path) -> None:
    rows = [
        (f"2026-01-{day + 1:02}", None, "Retail", answer) for day, answer in enumerate((5, 5, 5, 5, 4, 4, 5, 5, 5, 3))
    ]
    file = csv_file(tmp_path, SURVEY, rows)
    path = book(tmp_path, "survey_roi")
    result = refreshed(path, "responses", file)
    assert check(result, DOUBT).startswith("Index: none of 10 indexes is above 5 of 100: they look like answers")
    assert not result.findings.all_well
    path = book(
        tmp_path,
        "survey_roi",
        columns={"source_columns": {"Scale from": [None] * 3 + [1], "Scale to": [None] * 3 + [5]}},
    )
    result = refreshed(path, "responses", file)
    assert check(result, DOUBT) == "OK"
    assert [row[3:6] for row in filled_rows(path, "tally")] == [[7, 3, 0]], "5 is 100, 4 is 75, 3 is 50"


def test_one_sheet_a_month_is_told_and_read_where_named(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for number, name in enumerate(("Jan", "Feb", "Mar"), start=1):
        sheet = workbook.create_sheet(name)
        for row in (
            SURVEY,
            (datetime.date(2026, number, 5), "a", "Retail", 90),
            (datetime.date(2026, number, 6), "b", "SME", 90),
        ):
            sheet.append(row)
    del workbook["Sheet"]
    file = tmp_path / "year.xlsx"
    workbook.save(file)
    path = book(tmp_path, "survey_roi")
    result = refreshed(path, "responses", file)
    assert result.tallied == 2
    assert check(result, DOUBT).startswith("Not read, though the headers are the same: Feb, Mar. Name all sheets")
    assert not result.findings.all_well
    for sheets in (["*"], ["Jan", "Feb", "Mar"]):
        path = book(tmp_path, "survey_roi")
        result = refreshed(path, "responses", file, sheets=sheets)
        assert result.tallied == 6
        assert check(result, DOUBT) == "OK"


def test_questions_that_do_not_apply(tmp_path: Path) -> None:
    """Two of three answered are enough (50%), one of three is not; 0 is the code of no answer."""
    block = {
        "Header(s) in your file": [None, None, None, "Q1, Q2, Q3"],
        "Missing-value codes": [None, None, None, "0"],
        "Scale from": [None] * 3 + [1],
        "Scale to": [None] * 3 + [5],
    }
    answers = [(5, 5, 0), (5, "n/a", 5), (0, 5, 5), (5, 5, None), (1, 1, 1), (3, 3, 3), (5, 0, 0), (0, 0, 0), (9, 5, 5)]
    rows = [(f"2026-01-{day + 1:02}", "Retail", *row) for day, row in enumerate(answers)]
    file = csv_file(tmp_path, ("Date", "Segment", "Q1", "Q2", "Q3"), rows)
    path = book(tmp_path, "survey_roi", columns={"source_columns": block})
    result = refreshed(path, "responses", file)
    assert (result.read, result.tallied, result.rejected) == (9, 6, 2)
    assert [row[3:6] for row in filled_rows(path, "tally")] == [[4, 1, 1]]
    assert reasons(path) == {
        8: "1 of 3 questions answered: at least 50% are needed (Inputs)",
        10: "Q1 9 is not on the scale 1 to 5",
    }
    assert cell(path, "refreshed_apart") == 1
    path = book(tmp_path, "survey_roi", columns={"source_columns": block}, answered_share=1)
    assert refreshed(path, "responses", file).tallied == 2
    path = book(tmp_path, "survey_roi", columns={"source_columns": block}, answered_share=0)
    assert refreshed(path, "responses", file).tallied == 7
