"""The Start sheet: what the workbook is for, what to do."""

from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets import start as start_sheet

_STEPS: Final = (
    "Inputs: choose the month and the limits; Import: say how the columns of a survey file are to be read.",
    "Segments: enter what a loyal customer is worth, and how many customers the centre served.",
    "Costs: enter the cost lines of the centre and what others pay back.",
    "Responses: paste the survey's rows, or name a survey source on the sheet Inputs.",
    "Press Refresh on the ribbon tab Centre ROI (or run centre-roi refresh), then read Report and Checks.",
)
_LINKS: Final = (
    ("Report", "report_roi", "the month's return, by segment, with what-if; one page for the board"),
    ("Trend", "trend_months", "the year month by month, and cost by kind"),
    ("Inputs", "report_year", "month, bases, limits, what of the survey counts"),
    ("Segments", "segment_list", "value per customer, customers served"),
    ("Costs", "cost_list", "cost lines, spread over their months"),
    ("Responses", "responses_start", "the survey's rows"),
    ("Import", "import_start", "how to read the columns of a survey file"),
    ("Tally", "refreshed_source", "the survey counted by month and segment"),
    ("Workings", "month_shown", "every step from the tally to the report"),
)


def fill(sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    start_sheet.fill(
        sheet,
        "Return of a service centre",
        "Is the centre worth what it costs? The customers it made loyal, less those it lost, against its cost.",
        _STEPS,
        _LINKS,
    )
