"""Rows of any kind judged column by column: which of them count, and why the others do not."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbook_templates.rows.blanks import RowColumn, blank_rows, kept, note_of_unlisted, others_than
from workbook_templates.rows.dates import DateOrder
from workbook_templates.rows.distinct import Judged, digest_of, judge_column
from workbook_templates.rows.judges import judge_day

Judge: TypeAlias = Callable[[Any], tuple[Any, str]]
"""What a cell means, or what is wrong with it; a blank one that is allowed means None."""

MOST_REJECTED = 10_000


@dataclass(frozen=True)
class SourceColumns:
    """Rows as they came, column by column, by our own names."""

    numbers: NDArray[np.int64]
    """How the source numbers its rows."""
    columns: Mapping[str, RowColumn]
    others: tuple[RowColumn, ...] = ()
    """Columns that mean nothing here, but a row that has something there is no blank row."""


@dataclass(frozen=True)
class RejectedRow:
    """One row that was not counted: its cells in the order of the columns."""

    number: int
    cells: tuple[Any, ...]
    reason: str


@dataclass(frozen=True)
class RowCount:
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
        rows = len(source.numbers)
        blank = blank_rows((*source.columns.values(), *source.others), rows)
        keep = others_than(blank, rows)
        self.numbers = source.numbers[keep]
        self.cells = {name: kept(column, keep) if blank else column for name, column in source.columns.items()}
        self.count = len(self.numbers)
        self.columns: dict[str, Judged] = {
            name: judge_column(self.cells[name], self.count, judge) for name, judge in judges.items()
        }
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

    def result(self) -> RowCount:
        """How many rows were read, counted and rejected, and the first of the rejected ones."""
        left_out = np.flatnonzero(~self.counted)
        return RowCount(
            read=self.count,
            tallied=self.count - len(left_out),
            rejected=[self._rejection(row) for row in left_out[:MOST_REJECTED].tolist()],
            rejected_rows=len(left_out),
            digest=digest_of(self.columns.values()),
            notes=note_of_unlisted(len(left_out), MOST_REJECTED),
        )

    def cells_of(self, row: int) -> tuple[Any, ...]:
        """The cells of a row as they came."""
        return tuple(None if column is None else column[row] for column in self.cells.values())

    def _rejection(self, row: int) -> RejectedRow:
        """Why a row was not counted: everything that is wrong with it."""
        faults = [column.fault(row) for column in self.columns.values()]
        faults += [reason(row) for where, reason in self._refused if where[row]]
        return RejectedRow(int(self.numbers[row]), self.cells_of(row), "; ".join(filter(None, faults)))


@dataclass(frozen=True)
class Period:
    """The days whose rows count, both ends included."""

    first: datetime.date
    last: datetime.date

    def judge(self, order: DateOrder | None, date1904: bool) -> Judge:
        """A day of the period (proleptic ordinal), or what is wrong with it."""
        words = f"the period {self.first.isoformat()} to {self.last.isoformat()}"

        def judged(cell: Any) -> tuple[int | None, str]:
            day, fault = judge_day(cell, order, date1904)
            if day is None:
                return None, fault
            inside = self.first <= day <= self.last
            return (day.toordinal(), "") if inside else (None, f"date {day.isoformat()} is not in {words}")

        return judged


def required(judge: Judge, called: str) -> Judge:
    """The same, where a blank cell is a fault."""

    def judged(cell: Any) -> tuple[Any, str]:
        meaning, fault = judge(cell)
        return (None, f"{called} is blank") if meaning is None and not fault else (meaning, fault)

    return judged
