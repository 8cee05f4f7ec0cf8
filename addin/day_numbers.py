"""Dates as a workbook keeps them: numbers of days, shown as dates by a cell's format."""

from __future__ import annotations

import datetime
import re

from lxml import etree

from addin.digits import whole_number
from addin.safe_xml import children

_DAY = 86_400_000
"""Milliseconds: a finer time of day is noise of the floating-point number."""

_LAST_SERIAL = 2_958_466
"""The day after 9999-12-31, in the 1900 system."""

_BUILT_IN = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
"""Date and time formats that a file need not spell out; 27-36 and 50-58 are those of East Asian Excel."""

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


def moment(serial: float, date1904: bool) -> datetime.date | float:
    """The date (a datetime, where it has a time of day) of a serial number; the number itself where it is none."""
    if not 1 <= serial < _LAST_SERIAL - 1462 * date1904:  # below 1 it is a time of day
        return serial
    days, milliseconds = divmod(round(serial * _DAY), _DAY)
    # The 1900 system counts a 29 February 1900 that never was (day 60): days before it stand one later.
    epoch = datetime.date(1904, 1, 1) if date1904 else datetime.date(1899, 12, 31 if days < 60 else 30)
    try:
        day = epoch + datetime.timedelta(days)
    except OverflowError:
        return serial
    if not milliseconds:
        return day
    midnight = datetime.datetime(day.year, day.month, day.day)
    return midnight + datetime.timedelta(milliseconds=milliseconds)


def serial_number(day: datetime.date, date1904: bool) -> float:
    """The number that a cell holds for a date or datetime (its time zone, if any, is dropped)."""
    date = day.date() if isinstance(day, datetime.datetime) else day
    epoch = datetime.date(1904, 1, 1) if date1904 else datetime.date(1899, 12, 30)
    days = (date - epoch).days
    if not date1904 and days <= 60:
        days -= 1
    if not isinstance(day, datetime.datetime):
        return days
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=day.tzinfo)
    return days + (day - midnight) / datetime.timedelta(days=1)


def iso_serial(text: str, date1904: bool) -> float | None:
    """The serial number of an ISO 8601 date, datetime or time of day; None where the text is none."""
    try:
        if "-" not in text:
            time = datetime.time.fromisoformat(text).replace(tzinfo=None)
            return serial_number(datetime.datetime.combine(datetime.date(1904, 1, 1), time), True)
        return serial_number(datetime.datetime.fromisoformat(text), date1904)
    except ValueError:
        return None


def date_styles(styles: etree._Element) -> tuple[bool, ...]:
    """Of each cell format in a styles part, whether it shows a date."""
    codes = {
        each.get("numFmtId"): each.get("formatCode", "")
        for group in children(styles, "numFmts")
        for each in children(group, "numFmt")
    }
    formats = [each.get("numFmtId", "0") for group in children(styles, "cellXfs") for each in children(group, "xf")]
    dates = {each: is_date_format(codes[each]) if each in codes else _built_in(each) for each in set(formats)}
    return tuple(dates[each] for each in formats)


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date or time of day; elapsed time ([h]:mm) is a number."""
    positive = _LITERAL.sub("", code).partition(";")[0]
    if _ELAPSED.search(positive) or "general" in positive.lower():
        return False
    return re.search("[dmyhs]", positive, re.IGNORECASE) is not None


def _built_in(number: str) -> bool:
    return whole_number(number) in _BUILT_IN
