"""Builds the survey template: all its sheets in one workbook."""

from openpyxl.workbook.workbook import Workbook

from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.empty_workbook import empty_workbook
from workbook_templates.sheets.look import INPUT_INK, NAVY, OWNED_INK, name_place
from workbook_templates.survey_roi import KIND, VERSION
from workbook_templates.survey_roi.columns import HISTORY, REJECTED
from workbook_templates.survey_roi.sheets import (
    checks,
    costs,
    importing,
    inputs,
    report,
    segments,
    start,
    survey,
    trend,
    what_if,
    workings,
)
from workbook_templates.survey_roi.sheets.places import (
    COSTS,
    HISTORY_HEADER,
    REJECTED_HEADER,
    RESPONSES,
    TREND,
    VALUES,
)

SHEETS = (
    ("Start", NAVY),
    ("Report", NAVY),
    ("Trend", NAVY),
    ("Inputs", INPUT_INK),
    ("Segments", INPUT_INK),
    ("Costs", INPUT_INK),
    ("Responses", INPUT_INK),
    ("Import", INPUT_INK),
    ("Tally", OWNED_INK),
    ("Workings", None),
    ("Checks", NAVY),
    ("Rejected", OWNED_INK),
    ("History", OWNED_INK),
)


def build() -> Workbook:
    """The blank template as an openpyxl workbook, without computed values."""
    workbook = empty_workbook("Return of a service centre", f"{KIND}/{VERSION}", SHEETS)
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    start.fill(sheets["Start"])
    report.fill(workbook, sheets["Report"], sheets["Trend"])
    trend.fill(sheets["Trend"])
    inputs.fill(workbook, sheets["Inputs"])
    segments.fill(sheets["Segments"])
    costs.fill(sheets["Costs"])
    survey.fill_responses(sheets["Responses"])
    importing.fill(workbook, sheets["Import"])
    survey.fill_tally(workbook, sheets["Tally"])
    workings.fill(workbook, sheets["Workings"])
    what_if.fill_workings(sheets["Workings"])
    checks.fill(workbook, sheets["Checks"])
    survey.fill_rejected(sheets["Rejected"])
    survey.fill_history(sheets["History"])
    targets = {
        "trend_months": TREND,
        "segment_list": VALUES,
        "cost_list": COSTS,
        "responses_start": RESPONSES,
        "rejected_start": Block("Rejected", REJECTED, REJECTED_HEADER + 1, REJECTED_HEADER + 1),
        "history_start": Block("History", HISTORY, HISTORY_HEADER + 1, HISTORY_HEADER + 1),
    }
    for name, block in targets.items():
        name_place(workbook, name, sheets[block.sheet], block.at(block.columns[0], block.first))
    return workbook
