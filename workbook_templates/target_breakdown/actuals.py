"""Actuals: sales, profit and cost by date and person; each distinct cell judged once, amounts added exactly."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from udfs.arithmetic.sums import Money, sums_by
from udfs.calendars.week_years import WeekCalendar
from udfs.calling.labels import matching
from workbook_templates.rows.amounts import amount_judge
from workbook_templates.rows.blanks import RowColumn, blank_rows, kept, note_of_unlisted, others_than
from workbook_templates.rows.dates import DateOrder
from workbook_templates.rows.distinct import digest_of, judge_column
from workbook_templates.rows.judges import is_blank, judge_day, judge_name, missing_code

AMOUNTS: Final = ("Sales", "Profit", "Cost")

_CENTRE: Final = -1
"""In place of a person, where a row names none."""
_MOST_PERIODS: Final = 400
"""More than a year has days."""
_EPOCH: Final = datetime.date(1899, 12, 30)
"""From March 1900 on, a serial number counts from it."""


@dataclass(frozen=True)
class ActualsRules:
    """What the workbook's Inputs and People say about its actuals."""

    fiscal_year: int
    calendar: WeekCalendar
    people: tuple[str, ...]
    missing_codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By "Person", "Sales", "Profit" and "Cost"."""
    date_order: DateOrder | None = None
    date1904: bool = False

    @cached_property
    def first_day(self) -> datetime.date:
        """Of the fiscal year."""
        return _date(self.calendar.first_day(self.fiscal_year))

    @cached_property
    def last_day(self) -> datetime.date:
        """Of the fiscal year."""
        return _date(self.calendar.last_day(self.fiscal_year))

    def codes(self, column: str) -> frozenset[str]:
        """A column's missing-value codes, as they are compared."""
        return frozenset(map(missing_code, self.missing_codes.get(column, ())))


def _date(serial: Any) -> datetime.date:
    return _EPOCH + datetime.timedelta(int(serial))


@dataclass(frozen=True)
class Actuals:
    """Rows as they came, column by column."""

    numbers: NDArray[np.int64]
    """How the source numbers its rows."""
    dates: RowColumn
    people: RowColumn
    amounts: tuple[RowColumn, ...]
    """Sales, profit and cost."""
    others: tuple[RowColumn, ...] = ()
    """Columns that mean nothing here, but a row that has something there is no blank row."""


@dataclass(frozen=True)
class RejectedActual:
    """One row that was not counted."""

    number: int
    cells: tuple[Any, ...]
    """Date, person, sales, profit, cost."""
    reason: str


@dataclass(frozen=True)
class ActualsTally:
    """What the rows came to, and what was left out."""

    days: list[tuple[Any, ...]]
    """Each day that has rows, with its sales, profit and cost."""
    person_days: list[tuple[Any, ...]]
    """Each person's days that have rows, with sales and profit."""
    person_weeks: list[tuple[Any, ...]]
    """Each person's weeks of the fiscal year that have rows, with sales and profit."""
    read: int
    tallied: int
    rejected: list[RejectedActual]
    rejected_rows: int
    of_the_centre: int
    """Counted rows that name no person."""
    digest: str
    notes: list[str]


class _Rows:
    """The rows of the actuals while they are judged; fully blank ones are no rows."""

    def __init__(self, actuals: Actuals, rules: ActualsRules) -> None:
        self.actuals = actuals = _without_blank_rows(actuals)
        self.count = count = len(actuals.numbers)
        self.day = judge_column(actuals.dates, count, _day_judge(rules))
        self.person = judge_column(actuals.people, count, _person_judge(rules))
        self.amounts = [
            judge_column(cells, count, amount_judge(name.lower(), rules.codes(name)))
            for name, cells in zip(AMOUNTS, actuals.amounts, strict=True)
        ]
        of_amounts = np.logical_or.reduce([column.faulty() for column in self.amounts])
        nothing = np.logical_and.reduce([column.nameless() for column in self.amounts])
        self.empty = nothing & ~of_amounts
        self.counted = ~(self.day.faulty() | self.person.faulty() | of_amounts | self.empty)

    def rejection(self, row: int) -> RejectedActual:
        """Why a row was not counted: everything that is wrong with it."""
        faults = [column.fault(row) for column in (self.day, self.person, *self.amounts)]
        faults.append("sales, profit and cost are blank" if self.empty[row] else "")
        columns = (self.actuals.dates, self.actuals.people, *self.actuals.amounts)
        cells = tuple(None if column is None else column[row] for column in columns)
        return RejectedActual(int(self.actuals.numbers[row]), cells, "; ".join(filter(None, faults)))


def _without_blank_rows(actuals: Actuals) -> Actuals:
    blank = blank_rows((actuals.dates, actuals.people, *actuals.amounts, *actuals.others), len(actuals.numbers))
    if not blank:
        return actuals
    rows = others_than(blank, len(actuals.numbers))
    return Actuals(
        numbers=actuals.numbers[rows],
        dates=kept(actuals.dates, rows),
        people=kept(actuals.people, rows),
        amounts=tuple(kept(column, rows) for column in actuals.amounts),
    )


def _day_judge(rules: ActualsRules) -> Callable[[Any], tuple[int | None, str]]:
    """A day of the fiscal year (proleptic ordinal), or what is wrong with it."""
    first, last = rules.first_day, rules.last_day
    year = f"fiscal year {rules.fiscal_year} ({first.isoformat()} to {last.isoformat()})"

    def judge(cell: Any) -> tuple[int | None, str]:
        day, fault = judge_day(cell, rules.date_order, rules.date1904)
        if day is None:
            return None, fault
        return (day.toordinal(), "") if first <= day <= last else (None, f"date {day.isoformat()} is not in {year}")

    return judge


def _person_judge(rules: ActualsRules) -> Callable[[Any], tuple[int | None, str]]:
    """A person's place in the list, or what is wrong; a row that names none is the centre's."""
    known = {matching(person): place for place, person in enumerate(rules.people)}
    codes = rules.codes("Person")
    return lambda cell: (None, "") if is_blank(cell) else judge_name(cell, "person", known, codes)


def tally_actuals(actuals: Actuals, rules: ActualsRules, most_rejected: int = 10_000) -> ActualsTally:
    """Validate, then add up by day, by person and day, and by person and week. Equal rows are several sales."""
    rows = _Rows(actuals, rules)
    counted, left_out = np.flatnonzero(rows.counted), np.flatnonzero(~rows.counted)
    money = [Money.of([each or 0.0 for each in column.meanings], column.codes[counted]) for column in rows.amounts]
    days = rows.day.values(0, np.int64)[counted]
    people = rows.person.values(_CENTRE, np.int64)[counted]
    own = people != _CENTRE
    of_people = [column.of_rows(own) for column in money[:2]]
    places = days[own] - rules.first_day.toordinal()
    return ActualsTally(
        days=[(datetime.date.fromordinal(day), *amounts) for day, amounts in sums_by(days, money)],
        person_days=[
            (rules.people[person], rules.first_day + datetime.timedelta(place), *amounts)
            for person, place, amounts in _by_person(people[own], places, of_people)
        ],
        person_weeks=[
            (rules.people[person], week + 1, *amounts)
            for person, week, amounts in _by_person(people[own], places // 7, of_people)
        ],
        read=rows.count,
        tallied=len(counted),
        rejected=[rows.rejection(row) for row in left_out[:most_rejected].tolist()],
        rejected_rows=len(left_out),
        of_the_centre=len(counted) - int(own.sum()),
        digest=digest_of((rows.day, rows.person, *rows.amounts)),
        notes=note_of_unlisted(len(left_out), most_rejected),
    )


def _by_person(
    people: NDArray[np.int64], periods: NDArray[np.int64], columns: Sequence[Money]
) -> list[tuple[int, int, list[float]]]:
    """The sums of each person's periods, by person and then by period."""
    keys = people * _MOST_PERIODS + periods
    return [(*divmod(key, _MOST_PERIODS), amounts) for key, amounts in sums_by(keys, columns)]
