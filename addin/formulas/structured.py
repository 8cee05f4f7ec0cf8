"""References to a table's parts, `Sales[[#This Row],[Net sales]]`, as plain addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from addin.cells.addresses import Area
from addin.formulas.references import absolute, sheet_prefix

REF = "#REF!"
VALUE = "#VALUE!"

_ITEM = re.compile(r"\s*\[((?:'.|[^\[\]'])*)\]\s*(:?)\s*")
_ESCAPED = re.compile(r"'(.)", re.DOTALL)
_PARTS = ("#all", "#data", "#headers", "#totals", "#this row")


class TableLike(Protocol):
    """What is needed of a table."""

    @property
    def name(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def first_row(self) -> int: ...
    @property
    def first_column(self) -> int: ...
    @property
    def last_row(self) -> int: ...
    @property
    def last_column(self) -> int: ...
    @property
    def columns(self) -> Sequence[str]: ...
    @property
    def header_rows(self) -> int: ...
    @property
    def totals_rows(self) -> int: ...


def by_folded_name(tables: Mapping[str, TableLike]) -> dict[str, TableLike]:
    """The columns for look-ups in any case."""
    return {name.casefold(): table for name, table in tables.items()}


def table_at(tables: Mapping[str, TableLike], sheet: str, row: int, column: int) -> TableLike | None:
    """The table that a cell lies in: the one meant where a reference names none."""
    for table in tables.values():
        if table.sheet == sheet and _whole(table).holds(row, column):
            return table
    return None


def resolve(table: TableLike, brackets: str, row: int) -> str:
    """The address that `brackets` means in a formula of this row, or the error Excel shows instead."""
    parts, columns = _read(brackets)
    if columns is None:
        first, last = table.first_column, table.last_column
    else:
        places = [_column(table, name) for name in columns]
        if None in places:
            return REF
        numbers = [place for place in places if place is not None]
        first, last = min(numbers), max(numbers)
    rows = _rows(table, parts, row)
    if isinstance(rows, str):
        return rows
    return sheet_prefix(table.sheet) + absolute(Area(rows[0], first, rows[1], last))


def means_a_row(brackets: str) -> bool:
    """Whether the row of the formula decides which cells `brackets` means."""
    return "#this row" in _read(brackets)[0]


def _read(brackets: str) -> tuple[set[str], list[str] | None]:
    """The parts of the table that are meant, and the names of the first and last column, or None for all."""
    inner = brackets[1:-1].strip()
    parts: set[str] = set()
    if inner.startswith("@"):
        parts.add("#this row")
        inner = inner[1:].strip()
    if not inner:
        return parts, None
    if not _ITEM.match(inner):
        return (parts | {inner.lower()}, None) if inner.lower() in _PARTS else (parts, [_ESCAPED.sub(r"\1", inner)])
    columns: list[str] = []
    for item in _ITEM.finditer(inner):
        if item[1].strip().lower() in _PARTS:
            parts.add(item[1].strip().lower())
        else:
            columns.append(_ESCAPED.sub(r"\1", item[1]))
    return parts, columns or None


def _column(table: TableLike, name: str) -> int | None:
    wanted = name.casefold()
    for place, column in enumerate(table.columns):
        if column.casefold() == wanted:
            return table.first_column + place
    return None


def _rows(table: TableLike, parts: set[str], row: int) -> tuple[int, int] | str:
    top, bottom = table.first_row + table.header_rows, table.last_row - table.totals_rows
    if "#this row" in parts:
        return (row, row) if top <= row <= bottom else VALUE
    spans = []
    if not parts or parts & {"#data", "#all"}:
        spans.append((top, bottom))
    if "#headers" in parts or ("#all" in parts and table.header_rows):
        spans.append((table.first_row, top - 1) if table.header_rows else (0, 0))
    if "#totals" in parts or ("#all" in parts and table.totals_rows):
        spans.append((bottom + 1, table.last_row) if table.totals_rows else (0, 0))
    if (0, 0) in spans:
        return REF
    return min(first for first, _ in spans), max(last for _, last in spans)


def _whole(table: TableLike) -> Area:
    return Area(table.first_row, table.first_column, table.last_row, table.last_column)
