"""A workbook that is open in Excel, through xlwings: read, written and put back if anything fails."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import xlwings

from addin.cells.addresses import Area, area_address
from addin.cells.values import Cell, Dated
from addin.engine.error_origins import ErrorReport
from addin.hosts.excel.live.cells import area_of, read_columns, read_rows
from addin.hosts.excel.live.changes import AUTOMATIC, Journal, held_still, succeeded
from addin.hosts.excel.live.com import com_message, excel_error
from addin.hosts.excel.live.errors import errors_shown
from addin.hosts.excel.live.filters import Filters
from addin.hosts.excel.live.tables import LiveTable, Writer
from addin.progress import Advance
from addin.refusal import Refusal
from addin.workbook.protocol import TableBody, tag_of
from addin.xlsx import place_refusals
from addin.xlsx.pivots import PivotSource, pivot_source

_WORKSHEET_SOURCE: Final = 1
"""xlDatabase: a pivot table made from cells or a table."""
_SUFFIXES: Final = (".xlsx", ".xlsm", ".xlsb", ".xls")

_log = logging.getLogger(__name__)


def open_live_book(workbook: Any) -> LiveBook:
    """The workbook that a macro hands over, as a COM object."""
    from xlwings import _xlwindows  # there on Windows only

    implementation: Any = _xlwindows.Book
    return LiveBook(xlwings.Book(impl=implementation(xl=workbook)))


class LiveBook:
    """The Workbook protocol on an open workbook. Writing is done within `changing`."""

    def __init__(self, book: xlwings.Book) -> None:
        self.book = book
        self.api = book.api
        self.application = self.api.Application
        self.date1904 = bool(self.api.Date1904)
        self.notes: list[str] = []
        """What `changing` could not leave as it was."""
        self._journal = Journal()
        self._filters = Filters()
        self._writer = Writer(self.name, self.date1904, self._journal, self._filters)
        self._is_stale = False

    @property
    def name(self) -> str:
        """What Excel calls it."""
        return str(self.book.name)

    @property
    def reads_formulas(self) -> bool:
        """Whether Excel computes only when told to, and was not told yet."""
        return self._is_stale

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Excel held still; where anything fails, every cell, table and filter put back as it was."""
        self._is_stale = bool(self.application.Calculation != AUTOMATIC)
        with held_still(self.application):
            try:
                yield
            except BaseException as error:
                self._put_back(error)
                raise
            self.notes = self._filters.put_back()

    @contextmanager
    def step(self, doing: str) -> Iterator[None]:
        """What is being done, in Excel's status bar."""
        self.application.StatusBar = f"Centre ROI: {doing} ..."
        yield

    def tables(self) -> dict[str, str]:
        """The tables by name, each with the sheet it stands on."""
        return {str(table.Name): str(sheet.Name) for sheet in self._sheets() for table in _members(sheet.ListObjects)}

    def pivot_sources(self) -> list[PivotSource]:
        """What each pivot table was made from."""
        caches = _members(self.api.PivotCaches())
        return [pivot_source(str(each.SourceData)) for each in caches if each.SourceType == _WORKSHEET_SOURCE]

    def template(self) -> str:
        """Kind and version, such as "survey_roi/1"; "" where the workbook is none of ours."""
        name = self._named("centre_roi_template")
        return "" if name is None else tag_of(str(name.refers_to))

    def has_name(self, name: str) -> bool:
        """Whether there is such a defined name."""
        return self._named(name) is not None

    def headers(self, table: str) -> Sequence[str]:
        """The headers of a table."""
        return self._table(table).headers

    def read_cell(self, name: str) -> Cell:
        """The single cell of that defined name; a date is its serial number."""
        sheet, area = self._place(name)
        if area[:2] != area[2:]:
            raise place_refusals.several_cells(self.name, name, area_address(area))
        return read_rows(sheet, area)[0][0]

    def read_range(self, name: str) -> list[list[Cell]]:
        """The cells of that defined name, row by row; dates are serial numbers."""
        return read_rows(*self._place(name))

    def read_table(self, name: str) -> TableBody:
        """A table's body. Empty text counts as blank; blank lines at the end may be kept."""
        table = self._table(name)
        columns = read_columns(table.sheet, table.body, self.date1904)
        return TableBody(table.headers, columns, table.body.first_row)

    def read_column(self, name: str, header: str) -> list[Dated]:
        """The body of a table's column."""
        table = self._table(name)
        column = table.column(self.name, header)
        area = table.body._replace(first_column=column, last_column=column)
        return read_columns(table.sheet, area, self.date1904)[0]

    def shown(self, sheet: str, row: int, column: int) -> Cell:
        """What a cell shows."""
        return read_rows(self.book.sheets[sheet].api, Area(row, column, row, column))[0][0]

    def write_range(self, name: str, rows: Sequence[Sequence[Dated]]) -> None:
        """Constants into a named cell or range of exactly that shape."""
        sheet, area = self._place(name)
        height, width = area.last_row - area.first_row + 1, area.last_column - area.first_column + 1
        if len(rows) != height or any(len(row) != width for row in rows):
            raise place_refusals.wrong_shape(self.name, name, rows, height, width)
        self._writer.require_writable(sheet)
        self._writer.require_constants(sheet, area, name)
        self._writer.overwrite(sheet, area, rows)

    def write_table(
        self,
        name: str,
        rows: Sequence[Sequence[Dated]],
        headers: Sequence[str] = (),
        advance: Advance | None = None,
    ) -> None:
        """The table's body replaced by these rows, under these headers; without any row, one blank line stays."""
        table = self._table(name)
        self._writer.replace_rows(table, rows, headers or table.headers)
        if advance is not None:
            advance(len(rows), len(rows))

    def recalculate(self) -> None:
        """Excel computes what is not up to date; it calls our functions back for that."""
        self.application.Calculate()
        self._is_stale = False

    def require_computed(self, name: str) -> None:
        """Excel computes every formula."""

    def errors(self) -> ErrorReport:
        """The error cells that Excel shows, each with the reason that our engine finds in a copy."""
        return errors_shown(self._sheets(), self.copied)

    @contextmanager
    def copied(self) -> Iterator[Path]:
        """A file with the workbook as it is now, for the moment; there is one of a workbook never saved, too."""
        suffix = "" if self.name.lower().endswith(_SUFFIXES) else ".xlsx"
        excel = self.application
        events = excel.EnableEvents
        with tempfile.TemporaryDirectory(prefix="centre-roi-") as folder:
            path = Path(folder) / f"{self.name}{suffix}"
            excel.EnableEvents = False  # a macro of the workbook may do anything when it is saved
            try:
                self.api.SaveCopyAs(str(path))
            finally:
                succeeded(lambda: setattr(excel, "EnableEvents", events))
            yield path

    def save(self) -> None:
        """The changes stay; to save the file is left to its user."""
        self._journal.forget()

    def _put_back(self, error: BaseException) -> None:
        """Every change undone, and said so in the refusal."""
        changed = len(self._journal) > 0
        failed = self._journal.put_back()
        self._filters.put_back()
        if changed:
            succeeded(self.application.Calculate)
        if failed:
            raise Refusal(
                f"{self.name}: the refresh failed ({_reason(error)}), and the old values could not be put back "
                "everywhere. Close the workbook without saving it and open it again."
            ) from error
        if isinstance(error, excel_error()):
            _log.error("Excel refused", exc_info=error)
            raise Refusal(
                f"{self.name}: Excel refused to go on ({_reason(error)}). Everything was put back as it was."
            ) from error
        if changed and isinstance(error, Refusal):
            raise Refusal(f"{error} Everything was put back as it was.") from None

    def _sheets(self) -> Iterator[Any]:
        """The worksheets; a chart sheet has no cells."""
        return (self.book.sheets[number].api for number in range(len(self.book.sheets)))

    def _named(self, name: str) -> Any:
        """The workbook's own name; a copied sheet has names of its own that are spelt alike."""
        if name not in self.book.names:
            return None
        found = self.book.names[name]
        if "!" not in found.name:
            return found
        return next((each for each in self.book.names if each.name.casefold() == name.casefold()), None)

    def _place(self, name: str) -> tuple[Any, Area]:
        """The sheet and area that a defined name points to."""
        found = self._named(name)
        if found is None:
            raise place_refusals.missing_name(self.name, name)
        try:
            cells = found.refers_to_range.api
            sheet = cells.Worksheet
            is_one_area = cells.Areas.Count == 1 and sheet.Parent.Name == self.name
        except excel_error():
            is_one_area = False
        if not is_one_area:
            raise place_refusals.points_nowhere(self.name, name, str(found.refers_to))
        return sheet, area_of(cells)

    def _table(self, name: str) -> LiveTable:
        for sheet in self._sheets():
            for table in _members(sheet.ListObjects):
                if str(table.Name).casefold() == name.casefold():
                    return LiveTable.of(table)
        raise place_refusals.missing_table(self.name, name)


def _members(collection: Any) -> Iterator[Any]:
    return (collection(number) for number in range(1, int(collection.Count) + 1))


def _reason(error: BaseException) -> str:
    return com_message(error) if isinstance(error, excel_error()) else str(error) or type(error).__name__
