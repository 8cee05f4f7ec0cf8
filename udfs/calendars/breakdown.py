"""A year's target from the quarter down to the half-day, every level split from the one above."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import Any

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
        columns = _rows_of(self, LEVELS.index(level))
        columns["Target"] = [amount(units, self.decimals) for units in columns["Target"]]
        return [header, *map(list, zip(*(columns[name] for name in header), strict=True))]


def _rows_of(year: TargetYear, depth: int) -> dict[str, list[Any]]:
    """The columns of one level, by name; targets still in units."""
    weeks = int(year.calendar.weeks(year.fiscal_year))
    first_day = int(year.calendar.first_day(year.fiscal_year))
    of_months = year.calendar.weeks_of_months(weeks)
    extra_week = year.calendar.extra_week(weeks)
    quarters = split(year.units, year.quarter_weights)
    if depth == 0:
        of_quarters = [sum(of_months[start : start + MONTHS_IN_QUARTER]) for start in range(0, 12, MONTHS_IN_QUARTER)]
        return _spans(year, "Q{}", first_day, of_quarters, extra_week, quarters) | {"Quarter": _number_rows(4)}
    months = _split_each(quarters, [of_months[start : start + 3] for start in range(0, 12, MONTHS_IN_QUARTER)])
    if depth == 1:
        spans = _spans(year, "M{:02}", first_day, of_months, extra_week, months)
        return spans | {"Month": _number_rows(12), "Quarter": [float(quarter_of(month)) for month in range(1, 13)]}
    days = np.arange(first_day, first_day + 7 * weeks)
    worked, extra = are_worked(days, year.weekdays, year.holidays, year.extra_workdays)
    busy: list[bool] = np.any(worked.reshape(-1, 7), axis=1).tolist()
    bounds = list(pairwise(accumulate(of_months, initial=0)))
    for number, (start, end) in enumerate(bounds, start=1):
        if not any(busy[start:end]):
            rule = f"leave month {number} of the fiscal year without a workday: no week can carry its target"
            stop("holidays", rule, "take a day out, or name an extra workday", code=DIV0)
    targets = _split_each(months, [busy[start:end] for start, end in bounds])
    month_of_weeks = np.repeat(np.arange(1.0, 13.0), of_months)
    places = {"Quarter": quarter_of(month_of_weeks), "Month": month_of_weeks, "Week": np.arange(1.0, weeks + 1)}
    if depth == 2:
        notes = ["" if works else _IDLE for works in busy]
        if extra_week:
            notes[extra_week - 1] = "; ".join(filter(None, (_EXTRA_WEEK, notes[extra_week - 1])))
        spans = _spans(year, "W{:02}", first_day, [1] * weeks, extra_week, targets)
        return spans | {name: place.tolist() for name, place in places.items()} | {"Note": notes}
    of_weeks = worked.reshape(-1, 7).sum(axis=1).tolist()
    workdays = np.flatnonzero(worked)
    columns = {name: place[workdays // 7].tolist() for name, place in places.items()}
    columns["Start"] = columns["End"] = days[workdays].astype(np.float64).tolist()
    columns["Target"] = _split_each(targets, [[1] * number for number in of_weeks])
    columns["Note"] = [_EXTRA_DAY if is_extra else "" for is_extra in extra[workdays].tolist()]
    columns["Period"] = [
        f"FY{year.fiscal_year} W{int(week):02} {DAY_NAMES[day]}"
        for week, day in zip(columns["Week"], weekday(days[workdays]).tolist(), strict=True)
    ]
    return columns if depth == 3 else _halve_days(columns, year.half_weights)


def _split_each(wholes: Iterable[int], weights: Iterable[Sequence[int]]) -> list[int]:
    """The parts of one level: of each whole by its own weights; a whole without parts is 0."""
    return list(chain.from_iterable(split(whole, own) for whole, own in zip(wholes, weights, strict=True) if own))


def _number_rows(periods: int) -> list[float]:
    return [float(number) for number in range(1, periods + 1)]


def _spans(
    year: TargetYear, name: str, first_day: int, weeks: Sequence[int], extra_week: int, targets: list[int]
) -> dict[str, list[Any]]:
    """The columns that quarters, months and weeks have alike."""
    spans = list(pairwise(accumulate(weeks, initial=0)))
    return {
        "Period": [f"FY{year.fiscal_year} {name.format(number)}" for number in range(1, len(spans) + 1)],
        "Start": [float(first_day + 7 * start) for start, _ in spans],
        "End": [float(first_day + 7 * end - 1) for _, end in spans],
        "Target": targets,
        "Note": [_WITH_EXTRA_WEEK if start < extra_week <= end else "" for start, end in spans],
    }


def _halve_days(columns: dict[str, list[Any]], weights: Sequence[int]) -> dict[str, list[Any]]:
    """Every row twice, for the morning and for the afternoon."""
    halved = {name: list(chain.from_iterable(zip(column, column, strict=True))) for name, column in columns.items()}
    halved["Half"] = list(HALVES) * len(columns["Target"])
    halved["Target"] = list(chain.from_iterable(split(target, weights) for target in columns["Target"]))
    halved["Period"] = [f"{day} {half}" for day, half in zip(halved["Period"], halved["Half"], strict=True)]
    return halved
