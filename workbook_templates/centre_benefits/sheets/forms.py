"""The sheets Goods, Territories and Departments: short lists that users fill, which the rows must name."""

from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits import columns
from workbook_templates.centre_benefits.sheets.places import (
    CARRIERS,
    DEPARTMENTS,
    DEPARTMENTS_LAST,
    FORM_FIRST,
    FORM_HEADER,
    GOODS,
    GOODS_LAST,
    TERRITORIES,
    TERRITORIES_LAST,
)
from workbook_templates.sheets.look import (
    CENTS,
    FORMULA,
    GENERAL,
    INPUT,
    NOTE,
    SHARE,
    lay,
    lay_page,
    lay_table,
    lay_title,
    set_widths,
)
from workbook_templates.sheets.validation import allow, number, one_of

_AMOUNT = "#,##0.00"
_SHARE_ERROR = "A share from 0% to 100%: write 30% or 0.3, not 30."
_AMOUNT_ERROR = "An amount as a number, without a currency sign; not negative."


def fill_goods(sheet: Worksheet) -> None:
    """What is sold: list price, unit cost, and the part of the price that pays for support."""
    lay_title(sheet, "Goods", "What the centres sell. A line of Orders without a price or cost of its own has these.")
    set_widths(sheet, (30, 14, 14, 14))
    note = (
        "Support share: the part of the list price that was calculated for technical support; 0% where there is none."
    )
    lay(sheet, "B3", note, NOTE)
    lay(
        sheet,
        "B4",
        f"Up to {GOODS} lines: group goods that are alike. An order line may have its own price.",
        NOTE,
    )
    _lay_form(sheet, "goods", columns.GOODS, GOODS, (GENERAL, _AMOUNT, _AMOUNT, SHARE))
    allow(sheet, f"C{FORM_FIRST}:D{GOODS_LAST}", number(0, 1e12), "Price or cost", _AMOUNT_ERROR)
    allow(sheet, f"E{FORM_FIRST}:E{GOODS_LAST}", number(0, 1), "Support share", _SHARE_ERROR)


def fill_territories(sheet: Worksheet) -> None:
    """Who covers which customers, by phone and on the road, and who carries the target."""
    subtitle = "The pairs of tele-coverage: who sells by phone and who on the road, and whose target it is."
    lay_title(sheet, "Territories", subtitle)
    set_widths(sheet, (24, 24, 24, 14, 12, 12, 12))
    note = "A target stands here once, even where both carry it. Inside share: the inside representative's agreed part."
    lay(sheet, "B3", note, NOTE)
    formats = (GENERAL, GENERAL, GENERAL, _AMOUNT, GENERAL, SHARE)
    _lay_form(sheet, "territories", columns.TERRITORIES, TERRITORIES, formats)
    for row in range(FORM_FIRST, TERRITORIES_LAST + 1):
        lay(sheet, f"H{row}", f'=IF(B{row}="","",1-N(G{row}))', FORMULA, SHARE)
    allow(sheet, f"E{FORM_FIRST}:E{TERRITORIES_LAST}", number(0, 1e12), "Target", _AMOUNT_ERROR)
    words = 'Choose "inside", "outside" or "both".'
    allow(sheet, f"F{FORM_FIRST}:F{TERRITORIES_LAST}", one_of(*CARRIERS), "Carried by", words)
    allow(sheet, f"G{FORM_FIRST}:G{TERRITORIES_LAST}", number(0, 1), "Inside share", _SHARE_ERROR)


def fill_departments(sheet: Worksheet) -> None:
    """Whom internal support serves, and what an hour of theirs costs."""
    lay_title(sheet, "Departments", "Whom internal support serves, and what an hour of their time costs.")
    set_widths(sheet, (30, 14))
    lay(sheet, "B3", "The cost of an hour with everything that belongs to it, as finance plans it.", NOTE)
    _lay_form(sheet, "departments", columns.DEPARTMENTS, DEPARTMENTS, (GENERAL, CENTS))
    allow(sheet, f"C{FORM_FIRST}:C{DEPARTMENTS_LAST}", number(0, 1e6), "Hourly rate", _AMOUNT_ERROR)


def _lay_form(sheet: Worksheet, name: str, headers: tuple[str, ...], rows: int, formats: tuple[str, ...]) -> None:
    """A form of so many blue rows."""
    lay_table(sheet, name, FORM_HEADER, 2, headers, rows)
    for row in range(FORM_FIRST, FORM_FIRST + rows):
        for offset, number_format in enumerate(formats):
            text = replace(INPUT, horizontal="left", indent=1 if offset > 2 else 0)  # apart from the number before it
            look = text if number_format == GENERAL else INPUT
            lay(sheet, f"{get_column_letter(2 + offset)}{row}", None, look, number_format)
    sheet.freeze_panes = f"C{FORM_FIRST}"
    last = get_column_letter(1 + max(len(headers), 7))  # wide enough for the sentence on top
    lay_page(sheet, f"A1:{last}{FORM_FIRST + rows - 1}", landscape=False, one_page=True)
