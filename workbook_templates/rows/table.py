"""Rows of any kind judged column by column: which of them count, and why the others do not."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from udfs.arithmetic.sums import Money
from workbook_templates.rows.blanks import RowColumn, blank_rows, rows_except, select_rows
from workbook_templates.rows.columns import Column
from workbook_templates.rows.distinct import Apart, digest_of, distinct_cells, read_distinct

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


@dataclass(frozen=True, kw_only=True)
class JudgedCount:
    """What became of the rows of one table."""

    read: int
    tallied: int
    rejected: list[RejectedRow]
    rejected_rows: int
    digest: str
    notes: list[str]
    apart: int = 0
    """Rows of another period, or without an answer: nothing is wrong with them, and they are not counted."""
    stake: float | None = None
    """The amounts of the rejected rows, as far as they can be read; None where none can."""
    decisions: tuple[str, ...] = ()
    """How the columns were read."""
    doubts: tuple[str, ...] = ()
    """What may be wrong with how they were read."""


class JudgedRows:
    """The rows of a table while they are judged; fully blank ones are no rows."""

    def __init__(self, source: SourceColumns, columns: Mapping[str, Column], parts: Collection[str] = ()) -> None:
        """`parts` are columns whose cells make something together: what is wrong with one is the caller's to judge."""
        source = source.without_blank_rows()
        self.numbers = source.numbers
        self.cells = source.columns
        self.count = len(source.numbers)
        distinct = {name: distinct_cells(self.cells[name], self.count) for name in columns}
        readings = read_distinct(list(columns.values()), list(distinct.values()))
        self.columns = {
            name: cells.judged(reading.judge) for (name, cells), reading in zip(distinct.items(), readings, strict=True)
        }
        self.decisions = [decision for reading in readings for decision in reading.decisions]
        self.doubts = [doubt for reading in readings for doubt in reading.doubts]
        self._refused: list[tuple[NDArray[np.bool_], Callable[[int], str]]] = []
        self._whole = [column for name, column in self.columns.items() if name not in parts]
        faulty = [column.faulty() for column in self._whole]
        self.counted = ~np.logical_or.reduce(faulty)
        apart = [column.apart() for column in self._whole]
        wrong = [is_faulty & ~is_apart for is_faulty, is_apart in zip(faulty, apart, strict=True)]
        self._without_fault = ~np.logical_or.reduce(wrong)
        self._elsewhere = self.columns["Date"].apart()
        self._apart = np.logical_or.reduce(apart)

    def refuse(self, where: NDArray[np.bool_], reason: str | Callable[[int], str]) -> None:
        """Rows whose cells are right each by itself, but not together."""
        self._refused.append((where, reason if callable(reason) else lambda _: reason))
        self.counted &= ~where
        self._without_fault &= ~where

    def set_apart(self, where: NDArray[np.bool_]) -> None:
        """Rows that do not count, though nothing is wrong with them."""
        self.counted &= ~where
        self._apart |= where

    @property
    def apart(self) -> NDArray[np.bool_]:
        """Rows of another period, whatever else is wrong with them, and those that only lack an answer."""
        return np.asarray(self._elsewhere | (self._apart & self._without_fault & ~self.counted))

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
        stake: NDArray[np.float64] | None = None,
    ) -> JudgedCount:
        """How many rows were read, counted and rejected, and the first of the rejected ones with what is shown of each.

        The digest is that of the judged columns, unless another is given; `stake` is the amount of each row.
        """
        apart = self.apart
        left_out = np.flatnonzero(~self.counted & ~apart)
        return JudgedCount(
            read=self.count,
            tallied=int(self.counted.sum()),
            rejected=[self._rejection(row, shown or self.cells_of) for row in left_out[:most_rejected].tolist()],
            rejected_rows=len(left_out),
            digest=digest or digest_of(self.columns.values()),
            notes=[*self._notes_of_apart(apart), *note_unlisted(len(left_out), most_rejected)],
            apart=int(apart.sum()),
            stake=None if stake is None else math.fsum(stake[left_out].tolist()) or None,
            decisions=tuple(self.decisions),
            doubts=tuple(self.doubts),
        )

    def _notes_of_apart(self, apart: NDArray[np.bool_]) -> list[str]:
        """Why rows are counted apart, and how many for each reason."""
        elsewhere, codes = int(self._elsewhere.sum()), int((apart & ~self._elsewhere).sum())
        return notes_of_apart(elsewhere, codes)

    def cells_of(self, row: int) -> tuple[Any, ...]:
        """The cells of a row as they came."""
        return tuple(None if column is None else column[row] for column in self.cells.values())

    def faults(self, row: int) -> list[str]:
        """What is wrong with the cells of a row, each by itself."""
        faults = [fault for column in self._whole if (fault := column.fault(row))]
        return [fault for fault in faults if not isinstance(fault, Apart)] or faults

    def _rejection(self, row: int, shown: Callable[[int], tuple[Any, ...]]) -> RejectedRow:
        """Why a row was not counted: everything that is wrong with it."""
        reasons = self.faults(row) + [reason(row) for where, reason in self._refused if where[row]]
        number = self.numbers[row]
        key = number.item() if isinstance(number, np.generic) else number
        return RejectedRow(key, shown(row), "; ".join(filter(None, reasons)))


def notes_of_apart(elsewhere: int, unanswered: int) -> list[str]:
    """How many rows are counted apart, and why."""
    of_others = "row lies outside the period and counts" if elsewhere == 1 else "rows lie outside the period and count"
    code = "a missing-value code for an answer"
    without = f"row has {code} and counts" if unanswered == 1 else f"rows have {code} and count"
    each = ((elsewhere, of_others), (unanswered, without))
    return [f"{number:,} {words} apart." for number, words in each if number]


def note_unlisted(rejected: int, listed: int) -> list[str]:
    """That more rows were rejected than are listed."""
    return [f"{rejected:,} rows were rejected; the first {listed:,} are listed."] if rejected > listed else []
