"""Contacts by function and requests by department: faults in words, sums that are those of the decimals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.udfs.udf_strategies import drawn
from tests.workbook_templates.centre_benefits.rows import DAY, contacts, reason, requests
from udfs import internal_value, spread


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ((DAY, "Helpdesk", 1, 5, None), 'unknown function "Helpdesk"'),
        ((DAY, None, 1, 5, None), "function is blank"),
        ((DAY, "Telesales", 1, None, None), "minutes is blank"),
        ((DAY, "Telesales", -1, 5, None), "contacts -1 is below 0"),
        ((DAY, "Telesales", 1, -5, None), "minutes -5 is below 0"),
        ((DAY, "Telesales", 1, "5 km", None), 'minutes "5 km" is no number'),
        (
            (DAY, "Telesales", 1, "5:30", None),
            'minutes "5:30" has two readings: set its unit on Import, hours for 5:30 hours',
        ),
    ],
)
def test_a_contact_that_does_not_count_says_why(row: tuple[Any, ...], words: str) -> None:
    assert words in reason(contacts([row]).count)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ((DAY, "Canteen", 5, None), 'unknown department "Canteen"'),
        ((DAY, "Sales", None, 1), "minutes given back is blank"),
        ((DAY, "Sales", 5, -1), "difficulty -1 is below 0"),
    ],
)
def test_a_request_that_does_not_count_says_why(row: tuple[Any, ...], words: str) -> None:
    assert words in reason(requests([row]).count)


def test_a_row_without_a_number_is_one_contact_and_without_a_difficulty_the_usual_one() -> None:
    rows = [(DAY, "telesales", None, 4, None), (DAY, "Telesales", 0, 6, -2.5), (DAY, "Telesales", 3, 0.5, 10)]
    assert contacts(rows).lines == [("Telesales", 4.0, 10.5, 7.5)]
    assert requests([(DAY, "Finance", 30, None), (DAY, "finance", 10, 1.5)]).lines == [("Finance", 2, 40.0, 45.0)]


minutes = st.integers(0, 10**6).map(lambda tenths: tenths / 10)


@drawn
@given(st.lists(st.tuples(minutes, st.none() | st.integers(0, 40).map(lambda d: d / 10)), min_size=1, max_size=25))
def test_the_value_of_the_sums_is_that_of_the_requests(rows: list[tuple[float, float | None]]) -> None:
    ((_, number, given_back, weighted),) = requests([(DAY, "Sales", *row) for row in rows]).lines
    assert number == len(rows)
    assert Decimal(repr(given_back)) == sum(Decimal(repr(row[0])) for row in rows)
    each = sum(internal_value(taken, 55, 1.0 if harder is None else harder) for taken, harder in rows)
    assert internal_value(weighted, 55) == pytest.approx(each, rel=1e-9, abs=1e-9)


@drawn
@given(st.lists(st.tuples(st.sampled_from(["Telesales", "After-sales"]), minutes), min_size=1), st.integers(0, 10**9))
def test_cost_by_minutes_sums_to_the_cost(rows: list[tuple[str, float]], cents: int) -> None:
    lines = contacts([(DAY, name, None, taken, None) for name, taken in rows]).lines
    weights = [line[2] for line in lines]
    if any(weights):
        import numpy as np

        parts = np.ravel(spread(cents / 100, np.array(weights)))
        assert sum(Decimal(repr(part)) for part in parts.tolist()) == Decimal(cents) / 100
