"""Dates as a workbook keeps them: numbers of days, shown as dates by a cell's format."""

from __future__ import annotations

import datetime

from udfs.calendars.serials import EPOCH, EPOCH_1904, day_of_serial, serial_of_day

_DAY = 86_400_000
"""Milliseconds: a finer time of day is noise of the floating-point number."""

_LAST_SERIAL = 2_958_466
"""The day after 9999-12-31, in the 1900 system."""

_LONGEST_HOUR = len("T23:")


def moment(serial: float, date1904: bool) -> datetime.date | datetime.timedelta | float:
    """The date (a datetime, where it has a time of day) of a serial number; a time below 1, else the number itself."""
    if 0 <= serial < 1:
        return datetime.timedelta(serial)
    if not 1 <= serial < _LAST_SERIAL - 1462 * date1904:
        return serial
    days, milliseconds = divmod(round(serial * _DAY), _DAY)
    try:
        day = day_of_serial(days, date1904)
    except OverflowError:
        return serial
    if not milliseconds:
        return day
    midnight = datetime.datetime(day.year, day.month, day.day)
    return midnight + datetime.timedelta(milliseconds=milliseconds)


def elapsed(serial: float) -> datetime.timedelta | float:
    """The length of time of a serial number; the number itself where it is too long for one."""
    return datetime.timedelta(serial) if abs(serial) < _LAST_SERIAL else serial


def serial_number(day: datetime.date | datetime.timedelta, date1904: bool) -> float:
    """The number that a cell holds for a date, datetime (its time zone, if any, is dropped) or length of time."""
    if isinstance(day, datetime.timedelta):
        return day / datetime.timedelta(1)
    date = day.date() if isinstance(day, datetime.datetime) else day
    days = serial_of_day(date, date1904)
    if not isinstance(day, datetime.datetime):
        return days
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=day.tzinfo)
    return days + (day - midnight) / datetime.timedelta(days=1)


def iso_serial(text: str, date1904: bool) -> float | None:
    """The serial number of an ISO 8601 date, datetime or time of day; None where the text is none."""
    text = text.removesuffix("Z")
    try:
        if ":" in text[:_LONGEST_HOUR]:
            return _part_of_day(datetime.time.fromisoformat(text))
        day = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    # What shows a time of day without a date is written as one of the day before the first.
    return _part_of_day(day.time()) if day.date() == EPOCH and not date1904 else serial_number(day, date1904)


def _part_of_day(time: datetime.time) -> float:
    return serial_number(datetime.datetime.combine(EPOCH_1904, time), True)
