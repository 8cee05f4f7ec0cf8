"""Order lines with a total of their own or a discount: what contradicts the rest of the line, and what it is worth."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from udfs.calling.errors import quote
from workbook_templates.rows.table import JudgedRows

_SAME_MONEY: Final = 0.005 + 1e-9
"""Half a cent: a line's total was rounded."""


def line_values(rows: JudgedRows, prices: NDArray[np.float64]) -> NDArray[np.float64]:
    """The amount of each row: its total, or its units at the price, without a sign; 0 where neither is known."""
    total = rows.numbers_of("Line total", np.nan)
    values = np.where(np.isnan(total), np.abs(rows.numbers_of("Units")) * prices, np.abs(total))
    return np.nan_to_num(values)


def refuse_totals(rows: JudgedRows, price: str, returned: str, apart: str, prices: NDArray[np.float64]) -> None:
    """Refuse totals and discounts that contradict their line.

    `price` and `returned` are the names of these columns, `apart` says how a return is entered by itself, and `prices`
    are those of one unit, a list's where a line has none of its own, and NaN where none is known.
    """
    units, back, totals = (rows.numbers_of(name) for name in ("Units", returned, "Line total"))
    has_total, has_price = ~rows.columns["Line total"].nameless(), ~rows.columns[price].nameless()
    alone = has_total & ~has_price & ~rows.columns[price].faulty()
    rows.refuse(
        alone & (back > 0) & (units > 0),
        f"a line total with units that came back: give the {price.lower()}, or the return as {apart}",
    )
    rows.refuse(
        has_total & (totals < 0) & (units > 0),
        lambda row: f"line total {quote(totals[row])} is negative, and units {quote(units[row])} are not",
    )
    worth = np.abs(np.where(units == 0, back, units)) * prices
    discount, gross = rows.numbers_of("Discount"), np.where(alone, np.abs(totals), worth)
    differs = np.minimum(np.abs(worth - np.abs(totals)), np.abs(worth - discount - np.abs(totals))) > _SAME_MONEY
    rows.refuse(
        has_total & has_price & differs,
        lambda row: (
            f"line total {quote(totals[row])} is not units x {price.lower()}, {quote(round(float(worth[row]), 9))}"
        ),
    )
    rows.refuse(
        discount > gross + _SAME_MONEY,
        lambda row: f"discount {quote(discount[row])} is more than the line, {quote(round(float(gross[row]), 9))}",
    )
