"""What the cells hold that a chart shows, for one that can no longer read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from addin.cells.addresses import Area
from addin.cells.values import Cell
from addin.xlsx.copies.reach import areas_of
from addin.xlsx.copies.unseen import Unseen
from addin.xlsx.package import Package
from udfs.calling.errors import CellError

_LETTERS_BESIDE: Final = re.compile(r'(?:"([^"]*)")?0(?:"([^"]*)")?')
_MOST_POINTS = 32_000
"""Of a series in Excel."""


@dataclass(frozen=True)
class Points:
    """The points of a series in order: numbers, texts, or None for a gap; and how a number is shown."""

    values: Sequence[Cell]
    number_format: str = "General"

    @property
    def has_texts(self) -> bool:
        """Whether any of them is a text."""
        return any(isinstance(value, str) for value in self.values)

    def labelled(self) -> Points:
        """The points as an axis shows them, where a format only puts letters beside whole numbers (`"Week "0`)."""
        letters = _LETTERS_BESIDE.fullmatch(self.number_format)
        if letters is None or not (letters[1] or letters[2]):
            return self
        shown = [
            f"{letters[1] or ''}{value:.0f}{letters[2] or ''}" if isinstance(value, float) else value
            for value in self.values
        ]
        return Points(shown, self.number_format)


class ChartCells:
    """The cells of a workbook as its charts read them."""

    def __init__(self, package: Package, unseen_of: Callable[[str], Unseen]) -> None:
        self._package = package
        self._unseen_of = unseen_of

    def areas(self, reference: str) -> list[tuple[str, Area]] | None:
        """The sheets and areas that a reference or defined name means; None where it means none of this file."""
        found = areas_of(reference)
        if found is None:
            name = reference.rpartition("!")[2].strip().casefold()
            texts = [each.text for each in self._package.defined_names if each.name.casefold() == name]
            found = areas_of(texts[0]) if len(texts) == 1 else None
        known = {sheet.casefold(): sheet for sheet in self._package.sheets}
        if found is None or any(sheet.casefold() not in known for sheet, _ in found):
            return None
        return [(known[sheet.casefold()], area) for sheet, area in found]

    def points(self, reference: str, seen_alone: bool) -> Points | None:
        """What stands in the cells; those of hidden rows and columns left out where the chart leaves them out."""
        areas = self.areas(reference)
        if areas is None:
            return None
        number_format, values = "", list[Cell]()
        for sheet, row, column in self._cells(areas, seen_alone):
            if len(values) >= _MOST_POINTS:
                break
            value = self._package.sheet(sheet).value(row, column)
            values.append(None if isinstance(value, CellError) or value == "" else value)
            if isinstance(value, float) and not number_format:
                number_format = self._format_of(sheet, row, column)
        return Points(values, number_format or "General")

    def _cells(self, areas: Sequence[tuple[str, Area]], seen_alone: bool) -> Iterator[tuple[str, int, int]]:
        for sheet, area in areas:
            unseen = self._unseen_of(sheet)
            for row in range(area.first_row, min(area.last_row, self._package.sheet(sheet).last_row) + 1):
                for column in range(area.first_column, area.last_column + 1):
                    if not (seen_alone and unseen.hides_line(row, column)):
                        yield sheet, row, column

    def _format_of(self, sheet: str, row: int, column: int) -> str:
        style = self._package.sheet(sheet).style(row, column)
        formats = self._package.number_formats
        return formats[style] if style < len(formats) else "General"
