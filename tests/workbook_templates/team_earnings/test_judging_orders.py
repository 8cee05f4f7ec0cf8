"""Rows of orders: which count, what each cell may be, and in which words the others are listed."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests.workbook_templates.team_earnings.ledger import Row, order, tallied
from udfs.calling.errors import CellError

DAY = datetime.date(2026, 3, 14)


def joint(**more: Any) -> Row:
    return order(DAY, "Ann", 1, 100, 60, second="Bo", **more)


REJECTS: list[tuple[Row, str]] = [
    (order(None, "Ann", 1, 100, 60), "date is blank"),
    (order("03/04/2026", "Ann", 1, 100, 60), "is ambiguous: set the date order on Import"),
    (order("mid April", "Ann", 1, 100, 60), "is no date"),
    (order(DAY, "Zed", 1, 100, 60), 'unknown person "Zed"'),
    (order(DAY, "", 1, 100, 60), "person is blank"),
    (order(DAY, "Ann", 1, 100, 60, second="Zed", share=0.5), 'unknown second person "Zed"'),
    (joint(), "a joint sale without a share: who gets what?"),
    (joint(share=0.6, second_share=0.3), "the shares come to 90%, not to 100%"),
    (joint(second_share=1.4), "second share 140% must be from 0% to 100%: write 60%"),
    (joint(share="-5%"), "share -5% must be from 0% to 100%: write 60%"),
    (joint(share=60), "share 6000% must be from 0% to 100%: write 60%"),
    (joint(share="half"), 'share "half" is no number'),
    (order(DAY, "Ann", 1, 100, 60, second="ann ", share=0.5), "the second person is the first"),
    (order(DAY, "Ann", 1, 100, 60, second_share=0.4), "second share without a second person"),
    (order(DAY, "Ann", 1, 100, 60, share=0.6), "share 60% without a second person"),
    (order(DAY, "Ann", None, 100, 60), "nothing was sold or returned"),
    (order(DAY, "Ann", 0, 100, 60, returned=0), "nothing was sold or returned"),
    (order(DAY, "Ann", "two", 100, 60), 'units "two" is no number'),
    (order(DAY, "Ann", 3, 100, 60, returned=4), "returned 4 is more than units 3: a later return is a row of its own"),
    (order(DAY, "Ann", 3, 100, 60, returned=-1), "returned -1 is negative: write 1 for a unit that came back"),
    (order(DAY, "Ann", -1, 100, 60, returned=1), "units are negative and returned is filled: a return has units 0"),
    (order(DAY, "Ann", 1, None, 60), "price is blank"),
    (order(DAY, "Ann", 1, -100, 60), "price -100 is below 0"),
    (order(DAY, "Ann", 1, "1,250", 60), 'price "1,250" has two readings'),
    (order(DAY, "Ann", 1, CellError("#N/A"), 60), "price is the error #N/A"),
    (order(DAY, "Ann", 1, 100, None), "unit cost is blank"),
    (order(DAY, "Ann", 1, 100, True), "unit cost TRUE is no number"),
    (order(DAY, "Ann", 1e9, 1e9, 60), "units x price have more than 15 digits"),
    (order(DAY, "Ann", 1, -100, None), "price -100 is below 0; unit cost is blank"),
]


def test_each_kind_of_row_that_does_not_count_is_listed_with_its_reason() -> None:
    good = order(DAY, "Ann", 1, 100, 60)
    tally = tallied([good, *(row for row, _ in REJECTS), good])
    assert (tally.count.read, tally.count.tallied, tally.count.rejected_rows) == (len(REJECTS) + 2, 2, len(REJECTS))
    for number, (rejected, (row, words)) in enumerate(zip(tally.count.rejected, REJECTS, strict=True), start=7):
        assert rejected.number == number
        assert words in rejected.reason, row
        assert rejected.cells == row


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        (joint(share=0.6), {"Ann": 60, "Bo": 40}),
        (joint(second_share=0.4), {"Ann": 60, "Bo": 40}),
        (joint(share="60%"), {"Ann": 60, "Bo": 40}),
        (joint(share="60 %", second_share="40\uff05"), {"Ann": 60, "Bo": 40}),
        (joint(share=1 / 3, second_share=2 / 3), {"Ann": 33.33, "Bo": 66.67}),
        (joint(share=1), {"Ann": 100, "Bo": 0}),
        (joint(second_share=1), {"Ann": 0, "Bo": 100}),
        (order("2026-03-14", " ANN ", "1", "100,00", 60), {"Ann": 100}),
        (order(DAY, "Ann", 1, 100, 60, share=1, item=None), {"Ann": 100}),
        (order(DAY, "Ann", 1, 100, 60, second_share=0), {"Ann": 100}),
        (order(DAY, "Ann", 3, 100, 60, returned=2), {"Ann": 100}),
        (order(DAY, "Ann", 0.5, 100, 60), {"Ann": 50}),
        (order(DAY, "Ann", 1, 0, 60), {"Ann": 0}),
    ],
)
def test_what_people_really_write_is_understood(row: Row, parts: dict[str, float]) -> None:
    assert {line[0]: line[8] for line in tallied([row]).lines} == parts


def test_the_first_and_the_last_day_of_the_year_count() -> None:
    days = [
        datetime.date(2025, 12, 31),
        datetime.date(2026, 1, 1),
        datetime.date(2026, 12, 31),
        datetime.date(2027, 1, 1),
    ]
    assert tallied([order(day, "Ann", 1, 1, 1) for day in days]).count.tallied == 2


def test_missing_value_codes_and_the_date_order_are_those_of_inputs() -> None:
    rows = [order("03/04/2026", "Ann", 1, 100, 60), order(DAY, "Ann", 1, -99, 60)]
    tally = tallied(rows, missing_codes={"Price": ("-99",)}, date_order="DMY")
    assert tally.lines[0][1] == datetime.date(2026, 4, 3)
    assert (tally.count.rejected_rows, tally.count.apart) == (0, 1)


def test_blank_rows_are_no_rows() -> None:
    blank: Row = (None, "", None, " ", *[None] * 8)
    tally = tallied([blank, order(DAY, "Ann", 1, 100, 60), blank])
    assert (tally.count.read, tally.lines[0][2]) == (1, 7)
