"""Builds the benefits template: all its sheets in one workbook."""

from typing import Final

from openpyxl.workbook.workbook import Workbook

from workbook_templates.centre_benefits import KIND, VERSION
from workbook_templates.centre_benefits.columns import ROWS
from workbook_templates.centre_benefits.sheets import (
    checks,
    costs,
    coverage,
    forms,
    functions,
    inputs,
    internal,
    opportunities,
    report,
    rows,
    service,
    start,
    support,
    tallies,
    telesales,
)
from workbook_templates.centre_benefits.sheets.places import (
    CENTRES,
    COSTS,
    COVERAGE,
    FORM_FIRST,
    INTERNAL,
    OPPORTUNITIES,
    OWNED_HEADER,
    ROWS_HEADER,
    SERVICE,
    SUPPORT,
    TELESALES,
)
from workbook_templates.sheets.empty_workbook import empty_workbook
from workbook_templates.sheets.look import INPUT_INK, NAVY, OWNED_INK, name_place

SHEETS: Final = (
    ("Start", NAVY),
    ("Report", NAVY),
    *((centre.sheet, NAVY) for centre in CENTRES),
    ("Functions", NAVY),
    *((name, INPUT_INK) for name in ("Inputs", "Goods", "Territories", "Departments", "Costs")),
    *((table.capitalize(), INPUT_INK) for table in ROWS),
    ("Tally", OWNED_INK),
    ("Disagreements", OWNED_INK),
    ("Checks", NAVY),
    ("Rejected", OWNED_INK),
    ("History", OWNED_INK),
)
_CENTRE_SHEETS: Final = {
    TELESALES: telesales.fill,
    COVERAGE: coverage.fill,
    OPPORTUNITIES: opportunities.fill,
    SUPPORT: support.fill,
    SERVICE: service.fill,
    INTERNAL: internal.fill,
}


def build() -> Workbook:
    """The blank template as an openpyxl workbook, without computed values."""
    workbook = empty_workbook("What the centres bring in", f"{KIND}/{VERSION}", SHEETS)
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    start.fill(sheets["Start"])
    report.fill(workbook, sheets["Report"])
    for centre, fill in _CENTRE_SHEETS.items():
        fill(workbook, sheets[centre.sheet])
    functions.fill(workbook, sheets["Functions"])
    inputs.fill(workbook, sheets["Inputs"])
    forms.fill_goods(sheets["Goods"])
    forms.fill_territories(sheets["Territories"])
    forms.fill_departments(sheets["Departments"])
    costs.fill(workbook, sheets["Costs"])
    for table in ROWS:
        rows.fill(sheets[table.capitalize()], table)
    tallies.fill_tally(workbook, sheets["Tally"])
    tallies.fill_disagreements(sheets["Disagreements"])
    checks.fill(workbook, sheets["Checks"])
    tallies.fill_rejected(sheets["Rejected"])
    tallies.fill_history(sheets["History"])
    targets = {
        **{f"{name.lower()}_start": (name, f"B{FORM_FIRST}") for name in ("Goods", "Territories", "Departments")},
        "costs_start": ("Costs", COSTS.at("Centre", COSTS.first)),
        "orders_start": ("Orders", f"B{ROWS_HEADER + 1}"),
        **{
            f"{name.lower()}_start": (name, f"B{OWNED_HEADER + 1}") for name in ("Disagreements", "Rejected", "History")
        },
    }
    for name, (sheet, address) in targets.items():
        name_place(workbook, name, sheets[sheet], address)
    return workbook
