"""The Technical support sheet: the part of the prices that pays for it."""

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits import orders as order_rows
from workbook_templates.centre_benefits.sheets.centre_sheet import (
    FIRST_FILL,
    SECOND_FILL,
    Column,
    bars,
    form_row_of,
    lay_head,
    lay_rows,
    name_column,
    row_of,
    share_of,
)
from workbook_templates.centre_benefits.sheets.places import GOODS_FORM, SUPPORT, SUPPORT_TABLE, TABLE_TOTAL
from workbook_templates.centre_benefits.sheets.telesales import CHARTED, item_sum, support_part
from workbook_templates.sheets.look import CENTS, SHARE, WHOLE

_RULE = (
    "Benefit = the part of the price that pays for support: units sold x list price x support share of the goods.",
    "Whoever buys the goods has paid for their support; goods that come back take their part back.",
    "The same money is part of the selling centre's profit: in the total of all centres it counts once, here.",
)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    table, at, item = SUPPORT_TABLE, row_of(SUPPORT_TABLE), form_row_of(GOODS_FORM)
    total = table.own_cell("Pays for support", TABLE_TOTAL)
    lay_head(workbook, sheet, SUPPORT, _RULE, total, ("of which counts at another centre", "0"))

    def units(centre: str) -> list[str]:
        return [item_sum(table, column, centre) for column in ("Units", "Returned", "Returned later")]

    def kept(centre: str) -> str:
        return "-".join(units(centre))

    def part(centre: str) -> str:
        sold, back, later = units(centre)
        return support_part(sold, f"{back}+{later}")

    columns = (
        name_column(table, GOODS_FORM),
        Column("List price", f"N({item.price})", CENTS, None),
        Column("Support share", f"N({item.support_share})", SHARE, None),
        Column("Kept, telesales", kept(order_rows.TELESALES), WHOLE),
        Column("Kept, tele-coverage", kept(order_rows.COVERAGE), WHOLE),
        Column("Part of telesales", part(order_rows.TELESALES), CENTS),
        Column("Part of tele-coverage", part(order_rows.COVERAGE), CENTS),
        Column("Pays for support", f"{at.part_of_telesales}+{at.part_of_tele_coverage}", CENTS),
        Column("Share of all", share_of(at.pays_for_support, total), SHARE),
    )
    lay_rows(sheet, table, columns, total="All goods", widths=(34, 16, 13, 14, 14, 16, 16, 16, 13))
    series = (
        ("Part of telesales", "Sold by telesales", FIRST_FILL),
        ("Part of tele-coverage", "Sold by tele-coverage", SECOND_FILL),
    )
    charted = table.rows(table.first, table.first + CHARTED - 1)
    bars(sheet, charted, f"What pays for support, the first {CHARTED} goods", series, ("E6", "K15"))
