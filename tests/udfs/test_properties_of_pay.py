"""What must hold of pay.py: plans pay what they say on either side of every threshold, and no cent gets lost."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.udfs.largest_remainder import printed
from tests.udfs.udf_strategies import drawn
from udfs import FUNCTIONS, CellError, Refused, commission, item_earnings, pay_date, roll_up
from udfs.arithmetic.decimals import DecimalColumn
from udfs.calling.call import call

cents = st.integers(-(10**11), 10**11).map(lambda units: units / 100) | st.integers(-100, 100).map(float)
rates = st.integers(0, 10_000).map(lambda units: units / 10_000)
limits = st.lists(st.integers(0, 10**8).map(lambda units: units / 100), min_size=1, max_size=8, unique=True).map(sorted)


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    """Thresholds with a rate each."""
    thresholds = draw(limits)
    return thresholds, draw(st.lists(rates, min_size=len(thresholds), max_size=len(thresholds)))


def marginal(amount: Fraction, thresholds: Sequence[Fraction], tier_rates: Sequence[Fraction]) -> Fraction:
    """Tier by tier, as a payroll clerk adds it up."""
    if amount < 0:
        return amount * tier_rates[0]
    ends = [*thresholds[1:], max(amount, thresholds[-1])]
    tiers = zip(thresholds, ends, tier_rates, strict=True)
    return sum(((min(amount, end) - start) * rate for start, end, rate in tiers if amount > start), Fraction(0))


def retroactive(amount: Fraction, thresholds: Sequence[Fraction], tier_rates: Sequence[Fraction]) -> Fraction:
    reached = [rate for start, rate in zip(thresholds, tier_rates, strict=True) if amount >= start]
    return amount * (tier_rates[0] if amount < 0 else reached[-1] if reached else 0)


ORACLES = {"marginal": marginal, "retroactive": retroactive}


@pytest.mark.parametrize("method", ORACLES)
@drawn
@given(plans(), st.lists(cents, min_size=1, max_size=5))
def test_a_plan_pays_exactly_what_its_tiers_say(
    method: str, plan: tuple[list[float], list[float]], amounts: list[float]
) -> None:
    """At every threshold, a cent below and a cent above it, and anywhere else: to the last digit of a number."""
    thresholds, tier_rates = plan
    around = [limit + step for limit in thresholds for step in (-0.01, 0.0, 0.01)]
    tried = [round(amount, 2) for amount in (*amounts, *around, 0.0, -0.01)]
    expected = [
        float(ORACLES[method](printed(amount), list(map(printed, thresholds)), list(map(printed, tier_rates))))
        for amount in tried
    ]
    paid = commission(np.array(tried), np.array(thresholds), np.array(tier_rates), method)
    np.testing.assert_allclose(paid, expected, rtol=2e-16, atol=0)
    assert [commission(amount, thresholds, tier_rates, method) for amount in tried] == paid.tolist()


@drawn
@given(plans(), st.data())
def test_the_plans_differ_by_what_the_tiers_below_would_have_earned_more(plan: Any, data: st.DataObject) -> None:
    """Retroactive - marginal is, at an amount in a tier, the sum over the tiers below of width x what the rate rose."""
    thresholds, tier_rates = plan
    amount = data.draw(st.sampled_from(thresholds)) + data.draw(st.integers(0, 10**6)) / 100
    reached = sum(limit <= amount + 1e-10 for limit in thresholds)
    own = printed(tier_rates[reached - 1])
    exact = [printed(limit) for limit in thresholds[:reached]]
    rises = sum(
        (end - start) * (own - printed(rate)) for (start, end), rate in zip(pairwise(exact), tier_rates, strict=False)
    )
    difference = Fraction(commission(amount, thresholds, tier_rates, "retroactive")) - Fraction(
        commission(amount, thresholds, tier_rates)
    )
    assert float(difference) == pytest.approx(float(rises + exact[0] * own), rel=1e-9, abs=1e-6)


@drawn
@given(plans(), cents, cents)
def test_more_sales_never_earn_less_by_a_marginal_plan(plan: Any, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert commission(low, *plan) <= commission(high, *plan)


@drawn
@given(rates, cents)
def test_one_tier_from_the_start_is_a_plain_rate(rate: float, amount: float) -> None:
    for method in ORACLES:
        assert commission(amount, 0, rate, method) == float(printed(rate) * printed(amount))


@drawn
@given(plans(), st.lists(cents, max_size=40), st.sampled_from(list(ORACLES)))
def test_lines_paid_one_after_the_other_come_to_the_month(plan: Any, lines: list[float], method: str) -> None:
    """What a sale earns is COMMISSION of the month to date with it less COMMISSION without it."""
    to_date = np.cumsum([0, *(round(line * 100) for line in lines)]) / 100
    paid = DecimalColumn.of(commission(to_date, *plan, method)).rounded(2)
    assert sum(np.diff(paid.at(2)).tolist()) == in_cents(commission(to_date[-1], *plan, method))


def in_cents(amount: float) -> int:
    return int(Decimal(repr(amount)).scaleb(2).quantize(Decimal(1), ROUND_HALF_UP))


prices = st.integers(-(10**10), 10**10).map(lambda units: units / 100) | st.integers(0, 10**6).map(lambda n: n / 1000)


@drawn
@given(prices, prices, rates, st.sampled_from(["profit", "sales"]))
def test_what_an_item_earns_and_what_is_kept_make_its_profit(
    price: float, cost: float, rate: float, basis: str
) -> None:
    profit, pay, kept = item_earnings(price, cost, rate, basis)
    assert printed(profit) == printed(price) - printed(cost)
    paid_on = Decimal(repr(price)) - (Decimal(repr(cost)) if basis == "profit" else 0)
    expected = (paid_on * Decimal(repr(rate))).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert printed(pay) == Fraction(expected)
    assert printed(pay) + printed(kept) == printed(profit)


@drawn
@given(st.lists(st.tuples(prices, prices, rates, st.sampled_from(["profit", " SALES"])), min_size=2, max_size=20))
def test_columns_of_items_are_the_items_one_by_one(items: list[Any]) -> None:
    together = call(FUNCTIONS["ITEM_EARNINGS"], *([[cell] for cell in column] for column in zip(*items, strict=True)))
    assert together == [call(FUNCTIONS["ITEM_EARNINGS"], *item)[0] for item in items]


Tree = tuple[list[int | None], list[int]]


def hierarchy_of(seed: int) -> Tree:
    """A thousand members on eight levels, in any order: each one's manager by row, and its value in cents."""
    random = Random(seed)
    order = list(range(1000))
    random.shuffle(order)
    manager_of: list[int | None] = [None] * len(order)
    above, rest = order[:3], order[3:]
    for level in range(7):
        size = random.randint(1, 250) if level < 6 else len(rest)
        placed, rest = rest[:size], rest[size:]
        for row in placed:
            manager_of[row] = random.choice(above)
        above = placed or above
    return manager_of, [random.randint(-(10**9), 10**9) for _ in order]


hierarchies = st.integers(0, 2**32).map(hierarchy_of)


@settings(drawn, max_examples=25)
@given(hierarchies)
def test_a_roll_up_counts_everybody_below_once(tree: Tree) -> None:
    manager_of, values = tree
    names = [f"Person {row}" for row in range(len(values))]
    managers = ["" if above is None else names[above].upper() for above in manager_of]
    totals = roll_up(np.array(names, dtype=object), np.array(managers, dtype=object), np.array(values) / 100)
    expected = list(values)
    for row, value in enumerate(values):  # up from each, one by one
        above = manager_of[row]
        while above is not None:
            expected[above] += value
            above = manager_of[above]
    assert [printed(total) for total in totals.tolist()] == [Fraction(each, 100) for each in expected]
    tops = [row for row, above in enumerate(manager_of) if above is None]
    assert sum(printed(totals[row]) for row in tops) == Fraction(sum(values), 100)


@settings(drawn, max_examples=25)
@given(hierarchies, st.integers(0, 999), st.data())
def test_a_circle_is_found_wherever_it_is(tree: Tree, low: int, data: st.DataObject) -> None:
    manager_of, values = tree
    below = {low}
    for _ in range(10):
        below |= {row for row, above in enumerate(manager_of) if above in below}
    manager_of[low] = data.draw(st.sampled_from(sorted(below)))
    names = [f"P{row}" for row in range(len(values))]
    cells = [[f"P{above}"] if above is not None else [None] for above in manager_of]
    answer = call(FUNCTIONS["ROLL_UP"], [[name] for name in names], cells, [[float(value)] for value in values])
    assert isinstance(answer, CellError)
    assert "lead in a circle: " in answer.message
    assert f"P{low}" in answer.message or "more ->" in answer.message


@drawn
@given(st.dates(datetime.date(1900, 3, 1), datetime.date(2150, 12, 31)), st.integers(1, 31), st.integers(0, 1200))
def test_pay_day_is_that_day_or_the_last_of_its_month(sold: datetime.date, day: int, months: int) -> None:
    year, month = divmod(sold.year * 12 + sold.month - 1 + months, 12)
    due = datetime.date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))
    serial = float((sold - datetime.date(1899, 12, 30)).days)
    if due < sold:
        with pytest.raises(Refused):
            pay_date(serial, day, months)
    else:
        assert pay_date(serial, day, months) == float((due - datetime.date(1899, 12, 30)).days)
        assert pay_date(np.array([serial, serial + 0.75]), day, months).tolist() == [pay_date(serial, day, months)] * 2


numbers = (
    st.integers(-(10**15), 10**15).map(lambda units: units / 100)
    | st.floats(-1e6, 1e6)
    | st.floats(allow_nan=False, allow_infinity=False)
)


@drawn
@given(st.lists(numbers, min_size=1, max_size=5), st.lists(numbers, min_size=1, max_size=1), st.integers(0, 9))
def test_columns_compute_as_fractions_do(column: list[float], factor: list[float], places: int) -> None:
    one, other = DecimalColumn.of(np.array(column)), DecimalColumn.of(np.array(factor))
    exact, by = list(map(printed, column)), printed(factor[0])
    assert values(one) == exact
    assert values(one.plus(other)) == [each + by for each in exact]
    assert values(one.less(other)) == [each - by for each in exact]
    assert values(one.times(other)) == [each * by for each in exact]
    nearest = [
        Fraction(Decimal(repr(each)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
        for each in column
        if abs(each) < 1e15
    ]
    assert nearest == [
        value for value, each in zip(values(one.rounded(places)), column, strict=True) if abs(each) < 1e15
    ]
    assert one.numbers().tolist() == column


def values(column: DecimalColumn) -> list[Fraction]:
    return [Fraction(int(units), 10**column.scale) for units in column.units.tolist()]
