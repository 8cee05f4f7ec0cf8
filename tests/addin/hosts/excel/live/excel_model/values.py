"""Cells as COM carries them, and texts as Excel reads them when they are put into a cell."""

from __future__ import annotations

import datetime
import re
from typing import Any

from addin.cells.dates import moment, serial_number
from addin.hosts.excel.com_cells import NUMBERS
from tests.addin.hosts.excel.live.excel_model.shape import ExcelError
from udfs.calling.errors import CellError

_FACILITY = -2146828288
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})")
LONGEST_IN_ARRAY = 8203


class Formula(str):
    """A text that Excel reads as a formula, without its "="."""

    __slots__ = ()


def outgoing(value: Any) -> Any:
    """A cell's value as Value2 gives it."""
    return _FACILITY + NUMBERS.get(value.code, 2015) if isinstance(value, CellError) else value


def shown_as_date(serial: float, date1904: bool) -> Any:
    """A date cell's number as Value gives it: with a time zone, as pywin32 has it."""
    day = moment(serial, date1904)
    if isinstance(day, float):
        if not 0 <= day < 1:
            return day
        return datetime.datetime(1899, 12, 30, tzinfo=datetime.UTC) + datetime.timedelta(day)
    if not isinstance(day, datetime.datetime):
        day = datetime.datetime(day.year, day.month, day.day)
    return day.replace(tzinfo=datetime.UTC)


def typed(value: Any, date1904: bool) -> Any:
    """What a cell holds after this was put into it: a text is read as if somebody had typed it."""
    if isinstance(value, datetime.datetime):
        return serial_number(value.replace(tzinfo=None), date1904)
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, int):
        return float(value)
    if not isinstance(value, str):
        raise ExcelError(f"A cell cannot hold a {type(value).__name__}.")
    if value.startswith("'"):
        return value[1:]
    return _read(value, date1904)


def _read(text: str, date1904: bool) -> Any:
    stripped = text.strip()
    if not text:
        return None
    if text.startswith("="):
        return Formula(text[1:])
    if text.startswith("@"):
        raise ExcelError("That function isn't valid.")
    if stripped.upper() in ("TRUE", "FALSE"):
        return stripped.upper() == "TRUE"
    if stripped.upper() in NUMBERS:
        return CellError(stripped.upper())
    if _NUMBER.fullmatch(stripped):
        return float(stripped)
    if stripped.endswith("%") and _NUMBER.fullmatch(stripped[:-1]):
        return float(stripped[:-1]) / 100
    if text[0] in "+-":
        return Formula(text[1:])
    day = _DAY.fullmatch(stripped)
    if day and 1 <= int(day[1]) <= 12 and 1 <= int(day[2]) <= 28:
        return serial_number(datetime.date(2026, int(day[1]), int(day[2])), date1904)
    return text
