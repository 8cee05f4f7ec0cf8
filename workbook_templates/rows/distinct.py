"""A column of cells with few distinct ones, each of which is judged once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbook_templates.rows.columns import Cells, Column, Judge, Reading, read_columns


class Apart(str):
    """Why a row is not counted although nothing is wrong with it: it is of another period, or has no answer."""

    __slots__ = ()


@dataclass(frozen=True)
class DistinctCells:
    """A column by its distinct cells: which one each row has."""

    codes: NDArray[np.intp]
    cells: list[Any]

    def counted(self) -> Cells:
        """How many rows have each."""
        return _Counted(self)

    def judged(self, judge: Judge) -> Judged:
        """What each of them means, those that mean the same taken together."""
        codes, verdicts = self.codes, [judge(cell) for cell in self.cells]
        if len(set(verdicts)) < len(verdicts):
            same, verdicts = _number_distinct(verdicts, len(verdicts))
            codes = same[codes]
        return Judged(codes, [meaning for meaning, _ in verdicts], [fault for _, fault in verdicts])


class _Counted(Mapping[Any, int]):
    """Cells and their rows, which are counted once somebody asks: of hundreds of thousands hardly anybody does."""

    def __init__(self, distinct: DistinctCells) -> None:
        self._distinct = distinct

    def __iter__(self) -> Iterator[Any]:
        return iter(self._distinct.cells)

    def __len__(self) -> int:
        return len(self._distinct.cells)

    def __getitem__(self, cell: Any) -> int:
        return self._rows[cell]

    @cached_property
    def _rows(self) -> dict[Any, int]:
        cells = self._distinct.cells
        return dict(zip(cells, np.bincount(self._distinct.codes, minlength=len(cells)).tolist(), strict=True))


@dataclass(frozen=True)
class Judged:
    """A column by distinct verdicts: which one each row has, what its cell means, and what is wrong with it."""

    codes: NDArray[np.intp]
    meanings: list[Any]
    faults: list[str]

    def values(self, missing: Any, kind: Any) -> NDArray[Any]:
        return np.array([missing if each is None else each for each in self.meanings], dtype=kind)[self.codes]

    def faulty(self) -> NDArray[np.bool_]:
        if not any(self.faults):
            return np.zeros(len(self.codes), dtype=bool)
        return np.array([bool(fault) for fault in self.faults], dtype=bool)[self.codes]

    def apart(self) -> NDArray[np.bool_]:
        """Where the row does not count, though nothing is wrong with the cell."""
        if Apart not in set(map(type, self.faults)):
            return np.zeros(len(self.codes), dtype=bool)
        return np.array([isinstance(fault, Apart) for fault in self.faults], dtype=bool)[self.codes]

    def has_fault(self, fault: str) -> NDArray[np.bool_]:
        return np.array([each == fault for each in self.faults], dtype=bool)[self.codes]

    def nameless(self) -> NDArray[np.bool_]:
        return np.array([meaning is None for meaning in self.meanings], dtype=bool)[self.codes]

    def fault(self, row: int) -> str:
        return self.faults[int(self.codes[row])]


def distinct_cells(cells: Sequence[Any] | None, rows: int) -> DistinctCells:
    """The distinct cells of a column; of one that the source does not have the only cell is None."""
    if cells is None:
        return DistinctCells(np.zeros(rows, dtype=np.intp), [None])
    keys: Sequence[Hashable] = cells
    truths = not {bool, np.bool_}.isdisjoint(map(type, cells))
    if truths:
        keys = [(type(cell), cell) for cell in cells]  # TRUE is no 1
    codes, distinct = _number_distinct(keys, rows)
    return DistinctCells(codes, [key[1] for key in distinct] if truths else distinct)


def read_distinct(columns: Sequence[Column], cells: Sequence[DistinctCells]) -> list[Reading]:
    """Each column by its distinct cells."""
    counted = [each.counted() if column.looks else {} for column, each in zip(columns, cells, strict=True)]
    return read_columns(columns, counted)


def digest_of(columns: Iterable[Judged]) -> str:
    """What the cells of the columns mean, hashed: the same rows give the same, from whatever kind of file."""
    hashed = hashlib.sha256()
    for column in columns:
        hashed.update(repr((column.meanings, list(map(str, column.faults)))).encode("utf-8", "surrogatepass"))
        hashed.update(column.codes.astype("<i8").tobytes())
    return hashed.hexdigest()


def _number_distinct(keys: Iterable[Any], number: int) -> tuple[NDArray[np.intp], list[Any]]:
    """The place of each key among the distinct ones in order of appearance, and these."""
    # A dictionary that numbers what it has not met keeps the pass over the rows in the interpreter's own loops.
    places: defaultdict[Any, int] = defaultdict(count().__next__)
    return np.fromiter(map(places.__getitem__, keys), dtype=np.intp, count=number), list(places)
