"""The error cells of .xls, .xlsb and .ods files, which calamine reads as if they were empty."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Any, Final

from addin.cells.addresses import address
from addin.refusal import Refusal
from addin.xlsx.compound_file import stream_of
from addin.xlsx.parts import Parts
from addin.xlsx.zip_parts import OLE_MAGIC
from udfs.calling.errors import CellError

Places = dict[tuple[int, int], CellError]
"""Row and column, counted from 1, and the error that stands there."""

_CODES: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_SHEET, _BEGIN, _END = 0x85, 0x809, 0x0A
_BOOLEAN_OR_ERROR, _FORMULAS = 0x205, (0x06, 0x206, 0x406)
_B_ROW, _B_ERRORS, _B_SHEET = 0, (3, 11), 156
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_MOST_REPEATED: Final = 100_000


def error_cells(data: bytes, number: int, sheet: str, file: str) -> tuple[Places, list[str]]:
    """The errors on a sheet, the file's of that number from 0, and the addresses of formulas without a value."""
    if data.startswith(OLE_MAGIC):
        return _of_xls(data, number), []
    if not data.startswith(b"PK"):
        return {}, []
    parts = Parts(data, file)
    return (_of_xlsb(parts, sheet), []) if parts.has("xl/workbook.bin") else _of_ods(parts, sheet)


def _of_xls(data: bytes, number: int) -> Places:
    book = stream_of(data, ("Workbook", "Book")) or b""
    starts = [struct.unpack_from("<I", content)[0] for kind, content in _records(book, 0) if kind == _SHEET]
    found: Places = {}
    depth = 0
    for kind, content in _records(book, starts[number]) if number < len(starts) else ():
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 0:
            break
        code = None
        if kind == _BOOLEAN_OR_ERROR and len(content) >= 8 and content[7]:
            code = content[6]
        elif kind in _FORMULAS and len(content) >= 14 and content[12:14] == b"\xff\xff" and content[6] == 2:
            code = content[8]
        if code is not None and depth == 1:
            row, column = struct.unpack_from("<HH", content)
            found[row + 1, column + 1] = _error(code)
    return found


def _records(data: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content, as far as they are whole."""
    while start + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, start)
        yield kind, data[start + 4 : start + 4 + length]
        start += 4 + length


def _of_xlsb(parts: Parts, sheet: str) -> Places:
    related = parts.relationships("xl/workbook.bin")
    target = ""
    for kind, content in _binary_records(parts.content("xl/workbook.bin")):
        if kind == _B_SHEET:
            identifier, rest = _wide_text(content, 8)
            name, _ = _wide_text(content, rest)
            if name == sheet and identifier in related:
                target = related[identifier].target
    found: Places = {}
    row = 0
    for kind, content in _binary_records(parts.content(target)) if target else ():
        if kind == _B_ROW:
            (row,) = struct.unpack_from("<I", content)
        elif kind in _B_ERRORS and len(content) >= 9:
            (column,) = struct.unpack_from("<I", content)
            found[row + 1, column + 1] = _error(content[8])
    return found


def _binary_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(data):
        kind, place = _varying(data, place, 2)
        length, place = _varying(data, place, 4)
        yield kind, data[place : place + length]
        place += length


def _varying(data: bytes, place: int, most: int) -> tuple[int, int]:
    """A number of one byte or several, seven bits in each, and where the next begins."""
    number = 0
    for shift in range(most):
        if place >= len(data):
            break
        number |= (data[place] & 0x7F) << 7 * shift
        place += 1
        if not data[place - 1] & 0x80:
            break
    return number, place


def _wide_text(content: bytes, place: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", content, place)
    end = place + 4 + 2 * length
    return content[place + 4 : end].decode("utf-16-le", "replace"), end


def _of_ods(parts: Parts, sheet: str) -> tuple[Places, list[str]]:
    if b'value-type="error"' not in (data := parts.content("content.xml")) and b":formula=" not in data:
        return {}, []
    found: Places = {}
    unvalued: list[str] = []
    tables = parts.tree("content.xml").iter(f"{_TABLE}table")
    for row, column, cell in _ods_cells(next((each for each in tables if each.get(f"{_TABLE}name") == sheet), ())):
        if cell.get(f"{_CALC}value-type") == "error":
            found[row, column] = CellError("".join(text for each in cell.iter(f"{_TEXT}p") for text in each.itertext()))
        elif (
            cell.get(f"{_TABLE}formula") and cell.get(f"{_OFFICE}value-type") is None and cell.find(f"{_TEXT}p") is None
        ):
            unvalued.append(address(row, column))
    return found, unvalued


def without_values(file: str, sheet: str, cells: Sequence[str]) -> Refusal:
    """Cells whose formulas nobody has computed."""
    shown = ", ".join(cells[:3]) + (f" and {len(cells) - 3:,} more" if cells[3:] else "")
    return Refusal(
        f"{file}: cells of the sheet {sheet} hold formulas without values: {shown}. Open the file in Excel, save it "
        "there and name it again."
    )


def _ods_cells(table: Any) -> Iterator[tuple[int, int, Any]]:
    """Row, column and element of each cell, as often as it is repeated within reason."""
    row = 1
    for line in table.iter(f"{_TABLE}table-row") if len(table) else ():
        rows = int(line.get(f"{_TABLE}number-rows-repeated", "1"))
        column = 1
        for cell in line.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            columns = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            if rows * columns <= _MOST_REPEATED:
                yield from ((row + down, column + across, cell) for down in range(rows) for across in range(columns))
            column += columns
        row += rows


def _error(code: int) -> CellError:
    return CellError(_CODES.get(code, "#VALUE!"))
