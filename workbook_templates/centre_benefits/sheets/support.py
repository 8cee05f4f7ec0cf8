"""The Technical support sheet: the part of the prices that pays for it."""

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits import orders as order_rows
from workbook_templates.centre_benefits.sheets.centre_sheet import (
    FIRST_FILL,
    SECOND_FILL,
    Column,
    bars,
    lay_head,
    lay_rows,
    named_on,
)
from workbook_templates.centre_benefits.sheets.places import GOODS, SUPPORT, TABLE_TOTAL
from workbook_templates.centre_benefits.sheets.telesales import CHARTED, of_item, support_part
from workbook_templates.sheets.look import CENTS, SHARE, WHOLE

_RULE = (
    "Benefit = the part of the price that pays for support: units sold x list price x support share of the goods.",
    "Whoever buys the goods has paid for their support; goods that come back take their part back.",
    "The same money is part of the selling centre's profit: in the total of all centres it counts once, here.",
)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    total = f"$I${TABLE_TOTAL}"
    lay_head(workbook, sheet, SUPPORT, _RULE, total, ("of which counts at another centre", "0"))

    def kept(centre: str) -> str:
        sold, back, later = (of_item(column, centre) for column in ("Units", "Returned", "Returned later"))
        return f"{sold}-{back}-{later}"

    def part(centre: str) -> str:
        sold, back, later = (of_item(column, centre) for column in ("Units", "Returned", "Returned later"))
        return support_part(sold, f"{back}+{later}")

    columns = (
        named_on("Goods"),
        Column("List price", "N(Goods!$C{f})", CENTS, None),
        Column("Support share", "N(Goods!$E{f})", SHARE, None),
        Column("Kept, telesales", kept(order_rows.TELESALES), WHOLE),
        Column("Kept, tele-coverage", kept(order_rows.COVERAGE), WHOLE),
        Column("Part of telesales", part(order_rows.TELESALES), CENTS),
        Column("Part of tele-coverage", part(order_rows.COVERAGE), CENTS),
        Column("Pays for support", "$G{r}+$H{r}", CENTS),
        Column("Share of all", f"IF({total}>0,$I{{r}}/{total},0)", SHARE),
    )
    lay_rows(sheet, columns, GOODS, total="All goods", widths=(34, 16, 13, 14, 14, 16, 16, 16, 13))
    series = (("G", "Sold by telesales", FIRST_FILL), ("H", "Sold by tele-coverage", SECOND_FILL))
    bars(sheet, f"What pays for support, the first {CHARTED} goods", series, CHARTED, ("E6", "K15"))
