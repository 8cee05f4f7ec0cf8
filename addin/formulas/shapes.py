"""What the formulas of a filled-down column have in common: their text with marks in place of the addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from addin.cells.addresses import CELL, parse_reference
from addin.formulas.parsing import BRACKETS
from addin.formulas.references import is_nearly_all, is_one_cell

_ADDRESS = re.compile(
    rf"""
      "(?:[^"]|"")*" | '(?:[^']|'')*' | {BRACKETS}
    | (?<![\w.$:\\]) (?P<first>{CELL})(?::(?P<last>{CELL}))? (?![\w(.\[!?:\#])
    """,
    re.VERBOSE,
)
_MARK: Final = "ZQX9"
_DIGITS: Final = 6
"""A mark reads as a cell beyond the last row of any sheet, which no formula names."""
_MARKED = re.compile(rf"{_MARK}(\d{{{_DIGITS}}})")


@dataclass(frozen=True, slots=True)
class FormulaShape:
    """A formula's text with marks for its addresses, the same for equal ones, and what they stand for."""

    text: str
    addresses: tuple[str, ...]

    def filled(self, text: str) -> str:
        """A text made from the shape's, with the addresses in place of the marks."""
        return _MARKED.sub(lambda mark: self.addresses[int(mark[1])], text) if self.addresses else text

    def marked(self, text: str) -> bool:
        """Whether a text holds a mark."""
        return _MARK in text


def shape_of(text: str) -> FormulaShape:
    """The shape of a formula. A range of one cell, of nearly all, or joined to something, stays as it is."""
    if _MARK in text:
        return FormulaShape(text, ())
    marks: dict[str, str] = {}

    def mark(address: str) -> str:
        return marks.setdefault(address, f"{_MARK}{len(marks):0{_DIGITS}}")

    def replaced(match: re.Match[str]) -> str:
        first, last = match["first"], match["last"]
        if first is None:
            return match[0]
        if last is None:
            return mark(first)
        cells = parse_reference(match[0])
        special = cells is None or is_one_cell(cells) or is_nearly_all(cells)
        return match[0] if special else f"{mark(first)}:{mark(last)}"

    shape = _ADDRESS.sub(replaced, text)
    return FormulaShape(shape, tuple(marks))
