"""How a column is read: looked at as a whole first, then cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeAlias

from workbook_templates.rows.judges import is_blank
from workbook_templates.rows.numbers import Mark

Judge: TypeAlias = Callable[[Any], tuple[Any, str]]
"""What a cell means, or what is wrong with it; a blank one that is allowed means None."""

Cells: TypeAlias = Mapping[Any, int]
"""The distinct cells of a column, and how many rows have each."""

Marks: TypeAlias = Mapping[Mark, int]
"""How many rows have a number that can only be written with that decimal mark."""


@dataclass(frozen=True)
class Reading:
    """How the cells of a column are read, decided by all of them."""

    judge: Judge
    decisions: tuple[str, ...] = ()
    """What was decided, a sentence each."""
    doubts: tuple[str, ...] = ()
    """What may be wrong with the column as a whole; one that begins with "Warning: " is for the user to judge."""

    def deciding(self, more: tuple[str, ...]) -> Reading:
        """The same, with more that was decided."""
        return replace(self, decisions=(*self.decisions, *more))


@dataclass(frozen=True)
class Looked:
    """What the cells of a column tell together, before one of them is read."""

    read: Callable[[Marks], Reading]
    """From the decimal marks of the other columns of the same file."""
    marks: Marks = field(default_factory=dict)
    """The decimal marks of its own cells."""


@dataclass(frozen=True)
class Column:
    """A column of one kind."""

    look: Callable[[Cells], Looked]
    looks: bool = True
    """Whether it depends on its cells how one of them is read."""


def cell_by_cell(judge: Judge) -> Column:
    """A column whose cells mean the same whatever the others are."""
    return as_read(Reading(judge))


def as_read(reading: Reading) -> Column:
    """A column that was looked at already."""
    return Column(lambda _cells: Looked(lambda _marks: reading), looks=False)


def required(column: Column, called: str) -> Column:
    """The same, where a blank cell is a fault."""

    def strict(judge: Judge, cell: Any) -> tuple[Any, str]:
        meaning, fault = judge(cell)
        return (None, f"{called} is blank") if meaning is None and not fault else (meaning, fault)

    return changed(column, strict)


def with_default(column: Column, default: Any) -> Column:
    """The same, where something stands for a blank cell; nothing changes where it is blank itself."""

    def filled(judge: Judge, cell: Any) -> tuple[Any, str]:
        return judge(default if is_blank(cell) else cell)

    return column if is_blank(default) else changed(column, filled)


def changed(column: Column, judge: Callable[[Judge, Any], tuple[Any, str]]) -> Column:
    """A column whose cells are judged by another judge, who is told the first one."""

    def look(cells: Cells) -> Looked:
        looked = column.look(cells)

        def read(others: Marks) -> Reading:
            reading = looked.read(others)
            return replace(reading, judge=partial(judge, reading.judge))

        return replace(looked, read=read)

    return replace(column, look=look)


def read_columns(columns: Sequence[Column], cells: Sequence[Cells]) -> list[Reading]:
    """Each column by its cells; a number that both decimal marks allow is read as the other columns of the file are."""
    looked = [column.look(each) for column, each in zip(columns, cells, strict=True)]
    every = Counter[Mark]()
    for each in looked:
        every.update(each.marks)
    return [each.read(every - Counter(each.marks)) for each in looked]


def rows_in_words(rows: int) -> str:
    """A number of rows with its noun."""
    return f"{rows:,} {'row' if rows == 1 else 'rows'}"


def example_of(texts: Iterable[str]) -> str:
    """One of them in quotes: the first in order of the alphabet, so that the order of rows plays no part."""
    return f'"{min(texts)}"'
