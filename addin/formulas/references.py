"""References as formulas write them: whole columns and rows, sheets' names, the crossing with a cell."""

from __future__ import annotations

import re

from addin.cells.addresses import Area, column_letters

_PLAIN_SHEET = re.compile(r"[A-Za-z_]{4,}")

MOST_CELLS = 64_000_000
"""Cells of a range that is computed with: 61 whole columns."""


def row_count(area: Area) -> int:
    """How many rows it has."""
    return area.last_row - area.first_row + 1


def column_count(area: Area) -> int:
    """How many columns it has."""
    return area.last_column - area.first_column + 1


def is_one_cell(area: Area) -> bool:
    """Whether it is a single cell."""
    return area[:2] == area[2:]


def is_nearly_all(area: Area) -> bool:
    """Whether it has more cells than are computed with."""
    return row_count(area) * column_count(area) > MOST_CELLS


def bounding_area(one: Area, other: Area) -> Area:
    """The smallest rectangle that holds both: what `A1:B2:C3` means."""
    return Area(
        min(one.first_row, other.first_row),
        min(one.first_column, other.first_column),
        max(one.last_row, other.last_row),
        max(one.last_column, other.last_column),
    )


def implicit_intersection(area: Area, row: int, column: int) -> Area | None:
    """The one cell of a column or row of cells that lies in the row or column of a formula."""
    if area.first_column == area.last_column and area.first_row <= row <= area.last_row:
        return Area(row, area.first_column, row, area.first_column)
    if area.first_row == area.last_row and area.first_column <= column <= area.last_column:
        return Area(area.first_row, column, area.first_row, column)
    return None


def absolute(area: Area) -> str:
    """`$B$2:$C$9`, one cell as `$B$2`."""
    first = f"${column_letters(area.first_column)}${area.first_row}"
    return first if is_one_cell(area) else f"{first}:${column_letters(area.last_column)}${area.last_row}"


def sheet_prefix(sheet: str) -> str:
    """A sheet's name as it stands before a reference; quoted unless it is plain letters that cannot read as a cell."""
    return f"{sheet}!" if _PLAIN_SHEET.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'!"


def sheet_of(prefix: str) -> str:
    """The sheet's name in such a prefix; empty where there is none."""
    name = prefix.removesuffix("!")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name
