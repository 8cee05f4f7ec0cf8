"""Which days of a year are worked: a text of weekdays, less holidays, plus extra days."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from udfs.calendars.texts import WEEKDAYS
from udfs.calendars.week_years import Days, weekday
from udfs.calling.numbers import Array

DEFAULT_WORKDAYS = "Mon-Fri"
WORKDAYS_RULE = "must name weekdays, from-to or one by one"
WORKDAYS_FIX = "write Mon-Fri, Sun-Thu, or Mon, Wed, Fri"
DAY_NAMES = tuple(name[:3] for name in WEEKDAYS)

_NUMBERS = {spelling.casefold(): day for day, name in enumerate(WEEKDAYS) for spelling in (name, name[:3])}


def read_workdays(text: str) -> NDArray[np.bool_] | None:
    """Whether each weekday, Monday first, is worked; None where the text names none.

    >>> read_workdays("Sun-Thu").nonzero()[0].tolist(), read_workdays("mon, Wednesday").nonzero()[0].tolist()
    ([0, 1, 2, 3, 6], [0, 2])
    """
    worked = np.zeros(7, dtype=bool)
    for part in text.casefold().split(","):
        ends = [_NUMBERS.get(name.strip(), -1) for name in re.split(r"-|\bto\b", part)]
        if len(ends) > 2 or -1 in ends:
            return None
        days = (ends[-1] - ends[0]) % 7 + 1
        worked[(ends[0] + np.arange(days)) % 7] = True
    return worked


def are_worked(
    days: Days, weekdays: NDArray[np.bool_], holidays: Array | None, extra_days: Array | None
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each of the days is worked, and whether only because it is among the extra ones."""
    usual = weekdays[weekday(days)]
    if holidays is not None:
        usual &= ~np.isin(days, np.floor(holidays))
    if extra_days is None:
        return usual, np.zeros(len(days), dtype=bool)
    extra = np.isin(days, np.floor(extra_days)) & ~usual
    return usual | extra, extra
