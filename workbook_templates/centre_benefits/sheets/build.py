"""Builds the benefits template: all its sheets in one workbook."""

from typing import Final

from openpyxl.workbook.workbook import Workbook

from workbook_templates.centre_benefits import KIND, VERSION
from workbook_templates.centre_benefits.columns import DISAGREEMENTS, HISTORY, REJECTED, ROWS
from workbook_templates.centre_benefits.sheets import (
    checks,
    costs,
    coverage,
    forms,
    functions,
    importing,
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
    DEPARTMENTS_FORM,
    GOODS_FORM,
    INTERNAL,
    OPPORTUNITIES,
    OWNED_HEADER,
    SERVICE,
    SUPPORT,
    TELESALES,
    TERRITORIES_FORM,
)
from workbook_templates.centre_benefits.sheets.places import ROWS as ROW_BLOCKS
from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.empty_workbook import empty_workbook
from workbook_templates.sheets.look import INPUT_INK, NAVY, OWNED_INK, name_place

SHEETS: Final = (
    ("Start", NAVY),
    ("Report", NAVY),
    *((centre.sheet, NAVY) for centre in CENTRES),
    ("Functions", NAVY),
    *((name, INPUT_INK) for name in ("Inputs", "Goods", "Territories", "Departments", "Costs")),
    *((table.capitalize(), INPUT_INK) for table in ROWS),
    ("Import", INPUT_INK),
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
    importing.fill(workbook, sheets["Import"])
    tallies.fill_tally(workbook, sheets["Tally"])
    tallies.fill_disagreements(sheets["Disagreements"])
    checks.fill(workbook, sheets["Checks"])
    tallies.fill_rejected(sheets["Rejected"])
    tallies.fill_history(sheets["History"])
    targets = {
        **{f"{form.sheet.lower()}_start": form for form in (GOODS_FORM, TERRITORIES_FORM, DEPARTMENTS_FORM)},
        "costs_start": COSTS,
        "orders_start": ROW_BLOCKS["orders"],
        **{
            f"{name.lower()}_start": Block(name, headers, OWNED_HEADER + 1, OWNED_HEADER + 1)
            for name, headers in (("Disagreements", DISAGREEMENTS), ("Rejected", REJECTED), ("History", HISTORY))
        },
    }
    for name, block in targets.items():
        name_place(workbook, name, sheets[block.sheet], block.at(block.columns[0], block.first))
    return workbook
