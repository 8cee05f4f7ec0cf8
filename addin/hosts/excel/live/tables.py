"""A table of an open workbook: where it lies, its rows replaced, and its size changed with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from addin.cells.addresses import LAST_ROW, Area, address, area_address
from addin.cells.values import Dated
from addin.hosts.excel.live.cells import area_of, formula_cells, occupied, range_of, read_rows, write_rows
from addin.hosts.excel.live.changes import Journal
from addin.hosts.excel.live.filters import Filters
from addin.xlsx import place_refusals

_FORMATS: Final = 3
"""xlFillFormats."""


@dataclass(frozen=True)
class LiveTable:
    """A ListObject with what is asked of it more than once; its area includes header and totals rows."""

    api: Any
    sheet: Any
    name: str
    sheet_name: str
    headers: list[str]
    area: Area
    header_rows: int
    totals_rows: int

    @classmethod
    def of(cls, table: Any) -> LiveTable:
        """The table as it lies now."""
        sheet, columns = table.Parent, table.ListColumns
        headers = [str(columns(number).Name) for number in range(1, int(columns.Count) + 1)]
        rows = (int(bool(table.ShowHeaders)), int(bool(table.ShowTotals)))
        return cls(table, sheet, str(table.Name), str(sheet.Name), headers, area_of(table.Range), *rows)

    @property
    def body(self) -> Area:
        """The rows between header and totals; of a table without rows the blank line that Excel shows."""
        first = self.area.first_row + self.header_rows
        return self.area._replace(first_row=first, last_row=max(first, self.area.last_row - self.totals_rows))

    def column(self, file: str, header: str) -> int:
        """The sheet's column under that header; Refusal where a user renamed or removed it."""
        headers = [each.strip().casefold() for each in self.headers]
        if header.strip().casefold() not in headers:
            raise place_refusals.lacks_header(file, self.name, self.sheet_name, header)
        return self.area.first_column + headers.index(header.strip().casefold())


@dataclass(frozen=True)
class Writer:
    """Writes constants over cells of one workbook and notes how that is undone."""

    file: str
    date1904: bool
    journal: Journal
    filters: Filters

    def overwrite(self, sheet: Any, area: Area, rows: Sequence[Sequence[Dated]]) -> None:
        """Constants over cells that hold none but constants."""
        old = read_rows(sheet, area)
        self.journal.add(partial(write_rows, sheet, area, old, self.date1904))
        write_rows(sheet, area, rows, self.date1904)

    def require_writable(self, sheet: Any) -> None:
        """A protected sheet is refused, unless it is protected from its user alone."""
        if sheet.ProtectContents and not sheet.ProtectionMode:
            raise place_refusals.protected_sheet(self.file, str(sheet.Name))

    def require_constants(self, sheet: Any, area: Area, name: str) -> None:
        """Nothing that the refresh overwrites may be a formula."""
        cells = [address(row, column) for row, column, _ in formula_cells(sheet, area)]
        if cells:
            raise place_refusals.holds_formula(self.file, str(sheet.Name), cells, name)

    def replace_rows(self, table: LiveTable, rows: Sequence[Sequence[Dated]], headers: Sequence[str]) -> None:
        """The table's body under these headers replaced; other columns, a user's own, are left as they are."""
        columns = [table.column(self.file, header) for header in headers]
        old, sheet = table.body, table.sheet
        new = old._replace(last_row=old.first_row + max(1, len(rows)) - 1)
        self.require_writable(sheet)
        self._require_room(table, new)
        for first, last in _runs(columns):
            area = old._replace(first_column=columns[first], last_column=columns[last])
            self.require_constants(sheet, area, table.name)
        self.filters.take_off(table.api)
        if new.last_row > old.last_row:
            self._grow(table, new)
        blank = [None] * len(columns)
        # Rows that the table loses are emptied while it still holds them.
        last_row = max(old.last_row, new.last_row)
        filled = [*rows, *[blank] * (last_row - new.first_row + 1 - len(rows))]
        for first, last in _runs(columns):
            area = Area(new.first_row, columns[first], last_row, columns[last])
            self.overwrite(sheet, area, [row[first : last + 1] for row in filled])
        if new.last_row < old.last_row:
            self._resize(table, new, partial(_resized, table, old))

    def _grow(self, table: LiveTable, new: Area) -> None:
        added = new._replace(first_row=table.body.last_row + 1)

        def undo() -> None:
            # Excel fills a user's calculated column in new rows by itself.
            range_of(table.sheet, added).ClearContents()
            _resized(table, table.body)

        self._resize(table, new, undo)
        last = table.body._replace(first_row=table.body.last_row)
        range_of(table.sheet, last).AutoFill(range_of(table.sheet, last._replace(last_row=new.last_row)), _FORMATS)

    def _resize(self, table: LiveTable, new: Area, undo: Callable[[], None]) -> None:
        self.journal.add(undo)
        _resized(table, new)

    def _require_room(self, table: LiveTable, new: Area) -> None:
        """Where the table grows, nothing may stand."""
        old = table.body
        if new.last_row == old.last_row:
            return
        if table.totals_rows:
            raise place_refusals.has_totals_row(self.file, table.name)
        if new.last_row > LAST_ROW:
            raise place_refusals.too_many_rows(self.file, table.name, new.last_row - new.first_row + 1)
        grown = new._replace(first_row=old.last_row + 1)
        if new.last_row < grown.first_row:
            return
        found = [address(*cell) for cell in occupied(table.sheet, grown)]
        found += [f"the table {name}" for name, area in _other_tables(table) if area.meets(grown)]
        if range_of(table.sheet, grown).MergeCells is not False:
            found.append(f"merged cells within {area_address(grown)}")
        if found:
            raise place_refusals.blocked_growth(self.file, table.name, table.sheet_name, new.last_row, found)


def _resized(table: LiveTable, body: Area) -> None:
    table.api.Resize(range_of(table.sheet, body._replace(first_row=table.area.first_row)))


def _other_tables(table: LiveTable) -> Iterator[tuple[str, Area]]:
    tables = table.sheet.ListObjects
    for number in range(1, int(tables.Count) + 1):
        other = tables(number)
        if other.Name != table.name:
            yield str(other.Name), area_of(other.Range)


def _runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    """First and last place of each run of neighbouring columns: one call carries one rectangle."""
    runs: list[tuple[int, int]] = []
    for place, column in enumerate(columns):
        if runs and column == columns[runs[-1][1]] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
