"""Dates written as text: every reading that a text allows, and the one that counts."""

from __future__ import annotations

import datetime
import re
from typing import Literal, TypeAlias

from udfs.calling.errors import quote

DateOrder: TypeAlias = Literal["DMY", "MDY", "YMD"]

ORDERS: tuple[DateOrder, ...] = ("DMY", "MDY", "YMD")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_CLOCK = r"(?:[上下]午\s*)?\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AP]M)?"
_TIME = rf"(?:(?:T|[,\s]+){_CLOCK}\s*(?:Z|UTC|GMT|[+-]\d{{2}}:?\d{{2}})?)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?\s+)?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_NAME = r"([a-z]+)"
_YEAR = r"(\d{4}|\d{2})"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text + _TIME, re.IGNORECASE)


_YEAR_FIRST = (
    _pattern(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"),
    _pattern(r"(\d{4})(\d{2})(\d{2})"),
    _pattern(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?\s*(?:(?:星期|周)[一二三四五六日天])?"),
)
_DAY_NAMED = _pattern(rf"{_WEEKDAY}{_DAY}[-./\s]*{_NAME}[-.,/\s]*{_YEAR}")
_NAMED_DAY = _pattern(rf"{_WEEKDAY}{_NAME}[-.\s]+{_DAY}[-,\s]+{_YEAR}")
_YEAR_NAMED = _pattern(rf"(\d{{4}})[-./\s]+{_NAME}[-./\s]+{_DAY}")
_THREE_NUMBERS = _pattern(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{1,2})")


def possible_dates(text: str) -> dict[DateOrder, datetime.date]:
    """What the text means in each order of day, month and year that makes it a date; the time of day is dropped."""
    text = text.strip()
    for pattern in _YEAR_FIRST:
        if match := pattern.fullmatch(text):
            return _same_in_every_order(_date(*(int(group) for group in match.groups() if group.isdigit())))
    if match := _YEAR_NAMED.fullmatch(text):
        return _same_in_every_order(_date(int(match[1]), _month(match[2]), int(match[3])))
    if match := _DAY_NAMED.fullmatch(text):
        return _same_in_every_order(_date(_year(match[3]), _month(match[2]), int(match[1])))
    if match := _NAMED_DAY.fullmatch(text):
        return _same_in_every_order(_date(_year(match[3]), _month(match[1]), int(match[2])))
    if match := _THREE_NUMBERS.fullmatch(text):
        return _read_three_numbers(match[1], match[3], match[4])
    return {}


def _read_three_numbers(first: str, second: str, last: str) -> dict[DateOrder, datetime.date]:
    """A year has two or four digits, and stands first or last."""
    candidates: dict[DateOrder, datetime.date | None] = {}
    if len(last) != 1:
        candidates["DMY"] = _date(_year(last), int(second), int(first))
        candidates["MDY"] = _date(_year(last), int(first), int(second))
    if len(first) == 2 and len(last) <= 2:
        candidates["YMD"] = _date(_year(first), int(second), int(last))
    return {order: day for order, day in candidates.items() if day is not None}


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _month(name: str) -> int:
    return _MONTHS.get(name.lower(), 0)


def _same_in_every_order(day: datetime.date | None) -> dict[DateOrder, datetime.date]:
    return {} if day is None else dict.fromkeys(ORDERS, day)


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def read_date(text: str, order: DateOrder | None) -> datetime.date | str:
    """The date that a text means, or why it means none.

    ISO and every text with one reading; of several readings the one in the given order.

    >>> read_date("2026-03-04", None), read_date("25/12/2026", None)
    (datetime.date(2026, 3, 4), datetime.date(2026, 12, 25))
    >>> read_date("03/04/2026", "DMY")
    datetime.date(2026, 4, 3)
    >>> read_date("03/04/2026", None)
    'date "03/04/2026" is ambiguous: set the date order on Inputs'
    """
    found = possible_dates(text)
    days = set(found.values())
    if len(days) == 1:
        return days.pop()
    named = f"date {quote(text.strip())}"
    if not days:
        return f"{named} is no date"
    if order is None:
        return f"{named} is ambiguous: set the date order on Inputs"
    return found.get(order, f"{named} is ambiguous: it does not follow the date order {order} of Inputs")
