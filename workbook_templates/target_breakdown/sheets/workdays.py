"""The Workdays sheet: the weekdays worked, holidays, and days worked besides."""

from dataclasses import replace

from openpyxl.utils import get_column_letter
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
from workbook_templates.target_breakdown.columns import EXTRA_WORKDAYS, HOLIDAYS
from workbook_templates.target_breakdown.sheets.places import (
    EXTRA_LAST,
    FREE_DAYS_FIRST,
    FREE_DAYS_HEADER,
    HOLIDAYS_LAST,
    WEEKDAYS,
    WORKED_HEADER,
)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Workdays", "Which days carry a target: the weekdays worked, less holidays, plus extra workdays.")
    set_widths(sheet, (16, 24, 16, 16, 30, 16, 16))
    lay(sheet, f"B{WORKED_HEADER - 1}", "Weekdays worked", SECTION)
    lay_headers(sheet, WORKED_HEADER, 2, WEEKDAYS, height=18)
    worked = WORKED_HEADER + 1
    for offset in range(len(WEEKDAYS)):
        value = "yes" if offset < 5 else None
        lay(sheet, f"{get_column_letter(2 + offset)}{worked}", value, replace(INPUT, horizontal="center"))
    name_place(workbook, "weekdays_worked", sheet, f"B{worked}:H{worked}")
    allow(sheet, f"B{worked}:H{worked}", one_of("yes"), "Weekday worked", "Write yes, or leave the cell blank.")
    lay(sheet, f"B{FREE_DAYS_HEADER - 2}", "Single days", SECTION)
    note = "A day in both lists is worked. A week without a workday gets nothing; the others of its month carry it."
    lay(sheet, f"B{FREE_DAYS_HEADER - 1}", note, NOTE)
    blocks = (
        ("holiday_days", "holidays_listed", "B", HOLIDAYS, HOLIDAYS_LAST),
        ("extra_days", "extra_days_listed", "E", EXTRA_WORKDAYS, EXTRA_LAST),
    )
    for table, name, column, headers, last in blocks:
        first_column = ord(column) - ord("A") + 1
        lay_table(sheet, table, FREE_DAYS_HEADER, first_column, headers, last - FREE_DAYS_HEADER)
        for row in range(FREE_DAYS_FIRST, last + 1):
            lay(sheet, f"{column}{row}", None, replace(INPUT, horizontal="left"), DATE)
            lay(sheet, f"{get_column_letter(first_column + 1)}{row}", None, INPUT, GENERAL)
        cells = f"{column}{FREE_DAYS_FIRST}:{column}{last}"
        name_place(workbook, name, sheet, cells)
        allow(sheet, cells, day(), headers[0], "A date, such as 2026-12-25.")
    sheet.freeze_panes = "A3"
    lay_page(sheet, f"A1:H{HOLIDAYS_LAST}", landscape=False, one_page=True)
