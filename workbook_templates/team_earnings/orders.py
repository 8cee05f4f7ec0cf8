"""Order lines: who sold what with whom; each distinct cell judged once, each row accepted or listed with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from udfs.arithmetic.decimals import DecimalColumn
from udfs.calling.errors import quote
from workbook_templates.rows.amounts import NumberKind, number_column
from workbook_templates.rows.columns import Column, cell_by_cell, required
from workbook_templates.rows.judges import is_blank, text_of
from workbook_templates.rows.line_totals import line_values, refuse_totals
from workbook_templates.rows.rules import Period, RowRules
from workbook_templates.rows.table import JudgedCount, JudgedRows, SourceColumns

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
    "Line total",
    "Discount",
)
"""The columns, in the order in which the sheet shows them."""

_NOBODY: Final = -1
_SAME_SHARE: Final = 1e-9
_SHARE_DIGITS: Final = 12
_PRICE_DIGITS: Final = 6
_LARGEST: Final = 1e13
"""Such an amount would have more than 15 digits with its cents."""


@dataclass(frozen=True)
class EarningsRules(RowRules):
    """What the workbook's Inputs and People say about its orders."""

    period: Period
    people: tuple[str, ...]
    needs_cost: bool = True
    """Whether what somebody earns depends on the unit cost."""


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
    """The share of the first person."""
    items: list[str]
    units: DecimalColumn
    """Sold less returned."""
    prices: DecimalColumn
    """Of one unit; where a line has its total alone, what a unit of it comes to."""
    unit_costs: DecimalColumn
    sales: DecimalColumn
    """Price of what was sold less what came back, or the line's own total, less its discount."""

    @property
    def joint(self) -> NDArray[np.bool_]:
        """The rows that two people share."""
        return np.asarray(self.seconds != _NOBODY)


def judge_orders(source: SourceColumns, rules: EarningsRules) -> tuple[AcceptedOrders, JudgedCount]:
    """The rows that count, and what became of all of them."""
    rows = JudgedRows(source, _columns(rules, source.columns.get("Unit cost") is not None))
    _refuse_shares(rows)
    _refuse_units(rows)
    _refuse_prices(rows)
    return _accept_rows(rows), rows.result(stake=line_values(rows, rows.numbers_of("Price", np.nan)))


def _columns(rules: EarningsRules, has_cost: bool) -> dict[str, Column]:
    cost = rules.amount_column("Unit cost", least=0.0)
    columns: dict[str, Column] = {
        "Date": rules.day_column(rules.period),
        "Person": required(rules.name_column("Person", rules.people), "person"),
        "Share": _share_column(rules.number_kind("Share", is_money=False)),
        "Second person": rules.name_column("Second person", rules.people),
        "Second share": _share_column(rules.number_kind("Second share", is_money=False)),
        "Item": cell_by_cell(lambda cell: (None if is_blank(cell) else text_of(cell).strip(), "")),
        "Units": rules.amount_column("Units"),
        "Returned": rules.amount_column("Returned"),
        "Line total": rules.amount_column("Line total"),
        "Discount": rules.amount_column("Discount", least=0.0),
        "Price": rules.amount_column("Price", least=0.0),
        "Unit cost": required(cost, "unit cost") if has_cost and rules.needs_cost else cost,
    }
    return {name: columns[name] for name in NAMES}


def _accept_rows(rows: JudgedRows) -> AcceptedOrders:
    counted = np.flatnonzero(rows.counted)
    days = rows.days()[counted]
    order = np.lexsort((rows.numbers[counted], days))
    kept, days = counted[order], days[order]
    share, second_share = (rows.numbers_of(name, np.nan)[kept] for name in ("Share", "Second share"))
    of_the_first = np.where(np.isnan(share), 1 - np.nan_to_num(second_share), share)
    sold, returned = (DecimalColumn.of(rows.numbers_of(name)[kept]) for name in ("Units", "Returned"))
    units, discount = sold.less(returned), DecimalColumn.of(rows.numbers_of("Discount")[kept])
    total = rows.numbers_of("Line total", np.nan)[kept]
    prices, listed = DecimalColumn.of(rows.numbers_of("Price")[kept]), ~rows.columns["Price"].nameless()[kept]
    by_total = _signed(np.abs(np.nan_to_num(total)), units)
    gross = _chosen(listed, units.times(prices), by_total)
    each = np.abs(np.nan_to_num(total)) / np.where(units.units == 0, 1.0, np.abs(units.numbers()))
    return AcceptedOrders(
        numbers=rows.numbers[kept],
        days=days,
        people=rows.places_of("Person")[kept],
        seconds=rows.places_of("Second person")[kept],
        shares=DecimalColumn.of(np.asarray(np.round(of_the_first, _SHARE_DIGITS), dtype=np.float64)),
        items=rows.texts_of("Item")[kept].tolist(),
        units=units,
        prices=_chosen(listed, prices, DecimalColumn.of(np.round(each, _PRICE_DIGITS))),
        unit_costs=DecimalColumn.of(rows.numbers_of("Unit cost")[kept]),
        sales=gross.less(_signed(discount.numbers(), units)),
    )


def _signed(amounts: NDArray[np.float64], units: DecimalColumn) -> DecimalColumn:
    """Amounts of lines, those of returns taken back."""
    return DecimalColumn.of(np.where(units.units < 0, -amounts, amounts))


def _chosen(where: NDArray[np.bool_], one: DecimalColumn, other: DecimalColumn) -> DecimalColumn:
    """One number or the other, row by row."""
    scale = max(one.scale, other.scale)
    return DecimalColumn(np.where(where, one.at(scale), other.at(scale)), scale)


def _refuse_shares(rows: JudgedRows) -> None:
    """Shares that belong to nobody, or do not make the whole."""
    joint = rows.places_of("Second person") != _NOBODY
    first, second = (rows.numbers_of(name, np.nan) for name in ("Share", "Second share"))
    total = first + second
    blank = ~rows.columns["Second person"].faulty() & ~joint
    rows.refuse(blank & (np.nan_to_num(second) != 0), "second share without a second person")
    rows.refuse(
        blank & (np.nan_to_num(first, nan=1.0) != 1),
        lambda row: f"share {_percent(first[row])} without a second person",
    )
    readable = ~(rows.columns["Share"].faulty() | rows.columns["Second share"].faulty())
    rows.refuse(readable & joint & np.isnan(first) & np.isnan(second), "a joint sale without a share: who gets what?")
    rows.refuse(
        joint & (np.abs(np.nan_to_num(total, nan=1.0) - 1) > _SAME_SHARE),
        lambda row: f"the shares come to {_percent(total[row])}, not to 100%",
    )
    rows.refuse(joint & (rows.places_of("Person") == rows.places_of("Second person")), "the second person is the first")


def _refuse_units(rows: JudgedRows) -> None:
    """Units sold and returned that contradict each other, or come to nothing."""
    units, returned = rows.numbers_of("Units"), rows.numbers_of("Returned")
    readable = ~(rows.columns["Units"].faulty() | rows.columns["Returned"].faulty())
    rows.refuse(readable & (units == 0) & (returned == 0), "nothing was sold or returned")
    rows.refuse(
        returned < 0,
        lambda row: f"returned {quote(returned[row])} is negative: write 1 for a unit that came back",
    )
    rows.refuse((units < 0) & (returned > 0), "units are negative and returned is filled: a return has units 0")
    rows.refuse(
        (units > 0) & (returned > units),
        lambda row: (
            f"returned {quote(returned[row])} is more than units {quote(units[row])}: "
            "a later return is a row of its own with units 0"
        ),
    )
    worth = np.maximum(rows.numbers_of("Price"), rows.numbers_of("Unit cost"))
    rows.refuse(np.maximum(np.abs(units), returned) * worth >= _LARGEST, "units x price have more than 15 digits")


def _refuse_prices(rows: JudgedRows) -> None:
    """Lines without a price or total, and totals and discounts that contradict the rest of their line."""
    price, total = rows.columns["Price"], rows.columns["Line total"]
    neither = price.nameless() & total.nameless() & ~(price.faulty() | total.faulty())
    rows.refuse(neither, "price is blank")
    refuse_totals(rows, "Price", "Returned", "a row of its own with units 0", rows.numbers_of("Price", np.nan))


def _share_column(kind: NumberKind) -> Column:
    """Shares from 0 to 1, also as texts such as 60%; a blank one is none."""

    def share(number: float) -> tuple[float | None, str]:
        whole = round(number, _SHARE_DIGITS)
        if 0 <= whole <= 1:
            return whole, ""
        return None, f"{kind.called} {_percent(whole)} must be from 0% to 100%: write 60%"

    return number_column(replace(kind, units={"%": 0.01}), share)


def _percent(share: float) -> str:
    return f"{share * 100:.6g}%"
