"""What orders earn: each person's lines with pay and what the company keeps, and their sums, to the last decimal."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from udfs.arithmetic.decimals import DecimalColumn, largest_of
from udfs.arithmetic.parts import amount
from udfs.calendars.serials import EPOCH
from udfs.calling.labels import name_key
from udfs.functions.pay import commission, pay_date
from workbook_templates.rows.table import JudgedCount, SourceColumns
from workbook_templates.team_earnings.orders import AcceptedOrders, EarningsRules, judge_orders

_CENTS: Final = 2
_SERIAL_OF_ORDINAL: Final = EPOCH.toordinal()
_ORDINAL_OF_1970: Final = datetime.date(1970, 1, 1).toordinal()
_MONTHS: Final = 12
_LARGEST_SUM: Final = 2**62

Units = NDArray[Any]
"""Amounts of money in whole units of the decimals that all of them share."""


@dataclass(frozen=True)
class Plan:
    """How a person is paid."""

    name: str
    on_sales: bool
    """Else on profit."""
    method: str
    """"marginal" or "retroactive"."""
    thresholds: tuple[float, ...]
    rates: tuple[float, ...]


@dataclass(frozen=True)
class Seller:
    """One person, as far as the pay goes; without a plan nothing is earned."""

    name: str
    team: str
    plan: Plan | None
    pay_day: int


@dataclass(frozen=True)
class EarningsTally:
    """What the rows came to, and what was left out."""

    lines: list[tuple[Any, ...]]
    """A row for each person and order: person, date, order's row, item, units, price, unit cost, share, sales,
    profit, pay, what the company keeps, when it is paid, note. By person, then date, then row."""
    person_months: list[tuple[Any, ...]]
    """Person, month (its first day), plan, lines, the first of them, sales, profit, amount that the plan pays on,
    pay, kept."""
    person_years: list[tuple[Any, ...]]
    """Person, plan, the amounts that it pays on in each of the twelve months, what they earned; everybody, in order."""
    team_months: list[tuple[Any, ...]]
    """Team, month, orders in which it had a part, sales, profit, pay, kept."""
    centre_months: list[tuple[Any, ...]]
    """Month, orders, joint sales, returns, sales, profit, pay, kept; counted from whole orders."""
    count: JudgedCount
    below_cost: int
    unmatched_returns: int


def tally_earnings(
    source: SourceColumns, rules: EarningsRules, sellers: Sequence[Seller], months_later: int = 1
) -> EarningsTally:
    """Validate, split joint sales, pay each line by its person's month to date, and add up."""
    orders, count = judge_orders(source, rules)
    whole = _Amounts.of(orders)
    lines = _Lines(orders, whole, sellers, months_later)
    unmatched = _unmatched_returns(orders)
    below_cost = (whole.profit < 0) & (orders.units.units > 0)
    return EarningsTally(
        lines=lines.rows(below_cost, unmatched),
        person_months=lines.by_person_and_month(),
        person_years=lines.by_person(rules.period.first),
        team_months=lines.by_team_and_month(),
        centre_months=_sum_by_month(orders, whole, lines),
        count=count,
        below_cost=int(below_cost.sum()),
        unmatched_returns=int(unmatched.sum()),
    )


@dataclass(frozen=True)
class _Amounts:
    """Sales and profit of whole orders, in units of the same decimals, cents at least."""

    sales: Units
    profit: Units
    scale: int

    @staticmethod
    def of(orders: AcceptedOrders) -> _Amounts:
        sales = orders.sales
        profit = sales.less(orders.units.times(orders.unit_costs))
        scale = max(sales.scale, profit.scale, _CENTS)
        both = [sales.at(scale), profit.at(scale)]
        # Sums of all lines must fit too; Python's integers always do.
        if max(map(largest_of, both)) * (2 * len(sales.units) + 1) >= _LARGEST_SUM:
            both = [each.astype(object) for each in both]
        return _Amounts(both[0], both[1], scale)


class _Lines:
    """A line for each person and order, sorted by person, date and row."""

    def __init__(self, orders: AcceptedOrders, whole: _Amounts, sellers: Sequence[Seller], months_later: int) -> None:
        self.orders, self.sellers, self.scale = orders, sellers, whole.scale
        joint = np.flatnonzero(orders.joint)
        order = np.concatenate([np.arange(len(orders.numbers)), joint])
        person = np.concatenate([orders.people, orders.seconds[joint]])
        is_second = np.arange(len(order)) >= len(orders.numbers)
        place = np.lexsort((order, person))  # orders stand by date and row already
        self.order, self.person, self.is_second = order[place], person[place], is_second[place]
        self.sales = self._parts(whole.sales)
        self.profit = self._parts(whole.profit)
        self.month = _months(orders.days)[self.order]
        self.starts = _starts(self.person, self.month)
        self.paid_on = np.where(self._on_sales(), self.sales, self.profit)
        self.pay = self._pay()
        self.kept = self.profit - self.pay
        self.paid = self._paid(months_later)

    def _parts(self, whole: Units) -> Units:
        """A whole of each order as its persons' parts: the first's is rounded, the second has the rest."""
        firsts = DecimalColumn(whole, self.scale).times(self.orders.shares).rounded(self.scale).units
        return np.asarray(np.where(self.is_second, (whole - firsts)[self.order], firsts[self.order]))

    def _on_sales(self) -> NDArray[np.bool_]:
        by_person = [seller.plan is not None and seller.plan.on_sales for seller in self.sellers]
        return np.asarray(np.array(by_person or [False])[self.person])

    def _pay(self) -> Units:
        """What each line adds to the commission of the month to date, which is rounded to cents."""
        to_date = _running_sums(self.paid_on, self.starts)
        earned = np.zeros(len(to_date), dtype=to_date.dtype)
        for plan, people in _people_by_plan(self.sellers).items():
            rows = np.flatnonzero(np.isin(self.person, people))
            if len(rows):
                amounts = DecimalColumn(to_date[rows], self.scale).numbers()
                commissions = commission(amounts, np.array(plan.thresholds), np.array(plan.rates), plan.method)
                earned[rows] = DecimalColumn.of(np.atleast_1d(commissions)).rounded(_CENTS).at(_CENTS)
        before = np.concatenate([[0], earned[:-1]])
        before[self.starts] = 0
        return DecimalColumn(earned - before, _CENTS).at(self.scale)

    def _paid(self, months_later: int) -> NDArray[np.int64]:
        """The ordinals of the days on which the lines are paid."""
        sold = (self.orders.days[self.order] - _SERIAL_OF_ORDINAL).astype(np.float64)
        days = np.array([float(seller.pay_day) for seller in self.sellers] or [1.0])[self.person]
        if not len(sold):
            return np.empty(0, dtype=np.int64)
        return np.asarray(pay_date(sold, days, float(months_later)), dtype=np.int64) + _SERIAL_OF_ORDINAL

    def rows(self, below_cost: NDArray[np.bool_], unmatched: NDArray[np.bool_]) -> list[tuple[Any, ...]]:
        """As the sheet shows them."""
        orders, own = self.orders, self.order
        names = np.array([seller.name for seller in self.sellers] or [""], dtype=object)
        shares = orders.shares.numbers()[own]
        columns = (
            names[self.person].tolist(),
            _dates(orders.days[own]),
            orders.numbers[own].tolist(),
            [orders.items[each] for each in own.tolist()],
            orders.units.numbers()[own].tolist(),
            orders.prices.numbers()[own].tolist(),
            orders.unit_costs.numbers()[own].tolist(),
            np.where(self.is_second, np.round(1 - shares, 12), shares).tolist(),
            *(DecimalColumn(each, self.scale).numbers().tolist() for each in self._money()),
            _dates(self.paid),
            self._notes(names, below_cost, unmatched),
        )
        return list(zip(*columns, strict=True))

    def _money(self) -> tuple[Units, Units, Units, Units]:
        return self.sales, self.profit, self.pay, self.kept

    def _notes(self, names: Any, below_cost: NDArray[np.bool_], unmatched: NDArray[np.bool_]) -> list[str | None]:
        orders = self.orders
        kinds = np.where(orders.units.units < 0, np.where(unmatched, 2, 1), np.where(below_cost, 3, 0))
        words = np.array(["", "return", "return without its sale", "sold below cost"], dtype=object)[kinds][self.order]
        partners = np.where(self.is_second, orders.people[self.order], orders.seconds[self.order])
        shared = [f"with {name}" for name in names.tolist()]
        return [
            (f"{shared[partner]}; {note}" if note else shared[partner]) if partner >= 0 else note or None
            for partner, note in zip(partners.tolist(), words.tolist(), strict=True)
        ]

    def by_person_and_month(self) -> list[tuple[Any, ...]]:
        starts = self.starts
        counts = np.diff([*starts.tolist(), len(self.order)])
        sums = [_sums(each, starts, self.scale) for each in (*self._money()[:2], self.paid_on, self.pay, self.kept)]
        sellers = [self.sellers[person] for person in self.person[starts].tolist()]
        columns = (
            [seller.name for seller in sellers],
            _first_days(self.month[starts]),
            [seller.plan.name if seller.plan else None for seller in sellers],
            counts.tolist(),
            (starts + 1).tolist(),
            *sums,
        )
        return list(zip(*columns, strict=True))

    def by_person(self, first_day: datetime.date) -> list[tuple[Any, ...]]:
        first = _months(np.array([first_day.toordinal()]))
        places = (self.month - first)[self.starts].tolist()
        amounts = [[[0.0] * _MONTHS for _ in self.sellers] for _ in range(2)]
        for grid, units in zip(amounts, (self.paid_on, self.pay), strict=True):
            sums = _sums(units, self.starts, self.scale)
            for person, place, total in zip(self.person[self.starts].tolist(), places, sums, strict=True):
                grid[person][place] = total
        return [
            (seller.name, seller.plan.name if seller.plan else None, *paid_on, *earned)
            for seller, paid_on, earned in zip(self.sellers, *amounts, strict=True)
        ]

    def by_team_and_month(self) -> list[tuple[Any, ...]]:
        teams = list(dict.fromkeys(seller.team for seller in self.sellers))
        of_person = np.array([teams.index(seller.team) for seller in self.sellers] or [0])
        team = of_person[self.person]
        place = np.lexsort((self.order, self.month, team))
        starts = _starts(team[place], self.month[place])
        # Of an order that two people of a team share, the second line is the same order again.
        new = np.concatenate([[True], np.diff(self.order[place]) != 0])[: len(place)]
        new[starts] = True
        orders = _add_up(new.astype(np.int64), starts).tolist()
        sums = [_sums(each[place], starts, self.scale) for each in self._money()]
        firsts = place[starts]
        columns = ([teams[each] for each in team[firsts].tolist()], _first_days(self.month[firsts]), orders, *sums)
        return list(zip(*columns, strict=True))


def _sum_by_month(orders: AcceptedOrders, whole: _Amounts, lines: _Lines) -> list[tuple[Any, ...]]:
    """Sales and profit of whole orders, not of their parts; pay of all lines."""
    month = _months(orders.days)
    starts = _starts(month)
    by_order = np.zeros(len(orders.numbers), dtype=lines.pay.dtype)
    np.add.at(by_order, lines.order, lines.pay)
    counts = [_add_up(each.astype(np.int64), starts).tolist() for each in (orders.joint, orders.units.units < 0)]
    sums = [_sums(each, starts, whole.scale) for each in (whole.sales, whole.profit, by_order, whole.profit - by_order)]
    numbers = np.diff([*starts.tolist(), len(month)]).tolist()
    return list(zip(_first_days(month[starts]), numbers, *counts, *sums, strict=True))


def _unmatched_returns(orders: AcceptedOrders) -> NDArray[np.bool_]:
    """Returns beyond what the same people had sold of the item by then."""
    found = np.zeros(len(orders.numbers), dtype=bool)
    returns = orders.units.units < 0
    called = {item: name_key(item) for item in set(orders.items)}
    items = map(called.__getitem__, orders.items)
    keys = list(zip(orders.people.tolist(), orders.seconds.tolist(), items, strict=True))
    returned = {keys[row] for row in np.flatnonzero(returns).tolist()}
    left: dict[Any, int] = dict.fromkeys(returned, 0)
    units = orders.units.units.tolist()
    for row, key in enumerate(keys):
        if key in left:
            # What came back without its sale takes nothing from later sales.
            found[row] = left[key] + min(units[row], 0) < 0
            left[key] = max(left[key] + units[row], 0)
    return found


def _people_by_plan(sellers: Sequence[Seller]) -> Mapping[Plan, list[int]]:
    plans: dict[Plan, list[int]] = {}
    for place, seller in enumerate(sellers):
        if seller.plan is not None:
            plans.setdefault(seller.plan, []).append(place)
    return plans


def _months(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """The months of ordinals, counted from January 1970."""
    dates = (days - _ORDINAL_OF_1970).astype("datetime64[D]")
    return dates.astype("datetime64[M]").astype(np.int64)


def _first_days(months: NDArray[np.int64]) -> list[datetime.date]:
    return [datetime.date(1970 + each // _MONTHS, each % _MONTHS + 1, 1) for each in months.tolist()]


def _dates(ordinals: NDArray[np.int64]) -> Iterator[datetime.date]:
    """The same day is the same object: there are few days and many lines."""
    known = {each: datetime.date.fromordinal(each) for each in np.unique(ordinals).tolist()}
    return map(known.__getitem__, ordinals.tolist())


def _starts(*keys: NDArray[np.int64]) -> NDArray[np.intp]:
    """Where sorted rows begin to have other keys."""
    if not len(keys[0]):
        return np.empty(0, dtype=np.intp)
    changes = np.logical_or.reduce([np.diff(key) != 0 for key in keys])
    return np.concatenate([[0], np.flatnonzero(changes) + 1])


def _add_up(units: Units, starts: NDArray[np.intp]) -> Units:
    """The sum of each run of rows."""
    return np.asarray(np.add.reduceat(units, starts)) if len(starts) else units[:0]


def _sums(units: Units, starts: NDArray[np.intp], scale: int) -> list[float]:
    return [amount(each, scale) for each in _add_up(units, starts).tolist()]


def _running_sums(units: Units, starts: NDArray[np.intp]) -> Units:
    """Each row's sum from the beginning of its run on."""
    if not len(units):
        return units
    sums = np.cumsum(units)
    before = (sums - units)[starts]
    lengths = np.diff([*starts.tolist(), len(units)])
    return np.asarray(sums - np.repeat(before, lengths))


def plan_fault(thresholds: Sequence[float], rates: Sequence[float]) -> str:
    """What COMMISSION would say of a plan's tiers; empty where it takes them."""
    from udfs.calling.errors import Refused

    try:
        commission(0.0, np.array(thresholds), np.array(rates))
    except Refused as refused:
        return refused.error.message
    return ""
