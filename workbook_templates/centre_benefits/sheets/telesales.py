"""The Telesales sheet: profit by goods, returns taken back."""

from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.orders import TELESALES as WORD
from workbook_templates.centre_benefits.sheets.centre_sheet import (
    FIRST_FILL,
    Column,
    bars,
    lay_head,
    lay_rows,
    named_on,
)
from workbook_templates.centre_benefits.sheets.places import GOODS, TABLE_TOTAL, TELESALES
from workbook_templates.sheets.look import CENTS, SHARE, WHOLE

CHARTED: Final = 12
"""Goods that a chart shows."""

_RULE: Final = (
    "Benefit = the profit of what was sold by phone: (units - returned units) x (price - cost).",
    "Goods that come back go back at cost; a later return takes back its own profit.",
    "Orders without a territory count here; those with one count at Tele-coverage, and only there.",
)


def of_item(column: str, centre: str) -> str:
    """A sum of the tally for the goods of a row."""
    return f'SUMIFS(item_tally[{column}],item_tally[Centre],"{centre}",item_tally[Item],$B{{r}})'


def support_part(units: str, returned: str) -> str:
    """The part of the list price that pays for support, of goods that were kept."""
    price_and_share = "N(Goods!$C{f}),N(Goods!$E{f})"
    return f"SUPPORT_PROFIT({units},{price_and_share})-SUPPORT_PROFIT({returned},{price_and_share})"


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    total = TABLE_TOTAL
    elsewhere = ("of which pays for technical support", f"L{total}")
    lay_head(workbook, sheet, TELESALES, _RULE, f"K{total}", elsewhere)
    profit = "TELESALES_PROFIT($D{r},$G{r},$H{r},$E{r})+TELESALES_PROFIT(0,$G{r},$H{r},$F{r})+$I{r}"
    beside = of_item("Price beside list", WORD)
    columns = (
        named_on("Goods"),
        Column("Order lines", of_item("Lines", WORD), WHOLE),
        Column("Units sold", of_item("Units", WORD), WHOLE),
        Column("Returned", of_item("Returned", WORD), WHOLE),
        Column("Returned later", of_item("Returned later", WORD), WHOLE),
        Column("List price", "N(Goods!$C{f})", CENTS, None),
        Column("Unit cost", "N(Goods!$D{f})", CENTS, None),
        Column("Price and cost beside the list", f"{beside}-{of_item('Cost beside list', WORD)}", CENTS),
        Column("Sales", f"($D{{r}}-$E{{r}}-$F{{r}})*$G{{r}}+{beside}", CENTS),
        Column("Profit", profit, CENTS),
        Column("of which pays for support", support_part("$D{r}", "$E{r}+$F{r}"), CENTS),
        Column("Profit of sales", 'IF($J{r}>0,$K{r}/$J{r},"")', SHARE, f'IF($J{total}>0,$K{total}/$J{total},"")'),
    )
    widths = (34, 15, 12, 12, 12, 12, 12, 15, 15, 15, 15, 11)
    lay_rows(sheet, columns, GOODS, total="All goods", widths=widths)
    bars(sheet, f"Profit of the first {CHARTED} goods", (("K", "Profit", FIRST_FILL),), CHARTED, ("E6", "N15"))
