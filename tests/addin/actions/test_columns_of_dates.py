"""Dates of a file are read by one order for the whole column; what contradicts it is told, in each template."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.addin.actions.filled_books import TABLES, book, check, csv_file, reasons, refreshed, xlsx_file
from tests.conftest import filled_rows

DOUBT = "Columns are read without doubt"
KINDS: dict[str, tuple[str, Sequence[str], Sequence[Any]]] = {
    "survey_roi": ("responses", ("Date", "Customer", "Segment", "Index"), (None, "Retail", 90)),
    "target_breakdown": ("actuals", ("Date", "Person", "Sales", "Profit", "Cost"), ("Ann", 100, 10, None)),
    "team_earnings": (
        "orders",
        ("Date", "Person", "Item", "Units", "Price", "Unit cost"),
        ("Ann", "Printer", 1, 400, 300),
    ),
    "centre_benefits": ("orders", ("Date", "Order", "Item", "Units"), (None, "Phone", 1)),
}
BLOCKS = {"centre_benefits": "orders_columns"}
MIXED = ("13/01/2026", "03/02/2026", "05/02/2026", "25/01/2026")


def rows_of(kind: str, dates: Sequence[Any]) -> list[tuple[Any, ...]]:
    return [(date, *KINDS[kind][2]) for date in dates]


@pytest.mark.parametrize("kind", KINDS)
def test_an_order_that_the_column_contradicts_rejects_what_may_be_swapped(tmp_path: Path, kind: str) -> None:
    """Import says MDY; 13 and 25 January can only be DMY: the others are not guessed."""
    table, headers, _ = KINDS[kind]
    block = BLOCKS.get(kind, "source_columns")
    path = book(tmp_path, kind, columns={block: {"Date order": ["MDY"]}})
    result = refreshed(path, table, csv_file(tmp_path, headers, rows_of(kind, MIXED)))
    assert (result.tallied, result.rejected) == (0, 4)
    said = reasons(path)
    assert said[2] == 'date "13/01/2026" does not follow the date order MDY of Import'
    assert said[3] == (
        'date "03/02/2026" is unclear: "13/01/2026" in the same column does not follow the date order MDY of Import'
    )
    assert not result.findings.all_well


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("host", ["csv", "xlsx", "sheet"])
def test_one_clear_date_tells_the_order_of_all(tmp_path: Path, kind: str, host: str) -> None:
    table, headers, _ = KINDS[kind]
    if host == "sheet":
        cells = [dict(zip(headers, row, strict=True)) for row in rows_of(kind, MIXED)]
        path = book(tmp_path, kind, {table: [tuple(row.get(each) for each in TABLES[kind][1]) for row in cells]})
        result = refreshed(path)
    else:
        path = book(tmp_path, kind)
        write = csv_file if host == "csv" else xlsx_file
        result = refreshed(path, table, write(tmp_path, headers, rows_of(kind, MIXED)))
    assert (result.tallied, result.rejected) == (4, 0), reasons(path)
    assert any("Date: read day first: 2 rows can be read in no other way." in note for note in result.notes)
    if kind == "target_breakdown":
        days = [row[0] for row in filled_rows(path, "day_tally")]
        assert days == [datetime.date(2026, *each) for each in ((1, 13), (1, 25), (2, 3), (2, 5))]
    if kind == "survey_roi":
        assert [(row[0].month, row[2]) for row in filled_rows(path, "tally")] == [(1, 2), (2, 2)]


def test_dates_in_several_orders_without_an_order_reject_the_unclear_ones(tmp_path: Path) -> None:
    survey = book(tmp_path, "survey_roi")
    dates = ("13/01/2026", "01/14/2026", "03/02/2026", "2026-02-01", "04/04/2026")
    result = refreshed(survey, "responses", csv_file(tmp_path, KINDS["survey_roi"][1], rows_of("survey_roi", dates)))
    assert reasons(survey) == {
        4: 'date "03/02/2026" is ambiguous: its column has dates in several orders, such as "13/01/2026" and '
        '"01/14/2026"'
    }
    assert result.tallied == 4


def test_sixty_days_of_the_other_order_are_read_by_the_column(tmp_path: Path) -> None:
    """Two months day by day: 31 days of January, 28 of February and 1 of March."""
    first = datetime.date(2026, 1, 1)
    dates = [(first + datetime.timedelta(number)).strftime("%d/%m/%Y") for number in range(60)]
    file = csv_file(tmp_path, KINDS["survey_roi"][1], rows_of("survey_roi", dates))
    survey = book(tmp_path, "survey_roi")
    assert refreshed(survey, "responses", file).tallied == 60
    assert [row[2] for row in filled_rows(survey, "tally")] == [31, 28, 1]
    survey = book(tmp_path, "survey_roi", columns={"source_columns": {"Date order": ["MDY"]}})
    result = refreshed(survey, "responses", file)
    assert (result.tallied, result.rejected) == (2, 58), "1 January and 2 February are the same in both orders"
    said = "58 of 60 rows rejected (96.7%), above the limit of 2.0% on Inputs: see the sheet Rejected"
    assert check(result, "Rejected rows") == said


def test_dates_that_another_program_may_have_swapped_are_doubted(tmp_path: Path) -> None:
    """Excel in a UK locale opened a US file: 13 and 25 stayed texts, the others became other days."""
    swapped: list[Any] = [datetime.date(2026, 4, 3), datetime.date(2026, 5, 4), datetime.date(2026, 1, 2)]
    file = xlsx_file(tmp_path, KINDS["survey_roi"][1], rows_of("survey_roi", ["04/13/2026", "01/25/2026", *swapped]))
    survey = book(tmp_path, "survey_roi")
    said = check(refreshed(survey, "responses", file), DOUBT)
    assert said.startswith('Date: 2 rows can only be month first, such as "01/25/2026", and none of the 3 real dates')
    later = rows_of("survey_roi", ["04/13/2026", *swapped, datetime.date(2026, 2, 20)])
    survey = book(tmp_path, "survey_roi")
    file = xlsx_file(tmp_path, KINDS["survey_roi"][1], later)
    assert check(refreshed(survey, "responses", file), DOUBT) == "OK", "the 20th was swapped by nobody"


STAMPS = (
    "2026/01/15 3:04:05 PM GMT+8",
    "2026/01/15 3:04:05 PM GMT-5",
    "2026-01-15 10:30:00 EST",
    "2026-01-15 10:30:00 Europe/Berlin",
    "Thu Jan 15 2026 10:30:00 GMT+0100",
    "Thu Jan 15 2026 10:30:00 GMT+0100 (Central European Standard Time)",
    "2026-01-15T10:30:00.000Z",
    "2026-01-15T10:30:00+05:30",
    "2026-01-15 10:30:00 UTC",
    "15. Januar 2026",
    "15 janv. 2026",
    "15 de enero de 2026",
    "15-Jan-26",
    "January 15, 2026",
    "46037",
    "46037.5",
    "\u200e15/\u200e01/\u200e2026",
    "Jan 15, 2026 at 10:30 AM",
    "２０２６／１／１５",
    "2026年1月15日",
    "2026年1月15日 下午3:04",
    "2026年1月15日星期四",
    "二〇二六年一月十五日",
    "2026. 1. 15.",
    "15.01.2026 10:30",
    "20260115",
)


@pytest.mark.parametrize("host", ["csv", "sheet"])
def test_timestamps_of_survey_tools_are_their_day(tmp_path: Path, host: str) -> None:
    rows = rows_of("survey_roi", STAMPS)
    if host == "sheet":
        survey = book(tmp_path, "survey_roi", {"responses": rows})
        result = refreshed(survey)
    else:
        survey = book(tmp_path, "survey_roi")
        result = refreshed(survey, "responses", csv_file(tmp_path, KINDS["survey_roi"][1], rows))
    assert reasons(survey) == {}
    assert (result.tallied, filled_rows(survey, "tally")[0][0]) == (len(STAMPS), datetime.date(2026, 1, 1))


def test_what_is_no_date_is_rejected_with_its_text(tmp_path: Path) -> None:
    texts = ("soon", "2026-02-30", "31 Feb 2026", "13/13/2026", "15:30", "1", "2026-01-15 x", "Q1", "2026-01")
    survey = book(tmp_path, "survey_roi")
    result = refreshed(survey, "responses", csv_file(tmp_path, KINDS["survey_roi"][1], rows_of("survey_roi", texts)))
    assert (result.tallied, result.rejected) == (0, len(texts))
    assert all(f'"{text}"' in reason for text, reason in zip(texts, reasons(survey).values(), strict=True))
