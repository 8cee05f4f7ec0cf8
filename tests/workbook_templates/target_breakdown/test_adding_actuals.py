"""Sums of actuals: against slow and simple ones in decimals, and with parts that add up."""

from __future__ import annotations

import datetime
import time
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbook_templates.target_breakdown.rows import DAY, FIRST, GOOD, LAST, RULES, tallied
from udfs import fiscal_week

PEOPLE = (*RULES.people, None)
cents = st.integers(-(10**9), 10**9).map(lambda units: units / 100)
rows_of_actuals = st.lists(
    st.tuples(st.dates(FIRST, LAST), st.sampled_from(PEOPLE), cents, cents, cents), min_size=1, max_size=40
)


def added(rows: Sequence[Sequence[Any]], key: Any) -> dict[Any, tuple[float, ...]]:
    """The slow way: the decimals that the cells show, added one by one."""
    sums: defaultdict[Any, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    for row in rows:
        if (of := key(row)) is not None:
            sums[of] = [total + Decimal(str(cell)) for total, cell in zip(sums[of], row[2:], strict=True)]
    return {of: tuple(map(float, amounts)) for of, amounts in sums.items()}


@given(rows_of_actuals)
def test_sums_are_those_of_the_decimals(rows: list[tuple[Any, ...]]) -> None:
    result = tallied(rows)
    assert {day: tuple(amounts) for day, *amounts in result.days} == added(rows, lambda row: row[0])
    of_days = added(rows, lambda row: row[1] and (row[1], row[0]))
    assert {(who, day): tuple(amounts) for who, day, *amounts in result.person_days} == {
        key: amounts[:2] for key, amounts in of_days.items()
    }
    of_weeks = added(rows, lambda row: row[1] and (row[1], (row[0] - FIRST).days // 7 + 1))
    assert {(who, week): tuple(amounts) for who, week, *amounts in result.person_weeks} == {
        key: amounts[:2] for key, amounts in of_weeks.items()
    }


@given(rows_of_actuals, st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference(rows: list[tuple[Any, ...]], chance: Any) -> None:
    shuffled = chance.sample(rows, len(rows))
    one, other = tallied(rows), tallied(shuffled)
    assert (one.days, one.person_days, one.person_weeks) == (other.days, other.person_days, other.person_weeks)


def test_lines_stand_by_person_as_people_lists_them_and_then_by_day() -> None:
    later = DAY + datetime.timedelta(7)
    rows = [(day, person, 1, 1, 1) for day in (later, DAY) for person in ("王芳", "Bo", "Ann Lee")]
    result = tallied(rows)
    assert [line[:2] for line in result.person_days] == [
        (person, day) for person in RULES.people for day in (DAY, later)
    ]
    assert [line[0] for line in result.days] == [DAY, later]


def test_weeks_are_those_of_the_function() -> None:
    days = [FIRST + datetime.timedelta(offset) for offset in range((LAST - FIRST).days + 1)]
    result = tallied([(day, "Bo", 1, 0, 0) for day in days])
    serials = [float((day - datetime.date(1899, 12, 30)).days) for day in days]
    assert [week for _, week, *_ in result.person_weeks] == sorted({int(fiscal_week(serial)) for serial in serials})  # type: ignore[arg-type]
    assert [sales for _, _, sales, _ in result.person_weeks] == [7.0] * 52


def test_equal_rows_are_several_sales() -> None:
    assert tallied([GOOD] * 3).days == [(DAY, 300.0, 75.0, 30.0)]


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        ([0.1] * 10, 1.0),
        ([0.1, 0.2], 0.3),
        ([0.30000000000000004], 0.3),  # the noise of a formula
        ([110_000_000 * 1.2 * 1.1], 145_200_000.0),
        ([1e14, 0.01, -1e14], 0.01),
        ([9e14] * 30, 2.7e16),  # more than 64 bits hold, in units of the finest decimal below
        ([9e14, 0.123456789] * 30, 27_000_000_000_000_003.70370367),
        ([1e-12], 0.0),
        ([1500, 2500], 4000.0),
    ],
)
def test_money_is_added_to_the_last_decimal(amounts: list[float], total: float) -> None:
    assert tallied([(DAY, "Bo", amount, 0, 0) for amount in amounts]).days[0][1] == total


def test_the_digest_says_what_the_rows_mean() -> None:
    digest = tallied([GOOD]).digest
    assert tallied([("2026-01-15", " bo", "100", 25.0, 10)]).digest == digest
    assert tallied([(DAY, "Bo", 100, 25, 11)]).digest != digest
    assert tallied([GOOD, GOOD]).digest != digest


def test_half_a_million_rows_take_a_moment() -> None:
    rows = [(DAY + datetime.timedelta(n % 300), PEOPLE[n % 4], n % 997 / 100, n % 89, None) for n in range(500_000)]
    started = time.process_time()
    assert tallied(rows).tallied == 500_000
    assert time.process_time() - started < 5
