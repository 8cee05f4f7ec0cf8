"""The Workdays sheet: the weekdays worked, holidays, and days worked besides."""

from dataclasses import replace

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    DATE,
    GENERAL,
    INPUT,
    NOTE,
    SECTION,
    lay,
    lay_headers,
    lay_page,
    lay_table,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.validation import allow, day, one_of
from workbook_templates.target_breakdown.sheets.places import (
    EXTRA_LIST,
    FREE_DAYS_HEADER,
    HOLIDAY_LIST,
    WEEKDAYS,
    WORKED,
    WORKED_HEADER,
)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Workdays", "Which days carry a target: the weekdays worked, less holidays, plus extra workdays.")
    set_widths(sheet, (16, 24, 16, 16, 30, 16, 16))
    lay(sheet, f"B{WORKED_HEADER - 1}", "Weekdays worked", SECTION)
    lay_headers(sheet, WORKED_HEADER, 2, WEEKDAYS, height=18)
    for place, name in enumerate(WEEKDAYS):
        lay(sheet, WORKED.at(name, WORKED.first), "yes" if place < 5 else None, replace(INPUT, horizontal="center"))
    name_place(workbook, "weekdays_worked", sheet, WORKED.area())
    allow(sheet, WORKED.area(), one_of("yes"), "Weekday worked", "Write yes, or leave the cell blank.")
    lay(sheet, f"B{FREE_DAYS_HEADER - 2}", "Single days", SECTION)
    note = "A day in both lists is worked. A week without a workday gets nothing; the others of its month carry it."
    lay(sheet, f"B{FREE_DAYS_HEADER - 1}", note, NOTE)
    for table, name, block in (
        ("holiday_days", "holidays_listed", HOLIDAY_LIST),
        ("extra_days", "extra_days_listed", EXTRA_LIST),
    ):
        date, words = block.columns
        lay_table(sheet, table, FREE_DAYS_HEADER, block.left, block.columns, block.last - FREE_DAYS_HEADER)
        for row in range(block.first, block.last + 1):
            lay(sheet, block.at(date, row), None, replace(INPUT, horizontal="left"), DATE)
            lay(sheet, block.at(words, row), None, INPUT, GENERAL)
        name_place(workbook, name, sheet, block.cells(date))
        allow(sheet, block.cells(date), day(), date, "A date, such as 2026-12-25.")
    sheet.freeze_panes = "A3"
    lay_page(sheet, WORKED.page(HOLIDAY_LIST.last), landscape=False, one_page=True)
