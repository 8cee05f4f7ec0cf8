"""Columns of a large sheet read by calamine, which is fast, from a package that was checked and made for it."""

from __future__ import annotations

import datetime
import io
import math
import re
import zipfile
from collections.abc import Iterator, Sequence

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from addin.cells.addresses import Area, column_number
from addin.cells.text import unescape
from addin.cells.values import Dated
from addin.system.memory import pause_collector
from addin.xlsx.iso_dates import dates_as_numbers
from addin.xlsx.literal_values import is_literal
from addin.xlsx.safe_xml import is_plain
from addin.xlsx.strict import as_transitional
from addin.xlsx.styles import DATE, ELAPSED, NUMBER
from udfs.calling.errors import NUM, CellError

MOST_CELLS = 12_000_000
"""calamine holds a full rectangle, 32 bytes a cell, and aborts the process when memory does not suffice."""

_BATCH = 1024
_FORMATS = {NUMBER: 0, DATE: 14, ELAPSED: 46}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LARGE_SHEET = 1 << 20
"""Bytes of a sheet from which on it is read here, and not as a tree."""
_FAR_CELL = re.compile(rb'<c(?! r="[A-Z][0-9]{1,6}")')
"""A cell right of column Z, below row 999,999, or not placed in the plain form: then all are looked at."""

_PLACED_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_PREFIXED_CELL = re.compile(rb":c[\s/>]")
_ROW_NUMBER = re.compile(rb'<row\b[^>]*?\sr="([0-9]{1,7})"')
_FORMULA = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*><f[\s>/]')
_ANY_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*\st="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>')


def read_columns(
    sheet: bytes, strings: bytes | None, date_styles: Sequence[int], date1904: bool, area: Area
) -> list[list[Dated]] | None:
    """The columns of an area of a sheet's part, dates as dates; None where the part must be read the slow way."""
    if not (is_plain(sheet) and is_plain(strings or b"") and is_literal(sheet) and _is_compact(sheet)):
        return None
    # A cell that says its date in words shows a date whatever its style: these have one of their own.
    numbered = dates_as_numbers(sheet, date1904, len(date_styles))
    if numbered is None:
        return None
    errors = list(_ERROR.finditer(sheet)) if b't="e"' in sheet else []
    if errors and sheet.count(b't="e"') != len(errors):
        return None
    try:
        columns = _read(_package(numbered, strings, [*date_styles, DATE], date1904), area)
    except CalamineError:
        return None  # the slow way says what is wrong, and in which cell
    except BaseException as error:
        # A date beyond reason makes calamine panic, which Python sees as an exception that no class stands for.
        if type(error).__name__ != "PanicException":
            raise
        return None
    for found in errors:
        row, number = int(found.group(2)), column_number(found.group(1).decode())
        if area.holds(row, number):
            columns[number - area.first_column][row - area.first_row] = CellError(unescape(found.group(3).decode()))
    return columns


def _read(package: io.BytesIO, area: Area) -> list[list[Dated]]:
    cells = CalamineWorkbook.from_filelike(package).get_sheet_by_index(0)
    height, width = area.last_row - area.first_row + 1, area.last_column - area.first_column + 1
    if cells.start is None:
        return [[None] * height for _ in range(width)]
    top, left = cells.start[0] + 1, cells.start[1] + 1
    columns: list[list[Dated]] = [[None] * max(0, min(height, top - area.first_row)) for _ in range(width)]
    for across in columnwise(cells, max(0, area.first_row - top), max(0, area.last_row - top + 1)):
        for index, column in enumerate(columns):
            at = area.first_column + index - left
            column.extend(across[at] if 0 <= at < len(across) else [None] * len(across[0]))
    for column in columns:
        column.extend([None] * (height - len(column)))
        plain_cells(column)
    return columns


def columnwise(cells: CalamineSheet, start: int, stop: int) -> Iterator[list[tuple[Dated, ...]]]:
    """The rows as calamine counts them, from the first that is not empty; turned into columns, a batch at a time."""
    with pause_collector():
        rows = cells.to_python(nrows=stop)
        for first in range(start, len(rows), _BATCH):
            yield list(zip(*rows[first : first + _BATCH], strict=True))


def formula_cells(sheet: bytes) -> list[tuple[int, int]] | None:
    """Where a sheet's formulas stand, without parsing it; None where its bytes do not tell."""
    found = _FORMULA.findall(sheet)
    if len(found) != len(_ANY_FORMULA.findall(sheet)):
        return None
    return [(int(row), column_number(letters.decode())) for letters, row in found]


def last_row_of(sheet: bytes) -> int | None:
    """The last row that a sheet's part names, told by its end; None where its bytes do not tell."""
    end = sheet.rfind(b"</sheetData>")
    found = _ROW_NUMBER.match(sheet, max(sheet.rfind(b"<row ", 0, end), 0))
    return int(found[1]) if found and b"<row>" not in sheet[found.start() : end] else None


def _is_compact(sheet: bytes) -> bool:
    """Whether every cell says where it is in the plain form, and their rectangle is of a sensible size."""
    start, end = sheet.find(b"<sheetData"), sheet.rfind(b"</sheetData>")
    if start < 0 or end < start or _PREFIXED_CELL.search(sheet):
        return False
    if not _FAR_CELL.search(sheet, start, end):
        return True
    places = _PLACED_CELL.findall(sheet, start, end)
    if sheet.count(b"<c", start, end) != len(places):
        return False
    width = max(column_number(letters.decode()) for letters in {letters for letters, _ in places})
    height = max(map(int, {row for _, row in places}))
    return width * height <= MOST_CELLS


def _package(sheet: bytes, strings: bytes | None, date_styles: Sequence[int], date1904: bool) -> io.BytesIO:
    """A workbook of that one sheet: calamine unpacks nothing that was not checked, and dates follow one rule."""
    formats = "".join(f'<xf numFmtId="{_FORMATS[shown]}"/>' for shown in date_styles)
    kinds = {"worksheet": "sheet.xml", "styles": "styles.xml"} | (
        {"sharedStrings": "sharedStrings.xml"} if strings else {}
    )
    related = "".join(
        f'<Relationship Id="{kind}" Type="{_RELATED}/{kind}" Target="{target}"/>' for kind, target in kinds.items()
    )
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    parts: dict[str, str | bytes] = {
        "_rels/.rels": rels.format(
            f'<Relationship Id="workbook" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><workbookPr date1904="{int(date1904)}"/>'
        '<sheets><sheet name="sheet" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": rels.format(related),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs>{formats}</cellXfs></styleSheet>',
        "xl/sheet.xml": as_transitional(sheet),
    }
    if strings:
        parts["xl/sharedStrings.xml"] = as_transitional(strings)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    stream.seek(0)
    return stream


def plain_cells(column: list[Dated]) -> None:
    """Blanks as None, times of day as lengths of time, and no number that is none."""
    if "" in column:
        column[:] = [None if value == "" else value for value in column]
    kinds = set(map(type, column))
    if datetime.time in kinds:
        column[:] = [_since_midnight(value) for value in column]
    if float in kinds and not math.isfinite(sum(value for value in column if type(value) is float)):
        finite = (not isinstance(value, float) or math.isfinite(value) for value in column)
        column[:] = [value if fine else CellError(NUM) for value, fine in zip(column, finite, strict=True)]


def _since_midnight(value: object) -> Dated:
    if isinstance(value, datetime.time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return datetime.timedelta(seconds=seconds, microseconds=value.microsecond)
    return value  # type: ignore[return-value]
