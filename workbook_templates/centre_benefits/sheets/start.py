"""The Start sheet: what the workbook is for, what to do."""

from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.sheets.places import (
    CENTRES,
    COVERAGE,
    INTERNAL,
    OPPORTUNITIES,
    SERVICE,
    SUPPORT,
)
from workbook_templates.sheets import start as start_sheet

_STEPS: Final = (
    "Inputs: enter the period, the rules of tele-coverage and leads, and the figures of the survey workbook.",
    "Goods, Territories, Departments: enter what is sold, who covers whom, and whom internal support serves.",
    "Costs: enter the cost lines with owner and recovery, and who carries the shared ones.",
    "Orders, Leads, Contacts, Requests: paste the rows, or leave them in files of their own.",
    "Press Refresh on the ribbon tab Centre ROI (or run centre-roi refresh), then read Report and Checks.",
)
_MEANINGS: Final = {
    COVERAGE.name: "pairs of representatives, their parts, targets that count once",
    OPPORTUNITIES.name: "how the leads stand, and what the centre is credited for them",
    SUPPORT.name: "the part of the prices that pays for support",
    SERVICE.name: "the figures of the survey workbook",
    INTERNAL.name: "time given back to each department",
}
_LINKS: Final = (
    ("Report", "report_roi", "the six kinds of centre side by side; one page for the board"),
    *((each.sheet, each.benefit, _MEANINGS.get(each.name, "orders and profit by goods")) for each in CENTRES),
    ("Functions", "functions_start", "what each contact function costs by its minutes, and brings in"),
    ("Inputs", "period_start", "period, rules, survey figures, where the rows come from"),
    ("Goods", "goods_start", "prices, costs, and the part that pays for support"),
    ("Territories", "territories_start", "pairs, targets and the inside's share"),
    ("Departments", "departments_start", "whom internal support serves, cost of an hour"),
    ("Costs", "costs_start", "net cost of each centre; cost lines, shared ones too"),
    ("Orders", "orders_start", "what was sold by phone; Leads, Contacts, Requests: the other rows"),
    ("Import", "import_start", "how to read the columns of files of rows"),
    ("Tally", "refreshed_orders_source", "the rows added up, and where they came from"),
    ("Disagreements", "disagreements_start", "leads of which record and follower say different things"),
)


def fill(sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    start_sheet.fill(
        sheet,
        "What the centres bring in",
        "What does each kind of centre bring in by its own rule, set against its share of the cost?",
        _STEPS,
        _LINKS,
    )
