"""The Inputs sheet: year, calendar, targets, and where the actuals come from."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from udfs.calendars.texts import DEFAULT_CALENDAR
from workbook_templates.sheets.input_lines import REJECTED_LIMIT, Input, lay_inputs
from workbook_templates.sheets.look import (
    CENTS,
    DATE,
    GENERAL,
    RATE,
    SECTION,
    SHARE,
    TEXT_FORMULA,
    YEAR,
    lay,
    lay_page,
    lay_title,
    set_widths,
)
from workbook_templates.sheets.validation import day, number, one_of, whole
from workbook_templates.target_breakdown.sheets.places import INPUT_ROWS, INPUTS

_LARGEST: Final = 1e15


_INPUTS: Final = (
    Input(
        "plan_year",
        "Fiscal year",
        2026,
        YEAR,
        whole(1990, 2199, blank=False),
        "A year with four digits, such as 2026.",
        "By the name that the calendar gives it. One workbook a year: for a new year start a new one.",
    ),
    Input(
        "calendar_text",
        "Calendar",
        DEFAULT_CALENDAR,
        GENERAL,
        None,
        "",
        "4-4-5, 4-5-4 or 5-4-4, last or nearest WEEKDAY of MONTH; or NRF. Blank = 4-4-5 last Saturday of December.",
    ),
    Input(
        "status_date",
        "Status date",
        None,
        DATE,
        day(),
        "A date, such as 2026-06-30; or blank.",
        "The day that the views show. Blank = the day of the last refresh.",
    ),
    Input(
        "annual_sales",
        "Sales target of the year",
        None,
        CENTS,
        number(-_LARGEST, _LARGEST),
        "An amount, such as 12000000.",
        "Broken down to quarters, months, weeks, workdays, morning and afternoon.",
    ),
    Input(
        "sales_growth",
        "Growth of sales per quarter",
        0,
        RATE,
        number(-0.99, 1, blank=False),
        "A rate above -100% and up to 100%: write 2% or 0.02, not 2.",
        "From each quarter to the next; 0% = four equal quarters.",
    ),
    Input(
        "cost_budget",
        "Cost budget of the year",
        None,
        CENTS,
        number(-_LARGEST, _LARGEST),
        "An amount, such as 1500000.",
        "Broken down like the sales.",
    ),
    Input(
        "cost_growth",
        "Growth of cost per quarter",
        0,
        RATE,
        number(-0.99, 1, blank=False),
        "A rate above -100% and up to 100%: write 2% or 0.02, not 2.",
        "From each quarter to the next; 0% = four equal quarters.",
    ),
    Input(
        "target_decimals",
        "Decimals of the targets",
        0,
        YEAR,
        one_of("-3", "-2", "-1", "0", "1", "2", blank=False),
        "A whole number from -3 (thousands) to 2 (cents).",
        "0 = whole amounts, 2 = cents, -3 = thousands. Every level adds up to the last unit.",
    ),
    Input(
        "am_share",
        "Share of the morning",
        0.5,
        SHARE,
        number(0, 1, blank=False),
        "A share from 0% to 100%, such as 55%.",
        "Part of a day's target that belongs to the morning; the afternoon takes the rest.",
    ),
    Input(
        "actuals_source",
        "Actuals source",
        None,
        GENERAL,
        None,
        "",
        "Blank = the rows of the sheet Actuals; else the name of a source in your own settings.",
    ),
    REJECTED_LIMIT,
)


_SECTIONS: Final = {4: "Year", 9: "Targets", 17: "Actuals"}


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Inputs", "What you decide for the year. Blue cells are yours; all targets follow from them.")
    set_widths(sheet, (27, 40, 26, 12, 66))
    for row, text in _SECTIONS.items():
        lay(sheet, f"B{row}", text, SECTION)
    lay_inputs(workbook, sheet, _INPUTS, INPUT_ROWS)
    _lay_reading(sheet)
    sheet.freeze_panes = "A3"
    lay_page(sheet, INPUTS.page(INPUTS.last), one_page=True)


def _lay_reading(sheet: Worksheet) -> None:
    """What the year and the status date were understood as."""
    calendar, status = INPUT_ROWS["calendar_text"], INPUT_ROWS["status_date"]
    sheet.row_dimensions[calendar].height = 27
    reading = '=IF(weeks_in_year="","cannot be read, see Checks",weeks_in_year&" weeks, "&first_day_words)'
    for row, formula in ((calendar, reading), (status, '=IF(status_day="","",status_words)')):
        lay(sheet, f"D{row}", formula, replace(TEXT_FORMULA, rule=False))
