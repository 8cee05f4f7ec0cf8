"""Targets in space: what a sale earns the person and leaves the company, when it is paid, and how it rolls up."""

from typing import Annotated, Any

import numpy as np

from udfs.arithmetic.decimals import DecimalColumn
from udfs.arithmetic.hierarchy import NoHierarchy, hierarchy
from udfs.arithmetic.parts import FINEST, exact
from udfs.arithmetic.parts import amount as amount_of
from udfs.calendars.serials import EPOCH
from udfs.calling.errors import VALUE
from udfs.calling.kinds import (
    BASIS,
    COMMISSION_RATE,
    DATE,
    MANAGER,
    MEMBER,
    METHOD,
    MONEY,
    MONTHS_LATER,
    PAY_DAY,
    THRESHOLD,
)
from udfs.calling.labels import name_key, word_keys
from udfs.calling.numbers import Array, Labels, Numbers, whole
from udfs.calling.refusals import refuse
from udfs.calling.registry import udf

_CENTS = 2
_PLANS = "commission plans in tiers, paid on the part above a threshold or back to the first unit"


@udf("COMMISSION", source=_PLANS)
def commission(
    amount: Annotated[Numbers, MONEY, "sales or profit of the whole month, whichever the plan pays on"],
    thresholds: Annotated[Array, THRESHOLD.aligned, "lower limits of the tiers, increasing; 0 for one from the start"],
    rates: Annotated[Array, COMMISSION_RATE.aligned, "rates of the tiers, beside their thresholds"],
    method: Annotated[str, METHOD.one, "marginal or retroactive; marginal if left out"] = "marginal",
) -> Annotated[Numbers, MONEY]:
    """Commission on an amount by a plan of tiers. Marginal: each part of it earns the rate of its own tier.

    The sum of (rate - rate of the tier before) x max(amount - threshold, 0). Retroactive: the whole amount
    at the rate of the highest threshold reached; a threshold is reached by an amount equal to it. Below
    the first threshold nothing is earned; a negative amount takes back the first rate. Not rounded.

    >>> commission(15000, [0, 10000], [0.05, 0.08])
    900.0
    >>> commission(15000, [0, 10000], [0.05, 0.08], "retroactive")
    1200.0
    """
    chosen = name_key(method)
    refuse(chosen not in ("marginal", "retroactive"), "method", "must be marginal or retroactive", code=VALUE)
    limits = DecimalColumn.of(thresholds).rounded(FINEST)
    before = np.concatenate([[-1], limits.units[:-1]])
    rule, fix = "must be above the threshold before, {before}", "write the tiers from the lowest to the highest"
    refuse(limits.units <= before, "thresholds", rule, fix, before=lambda: np.roll(thresholds, 1))
    earned = _marginal if chosen == "marginal" else _retroactive
    answer = earned(DecimalColumn.of(np.atleast_1d(amount)), limits, DecimalColumn.of(rates)).numbers()
    return _like_input(answer, amount)


def _marginal(amounts: DecimalColumn, thresholds: DecimalColumn, rates: DecimalColumn) -> DecimalColumn:
    earned = _clawback(amounts, rates)
    steps = np.diff(rates.units, prepend=0)
    for threshold, step in zip(thresholds.units, steps, strict=True):
        above = amounts.less(DecimalColumn(np.array([threshold]), thresholds.scale))
        above = DecimalColumn(np.maximum(above.units, 0), above.scale)
        earned = earned.plus(above.times(DecimalColumn(np.array([step]), rates.scale)))
    return earned


def _retroactive(amounts: DecimalColumn, thresholds: DecimalColumn, rates: DecimalColumn) -> DecimalColumn:
    compared = amounts.rounded(FINEST)
    scale = max(compared.scale, thresholds.scale)
    tiers = np.searchsorted(thresholds.at(scale), compared.at(scale), side="right")
    rate = np.concatenate([[0], rates.units])[tiers]
    reached = DecimalColumn(np.maximum(amounts.units, 0), amounts.scale).times(DecimalColumn(rate, rates.scale))
    return reached.plus(_clawback(amounts, rates))


def _clawback(amounts: DecimalColumn, rates: DecimalColumn) -> DecimalColumn:
    """What negative amounts cost: the first rate."""
    below = DecimalColumn(np.minimum(amounts.units, 0), amounts.scale)
    return below.times(DecimalColumn(rates.units[:1], rates.scale))


@udf("ITEM_EARNINGS", source="a commission on the profit or on the price of one item")
def item_earnings(
    price: Annotated[Numbers, MONEY, "price of the item"],
    unit_cost: Annotated[Numbers, MONEY, "cost of the item to the company"],
    commission_rate: Annotated[Numbers, COMMISSION_RATE, "person's share of the profit, or of the price"],
    basis: Annotated[Any, BASIS, "profit or sales; profit if left out"] = "profit",
) -> Annotated[tuple[Numbers, Numbers, Numbers], MONEY]:
    """What one item brings, as three cells: profit, what the person earns, what the company keeps of the profit.

    Profit = price - unit cost; the person earns profit (or, on sales, price) x rate, rounded to cents, half
    away from zero; the company keeps the rest to the last cent. A loss on basis profit earns a negative pay.

    >>> item_earnings(250, 180, 0.1)
    (70.0, 7.0, 63.0)
    >>> item_earnings(250, 180, 0.1, "sales")
    (70.0, 25.0, 45.0)
    """
    words = word_keys(basis)
    on_profit, on_sales = words == "profit", words == "sales"
    refuse(~(on_profit | on_sales), "basis", "must be profit or sales", code=VALUE)
    prices, costs, rates = (DecimalColumn.of(np.atleast_1d(each)) for each in (price, unit_cost, commission_rate))
    profit = prices.less(costs)
    paid_on = DecimalColumn(np.where(on_sales, prices.at(profit.scale), profit.units), profit.scale)
    pay = paid_on.times(rates).rounded(_CENTS)
    kept = profit.less(pay)
    return _like_input(profit.numbers(), price), _like_input(pay.numbers(), price), _like_input(kept.numbers(), price)


def _like_input(answer: Array, argument: Numbers) -> Numbers:
    """A single number for a single number."""
    return float(answer[0]) if isinstance(argument, float) else answer


@udf("ROLL_UP", source="a tree summed from its leaves")
def roll_up(
    members: Annotated[Labels, MEMBER.aligned, "names of everybody, each once: persons, teams, the centre"],
    managers: Annotated[Labels, MANAGER.aligned_with_gaps, "manager of each, by name; blank at the top"],
    values: Annotated[Array, MONEY.aligned, "own value of each"],
) -> Annotated[Array, MONEY.aligned]:
    """Own value of each member plus those of everybody below, each value once; in the shape of members.

    A blank manager is the top; there may be several. Names are matched trimmed and in any case.

    >>> roll_up(["Centre", "Ann", "Bo"], ["", "Centre", "Ann"], [0, 100, 20.5]).tolist()
    [120.5, 120.5, 20.5]
    """
    try:
        found = hierarchy(members.tolist(), managers.tolist())
    except NoHierarchy as reason:
        rule = reason.rule.replace("{", "{{").replace("}", "}}")
        refuse(np.arange(len(members)) == reason.row, reason.column, rule, reason.fix)
        raise
    own = exact(values.tolist())
    return np.array([amount_of(units, own.scale) for units in found.roll_up_units(own.multiples)])


@udf("PAY_DATE", source="months of the Gregorian calendar")
def pay_date(
    sale_date: Annotated[Numbers, DATE, "day of the sale"],
    pay_day: Annotated[Numbers, PAY_DAY, "day of the month on which pay is due, 1 to 31"],
    months_later: Annotated[Numbers, MONTHS_LATER, "months after that of the sale; 1 if left out"] = 1.0,
) -> Annotated[Numbers, DATE]:
    """Day on which a sale is paid: the pay day of the month so many months after the month of the sale.

    Day 29 to 31 is the month's last day where it is shorter; a pay day on a weekend is not moved. As a
    serial number: give it a date format.

    >>> pay_date(46053, 31)
    46081.0
    """
    refuse(pay_day % 1 != 0, "pay_day", "must be a whole number", "write 15, or 31 for the last day of each month")
    refuse(months_later % 1 != 0, "months_later", "must be a whole number", "write 1 for the month after the sale")
    sold = whole(sale_date, DATE)
    month = _EPOCH + sold.astype("timedelta64[D]")
    due = month.astype("datetime64[M]") + whole(months_later, MONTHS_LATER).astype("timedelta64[M]")
    last = (due + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    day = due.astype("datetime64[D]") + (whole(pay_day, PAY_DAY) - 1).astype("timedelta64[D]")
    paid = (np.minimum(day, last) - _EPOCH).astype(np.int64)
    refuse(paid < sold, "pay_day", "must not lie before the sale", "pay a month later, or on a later day")
    refuse(paid > DATE.highest, "months_later", "leads beyond the year 9999", "check the date of the sale")
    return paid.astype(np.float64) if np.ndim(paid) else float(paid)


_EPOCH = np.datetime64(EPOCH)
"""From March 1900 on, a serial number counts from it."""
