"""What must hold of targets.py: parts add up to the last unit at every level, and a plan keeps its total."""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.udfs.largest_remainder import in_units, printed, shares, whole_units
from tests.udfs.udf_strategies import drawn, money
from udfs import (
    FUNCTIONS,
    CellError,
    Refused,
    attainment,
    fiscal_calendar,
    growth_weights,
    profit_band,
    profit_rate,
    quarter_targets,
    replan,
    run_rate,
    spread,
    target_breakdown,
)
from udfs.calendars.texts import MONTHS, PATTERNS, RULES, WEEKDAYS
from udfs.calling.call import call

thousands = settings(drawn, max_examples=2000)

decimals = st.integers(-3, 2) | st.integers(3, 6)
totals = (
    st.integers(-(10**6), 10**6).map(float)
    | st.integers(-(10**8), 10**8).map(lambda cents: cents / 100)
    | st.integers(-20, 20).map(float)
    | st.floats(-1e7, 1e7)
)
weights = st.lists(
    st.integers(0, 1000).map(float)
    | st.sampled_from([0.0, 1.0, 1.0, 0.1, 0.3])
    | st.floats(0, 1e6)
    | st.decimals(0, 100, places=2).map(float),
    min_size=1,
    max_size=60,
)


@thousands
@given(totals, weights, decimals)
def test_parts_are_those_of_the_largest_remainder(total: float, weight: list[float], places: int) -> None:
    assume(any(weight))
    parts = spread(total, np.array(weight), decimals=places)
    units = in_units(total, places)
    assert whole_units(parts.tolist(), places) == shares(units, list(map(printed, weight)))
    assert sum(map(printed, parts.tolist())) == Fraction(units) / Fraction(10) ** places


@drawn
@given(totals, weights, decimals)
def test_parts_follow_their_weights(total: float, weight: list[float], places: int) -> None:
    """A part is within a unit of its quota; no weight, no part; more weight, no less."""
    assume(any(weight))
    parts = spread(total, np.array(weight), decimals=places)
    unit, whole = Fraction(10) ** -places, Fraction(in_units(total, places)) / Fraction(10) ** places
    exact = [printed(each) for each in weight]
    for part, own in zip(parts.tolist(), exact, strict=True):
        assert abs(printed(part) - whole * own / sum(exact)) < unit
        assert own or part == 0
    order = sorted(range(len(weight)), key=lambda place: weight[place])
    for low, high in pairwise(order):
        assert weight[low] == weight[high] or abs(parts[low]) <= abs(parts[high]) + unit
    assert spread(-total, np.array(weight), decimals=places).tolist() == (-parts).tolist()


@drawn
@given(totals, st.integers(1, 4), st.integers(1, 4), decimals)
def test_parts_stand_in_the_shape_of_the_weights(total: float, rows: int, columns: int, places: int) -> None:
    weight = np.arange(1.0, rows * columns + 1).reshape(rows, columns)
    parts = spread(total, weight, decimals=places)
    assert np.shape(parts) == (() if rows == columns == 1 else (rows, columns)) or np.size(parts) == 1
    assert np.ravel(parts).tolist() == np.ravel(spread(total, weight.ravel(), decimals=places)).tolist()


amounts = st.integers(-(10**7), 10**7).map(lambda thousandths: thousandths / 1000)


@thousands
@given(amounts, st.lists(st.tuples(amounts, st.integers(0, 50), st.booleans()), min_size=1, max_size=20), decimals)
def test_held_parts_stay_and_all_add_up(total: float, lines: list[tuple[float, int, bool]], places: int) -> None:
    weight = [part if is_held else float(own) for part, own, is_held in lines]
    held = [is_held for _, _, is_held in lines]
    whole = Fraction(in_units(total, places)) / Fraction(10) ** places
    sum_held = sum((printed(own) for own, stays in zip(weight, held, strict=True) if stays), Fraction(0))
    free = [own for own, stays in zip(weight, held, strict=True) if not stays]
    if not any(free) and (free or sum_held != whole):
        with pytest.raises(Refused) as refused:
            spread(total, np.array(weight), held, places)
        assert refused.value.error.code == ("#DIV/0!" if free else "#NUM!")
        return
    parts = np.atleast_1d(spread(total, np.array(weight), held, places)).tolist()
    assert sum(map(printed, parts)) == whole
    assert all(part == own for part, own, stays in zip(parts, weight, held, strict=True) if stays)
    finer = [part for part, stays in zip(parts, held, strict=True) if not stays and in_finer_digits(part, places)]
    assert len(finer) <= 1, "one part takes what is finer than the decimals"
    rest = whole - sum_held
    for part, own, stays in zip(parts, weight, held, strict=True):
        if not stays:
            assert abs(printed(part) - rest * printed(own) / sum(map(printed, free))) < Fraction(10) ** -places


def in_finer_digits(amount: float, places: int) -> bool:
    return (printed(amount) * Fraction(10) ** places).denominator != 1


@drawn
@given(st.integers(1, 60), st.floats(-0.99, 1.0))
def test_growth_is_the_same_from_each_period_to_the_next(periods: int, growth: float) -> None:
    column = np.atleast_1d(growth_weights(periods, growth))
    assert len(column) == periods
    assert column[0] == 1
    np.testing.assert_allclose(column, (1 + growth) ** np.arange(periods), rtol=1e-13, atol=1e-300)


@drawn
@given(totals, st.floats(-0.9, 1.0) | st.sampled_from([0.0, 0.1, 0.025]), decimals)
def test_quarters_are_a_spread_of_growth(total: float, growth: float, places: int) -> None:
    quarters = quarter_targets(total, growth, places).tolist()
    assert quarters == spread(total, growth_weights(4, growth), decimals=places).tolist()
    assert sum(whole_units(quarters, places)) == in_units(total, places)


# A year broken down


HEADERS = {
    "quarter": ["Period", "Quarter", "Start", "End", "Target", "Note"],
    "month": ["Period", "Quarter", "Month", "Start", "End", "Target", "Note"],
    "week": ["Period", "Quarter", "Month", "Week", "Start", "End", "Target", "Note"],
    "day": ["Period", "Quarter", "Month", "Week", "Start", "End", "Target", "Note"],
    "half-day": ["Period", "Quarter", "Month", "Week", "Start", "End", "Half", "Target", "Note"],
}


@dataclass(frozen=True)
class Year:
    """The arguments of TARGET_BREAKDOWN but for the level."""

    target: float
    year: int
    calendar: str
    growth: float
    places: int
    holidays: tuple[int, ...]
    workdays: str
    extra: tuple[int, ...]
    morning: float

    def table(self, level: str) -> list[list[Any]]:
        return target_breakdown(
            self.target,
            self.year,
            level,
            self.calendar,
            self.growth,
            self.places,
            list(self.holidays) or None,
            self.workdays,
            list(self.extra) or None,
            self.morning,
        )


WORKDAYS = {
    "Mon-Fri": {0, 1, 2, 3, 4},
    "Sunday to Thursday": {6, 0, 1, 2, 3},
    "mon, wed,FRI": {0, 2, 4},
    "Mon-Sun": set(range(7)),
    "Sat-Mon, Wed": {5, 6, 0, 2},
    "Tuesday": {1},
}


@st.composite
def years(draw: st.DrawFn) -> Year:
    year = draw(st.integers(1990, 2060))
    calendar = (
        f"{draw(st.sampled_from(PATTERNS))} {draw(st.sampled_from(RULES))} {draw(st.sampled_from(WEEKDAYS))} "
        f"of {draw(st.sampled_from(MONTHS))}, extra week in Q{draw(st.integers(1, 4))}"
    )
    calendar = draw(st.sampled_from([calendar, calendar, "NRF"]))
    first = int(fiscal_calendar(year, calendar)[1][3])
    days = st.integers(first - 3, first + 375)
    closed = draw(st.lists(st.integers(0, 52), max_size=3, unique=True))
    holidays = draw(st.lists(days, max_size=15)) + [first + 7 * week + day for week in closed for day in range(7)]
    return Year(
        target=draw(totals),
        year=year,
        calendar=calendar,
        growth=draw(st.sampled_from([0.0, 0.02, 0.1, -0.25, 1.0]) | st.floats(-0.9, 1.0)),
        places=draw(st.integers(-3, 2)),
        holidays=tuple(holidays),
        workdays=draw(st.sampled_from(sorted(WORKDAYS))),
        extra=tuple(draw(st.lists(days, max_size=4))),
        morning=draw(st.sampled_from([0.5, 0.55, 0.0, 1.0, 0.333]) | st.floats(0, 1)),
    )


def columns_of(table: list[list[Any]]) -> dict[str, list[Any]]:
    header, *rows = table
    return dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))


def summed(keys: Sequence[Any], units: Sequence[int]) -> dict[Any, int]:
    sums: dict[Any, int] = defaultdict(int)
    for key, own in zip(keys, units, strict=True):
        sums[key] += own
    return dict(sums)


@settings(drawn, max_examples=1000)
@given(years())
def test_every_level_adds_up_to_the_one_above_on_both_cuts(year: Year) -> None:
    if any_month_without_work(year):
        for level in ("week", "day", "half-day"):
            with pytest.raises(Refused, match=r"#DIV/0! TARGET_BREAKDOWN: holidays leave month .* without a workday"):
                year.table(level)
        return
    levels = {level: columns_of(year.table(level)) for level in HEADERS}
    units = {level: whole_units(columns["Target"], year.places) for level, columns in levels.items()}
    total = in_units(year.target, year.places)
    assert [sum(units[level]) for level in levels] == [total] * 5
    quarter = dict(zip(levels["quarter"]["Quarter"], units["quarter"], strict=True))
    month = dict(zip(levels["month"]["Month"], units["month"], strict=True))
    week = dict(zip(levels["week"]["Week"], units["week"], strict=True))
    day = dict(zip(levels["day"]["Start"], units["day"], strict=True))
    for finer in ("month", "week", "day", "half-day"):
        assert summed(levels[finer]["Quarter"], units[finer]) == quarter
    for finer in ("week", "day", "half-day"):
        assert summed(levels[finer]["Month"], units[finer]) == month
    for finer in ("day", "half-day"):
        assert {key: own for key, own in summed(levels[finer]["Week"], units[finer]).items() if own} == {
            key: own for key, own in week.items() if own
        }
    assert summed(levels["half-day"]["Start"], units["half-day"]) == day
    check_by_hand(year, levels, units)


def worked_days(year: Year) -> dict[int, bool]:
    """Every day of the year with whether it is worked, day by day."""
    rows = fiscal_calendar(year.year, year.calendar)[1:]
    found = {}
    for day in range(int(rows[0][3]), int(rows[-1][4]) + 1):
        weekday = (datetime.date(1899, 12, 30) + datetime.timedelta(day)).weekday()
        found[day] = day in year.extra or (weekday in WORKDAYS[year.workdays] and day not in year.holidays)
    return found


def any_month_without_work(year: Year) -> bool:
    worked = worked_days(year)
    by_month: dict[float, bool] = defaultdict(bool)
    for row in fiscal_calendar(year.year, year.calendar)[1:]:
        by_month[row[1]] |= any(worked[day] for day in range(int(row[3]), int(row[4]) + 1))
    return not all(by_month.values())


def check_by_hand(year: Year, levels: dict[str, dict[str, list[Any]]], units: dict[str, list[int]]) -> None:
    """Each level from the one above, with fractions, group by group."""
    rows, worked = fiscal_calendar(year.year, year.calendar)[1:], worked_days(year)
    growth = [printed(weight) for weight in growth_weights(4, year.growth)]
    assert units["quarter"] == shares(in_units(year.target, year.places), growth)
    weeks_of_months = [sum(row[1] == month for row in rows) for month in range(1, 13)]
    months = [shares(units["quarter"][q], weeks_of_months[3 * q : 3 * q + 3]) for q in range(4)]
    assert units["month"] == [part for parts in months for part in parts]
    busy = [sum(worked[day] for day in range(int(row[3]), int(row[4]) + 1)) for row in rows]
    weeks = [
        part
        for month, own in enumerate(units["month"], start=1)
        for part in shares(own, [int(works > 0) for row, works in zip(rows, busy, strict=True) if row[1] == month])
    ]
    assert units["week"] == weeks
    assert ["no workday" in note for note in levels["week"]["Note"]] == [works == 0 for works in busy]
    days = [part for own, works in zip(weeks, busy, strict=True) if works for part in shares(own, [1] * works)]
    assert units["day"] == days
    assert levels["day"]["Start"] == levels["day"]["End"] == [day for day, works in worked.items() if works]
    morning = printed(year.morning)
    assert units["half-day"] == [part for own in days for part in shares(own, [morning, 1 - morning])]
    assert levels["half-day"]["Half"] == ["morning", "afternoon"] * len(days)
    for level, columns in levels.items():
        assert len(set(columns["Period"])) == len(columns["Period"])
        if level not in ("day", "half-day"):
            assert columns["Start"][0] == rows[0][3]
            assert columns["End"][-1] == rows[-1][4]
            assert columns["Start"][1:] == [end + 1 for end in columns["End"][:-1]]
    assert any("extra week" in note for note in levels["week"]["Note"]) == (len(rows) == 53)


@pytest.mark.parametrize(
    ("level", "rows"), [("quarter", 4), ("month", 12), ("week", 53), ("day", 265), ("half-day", 530)]
)
def test_columns_that_do_not_apply_are_left_out(level: str, rows: int) -> None:
    table = target_breakdown(1_000_000, 2023, f" {level.upper()} ", "NRF")
    assert table[0] == HEADERS[level]
    assert len(table) == rows + 1
    assert {type(cell) for row in table for cell in row} == {float, str}


def test_an_extra_workday_counts_even_on_a_holiday_and_says_so() -> None:
    """Saturday 7 January 2023, and Monday 2 January, which is a holiday too."""
    saturday, monday = 44_933, 44_928
    rows = target_breakdown(5200, 2023, "day", holidays=[monday, 44_929], extra_workdays=[saturday, monday + 0.5])
    first_week = [row for row in rows[1:] if row[3] == 1]
    assert [row[0].removeprefix("FY2023 W01 ") for row in first_week] == ["Mon", "Wed", "Thu", "Fri", "Sat"]
    assert [row[-1] for row in first_week] == ["extra workday", "", "", "", "extra workday"]
    assert [row[-2] for row in first_week] == [20.0] * 5


def test_a_week_that_is_closed_is_carried_by_its_month_and_has_no_days() -> None:
    closed = list(range(44_928, 44_933))
    rows = target_breakdown(5200, 2023, "week", holidays=closed)
    assert [row[-2] for row in rows[1:6]] == [0.0, 133.34, 133.33, 133.33, 100.0]
    assert rows[1][-1] == "no workday: the other weeks of its month carry its part"
    assert {row[3] for row in target_breakdown(5200, 2023, "day", holidays=closed)[1:]} == set(range(2, 53))


def test_a_list_of_blank_holidays_is_none() -> None:
    breakdown = partial(call, FUNCTIONS["TARGET_BREAKDOWN"])
    blank = [[None], [""], [None]]
    assert breakdown(5200.0, 2023.0, "day", None, None, None, blank, None, blank) == breakdown(5200.0, 2023.0, "day")


# Planned again


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[float], list[float | None], list[bool], int]:
    sign = draw(st.sampled_from([1, 1, -1]))
    number = draw(st.integers(1, 15))
    cents = st.integers(0, 10**6) | st.sampled_from([0, 100])
    targets = [sign * draw(cents) / 100 for _ in range(number)]
    if draw(st.integers(0, 9)) == 0:
        targets[0] = -targets[0]
    actual = st.none() | st.none() | st.integers(-(10**5), 10**7).map(lambda t: sign * t / 1000)
    actuals = [draw(actual) for _ in range(number)]
    return targets, actuals, [draw(st.integers(0, 3)) == 0 for _ in range(number)], draw(st.integers(-3, 3))


@thousands
@given(plans())
def test_a_plan_keeps_its_total_whenever_it_answers_with_numbers(
    plan: tuple[list[float], list[float | None], list[bool], int],
) -> None:
    targets, actuals, held, places = plan
    is_open = [actual is None for actual in actuals]
    cells = [[[own] for own in column] for column in (targets, actuals, held)]
    rows = call(FUNCTIONS["REPLAN"], *cells, float(places))
    answer = [row[0] for row in rows] if isinstance(rows, list) else [rows]
    if len(answer) == len(targets):
        assert all(
            isinstance(own, CellError) or own == actual
            for own, actual in zip(answer, actuals, strict=True)
            if actual is not None
        )
    total = Fraction(sum(map(printed, targets)))
    whole = Fraction(round_half_away(total * Fraction(10) ** places)) / Fraction(10) ** places
    fixed = [
        printed(target if actual is None else actual)
        for target, actual, stays in zip(targets, actuals, held, strict=True)
        if actual is not None or stays
    ]
    free = [printed(t) for t, opened, stays in zip(targets, is_open, held, strict=True) if opened and not stays]
    rest = whole - sum(fixed)
    if not any(is_open):
        assert answer == actuals
    elif rest * whole < 0 or (rest and rest * sum(free) <= 0):
        shown = [own for own, opened in zip(answer, is_open, strict=True) if opened]
        assert all(isinstance(own, CellError) and own.code == "#NUM!" for own in shown)
        assert f"{float(abs(rest)):.10g}" in shown[0].message
    else:
        assert sum(map(printed, answer)) == whole
        for own, target, opened, stays in zip(answer, targets, is_open, held, strict=True):
            if opened and stays:
                assert own == target
            elif opened:
                quota = rest * printed(target) / sum(free) if rest else Fraction(0)
                assert abs(printed(own) - quota) < Fraction(10) ** -places


def round_half_away(number: Fraction) -> int:
    size = math.floor(abs(number) + Fraction(1, 2))
    return size if number >= 0 else -size


@drawn
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=12), st.integers(0, 2))
def test_a_plan_with_nothing_closed_is_the_plan(targets: list[int], places: int) -> None:
    amounts = [target / 10**places for target in targets]
    for none in ([None] * len(amounts), np.full(len(amounts), math.nan)):
        assert np.ravel(replan(amounts, none, decimals=places)).tolist() == amounts


def test_one_period_alone() -> None:
    assert replan(100.0, None) == 100.0
    assert replan(100.0, 90.0) == 90.0
    assert np.ravel(replan([100.0], None)).tolist() == [100.0]
    with pytest.raises(Refused, match="actuals must have the same shape as targets"):
        replan([100.0, 100.0], 90.0)


def test_from_python_the_first_refused_period_is_raised() -> None:
    with pytest.raises(Refused, match="actuals and what is held exceed the total 1000000 by 50000"):
        replan([250_000] * 4, [1_050_000, None, None, None])
    with pytest.raises(Refused, match="leave 50000 of the total 1000000 that no open period can take"):
        replan([500_000, 500_000], [450_000, None], [False, True])


# Compared with what was reached


@drawn
@given(money, money, st.integers(1, 400))
def test_the_run_rate_reaches_the_target(target: float, actual: float, left: int) -> None:
    rate = run_rate(target, actual, left)
    assert abs(actual + rate * left - target) <= 1e-12 * (abs(target) + abs(actual))
    assert (rate < 0) == (actual > target)


@drawn
@given(money, st.floats(1e-3, 1e9))
def test_attainment_is_the_share_of_the_target(actual: float, target: float) -> None:
    assert abs(attainment(actual, target) * target - actual) <= 1e-12 * abs(actual)
    assert attainment(2 * actual, 2 * target) == attainment(actual, target)
    assert (attainment(actual, target) > 1) == (actual > target) or math.isclose(actual, target)


@drawn
@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(1.0, 1e6)), min_size=1, max_size=12), st.randoms())
def test_a_profit_rate_weighs_each_line_by_its_sales(lines: list[tuple[float, float]], chance: Any) -> None:
    profits, sales = (list(column) for column in zip(*lines, strict=True))
    rate = profit_rate(profits, sales)
    rates = [profit / own for profit, own in lines]
    slack = 1e-12 * max(map(abs, rates))
    assert min(rates) - slack <= rate <= max(rates) + slack
    weighted = math.fsum(own * each for own, each in zip(sales, rates, strict=True)) / math.fsum(sales)
    assert abs(rate - weighted) <= slack
    chance.shuffle(lines)
    assert profit_rate(*(list(column) for column in zip(*lines, strict=True))) == rate


@drawn
@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1))
def test_a_rate_is_below_within_or_above_its_band(rate: float, one: float, other: float) -> None:
    floor, ceiling = sorted((one, other))
    band = profit_band(rate, floor, ceiling)
    rounded = [math.floor(each * 1e9 + 0.5) for each in (rate, floor, ceiling)]
    assert band == ("below" if rounded[0] < rounded[1] else "above" if rounded[0] > rounded[2] else "within")
    assert profit_band(floor, floor, ceiling) == profit_band(ceiling, floor, ceiling) == "within"
