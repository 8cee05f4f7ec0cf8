"""Cells of SQLite: each has a type of its own, whatever its column's, and is handed to Python as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from workbook_templates.rows.judges import is_blank
from workbook_templates.survey_roi.answers import is_rounded, judge_customer

TIMED: Final = r"^([0-9./-]+)[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$"
"""A date of digits with a time of day, which plays no part: without it there are few different dates."""

_TYPES: Final[dict[str, Callable[[str], Any]]] = {"i": int, "r": float, "t": str}
"""A cell travels as a text that begins with the letter of its type."""


def tag_cell(cell: Any) -> str | None:
    """A cell with its type; None where it is blank."""
    cell = _text_of_bytes(cell)
    if is_blank(cell):
        return None
    return f"{'i' if isinstance(cell, int) else 'r' if isinstance(cell, float) else 't'}{cell!s}"


def untag_cell(text: str | None) -> Any:
    """The cell again."""
    return None if text is None else _TYPES[text[0]](text[1:])


def _tag_date(cell: Any) -> str | None:
    """The same of a date, without its time of day."""
    timed = re.search(TIMED, cell) if isinstance(cell, str) else None
    return f"t{timed[1]}" if timed else tag_cell(cell)


def _customer(cell: Any) -> str | None:
    """What tells customers apart."""
    return judge_customer(_text_of_bytes(cell))[0]


def _rounded(cell: Any) -> str | None:
    """A customer's number that a spreadsheet has rounded; None for any other."""
    return str(cell) if is_rounded(_text_of_bytes(cell)) else None


def _text_of_bytes(cell: Any) -> Any:
    return cell.decode("utf-8", errors="replace") if isinstance(cell, bytes) else cell


FUNCTIONS: Final = {
    "centre_roi_cell": tag_cell,
    "centre_roi_date": _tag_date,
    "centre_roi_customer": _customer,
    "centre_roi_rounded": _rounded,
}
