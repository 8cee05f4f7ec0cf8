"""Columns of time: minutes as numbers, times of a spreadsheet, and texts such as 0:05:00 or 5 min."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any, Final

from udfs.calendars.serials import serial_of_day
from udfs.calling.errors import quote
from udfs.calling.labels import plain_text
from workbook_templates.rows.amounts import NumberKind, amount_column
from workbook_templates.rows.columns import Column, Judge, changed
from workbook_templates.rows.judges import is_blank, quote_cell

MINUTES_OF: Final[Mapping[str, float]] = {"seconds": 1 / 60, "minutes": 1.0, "hours": 60.0}
"""How many minutes each unit has."""

_LARGER_PART: Final = {"hours": 60.0, "minutes": 1.0}
"""How many minutes the first part of 5:30 has, by the unit that the user set."""
_CLOCK: Final = re.compile(r"(\d{1,5}):([0-5]\d):([0-5]\d(?:[.,]\d+)?)", re.ASCII)
_TWO_PARTS: Final = re.compile(r"(\d{1,5}):([0-5]\d)", re.ASCII)
_PARTS: Final = re.compile(
    r"(?:PT)?(?:(?P<h>\d+(?:[.,]\d+)?)\s?(?:h|hrs?|hours?|小时|小時|时|時|std\.?|stunden?))?[\s,]*"
    r"(?:(?P<m>\d+(?:[.,]\d+)?)\s?(?:m|mins?\.?|minutes?|分钟|分鐘|分|minuten?))?[\s,]*"
    r"(?:(?P<s>\d+(?:[.,]\d+)?)\s?(?:s|secs?\.?|seconds?|秒钟|秒鐘|秒|sek\.?|sekunden?))?",
    re.IGNORECASE | re.ASCII,
)
_LONGEST: Final = 10_000
"""Hours: what is longer is a date that stands in the wrong column."""


def minutes_column(kind: NumberKind, unit: str) -> Column:
    """A column of times in minutes; a bare number is in the unit that the user set, minutes where none is set."""
    factor = MINUTES_OF.get(unit, 1.0)

    def judge(usual: Judge, cell: Any) -> tuple[float | None, str]:
        minutes, fault = (None, "") if is_blank(cell) else _minutes_of_time(cell, kind.called, unit)
        if minutes is not None or fault:
            return minutes, fault
        number, fault = usual(cell)
        return (None, fault) if number is None else (_rounded(number * factor), "")

    return changed(amount_column(kind, least=0.0), judge)


def _minutes_of_time(cell: Any, called: str, unit: str) -> tuple[float | None, str]:
    """The minutes of a time of a spreadsheet or of a text with units; nothing where the cell is neither."""
    if isinstance(cell, datetime.timedelta):
        return _in_range(cell, cell.total_seconds() / 60, called)
    if isinstance(cell, datetime.time):
        return _rounded(cell.hour * 60 + cell.minute + cell.second / 60), ""
    if isinstance(cell, datetime.date):
        midnight = datetime.datetime.combine(cell, datetime.time())
        of_day = (cell - midnight).total_seconds() / 60 if isinstance(cell, datetime.datetime) else 0.0
        return _in_range(cell, serial_of_day(midnight.date(), False) * 1440 + of_day, called)
    return _minutes_of_text(plain_text(cell).strip(), called, unit) if isinstance(cell, str) else (None, "")


def _minutes_of_text(text: str, called: str, unit: str) -> tuple[float | None, str]:
    if clock := _CLOCK.fullmatch(text):
        return _rounded(int(clock[1]) * 60 + int(clock[2]) + _number(clock[3]) / 60), ""
    if two := _TWO_PARTS.fullmatch(text):
        if unit not in _LARGER_PART:
            return None, f"{called} {quote(text)} has two readings: set its unit on Import, hours for 5:30 hours"
        return _rounded((int(two[1]) + int(two[2]) / 60) * _LARGER_PART[unit]), ""
    parts = _PARTS.fullmatch(text)
    if parts is None or not any(parts.groups()):
        return None, ""
    return _rounded(_number(parts["h"]) * 60 + _number(parts["m"]) + _number(parts["s"]) / 60), ""


def _number(text: str | None) -> float:
    return float(text.replace(",", ".")) if text else 0.0


def _in_range(cell: Any, minutes: float, called: str) -> tuple[float | None, str]:
    if not 0 <= minutes <= _LONGEST * 60:
        return None, f"{called} {quote_cell(str(cell))} is not a length of time"
    return _rounded(minutes), ""


def _rounded(minutes: float) -> float:
    """Without the noise of a part of a day: 5 minutes are 0.00347222 days."""
    return round(minutes, 9)
