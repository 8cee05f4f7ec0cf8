"""What a cell with an amount means: its number as the cell shows it, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from typing import Any, Final

from udfs.arithmetic.parts import LARGEST
from udfs.calling.errors import quote
from workbook_templates.rows.judges import is_blank, judge_number

_SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f'](?=\d{3}(?!\d))")
_COMMAS = re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
_POINTS = re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?")
_TWO_READINGS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")
_DIGITS: Final = 15
"""That a cell shows of an amount: what is beyond them is the noise of a formula."""


def amount_judge(called: str, codes: Set[str], least: float = -LARGEST) -> Callable[[Any], tuple[float | None, str]]:
    """The amount of a cell, or what is wrong; a blank one is nothing."""

    def judge(cell: Any) -> tuple[float | None, str]:
        if is_blank(cell):
            return None, ""
        if isinstance(cell, str) and has_two_readings(cell):
            return (
                None,
                f"{called} {quote(cell.strip())} has two readings: write it without separators of thousands",
            )
        number, fault = judge_number(drop_grouping(cell) if isinstance(cell, str) else cell, called, codes)
        if number is None:
            return None, fault
        if abs(number) >= LARGEST:
            return None, f"{called} {quote(number)} has more than {_DIGITS} digits"
        if number < least:
            return None, f"{called} {quote(number)} is below {quote(least)}"
        return float(f"{number:.{_DIGITS}g}"), ""

    return judge


def has_two_readings(text: str) -> bool:
    """Whether its only comma may separate thousands or decimals.

    >>> has_two_readings("1,234"), has_two_readings("1,23"), has_two_readings("0,125")
    (True, False, False)
    """
    return bool(_TWO_READINGS.fullmatch(text.strip()))


def drop_grouping(text: str) -> str:
    """An amount without its separators of thousands; any other text as it is.

    >>> drop_grouping("1,234.50"), drop_grouping("1.234.567"), drop_grouping("1 234,50"), drop_grouping("12 k")
    ('1234.50', '1234567', '1234,50', '12 k')
    """
    plain = _SPACES.sub("", text.strip())
    for pattern, separator, decimal in ((_COMMAS, ",", "."), (_POINTS, ".", ",")):
        if pattern.fullmatch(plain) and (plain.count(separator) > 1 or decimal in plain):
            return plain.replace(separator, "")
    return plain
