"""What must hold of survey.py for every survey: the counts agree, the index stays on its scale, the margin holds."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.udfs.udf_strategies import confidences, drawn
from udfs import (
    FUNCTIONS,
    CellError,
    disloyal_count,
    loyal_count,
    loyalty_class,
    margin_of_error,
    projected_count,
    satisfaction_index,
    survey_tally,
)
from udfs.calling.call import call
from udfs.calling.errors import NA

scales = st.tuples(st.integers(-5, 1), st.integers(2, 11))
answered = scales.flatmap(
    lambda scale: st.tuples(
        st.just(scale),
        st.lists(
            st.tuples(st.integers(*scale).map(float), st.floats(0.01, 10.0)),
            min_size=1,
            max_size=8,
        ),
    )
)
Answered = tuple[tuple[int, int], list[tuple[float, float]]]


@drawn
@given(answered)
def test_the_index_is_the_weighted_mean_on_its_scale(survey: Answered) -> None:
    (low, high), questions = survey
    answers, weights = (np.array(part) for part in zip(*questions, strict=True))
    index = satisfaction_index(answers, low, high, weights)
    points = sum(Fraction(w) * (Fraction(x) - low) for x, w in questions)
    expected = 100 * points / (sum(Fraction(w) for _, w in questions) * (high - low))
    assert 0 <= index <= 100
    assert abs(index - expected) <= 1e-12 * 100


@drawn
@given(answered, st.floats(0.01, 100.0), st.integers(-20, 20))
def test_the_index_does_not_depend_on_the_unit_of_scale_or_weights(survey: Answered, unit: float, start: int) -> None:
    (low, high), questions = survey
    answers, weights = (np.array(part) for part in zip(*questions, strict=True))
    index = satisfaction_index(answers, low, high, weights)
    assert satisfaction_index(answers * 4 + start, low * 4 + start, high * 4 + start, weights) == index
    assert abs(satisfaction_index(answers, low, high, weights * unit) - index) <= 1e-12
    assert abs(satisfaction_index(answers[::-1], low, high, weights[::-1]) - index) <= 1e-12
    equal = satisfaction_index(answers, low, high)
    assert abs(satisfaction_index(answers, low, high, np.full(len(answers), unit)) - equal) <= 1e-12


@drawn
@given(answered)
def test_the_best_and_the_worst_answers_are_100_and_0(survey: Answered) -> None:
    (low, high), questions = survey
    weights = np.array([weight for _, weight in questions])
    best = satisfaction_index(np.full(len(weights), float(high)), low, high, weights)
    assert 100 - 1e-12 <= best <= 100
    assert satisfaction_index(np.full(len(weights), float(low)), low, high, weights) == 0
    assert loyalty_class(best) == "loyal"


@drawn
@given(answered, st.integers(0, 7), st.floats(0.1, 1.0))
def test_the_index_rises_with_each_answer(survey: Answered, place: int, more: float) -> None:
    (low, high), questions = survey
    answers, weights = (np.array(part) for part in zip(*questions, strict=True))
    better = answers.copy()
    better[place % len(answers)] = min(answers[place % len(answers)] + more, high)
    assume((better > answers).any())
    assert satisfaction_index(better, low, high, weights) > satisfaction_index(answers, low, high, weights)


@pytest.mark.parametrize("weight", [1.0, 0.1, 0.3, 0.7, 1 / 3, 1e-9, 1e9])
@pytest.mark.parametrize(("unit", "start"), [(1, 0), (0.1, 0), (1 / 3, 0.7), (7, -3)])
def test_4_4_4_5_5_is_85_and_neutral_in_every_function(weight: float, unit: float, start: float) -> None:
    answers = np.array([4, 4, 4, 5, 5]) * unit + start
    index = satisfaction_index(answers, unit + start, 5 * unit + start, np.full(5, weight))
    assert abs(index - 85) < 1e-11
    assert loyalty_class(index) == "neutral"
    assert loyal_count([index]) == 0
    assert survey_tally(["A"], [index])[1][1:5] == [1.0, 0.0, 1.0, 0.0]
    worst = 100 - index + 35 - 50
    assert abs(worst) < 1e-10
    below = index - 35
    assert loyalty_class(below) == "neutral"
    assert disloyal_count([below]) == 0
    assert survey_tally(["A"], [below])[1][1:5] == [1.0, 0.0, 1.0, 0.0]


points = (
    st.floats(0.0, 100.0)
    | st.sampled_from([0.0, 50.0, 85.0, 100.0, 1.0])
    | st.sampled_from([85 + 4e-10, 85 + 1e-9, 50 - 4e-10, 50 - 1e-9, 85 - 1e-9, 50 + 1e-9])
)
limits = st.tuples(st.sampled_from([85.0, 60.0, 100.0]), st.sampled_from([50.0, 0.0, 60.0, 1.0]))
rubbish = st.sampled_from([None, "", "n/a", "85", True, False, -1.0, 100.5, 1e300, 10**400, math.nan, -math.inf])
names = st.sampled_from(
    ["SME", "sme", " SME ", "Retail", "RETAIL\t", "Großkunden", "GROSSKUNDEN", "", "  ", None, 7, 7.0]
)


def look_like_shares(indexes: list[float]) -> bool:
    return len(indexes) > 1 and max(indexes) <= 1 and any(index % 1 for index in indexes)


def class_of(index: float, loyal_above: float, disloyal_below: float) -> str:
    """By the rule as it is written, in decimal arithmetic."""
    shown = Decimal(index).quantize(Decimal("1e-9"), ROUND_HALF_UP)
    if shown > Decimal(loyal_above):
        return "loyal"
    return "disloyal" if shown < Decimal(disloyal_below) else "neutral"


@drawn
@given(st.lists(points, min_size=1, max_size=30), limits)
def test_classes_counts_and_tally_agree(indexes: list[float], limits: tuple[float, float]) -> None:
    assume(not look_like_shares(indexes))
    expected = [class_of(index, *limits) for index in indexes]
    classes = loyalty_class(np.array(indexes), *limits)
    assert classes.tolist() == expected
    assert [loyalty_class(index, *limits) for index in indexes] == expected
    assert loyal_count(np.array(indexes), limits[0]) == expected.count("loyal")
    assert disloyal_count(np.array(indexes), limits[1]) == expected.count("disloyal")
    header, row = survey_tally(np.array(["A"] * len(indexes)), np.array(indexes), *limits)
    tally = dict(zip(header, row, strict=True))
    assert [tally[name.capitalize()] for name in ("loyal", "neutral", "disloyal")] == [
        expected.count(name) for name in ("loyal", "neutral", "disloyal")
    ]


@drawn
@given(st.lists(points | st.none() | st.just(""), min_size=1, max_size=30))
def test_a_count_leaves_blank_cells_out_and_no_others(cells: list[Any]) -> None:
    indexes = [cell for cell in cells if cell not in (None, "")]
    assume(not indexes or not look_like_shares(indexes))
    column = [[cell] for cell in cells]
    assert call(FUNCTIONS["LOYAL_COUNT"], column) == sum(class_of(i, 85, 50) == "loyal" for i in indexes)
    assert call(FUNCTIONS["DISLOYAL_COUNT"], column) == sum(class_of(i, 85, 50) == "disloyal" for i in indexes)
    refused = call(FUNCTIONS["LOYAL_COUNT"], [*column, ["n/a"]])
    assert isinstance(refused, CellError)
    assert f"indexes in row {len(column) + 1} must be a number" in refused.message


def rubbish_free(cell: Any) -> bool:
    return type(cell) is float and 0 <= cell <= 100


@drawn
@given(st.lists(st.tuples(names, points | rubbish), min_size=1, max_size=40), limits)
def test_a_tally_counts_every_row_once(rows: list[tuple[Any, Any]], limits: tuple[float, float]) -> None:
    """Whatever rubbish a column holds: by name, responses are loyal + neutral + disloyal, the rest is rejected."""
    shown = [(name, index) for name, index in rows if str(name or "").strip() or index not in (None, "")]
    numbers = [index for _, index in shown if type(index) is float and math.isfinite(index)]
    assume(shown and not (numbers and min(numbers) >= 0 and look_like_shares(numbers)))
    table = call(FUNCTIONS["SURVEY_TALLY"], [[name] for name, _ in rows], [[index] for _, index in rows], *limits)

    expected: dict[str, list[Any]] = {}
    for name, index in shown:
        label = str(int(name)) if isinstance(name, float) else str("" if name is None else name).strip()
        tally = expected.setdefault(label.casefold(), [label or "(no segment)", 0, 0, 0, 0, [], 0])
        if rubbish_free(index):
            tally[1] += 1
            tally[("loyal", "neutral", "disloyal").index(class_of(index, *limits)) + 2] += 1
            tally[5].append(index)
        else:
            tally[6] += 1
    assert table[0] == ["Segment", "Responses", "Loyal", "Neutral", "Disloyal", "Mean index", "Rejected"]
    assert len(table) == len(expected) + 1
    for row, tally in zip(table[1:], expected.values(), strict=True):
        mean = row[5]
        assert row[:5] + row[6:] == tally[:5] + tally[6:]
        assert row[1] == row[2] + row[3] + row[4]
        if tally[5]:
            assert abs(mean - math.fsum(tally[5]) / len(tally[5])) <= 1e-12 * 100
        else:
            assert isinstance(mean, CellError)
            assert mean.code == NA
    assert sum(row[1] + row[6] for row in table[1:]) == len(shown)


counted = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n).map(float), st.just(float(n))))


@drawn
@given(counted, st.floats(1.0, 50.0))
def test_a_projection_keeps_the_share(sample: tuple[float, float], times: float) -> None:
    count, responses = sample
    projected = projected_count(count, responses, responses * times)
    assert abs(projected - count * times) <= 1e-12 * count * times
    assert projected_count(count, responses, responses) == pytest.approx(count, rel=1e-15)
    assert 0 <= projected <= responses * times * (1 + 1e-15)


@drawn
@given(counted, confidences)
def test_a_margin_holds_the_share_and_stays_within_0_and_1(sample: tuple[float, float], confidence: float) -> None:
    count, responses = sample
    low, high = margin_of_error(count, responses, confidence)
    assert 0 <= low <= count / responses <= high <= 1
    assert low < high
    assert (low == 0) == (count == 0)
    assert (high == 1) == (count == responses)


@drawn
@given(counted, confidences)
def test_a_margin_ends_where_the_share_would_be_z_deviations_off(
    sample: tuple[float, float], confidence: float
) -> None:
    """Wilson's limits are the shares p of which (count/n - p)^2 = z^2 p (1-p) / n."""
    count, responses = sample
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    for limit in margin_of_error(count, responses, confidence):
        off = abs(count / responses - limit)
        assert abs(off - z * math.sqrt(limit * (1 - limit) / responses)) <= 1e-8


@drawn
@given(counted, confidences)
def test_the_margins_of_a_share_and_of_the_rest_mirror_each_other(sample: tuple[float, float], level: float) -> None:
    count, responses = sample
    low, high = margin_of_error(count, responses, level)
    mirrored = margin_of_error(responses - count, responses, level)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-12)


@drawn
@given(counted, st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_margin_widens_with_confidence(sample: tuple[float, float], one: float, other: float) -> None:
    assume(abs(one - other) > 1e-9)
    inner, outer = (margin_of_error(*sample, level) for level in sorted((one, other)))
    assert outer[0] <= inner[0]
    assert outer[1] >= inner[1]
    assert outer[1] - outer[0] > inner[1] - inner[0]


@drawn
@given(counted, confidences, st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_margin_shrinks_as_the_sample_nears_all_customers(
    sample: tuple[float, float], confidence: float, unasked: int, more: int
) -> None:
    count, responses = sample
    near, far, endless = (
        margin_of_error(count, responses, confidence, served)
        for served in (responses + unasked, responses + unasked + more, None)
    )
    assert far[0] - 1e-15 <= near[0] <= near[1] <= far[1] + 1e-15
    assert endless[0] - 1e-15 <= far[0] <= far[1] <= endless[1] + 1e-15
    if unasked:
        served = responses + unasked
        effective = responses * (served - 1) / unasked
        assert near == pytest.approx(margin_of_error(count / responses * effective, effective, confidence), abs=1e-12)
    else:
        assert near == (count / responses, count / responses)
