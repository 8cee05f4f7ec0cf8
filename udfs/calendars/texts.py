"""A company's calendar written as a text: its grammar and what a text means."""

from __future__ import annotations

import re
from functools import lru_cache

from udfs.calendars.week_years import WeekCalendar

DEFAULT_CALENDAR = "4-4-5 last Saturday of December"
NRF = "NRF"
NRF_CALENDAR = "4-5-4 nearest Saturday of January, year named by start, extra week in Q4"
GRAMMAR = (
    "must be NRF or 4-4-5|4-5-4|5-4-4 last|nearest WEEKDAY of MONTH[, year named by start|end][, extra week in Q1-Q4]"
)

PATTERNS = ("4-4-5", "4-5-4", "5-4-4")
RULES = ("last", "nearest")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NAMED = ("", ", year named by end", ", year named by start")
_EXTRA = ("", *(f", extra week in Q{quarter}" for quarter in range(1, 5)))
_TEXT = re.compile(
    "".join(
        f"({'|'.join(slot)})" for slot in (PATTERNS, (" ",), RULES, (" ",), WEEKDAYS, (" of ",), MONTHS, _NAMED, _EXTRA)
    ).casefold()
)


def _normal(text: str) -> str:
    return re.sub(r"\s*,\s*", ", ", " ".join(text.split())).casefold()


@lru_cache(maxsize=64)
def read_calendar(text: str) -> WeekCalendar | None:
    """What a text means; None where it is no calendar.

    >>> read_calendar("nrf") == read_calendar(NRF_CALENDAR.upper())
    True
    """
    normal = _normal(text)
    match = _TEXT.fullmatch(_normal(NRF_CALENDAR) if normal == NRF.casefold() else normal)
    if match is None:
        return None
    first, second, third = map(int, match[1].split("-"))
    return WeekCalendar(
        pattern=(first, second, third),
        nearest=match[3] == "nearest",
        weekday=_place(match[5], WEEKDAYS),
        month=_place(match[7], MONTHS) + 1,
        named_by_start=match[8].endswith("start"),
        extra_quarter=int(match[9][-1]) if match[9] else 4,
    )


def _place(word: str, words: tuple[str, ...]) -> int:
    return words.index(word.capitalize())
