"""What one cell of a survey means, or what is wrong with it."""

from __future__ import annotations

import datetime
import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from udfs.columns import matching
from udfs.date_texts import read_date
from udfs.errors import CellError, shown
from udfs.numbers import rounded

if TYPE_CHECKING:
    from udfs.responses import Rules

_PLAIN_NUMBER = re.compile(r"\s*[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)\s*")
_LAST_EXCEL_DAY = 2_958_465


def is_blank(cell: Any) -> bool:
    """Nothing in it; spaces alone are nothing too, nor is NaN, by which data frames mark a missing number."""
    if cell is None:
        return True
    return not cell.strip() if isinstance(cell, str) else bool(cell != cell)


def judge_date(cell: Any, rules: Rules) -> tuple[int | None, str]:
    """A date of the year as its day (proleptic ordinal), or what is wrong with it."""
    called = "date"
    if is_blank(cell):
        if rules.default_date is None:
            return None, "date is blank"
        cell, called = rules.default_date, "default date"
    if isinstance(cell, CellError):
        return None, f"date is the error {cell.code}"
    if isinstance(cell, str):
        read = read_date(cell, rules.date_order)
        if isinstance(read, str):
            return None, read
        day: datetime.date | None = read
    else:
        day = day_of(cell, rules.date1904)
    if day is None:
        return None, f"date {_printed(cell)} is no date"
    if day.year != rules.year:
        return None, f"{called} {day.isoformat()} is not in {rules.year}"
    return day.toordinal(), ""


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
    # The 1900 system counts a 29 February 1900 that never was (day 60): days before it stand one later.
    epoch = datetime.date(1904, 1, 1) if date1904 else datetime.date(1899, 12, 31 if number < 60 else 30)
    return epoch + datetime.timedelta(days=int(number))


def judge_segment(cell: Any, rules: Rules, known: dict[str, int]) -> tuple[int | None, str]:
    """A segment of the workbook as its place in the list, or what is wrong with it."""
    if is_blank(cell):
        if not rules.default_segment:
            return None, "segment is blank"
        cell = rules.default_segment
    if isinstance(cell, CellError):
        return None, f"segment is the error {cell.code}"
    place = known.get(matching(text_of(cell)))
    return (place, "") if place is not None else (None, f"unknown segment {_printed(text_of(cell).strip())}")


def judge_answer(cell: Any, scale: tuple[float, float], missing: frozenset[str], name: str) -> tuple[float | None, str]:
    """An answer or index on its scale, or what is wrong with it."""
    if is_blank(cell):
        return None, f"{name} is blank"
    if isinstance(cell, CellError):
        return None, f"{name} is the error {cell.code}"
    if missing_code(cell) in missing:
        return None, f"{name} is the missing-value code {text_of(cell).strip()}"
    if isinstance(cell, str) and _PLAIN_NUMBER.fullmatch(cell):
        cell = float(cell.replace(",", "."))
    if isinstance(cell, (bool, np.bool_)) or not isinstance(cell, (int, float)):
        return None, f"{name} {_printed(cell)} is no number"
    number = _float(cell)
    if math.isinf(number):
        return None, f"{name} is no finite number"
    # A formula's 100.00000000000001 is a 100: compared in 9 decimals as everywhere.
    if not scale[0] <= rounded(number) <= scale[1]:
        return None, f"{name} {text_of(number)} is not on the scale {shown(scale[0])} to {shown(scale[1])}"
    return min(max(number, scale[0]), scale[1]), ""


def missing_code(cell: Any) -> str:
    """A cell as missing-value codes are compared: numbers by value, words in any case."""
    text = text_of(cell).strip()
    return shown(float(text.replace(",", "."))) if _PLAIN_NUMBER.fullmatch(text) else text.casefold()


def text_of(cell: Any) -> str:
    """A cell as a person would type it: 1001 for 1001.0, TRUE for True."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (bool, np.bool_)):
        return str(bool(cell)).upper()
    return str(cell)


def _float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:  # an integer beyond any float
        return math.copysign(math.inf, number > 0 or -1)


def _printed(cell: Any) -> str:
    if isinstance(cell, (bool, np.bool_)):
        return str(bool(cell)).upper()
    return shown(_float(cell) if isinstance(cell, int) else cell)


def judge_customer(cell: Any) -> tuple[str | None, str]:
    """A customer's name as customers are told apart; None for an anonymous one."""
    if isinstance(cell, str):
        return matching(cell) or None, ""
    if type(cell) is float and cell.is_integer():  # most customers are numbers: no need to ask further
        return str(int(cell)), ""
    if is_blank(cell):
        return None, ""
    if isinstance(cell, CellError):
        return None, f"customer is the error {cell.code}"
    return matching(text_of(cell)), ""
