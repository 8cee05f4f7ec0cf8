"""Orders for the tests, and their lines once more: one by one, in fractions, as a clerk writes them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from tests.udfs.largest_remainder import printed
from workbook_templates.rows.rules import Period
from workbook_templates.rows.table import SourceColumns
from workbook_templates.team_earnings.earnings import EarningsTally, Plan, Seller, tally_earnings
from workbook_templates.team_earnings.orders import NAMES, EarningsRules

YEAR = Period(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
STANDARD = Plan("Standard", False, "marginal", (0.0, 1000.0, 5000.0), (0.05, 0.08, 0.1))
KEY = Plan("Key", True, "retroactive", (0.0, 10_000.0), (0.02, 0.03))
SELLERS = (
    Seller("Ann", "North", STANDARD, 25),
    Seller("Bo", "North", KEY, 31),
    Seller("陈伟", "South", STANDARD, 15),
    Seller("Dora", "South", None, 15),
)
Row = tuple[Any, ...]


def order(day: Any, person: str, units: Any, price: Any, cost: Any, **more: Any) -> Row:
    """A row of orders; `second`, `share`, `second_share`, `item`, `returned` and so on where they are filled."""
    cells = {
        "Date": day,
        "Person": person,
        "Share": more.get("share"),
        "Second person": more.get("second"),
        "Second share": more.get("second_share"),
        "Item": more.get("item", "Router"),
        "Units": units,
        "Price": price,
        "Unit cost": cost,
        "Returned": more.get("returned"),
        "Line total": more.get("line_total"),
        "Discount": more.get("discount"),
    }
    return tuple(cells[name] for name in NAMES)


def tallied(rows: Sequence[Row], sellers: Sequence[Seller] = SELLERS, **rules: Any) -> EarningsTally:
    columns = (
        dict(zip(NAMES, map(list, zip(*rows, strict=True)), strict=True)) if rows else {name: [] for name in NAMES}
    )
    source = SourceColumns(np.arange(6, 6 + len(rows)), columns)
    people = tuple(seller.name for seller in sellers)
    return tally_earnings(source, EarningsRules(YEAR, people, **rules), sellers)


@dataclass
class Line:
    """One person's part of one order."""

    seller: Seller
    day: datetime.date
    row: int
    sales: Fraction
    profit: Fraction
    pay: Fraction = Fraction(0)


def cents(amount: Fraction) -> Fraction:
    """Half away from zero."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return Fraction(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def commission(plan: Plan, amount: Fraction) -> Fraction:
    """Of a whole month, tier by tier."""
    limits, rates = list(map(printed, plan.thresholds)), list(map(printed, plan.rates))
    if amount < 0:
        return amount * rates[0]
    reached = [place for place, limit in enumerate(limits) if amount >= limit]
    if plan.method == "retroactive":
        return amount * rates[reached[-1]] if reached else Fraction(0)
    ends = [*limits[1:], None]
    return sum(
        (((amount if ends[i] is None else min(amount, ends[i])) - limits[i]) * rates[i] for i in reached),  # type: ignore[type-var]
        Fraction(0),
    )


def ledger(rows: Sequence[Row], sellers: Sequence[Seller] = SELLERS) -> list[Line]:
    """The lines of accepted rows, by person, date and row; amounts of money have two decimals."""
    by_name = {seller.name: seller for seller in sellers}
    lines = []
    for number, row in enumerate(rows, start=6):
        cells = dict(zip(NAMES, row, strict=True))
        units = printed(cells["Units"] or 0) - printed(cells["Returned"] or 0)
        sales, profit = units * printed(cells["Price"]), units * (printed(cells["Price"]) - printed(cells["Unit cost"]))
        first = Fraction(1)
        if cells["Second person"]:
            first = printed(cells["Share"]) if cells["Share"] is not None else 1 - printed(cells["Second share"])
        own = Line(by_name[cells["Person"]], cells["Date"], number, cents(sales * first), cents(profit * first))
        lines.append(own)
        if cells["Second person"]:
            second = by_name[cells["Second person"]]
            lines.append(Line(second, cells["Date"], number, sales - own.sales, profit - own.profit))
    lines.sort(key=lambda line: (sellers.index(line.seller), line.day, line.row))
    to_date: dict[tuple[str, int], Fraction] = {}
    for line in lines:
        plan, month = line.seller.plan, (line.seller.name, line.day.month)
        if plan is None:
            continue
        before = to_date.get(month, Fraction(0))
        to_date[month] = before + (line.sales if plan.on_sales else line.profit)
        line.pay = cents(commission(plan, to_date[month])) - cents(commission(plan, before))
    return lines
