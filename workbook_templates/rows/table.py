"""Rows of any kind judged column by column: which of them count, and why the others do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from udfs.arithmetic.sums import Money
from workbook_templates.rows.blanks import RowColumn, blank_rows, rows_except, select_rows
from workbook_templates.rows.distinct import digest_of, judge_column
from workbook_templates.rows.rules import Judge

MOST_REJECTED = 10_000


@dataclass(frozen=True)
class SourceColumns:
    """Rows as they came, column by column, by our own names."""

    numbers: NDArray[Any]
    """How the source numbers its rows, or their keys."""
    columns: Mapping[str, RowColumn]
    others: tuple[RowColumn, ...] = ()
    """Columns that mean nothing here, but a row that has something there is no blank row."""

    def without_blank_rows(self) -> SourceColumns:
        """The rows that hold something, in one of the columns at least."""
        rows = len(self.numbers)
        blank = blank_rows((*self.columns.values(), *self.others), rows)
        if not blank:
            return SourceColumns(self.numbers, self.columns)
        keep = rows_except(blank, rows)
        return SourceColumns(
            self.numbers[keep], {name: select_rows(cells, keep) for name, cells in self.columns.items()}
        )


@dataclass(frozen=True)
class RejectedRow:
    """One row that was not counted: its cells in the order of the columns."""

    number: Any
    """The number of the row, or its key in the source."""
    cells: tuple[Any, ...]
    reason: str


@dataclass(frozen=True)
class JudgedCount:
    """What became of the rows of one table."""

    read: int
    tallied: int
    rejected: list[RejectedRow]
    rejected_rows: int
    digest: str
    notes: list[str]


class JudgedRows:
    """The rows of a table while they are judged; fully blank ones are no rows."""

    def __init__(self, source: SourceColumns, judges: Mapping[str, Judge]) -> None:
        source = source.without_blank_rows()
        self.numbers = source.numbers
        self.cells = source.columns
        self.count = len(source.numbers)
        self.columns = {name: judge_column(self.cells[name], self.count, judge) for name, judge in judges.items()}
        self._refused: list[tuple[NDArray[np.bool_], Callable[[int], str]]] = []
        self.counted = ~np.logical_or.reduce([column.faulty() for column in self.columns.values()])

    def refuse(self, where: NDArray[np.bool_], reason: str | Callable[[int], str]) -> None:
        """Rows whose cells are right each by itself, but not together."""
        self._refused.append((where, reason if callable(reason) else lambda _: reason))
        self.counted &= ~where

    def numbers_of(self, name: str, missing: float = 0.0) -> NDArray[np.float64]:
        """What the cells of a column mean as numbers."""
        return self.columns[name].values(missing, np.float64)

    def places_of(self, name: str) -> NDArray[np.int64]:
        """What the cells of a column mean as places in a list; -1 where there is none."""
        return self.columns[name].values(-1, np.int64)

    def days(self) -> NDArray[np.int64]:
        """The proleptic ordinals of the dates; 0 where one cannot be used."""
        return self.columns["Date"].values(0, np.int64)

    def texts_of(self, name: str) -> NDArray[np.str_]:
        """What the cells of a column mean as texts; empty where there is none."""
        return self.columns[name].values("", np.str_)

    def amounts_of(self, name: str, rows: NDArray[np.intp], blank: float = 0.0) -> Money:
        """The exact amounts of some rows."""
        column = self.columns[name]
        return Money.of([blank if each is None else each for each in column.meanings], column.codes[rows])

    def result(
        self,
        most_rejected: int = MOST_REJECTED,
        digest: str = "",
        shown: Callable[[int], tuple[Any, ...]] | None = None,
    ) -> JudgedCount:
        """How many rows were read, counted and rejected, and the first of the rejected ones with what is shown of each.

        The digest is that of the judged columns, unless another is given.
        """
        left_out = np.flatnonzero(~self.counted)
        return JudgedCount(
            read=self.count,
            tallied=self.count - len(left_out),
            rejected=[self._rejection(row, shown or self.cells_of) for row in left_out[:most_rejected].tolist()],
            rejected_rows=len(left_out),
            digest=digest or digest_of(self.columns.values()),
            notes=note_unlisted(len(left_out), most_rejected),
        )

    def cells_of(self, row: int) -> tuple[Any, ...]:
        """The cells of a row as they came."""
        return tuple(None if column is None else column[row] for column in self.cells.values())

    def faults(self, row: int) -> list[str]:
        """What is wrong with the cells of a row, each by itself."""
        return [fault for column in self.columns.values() if (fault := column.fault(row))]

    def _rejection(self, row: int, shown: Callable[[int], tuple[Any, ...]]) -> RejectedRow:
        """Why a row was not counted: everything that is wrong with it."""
        reasons = self.faults(row) + [reason(row) for where, reason in self._refused if where[row]]
        number = self.numbers[row]
        key = number.item() if isinstance(number, np.generic) else number
        return RejectedRow(key, shown(row), "; ".join(filter(None, reasons)))


def note_unlisted(rejected: int, listed: int) -> list[str]:
    """That more rows were rejected than are listed."""
    return [f"{rejected:,} rows were rejected; the first {listed:,} are listed."] if rejected > listed else []
