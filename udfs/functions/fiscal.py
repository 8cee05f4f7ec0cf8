"""Where a date falls in the company's own calendar of whole weeks."""

from typing import Annotated, Any

import numpy as np

from udfs.calendars.nearest import nearest_calendar_text
from udfs.calendars.texts import DEFAULT_CALENDAR, GRAMMAR, read_calendar
from udfs.calendars.week_years import Days, WeekCalendar, quarter_of
from udfs.calling.errors import VALUE
from udfs.calling.kinds import CALENDAR, DATE, FISCAL_YEAR, MONTH, QUARTER, TABLE, WEEK, WEEKS
from udfs.calling.numbers import Numbers, whole
from udfs.calling.refusals import refuse, stop
from udfs.calling.registry import udf

CALENDAR_HEADER = ("Week", "Month", "Quarter", "Start", "End")
CALENDAR_HELP = "company's calendar as a text; 4-4-5 last Saturday of December if left out"

_SOURCE = "52/53-week fiscal years, 26 CFR 1.441-2; the 4-5-4 calendar of the National Retail Federation"


def read_calendar_or_stop(text: str) -> WeekCalendar:
    """What the argument `calendar` means."""
    calendar = read_calendar(text)
    if calendar is None:
        stop("calendar", GRAMMAR, f"did you mean {nearest_calendar_text(text)}?", code=VALUE)
    return calendar


def refuse_part_of_a_year(fiscal_year: Numbers) -> None:
    """A year is a whole number."""
    refuse(fiscal_year % 1 != 0, "fiscal_year", "must be a whole number", "write all four digits, such as 2026")


def _answer(numbers: Days) -> Numbers:
    answer: Numbers = numbers.astype(np.float64)
    return answer


@udf("FISCAL_YEAR", source=_SOURCE)
def fiscal_year(
    date: Annotated[Numbers, DATE, "day to place in the calendar"],
    calendar: Annotated[str, CALENDAR.one, CALENDAR_HELP] = DEFAULT_CALENDAR,
) -> Annotated[Numbers, FISCAL_YEAR]:
    """Fiscal year in which a date falls, by the company's own calendar of whole weeks.

    The calendar is a text in any case, such as "4-5-4 nearest Saturday of January, year named by start,
    extra week in Q4", for which "NRF" stands: the weeks in the three months of a quarter; the year ends
    on the weekday nearest to the last day of the month, or on the last such weekday in it; it is named
    by the calendar year of its nominal start or end (left out: end); the quarter that takes the 53rd
    week (left out: Q4). The nominal end is the last day of the named month, the nominal start the day
    after it a year earlier, whatever the actual days: so names are unique and without gaps.

    >>> fiscal_year(44955, "NRF")
    2023.0
    >>> fiscal_year(44954, "NRF")
    2022.0
    """
    return _answer(read_calendar_or_stop(calendar).fiscal_years(whole(date, DATE)))


@udf("FISCAL_QUARTER", source=_SOURCE)
def fiscal_quarter(
    date: Annotated[Numbers, DATE, "day to place in the calendar"],
    calendar: Annotated[str, CALENDAR.one, CALENDAR_HELP] = DEFAULT_CALENDAR,
) -> Annotated[Numbers, QUARTER]:
    """Quarter of the fiscal year, 1 to 4, in which a date falls. FISCAL_YEAR explains the calendar.

    >>> fiscal_quarter(45325, "NRF")
    4.0
    """
    return _answer(quarter_of(_months(date, calendar)))


@udf("FISCAL_MONTH", source=_SOURCE)
def fiscal_month(
    date: Annotated[Numbers, DATE, "day to place in the calendar"],
    calendar: Annotated[str, CALENDAR.one, CALENDAR_HELP] = DEFAULT_CALENDAR,
) -> Annotated[Numbers, MONTH]:
    """Month of the fiscal year, 1 to 12, in which a date falls. FISCAL_YEAR explains the calendar.

    >>> fiscal_month(45325, "NRF")
    12.0
    """
    return _answer(_months(date, calendar))


def _months(date: Numbers, calendar: str) -> Days:
    read = read_calendar_or_stop(calendar)
    _, places = read.weeks_of_the_year(whole(date, DATE))
    return np.asarray(read.months_of_weeks[places])


@udf("FISCAL_WEEK", source=_SOURCE)
def fiscal_week(
    date: Annotated[Numbers, DATE, "day to place in the calendar"],
    calendar: Annotated[str, CALENDAR.one, CALENDAR_HELP] = DEFAULT_CALENDAR,
) -> Annotated[Numbers, WEEK]:
    """Week of the fiscal year, 1 to 53, in which a date falls. FISCAL_YEAR explains the calendar.

    >>> fiscal_week(45325, "NRF")
    53.0
    """
    return _answer(read_calendar_or_stop(calendar).weeks_of_the_year(whole(date, DATE))[0])


@udf("FISCAL_WEEKS", source=_SOURCE)
def fiscal_weeks(
    fiscal_year: Annotated[Numbers, FISCAL_YEAR, "fiscal year, by the name that the calendar gives it"],
    calendar: Annotated[str, CALENDAR.one, CALENDAR_HELP] = DEFAULT_CALENDAR,
) -> Annotated[Numbers, WEEKS]:
    """Weeks of a fiscal year: 52 or 53. FISCAL_YEAR explains the calendar.

    >>> fiscal_weeks(2023, "NRF")
    53.0
    """
    refuse_part_of_a_year(fiscal_year)
    return _answer(read_calendar_or_stop(calendar).weeks(whole(fiscal_year, FISCAL_YEAR)))


@udf("FISCAL_CALENDAR", source=_SOURCE)
def fiscal_calendar(
    fiscal_year: Annotated[float, FISCAL_YEAR.one, "fiscal year, by the name that the calendar gives it"],
    calendar: Annotated[str, CALENDAR.one, CALENDAR_HELP] = DEFAULT_CALENDAR,
) -> Annotated[list[list[Any]], TABLE]:
    """Weeks of a fiscal year, with a header: week, month and quarter, first and last day. FISCAL_YEAR explains more.

    Days are serial numbers: give their columns a date format.

    >>> fiscal_calendar(2023, "NRF")[53]
    [53.0, 12.0, 4.0, 45319.0, 45325.0]
    """
    refuse_part_of_a_year(fiscal_year)
    read = read_calendar_or_stop(calendar)
    weeks = np.arange(int(read.weeks(fiscal_year)))
    months = np.repeat(np.arange(1, 13), read.weeks_of_months(len(weeks)))
    starts = int(read.first_day(fiscal_year)) + 7 * weeks
    columns = weeks + 1, months, quarter_of(months), starts, starts + 6
    return [list(CALENDAR_HEADER), *np.column_stack(columns).astype(np.float64).tolist()]
