"""Order lines with totals and discounts, and lines of products that are not on the sheet Goods."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workbook_templates.centre_benefits.rows import DAY, GOODS, orders, reason
from workbook_templates.centre_benefits.orders import OTHER, Good

WITH_OTHER = (*GOODS, Good(OTHER, 0.0, 0.0, 0.0))


def line(item: str, units: Any, price: Any = None, cost: Any = None, **more: Any) -> tuple[Any, ...]:
    values = {"territory": None, "returned": None, "total": None, "discount": None, **more}
    return (DAY, None, values["territory"], item, units, price, cost, *list(values.values())[1:])


def test_a_line_total_stands_for_the_unit_price_and_a_discount_is_taken_off() -> None:
    """Phones are listed at 100: 3 for 250 less 10 are 60 below the list; 2 at 95 less 5 are 15 below it."""
    rows = [line("Phone", 3, total=250, discount=10), line("Phone", 2, 95, discount=5)]
    assert orders(rows).items == [("telesales", "Phone", 2, 5.0, 0.0, 0.0, -75.0, 0.0)]
    in_north = [line("Phone", 3, cost=60, total="250.00", discount="10", territory="North")]
    assert orders(in_north).territories == [("North", 1, 3.0, 240.0, 60.0, 30.0)]


def test_a_return_takes_its_total_and_its_discount_back() -> None:
    rows = [line("Phone", 0, cost=60, returned=1, total=-80, discount=5, territory="North")]
    assert orders(rows).territories == [("North", 1, -1.0, -75.0, -15.0, -10.0)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (line("Phone", 2, 100, total=250), "line total 250 is not units x unit price, 200"),
        (line("Phone", 2, returned=1, total=200), "a line total with units that came back"),
        (line("Phone", 2, total=-200), "line total -200 is negative, and units 2 are not"),
        (line("Phone", 2, discount=-5), "discount -5 is below 0"),
        (line("Phone", 2, discount=201), "discount 201 is more than the line, 200"),
        (line("Gift", 2, discount=1), "discount 1 is more than the line, 0"),
        (line("Phone", 2, 90, discount=181), "discount 181 is more than the line, 180"),
        (line("Phone", 2, total=150, discount=151), "discount 151 is more than the line, 150"),
    ],
)
def test_totals_that_contradict_their_line(row: tuple[Any, ...], said: str) -> None:
    assert said in reason(orders([row], goods=(*GOODS, Good("Gift", 0.0, 0.0, 0.0))).count)


def test_a_discount_may_be_more_than_the_total_that_it_led_to() -> None:
    row = line("Phone", 2, 100, total=50, discount=150)
    assert orders([row]).items == [("telesales", "Phone", 1, 2.0, 0.0, 0.0, -150.0, 0.0)]


def test_a_total_after_its_discount_is_no_contradiction() -> None:
    row = line("Phone", 2, 100, total=190, discount=10)
    assert orders([row]).items == [("telesales", "Phone", 1, 2.0, 0.0, 0.0, -10.0, 0.0)]


def test_other_products_have_their_own_price_and_cost() -> None:
    """10 cables at 5, which cost 2: 50 of sales and 20 of cost beside a list of nothing."""
    rows = [line("Phone", 1), line("Cable", 10, 5, 2), line("Adapter", 1, cost=1, total=7)]
    assert orders(rows, goods=WITH_OTHER).items == [
        ("telesales", "Phone", 1, 1.0, 0.0, 0.0, 0.0, 0.0),
        ("telesales", OTHER, 2, 11.0, 0.0, 0.0, 57.0, 21.0),
    ]
    unpriced = orders([line("Cable", 10, 5)], goods=WITH_OTHER).count
    assert reason(unpriced) == "the item is not on Goods, and its line has no price and cost of its own"
    assert f'a line "{OTHER}"' in reason(orders([line("Cable", 10, 5, 2)]).count)
