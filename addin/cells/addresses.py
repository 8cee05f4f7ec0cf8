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

_LETTERS, _DIGITS = r"(?:\$?([A-Za-z]{1,3}))?", r"(?:\$?([0-9]{1,7}))?"
_REFERENCE = re.compile(f"{_LETTERS}{_DIGITS}(?:(:){_LETTERS}{_DIGITS})?")


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
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return None
    left, top, colon, right, bottom = match.groups()
    if not colon:
        right, bottom = left, top
    if not (left and top and right and bottom):
        return None
    columns, rows = sorted((column_number(left), column_number(right))), sorted((int(top), int(bottom)))
    if rows[0] < 1 or rows[1] > LAST_ROW or columns[1] > LAST_COLUMN:
        return None
    return Area(rows[0], columns[0], rows[1], columns[1])


def parse_reference(text: str) -> Area | None:
    """The cells of `B2`, `$B$2:C9`, `B:C` or `2:9`; a whole column or row reaches to the sheet's end."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return None
    left, top, colon, right, bottom = match.groups()
    if not colon:
        right, bottom = left, top
        if not (left and top):
            return None
    if not (left or top):
        return None
    columns = sorted((column_number(left) if left else 1, column_number(right) if right else LAST_COLUMN))
    rows = sorted((int(top) if top else 1, int(bottom) if bottom else LAST_ROW))
    return Area(rows[0], columns[0], rows[1], columns[1])
