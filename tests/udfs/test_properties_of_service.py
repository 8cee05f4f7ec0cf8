"""What must hold of service.py for every centre: the chain adds up, and the interval holds the return it is about."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.udfs.udf_strategies import confidences, drawn, money
from udfs import (
    FUNCTIONS,
    breakeven_loyal,
    centre_roi,
    loyalty_gain,
    loyalty_loss,
    net_profit,
    projected_count,
    roi,
    roi_interval,
)
from udfs.calling.call import call

costs = st.floats(1.0, 1e9)


@dataclass(frozen=True)
class Segments:
    """The segments of a survey, column by column."""

    values: np.ndarray[Any, Any]
    loyal: np.ndarray[Any, Any]
    disloyal: np.ndarray[Any, Any]
    responses: np.ndarray[Any, Any]

    @property
    def sample(self) -> tuple[np.ndarray[Any, Any], ...]:
        return self.values, self.loyal, self.disloyal, self.responses

    @property
    def counted(self) -> tuple[np.ndarray[Any, Any], ...]:
        return self.values, self.loyal, self.disloyal

    def ordered(self, order: list[int]) -> Segments:
        return Segments(*(column[order] for column in self.sample))


def in_columns(rows: list[tuple[float, tuple[int, int, int]]]) -> Segments:
    values, classes = zip(*rows, strict=True)
    loyal, neutral, disloyal = (np.array(counts, dtype=float) for counts in zip(*classes, strict=True))
    return Segments(np.array(values), loyal, disloyal, loyal + neutral + disloyal)


classes = st.tuples(st.integers(0, 200), st.integers(0, 60), st.integers(0, 60)).filter(any)
values = st.floats(1.0, 1e6) | st.floats(-1e4, -1.0)
surveys = st.lists(st.tuples(values, classes), min_size=1, max_size=6).map(in_columns)


@drawn
@given(surveys, st.data())
def test_the_chain_adds_up_whatever_the_order(survey: Segments, data: st.DataObject) -> None:
    lines = data.draw(st.lists(st.floats(-1e5, 1e6), min_size=1, max_size=6))
    gain, loss = loyalty_gain(survey.values, survey.loyal), loyalty_loss(survey.values, survey.disloyal)
    profit = net_profit(*survey.counted)
    assert profit == gain - loss
    assert gain == math.fsum(survey.values * survey.loyal)
    cost = math.fsum(lines)
    assume(cost > 1e-3)
    value = centre_roi(*survey.counted, np.array(lines))
    assert value == roi(profit, cost)
    order = data.draw(st.permutations(range(len(survey.values))))
    assert centre_roi(*survey.ordered(order).counted, np.array(data.draw(st.permutations(lines)))) == value
    rows = [column[np.newaxis] for column in survey.counted]
    assert centre_roi(*rows, np.array([lines])) == value


@drawn
@given(surveys, costs, st.integers(0, 6))
def test_a_blank_row_or_one_value_for_all_changes_nothing(survey: Segments, cost: float, place: int) -> None:
    columns = [[[number] for number in column.tolist()] for column in survey.counted]
    profit = call(FUNCTIONS["NET_PROFIT"], *columns)
    for column in columns:
        column.insert(place, [None])
    assert call(FUNCTIONS["NET_PROFIT"], *columns) == profit
    same = np.full_like(survey.values, 120.0)
    assert centre_roi(120.0, *survey.counted[1:], cost) == centre_roi(same, *survey.counted[1:], cost)


@drawn
@given(money, costs)
def test_roi_is_minus_1_plus_what_a_unit_of_cost_brings(profit: float, cost: float) -> None:
    assert abs(roi(profit, cost) - (profit / cost - 1)) <= 1e-12 * (1 + abs(profit / cost))
    assert roi(2 * profit, 2 * cost) == roi(profit, cost)
    assert (roi(profit, cost) < 0) == (profit < cost)


@drawn
@given(st.floats(1.0, 1e6), st.integers(0, 10_000), costs, st.floats(-1.0, 10.0))
def test_break_even_put_back_gives_the_target(value: float, disloyal: float, cost: float, target: float) -> None:
    loyal = breakeven_loyal(value, disloyal, cost, target)
    reached = centre_roi(value, loyal, disloyal, cost)
    assert abs(reached - target) <= 1e-12 * (1 + abs(target) + value * disloyal / cost)


def within(interval: tuple[float, float], value: float) -> bool:
    """Inside, but for the rounding of a sum made in another order."""
    slack = 1e-12 * (1 + abs(value))
    return interval[0] - slack <= value <= interval[1] + slack


@drawn
@given(surveys, costs, confidences)
def test_an_interval_holds_the_roi(survey: Segments, cost: float, confidence: float) -> None:
    interval = roi_interval(*survey.sample, cost, confidence)
    assert within(interval, centre_roi(*survey.counted, cost))
    assert interval[0] < interval[1]
    everything = math.fsum(abs(survey.values) * survey.responses) / cost
    assert -everything - 1 <= interval[0] + 1e-12 * (1 + everything)
    assert interval[1] <= everything - 1 + 1e-12 * (1 + everything)


@drawn
@given(surveys, costs, confidences, st.integers(0, 5000))
def test_an_interval_carried_to_the_customers_holds_their_roi(
    survey: Segments, cost: float, confidence: float, unasked: int
) -> None:
    served = survey.responses + unasked
    interval = roi_interval(*survey.sample, cost, confidence, served)
    carried = [projected_count(column, survey.responses, served) for column in survey.counted[1:]]
    assert within(interval, centre_roi(survey.values, *carried, cost))
    width = interval[1] - interval[0]
    if unasked:
        assert width > 0
    else:
        assert width <= 1e-12 * (1 + max(map(abs, interval)))


@drawn
@given(surveys, costs, st.floats(0.01, 0.9999), st.floats(0.01, 0.9999))
def test_an_interval_widens_with_confidence(survey: Segments, cost: float, one: float, other: float) -> None:
    inner, outer = (roi_interval(*survey.sample, cost, level) for level in sorted((one, other)))
    slack = 1e-12 * (1 + abs(inner[0]) + abs(inner[1]))
    assert outer[0] <= inner[0] + slack
    assert outer[1] >= inner[1] - slack


@pytest.mark.parametrize("responses", [1, 2, 7, 10, 15, 50, 200])
@pytest.mark.parametrize("lost", [0, 1])
def test_an_interval_of_a_one_sided_sample_widens_with_confidence(responses: int, lost: int) -> None:
    """There the skewness is so strong that a plain expansion would turn back."""
    levels = [0.01, 0.5, 0.8, 0.9, 0.95, 0.975, 0.99, 0.995, 0.999, 0.9999, 1 - 1e-9]
    for loyal, disloyal in ((responses - lost, 0), (responses - lost, lost), (0, responses - lost)):
        intervals = [roi_interval(1.0, loyal, disloyal, responses, 1.0, level) for level in levels]
        lows, highs = zip(*intervals, strict=True)
        assert list(lows) == sorted(lows, reverse=True)
        assert list(highs) == sorted(highs)


@drawn
@given(st.tuples(values, classes), confidences, st.integers(1, 2000), st.integers(1, 20_000))
def test_an_interval_shrinks_as_the_sample_nears_all_customers(
    segment: tuple[float, tuple[int, int, int]], confidence: float, unasked: int, more: int
) -> None:
    survey = in_columns([segment])
    widths = []
    for served in (survey.responses + unasked, survey.responses + unasked + more):
        cost = float(served[0])  # so that the return is one of each customer
        low, high = roi_interval(*survey.sample, cost, confidence, served)
        widths.append(high - low)
    assert widths[0] <= widths[1] * (1 + 1e-12)


@pytest.mark.parametrize("responses", [1, 2, 5, 20, 50, 1000, 100_000])
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.999])
def test_a_sample_that_is_all_loyal_is_not_certain(responses: float, confidence: float) -> None:
    low, high = roi_interval(1000.0, responses, 0.0, responses, 1000.0, confidence)
    assert low < high - 1e-3
    assert high == pytest.approx(responses - 1, rel=1e-12)
    mirrored = roi_interval(1000.0, 0.0, responses, responses, 1000.0, confidence)
    assert mirrored == pytest.approx((-2 - high, -2 - low), rel=1e-12)


@drawn
@given(surveys, costs, confidences, st.data())
def test_an_interval_does_not_depend_on_unit_order_or_segments_without_value(
    survey: Segments, cost: float, confidence: float, data: st.DataObject
) -> None:
    interval = roi_interval(*survey.sample, cost, confidence)
    slack = 1e-9 * (1 + math.fsum(abs(survey.values) * survey.responses) / cost)

    def same(other: tuple[float, float]) -> bool:
        return max(abs(other[0] - interval[0]), abs(other[1] - interval[1])) <= slack

    for unit in (1e-3, 1e6):
        assert same(roi_interval(survey.values * unit, *survey.sample[1:], cost * unit, confidence))
    order = data.draw(st.permutations(range(len(survey.values))))
    assert same(roi_interval(*survey.ordered(order).sample, cost, confidence))
    more = [np.append(column, extra) for column, extra in zip(survey.sample, (0.0, 3.0, 1.0, 9.0), strict=True)]
    assert same(roi_interval(*more, cost, confidence))
    swapped = roi_interval(survey.values, survey.disloyal, survey.loyal, survey.responses, cost, confidence)
    assert same((-2 - swapped[1], -2 - swapped[0]))
    mirrored = roi_interval(-survey.values, *survey.sample[1:], cost, confidence)
    assert same((-2 - mirrored[1], -2 - mirrored[0]))
