"""The sheets Goods, Territories and Departments: short lists that users fill, which the rows must name."""

from dataclasses import replace

from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.orders import OTHER
from workbook_templates.centre_benefits.sheets.places import (
    CARRIERS,
    DEPARTMENTS_FORM,
    FORM_HEADER,
    GOODS,
    GOODS_FORM,
    TERRITORIES_FORM,
)
from workbook_templates.sheets.blocks import Block
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
        f'Up to {GOODS} lines. "{OTHER}" with zeros takes what is not listed, at the order line\'s own price and cost.',
        NOTE,
    )
    _lay_form(sheet, "goods", GOODS_FORM, (GENERAL, _AMOUNT, _AMOUNT, SHARE))
    allow(sheet, GOODS_FORM.cells("Price", "Unit cost"), number(0, 1e12), "Price or cost", _AMOUNT_ERROR)
    allow(sheet, GOODS_FORM.cells("Support share"), number(0, 1), "Support share", _SHARE_ERROR)


def fill_territories(sheet: Worksheet) -> None:
    """Who covers which customers, by phone and on the road, and who carries the target."""
    subtitle = "The pairs of tele-coverage: who sells by phone and who on the road, and whose target it is."
    lay_title(sheet, "Territories", subtitle)
    set_widths(sheet, (24, 24, 24, 14, 12, 12, 12))
    note = "A target stands here once, even where both carry it. Inside share: the inside representative's agreed part."
    lay(sheet, "B3", note, NOTE)
    formats = (GENERAL, GENERAL, GENERAL, _AMOUNT, GENERAL, SHARE)
    _lay_form(sheet, "territories", TERRITORIES_FORM, formats)
    at, cells = TERRITORIES_FORM.at, TERRITORIES_FORM.cells
    for row in range(TERRITORIES_FORM.first, TERRITORIES_FORM.last + 1):
        rest = f'=IF({at("Territory", row)}="","",1-N({at("Inside share", row)}))'
        lay(sheet, at("Outside share", row), rest, FORMULA, SHARE)
    allow(sheet, cells("Target"), number(0, 1e12), "Target", _AMOUNT_ERROR)
    words = 'Choose "inside", "outside" or "both".'
    allow(sheet, cells("Carried by"), one_of(*CARRIERS), "Carried by", words)
    allow(sheet, cells("Inside share"), number(0, 1), "Inside share", _SHARE_ERROR)


def fill_departments(sheet: Worksheet) -> None:
    """Whom internal support serves, and what an hour of theirs costs."""
    lay_title(sheet, "Departments", "Whom internal support serves, and what an hour of their time costs.")
    set_widths(sheet, (30, 14))
    lay(sheet, "B3", "The cost of an hour with everything that belongs to it, as finance plans it.", NOTE)
    _lay_form(sheet, "departments", DEPARTMENTS_FORM, (GENERAL, CENTS))
    allow(sheet, DEPARTMENTS_FORM.cells("Hourly rate"), number(0, 1e6), "Hourly rate", _AMOUNT_ERROR)


def _lay_form(sheet: Worksheet, name: str, form: Block, formats: tuple[str, ...]) -> None:
    """A form of blue rows."""
    lay_table(sheet, name, FORM_HEADER, 2, form.columns, form.last - FORM_HEADER)
    for row in range(form.first, form.last + 1):
        for offset, (column, number_format) in enumerate(zip(form.columns, formats, strict=False)):
            text = replace(INPUT, horizontal="left", indent=1 if offset > 2 else 0)  # apart from the number before it
            look = text if number_format == GENERAL else INPUT
            lay(sheet, form.at(column, row), None, look, number_format)
    sheet.freeze_panes = form.at(form.columns[1], form.first)
    sentence = Block(form.sheet, [f"Column {number}" for number in range(1, 8)], form.first, form.last)
    widest = max(form, sentence, key=lambda block: len(block.columns))
    lay_page(sheet, widest.page(form.last), landscape=False, one_page=True)
