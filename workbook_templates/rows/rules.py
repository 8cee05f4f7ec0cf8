"""How the cells of a table's rows are read, and what makes a judge of each column of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from udfs.arithmetic.parts import LARGEST
from udfs.calling.labels import name_key
from workbook_templates.rows.amounts import amount_judge
from workbook_templates.rows.dates import DateOrder
from workbook_templates.rows.judges import is_blank, judge_day, judge_name, missing_code, text_of

Judge: TypeAlias = Callable[[Any], tuple[Any, str]]
"""What a cell means, or what is wrong with it; a blank one that is allowed means None."""


@dataclass(frozen=True, kw_only=True)
class RowRules:
    """What is the same for rows of every kind: missing-value codes, the order of text dates, the date system."""

    missing_codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The codes by our names of the columns."""
    date_order: DateOrder | None = None
    date1904: bool = False

    def codes(self, column: str) -> frozenset[str]:
        """A column's missing-value codes, as they are compared."""
        return frozenset(map(missing_code, self.missing_codes.get(column, ())))

    def judge_day(self, cell: Any) -> tuple[datetime.date | None, str]:
        """The date that a cell means, or what is wrong with it."""
        return judge_day(cell, self.date_order, self.date1904)

    def day_judge(self, period: Period) -> Judge:
        """A day of the period (proleptic ordinal), or what is wrong with it."""

        def judge(cell: Any) -> tuple[int | None, str]:
            day, fault = self.judge_day(cell)
            return (None, fault) if day is None else period.place(day)

        return judge

    def amount_judge(self, column: str, least: float = -LARGEST) -> Judge:
        """The amount of a cell; a blank one is nothing."""
        return amount_judge(column.lower(), self.codes(column), least)

    def name_judge(self, column: str, names: Sequence[str]) -> Judge:
        """The place of a name in a list of the workbook; a blank one is no fault."""
        called, codes = column.lower(), self.codes(column)
        places = {name_key(name): place for place, name in enumerate(names)}
        return lambda cell: (None, "") if is_blank(cell) else judge_name(cell, called, places, codes)


@dataclass(frozen=True)
class Period:
    """The days whose rows count, both ends included."""

    first: datetime.date
    last: datetime.date
    called: str = ""
    """Its name in messages; empty for the two days."""

    def place(self, day: datetime.date, named: str = "date") -> tuple[int | None, str]:
        """A day's proleptic ordinal, or that it does not belong here."""
        if self.first <= day <= self.last:
            return day.toordinal(), ""
        period = self.called or f"the period {self.first.isoformat()} to {self.last.isoformat()}"
        return None, f"{named} {day.isoformat()} is not in {period}"


def required(judge: Judge, called: str) -> Judge:
    """The same, where a blank cell is a fault."""

    def judged(cell: Any) -> tuple[Any, str]:
        meaning, fault = judge(cell)
        return (None, f"{called} is blank") if meaning is None and not fault else (meaning, fault)

    return judged


def text_judge(cell: Any) -> tuple[str | None, str]:
    """Any text, as it is compared."""
    return (None, "") if is_blank(cell) else (name_key(text_of(cell)), "")
