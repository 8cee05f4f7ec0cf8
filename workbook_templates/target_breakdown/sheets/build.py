"""Builds the target template: all its sheets in one workbook."""

from openpyxl.workbook.workbook import Workbook

from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.empty_workbook import empty_workbook
from workbook_templates.sheets.look import INPUT_INK, NAVY, OWNED_INK, name_place
from workbook_templates.target_breakdown import KIND, VERSION
from workbook_templates.target_breakdown.columns import HISTORY, REJECTED
from workbook_templates.target_breakdown.sheets import (
    breakdown,
    calendar,
    checks,
    days,
    importing,
    inputs,
    levels,
    people,
    person_days,
    person_weeks,
    rates,
    representative,
    start,
    supervisor,
    tables,
    workdays,
)
from workbook_templates.target_breakdown.sheets.places import (
    ACTUALS,
    HISTORY_HEADER,
    LEVELS,
    MEASURES,
    PEOPLE_FORM,
    PERSON_WEEKS,
    QUARTER,
    RATES,
    REJECTED_HEADER,
    SALES,
)

SHEETS = (
    ("Start", NAVY),
    ("Top", NAVY),
    ("Senior", NAVY),
    ("Middle", NAVY),
    ("Supervisor", NAVY),
    ("Representative", NAVY),
    ("Inputs", INPUT_INK),
    ("Workdays", INPUT_INK),
    ("Rates", INPUT_INK),
    ("People", INPUT_INK),
    ("Actuals", INPUT_INK),
    ("Import", INPUT_INK),
    ("Tally", OWNED_INK),
    ("Tally days", OWNED_INK),
    ("Tally weeks", OWNED_INK),
    ("Breakdown", None),
    *((measure.days, None) for measure in MEASURES),
    ("Person weeks", None),
    ("Person days", None),
    ("Calendar", None),
    ("Checks", NAVY),
    ("Rejected", OWNED_INK),
    ("History", OWNED_INK),
)


def build() -> Workbook:
    """The blank template as an openpyxl workbook, without computed values."""
    workbook = empty_workbook("Targets of a year", f"{KIND}/{VERSION}", SHEETS)
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    start.fill(sheets["Start"])
    for level in LEVELS:
        levels.fill(workbook, sheets[level.view], sheets["Breakdown"], level)
    supervisor.fill(workbook, sheets["Supervisor"])
    representative.fill(workbook, sheets["Representative"])
    inputs.fill(workbook, sheets["Inputs"])
    workdays.fill(workbook, sheets["Workdays"])
    rates.fill(sheets["Rates"])
    people.fill(sheets["People"])
    tables.fill_actuals(sheets["Actuals"])
    importing.fill(workbook, sheets["Import"])
    tables.fill_tally(workbook, sheets["Tally"])
    tables.fill_tally_days(sheets["Tally days"])
    tables.fill_tally_weeks(sheets["Tally weeks"])
    breakdown.fill(sheets["Breakdown"])
    for measure in MEASURES:
        days.fill(sheets[measure.days], measure)
    person_weeks.fill(sheets["Person weeks"])
    person_days.fill(workbook, sheets["Person days"])
    calendar.fill(workbook, sheets["Calendar"])
    checks.fill(workbook, sheets["Checks"])
    tables.fill_rejected(sheets["Rejected"])
    tables.fill_history(sheets["History"])
    targets = {
        "rates_start": (RATES, "Profit rate"),
        "people_start": (PEOPLE_FORM, "Person"),
        "actuals_start": (ACTUALS, "Date"),
        "breakdown_start": (QUARTER.periods, "Period"),
        "days_start": (SALES.day_grid, "Day 1"),
        "person_weeks_start": (PERSON_WEEKS, "Person"),
        "rejected_start": (Block("Rejected", REJECTED, REJECTED_HEADER + 1, REJECTED_HEADER + 1), "Row"),
        "history_start": (Block("History", HISTORY, HISTORY_HEADER + 1, HISTORY_HEADER + 1), "When"),
    }
    for name, (block, column) in targets.items():
        name_place(workbook, name, sheets[block.sheet], block.at(column, block.first))
    return workbook
