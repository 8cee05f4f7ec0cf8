"""Order lines: judged, and added up exactly by goods and by territory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from udfs.arithmetic.sums import Money
from udfs.calling.errors import CellError, quote
from udfs.calling.labels import name_key
from workbook_templates.rows.columns import Column, Judge, cell_by_cell, changed, required
from workbook_templates.rows.distinct import Apart, Judged
from workbook_templates.rows.line_totals import line_values, refuse_totals
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
OTHER: Final = "Other products"
_OTHERS: Final = (name_key(OTHER), name_key("Other goods"), "其他产品", "其他商品")
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

    @property
    def other(self) -> int | None:
        """The place of the line for products that Goods does not name; None where it has none."""
        names = [name_key(good.item) for good in self.goods]
        return next((names.index(name) for name in _OTHERS if name in names), None)


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
        count=rows.result(stake=line_values(rows, _prices(rows, rules))),
    )


def _prices(rows: JudgedRows, rules: OrderRules) -> NDArray[np.float64]:
    """The price of one unit of each row: its own, or that of its goods; NaN where these are not known."""
    listed = np.array([*(good.price for good in rules.goods), np.nan])
    has_none = rows.columns["Unit price"].nameless()
    return np.where(has_none, listed[rows.places_of("Item")], rows.numbers_of("Unit price"))


def _judge_rows(source: SourceColumns, rules: OrderRules) -> JudgedRows:
    rows = JudgedRows(
        source,
        {
            "Date": rules.day_column(rules.period),
            "Order": cell_by_cell(text_judge),
            "Territory": rules.name_column("Territory", rules.territories),
            "Item": required(_item_column(rules), "item"),
            "Units": required(rules.amount_column("Units", least=0.0), "units"),
            "Unit price": rules.amount_column("Unit price", least=0.0),
            "Unit cost": rules.amount_column("Unit cost", least=0.0),
            "Returned units": rules.amount_column("Returned units", least=0.0),
            "Line total": rules.amount_column("Line total"),
            "Discount": rules.amount_column("Discount", least=0.0),
        },
    )
    if rules.other is not None:
        _refuse_unpriced(rows, rules.other)
    refuse_totals(rows, "Unit price", "Returned units", "its own line with 0 units", _prices(rows, rules))
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


def _item_column(rules: OrderRules) -> Column:
    """Places among the goods; what is not one of them is another product, where Goods has a line for these."""

    def judge(usual: Judge, cell: Any) -> tuple[Any, str]:
        place, fault = usual(cell)
        if not fault or isinstance(fault, Apart) or isinstance(cell, CellError):
            return place, fault
        if rules.other is not None:
            return rules.other, ""
        return None, f'{fault}: add it to Goods, or a line "{OTHER}" for lines with a price and cost of their own'

    return changed(rules.name_column("Item", [good.item for good in rules.goods]), judge)


def _refuse_unpriced(rows: JudgedRows, other: int) -> None:
    """Other products without a price or cost of their own."""
    price, cost, total = (rows.columns[name] for name in ("Unit price", "Unit cost", "Line total"))
    unpriced = (price.nameless() & total.nameless()) | cost.nameless()
    is_other = rows.places_of("Item") == other
    rows.refuse(is_other & unpriced, "the item is not on Goods, and its line has no price and cost of its own")


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
        self.sales = self._sales(rows, counted)

    def _sales(self, rows: JudgedRows, counted: NDArray[np.intp]) -> Money:
        """Price of what was sold less what came back, or the line's own total, less its discount."""
        total, discount = (rows.amounts_of(name, counted) for name in ("Line total", "Discount"))
        by_total = rows.columns["Unit price"].nameless()[counted] & ~rows.columns["Line total"].nameless()[counted]
        back = self.kept.units < 0
        total, discount = (
            Money(np.where(back, -abs(each.units), abs(each.units)), each.decimals) for each in (total, discount)
        )
        return self.kept.times(self.price).where(~by_total).plus(total.where(by_total)).minus(discount)

    def by_item(self) -> list[tuple[Any, ...]]:
        later = self.units.units == 0
        with_sale, apart = self.back.where(~later), self.back.where(later)
        amounts = [
            self.units,
            with_sale,
            apart,
            self.sales.minus(self.kept.times(self.list_price)),
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
        profit = self.sales.minus(self.kept.times(self.cost))
        support = self.kept.times(self.list_price).times(self.support)
        amounts = [each.of_rows(own) for each in (self.kept, self.sales, profit, support)]
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
