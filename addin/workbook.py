"""What a refresh needs of a workbook, whether it is open in Excel or a file on disk."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from udfs.errors import CellError

Cell: TypeAlias = bool | int | float | str | CellError | None
"""What a cell holds; a date is its serial number."""

Dated: TypeAlias = Cell | datetime.date
"""A cell where its format counts: a date without time of day is a date, one with it a datetime."""


@dataclass(frozen=True)
class Rows:
    """A table's body, column by column; `first_row` is the sheet's row number of its first line."""

    headers: list[str]
    columns: list[list[Dated]]
    first_row: int


class Workbook(Protocol):
    """Places are found by defined name or table, never by address."""

    date1904: bool

    def template(self) -> str:
        """Kind and version, such as "survey_roi/1"; "" where the workbook is none of ours."""

    def read_cell(self, name: str) -> Cell:
        """The single cell of that defined name; a date is its serial number."""

    def read_range(self, name: str) -> list[list[Cell]]:
        """The cells of that defined name, row by row; dates are serial numbers."""

    def read_table(self, name: str) -> Rows:
        """A table's body. Empty text counts as blank; blank lines at the end may be kept."""

    def read_column(self, name: str, header: str) -> list[Dated]:
        """The body of a table's column."""

    def write_range(self, name: str, rows: Sequence[Sequence[Dated]]) -> None:
        """Constants into a named cell or range of exactly that shape."""

    def write_table(self, name: str, rows: Sequence[Sequence[Dated]], headers: Sequence[str] = ()) -> None:
        """The table's body replaced by these rows, under these headers; without any row, one blank line stays."""

    def recalculate(self) -> None:
        """Afterwards every read gives the new values."""

    def save(self) -> None:
        """The changes made lasting: all of them or none."""
