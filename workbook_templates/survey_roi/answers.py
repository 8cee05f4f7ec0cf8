"""What one cell of a survey means, or what is wrong with it."""

from __future__ import annotations

from typing import Any

from udfs.calling.errors import CellError, quote
from udfs.calling.labels import name_key
from udfs.calling.numbers import rounded
from workbook_templates.rows.judges import is_blank, judge_name, judge_number, text_of
from workbook_templates.survey_roi.rules import Rules


def judge_date(cell: Any, rules: Rules) -> tuple[int | None, str]:
    """A date of the year as its day (proleptic ordinal), or what is wrong with it."""
    if is_blank(cell) and rules.default_date is not None:
        return rules.period.place(rules.default_date, "default date")
    day, fault = rules.judge_day(cell)
    return (None, fault) if day is None else rules.period.place(day)


def judge_segment(cell: Any, rules: Rules, known: dict[str, int]) -> tuple[int | None, str]:
    """A segment of the workbook as its place in the list, or what is wrong with it."""
    if is_blank(cell):
        cell = rules.default_segment
    return judge_name(cell, "segment", known, frozenset())


def judge_answer(cell: Any, scale: tuple[float, float], missing: frozenset[str], name: str) -> tuple[float | None, str]:
    """An answer or index on its scale, or what is wrong with it."""
    number, fault = judge_number(cell, name, missing)
    if number is None:
        return None, fault
    # A formula's 100.00000000000001 is a 100: compared in 9 decimals as everywhere.
    if not scale[0] <= rounded(number) <= scale[1]:
        return (
            None,
            f"{name} {text_of(number)} is not on the scale {quote(scale[0])} to {quote(scale[1])}",
        )
    return min(max(number, scale[0]), scale[1]), ""


def judge_customer(cell: Any) -> tuple[str | None, str]:
    """A customer's name as customers are told apart; None for an anonymous one."""
    if isinstance(cell, str):
        return name_key(cell) or None, ""
    if type(cell) is float and cell.is_integer():  # most customers are numbers: no need to ask further
        return str(int(cell)), ""
    if is_blank(cell):
        return None, ""
    if isinstance(cell, CellError):
        return None, f"customer is the error {cell.code}"
    return name_key(text_of(cell)), ""
