"""What must hold of fiscal.py for every calendar: agreement with pandas, and weeks, months and names that fit."""

from __future__ import annotations

import calendar as civil
import datetime
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pandas.tseries.offsets import FY5253Quarter

from tests.udfs.udf_strategies import drawn
from udfs import (
    FUNCTIONS,
    Refused,
    fiscal_calendar,
    fiscal_month,
    fiscal_quarter,
    fiscal_week,
    fiscal_weeks,
    fiscal_year,
)
from udfs.calendars.nearest import nearest_calendar_text
from udfs.calendars.texts import GRAMMAR, MONTHS, NRF, NRF_CALENDAR, PATTERNS, RULES, WEEKDAYS, read_calendar
from udfs.calling.call import call
from udfs.calling.errors import LONGEST_MESSAGE

EPOCH = datetime.date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1990, 2060


@dataclass(frozen=True)
class Written:
    """A calendar by the choices that its text makes; None where a clause is left out."""

    pattern: str
    rule: str
    weekday: int
    month: int
    named_by: str | None
    extra: int | None

    def __str__(self) -> str:
        text = f"{self.pattern} {self.rule} {WEEKDAYS[self.weekday]} of {MONTHS[self.month - 1]}"
        text += f", year named by {self.named_by}" if self.named_by else ""
        return text + (f", extra week in Q{self.extra}" if self.extra else "")

    def last_day(self, name: int) -> datetime.date:
        """Of the fiscal year by that name, found day by day."""
        year = name + (self.named_by == "start" and self.month != 12)
        nominal = datetime.date(year, self.month, civil.monthrange(year, self.month)[1])
        reach = range(-3, 4) if self.rule == "nearest" else range(-6, 1)
        days = [nominal + datetime.timedelta(days) for days in reach]
        (found,) = [day for day in days if day.weekday() == self.weekday]
        return found


written = st.builds(
    Written,
    st.sampled_from(PATTERNS),
    st.sampled_from(RULES),
    st.integers(0, 6),
    st.integers(1, 12),
    st.sampled_from([None, "start", "end"]),
    st.sampled_from([None, 1, 2, 3, 4]),
)
years = st.integers(1902, 2200) | st.sampled_from([1902, 9998])


def serial(day: datetime.date) -> int:
    return (day - EPOCH).days


# Agreement with pandas


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("month", range(1, 13))
def test_quarters_and_long_years_are_those_of_pandas(month: int, rule: str) -> None:
    """Every weekday and every quarter for the extra week; pandas knows no months and no names."""
    for weekday in range(7):
        for extra in range(1, 5):
            offset = FY5253Quarter(weekday=weekday, startingMonth=month, variation=rule, qtr_with_extra_week=extra)
            ends = [pd.Timestamp(FIRST_YEAR - 1, 1, 1)]
            while ends[-1].year <= LAST_YEAR:
                ends.append(ends[-1] + offset)
            last_days = np.array([float(serial(end.date())) for end in ends[1:]])
            text = f"4-4-5 {rule} {WEEKDAYS[weekday]} of {MONTHS[month - 1]}, extra week in Q{extra}"
            quarters = fiscal_quarter(last_days, text)
            following = fiscal_quarter(last_days + 1, text)
            assert (following == quarters % 4 + 1).all(), text
            assert (following[:-1] == quarters[1:]).all(), text
            year_ends = last_days[quarters == 4]
            names = fiscal_year(year_ends, text)
            assert (np.diff(names) == 1).all()
            assert (fiscal_weeks(names[1:], text) == np.diff(year_ends) / 7).all(), text
            lengths = np.diff(last_days)[quarters[1:] == extra]
            assert set(lengths) == {91, 98}, text
            assert (np.diff(last_days)[quarters[1:] != extra] == 91).all(), text


# A year by itself


@drawn
@given(written, years)
def test_a_year_is_made_of_weeks_that_nest(wanted: Written, year: int) -> None:
    header, *rows = fiscal_calendar(year, str(wanted))
    assert header == ["Week", "Month", "Quarter", "Start", "End"]
    weeks, months, quarters, starts, ends = (list(column) for column in zip(*rows, strict=True))
    assert weeks == [float(week) for week in range(1, len(rows) + 1)]
    assert len(rows) == fiscal_weeks(year, str(wanted))
    assert [end - start for start, end in zip(starts, ends, strict=True)] == [6] * len(rows)
    assert starts[1:] == [end + 1 for end in ends[:-1]]
    assert quarters == [(month - 1) // 3 + 1 for month in months]
    expected = [int(number) for number in wanted.pattern.split("-")] * 4
    if len(rows) == 53:
        expected[3 * (wanted.extra or 4) - 1] += 1
    assert months == [float(month) for month, number in enumerate(expected, start=1) for _ in range(number)]
    assert starts[0] == serial(wanted.last_day(year - 1)) + 1
    assert ends[-1] == serial(wanted.last_day(year))


@drawn
@given(written, years)
def test_every_day_falls_in_the_week_that_the_calendar_shows(wanted: Written, year: int) -> None:
    text = str(wanted)
    rows = fiscal_calendar(year, text)[1:]
    days = np.arange(rows[0][3], rows[-1][4] + 1)
    week, month, quarter = (np.repeat([row[column] for row in rows], 7) for column in range(3))
    assert (fiscal_year(days, text) == year).all()
    assert (fiscal_week(days, text) == week).all()
    assert (fiscal_month(days, text) == month).all()
    assert (fiscal_quarter(days, text) == quarter).all()
    assert fiscal_year(rows[-1][4] + 1, text) == year + 1
    assert fiscal_year(rows[0][3] - 1, text) == year - 1


@drawn
@given(written, st.integers(61, 2_958_465), st.floats(0, 0.999))
def test_one_date_answers_as_a_column_does(wanted: Written, day: int, time: float) -> None:
    text = str(wanted)
    for function in (fiscal_year, fiscal_quarter, fiscal_month, fiscal_week):
        alone = function(day + time, text)
        assert type(alone) is float
        assert function(np.array([float(day), 45_000.0]), text)[0] == alone


@drawn
@given(written)
def test_years_follow_each_other_without_gaps(wanted: Written) -> None:
    """Over all the years: unique names, 52 or 53 weeks, five or six years between long ones."""
    names = np.arange(1902.0, 2200.0)
    weeks = fiscal_weeks(names, str(wanted))
    assert set(weeks) == {52, 53}
    assert set(np.diff(names[weeks == 53])) <= {5, 6, 7}
    first = serial(wanted.last_day(1901)) + 1
    assert fiscal_year(first + 7 * weeks.sum() - 1, str(wanted)) == 2199
    assert fiscal_year(first + 7 * weeks.sum(), str(wanted)) == 2200


@drawn
@given(written, years)
def test_a_name_is_that_of_the_nominal_start_or_end(wanted: Written, year: int) -> None:
    """Most of a year whose name is its end lies in that calendar year or before it; of its start, in it or after it."""
    rows = fiscal_calendar(year, str(wanted))[1:]
    first, last = (EPOCH + datetime.timedelta(int(day)) for day in (rows[0][3], rows[-1][4]))
    if wanted.named_by == "start":
        assert (first + datetime.timedelta(6)).year == year or (first - datetime.timedelta(6)).year == year
    else:
        assert (last + datetime.timedelta(6)).year == year or (last - datetime.timedelta(6)).year == year


# The text


@drawn
@given(written, st.data())
def test_a_text_is_read_in_any_case_with_any_spaces(wanted: Written, data: st.DataObject) -> None:
    text = str(wanted)
    spaced = data.draw(st.sampled_from([" ", "  ", "\u00a0"])).join(text.split(" "))
    for other in (text.upper(), text.lower(), f"  {spaced} ", text.replace(", ", ","), text.replace(",", " ,")):
        assert read_calendar(other) == read_calendar(text) is not None


def test_what_is_left_out() -> None:
    assert read_calendar(NRF) == read_calendar(NRF_CALENDAR)
    short, full = "4-5-4 last Friday of May", "4-5-4 last Friday of May, year named by end, extra week in Q4"
    assert read_calendar(short) == read_calendar(full)
    days = np.arange(45_000.0, 46_000.0)
    for function in (fiscal_year, fiscal_quarter, fiscal_month, fiscal_week):
        assert (function(days) == function(days, "4-4-5 last Saturday of December")).all()


@drawn
@given(written, st.data())
def test_a_letter_too_few_leads_back_to_the_text(wanted: Written, data: st.DataObject) -> None:
    text = str(wanted)
    words = text.split(" ")
    place = data.draw(st.sampled_from([place for place, word in enumerate(words) if len(word.rstrip(",")) > 3]))
    word = words[place]
    letter = data.draw(st.integers(0, len(word.rstrip(",")) - 1))
    wrong = " ".join([*words[:place], word[:letter] + word[letter + 1 :], *words[place + 1 :]])
    assert read_calendar(wrong) is None
    assert nearest_calendar_text(wrong) == text


@drawn
@given(st.text(max_size=150) | written.map(str), st.integers(0, 80), st.text(max_size=6))
def test_a_wrong_text_is_refused_with_the_grammar_and_a_valid_text(text: str, place: int, put_in: str) -> None:
    text = text[:place] + put_in + text[place:]
    assume(text.strip() and read_calendar(text) is None)
    nearest = nearest_calendar_text(text)
    assert read_calendar(nearest) is not None
    for name in ("FISCAL_YEAR", "FISCAL_CALENDAR", "TARGET_BREAKDOWN"):
        function = FUNCTIONS[name]
        cells = {"date": 45_000.0, "annual_target": 1.0, "fiscal_year": 2023.0, "level": "week", "calendar": text}
        needed = [argument.name for argument in function.arguments if argument.name in cells]
        error = call(function, *(cells[argument] for argument in needed))
        assert error.code == "#VALUE!"
        assert len(error.message) <= LONGEST_MESSAGE
        assert GRAMMAR in error.message
        assert error.message.endswith(f"(did you mean {nearest}?)")


def test_a_column_is_refused_as_one_for_its_calendar() -> None:
    with pytest.raises(Refused, match="calendar must be NRF or"):
        fiscal_week(np.array([45_000.0, 45_001.0]), "4-4-5")
