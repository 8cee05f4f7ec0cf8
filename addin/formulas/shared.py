"""A shared formula, written out for another of its cells: relative references move along."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from addin.cells.addresses import CELL, COLUMN, LAST_COLUMN, LAST_ROW, ROW, column_letters, column_number

# openpyxl's Translator drops the sheet of `Sheet1!name` and leaves `Sheet1!A1:Sheet1!B2` half moved, hence this.
_TOKEN = re.compile(
    rf"""
      "(?:[^"]|"")*"                                                   # text
    | '(?:[^']|'')*'                                                   # a quoted sheet name
    | \[(?:'.|[^\[\]]|\[(?:'.|[^\[\]])*\])*\]                          # a workbook's number, or columns of a table
    | (?P<columns>{COLUMN}:{COLUMN})(?![\w.(!\[$])
    | (?P<rows>{ROW}:{ROW})(?![\w.(!$])
    | (?P<cell>{CELL})(?![\w.(!\[?])
    | [\w.\\?$]+                                                       # a name, function or number
    """,
    re.VERBOSE,
)
_PARTS = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


def shift_formula(formula: str, rows: int, columns: int) -> str:
    """The formula (without "=") as it reads that many rows below and columns to the right."""
    known: dict[_Reference, str] = {}
    texts = []
    for piece in _pieces(formula):
        if isinstance(piece, str):
            texts.append(piece)
            continue
        if piece not in known:
            known[piece] = piece.moved(rows, columns)
        texts.append(known[piece])
    return "".join(texts)


class _Reference(NamedTuple):
    """A cell, row or column whose address moves along; row 0 and no letters stand for what is not named."""

    column_anchor: str
    letters: str
    row_anchor: str
    row: int

    def moved(self, rows: int, columns: int) -> str:
        """Its text that far away. Excel wraps round the sheet's edge."""
        letters = self.letters
        if letters and not self.column_anchor:
            letters = column_letters((column_number(letters) + columns - 1) % LAST_COLUMN + 1)
        row = self.row if self.row_anchor else (self.row + rows - 1) % LAST_ROW + 1
        return f"{self.column_anchor}{letters}{self.row_anchor}{row if self.row else ''}"


@lru_cache(maxsize=16)
def _pieces(formula: str) -> tuple[str | _Reference, ...]:
    """What moves in a formula and the texts between: thousands of cells may share it, and it is taken apart once."""
    pieces: list[str | _Reference] = []
    fixed: list[str] = []
    end = 0
    for match in _TOKEN.finditer(formula):
        if match.lastgroup is None:
            continue
        fixed.append(formula[end : match.start()])
        end = match.end()
        for index, text in enumerate(match.group().split(":")):
            fixed.append(":" if index else "")
            reference = _parse_relative(text)
            if reference is None:
                fixed.append(text)
            else:
                pieces += ["".join(fixed), reference]
                fixed.clear()
    return (*pieces, "".join(fixed) + formula[end:])


def _parse_relative(text: str) -> _Reference | None:
    """A reference that is not the same everywhere; a defined name such as tax2024 is none."""
    match = _PARTS.fullmatch(text)
    assert match, text
    first_anchor, letters, second_anchor, digits = match.groups()
    row_anchor = second_anchor if letters else first_anchor
    column_anchor = first_anchor if letters else ""
    if letters and column_number(letters) > LAST_COLUMN:
        return None
    if (not letters or column_anchor) and (not digits or row_anchor):
        return None
    return _Reference(column_anchor, letters, row_anchor, int(digits or 0))
