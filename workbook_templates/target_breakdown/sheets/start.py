"""The Start sheet: what the workbook is for, what to do."""

from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets import start as start_sheet

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
    ("Inputs", "plan_year", "year, calendar, status date, targets, where the rows come from"),
    ("Workdays", "weekdays_worked", "weekdays worked, holidays, extra workdays"),
    ("Rates", "rates_start", "profit rates, their band, and changes with date and reason"),
    ("People", "people_start", "who carries which part, and how far each has come"),
    ("Actuals", "actuals_start", "what was sold, earned and spent"),
    ("Import", "import_start", "how to read the columns of a file of actuals"),
    ("Tally", "refreshed_source", "the actuals by day; Tally days and Tally weeks: by person"),
    ("Breakdown", "breakdown_start", "targets, actuals and re-plan of quarters, months and weeks"),
    ("Days", "days_start", "three sheets: sales, profit and cost by day, morning and afternoon"),
    ("Person weeks", "person_weeks_start", "targets, sales and attainment by person and week; Person days: this week"),
    ("Calendar", "calendar_used", "the fiscal year's weeks, months and quarters"),
)


def fill(sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    start_sheet.fill(
        sheet,
        "Targets of a year",
        "What must each level bring, from the year down to this afternoon, and how far has it come?",
        _STEPS,
        _LINKS,
    )
