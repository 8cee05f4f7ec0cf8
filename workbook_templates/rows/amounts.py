"""What a cell with an amount means: its number as the cell shows it, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Any, Final

from udfs.amount_texts import has_two_readings, ungrouped
from udfs.arithmetic.parts import LARGEST
from udfs.calling.errors import shown
from workbook_templates.rows.judges import is_blank, judge_number

_DIGITS: Final = 15
"""That a cell shows of an amount: what is beyond them is the noise of a formula."""


def amount_judge(called: str, codes: Set[str], least: float = -LARGEST) -> Callable[[Any], tuple[float | None, str]]:
    """The amount of a cell, or what is wrong; a blank one is nothing."""

    def judge(cell: Any) -> tuple[float | None, str]:
        if is_blank(cell):
            return None, ""
        if isinstance(cell, str) and has_two_readings(cell):
            return None, f"{called} {shown(cell.strip())} has two readings: write it without separators of thousands"
        number, fault = judge_number(ungrouped(cell) if isinstance(cell, str) else cell, called, codes)
        if number is None:
            return None, fault
        if abs(number) >= LARGEST:
            return None, f"{called} {shown(number)} has more than {_DIGITS} digits"
        if number < least:
            return None, f"{called} {shown(number)} is below {shown(least)}"
        return float(f"{number:.{_DIGITS}g}"), ""

    return judge
