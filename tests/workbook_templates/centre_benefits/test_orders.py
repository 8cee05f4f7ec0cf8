"""Order lines: each fault in words, and sums that are those of the decimals."""

from __future__ import annotations

import datetime
from collections import defaultdict
from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.udfs.udf_strategies import drawn
from tests.workbook_templates.centre_benefits.rows import DAY, GOODS, TERRITORIES, orders, reason
from udfs import support_profit, telesales_profit
from udfs.calling.errors import CellError
from workbook_templates.centre_benefits.orders import Good

REJECTS: list[tuple[tuple[Any, ...], str]] = [
    ((None, "A", None, "Phone", 1, None, None, None), "date is blank"),
    (("03/04/2026", "A", None, "Phone", 1, None, None, None), "is ambiguous: set the date order on Import"),
    ((DAY, "A", "West", "Phone", 1, None, None, None), 'unknown territory "West"'),
    ((DAY, "A", None, "Telephone", 1, None, None, None), 'unknown item "Telephone"'),
    ((DAY, "A", None, " ", 1, None, None, None), "item is blank"),
    ((DAY, "A", None, "Phone", None, None, None, 1), "units is blank"),
    ((DAY, "A", None, "Phone", "ten", None, None, None), 'units "ten" is no number'),
    ((DAY, "A", None, "Phone", -1, None, None, None), "units -1 is below 0"),
    ((DAY, "A", None, "Phone", 1e15, None, None, None), "units 1e+15 has more than 15 digits"),
    ((DAY, "A", None, "Phone", True, None, None, None), "units TRUE is no number"),
    ((DAY, "A", None, "Phone", 1, "1,234", None, None), 'unit price "1,234" has two readings'),
    ((DAY, "A", None, "Phone", 1, None, CellError("#N/A"), None), "unit cost is the error #N/A"),
    (
        (DAY, "A", None, "Phone", 1, None, None, 2),
        "returned units 2 are above units 1: enter a later return as its",
    ),
    ((DAY, "A", None, "Phone", 0, None, None, 0), "units and returned units are 0"),
    (
        (DAY, "A", "West", "Fax", "x", None, None, None),
        'unknown territory "West"; unknown item "Fax": add it to Goods, or a line "Other products" for lines',
    ),
]


@pytest.mark.parametrize(("row", "words"), REJECTS, ids=[words for _, words in REJECTS])
def test_a_line_that_does_not_count_says_why(row: tuple[Any, ...], words: str) -> None:
    assert words in reason(orders([row]).count)


def test_what_people_write_is_understood() -> None:
    """Names in any case, amounts and dates as text, Chinese names, blank lines in between."""
    rows = [
        ("2026-02-10", 26001, " NORTH", "phone", "2", "95,50", None, None),
        (None, "", None, " ", None, None, None, None),
        (datetime.datetime(2026, 3, 31, 23, 59), None, "", "数据线", 3.0, None, "4.00", "1"),
    ]
    result = orders(rows)
    assert (result.count.read, result.count.tallied) == (2, 2)
    assert result.items == [
        ("telesales", "数据线", 1, 3.0, 1.0, 0.0, 0.0, pytest.approx(-1.1)),
        ("tele-coverage", "Phone", 1, 2.0, 0.0, 0.0, -9.0, 0.0),
    ]
    assert result.territories == [("North", 1, 2.0, 191.0, 71.0, 20.0)]
    assert result.orders == {"26001"}


def test_missing_values_and_other_days_are_counted_apart() -> None:
    row = (DAY, "A", None, "Phone", "-99", None, None, None)
    count = orders([row, (datetime.date(2025, 12, 31), *row[1:])], missing_codes={"Units": ["-99"]}).count
    assert (count.tallied, count.rejected_rows, count.apart) == (0, 0, 2)


def test_no_rows_are_no_error() -> None:
    result = orders([])
    assert (result.items, result.territories, result.count.read) == ([], [], 0)


def test_exact_limits_of_the_period_count() -> None:
    days = (datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
    assert orders([(day, None, None, "Phone", 1, None, None, None) for day in days]).count.tallied == 2


quantities = st.integers(0, 40).map(float) | st.sampled_from([0.5, 2.25])
own_prices = st.none() | st.integers(0, 10**7).map(lambda cents: cents / 100)


@st.composite
def lines(draw: st.DrawFn) -> tuple[Any, ...]:
    good = draw(st.sampled_from(GOODS))
    units = draw(quantities)
    returned = draw(st.integers(1, 30).map(float)) if not units else draw(st.just(None) | st.just(units / 2))
    place = draw(st.sampled_from((*TERRITORIES, None)))
    return (DAY, "A", place, good.item, units, draw(own_prices), draw(own_prices), returned)


@drawn
@given(st.lists(lines(), min_size=1, max_size=30))
def test_sums_are_those_of_the_decimals_and_no_money_is_lost(rows: list[tuple[Any, ...]]) -> None:
    """By goods and by territory: sales, profit and support part of every line, added one by one in decimals."""

    def exact(cell: Any, otherwise: float = 0.0) -> Decimal:
        return Decimal(repr(otherwise if cell is None else cell))

    goods = {good.item: good for good in GOODS}
    profit: defaultdict[tuple[bool, str], Decimal] = defaultdict(Decimal)
    by_territory: defaultdict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 4)
    for _, _, place, item, units, price, cost, returned in rows:
        good, kept = goods[item], exact(units) - exact(returned)
        paid = exact(price, good.price)
        earned = kept * (paid - exact(cost, good.cost))
        profit[place is not None, item] += earned
        if place:
            support = kept * exact(good.price) * exact(good.support_share)
            sums = zip(by_territory[place], (kept, kept * paid, earned, support), strict=True)
            by_territory[place] = [total + part for total, part in sums]
    result = orders(rows)
    assert result.count.tallied == len(rows)
    for centre, item, _, units, returned, later, price, cost in result.items:
        good = goods[item]
        listed = telesales_profit(units, good.price, good.cost, returned)
        listed += telesales_profit(0, good.price, good.cost, later)
        assert listed + price - cost == pytest.approx(
            float(profit[centre == "tele-coverage", item]), rel=1e-9, abs=1e-6
        )
    assert {place: tuple(sums) for place, _, *sums in result.territories} == {
        place: tuple(map(float, sums)) for place, sums in by_territory.items()
    }
    apart = [line for line in result.items if line[0] == "tele-coverage"]
    kept = sum(line[3] - line[4] - line[5] for line in apart)
    assert kept == pytest.approx(sum(line[2] for line in result.territories))
    paid = sum(
        support_profit(line[3], goods[line[1]].price, goods[line[1]].support_share)
        - support_profit(line[4] + line[5], goods[line[1]].price, goods[line[1]].support_share)
        for line in apart
    )
    assert paid == pytest.approx(sum(line[5] for line in result.territories), rel=1e-9, abs=1e-6)


@given(st.lists(lines(), min_size=2, max_size=15), st.randoms(use_true_random=False))
def test_the_order_of_lines_makes_no_difference(rows: list[tuple[Any, ...]], chance: Any) -> None:
    one, other = orders(rows), orders(chance.sample(rows, len(rows)))
    assert (one.items, one.territories) == (other.items, other.territories)


def test_amounts_beyond_64_bits_are_still_exact() -> None:
    """Nine decimals times nine decimals times hundreds of millions: counted in Python's integers."""
    good = Good("Mine", 987_654_321.123456789, 123_456_789.987654321, 0.333333333)
    units = 123_456_789.25
    result = orders([(DAY, None, "North", "Mine", units, None, None, None)] * 3, goods=(good,))
    kept, paid, cost, share = (Decimal(repr(each)) for each in (units, good.price, good.cost, good.support_share))
    with localcontext() as context:
        context.prec = 60
        expected = (3 * kept, 3 * kept * paid, 3 * kept * (paid - cost), 3 * kept * paid * share)
    assert result.territories == [("North", 3, *map(float, expected))]


def test_of_very_many_rejected_lines_the_first_ten_thousand_are_listed() -> None:
    result = orders([(DAY, None, None, "Fax", 1, None, None, None)] * 10_003)
    assert (result.count.rejected_rows, len(result.count.rejected)) == (10_003, 10_000)
    assert result.count.notes == ["10,003 rows were rejected; the first 10,000 are listed."]
