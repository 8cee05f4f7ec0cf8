"""Where rows come from: the workbook's own sheet, or a file that takes its place for one refresh."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from addin.cells.addresses import Area, area_address, column_number
from addin.progress import Advance
from addin.refusal import Refusal
from addin.sources.delimited_text import read_delimited
from addin.sources.headers import HEADER_WITHIN, count_wanted, place_of_header
from addin.workbook.file import WorkbookFile
from addin.workbook.protocol import Workbook
from addin.xlsx import large_sheet, place_refusals
from addin.xlsx.large_sheet import MOST_CELLS, last_row_of
from workbook_templates.refreshing.record import SourceRows
from workbook_templates.refreshing.wanted import Wanted, wanted_keys
from workbook_templates.rows.judges import is_blank, text_of

_ROW_START = re.compile(rb"<row[ >]")
_CELL_COLUMN = re.compile(rb'<c\b[^>]*?\sr="([A-Z]{1,3})[0-9]')
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")
_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")


def rows_of_sheet(workbook: Workbook, table: str) -> SourceRows:
    """The rows that users filled into the workbook's own table; blank lines at its end are none."""
    rows = workbook.read_table(table)
    return SourceRows(
        name=f"the table {table} of this workbook",
        kind="sheet",
        headers=rows.headers,
        columns=rows.columns,
        first_row=rows.first_row,
        date1904=workbook.date1904,
    )


def rows_of_file(path: Path, wanted: Sequence[Wanted], sheet: str = "", advance: Advance | None = None) -> SourceRows:
    """A file's rows, untouched; of a workbook the sheet of that name, or whose header has the wanted columns."""
    suffix = path.suffix.lower()
    if suffix in _TEXT_SUFFIXES:
        text = read_delimited(path, wanted, advance)
        return SourceRows(path.name, "file", text.headers, text.columns, text.first_row, notes=(text.detected,))
    if suffix in _WORKBOOK_SUFFIXES:
        return _rows_of_workbook(path, wanted, sheet)
    raise Refusal(f"{path.name}: rows are read from .csv and .xlsx files; save it as one of these.")


def digest_of_file(path: Path) -> str:
    """SHA-256 of the file's bytes, as `sha256sum` prints it."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(frozen=True)
class _Sheet:
    """The cells of one sheet, and which line is its header."""

    name: str
    columns: list[list[Any]]
    first_row: int
    header: int
    wanted_found: int
    filled: int
    """Cells in the header."""


def _rows_of_workbook(path: Path, wanted: Sequence[Wanted], named: str) -> SourceRows:
    """The first sheet with all wanted headers; else, for the message to name its headers, the one with most of them."""
    book = WorkbookFile(path)
    best: _Sheet | None = None
    alike: list[str] = []
    every = len(wanted_keys(wanted))
    if named and named not in book.package.sheets:
        raise Refusal(f'{path.name} has no sheet "{named}"; its sheets are: {", ".join(book.package.sheets)}.')
    for name in [named] if named else book.package.sheets:
        sheet = _read_sheet(book, name, wanted)
        if sheet is None:
            continue
        if best is not None and sheet.wanted_found == best.wanted_found == every > 0:
            alike.append(name)
        if best is None or (sheet.wanted_found, sheet.filled > 1) > (best.wanted_found, best.filled > 1):
            best = sheet
    if best is None:
        raise Refusal(f"{path.name}: its sheets are empty; there must be a header and rows below it.")
    row = best.first_row + best.header
    notes = [f"Read from the sheet {best.name} of {path.name}, header in row {row}."]
    if alike:
        notes.append(f"Not read, though the headers are the same: {', '.join(alike)}.")
    return SourceRows(
        name=path.name,
        kind="file",
        headers=["" if is_blank(column[best.header]) else text_of(column[best.header]) for column in best.columns],
        columns=[column[best.header + 1 :] for column in best.columns],
        first_row=row + 1,
        date1904=book.date1904,
        notes=tuple(notes),
    )


def _read_sheet(book: WorkbookFile, name: str, wanted: Sequence[Wanted]) -> _Sheet | None:
    """All of a sheet at once: finding its header first would cost a large one a second reading."""
    area = _used_area(book, name)
    if area is None:
        return None
    if (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1) > MOST_CELLS:
        raise place_refusals.too_far_apart(book.path.name, name, area_address(area))
    columns = book.read_area(name, area)
    height = len(columns[0])
    first = next((row for row in range(height) if not all(is_blank(column[row]) for column in columns)), height)
    top = list(zip(*(column[first : first + HEADER_WITHIN] for column in columns), strict=True))
    place = place_of_header(top, wanted)
    if place is None:
        return None
    filled = sum(not is_blank(cell) for cell in top[place])
    return _Sheet(name, columns, area.first_row, first + place, count_wanted(top[place], wanted), filled)


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
