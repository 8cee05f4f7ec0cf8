"""Workbooks as sheets of values, whatever their format: what rows are chosen from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from addin.cells.addresses import Area, address, area_address, column_number
from addin.refusal import Refusal
from addin.sources.headers import HEADER_WITHIN
from addin.workbook.file import WorkbookFile
from addin.xlsx import large_sheet, place_refusals
from addin.xlsx.error_cells import without_values
from addin.xlsx.large_sheet import MOST_CELLS, last_row_of
from addin.xlsx.other_workbooks import OtherWorkbook, is_other
from addin.xlsx.parts import read_file
from addin.xlsx.unvalued import cells_without_values
from udfs.calling.errors import NAME, CellError
from workbook_templates.rows.judges import is_blank

_ROW_START = re.compile(rb"<row[ >]")
_CELL_COLUMN = re.compile(rb'<c\b[^>]*?\sr="([A-Z]{1,3})[0-9]')

XLSX = (".xlsx", ".xlsm")
OTHERS = (".xls", ".xlsb", ".ods")


class RowBook(Protocol):
    """A workbook whose sheets may hold rows."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def sheets(self) -> Sequence[str]:
        """The sheets that have cells, in their order."""

    @property
    def hidden(self) -> frozenset[str]:
        """Those that nobody sees."""

    @property
    def date1904(self) -> bool:
        """Whether its numbers count days from 1904."""

    def read(self, sheet: str) -> tuple[list[list[Any]], int] | None:
        """The columns of a sheet and the number of their first row; None where it is empty."""

    def require_values(self, sheet: str) -> None:
        """A Refusal where formulas of a sheet that was read have no value."""


def open_row_book(path: Path) -> RowBook:
    """The workbook at that path; a Refusal says why a file is none and what to do."""
    if path.suffix.lower() in OTHERS:
        data = read_file(path)
        if is_other(data, path):
            return OtherWorkbook(path, data)
    return XlsxRows(path)


class XlsxRows:
    """An .xlsx or .xlsm; formulas that nobody has computed are computed."""

    def __init__(self, path: Path) -> None:
        self._book = WorkbookFile(path)
        self.name = path.name
        self.sheets = self._book.package.sheets
        self.hidden = self._book.package.hidden
        self.date1904 = self._book.date1904
        self._computed: Any = None
        self._is_beyond_us = False
        """Whether our engine has refused the workbook."""
        self._failed: dict[str, list[str]] = {}
        """The cells whose formulas nobody has computed, nor can we, by sheet."""

    def read(self, sheet: str) -> tuple[list[list[Any]], int] | None:
        """All of a sheet at once: finding its header first would cost a large one a second reading."""
        if unvalued := cells_without_values(self._book.package, sheet):
            self._compute(sheet, unvalued)
        area = _used_area(self._book, sheet)
        if area is None:
            return None
        if (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1) > MOST_CELLS:
            raise place_refusals.too_far_apart(self.name, sheet, area_address(area))
        columns = self._book.read_area(sheet, area)
        self._clear_totals(sheet, area, columns)
        return columns, area.first_row

    def _clear_totals(self, sheet: str, area: Area, columns: list[list[Any]]) -> None:
        """The total row below a table's rows is none of them."""
        tables = [each for each in self._book.package.tables.values() if each.sheet == sheet and each.totals_rows]
        for table in tables:
            for column in range(table.first_column, table.last_column + 1):
                for row in range(table.body.last_row + 1, table.last_row + 1):
                    if area.holds(row, column):
                        columns[column - area.first_column][row - area.first_row] = None

    def require_values(self, sheet: str) -> None:
        """A Refusal where formulas of a sheet have no value, and none that we can compute."""
        if self._failed.get(sheet):
            raise without_values(self.name, sheet, self._failed[sheet])

    def _compute(self, sheet: str, unvalued: Sequence[tuple[int, int]]) -> None:
        """What these formulas come to put beside them; every other one keeps the value that Excel gave it."""
        from addin.engine.evaluation import evaluate_package

        if self._computed is None and not self._is_beyond_us:
            try:
                self._computed = evaluate_package(self._book.package)
            except Refusal:
                self._is_beyond_us = True
        if self._computed is None:
            self._failed[sheet] = [address(*place) for place in unvalued]
            return
        values = self._computed.values[sheet]
        kept = {(each.sheet, each.address) for each in self._computed.kept}
        failed = {
            place
            for place in unvalued
            if place not in values or values[place] == CellError(NAME) or (sheet, address(*place)) in kept
        }
        self._failed[sheet] = [address(*place) for place in sorted(failed)]
        cells = self._book.package.sheet(sheet)
        for place in unvalued:
            if place not in failed:
                cells.set_cached(*place, values[place])


def _used_area(book: WorkbookFile, sheet: str) -> Area | None:
    """Where cells stand, as far right as the first rows reach. What the file itself says of that is often wrong."""
    data = book.package.part(book.package.sheet_part(sheet))
    area = _area_of_large(data) if len(data) >= large_sheet.LARGE_SHEET else None
    if area is not None:
        return area
    places = [(row, column) for row, column, cell in book.package.sheet(sheet).cells() if not is_blank(cell)]
    if not places:
        return None
    rows, columns = zip(*places, strict=True)
    top = [column for row, column in places if row < rows[0] + 2 * HEADER_WITHIN]
    return Area(rows[0], min(columns), rows[-1], max(top))


def _area_of_large(data: bytes) -> Area | None:
    """The area of a sheet by its first rows and its last: looking at every cell costs as much as reading it."""
    end, last = data.rfind(b"</sheetData>"), last_row_of(data)
    starts = [match.start() for match in islice(_ROW_START.finditer(data, 0, end), 2 * HEADER_WITHIN + 1)]
    if last is None or not starts:
        return None
    letters = set(_CELL_COLUMN.findall(data, starts[0], starts[-1]))
    if not letters:
        return None
    return Area(1, 1, last, max(column_number(each.decode()) for each in letters))
