"""Order lines: who sold what with whom; each distinct cell judged once, each row accepted or listed with its reason."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from udfs.amounts import amount_judge
from udfs.cells import day_judge, is_blank, judge_name, judge_number, missing_code, printed, text_of
from udfs.columns import matching
from udfs.date_texts import DateOrder
from udfs.decimal_columns import DecimalColumn
from udfs.errors import shown
from udfs.judged import Judged, digest_of, judge_column
from udfs.numbers import Array
from udfs.row_columns import RowColumn, blank_rows, kept, others_than

NAMES: Final = (
    "Date",
    "Person",
    "Share",
    "Second person",
    "Second share",
    "Item",
    "Units",
    "Price",
    "Unit cost",
    "Returned",
)
"""The columns, in the order in which the sheet shows them."""

_NOBODY: Final = -1
_SAME_SHARE: Final = 1e-9
_SHARE_DIGITS: Final = 12
_LARGEST: Final = 1e13
"""Such an amount would have more than 15 digits with its cents."""


@dataclass(frozen=True)
class OrderRules:
    """What the workbook's Inputs and People say about its orders."""

    first_day: datetime.date
    last_day: datetime.date
    people: tuple[str, ...]
    missing_codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By the names of the columns."""
    date_order: DateOrder | None = None
    date1904: bool = False

    def codes(self, column: str) -> frozenset[str]:
        """A column's missing-value codes, as they are compared."""
        return frozenset(map(missing_code, self.missing_codes.get(column, ())))


@dataclass(frozen=True)
class Orders:
    """Rows as they came, column by column."""

    numbers: NDArray[np.int64]
    """How the source numbers its rows."""
    cells: Mapping[str, RowColumn]
    """By the names of the columns."""
    others: tuple[RowColumn, ...] = ()
    """Columns that mean nothing here, but a row that has something there is no blank row."""


@dataclass(frozen=True)
class RejectedOrder:
    """One row that was not counted."""

    number: int
    cells: tuple[Any, ...]
    """In the order of NAMES."""
    reason: str


@dataclass(frozen=True)
class AcceptedOrders:
    """The rows that count, in order of date, then row."""

    numbers: NDArray[np.int64]
    days: NDArray[np.int64]
    """Proleptic ordinals."""
    people: NDArray[np.int64]
    seconds: NDArray[np.int64]
    """The second person of a joint sale; -1 where there is none."""
    shares: DecimalColumn
    """Of the first person."""
    items: list[str]
    units: DecimalColumn
    """Sold less returned."""
    prices: DecimalColumn
    unit_costs: DecimalColumn

    @property
    def joint(self) -> NDArray[np.bool_]:
        """The rows that two people share."""
        return np.asarray(self.seconds != _NOBODY)


class JudgedOrders:
    """Every row judged; fully blank ones are no rows."""

    def __init__(self, orders: Orders, rules: OrderRules) -> None:
        self._orders = orders = _without_blank_rows(orders)
        self.read = count = len(orders.numbers)
        known = {matching(person): place for place, person in enumerate(rules.people)}
        judges: dict[str, Callable[[Any], tuple[Any, str]]] = {
            "Date": day_judge(rules.first_day, rules.last_day, "the plan year", rules.date_order, rules.date1904),
            "Person": lambda cell: judge_name(cell, "person", known, rules.codes("Person")),
            "Second person": _second_judge(known, rules.codes("Second person")),
            "Share": _share_judge("share", rules.codes("Share")),
            "Second share": _share_judge("second share", rules.codes("Second share")),
            "Item": lambda cell: (None if is_blank(cell) else text_of(cell).strip(), ""),
        }
        for name in ("Units", "Price", "Unit cost", "Returned"):
            judges[name] = amount_judge(name.lower(), rules.codes(name))
        self._columns = {name: judge_column(orders.cells[name], count, judges[name]) for name in NAMES}
        self._share, self._second_share = (self._numbers(name) for name in ("Share", "Second share"))
        self._units, self._returned = (self._numbers(name) for name in ("Units", "Returned"))
        self._seconds = self._columns["Second person"].values(_NOBODY, np.int64)
        self._rules = self._broken_rules()
        faulty = np.logical_or.reduce([self._columns[name].faulty() for name in NAMES])
        self.counted = ~np.logical_or.reduce([faulty, *(where for where, _ in self._rules)])

    @property
    def digest(self) -> str:
        """What the cells mean, hashed."""
        return digest_of(self._columns[name] for name in NAMES)

    def accepted(self) -> AcceptedOrders:
        """The rows that count."""
        counted = np.flatnonzero(self.counted)
        days = self._columns["Date"].values(0, np.int64)[counted]
        order = np.lexsort((self._orders.numbers[counted], days))
        rows, days = counted[order], days[order]
        of_the_first = np.where(np.isnan(self._share), 1 - np.nan_to_num(self._second_share), self._share)
        returned = np.nan_to_num(self._returned)
        units = DecimalColumn.of(np.nan_to_num(self._units)[rows]).less(DecimalColumn.of(returned[rows]))
        return AcceptedOrders(
            numbers=self._orders.numbers[rows],
            days=days,
            people=self._columns["Person"].values(_NOBODY, np.int64)[rows],
            seconds=self._seconds[rows],
            shares=DecimalColumn.of(np.asarray(np.round(of_the_first[rows], _SHARE_DIGITS), dtype=np.float64)),
            items=_texts(self._columns["Item"], rows),
            units=units,
            prices=DecimalColumn.of(self._numbers("Price")[rows]),
            unit_costs=DecimalColumn.of(self._numbers("Unit cost")[rows]),
        )

    def rejected(self, most: int) -> list[RejectedOrder]:
        """The first rows that do not count, each with everything that is wrong with it."""
        found = []
        for row in np.flatnonzero(~self.counted)[:most].tolist():
            faults = [self._columns[name].fault(row) for name in NAMES]
            if not any(faults):
                faults = [words(row) for where, words in self._rules if where[row]]
            cells = tuple(None if (column := self._orders.cells[name]) is None else column[row] for name in NAMES)
            reason = "; ".join(filter(None, faults))
            found.append(RejectedOrder(int(self._orders.numbers[row]), cells, reason))
        return found

    def _numbers(self, name: str) -> Array:
        return self._columns[name].values(np.nan, np.float64)

    def _broken_rules(self) -> list[tuple[NDArray[np.bool_], Callable[[int], str]]]:
        """Rules between the cells of a row: where each is broken, and the words."""
        joint = self._seconds != _NOBODY
        first, second = self._share, self._second_share
        has_first, has_second = ~np.isnan(first), ~np.isnan(second)
        total = first + second
        units, returned = np.nan_to_num(self._units), np.nan_to_num(self._returned)
        price, cost = self._numbers("Price"), self._numbers("Unit cost")
        people = self._columns["Person"].values(_NOBODY, np.int64)

        def always(words: str) -> Callable[[int], str]:
            return lambda _: words

        return [
            (~joint & has_second & (second != 0), always("second share without a second person")),
            (~joint & has_first & (first != 1), lambda row: f"share {_percent(first[row])} without a second person"),
            (joint & ~has_first & ~has_second, always("a joint sale without a share: who gets how much?")),
            (
                joint & has_first & has_second & (np.abs(total - 1) > _SAME_SHARE),
                lambda row: f"the shares come to {_percent(total[row])}, not to 100%",
            ),
            (joint & (people == self._seconds), always("the second person is the first")),
            (np.isnan(self._units) & np.isnan(self._returned), always("units are blank")),
            (
                returned < 0,
                lambda row: f"returned {shown(returned[row])} is negative: write 1 for one unit that came back",
            ),
            (
                (units < 0) & (returned != 0),
                always("units are negative and returned is filled: a return has units 0"),
            ),
            (
                (units > 0) & (returned > units),
                lambda row: (
                    f"returned {shown(returned[row])} is more than units {shown(units[row])}: "
                    "a later return is a row of its own with units 0"
                ),
            ),
            (
                ~(np.isnan(self._units) & np.isnan(self._returned)) & (units == 0) & (returned == 0),
                always("nothing was sold or returned"),
            ),
            (
                np.maximum(np.abs(units), returned) * np.maximum(np.nan_to_num(price), np.nan_to_num(cost)) >= _LARGEST,
                always("units x price have more than 15 digits"),
            ),
            (np.isnan(price), always("price is blank")),
            (price < 0, lambda row: f"price {shown(price[row])} is negative: a return has a number in returned"),
            (np.isnan(cost), always("unit cost is blank")),
            (cost < 0, lambda row: f"unit cost {shown(cost[row])} is negative"),
        ]


def _without_blank_rows(orders: Orders) -> Orders:
    blank = blank_rows((*orders.cells.values(), *orders.others), len(orders.numbers))
    if not blank:
        return orders
    rows = others_than(blank, len(orders.numbers))
    return Orders(orders.numbers[rows], {name: kept(column, rows) for name, column in orders.cells.items()})


def _second_judge(known: Mapping[str, int], codes: frozenset[str]) -> Callable[[Any], tuple[int | None, str]]:
    """The place of a second person, if one is named."""
    return lambda cell: (None, "") if is_blank(cell) else judge_name(cell, "second person", known, codes)


def _share_judge(called: str, codes: frozenset[str]) -> Callable[[Any], tuple[float | None, str]]:
    """A share from 0 to 1, also as a text such as 60%; a blank one is none."""

    def judge(cell: Any) -> tuple[float | None, str]:
        if is_blank(cell):
            return None, ""
        percent = isinstance(cell, str) and cell.strip().endswith(("%", "\uff05"))
        number, fault = judge_number(cell.strip()[:-1] if percent else cell, called, codes)
        if number is None:
            return None, fault
        share = round(number / 100 if percent else number, _SHARE_DIGITS)
        return (
            (share, "") if 0 <= share <= 1 else (None, f"{called} {printed(cell)} must be from 0% to 100%: write 60%")
        )

    return judge


def _percent(share: float) -> str:
    return f"{share * 100:.6g}%"


def _texts(column: Judged, rows: NDArray[np.intp]) -> list[str]:
    texts = np.array([text or "" for text in column.meanings], dtype=object)
    return list(texts[column.codes[rows]])
