"""Which rows of actuals are counted, and what is said of the others."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests.workbook_templates.target_breakdown.rows import DAY, FIRST, GOOD, LAST, RULES, reason, tallied
from udfs.calling.errors import CellError


def test_the_year_of_the_tests_is_the_calendars() -> None:
    assert (RULES.year.first, RULES.year.last) == (FIRST, LAST)


@pytest.mark.parametrize(
    "date",
    [
        DAY,
        FIRST,
        LAST,
        datetime.datetime(2026, 1, 15, 17, 30),
        46037,
        46037.75,
        20260115,
        "2026-01-15",
        "15.01.2026",
        "15 Jan 2026",
        "2026年1月15日",
    ],
)
def test_a_date_is_read_as_in_a_survey(date: Any) -> None:
    assert reason(date, *GOOD[1:]) == ""


@pytest.mark.parametrize(
    ("date", "said"),
    [
        (None, "date is blank"),
        ("03/04/2026", 'date "03/04/2026" is ambiguous: set the date order on Import'),
        ("mid January", 'date "mid January" is no date'),
        (True, "date TRUE is no date"),
        (-3, "date -3 is no date"),
        (CellError("#N/A"), "date is the error #N/A"),
    ],
)
def test_a_date_that_does_not_count(date: Any, said: str) -> None:
    assert reason(date, *GOOD[1:]) == said


@pytest.mark.parametrize("date", [FIRST - datetime.timedelta(1), LAST + datetime.timedelta(1)])
def test_a_day_of_another_year_is_counted_apart(date: Any) -> None:
    result = tallied([(date, *GOOD[1:]), GOOD])
    assert (result.read, result.tallied, result.rejected_rows, result.apart) == (2, 1, 0, 1)


def test_a_missing_value_code_is_counted_apart() -> None:
    codes = {"Sales": ("-99",), "Person": ("N/A",)}
    result = tallied([(DAY, "Bo", -99, 1, 2), (DAY, "n/a", 1, 1, 2), GOOD], missing_codes=codes)
    assert (result.tallied, result.rejected_rows, result.apart) == (1, 0, 2)


def test_the_date_order_decides_between_readings() -> None:
    for order, day in (("DMY", datetime.date(2026, 4, 3)), ("MDY", datetime.date(2026, 3, 4))):
        assert tallied([("03/04/2026", *GOOD[1:])], date_order=order).days[0][0] == day


def test_the_1904_date_system_is_honoured() -> None:
    assert tallied([(46037 - 1462, *GOOD[1:])], date1904=True).days[0][0] == DAY


@pytest.mark.parametrize("person", ["Ann Lee", " ann  LEE ", "ANN LEE"])
def test_a_person_is_written_as_people_spells_it(person: str) -> None:
    result = tallied([(DAY, person, 1, 2, 3)])
    assert [row[0] for row in (*result.person_days, *result.person_weeks)] == ["Ann Lee", "Ann Lee"]


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("Cy", 'unknown person "Cy"'),
        (7, 'unknown person "7"'),
        (CellError("#REF!"), "person is the error #REF!"),
    ],
)
def test_a_person_that_is_not_known(person: Any, said: str) -> None:
    assert reason(DAY, person, 1, 2, 3, missing_codes={"Person": ("N/A",)}) == said


def test_a_row_without_a_person_is_the_centres() -> None:
    result = tallied([(DAY, None, None, None, 500), (DAY, "  ", 10, 1, None), GOOD])
    assert result.days == [(DAY, 110.0, 26.0, 510.0)]
    assert result.person_days == [("Bo", DAY, 100.0, 25.0)]
    assert (result.tallied, result.of_the_centre) == (3, 2)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (100, 100.0),
        (-3, -3.0),
        ("100,50", 100.5),
        (" -7.25 ", -7.25),
        ("1.25", 1.25),
        ("$1,987.25", 1987.25),
        ("(100.00)", -100.0),
        ("50-", -50.0),
        ("−50", -50.0),
        ("1’987.25", 1987.25),
        ("12 345,67 €", 12345.67),
        ("１２３４．５０", 1234.5),
        ("'-4.0", -4.0),
        ("1,23,456.00", 123456.0),
        ("R$ 1.500,00", 1500.0),
        ("USD 1,234.50", 1234.5),
        ("1234.5元", 1234.5),
        ("1.2万", 12000.0),
        ("12万元", 120000.0),
        ("3.5亿", 350000000.0),
        ("12 k", 12000.0),
        ("1e3", 1000.0),
        ("0,125", 0.125),
        ("1,234.50", 1234.5),
        ("-1.234.567,8", -1234567.8),
        ("1,234,567", 1234567.0),
        ("1\u202f234,50", 1234.5),
        ("12 500", 12500.0),
        (None, 0.0),
        (" ", 0.0),
    ],
)
def test_an_amount_is_a_number_or_one_as_text_and_a_blank_one_nothing(cell: Any, number: float) -> None:
    assert tallied([(DAY, "Bo", cell, 1, 2)]).days == [(DAY, number, 1.0, 2.0)]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("12 km", 'sales "12 km" is no number'),
        ("1234.50 CR", 'sales "1234.50 CR" is no number'),
        ("12%", 'sales "12%" is no number: % does not belong there'),
        ("1,234", 'sales "1,234" has two readings: set its decimal mark on Import'),
        ("1.234", 'sales "1.234" has two readings: set its decimal mark on Import'),
        ("1,23,45", 'sales "1,23,45" is no number'),
        (True, "sales TRUE is no number"),
        (CellError("#DIV/0!"), "sales is the error #DIV/0!"),
        (float("inf"), "sales is no finite number"),
        (10**400, "sales is no finite number"),
        (1e15, "sales 1e+15 has more than 15 digits"),
    ],
)
def test_an_amount_that_cannot_be_added(cell: Any, said: str) -> None:
    assert reason(DAY, "Bo", cell, 1, 2, missing_codes={"Sales": ("-99",)}) == said


def test_a_row_without_any_amount_is_rejected_and_one_without_anything_is_no_row() -> None:
    assert reason(DAY, "Bo", None, " ", None) == "sales, profit and cost are blank"
    result = tallied([(None, None, None, None, None), GOOD, (" ", "", None, float("nan"), None)])
    assert (result.read, result.tallied, result.rejected_rows) == (1, 1, 0)


def test_everything_that_is_wrong_with_a_row_is_said_and_its_cells_are_kept() -> None:
    row = ("soon", "Cy", "much", None, True)
    (rejected,) = tallied([GOOD, row]).rejected
    assert rejected.number == 7
    assert rejected.cells == row
    wrong = ('date "soon" is no date', 'unknown person "Cy"', 'sales "much" is no number', "cost TRUE is no number")
    assert rejected.reason == "; ".join(wrong)


def test_at_most_so_many_rejected_rows_are_listed() -> None:
    from tests.workbook_templates.target_breakdown.rows import actuals
    from workbook_templates.target_breakdown.actuals import tally_actuals

    result = tally_actuals(actuals([(DAY, "Cy", 1, 1, 1)] * 7), RULES, most_rejected=5)
    assert (len(result.rejected), result.rejected_rows) == (5, 7)
    assert result.notes == ["7 rows were rejected; the first 5 are listed."]
