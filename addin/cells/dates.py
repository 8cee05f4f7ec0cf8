"""Dates as a workbook keeps them: numbers of days, shown as dates by a cell's format."""

from __future__ import annotations

import datetime

from udfs.calendars.serials import EPOCH_1904, day_of_serial, serial_of_day

_DAY = 86_400_000
"""Milliseconds: a finer time of day is noise of the floating-point number."""

_LAST_SERIAL = 2_958_466
"""The day after 9999-12-31, in the 1900 system."""


def moment(serial: float, date1904: bool) -> datetime.date | float:
    """The date (a datetime, where it has a time of day) of a serial number; the number itself where it is none."""
    if not 1 <= serial < _LAST_SERIAL - 1462 * date1904:  # below 1 it is a time of day
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


def serial_number(day: datetime.date, date1904: bool) -> float:
    """The number that a cell holds for a date or datetime (its time zone, if any, is dropped)."""
    date = day.date() if isinstance(day, datetime.datetime) else day
    days = serial_of_day(date, date1904)
    if not isinstance(day, datetime.datetime):
        return days
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=day.tzinfo)
    return days + (day - midnight) / datetime.timedelta(days=1)


def iso_serial(text: str, date1904: bool) -> float | None:
    """The serial number of an ISO 8601 date, datetime or time of day; None where the text is none."""
    try:
        if "-" not in text:
            time = datetime.time.fromisoformat(text).replace(tzinfo=None)
            return serial_number(datetime.datetime.combine(EPOCH_1904, time), True)
        return serial_number(datetime.datetime.fromisoformat(text), date1904)
    except ValueError:
        return None
