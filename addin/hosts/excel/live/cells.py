"""Cells of an open workbook, read and written in blocks by COM, without xlwings' converters: these lose errors."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any, Final

from addin.cells.addresses import Area, address, area_address
from addin.cells.dates import moment, serial_number
from addin.cells.text import cut_to_cell
from addin.cells.values import Cell, Dated
from addin.hosts.excel.com_cells import decode_error_code
from udfs.calling.errors import CellError

_CELLS_AT_ONCE: Final = 500_000
"""In one call: 50,000 rows of ten columns. A call with a few million would need all of a 32-bit Excel's memory."""
_LONGEST_IN_BLOCK: Final = 8_000
"""Characters; a longer text is refused by Excel among others, and taken alone."""


def area_of(cells: Any) -> Area:
    """Where a Range lies."""
    row, column = int(cells.Row), int(cells.Column)
    return Area(row, column, row + int(cells.Rows.Count) - 1, column + int(cells.Columns.Count) - 1)


def blocks(area: Area) -> Iterator[Area]:
    """The area from top to bottom in parts that one call may carry."""
    height = max(1, _CELLS_AT_ONCE // (area.last_column - area.first_column + 1))
    for row in range(area.first_row, area.last_row + 1, height):
        yield area._replace(first_row=row, last_row=min(row + height - 1, area.last_row))


def range_of(sheet: Any, area: Area) -> Any:
    """The Range of an area."""
    return sheet.Range(area_address(area))


def read_rows(sheet: Any, area: Area) -> list[list[Cell]]:
    """The cells row by row; dates are serial numbers."""
    return [list(map(_cell, row)) for block in blocks(area) for row in _rows(range_of(sheet, block).Value2)]


def read_columns(sheet: Any, area: Area, date1904: bool) -> list[list[Dated]]:
    """The cells column by column, dates as dates, empty text as blank.

    Value2 has every number exactly; Value only tells which of them Excel shows as dates.
    """
    columns: list[list[Dated]] = [[] for _ in range(area.first_column, area.last_column + 1)]
    for block in blocks(area):
        cells = range_of(sheet, block)
        rows = _rows(cells.Value2)
        has_numbers = any(type(value) is float for row in rows for value in row)
        shown = _rows(cells.Value) if has_numbers else rows
        for column, values, formatted in zip(columns, zip(*rows, strict=True), zip(*shown, strict=True), strict=True):
            column.extend(
                moment(value, date1904)
                if type(value) is float and isinstance(as_shown, datetime.date)
                else None
                if value == ""
                else _cell(value)
                for value, as_shown in zip(values, formatted, strict=True)
            )
    return columns


def formula_cells(sheet: Any, area: Area) -> Iterator[tuple[int, int, Cell]]:
    """Row, column and value of each cell that holds a formula."""
    for block in blocks(area):
        cells = range_of(sheet, block)
        # False where no cell holds one, and None where some do.
        if cells.HasFormula is False:
            continue
        texts, values = _rows(cells.Formula), _rows(cells.Value2)
        for row, (line, shown) in enumerate(zip(texts, values, strict=True), start=block.first_row):
            for column, (text, value) in enumerate(zip(line, shown, strict=True), start=block.first_column):
                # A text that begins with "=" reads the same in both.
                if isinstance(text, str) and text.startswith("=") and text != value:
                    yield row, column, _cell(value)


def occupied(sheet: Any, area: Area) -> Iterator[tuple[int, int]]:
    """The cells of an area that hold a value or formula."""
    used = area_of(sheet.UsedRange)
    if not used.meets(area):
        return
    last = min(area.last_row, used.last_row)
    for block in blocks(area._replace(last_row=last)):
        for row, line in enumerate(_rows(range_of(sheet, block).Formula), start=block.first_row):
            yield from ((row, column) for column, text in enumerate(line, start=block.first_column) if text != "")


def write_rows(sheet: Any, area: Area, rows: Sequence[Sequence[Dated]], date1904: bool) -> None:
    """Constants into the cells of an area. A text stays a text, whatever Excel would read in it."""
    for block in blocks(area):
        start = block.first_row - area.first_row
        lines = rows[start : start + block.last_row - block.first_row + 1]
        range_of(sheet, block).Value2 = tuple(tuple(_block_value(value, date1904) for value in line) for line in lines)
        for row, line in enumerate(lines, start=block.first_row):
            for column, value in enumerate(line, start=block.first_column):
                if isinstance(value, CellError):
                    # Excel reads an error's English code in a formula, in every language.
                    sheet.Range(address(row, column)).Formula = value.code
                elif _is_long(value):
                    sheet.Range(address(row, column)).Value2 = _text(str(value))


def _rows(value: Any) -> tuple[tuple[Any, ...], ...]:
    """A single cell arrives without rows."""
    return value if type(value) is tuple else ((value,),)


def _cell(value: Any) -> Cell:
    """A cell as COM carries it: numbers are floats, so an int is an error's code."""
    if type(value) is int:
        cell: Cell = decode_error_code(value)
        return cell
    return value if value is None or isinstance(value, (str, bool, float)) else float(value)


def _block_value(value: Dated, date1904: bool) -> float | str | bool:
    """A constant among others; empty text empties the cell."""
    if value is None or value == "" or isinstance(value, CellError) or _is_long(value):
        return ""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return value
    # A whole number beyond 32 bits would arrive as a type that Excel does not know.
    return float(serial_number(value, date1904) if isinstance(value, (datetime.date, datetime.timedelta)) else value)


def _is_long(value: Dated) -> bool:
    return isinstance(value, str) and len(value) > _LONGEST_IN_BLOCK


def _text(value: str) -> str:
    """With the apostrophe that says: a text. Without, Excel reads "=1+1", "1-2" or "TRUE" as what they look like."""
    return f"'{cut_to_cell(value)}"
