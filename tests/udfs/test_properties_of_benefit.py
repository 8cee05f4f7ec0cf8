"""What must hold of benefit.py: money is neither lost nor credited twice, and agrees with decimal arithmetic."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.udfs.largest_remainder import in_units, printed, shares, whole_units
from tests.udfs.udf_strategies import drawn
from udfs import (
    FUNCTIONS,
    CellError,
    Refused,
    credit_split,
    internal_value,
    lead_credit,
    roi,
    spread,
    support_profit,
    telesales_profit,
)
from udfs.calling.call import call

thousands = settings(drawn, max_examples=1000)
cents = st.integers(-(10**9), 10**9).map(lambda each: each / 100)
units = st.integers(0, 10**6).map(float) | st.integers(0, 10**6).map(lambda each: each / 4)
rates = st.integers(0, 1000).map(lambda each: each / 1000)
places = st.integers(-3, 6)
amounts = cents | st.floats(-1e8, 1e8) | st.integers(-50, 50).map(float)
WORDS = ("persuaded", "passed on", "understood", "misread")
RIGHT = {"won": WORDS[:2], "lost": WORDS[2:], "pending": (*WORDS, None, "")}


@st.composite
def agreed_shares(draw: st.DrawFn) -> list[float]:
    """Shares in whole thousandths of a percent that come to 100%, some of them 0."""
    parts = draw(st.lists(st.integers(0, 100_000), min_size=0, max_size=12))
    cuts = sorted(part % 100_001 for part in parts)
    return [(high - low) / 100_000 for low, high in zip([0, *cuts], [*cuts, 100_000], strict=True)]


def exact_product(*numbers: float) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        return math.prod((Decimal(repr(number)) for number in numbers), start=Decimal(1))


@thousands
@given(amounts, agreed_shares(), places)
def test_a_split_is_that_of_the_largest_remainder_and_sums_exactly(
    amount: float, agreed: list[float], decimals: int
) -> None:
    parts = credit_split(amount, np.array(agreed), decimals).tolist()
    whole = in_units(amount, decimals)
    assert whole_units(parts, decimals) == shares(whole, list(map(printed, agreed)))
    assert sum(map(printed, parts)) == Fraction(whole) / Fraction(10) ** decimals


def test_a_number_without_room_for_decimals_is_compared_alike_alone_and_in_a_column() -> None:
    """Alone it was refused as too large, beside others it was computed."""
    profit = FUNCTIONS["TELESALES_PROFIT"]
    assert call(profit, [[0.0], [1e308]], [[0.0], [0.0]], [[0.0], [0.0]]) == [[0.0], [0.0]]
    assert call(profit, 1e308, 0.0, 0.0) == 0.0


@drawn
@given(st.lists(amounts, min_size=2, max_size=8), agreed_shares(), places)
def test_several_amounts_split_as_each_alone(several: list[float], agreed: list[float], decimals: int) -> None:
    """A row an amount, a column a share; the same as SPREAD, and a return as its sale."""
    answer = credit_split(np.array(several), np.array(agreed), decimals)
    assert answer.shape == (len(several), len(agreed))
    for row, amount in zip(answer.tolist(), several, strict=True):
        assert row == credit_split(amount, np.array(agreed), decimals).tolist()
        assert row == np.ravel(spread(amount, np.array(agreed), decimals=decimals)).tolist()
        assert row == [-part for part in credit_split(-amount, np.array(agreed), decimals).tolist()]
    assert np.array_equal(
        call(FUNCTIONS["CREDIT_SPLIT"], [[each] for each in several], [agreed], float(decimals)), answer
    )


@drawn
@given(amounts, agreed_shares(), st.floats(-0.5, 0.5))
def test_shares_that_do_not_come_to_the_whole_are_refused(amount: float, agreed: list[float], off: float) -> None:
    changed = [*agreed[:-1], agreed[-1] + off]
    assume(abs(off) > 2e-9 and 0 <= changed[-1] <= 1)
    with pytest.raises(Refused, match="shares must come to 1 "):
        credit_split(amount, np.array(changed))


@drawn
@given(units, cents, cents, units)
def test_telesales_profit_is_decimal_arithmetic_and_a_return_undoes_its_sale(
    sold: float, price: float, cost: float, returned: float
) -> None:
    assume(returned <= sold)
    profit = telesales_profit(sold, price, cost, returned)
    expected = exact_product(sold - returned) * (Decimal(repr(price)) - Decimal(repr(cost)))
    assert profit == pytest.approx(float(expected), rel=1e-12, abs=1e-4)
    later = telesales_profit(sold, price, cost) + telesales_profit(0, price, cost, returned)
    assert later == pytest.approx(profit, rel=1e-9, abs=1e-3)
    assert telesales_profit(sold, price, cost, sold) == 0


@drawn
@given(units, cents, cents, st.floats(1e-6, 1e6))
def test_more_back_than_sold_is_refused_on_the_line_of_the_sale(
    sold: float, price: float, cost: float, more: float
) -> None:
    if sold:
        with pytest.raises(Refused, match="returned_units must not be above units"):
            telesales_profit(sold, price, cost, sold + more)
    assert telesales_profit(0, price, cost, more) == pytest.approx(-more * (price - cost), abs=1e-9)


@drawn
@given(cents, st.sampled_from(sorted(RIGHT)), st.sampled_from([*WORDS, None]), rates, rates)
def test_a_lead_earns_its_share_if_won_nothing_if_not_and_no_answer_if_the_words_contradict(
    value: float, outcome: str, contribution: str | None, persuaded: float, passed_on: float
) -> None:
    answer = call(FUNCTIONS["LEAD_CREDIT"], value, outcome.upper(), contribution, persuaded, passed_on)
    if contribution not in RIGHT[outcome]:
        assert isinstance(answer, CellError)
        assert answer.code == ("#VALUE!" if contribution is None else "#NUM!")
        assert answer.argument == "contribution"
    elif outcome == "won":
        share = persuaded if contribution == "persuaded" else passed_on
        assert answer == pytest.approx(float(exact_product(value, share)), rel=1e-12)
    else:
        assert answer == 0


@drawn
@given(st.lists(st.tuples(cents, st.sampled_from(["persuaded", "passed on"]), rates), min_size=1, max_size=20))
def test_the_centre_and_the_others_share_a_deal_without_remainder(deals: list[tuple[float, str, float]]) -> None:
    """What the centre is credited and what is left to the others is the deal, split in the same shares."""
    for value, word, share in deals:
        earned = lead_credit(value, "won", word, share, share)
        own, others = credit_split(value, np.array([share, 1 - share])).tolist()
        assert own == pytest.approx(earned, abs=0.0050001)
        assert printed(own) + printed(others) == printed(value)


@drawn
@given(units, cents, rates)
def test_support_and_goods_make_up_the_price(sold: float, price: float, share: float) -> None:
    paid = support_profit(sold, price, share)
    assert paid == pytest.approx(float(exact_product(sold, price, share)), rel=1e-12)
    assert paid + support_profit(sold, price, 1 - share) == pytest.approx(sold * price, rel=1e-9, abs=1e-9)


@drawn
@given(units, units, cents, st.integers(0, 40).map(lambda each: each / 10))
def test_time_given_back_adds_up_whatever_calls_it_is_cut_into(
    first: float, second: float, rate: float, difficulty: float
) -> None:
    together = internal_value(first + second, rate, difficulty)
    apart = internal_value(first, rate, difficulty) + internal_value(second, rate, difficulty)
    assert apart == pytest.approx(together, rel=1e-9, abs=1e-6)
    assert together == pytest.approx(float(exact_product(first + second, rate, difficulty) / 60), rel=1e-12)
    assert internal_value(60, rate) == pytest.approx(rate)


def test_a_benefit_equal_to_its_cost_returns_nothing() -> None:
    """The benefit of any kind of centre is what ROI takes as net profit."""
    assert roi(telesales_profit(100, 20, 12), 800) == 0
