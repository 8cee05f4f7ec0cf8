"""Where the header of a table of rows stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from udfs.calling.labels import name_key
from workbook_templates.rows.judges import is_blank, text_of

HEADER_WITHIN = 25
"""Rows, from the first that is not blank, in which a header is looked for."""


def count_wanted(row: Iterable[Any], wanted: Sequence[str]) -> int:
    """How many of the wanted headers the row holds."""
    filled = {name_key(text_of(cell)) for cell in row if not is_blank(cell)}
    return len(filled.intersection(map(name_key, wanted)))


def place_of_header(rows: Sequence[Sequence[Any]], wanted: Sequence[str]) -> int | None:
    """The row that holds most of the wanted headers, the first of them; without any the first that is not blank."""
    first = next((place for place, row in enumerate(rows) if not all(map(is_blank, row))), None)
    if first is None:
        return None
    return max(range(first, min(len(rows), first + HEADER_WITHIN)), key=lambda place: count_wanted(rows[place], wanted))
