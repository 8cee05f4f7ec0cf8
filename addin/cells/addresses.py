"""Cell addresses: "B7" as row and column numbers from 1, and back."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

COLUMN = r"\$?[A-Za-z]{1,3}"
ROW = r"\$?[0-9]{1,7}"
CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
"""How a column, a row and a cell are written in a formula."""

_REFERENCE = re.compile(rf"({COLUMN})?({ROW})?(?:(:)({COLUMN})?({ROW})?)?")


class Area(NamedTuple):
    """A rectangle of cells."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column

    def meets(self, other: Area) -> bool:
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )


@cache
def column_number(letters: str) -> int:
    """A -> 1, XFD -> 16384; 0 for what is no column."""
    if not 0 < len(letters) <= 3 or not (letters.isascii() and letters.isalpha()):
        return 0
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@cache
def column_letters(number: int) -> str:
    """1 -> A, 16384 -> XFD."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """(7, 2) -> B7."""
    return f"{column_letters(column)}{row}"


def area_address(area: Area) -> str:
    """The rectangle as "A1:C9", a single cell as "A1"."""
    first, last = address(area.first_row, area.first_column), address(area.last_row, area.last_column)
    return first if first == last else f"{first}:{last}"


def cell_position(text: str) -> tuple[int, int] | None:
    """B7 -> (7, 2); None where the text is no address of one cell."""
    area = parse_area(text)
    return (area.first_row, area.first_column) if area and area[:2] == area[2:] else None


def parse_area(text: str) -> Area | None:
    """A1, $A$1 or A1:C9 as a rectangle; None where the text is none, or reaches beyond a sheet."""
    parts = _parts(text)
    if parts is None:
        return None
    columns, rows = parts
    if 0 in columns or 0 in rows or max(rows) > LAST_ROW or max(columns) > LAST_COLUMN:
        return None
    return Area(min(rows), min(columns), max(rows), max(columns))


def parse_reference(text: str) -> Area | None:
    """The cells of `B2`, `$B$2:C9`, `B:C` or `2:9`; a whole column or row reaches to the sheet's end."""
    parts = _parts(text)
    if parts is None:
        return None
    (left, right), (top, bottom) = parts
    whole = not (left and top)
    if whole and ":" not in text:
        return None
    rows, columns = sorted((top or 1, bottom or LAST_ROW)), sorted((left or 1, right or LAST_COLUMN))
    return Area(rows[0], columns[0], rows[1], columns[1])


def _parts(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Both columns and both rows of a reference, 0 for what it does not name; of one cell, both are the same."""
    match = _REFERENCE.fullmatch(text)
    if match is None or not (match[1] or match[2]):
        return None
    left, top, colon, right, bottom = match.groups(default="")
    if not colon:
        right, bottom = left, top
    columns = column_number(left.lstrip("$")), column_number(right.lstrip("$"))
    return columns, (int(top.lstrip("$") or 0), int(bottom.lstrip("$") or 0))
