"""What must hold of lifetime.py for every customer: identities, inverses, and an oracle with hundreds of digits."""

from __future__ import annotations

import decimal
import math
from decimal import Decimal

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.udfs.udf_strategies import drawn, money, profit, rates, years
from udfs import Refused, annual_profit, annual_rate, clv, clv_retention, clv_simple, loyalty_years

LARGEST_EXPONENT = 690.0
"""e to this power still fits a number after a multiplication by a profit."""


def close(value: float, expected: float, relative: float) -> bool:
    return abs(value - expected) <= relative * abs(expected)


def exponent(rate: float, years: float) -> float:
    """(1 + i)^-n is e to this power."""
    return -years * math.log1p(rate)


def exact_power(rate: float, years: float) -> Decimal:
    """(1 + i)^n - 1, with digits enough for a rate of 5e-324."""
    decimal.getcontext().prec = 50 if abs(rate) > 1e-20 or rate == 0 else 400
    return (Decimal(years) * (1 + Decimal(rate)).ln()).exp() - 1


def exact_clv(profit: float, rate: float, years: float) -> float:
    with decimal.localcontext():
        if rate == 0:
            return float(Decimal(profit) * Decimal(years))
        return float(-exact_power(rate, -years) * Decimal(profit) / Decimal(rate))


@drawn
@given(money, rates, years | st.just(0.0))
def test_clv_is_the_annuity_to_12_digits(profit: float, rate: float, years: float) -> None:
    assume(exponent(rate, years) < LARGEST_EXPONENT - math.log(abs(profit) + 1))
    assert close(clv(profit, rate, years), exact_clv(profit, rate, years), 1e-12)


@drawn
@given(money, st.floats(0.01, 1.0), st.floats(0.5, 60.0))
def test_clv_is_minus_pv(profit: float, rate: float, years: float) -> None:
    assert close(clv(profit, rate, years), -float(npf.pv(rate, years, profit)), 1e-12)


@drawn
@given(st.lists(st.tuples(money, rates, st.floats(0.0, 15.0)), min_size=2, max_size=8))
def test_clv_of_a_column_is_clv_of_its_rows(rows: list[tuple[float, float, float]]) -> None:
    column = clv(*(np.array(part) for part in zip(*rows, strict=True)))
    for value, row in zip(column, rows, strict=True):
        assert close(value, clv(*row), 1e-14)


@drawn
@given(profit, rates, years)
def test_clv_is_additive_in_time(profit: float, rate: float, years: float) -> None:
    """The years after the first half are worth what they will be worth then, discounted."""
    assume(exponent(rate, 2 * years) < LARGEST_EXPONENT - math.log(profit + 1))
    first = clv(profit, rate, years)
    assert close(first + first * math.exp(exponent(rate, years)), clv(profit, rate, 2 * years), 1e-12)


@drawn
@given(profit, st.floats(-0.9, 0.9), st.floats(0.1, 100.0), st.floats(1.001, 2.0))
def test_clv_is_monotone_in_each_argument(profit: float, rate: float, years: float, more: float) -> None:
    ulps = 1 - 1e-15
    assume(exponent(rate, 2 * years) < LARGEST_EXPONENT - math.log(2 * profit + 1))
    value = clv(profit, rate, years)
    assert clv(profit * more, rate, years) > value
    assert clv(profit, rate, years * more) >= value * ulps
    assert clv(profit, (1 + rate) * more - 1, years) < value if (1 + rate) * more <= 2 else True
    assert clv(-profit, rate, years) == -value


@drawn
@given(st.sampled_from([1, -1]), profit, rates, years | st.just(0.0))
@example(1, 1000.0, 0.1, 120.79)  # (1 + i)^n is all but 1e5
def test_loyalty_years_inverts_clv(sign: int, profit: float, rate: float, years: float) -> None:
    assume(-exponent(rate, years) <= math.log(1e5) and exponent(rate, years) < LARGEST_EXPONENT - math.log(profit + 1))
    value = clv(sign * profit, rate, years)
    assert close(loyalty_years(value, sign * profit, rate), years, 1e-9)


accepted_share = st.floats(0.0, 1.0, exclude_max=True) | st.integers(1, 50).map(lambda power: 1 - 2.0**-power)


@drawn
@given(st.sampled_from([1, -1]), profit, st.floats(1e-6, 1.0), accepted_share)
def test_clv_gives_back_every_value_below_its_ceiling(sign: int, profit: float, rate: float, share: float) -> None:
    value = sign * profit / rate * share
    assume(share == 0 or abs(value) > 1e-280)
    assert close(clv(sign * profit, rate, loyalty_years(value, sign * profit, rate)), value, 1e-12)


@drawn
@given(st.sampled_from([1, -1]), profit, rates, st.floats(1e-9, 1e12))
def test_clv_gives_back_every_value_accepted(sign: int, profit: float, rate: float, multiple: float) -> None:
    value = sign * profit * multiple
    if rate > 0 and multiple * rate >= 1 - 1e-15:
        assume(multiple * rate > 1 + 1e-15)
        with pytest.raises(Refused, match="stay for ever"):
            loyalty_years(value, sign * profit, rate)
    else:
        assert close(clv(sign * profit, rate, loyalty_years(value, sign * profit, rate)), value, 1e-12)


@drawn
@given(profit, st.floats(1e-9, 1.0), st.floats(1.0, 1e9))
@example(2400.0, 0.07, 1.0)  # v i / R rounds to less than 1
def test_a_value_of_r_over_i_or_more_is_refused(profit: float, rate: float, above: float) -> None:
    ceiling = profit / rate
    for value in (ceiling, math.nextafter(ceiling, math.inf), ceiling * above):
        with pytest.raises(Refused, match=r"#NUM! LOYALTY_YEARS: clv must be below annual_profit / discount_rate"):
            loyalty_years(value, profit, rate)
        with pytest.raises(Refused):
            loyalty_years(np.array([-value, 0.0]), np.array([-profit, -profit]), rate)
    assert loyalty_years(ceiling * (1 - 1e-15), profit, rate) > 0


@drawn
@given(profit, st.floats(-0.9, 0.9), st.floats(0.1, 40.0), st.floats(1.001, 1.5))
def test_loyalty_years_is_monotone_in_each_argument(profit: float, rate: float, years: float, more: float) -> None:
    """A customer of the same value stays longer if a year brings less, or if the future counts less."""
    assume(exponent(rate, years) < 600 and -exponent(rate, years) < 20)
    value = clv(profit, rate, years)
    stays = loyalty_years(value, profit, rate)
    assert loyalty_years(value / more, profit, rate) < stays
    assert loyalty_years(value, profit * more, rate) < stays
    assert loyalty_years(value, profit, (1 + rate) / more - 1) < stays


@drawn
@given(profit, st.floats(-0.3, 1.0), st.floats(0.0, 0.95))
def test_retention_value_is_the_series_it_stands_for(profit: float, rate: float, ratio: float) -> None:
    """The closed form equals the sum of the discounted profits of those who stay."""
    retention = min(ratio * (1 + rate), 1.0)
    ratio = retention / (1 + rate)
    series = math.fsum(profit * ratio**year for year in range(1, 1000))
    assert close(clv_retention(profit, rate, retention), series, 1e-12)


@drawn
@given(profit, st.floats(-0.9, 1.0), st.floats(0.01, 0.99), st.floats(1.001, 2.0))
def test_retention_value_is_monotone_in_each_argument(profit: float, rate: float, share: float, more: float) -> None:
    retention = min(share * (1 + rate), 1.0)
    value = clv_retention(profit, rate, retention)
    assert clv_retention(profit * more, rate, retention) > value
    assert clv_retention(profit, rate, retention / more) < value
    assert clv_retention(profit, (1 + rate) * more - 1, retention) < value if (1 + rate) * more <= 2 else True


@drawn
@given(st.floats(-0.99, 1.0), st.floats(0.0, 1.0))
def test_retention_without_end_is_refused(rate: float, retention: float) -> None:
    if retention >= 1 + rate:
        with pytest.raises(Refused, match="never end"):
            clv_retention(100.0, rate, retention)
    else:
        assert clv_retention(100.0, rate, retention) >= 0


@drawn
@given(rates, st.floats(0.01, 366.0))
def test_annual_rate_compounds_to_12_digits(rate: float, periods: float) -> None:
    assume(-exponent(rate, periods) < LARGEST_EXPONENT)
    with decimal.localcontext():
        expected = float(exact_power(rate, periods))
    assert close(annual_rate(rate, periods), expected, 1e-12)


@drawn
@given(st.floats(-0.5, 0.05), st.sampled_from([2, 4, 12]), st.sampled_from([0.5, 1, 2]))
def test_annual_rate_of_an_annual_rate(rate: float, months: float, more: float) -> None:
    assert abs(annual_rate(annual_rate(rate, months), more) - annual_rate(rate, months * more)) <= 1e-12
    assert abs(annual_rate(annual_rate(rate, months), 1 / months) - rate) <= 1e-12


@drawn
@given(profit, st.floats(0.0, 400.0), years)
def test_the_simple_value_is_clv_without_discounting(value: float, purchases: float, years: float) -> None:
    assert close(clv_simple(value, purchases, years), clv(value * purchases, 0.0, years), 1e-15)


@drawn
@given(st.lists(money, min_size=1, max_size=24), st.lists(st.integers(0, 24), max_size=6))
def test_annual_profit_is_twelve_means_wherever_blanks_stand(profits: list[float], blanks: list[int]) -> None:
    months: list[float | None] = list(profits)
    for place in blanks:
        months.insert(place, None)
    expected = math.fsum(profits) / len(profits) * 12
    scale = max(map(abs, profits)) * 12
    assert abs(annual_profit(months) - expected) <= 1e-14 * len(profits) * scale
    assert abs(annual_profit([[month] for month in reversed(months)]) - expected) <= 1e-14 * len(profits) * scale
