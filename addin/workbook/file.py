"""A workbook on disk: read, changed in memory, computed by the embedded engine and swapped in as a whole."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from addin.cells.addresses import LAST_ROW, Area, address, area_address
from addin.cells.dates import serial_number
from addin.cells.values import Cell, Dated
from addin.engine.error_origins import ErrorReport, errors_of
from addin.progress import Advance
from addin.system.file_state import FileState
from addin.system.swap import ReplacedFile, locked
from addin.workbook.filtered_rows import FilteredRows
from addin.workbook.own_cells import OwnCells
from addin.workbook.protocol import TableBody, tag_of
from addin.xlsx import large_sheet, place_refusals
from addin.xlsx.cell_xml import is_unchanged
from addin.xlsx.large_sheet import MOST_CELLS, formula_cells, last_row_of, read_columns
from addin.xlsx.package import NamedArea, Package, Table
from addin.xlsx.pivots import PivotSource, pivot_sources
from addin.xlsx.sheet_xml import SheetXml
from addin.xlsx.text_volume import require_modest_texts
from udfs.calling.errors import CellError

if TYPE_CHECKING:
    from addin.engine.evaluation import Evaluation


_MANY_ROWS = 2000
"""From so many on a table's rows are written all at once."""
_MOST_NAMED_CELLS = 100_000
"""Cells of a defined name that is read."""


class WorkbookFile:
    """The Workbook protocol on an .xlsx; nothing reaches the disk before `save`."""

    def __init__(self, path: Path, target: ReplacedFile | None = None) -> None:
        self.path = path
        self.evaluation: Evaluation | None = None
        self._written: set[tuple[str, int, int]] = set()
        """The cells that constants were written into since the last evaluation."""
        self._reshaped = False
        """Whether a table was given other rows since then."""
        self._formulas_read: list[tuple[str, Area]] = []
        """Places with formulas that were read before they were computed: their last values may be old."""
        self._target = target
        self._seen = FileState.of(path)
        self.package = Package.open(path)
        self.date1904 = self.package.date1904
        self._filtered = FilteredRows(self.package)
        self._own = OwnCells(self.package, self.template().partition("/")[0], self._seen)

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.path.name

    def template(self) -> str:
        """Kind and version, such as "survey_roi/1"; "" where the workbook is none of ours."""
        names = {name.casefold(): text for name, text in self.package.names.items()}
        return tag_of(names.get("centre_roi_template", ""))

    def tables(self) -> dict[str, str]:
        """The tables by name, each with the sheet it stands on."""
        return {table.name: table.sheet for table in self.package.tables.values()}

    def pivot_sources(self) -> list[PivotSource]:
        """What each pivot table was made from."""
        return pivot_sources(self.package)

    def has_name(self, name: str) -> bool:
        """Whether there is such a defined name."""
        return name.casefold() in {each.casefold() for each in self.package.names}

    def headers(self, table: str) -> Sequence[str]:
        """The headers of a table."""
        return self.package.table(table).columns

    def read_cell(self, name: str) -> Cell:
        """The single cell of that defined name; a date is its serial number."""
        place = self._single(name)
        self._note_formulas(place.sheet, Area(*place[1:]))
        return self.package.sheet(place.sheet).value(place.first_row, place.first_column)

    def read_column(self, name: str, header: str) -> list[Dated]:
        """The body of a table's column."""
        table = self.package.table(name)
        column = self._column(table, header)
        area = self._filled(table.sheet, table.body)._replace(first_column=column, last_column=column)
        self._note_formulas(table.sheet, area)
        return self.read_area(table.sheet, area)[0]

    def read_range(self, name: str) -> list[list[Cell]]:
        """The cells of that defined name, row by row; dates are serial numbers."""
        place = self.package.place(name)
        if (place.last_row - place.first_row + 1) * (place.last_column - place.first_column + 1) > _MOST_NAMED_CELLS:
            raise place_refusals.too_large(self.name, name, area_address(Area(*place[1:])))
        sheet = self.package.sheet(place.sheet)
        columns = range(place.first_column, place.last_column + 1)
        return [[sheet.value(row, each) for each in columns] for row in range(place.first_row, place.last_row + 1)]

    def read_table(self, name: str) -> TableBody:
        """A table's body. Empty text counts as blank; blank lines at the end may be kept."""
        table = self.package.table(name)
        body = self._filled(table.sheet, table.body)
        self._note_formulas(table.sheet, body)
        return TableBody(list(table.columns), self.read_area(table.sheet, body), body.first_row)

    def read_area(self, sheet: str, area: Area) -> list[list[Dated]]:
        """The columns of an area, dates as dates; calamine reads a large sheet."""
        package = self.package
        part = package.part(package.sheet_part(sheet))
        if (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1) > MOST_CELLS:
            raise place_refusals.too_far_apart(self.name, sheet, area_address(area))
        require_modest_texts(package, sheet, part)
        if len(part) >= large_sheet.LARGE_SHEET:
            strings = package.part(package.strings_part) if package.strings_part else None
            columns = read_columns(part, strings, package.date_styles, self.date1904, area)
            if columns is not None:
                return columns
        cells = package.sheet(sheet)
        rows = range(area.first_row, area.last_row + 1)
        return [
            [_blank_or(cells.dated_value(row, column, package.date_styles)) for row in rows]
            for column in range(area.first_column, area.last_column + 1)
        ]

    def write_range(self, name: str, rows: Sequence[Sequence[Dated]]) -> None:
        """Constants into a named cell or range of exactly that shape."""
        place = self.package.place(name)
        height, width = place.last_row - place.first_row + 1, place.last_column - place.first_column + 1
        if len(rows) != height or any(len(row) != width for row in rows):
            raise place_refusals.wrong_shape(self.name, name, rows, height, width)
        sheet = self.package.sheet(place.sheet)
        self._require_constants(sheet, Area(*place[1:]), name)
        for row, values in enumerate(rows, start=place.first_row):
            for column, value in enumerate(values, start=place.first_column):
                self._put(sheet, row, column, value)

    def write_table(
        self,
        name: str,
        rows: Sequence[Sequence[Dated]],
        headers: Sequence[str] = (),
        advance: Advance | None = None,
    ) -> None:
        """The table's body replaced by these rows; without any, one blank line stays.

        Under `headers` where they are given: other columns, a user's own, are left as they are.
        """
        table = self.package.table(name)
        columns = [self._column(table, header) for header in headers or table.columns]
        if any(len(row) != len(columns) for row in rows):
            raise ValueError(f"every row of {name} needs {len(columns)} values")
        old, sheet = table.body, self.package.sheet(table.sheet)
        filled = old._replace(last_row=max(old.first_row, min(old.last_row, sheet.last_row)))
        new = old._replace(last_row=old.first_row + max(1, len(rows)) - 1)
        self._require_room(sheet, table, new)
        for column in columns:
            self._require_constants(sheet, filled._replace(first_column=column, last_column=column), name)
        last = max(filled.last_row, new.last_row)
        if len(rows) >= _MANY_ROWS and sheet.can_end_with(filled):
            last = sheet.plain_from(filled, columns) - 1
            below = [[self._undated(value) for value in row] for row in rows[last - new.first_row + 1 :]]
            sheet.replace_rows(last + 1, columns, below, old.first_row, advance)
            self._reshaped = True
        blank = [None] * len(columns)
        for row in range(new.first_row, last + 1):
            index = row - new.first_row
            for column, value in zip(columns, rows[index] if index < len(rows) else blank, strict=True):
                style_of = (old.first_row, column) if row > old.last_row else None
                self._put(sheet, row, column, value, style_of)
        self._reshaped |= new != old
        self.package.resize_table(name, new.last_row + table.totals_rows)
        self._filtered.written(table)

    def write_columns(self, name: str, columns: Mapping[str, Sequence[Dated]]) -> None:
        """Constants into the first lines of some of a table's columns, as a person fills a form."""
        table = self.package.table(name)
        sheet = self.package.sheet(table.sheet)
        for header, values in columns.items():
            column = self._column(table, header)
            last = table.body.first_row + len(values) - 1
            self._require_constants(sheet, Area(table.body.first_row, column, last, column), name)
            for row, value in enumerate(values, start=table.body.first_row):
                self._put(sheet, row, column, value)

    def recalculate(self) -> None:
        """Every formula computed by the embedded engines; afterwards every read gives the new values."""
        # The engines take a moment to load, and reading needs none.
        from addin.engine.evaluation import evaluate_package

        before: Mapping[str, Mapping[tuple[int, int], Cell]] = {}
        if self.evaluation is None or self._reshaped:
            self.evaluation = evaluate_package(self.package, self._own.among)
        else:
            before = self.evaluation.values
            self.evaluation.update({place: self.package.sheet(place[0]).value(*place[1:]) for place in self._written})
        self._written.clear()
        self._reshaped = False
        self._own.settle(self.evaluation)
        self._own.require_answers(self.evaluation)
        for name, values in self.evaluation.values.items():
            known = before.get(name, {})
            for place, value in values.items():
                if place not in known or not is_unchanged(known[place], value):
                    self._put_computed(name, place, value)
        for name, numbers in self.evaluation.rich.items():
            for place, number in numbers.items():
                self.package.sheet(name).set_rich(*place, number)

    def require_computed(self, name: str) -> None:
        """A Refusal where the named cell follows from formulas of the user's that only Excel can compute."""
        self._own.require_computed(name, self._formulas_read)

    def errors(self) -> ErrorReport:
        """The error cells that the embedded engines came to, each with the reason."""
        if self.evaluation is None:
            raise ValueError("compute the workbook first")
        kept, followers = self._own.kept
        return replace(errors_of(self.evaluation), needs_excel=kept, followers=followers)

    def save(self) -> None:
        """The file swapped for the changed one, the old one kept as a backup; or a Refusal, and nothing happened."""
        self._filtered.apply()  # by a user's own formulas in a table, too, which have their values now
        if self.evaluation is not None:
            self._own.mark()
        if self._target is not None:
            self._seen = self._target.replace(self.package.write, self._seen)
        else:
            with locked(self.path) as target:
                self._seen = target.replace(self.package.write, self._seen)

    @property
    def notes(self) -> list[str]:
        """What could not be kept as it was, in words."""
        return self._filtered.notes

    def _put_computed(self, name: str, place: tuple[int, int], value: Cell) -> None:
        sheet = self.package.sheet(name)
        if isinstance(value, CellError) and self.package.rich_value(name, *place) is not None:
            sheet.set_cached(*place, None)  # the picture would hide the error
        sheet.set_cached(*place, value)

    def _put(
        self, sheet: SheetXml, row: int, column: int, value: Dated, style_of: tuple[int, int] | None = None
    ) -> None:
        sheet.set_value(row, column, self._undated(value), style_of)
        self._written.add((sheet.name, row, column))

    def _column(self, table: Table, header: str) -> int:
        """The sheet's column under that header; Refusal where a user renamed or removed it."""
        headers = [each.strip().casefold() for each in table.columns]
        if header.strip().casefold() not in headers:
            raise place_refusals.lacks_header(self.name, table.name, table.sheet, header)
        return table.first_column + headers.index(header.strip().casefold())

    def _single(self, name: str) -> NamedArea:
        place = self.package.place(name)
        if (place.first_row, place.first_column) != (place.last_row, place.last_column):
            raise place_refusals.several_cells(self.name, name, area_address(Area(*place[1:])))
        return place

    def _undated(self, value: Dated) -> Cell:
        return serial_number(value, self.date1904) if isinstance(value, (datetime.date, datetime.timedelta)) else value

    @property
    def reads_formulas(self) -> bool:
        """Whether a place that was read holds a formula, whose last value may be old."""
        return bool(self._formulas_read)

    def _note_formulas(self, sheet: str, area: Area) -> None:
        if self.evaluation is None and self.package.has_formulas(sheet) and self._holds_formulas(sheet, area):
            self._formulas_read.append((self.package.sheet_name(sheet), area))

    def _holds_formulas(self, sheet: str, area: Area) -> bool:
        part = self.package.part(self.package.sheet_part(sheet))
        if len(part) >= large_sheet.LARGE_SHEET:
            found = formula_cells(part)
            return found is None or any(area.holds(*place) for place in found)
        cells = self.package.sheet(sheet)
        rows = range(area.first_row, area.last_row + 1)
        columns = range(area.first_column, area.last_column + 1)
        return any(cells.is_computed(row, column) for row in rows for column in columns)

    def _filled(self, sheet: str, area: Area) -> Area:
        """The area without the rows below all cells: tables are drawn down to the sheet's end."""
        part = self.package.part(self.package.sheet_part(sheet))
        last = last_row_of(part) if len(part) >= large_sheet.LARGE_SHEET else None
        last = self.package.sheet(sheet).last_row if last is None else last
        return area._replace(last_row=max(area.first_row, min(area.last_row, last)))

    def _require_constants(self, sheet: SheetXml, area: Area, name: str) -> None:
        """Nothing that the refresh overwrites may be a formula."""
        cells = [address(*place) for place in sheet.computed_in(area)]
        if cells:
            raise place_refusals.holds_formula(self.name, sheet.name, cells, name)

    def _require_room(self, sheet: SheetXml, table: Table, new: Area) -> None:
        """Where the table grows, nothing may stand."""
        if new.last_row == table.body.last_row:
            return
        if table.totals_rows:
            raise place_refusals.has_totals_row(self.name, table.name)
        if new.last_row > LAST_ROW:
            raise place_refusals.too_many_rows(self.name, table.name, new.last_row - new.first_row + 1)
        grown = new._replace(first_row=table.last_row + 1)
        if new.last_row < grown.first_row:
            return
        cells = [address(*each) for each in sheet.occupied(grown)]
        others = [
            each for each in self.package.tables.values() if each.sheet == table.sheet and each.name != table.name
        ]
        cells += [f"the table {each.name}" for each in others if each.area.meets(grown)]
        cells += [f"the merged cells {area_address(each)}" for each in sheet.merged_areas if each.meets(grown)]
        if cells:
            raise place_refusals.blocked_growth(self.name, table.name, sheet.name, new.last_row, cells)


@contextmanager
def editing(path: Path) -> Iterator[WorkbookFile]:
    """The workbook, held under our lock from before it is read until after it is saved."""
    with locked(path) as target:
        yield WorkbookFile(path, target)


def _blank_or(value: Dated) -> Dated:
    return None if value == "" else value
