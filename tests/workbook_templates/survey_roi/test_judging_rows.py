"""Each kind of cell that a survey may hold: what it counts as, or the reason that is given."""

from __future__ import annotations

import datetime
import math
from typing import Any

import pytest

from tests.workbook_templates.survey_roi.rows import GOOD, JANUARY, reason, responses, tallied
from udfs.calling.errors import CellError
from workbook_templates.survey_roi.responses import tally
from workbook_templates.survey_roi.rules import Rules

OUTSIDE = datetime.date(2025, 12, 31)


@pytest.mark.parametrize(
    ("index", "said"),
    [
        (101, "index 101 is not on the scale 0 to 100"),
        (-99, "index -99 is not on the scale 0 to 100"),
        (-99.0, "index -99 is not on the scale 0 to 100"),
        ("101", "index 101 is not on the scale 0 to 100"),
        (100.00000001, "index 100.00000001 is not on the scale 0 to 100"),
        ("850%", "index 850 is not on the scale 0 to 100"),
        ("12万", "index 120000 is not on the scale 0 to 100"),
        ("85 km", 'index "85 km" is no number'),
        ("1_0", 'index "1_0" is no number'),
        ("nan", 'index "nan" is no number'),
        (True, "index TRUE is no number"),
        (False, "index FALSE is no number"),
        ("TRUE", 'index "TRUE" is no number'),
        (JANUARY, "index 2026-01-15 is no number"),
        (CellError("#DIV/0!"), "index is the error #DIV/0!"),
        (None, "index is blank"),
        ("", "index is blank"),
        ("  ", "index is blank"),
        (math.nan, "index is blank"),
        (math.inf, "index is no finite number"),
        (10**400, "index is no finite number"),
        (-(10**400), "index is no finite number"),
        ("9" * 400, f'index "{"9" * 37}..." is no number'),
    ],
)
def test_an_index_that_does_not_count(index: Any, said: str) -> None:
    assert reason(JANUARY, "Ann", "Retail", index) == said


@pytest.mark.parametrize(
    "index",
    [
        0,
        100,
        85.5,
        "85",
        " 85 ",
        "85,5",
        "85.5",
        "+85",
        "８５",
        "85%",
        "85分",
        "1e1",
        "5 points",
        -0.0,
        100.00000000000001,
    ],
)
def test_an_index_that_counts(index: Any) -> None:
    result = tallied([(JANUARY, "Ann", "Retail", index)])
    assert result.tallied == 1
    assert 0 <= result.lines[0].mean_index <= 100  # type: ignore[operator]


@pytest.mark.parametrize("index", [-99, "-99", "-99,0", -99.0, " N/A ", 99])
def test_missing_value_codes(index: Any) -> None:
    """A code counts as missing even where it would be on the scale."""
    result = tallied([(JANUARY, "Ann", "Retail", index)], missing_codes={"Index": ("-99", "n/a", "99")})
    assert (result.read, result.tallied, result.rejected_rows, result.apart) == (1, 0, 0, 1)
    assert result.notes == ["1 row has a missing-value code for an answer and counts apart."]
    wrong = reason(JANUARY, "Ann", "Wholesale", index, missing_codes={"Index": ("-99", "n/a", "99")})
    assert wrong == 'unknown segment "Wholesale"'


def test_a_code_is_no_part_of_another_number_and_true_is_no_1() -> None:
    assert reason(JANUARY, "Ann", "Retail", 9.9, missing_codes={"Index": ("99", "1")}) == ""
    assert reason(JANUARY, "Ann", "Retail", True, missing_codes={"Index": ("1",)}) == "index TRUE is no number"


def test_true_beside_1_and_1_as_a_decimal() -> None:
    rows = [(JANUARY, None, "Retail", value) for value in (True, 1, 1.0, "1", False, 0, 90)]
    assert [each.number for each in tallied(rows).rejected] == [2, 6]
    assert tallied(list(reversed(rows))).tallied == 5


@pytest.mark.parametrize(
    ("date", "said"),
    [
        (None, "date is blank"),
        (" ", "date is blank"),
        (math.nan, "date is blank"),
        ("3/4/2026", 'date "3/4/2026" is ambiguous: set the date order on Import'),
        ("soon", 'date "soon" is no date'),
        ("2026-02-30", 'date "2026-02-30" is no date'),
        (True, "date TRUE is no date"),
        (0.5, "date 0.5 is no date"),
        (-1, "date -1 is no date"),
        (20261301, "date 20261301 is no date"),
        (3e6, "date 3000000 is no date"),
        (math.inf, "date inf is no date"),
        (CellError("#VALUE!"), "date is the error #VALUE!"),
        (datetime.time(10, 30), "date 10:30:00 is no date"),
    ],
)
def test_a_date_that_does_not_count(date: Any, said: str) -> None:
    assert reason(date, "Ann", "Retail", 90) == said


@pytest.mark.parametrize(
    "date",
    [
        datetime.date(2026, 1, 15),
        datetime.datetime(2026, 1, 15, 23, 59, 59),
        datetime.datetime(2026, 1, 15, 23, 59, tzinfo=datetime.UTC),
        "2026-01-15",
        "15 January 2026",
        46037,
        46037.99,
        20260115,
        20260115.0,
    ],
)
def test_a_date_that_counts(date: Any) -> None:
    (line,) = tallied([(date, "Ann", "Retail", 90)]).lines
    assert (line.month, line.responses) == (1, 1)


def test_a_number_beyond_any_float_is_no_date() -> None:
    assert reason(10**400, "Ann", "Retail", 90) == "date inf is no date"


def test_serial_numbers_follow_the_date_system() -> None:
    """The same day is 1,462 less where a workbook counts from 1904."""
    assert tallied([(46037 - 1462, "Ann", "Retail", 90)], date1904=True).tallied == 1
    assert tallied([(46037, "Ann", "Retail", 90)], date1904=True).apart == 1
    assert tallied([(20260115, "Ann", "Retail", 90)], date1904=True).tallied == 1
    assert tallied([(59, "Ann", "Retail", 90), (61, "Ann", "SME", 90)], year=1900).lines[0].month == 2


def test_the_date_order_counts() -> None:
    months = [tallied([("3/4/2026", "Ann", "Retail", 90)], date_order=order).lines[0].month for order in ("DMY", "MDY")]
    assert months == [4, 3]


def test_a_blank_date_takes_the_default() -> None:
    assert tallied([(None, "Ann", "Retail", 90)], default_date=datetime.date(2026, 3, 31)).lines[0].month == 3
    assert tallied([(None, "Ann", "Retail", 90)], default_date=OUTSIDE).apart == 1
    assert reason("soon", "Ann", "Retail", 90, default_date=JANUARY) == 'date "soon" is no date'


@pytest.mark.parametrize(
    ("segment", "said"),
    [
        ("Wholesale", 'unknown segment "Wholesale"'),
        (" Wholesale ", 'unknown segment "Wholesale"'),
        (7.0, 'unknown segment "7"'),
        (True, 'unknown segment "TRUE"'),
        (None, "segment is blank"),
        ("　", "segment is blank"),
        (CellError("#N/A"), "segment is the error #N/A"),
        ("x" * 99, f'unknown segment "{"x" * 37}..."'),
    ],
)
def test_a_segment_that_does_not_count(segment: Any, said: str) -> None:
    assert reason(JANUARY, "Ann", segment, 90) == said


@pytest.mark.parametrize("segment", ["Retail", "retail ", " RETAIL"])
def test_segments_match_trimmed_in_any_case(segment: str) -> None:
    (line,) = tallied([(JANUARY, "Ann", segment, 90)]).lines
    assert line.segment == "Retail"


def test_a_blank_segment_takes_the_default() -> None:
    assert tallied([(JANUARY, "Ann", None, 90)], default_segment="sme").lines[0].segment == "SME"


def test_numbers_as_segments() -> None:
    rows = [(JANUARY, None, cell, 90) for cell in (7, 7.0, "7", " 7 ")]
    assert tallied(rows, segments=("7",)).tallied == 4


def test_everything_that_is_wrong_with_a_row_is_said() -> None:
    assert reason("soon", CellError("#REF!"), "Wholesale", 101) == (
        'date "soon" is no date; customer is the error #REF!; unknown segment "Wholesale"; '
        "index 101 is not on the scale 0 to 100"
    )


def test_a_rejected_row_shows_its_cells_as_they_came() -> None:
    rejected = tallied([("soon", " Ann ", " retail", "101")]).rejected[0]
    assert rejected.cells == ("soon", " Ann ", " retail", "101")


SCALE = {"scale": (1, 5)}


def test_answers_become_the_index_of_a_row_that_has_none() -> None:
    rows = [(JANUARY, "Ann", "Retail", None, 4, 4, 4, 5, 5), (JANUARY, "Bob", "SME", 20, 5, 5, 5, 5, 5)]
    lines = tallied(rows, **SCALE).lines
    assert [(line.mean_index, line.loyal, line.neutral, line.disloyal) for line in lines] == [
        (85, 0, 1, 0),
        (20, 0, 0, 1),
    ]


@pytest.mark.parametrize(
    ("row", "said", "shown"),
    [
        ((None, 4, None, None), "1 of 3 questions answered: at least 50% are needed (Inputs)", "4, , "),
        ((None, 4, 6), "Q2 6 is not on the scale 1 to 5", "4, 6"),
        ((None, 0, True), "Q1 0 is not on the scale 1 to 5; Q2 TRUE is no number", "0, TRUE"),
        ((None, "x", CellError("#REF!")), 'Q1 "x" is no number; Q2 is the error #REF!', "x, #REF!"),
        ((None, None, " "), "index is blank", None),
        (("x", 4, 4), 'index "x" is no number', "x"),
    ],
)
def test_answers_that_do_not_count(row: tuple[Any, ...], said: str, shown: Any) -> None:
    result = tallied([(JANUARY, "Ann", "Retail", *row), (*GOOD[:3], None, 5, 5)], **SCALE)
    assert [each.reason for each in result.rejected] == [said]
    assert result.rejected[0].cells[3] == shown


def test_an_answer_that_is_missing_drops_the_answer_not_the_response() -> None:
    """Mean of 5 and 5, of 4 and 2, and of the whole row; on 1 to 5 these are 100, 50 and 50 of 100."""
    rows = [(JANUARY, None, "Retail", None, *answers) for answers in ((5, "n/a", 5), (4, 0, 2), (3, 3, 3))]
    result = tallied(rows, scale=(1, 5), missing_codes={"Index": ("0",)})
    assert (result.tallied, result.lines[0].loyal, result.lines[0].mean_index) == (3, 1, pytest.approx(200 / 3))
    strict = tallied(rows, scale=(1, 5), missing_codes={"Index": ("0",)}, answered_share=1.0)
    assert (strict.tallied, strict.rejected_rows) == (1, 2)


def test_rows_of_another_year_are_counted_apart_whatever_else_is_wrong_with_them() -> None:
    result = tallied([(OUTSIDE, "Ann", "Wholesale", 101), ("2025-12-31", "Ann", "Retail", 90), GOOD])
    assert (result.read, result.tallied, result.rejected_rows, result.apart) == (3, 1, 0, 2)
    assert result.notes == ["2 rows lie outside the period and count apart."]


def test_an_index_on_a_scale_of_its_own() -> None:
    from dataclasses import replace

    rows = replace(responses([(JANUARY, None, "Retail", cell) for cell in (1, 10, 5.5, 11)]), index_scale=(1.0, 10.0))
    result = tally(rows, Rules(2026, ("Retail",), 85, 50))
    (line,) = result.lines
    assert (line.loyal, line.neutral, line.disloyal, line.mean_index) == (1, 1, 1, 50)
    assert result.rejected[0].reason == "index 11 is not on the scale 1 to 10"
