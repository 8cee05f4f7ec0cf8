"""The Start sheet: what the workbook is for, what to do, what the colours mean."""

from dataclasses import replace
from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.look import (
    FORMULA,
    INPUT,
    LABEL,
    OWNED,
    SECTION,
    lay,
    lay_link,
    lay_page,
    lay_title,
    set_widths,
)

_STEPS: Final = (
    "Inputs, Workdays: enter the year, its calendar, the targets, and which days are worked.",
    "Rates: enter each quarter's profit rate with its floor and ceiling; write down every later change.",
    "People: enter names, managers, teams and quota shares, 100% in all.",
    "Actuals: enter or paste what was sold, earned and spent, by day and person.",
    "Press Refresh on the ribbon tab Centre ROI (or run centre-roi refresh), then read your view and Checks.",
)
_LINKS: Final = (
    ("Top", "sales_attained", "top management: the year by quarter"),
    ("Senior", "held_months", "senior management: the year by month"),
    ("Middle", "held_weeks", "middle management: the year by week"),
    ("Supervisor", "team_shown", "a team's workdays in the week of the status date"),
    ("Representative", "person_shown", "one person's day, morning and afternoon, and week so far"),
    ("Inputs", "plan_year", "year, calendar, status date, targets, how to read a file"),
    ("Workdays", "weekdays_worked", "weekdays worked, holidays, extra workdays"),
    ("Rates", "rates_start", "profit rates, their band, and changes with date and reason"),
    ("People", "people_start", "who carries which part, and how far each has come"),
    ("Actuals", "actuals_start", "what was sold, earned and spent"),
    ("Tally", "refreshed_source", "the actuals by day; Tally days and Tally weeks: by person"),
    ("Breakdown", "breakdown_start", "targets, actuals and re-plan of quarters, months and weeks"),
    ("Days", "days_start", "three sheets: sales, profit and cost by day, morning and afternoon"),
    ("Person weeks", "person_weeks_start", "targets, sales and attainment by person and week; Person days: this week"),
    ("Calendar", "calendar_used", "the fiscal year's weeks, months and quarters"),
    ("Checks", "checks_result", "what is OK, what is wrong, what to do"),
    ("Rejected", "rejected_start", "rows that were not counted, and why"),
    ("History", "history_start", "the last 200 refreshes"),
)


def fill(sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet,
        "Targets of a year",
        "What must each level bring, from the year down to this afternoon, and how far has it come?",
    )
    set_widths(sheet, (5, 22, 80))
    lay(sheet, "B4", "What to do", SECTION)
    for number, step in enumerate(_STEPS, start=1):
        lay(sheet, f"B{4 + number}", number, replace(LABEL, horizontal="center"))
        lay(sheet, f"C{4 + number}", step, LABEL)
    lay(sheet, "B11", "=checks_result", SECTION)
    lay(sheet, "B13", "Colours", SECTION)
    legend = (
        ("Blue on light blue", "you type here", INPUT),
        ("Black", "a formula; leave it", FORMULA),
        ("Violet on light violet", "filled by Refresh; typing is overwritten", OWNED),
    )
    for row, (words, meaning, style) in enumerate(legend, start=14):
        lay(sheet, f"C{row}", words, style)
        lay(sheet, f"D{row}", meaning, replace(LABEL, indent=1))
    lay(sheet, "B18", "Sheets", SECTION)
    for row, (title, target, meaning) in enumerate(_LINKS, start=19):
        lay_link(sheet, f"C{row}", title, target)
        lay(sheet, f"D{row}", meaning, replace(LABEL, indent=1))
    sheet.freeze_panes = "A3"
    lay_page(sheet, f"A1:D{18 + len(_LINKS)}", landscape=False, one_page=True)
