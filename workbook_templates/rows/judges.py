"""What one cell of a row means, whatever the rows are about: nothing, a text, a day, a number, a name."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping, Set
from typing import Any

import numpy as np

from udfs.calendars.serials import day_of_serial
from udfs.calling.errors import CellError, quote
from udfs.calling.labels import name_key, plain_text
from workbook_templates.rows.dates import read_date
from workbook_templates.rows.numbers import number_text

_PLAIN_NUMBER = re.compile(r"\s*[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)\s*")
_LAST_EXCEL_DAY = 2_958_465


def is_blank(cell: Any) -> bool:
    """Nothing in it; spaces alone are nothing too, nor is NaN, by which data frames mark a missing number."""
    if cell is None:
        return True
    return not cell.strip() if isinstance(cell, str) else bool(cell != cell)


def day_of(cell: Any, date1904: bool) -> datetime.date | None:
    """A date, a serial number or a compact number such as 20260115 as a date; None for anything else."""
    if isinstance(cell, datetime.date):
        return cell.date() if isinstance(cell, datetime.datetime) else cell
    if isinstance(cell, (bool, np.bool_)) or not isinstance(cell, (int, float)):
        return None
    number = _float(cell)
    if not 1 <= number <= _LAST_EXCEL_DAY - 1462 * date1904:
        # No serial number is that large: it can only be the digits of year, month and day.
        compact = read_date(text_of(cell), None) if number.is_integer() and 1e7 <= number < 1e8 else ""
        return None if isinstance(compact, str) else compact
    return day_of_serial(int(number), date1904)


def judge_number(cell: Any, called: str, missing: Set[str]) -> tuple[float | None, str]:
    """The number that a cell by itself means, as a number or as text, or what is wrong with it."""
    if is_blank(cell):
        return None, f"{called} is blank"
    if fault := fault_of_any(cell, called, missing):
        return None, fault
    if isinstance(cell, str) and (text := number_text(cell)) and not text.unit:
        if text.has_two_readings:
            return None, f"{called} {quote_cell(cell.strip())} has two readings: set its decimal mark on Import"
        cell = next(iter(text.values.values()))
    if isinstance(cell, (bool, np.bool_)) or not isinstance(cell, (int, float)):
        return None, f"{called} {quote_cell(cell)} is no number"
    number = _float(cell)
    return (None, f"{called} is no finite number") if math.isinf(number) else (number, "")


def judge_name(cell: Any, called: str, known: Mapping[str, int], missing: Set[str]) -> tuple[int | None, str]:
    """A name of the workbook, in any case, as its place in the list, or what is wrong with it."""
    if is_blank(cell):
        return None, f"{called} is blank"
    if fault := fault_of_any(cell, called, missing):
        return None, fault
    place = known.get(name_key(text_of(cell)))
    return (place, "") if place is not None else (None, f"unknown {called} {quote_cell(text_of(cell).strip())}")


def fault_of_any(cell: Any, called: str, missing: Set[str]) -> str:
    """That a cell is an error or a missing-value code; nothing where it is neither."""
    if isinstance(cell, CellError):
        return f"{called} is the error {cell.code}"
    if missing and missing_code(cell) in missing:
        return f"{called} is the missing-value code {text_of(cell).strip()}"
    return ""


def missing_code(cell: Any) -> str:
    """A cell as missing-value codes are compared: numbers by value, words in any case."""
    text = plain_text(text_of(cell)).strip()
    return quote(float(text.replace(",", "."))) if _PLAIN_NUMBER.fullmatch(text) else text.casefold()


def text_of(cell: Any) -> str:
    """A cell as a person would type it: 1001 for 1001.0, TRUE for True."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (bool, np.bool_)):
        return str(bool(cell)).upper()
    return str(cell)


def quote_cell(cell: Any) -> str:
    """A cell as a message quotes it."""
    if isinstance(cell, (bool, np.bool_)):
        return str(bool(cell)).upper()
    return quote(_float(cell) if isinstance(cell, int) else cell)


def _float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:  # an integer beyond any float
        return math.copysign(math.inf, number > 0 or -1)
