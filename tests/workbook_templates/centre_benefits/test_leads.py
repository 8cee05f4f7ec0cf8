"""Leads: words that contradict each other, the last state of each, and what their followers say."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.udfs.udf_strategies import drawn
from tests.workbook_templates.centre_benefits.rows import DAY, leads, reason
from udfs import lead_credit
from udfs.functions.benefit import CONTRIBUTIONS
from workbook_templates.centre_benefits.leads import ENDS

REJECTS: list[tuple[tuple[Any, ...], str]] = [
    ((DAY, "L", None, None, "persuaded", 5, None, None), "outcome is blank"),
    ((DAY, "L", None, "maybe", None, 5, None, None), 'outcome "maybe" must be won, lost or pending'),
    (
        (DAY, "L", None, "won", "helped", 5, None, None),
        'contribution "helped" must be persuaded, passed on, ',
    ),
    (
        (DAY, "L", None, "won", "misread", 5, None, None),
        'contribution "misread" contradicts outcome "won": write',
    ),
    (
        (DAY, "L", None, "LOST", " Passed on", 5, None, None),
        '"passed on" contradicts outcome "lost": write understood',
    ),
    ((DAY, "L", None, "won", None, 5, None, None), "contribution is blank: won needs persuaded or passed on"),
    ((DAY, "L", None, "lost", None, 5, None, None), "contribution is blank: lost needs understood or misread"),
    ((DAY, "L", None, "won", "persuaded", None, None, None), "value of a deal that was won is blank"),
    ((DAY, "L", None, "won", "persuaded", "much", None, None), 'value "much" is no number'),
    ((DAY, "L", None, "won", "persuaded", 5, "lost", "persuaded"), 'follower\'s contribution "persuaded" contradicts'),
    ((DAY, "L", None, "won", "persuaded", 5, None, "persuaded"), "follower's contribution without follower's outcome"),
    (
        (DAY, "L", None, "won", "persuaded", 5, "so-so", None),
        'follower\'s outcome "so-so" must be won, lost or pending',
    ),
]


@pytest.mark.parametrize(("row", "words"), REJECTS, ids=[words for _, words in REJECTS])
def test_a_lead_that_does_not_count_says_why(row: tuple[Any, ...], words: str) -> None:
    assert words in reason(leads([row]).count)


def test_a_pending_lead_needs_neither_word_nor_value() -> None:
    rows = [(DAY, name, None, "pending", did, None, None, None) for name, did in (("a", None), ("b", "misread"))]
    result = leads(rows)
    assert result.ends[-1] == ("pending", "", 2, 0.0, 0.0)


def test_of_a_leads_states_the_latest_counts_and_the_others_are_listed() -> None:
    later = DAY + datetime.timedelta(9)
    rows = [
        (later, "L-1", None, "won", "persuaded", 100, None, None),
        (DAY, "l-1 ", None, "pending", None, None, None, None),
        (later, "L-1", None, "won", "passed on", 90, None, None),
        (DAY, None, None, "lost", "misread", 5, None, None),
        (DAY, None, None, "lost", "misread", 5, None, None),
    ]
    result = leads(rows)
    assert [row.reason for row in result.count.rejected] == ["an earlier state of this lead; row 8 counts"] * 2
    assert {end[:2]: end[2:] for end in result.ends if end[2]} == {
        ("won", "passed on"): (1, 90.0, 0.0),
        ("lost", "misread"): (2, 10.0, 0.0),
    }


APART = [
    (DAY, "a", None, "won", "persuaded", 100, "won", "passed on"),
    (DAY, "b", None, "won", "persuaded", 200, "pending", None),
    (DAY, "c", None, "lost", "understood", None, "lost", "understood"),
    (DAY, "d", None, "lost", "understood", 7, None, None),
]


def test_where_record_and_follower_disagree_the_chosen_word_counts_and_both_are_listed() -> None:
    record, follower = leads(APART), leads(APART, whose_word="follower")
    assert [end[2] for end in record.ends] == [2, 0, 2, 0, 0]
    assert [end[2] for end in follower.ends] == [0, 1, 2, 0, 1]
    assert record.disagreements == follower.disagreements
    assert record.disagreements == [
        (6, DAY, "a", "won persuaded", "won passed on", 100.0),
        (7, DAY, "b", "won persuaded", "pending", 200.0),
    ]
    assert record.disagreeing == 2


def test_a_deal_whose_order_was_counted_is_known() -> None:
    rows = [
        (DAY, name, order, "won", "passed on", 10, None, None)
        for name, order in (("a", "O-1 "), ("b", "O-2"), ("c", None))
    ]
    assert leads(rows, frozenset({"o-1"})).ends[1] == ("won", "passed on", 3, 30.0, 10.0)


values = st.integers(-(10**8), 10**9).map(lambda cents: cents / 100)


@st.composite
def valid_leads(draw: st.DrawFn) -> tuple[Any, ...]:
    outcome = draw(st.sampled_from(["won", "lost", "pending"]))
    contribution = draw(st.sampled_from([*CONTRIBUTIONS.get(outcome, (None,))]))
    return (DAY, None, draw(st.sampled_from([None, "O-1", "O-2"])), outcome, contribution, draw(values), None, None)


@drawn
@given(st.lists(valid_leads(), min_size=1, max_size=30), st.integers(0, 100), st.integers(0, 100))
def test_the_credit_of_the_sums_is_the_sum_of_the_credits(
    rows: list[tuple[Any, ...]], persuaded: int, passed_on: int
) -> None:
    shares = persuaded / 100, passed_on / 100
    result = leads(rows, frozenset({"o-1"}))
    assert sum(end[2] for end in result.ends) == len(rows) == result.count.tallied
    assert [end[:2] for end in result.ends] == list(ENDS)
    each = [lead_credit(row[5], row[3], row[4], *shares) for row in rows]
    together = [lead_credit(end[3], end[0], end[1] or None, *shares) for end in result.ends]
    assert sum(together) == pytest.approx(sum(each), rel=1e-9, abs=1e-6)
    known = sum(Decimal(repr(row[5])) for row in rows if row[2] == "O-1")
    assert sum(Decimal(repr(end[4])) for end in result.ends) == known
