"""Serial numbers of days, as workbooks keep dates, in both of Excel's date systems."""

from __future__ import annotations

import datetime
from typing import Final

EPOCH: Final = datetime.date(1899, 12, 30)
"""From March 1900 on, a serial number counts the days since."""
EPOCH_1904: Final = datetime.date(1904, 1, 1)
_LEAP_DAY_THAT_NEVER_WAS: Final = 60
"""The 1900 system counts a 29 February 1900: the days before it stand one later."""


def day_of_serial(serial: int, date1904: bool = False) -> datetime.date:
    """The day of a serial number; an OverflowError beyond the year 9999.

    >>> day_of_serial(46037), day_of_serial(1), day_of_serial(0, date1904=True)
    (datetime.date(2026, 1, 15), datetime.date(1900, 1, 1), datetime.date(1904, 1, 1))
    """
    if date1904:
        return EPOCH_1904 + datetime.timedelta(serial)
    return EPOCH + datetime.timedelta(serial + (serial < _LEAP_DAY_THAT_NEVER_WAS))


def serial_of_day(day: datetime.date, date1904: bool = False) -> int:
    """The serial number of a day.

    >>> serial_of_day(datetime.date(2026, 1, 15)), serial_of_day(datetime.date(1900, 1, 1))
    (46037, 1)
    """
    if date1904:
        return (day - EPOCH_1904).days
    days = (day - EPOCH).days
    return days - (days <= _LEAP_DAY_THAT_NEVER_WAS)
