"""The values of a workbook's cells in one state, as far as formulas of the user's own may read them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from addin.cells.addresses import LAST_COLUMN, Area
from addin.cells.dates import serial_number
from addin.cells.values import Cell, Dated
from addin.engine.proving.reads import Reads
from addin.engine.staging import Position
from addin.xlsx.cell_xml import is_unchanged
from addin.xlsx.large_sheet import LARGE_SHEET, MOST_CELLS, last_row_of, read_columns
from addin.xlsx.styles import DATE
from udfs.calling.errors import CellError

if TYPE_CHECKING:
    from addin.xlsx.package import Package

Values = dict[str, dict[Position, Cell]]
Place = tuple[str, int, int]
"""A cell by sheet, row and column."""

_MOST_COLUMNS = 64
"""Of a large sheet are read at once; where formulas name more, all of it is."""


class Needed:
    """The columns of each sheet that formulas name, whole: their rows may become more."""

    def __init__(self, sheets: tuple[str, ...]) -> None:
        self._sheets = sheets
        self._columns: dict[str, set[int]] = {}
        self._whole: set[str] = set()

    def add(self, reads: Reads) -> None:
        """What one formula reads."""
        if reads.anywhere:
            self._whole.update(self._sheets)
        for sheet, area in reads.areas:
            self.add_area(sheet, area)

    def add_area(self, sheet: str, area: Area) -> None:
        """The columns of some cells."""
        if area.last_column - area.first_column >= _MOST_COLUMNS:
            self._whole.add(sheet)
        else:
            self._columns.setdefault(sheet, set()).update(range(area.first_column, area.last_column + 1))

    def values_of(self, package: Package) -> Values:
        """The constants and last computed values of these columns."""
        return {
            sheet: _cells(package, sheet, None if sheet in self._whole else self._columns[sheet])
            for sheet in package.sheets
            if sheet in self._whole or sheet in self._columns
        }

    def holds(self, sheet: str, column: int) -> bool:
        """Whether a column is among them."""
        return sheet in self._whole or column in self._columns.get(sheet, ())


def _cells(package: Package, sheet: str, columns: set[int] | None) -> dict[Position, Cell]:
    if columns is not None and not package.is_parsed(sheet):
        part = package.part(package.sheet_part(sheet))
        if len(part) >= LARGE_SHEET and (found := _large_cells(package, part, columns)) is not None:
            return found
    return {
        (row, column): value
        for row, column, value in package.sheet(sheet).cells()
        if columns is None or column in columns
    }


def _large_cells(package: Package, part: bytes, columns: set[int]) -> dict[Position, Cell] | None:
    last = last_row_of(part)
    area = Area(1, min(columns), last or 0, min(max(columns), LAST_COLUMN))
    if not last or last * (area.last_column - area.first_column + 1) > MOST_CELLS:
        return None
    strings = package.part(package.strings_part) if package.strings_part else None
    dates = [shown == DATE for shown in package.date_styles]  # a length of time is read as the number that it is
    read = read_columns(part, strings, dates, package.date1904, area)
    if read is None:
        return None
    return {
        (row, column): _undated(value, package.date1904)
        for column in columns
        for row, value in enumerate(read[column - area.first_column], start=1)
        if value is not None
    }


def _undated(value: Dated, date1904: bool) -> Cell:
    return serial_number(value, date1904) if isinstance(value, (datetime.date, datetime.timedelta)) else value


def overlay(values: Values, computed: Mapping[str, Mapping[Position, Cell]], needed: Needed) -> None:
    """Newly computed values put over those of the file."""
    for sheet, cells in values.items():
        for place, value in computed.get(sheet, {}).items():
            if needed.holds(sheet, place[1]):
                cells[place] = value


class CellSet:
    """Some cells."""

    def __init__(self) -> None:
        self._cells: dict[str, set[Position]] = {}

    def __bool__(self) -> bool:
        return any(self._cells.values())

    def add(self, place: Place) -> None:
        """One more cell."""
        self._cells.setdefault(place[0], set()).add(place[1:])

    def meet(self, reads: Reads) -> bool:
        """Whether a formula may read one of them."""
        return (reads.anywhere and bool(self)) or any(self._within(*each) for each in reads.areas)

    def _within(self, sheet: str, area: Area) -> bool:
        cells = self._cells.get(sheet, set())
        if (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1) < len(cells):
            return any(
                (row, column) in cells
                for row in range(area.first_row, area.last_row + 1)
                for column in range(area.first_column, area.last_column + 1)
            )
        return any(area.holds(*place) for place in cells)


class Changes(CellSet):
    """The cells that are not what they were."""

    def __init__(self, old: Values, new: Values) -> None:
        super().__init__()
        for sheet in old.keys() | new.keys():
            before, now = old.get(sheet, {}), new.get(sheet, {})
            self._cells[sheet] = {
                place for place in before.keys() | now.keys() if not is_same(before.get(place), now.get(place))
            }

    def meet(self, reads: Reads) -> bool:
        """Whether a formula may have to show something else now: the clock goes on, too."""
        return reads.clock or super().meet(reads)


def cells_of(sheet: str, area: Area) -> Iterator[Place]:
    """Its cells, row by row."""
    for row in range(area.first_row, area.last_row + 1):
        for column in range(area.first_column, area.last_column + 1):
            yield sheet, row, column


def is_same(one: Cell, other: Cell) -> bool:
    """Whether two values are the same in the 15 digits that Excel shows; a blank and an empty text are."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return one == other or abs(one - other) <= _HALF_A_DIGIT * max(abs(one), abs(other))
    if isinstance(one, CellError) and isinstance(other, CellError):
        return is_unchanged(one, other)
    return (one if one is not None else "") == (other if other is not None else "")


_HALF_A_DIGIT = 5e-15
