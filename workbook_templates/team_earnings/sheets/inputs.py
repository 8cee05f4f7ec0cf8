"""The Inputs sheet: year, pay, what targets are for, and where the orders come from."""

from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.input_lines import REJECTED_LIMIT, Input, lay_inputs
from workbook_templates.sheets.look import GENERAL, SECTION, YEAR, lay, lay_page, lay_title, set_widths
from workbook_templates.sheets.validation import one_of, whole
from workbook_templates.team_earnings.sheets.places import INPUT_ROWS, INPUTS

_SECTIONS: Final = {4: "Year and pay", 11: "Orders"}

_INPUTS: Final = (
    Input(
        "plan_year",
        "Plan year",
        2026,
        YEAR,
        whole(1990, 2199, blank=False),
        "A year with four digits, such as 2026.",
        "The year in which its first month lies. One workbook a year: for a new year start a new one.",
    ),
    Input(
        "first_month",
        "First month of the year",
        1,
        YEAR,
        whole(1, 12, blank=False),
        "The month's number, 1 to 12.",
        "1 = January. Commission is counted by calendar month; orders outside the twelve months are rejected.",
    ),
    Input(
        "months_later",
        "Paid so many months later",
        1,
        YEAR,
        whole(1, 12, blank=False),
        "A whole number of months, 1 to 12.",
        "1 = on the pay day of the month after the sale.",
    ),
    Input(
        "usual_pay_day",
        "Usual pay day",
        25,
        YEAR,
        whole(1, 31, blank=False),
        "A day of the month, 1 to 31.",
        "For everybody without a pay day of their own. 29 to 31 mean the last day where a month is shorter.",
    ),
    Input(
        "targets_for",
        "Targets are for",
        "sales",
        GENERAL,
        one_of("sales", "profit", blank=False),
        'Choose "sales" or "profit".',
        "What the targets on the sheet People are compared with.",
    ),
    Input(
        "orders_source",
        "Orders source",
        None,
        GENERAL,
        None,
        "",
        "Blank = the rows of the sheet Orders; else the name of a source in your own settings.",
    ),
    REJECTED_LIMIT,
)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Inputs", "What you decide for the year. Blue cells are yours.")
    set_widths(sheet, (27, 26, 26, 12, 76))
    for row, text in _SECTIONS.items():
        lay(sheet, f"B{row}", text, SECTION)
    lay_inputs(workbook, sheet, _INPUTS, INPUT_ROWS)
    sheet.freeze_panes = "A3"
    lay_page(sheet, INPUTS.page(INPUTS.last), one_page=True)
