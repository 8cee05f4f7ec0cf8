"""Actuals: sales, profit and cost by date and person; each distinct cell judged once, amounts added exactly."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from udfs.arithmetic.sums import Money, sums_by
from udfs.calendars.serials import day_of_serial
from udfs.calendars.week_years import WeekCalendar
from workbook_templates.rows.rules import Period, RowRules
from workbook_templates.rows.table import MOST_REJECTED, JudgedCount, JudgedRows, SourceColumns

AMOUNTS: Final = ("Sales", "Profit", "Cost")

_CENTRE: Final = -1
"""In place of a person, where a row names none."""
_MOST_PERIODS: Final = 400
"""More than a year has days."""


@dataclass(frozen=True)
class ActualsRules(RowRules):
    """What the workbook's Inputs and People say about its actuals."""

    fiscal_year: int
    calendar: WeekCalendar
    people: tuple[str, ...]

    @cached_property
    def year(self) -> Period:
        """The days of the fiscal year."""
        first, last = (
            day_of_serial(int(serial))
            for serial in (self.calendar.first_day(self.fiscal_year), self.calendar.last_day(self.fiscal_year))
        )
        return Period(first, last, f"fiscal year {self.fiscal_year} ({first.isoformat()} to {last.isoformat()})")


@dataclass(frozen=True)
class ActualsTally(JudgedCount):
    """What the rows came to, and what was left out."""

    days: list[tuple[Any, ...]]
    """Each day that has rows, with its sales, profit and cost."""
    person_days: list[tuple[Any, ...]]
    """Each person's days that have rows, with sales and profit."""
    person_weeks: list[tuple[Any, ...]]
    """Each person's weeks of the fiscal year that have rows, with sales and profit."""
    of_the_centre: int
    """Counted rows that name no person."""


def _judge_rows(source: SourceColumns, rules: ActualsRules) -> JudgedRows:
    """A row that names no person is the centre's."""
    amounts = {name: rules.amount_column(name) for name in AMOUNTS}
    people = rules.name_column("Person", rules.people)
    rows = JudgedRows(source, {"Date": rules.day_column(rules.year), "Person": people, **amounts})
    columns = [rows.columns[name] for name in AMOUNTS]
    rows.refuse(
        np.logical_and.reduce([column.nameless() & ~column.faulty() for column in columns]),
        "sales, profit and cost are blank",
    )
    return rows


def tally_actuals(source: SourceColumns, rules: ActualsRules, most_rejected: int = MOST_REJECTED) -> ActualsTally:
    """Validate, then add up by day, by person and day, and by person and week. Equal rows are several sales."""
    rows = _judge_rows(source, rules)
    counted = np.flatnonzero(rows.counted)
    money = [rows.amounts_of(name, counted) for name in AMOUNTS]
    days = rows.days()[counted]
    people = rows.places_of("Person")[counted]
    own = people != _CENTRE
    of_people = [column.of_rows(own) for column in money[:2]]
    first_day = rules.year.first
    places = days[own] - first_day.toordinal()
    return ActualsTally(
        **vars(rows.result(most_rejected=most_rejected, stake=np.abs(rows.numbers_of("Sales")))),
        days=[(datetime.date.fromordinal(day), *amounts) for day, amounts in sums_by(days, money)],
        person_days=[
            (rules.people[person], first_day + datetime.timedelta(place), *amounts)
            for person, place, amounts in _sum_by_person(people[own], places, of_people)
        ],
        person_weeks=[
            (rules.people[person], week + 1, *amounts)
            for person, week, amounts in _sum_by_person(people[own], places // 7, of_people)
        ],
        of_the_centre=len(counted) - int(own.sum()),
    )


def _sum_by_person(
    people: NDArray[np.int64], periods: NDArray[np.int64], columns: Sequence[Money]
) -> list[tuple[int, int, list[float]]]:
    """The sums of each person's periods, by person and then by period."""
    keys = people * _MOST_PERIODS + periods
    return [(*divmod(key, _MOST_PERIODS), amounts) for key, amounts in sums_by(keys, columns)]
