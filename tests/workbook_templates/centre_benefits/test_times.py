"""Minutes as people write them: times of a spreadsheet, clocks, units; never a fraction of a day."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests.workbook_templates.centre_benefits.rows import DAY, contacts, reason, requests

HALF_AN_HOUR = datetime.timedelta(minutes=30)


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        (HALF_AN_HOUR, 30.0),
        (datetime.timedelta(0.00347222222222222), 5.0),
        (datetime.timedelta(hours=26), 1560.0),
        (datetime.time(0, 30), 30.0),
        (datetime.datetime(1900, 1, 1, 2), 1560.0),
        ("0:05:00", 5.0),
        ("1:00:30", 60.5),
        ("26:00:00", 1560.0),
        ("5 min", 5.0),
        ("300 s", 5.0),
        ("1h 30m", 90.0),
        ("1.5 hours", 90.0),
        ("PT5M", 5.0),
        ("5分钟", 5.0),
        ("1小时30分", 90.0),
        ("90秒", 1.5),
        (7.5, 7.5),
        ("7,5", 7.5),
    ],
)
def test_a_length_of_time_is_minutes(cell: Any, minutes: float) -> None:
    assert contacts([(DAY, "Telesales", 1, cell, None)]).lines == [("Telesales", 1.0, minutes, 0.0)]
    assert requests([(DAY, "Sales", cell, None)]).lines == [("Sales", 1, minutes, minutes)]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (datetime.date(2026, 3, 1), 'minutes "2026-03-01" is not a length of time'),
        ("5:30", 'minutes "5:30" has two readings: set its unit on Import, hours for 5:30 hours'),
        ("0:65:00", 'minutes "0:65:00" is no number'),
        ("soon", 'minutes "soon" is no number'),
        (-5, "minutes -5 is below 0"),
    ],
)
def test_what_is_no_length_of_time(cell: Any, said: str) -> None:
    assert reason(contacts([(DAY, "Telesales", 1, cell, None)]).count) == said


@pytest.mark.parametrize(("unit", "minutes"), [("seconds", 1.5), ("minutes", 90.0), ("hours", 5400.0)])
def test_the_unit_of_bare_numbers_is_set_on_import(unit: str, minutes: float) -> None:
    for cell in (90, "90"):
        result = contacts([(DAY, "Telesales", 1, cell, None)], units={"Minutes": unit})
        assert result.lines == [("Telesales", 1.0, minutes, 0.0)]
    told = contacts([(DAY, "Telesales", 1, HALF_AN_HOUR, None)], units={"Minutes": unit})
    assert told.lines == [("Telesales", 1.0, 30.0, 0.0)]


def test_two_parts_of_a_clock_are_read_by_the_unit() -> None:
    for unit, minutes in (("hours", 330.0), ("minutes", 5.5)):
        result = contacts([(DAY, "Telesales", 1, "5:30", None)], units={"Minutes": unit})
        assert result.lines == [("Telesales", 1.0, minutes, 0.0)]


def test_a_length_of_time_is_no_amount() -> None:
    revenue = contacts([(DAY, "Telesales", 1, 5, HALF_AN_HOUR)]).count
    assert "revenue 0:30:00 is no number" in reason(revenue)
