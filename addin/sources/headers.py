"""Where the header of a table of rows stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from udfs.calling.labels import name_key
from workbook_templates.refreshing.wanted import Wanted, found_keys, wanted_keys
from workbook_templates.rows.judges import is_blank, text_of

HEADER_WITHIN = 25
"""Rows, from the first that is not blank, in which a header is looked for."""


def count_wanted(row: Iterable[Any], wanted: Sequence[Wanted]) -> int:
    """How many of the wanted headers the row holds."""
    return len(found_keys({name_key(text_of(cell)) for cell in row if not is_blank(cell)}, wanted))


def has_all(row: Iterable[Any], wanted: Sequence[Wanted]) -> bool:
    """Whether the row holds all of the wanted headers."""
    return count_wanted(row, wanted) == len(wanted_keys(wanted))


def place_of_header(rows: Sequence[Sequence[Any]], wanted: Sequence[Wanted]) -> int | None:
    """The row that holds most of the wanted headers, the first of them; without any the first that is not blank."""
    first = next((place for place, row in enumerate(rows) if not all(map(is_blank, row))), None)
    if first is None:
        return None
    return max(range(first, min(len(rows), first + HEADER_WITHIN)), key=lambda place: count_wanted(rows[place], wanted))
