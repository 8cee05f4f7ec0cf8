"""How the cells of a table's rows are read, and what makes a column of each kind."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from udfs.arithmetic.parts import LARGEST
from udfs.calling.errors import CellError
from udfs.calling.labels import name_key
from workbook_templates.rows.amounts import NumberKind, amount_column
from workbook_templates.rows.columns import Column, cell_by_cell, changed, with_default
from workbook_templates.rows.date_columns import DateKind, date_column
from workbook_templates.rows.dates import DateOrder
from workbook_templates.rows.distinct import Apart
from workbook_templates.rows.durations import minutes_column
from workbook_templates.rows.judges import fault_of_any, is_blank, judge_name, missing_code, text_of
from workbook_templates.rows.numbers import Mark


@dataclass(frozen=True, kw_only=True)
class RowRules:
    """What is the same for rows of every kind: how the user said that their columns are written, by our names."""

    missing_codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    date_order: DateOrder | None = None
    date1904: bool = False
    marks: Mapping[str, Mark] = field(default_factory=dict)
    """The decimal mark of a column of numbers."""
    units: Mapping[str, str] = field(default_factory=dict)
    """The unit of a column of times."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What words of the source stand for."""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """What stands for a blank cell, or for a column that the source does not have."""

    def codes(self, column: str) -> frozenset[str]:
        """A column's missing-value codes, as they are compared."""
        return frozenset(map(missing_code, self.missing_codes.get(column, ())))

    def date_kind(self, default: datetime.date | None = None) -> DateKind:
        """How the dates are written."""
        return DateKind(self.date_order, self.date1904, default)

    def day_column(self, period: Period) -> Column:
        """Days of the period (proleptic ordinals); others are counted apart."""
        return date_column(self.date_kind(), period.place, (None, "date is blank"))

    def number_kind(self, column: str, *, is_money: bool = True) -> NumberKind:
        """How the numbers of a column are written."""
        return NumberKind(column.lower(), self.codes(column), self.marks.get(column), is_money=is_money)

    def amount_column(self, column: str, least: float = -LARGEST) -> Column:
        """Amounts; a blank one is nothing, or the default."""
        return self._finished(column, amount_column(self.number_kind(column), least))

    def minutes_column(self, column: str) -> Column:
        """Times in minutes."""
        return self._finished(column, minutes_column(self.number_kind(column), self.units.get(column, "")))

    def name_column(self, column: str, names: Sequence[str]) -> Column:
        """The place of a name in a list of the workbook; a blank one is no fault."""
        called, codes = column.lower(), self.codes(column)
        places = {name_key(name): place for place, name in enumerate(names)}
        judge = cell_by_cell(lambda cell: (None, "") if is_blank(cell) else judge_name(cell, called, places, codes))
        return self._finished(column, judge)

    def _finished(self, column: str, read: Column) -> Column:
        """With the default of a blank cell, and with missing-value codes counted apart."""
        codes, called = self.codes(column), column.lower()
        return with_default(codes_apart(read, called, codes) if codes else read, self.defaults.get(column))


def codes_apart(column: Column, called: str, codes: frozenset[str]) -> Column:
    """A column in which a missing-value code is no fault of the row, which is counted apart."""

    def judge(usual: Callable[[Any], tuple[Any, str]], cell: Any) -> tuple[Any, str]:
        meaning, fault = usual(cell)
        is_code = fault and not isinstance(cell, CellError) and fault == fault_of_any(cell, called, codes)
        return meaning, Apart(fault) if is_code else fault

    return changed(column, judge)


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
        return None, Apart(f"{named} {day.isoformat()} is not in {self.in_words}")

    @property
    def in_words(self) -> str:
        """Its name, or its two days."""
        return self.called or f"the period {self.first.isoformat()} to {self.last.isoformat()}"


def text_judge(cell: Any) -> tuple[str | None, str]:
    """Any text, as it is compared."""
    return (None, "") if is_blank(cell) else (name_key(text_of(cell)), "")
