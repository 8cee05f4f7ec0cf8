"""The Telesales sheet: profit by goods, returns taken back."""

from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.orders import TELESALES as WORD
from workbook_templates.centre_benefits.sheets.centre_sheet import (
    FIRST_FILL,
    Column,
    bars,
    form_row_of,
    lay_head,
    lay_rows,
    name_column,
    part_of,
    row_of,
)
from workbook_templates.centre_benefits.sheets.places import GOODS_FORM, TABLE_TOTAL, TELESALES, TELESALES_TABLE
from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.look import CENTS, SHARE, WHOLE

CHARTED: Final = 12
"""Goods that a chart shows."""

_RULE: Final = (
    "Benefit = the profit of what was sold by phone: (units - returned units) x (price - cost).",
    "Goods that come back go back at cost; a later return takes back its own profit.",
    "Orders without a territory count here; those with one count at Tele-coverage, and only there.",
)


def item_sum(table: Block, column: str, centre: str) -> str:
    """A sum of the tally for the goods of a row."""
    item = row_of(table).goods
    return f'SUMIFS(item_tally[{column}],item_tally[Centre],"{centre}",item_tally[Item],{item})'


def support_part(units: str, returned: str) -> str:
    """The part of the list price that pays for support, of goods that were kept."""
    item = form_row_of(GOODS_FORM)
    price_and_share = f"N({item.price}),N({item.support_share})"
    return f"SUPPORT_PROFIT({units},{price_and_share})-SUPPORT_PROFIT({returned},{price_and_share})"


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    table = TELESALES_TABLE
    at, total, item = row_of(table), table.here(TABLE_TOTAL), form_row_of(GOODS_FORM)
    benefit, part = (table.at(name, TABLE_TOTAL) for name in ("Profit", "of which pays for support"))
    lay_head(workbook, sheet, TELESALES, _RULE, benefit, ("of which pays for technical support", part))

    def tallied(column: str) -> str:
        return item_sum(table, column, WORD)

    sold, back, later, price, cost = at.units_sold, at.returned, at.returned_later, at.list_price, at.unit_cost
    profit = (
        f"TELESALES_PROFIT({sold},{price},{cost},{back})+TELESALES_PROFIT(0,{price},{cost},{later})"
        f"+{at.price_and_cost_beside_the_list}"
    )
    beside = tallied("Price beside list")
    columns = (
        name_column(table, GOODS_FORM),
        Column("Order lines", tallied("Lines"), WHOLE),
        Column("Units sold", tallied("Units"), WHOLE),
        Column("Returned", tallied("Returned"), WHOLE),
        Column("Returned later", tallied("Returned later"), WHOLE),
        Column("List price", f"N({item.price})", CENTS, None),
        Column("Unit cost", f"N({item.unit_cost})", CENTS, None),
        Column("Price and cost beside the list", f"{beside}-{tallied('Cost beside list')}", CENTS),
        Column("Sales", f"({sold}-{back}-{later})*{price}+{beside}", CENTS),
        Column("Profit", profit, CENTS),
        Column("of which pays for support", support_part(sold, f"{back}+{later}"), CENTS),
        Column("Profit of sales", part_of(at.profit, at.sales), SHARE, part_of(total.profit, total.sales)),
    )
    widths = (34, 15, 12, 12, 12, 12, 12, 15, 15, 15, 15, 11)
    lay_rows(sheet, table, columns, total="All goods", widths=widths)
    charted = table.rows(table.first, table.first + CHARTED - 1)
    bars(sheet, charted, f"Profit of the first {CHARTED} goods", (("Profit", "Profit", FIRST_FILL),), ("E6", "N15"))
