"""A year's target from the quarter down to the half-day, every level split from the one above."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from udfs.arithmetic.parts import amount, split
from udfs.calendars.week_years import MONTHS_IN_QUARTER, WeekCalendar, quarter_of, weekday
from udfs.calendars.workdays import DAY_NAMES, are_worked
from udfs.calling.errors import DIV0
from udfs.calling.numbers import Array
from udfs.calling.refusals import stop

LEVELS = ("quarter", "month", "week", "day", "half-day")
COLUMNS = ("Period", "Quarter", "Month", "Week", "Start", "End", "Half", "Target", "Note")
HALVES = ("morning", "afternoon")

_WITHOUT = {
    "quarter": {"Month", "Week", "Half"},
    "month": {"Week", "Half"},
    "week": {"Half"},
    "day": {"Half"},
    "half-day": set[str](),
}
_Columns: TypeAlias = dict[str, list[Any]]

_IDLE = "no workday: the other weeks of its month carry its part"
_EXTRA_WEEK = "the extra week of a year of 53"
_WITH_EXTRA_WEEK = "with the extra week of a year of 53"
_EXTRA_DAY = "extra workday"


@dataclass(frozen=True)
class TargetYear:
    """What is broken down: the target in whole units, its year, and the shares of the parts."""

    units: int
    decimals: int
    fiscal_year: int
    calendar: WeekCalendar
    quarter_weights: Sequence[int]
    weekdays: NDArray[np.bool_]
    holidays: Array | None
    extra_workdays: Array | None
    half_weights: Sequence[int]

    def table(self, level: str) -> list[list[Any]]:
        """A header and a row for each period of the level."""
        header = [name for name in COLUMNS if name not in _WITHOUT[level]]
        columns = _BY_LEVEL[level](_Levels(self))
        columns["Target"] = [amount(units, self.decimals) for units in columns["Target"]]
        return [header, *map(list, zip(*(columns[name] for name in header), strict=True))]


class _Levels:
    """The columns of each level by name, made from the level above; targets still in units."""

    def __init__(self, year: TargetYear) -> None:
        self._year = year
        self._weeks = int(year.calendar.weeks(year.fiscal_year))
        self._first_day = int(year.calendar.first_day(year.fiscal_year))
        self._weeks_of_months = year.calendar.weeks_of_months(self._weeks)
        self._extra_week = year.calendar.extra_week(self._weeks)

    def quarters(self) -> _Columns:
        """The four quarters, by their weights."""
        starts = range(0, 12, MONTHS_IN_QUARTER)
        weeks = [sum(self._weeks_of_months[start : start + MONTHS_IN_QUARTER]) for start in starts]
        return self._spans("Q{}", weeks, self._quarter_targets) | {"Quarter": _number_rows(4)}

    def months(self) -> _Columns:
        """The months of a quarter weigh their number of weeks."""
        quarters = [float(quarter_of(month)) for month in range(1, 13)]
        spans = self._spans("M{:02}", self._weeks_of_months, self._month_targets)
        return spans | {"Month": _number_rows(12), "Quarter": quarters}

    def weeks(self) -> _Columns:
        """The weeks of a month are equal, but for those without a workday."""
        notes = ["" if works else _IDLE for works in self._busy]
        if self._extra_week:
            notes[self._extra_week - 1] = "; ".join(filter(None, (_EXTRA_WEEK, notes[self._extra_week - 1])))
        places = {name: place.tolist() for name, place in self._places.items()}
        return self._spans("W{:02}", [1] * self._weeks, self._week_targets) | places | {"Note": notes}

    def days(self) -> _Columns:
        """The workdays of a week are equal."""
        days, worked, extra = self._days
        workdays = np.flatnonzero(worked)
        columns = {name: place[workdays // 7].tolist() for name, place in self._places.items()}
        columns["Start"] = columns["End"] = days[workdays].astype(np.float64).tolist()
        of_weeks = worked.reshape(-1, 7).sum(axis=1).tolist()
        columns["Target"] = _split_each(self._week_targets, [[1] * number for number in of_weeks])
        columns["Note"] = [_EXTRA_DAY if is_extra else "" for is_extra in extra[workdays].tolist()]
        columns["Period"] = [
            f"FY{self._year.fiscal_year} W{int(week):02} {DAY_NAMES[day]}"
            for week, day in zip(columns["Week"], weekday(days[workdays]).tolist(), strict=True)
        ]
        return columns

    def half_days(self) -> _Columns:
        """Every workday twice, for the morning and for the afternoon."""
        days = self.days()
        halved = {name: list(chain.from_iterable(zip(column, column, strict=True))) for name, column in days.items()}
        halved["Half"] = list(HALVES) * len(days["Target"])
        weights = self._year.half_weights
        halved["Target"] = list(chain.from_iterable(split(target, weights) for target in days["Target"]))
        halved["Period"] = [f"{day} {half}" for day, half in zip(halved["Period"], halved["Half"], strict=True)]
        return halved

    @cached_property
    def _quarter_targets(self) -> list[int]:
        return split(self._year.units, self._year.quarter_weights)

    @cached_property
    def _month_targets(self) -> list[int]:
        starts = range(0, 12, MONTHS_IN_QUARTER)
        return _split_each(self._quarter_targets, [self._weeks_of_months[start : start + 3] for start in starts])

    @cached_property
    def _week_targets(self) -> list[int]:
        """Each month's target over its weeks with a workday; a month without any is refused."""
        bounds = pairwise(accumulate(self._weeks_of_months, initial=0))
        months = [self._busy[start:end] for start, end in bounds]
        for number, weeks in enumerate(months, start=1):
            if not any(weeks):
                rule = f"leave month {number} of the fiscal year without a workday: no week can carry its target"
                stop("holidays", rule, "take a day out, or name an extra workday", code=DIV0)
        return _split_each(self._month_targets, months)

    @cached_property
    def _days(self) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
        """Every day of the year, which of them are worked, and which of those besides the usual ones."""
        year = self._year
        days = np.arange(self._first_day, self._first_day + 7 * self._weeks)
        return days, *are_worked(days, year.weekdays, year.holidays, year.extra_workdays)

    @cached_property
    def _busy(self) -> list[bool]:
        """Whether each week has a workday."""
        _, worked, _ = self._days
        return list(np.any(worked.reshape(-1, 7), axis=1).tolist())

    @cached_property
    def _places(self) -> dict[str, NDArray[np.float64]]:
        """The quarter, month and number of each week."""
        months = np.repeat(np.arange(1.0, 13.0), self._weeks_of_months)
        return {"Quarter": quarter_of(months), "Month": months, "Week": np.arange(1.0, self._weeks + 1)}

    def _spans(self, name: str, weeks: Sequence[int], targets: list[int]) -> _Columns:
        """The columns that quarters, months and weeks have alike."""
        spans = list(pairwise(accumulate(weeks, initial=0)))
        return {
            "Period": [f"FY{self._year.fiscal_year} {name.format(number)}" for number in range(1, len(spans) + 1)],
            "Start": [float(self._first_day + 7 * start) for start, _ in spans],
            "End": [float(self._first_day + 7 * end - 1) for _, end in spans],
            "Target": targets,
            "Note": [_WITH_EXTRA_WEEK if start < self._extra_week <= end else "" for start, end in spans],
        }


_BY_LEVEL: dict[str, Callable[[_Levels], _Columns]] = {
    "quarter": _Levels.quarters,
    "month": _Levels.months,
    "week": _Levels.weeks,
    "day": _Levels.days,
    "half-day": _Levels.half_days,
}


def _split_each(wholes: Iterable[int], weights: Iterable[Sequence[int]]) -> list[int]:
    """The parts of one level: of each whole by its own weights; a whole without parts is 0."""
    return list(chain.from_iterable(split(whole, own) for whole, own in zip(wholes, weights, strict=True) if own))


def _number_rows(periods: int) -> list[float]:
    return [float(number) for number in range(1, periods + 1)]
