"""Order lines: judged, and added up exactly by goods and by territory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from udfs.arithmetic.sums import Money
from udfs.calling.errors import quote
from workbook_templates.rows.columns import cell_by_cell, required
from workbook_templates.rows.distinct import Judged
from workbook_templates.rows.rules import Period, RowRules, text_judge
from workbook_templates.rows.table import JudgedCount, JudgedRows, SourceColumns

ORDERS: Final = (
    "Date",
    "Order",
    "Territory",
    "Item",
    "Units",
    "Unit price",
    "Unit cost",
    "Returned units",
    "Line total",
    "Discount",
)
TELESALES: Final = "telesales"
COVERAGE: Final = "tele-coverage"


@dataclass(frozen=True)
class Good:
    """What is sold: its list price, its cost, and the part of the price that pays for support."""

    item: str
    price: float
    cost: float
    support_share: float


@dataclass(frozen=True)
class OrderRules(RowRules):
    """What the workbook says about its orders."""

    period: Period
    goods: tuple[Good, ...]
    territories: tuple[str, ...]


@dataclass(frozen=True)
class OrderTally:
    """What the orders came to."""

    items: list[tuple[Any, ...]]
    """Centre, item, lines, units, returned of these, returned later, price and cost beside the list."""
    territories: list[tuple[Any, ...]]
    """Territory, lines, units kept, sales, profit, part of the prices that pays for support."""
    orders: frozenset[str]
    """The numbers of the orders that were counted, as they are compared."""
    count: JudgedCount


def tally_orders(source: SourceColumns, rules: OrderRules) -> OrderTally:
    """Validate, then add up by goods and by territory. Equal lines are several sales."""
    rows = _judge_rows(source, rules)
    counted = np.flatnonzero(rows.counted)
    lines = _Lines(rows, rules, counted)
    return OrderTally(
        items=lines.by_item(),
        territories=lines.by_territory(),
        orders=frozenset(filter(None, (rows.columns["Order"].meanings[code] for code in lines.order_codes))),
        count=rows.result(stake=_stakes(rows, rules)),
    )


def _stakes(rows: JudgedRows, rules: OrderRules) -> NDArray[np.float64]:
    """The amount of each row, at its own price or at that of its goods."""
    listed = np.array([*(good.price for good in rules.goods), 0.0])
    price = np.where(
        rows.columns["Unit price"].nameless(), listed[rows.places_of("Item")], rows.numbers_of("Unit price")
    )
    return np.abs(rows.numbers_of("Units")) * price


def _judge_rows(source: SourceColumns, rules: OrderRules) -> JudgedRows:
    items = rules.name_column("Item", [good.item for good in rules.goods])
    rows = JudgedRows(
        source,
        {
            "Date": rules.day_column(rules.period),
            "Order": cell_by_cell(text_judge),
            "Territory": rules.name_column("Territory", rules.territories),
            "Item": required(items, "item"),
            "Units": required(rules.amount_column("Units", least=0.0), "units"),
            "Unit price": rules.amount_column("Unit price", least=0.0),
            "Unit cost": rules.amount_column("Unit cost", least=0.0),
            "Returned units": rules.amount_column("Returned units", least=0.0),
            "Line total": rules.amount_column("Line total"),
            "Discount": rules.amount_column("Discount"),
        },
    )
    units, returned = rows.numbers_of("Units"), rows.numbers_of("Returned units")
    read = ~(rows.columns["Units"].faulty() | rows.columns["Returned units"].faulty())
    rows.refuse(read & (units == 0) & (returned == 0), "units and returned units are 0")
    rows.refuse(
        read & (units > 0) & (np.round(returned - units, 9) > 0),
        lambda row: (
            f"returned units {quote(returned[row])} are above units {quote(units[row])}: enter a later return as its "
            "own line with 0 units"
        ),
    )
    return rows


class _Lines:
    """The order lines that count, in exact numbers."""

    def __init__(self, rows: JudgedRows, rules: OrderRules, counted: NDArray[np.intp]) -> None:
        goods = rules.goods
        self.rules = rules
        self.item, self.territory = (rows.places_of(name)[counted] for name in ("Item", "Territory"))
        self.order_codes = np.unique(rows.columns["Order"].codes[counted]).tolist()
        self.units, self.back = (rows.amounts_of(name, counted) for name in ("Units", "Returned units"))
        self.list_price = Money.of([good.price for good in goods], self.item)
        self.list_cost = Money.of([good.cost for good in goods], self.item)
        self.support = Money.of([good.support_share for good in goods], self.item)
        self.price = _line_amounts(rows.columns["Unit price"], counted, [good.price for good in goods], self.item)
        self.cost = _line_amounts(rows.columns["Unit cost"], counted, [good.cost for good in goods], self.item)
        self.kept = self.units.minus(self.back)

    def by_item(self) -> list[tuple[Any, ...]]:
        later = self.units.units == 0
        with_sale, apart = self.back.where(~later), self.back.where(later)
        amounts = [
            self.units,
            with_sale,
            apart,
            self.kept.times(self.price.minus(self.list_price)),
            self.kept.times(self.cost.minus(self.list_cost)),
        ]
        goods = len(self.rules.goods)
        of_centre = np.where(self.territory < 0, 0, goods)
        return [
            ((TELESALES, COVERAGE)[key // goods], self.rules.goods[key % goods].item, lines, *sums)
            for key, lines, sums in _sum_by_key(of_centre + self.item, amounts)
        ]

    def by_territory(self) -> list[tuple[Any, ...]]:
        own = np.flatnonzero(self.territory >= 0)
        sales = self.kept.times(self.price)
        profit = self.kept.times(self.price.minus(self.cost))
        support = self.kept.times(self.list_price).times(self.support)
        amounts = [each.of_rows(own) for each in (self.kept, sales, profit, support)]
        return [
            (self.rules.territories[key], lines, *sums)
            for key, lines, sums in _sum_by_key(self.territory[own], amounts)
        ]


def _line_amounts(column: Judged, counted: NDArray[np.intp], listed: Sequence[float], item: NDArray[np.int64]) -> Money:
    """A line's own price or cost; that of its goods where it has none."""
    own = column.codes[counted]
    blank = column.nameless()[counted]
    distinct = [*listed, *(each or 0.0 for each in column.meanings)]
    return Money.of(distinct, np.where(blank, item, own + len(listed)))


def _sum_by_key(keys: NDArray[np.int64], amounts: Sequence[Money]) -> list[tuple[int, int, list[float]]]:
    """Each key in ascending order with the number of its rows and their sums."""
    distinct, groups, lines = np.unique(keys, return_inverse=True, return_counts=True)
    sums = [each.sums(groups, len(distinct)) for each in amounts]
    return [
        (int(key), int(number), [each[place] for each in sums])
        for place, (key, number) in enumerate(zip(distinct, lines, strict=True))
    ]
