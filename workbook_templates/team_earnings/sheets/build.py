"""Builds the earnings template: all its sheets in one workbook."""

from typing import Final

from openpyxl.workbook.workbook import Workbook

from workbook_templates.sheets.empty_workbook import empty_workbook
from workbook_templates.sheets.look import INPUT_INK, NAVY, OWNED_INK
from workbook_templates.team_earnings import KIND, VERSION
from workbook_templates.team_earnings.sheets import (
    checks,
    importing,
    inputs,
    managers,
    people,
    plans,
    proof,
    roll_up,
    start,
    statement,
    tables,
    targets,
)

SHEETS: Final = (
    ("Start", NAVY),
    ("Roll-up", NAVY),
    ("Managers", NAVY),
    ("Statement", NAVY),
    ("Inputs", INPUT_INK),
    ("Plans", INPUT_INK),
    ("People", INPUT_INK),
    ("Targets", INPUT_INK),
    ("Orders", INPUT_INK),
    ("Import", INPUT_INK),
    ("Lines", OWNED_INK),
    ("Tally", OWNED_INK),
    ("Tally teams", OWNED_INK),
    ("Tally people", OWNED_INK),
    ("Tally years", OWNED_INK),
    ("Proof", None),
    ("Checks", NAVY),
    ("Rejected", OWNED_INK),
    ("History", OWNED_INK),
)


def build() -> Workbook:
    """The blank template as an openpyxl workbook, without computed values."""
    workbook = empty_workbook("Earnings of a team", f"{KIND}/{VERSION}", SHEETS)
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    start.fill(sheets["Start"])
    for module, name in (
        (roll_up, "Roll-up"),
        (managers, "Managers"),
        (statement, "Statement"),
        (inputs, "Inputs"),
        (plans, "Plans"),
        (people, "People"),
        (targets, "Targets"),
        (importing, "Import"),
        (proof, "Proof"),
        (checks, "Checks"),
    ):
        module.fill(workbook, sheets[name])
    for fill, name in (
        (tables.fill_orders, "Orders"),
        (tables.fill_lines, "Lines"),
        (tables.fill_tally, "Tally"),
        (tables.fill_tally_teams, "Tally teams"),
        (tables.fill_tally_people, "Tally people"),
        (tables.fill_tally_years, "Tally years"),
        (tables.fill_rejected, "Rejected"),
        (tables.fill_history, "History"),
    ):
        fill(workbook, sheets[name])
    return workbook
