"""Years made of whole weeks: where each begins and ends, and how its weeks fall into months and quarters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Days: TypeAlias = NDArray[np.int64]
"""Serial numbers of days, or years."""

_UNIX_EPOCH = 25_569
"""The serial number of 1 January 1970."""
_FIRST_MONDAY = 2
"""A day whose weekday is Monday, as the serial numbers after February 1900 continue to it."""
_DECEMBER = 12
MONTHS_IN_QUARTER = 3


def weekday(days: Days) -> Days:
    """0 for Monday to 6 for Sunday."""
    return (days - _FIRST_MONDAY) % 7


@dataclass(frozen=True)
class WeekCalendar:
    """A company's calendar: every year ends on the same weekday, and every month on a week's last day."""

    pattern: tuple[int, int, int]
    """Weeks in the three months of a quarter."""
    nearest: bool
    """Whether a year ends on the weekday nearest to the last day of its month, or on the last one in it."""
    weekday: int
    month: int
    named_by_start: bool = False
    extra_quarter: int = 4
    """The quarter whose last month takes the 53rd week."""

    @property
    def _later(self) -> int:
        """How many years after the one it is named by a year ends."""
        return int(self.named_by_start and self.month != _DECEMBER)

    def _ends(self, calendar_years: Any) -> Days:
        """The last day of the fiscal years that end nominally in these calendar years."""
        months = np.asarray((np.asarray(calendar_years, dtype=np.int64) - 1970) * 12 + self.month)
        last_day = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - 1 + _UNIX_EPOCH
        back = (weekday(last_day) - self.weekday) % 7
        days: Days = last_day - back + 7 * (self.nearest & (back > 3))
        return days

    def last_day(self, fiscal_years: Any) -> Days:
        """The days on which fiscal years end."""
        return self._ends(np.asarray(fiscal_years, dtype=np.int64) + self._later)

    def first_day(self, fiscal_years: Any) -> Days:
        """The days on which fiscal years begin."""
        return self.last_day(np.asarray(fiscal_years, dtype=np.int64) - 1) + 1

    def weeks(self, fiscal_years: Any) -> Days:
        """How many weeks the years have."""
        return (self.last_day(fiscal_years) - self.last_day(np.asarray(fiscal_years, dtype=np.int64) - 1)) // 7

    def fiscal_years(self, days: Days) -> Days:
        """The fiscal years of days: the first that ends on them or later."""
        years = (days - _UNIX_EPOCH).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        ended: Days = years - 1 + (self._ends(years - 1) < days) + (self._ends(years) < days)
        return ended - self._later

    def weeks_of_the_year(self, days: Days) -> tuple[Days, Days]:
        """The week in which the days fall, from 1, and its place, from 0, in `months_of_weeks`."""
        years = self.fiscal_years(days)
        weeks = (days - self.first_day(years)) // 7 + 1
        return weeks, weeks - 1 + 53 * (self.weeks(years) - 52)

    def weeks_of_months(self, weeks: int) -> tuple[int, ...]:
        """How many of the year's weeks each of its months has."""
        months = list(self.pattern * 4)
        months[MONTHS_IN_QUARTER * self.extra_quarter - 1] += weeks - 52
        return tuple(months)

    @cached_property
    def months_of_weeks(self) -> Days:
        """The month, from 1, of the weeks of a year of 52 weeks (padded), then of those of a year of 53."""
        of_52, of_53 = (np.repeat(np.arange(1, 13), self.weeks_of_months(weeks)) for weeks in (52, 53))
        return np.concatenate([of_52, of_52[-1:], of_53]).astype(np.int64)

    def extra_week(self, weeks: int) -> int:
        """The number of the 53rd week's place in the year; 0 where there is none."""
        if weeks == 52:
            return 0
        return list(accumulate(self.weeks_of_months(weeks)))[MONTHS_IN_QUARTER * self.extra_quarter - 1]


def quarter_of(months: Any) -> Any:
    """The quarter, from 1, of months of a fiscal year."""
    return (months - 1) // MONTHS_IN_QUARTER + 1
