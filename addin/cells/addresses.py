"""Cell addresses: "B7" as row and column numbers from 1, and back."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")


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
    """A1, $A$1 or A1:C9 as a rectangle; None where the text is none."""
    match = _RANGE.fullmatch(text)
    if not match:
        return None
    column, row, other_column, other_row = match.groups()
    columns = sorted((column_number(column), column_number(other_column or column)))
    rows = sorted((int(row), int(other_row or row)))
    if rows[0] < 1 or rows[1] > LAST_ROW or columns[1] > LAST_COLUMN:
        return None
    return Area(rows[0], columns[0], rows[1], columns[1])
