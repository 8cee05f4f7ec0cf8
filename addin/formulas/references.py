"""References as formulas write them: whole columns and rows, sheets' names, the crossing with a cell."""

from __future__ import annotations

import re

from addin.cells.addresses import LAST_COLUMN, LAST_ROW, Area, column_letters, column_number

_REFERENCE = re.compile(r"(?:\$?([A-Za-z]{1,3}))?(?:\$?([0-9]{1,7}))?(:)?(?:\$?([A-Za-z]{1,3}))?(?:\$?([0-9]{1,7}))?")
_PLAIN_SHEET = re.compile(r"[A-Za-z_]{4,}")

MOST_CELLS = 64_000_000
"""Cells of a range that is computed with: 61 whole columns."""


def cells_of(text: str) -> Area | None:
    """The cells of `B2`, `$B$2:C9`, `B:C` or `2:9`; a whole column or row reaches to the sheet's end."""
    match = _REFERENCE.fullmatch(text)
    if match is None or not (match[1] or match[2]):
        return None
    left, top, colon, right, bottom = match.groups()
    first_column = column_number(left) if left else 1
    first_row = int(top) if top else 1
    if not colon:
        return Area(first_row, first_column, first_row, first_column) if left and top else None
    last_column = column_number(right) if right else LAST_COLUMN
    last_row = int(bottom) if bottom else LAST_ROW
    rows, columns = sorted((first_row, last_row)), sorted((first_column, last_column))
    return Area(rows[0], columns[0], rows[1], columns[1])


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


def around(one: Area, other: Area) -> Area:
    """The smallest rectangle that holds both: what `A1:B2:C3` means."""
    return Area(
        min(one.first_row, other.first_row),
        min(one.first_column, other.first_column),
        max(one.last_row, other.last_row),
        max(one.last_column, other.last_column),
    )


def crossing(area: Area, row: int, column: int) -> Area | None:
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
