"""The Checks sheet of the benefits template."""

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.sheets import check_forms, check_results
from workbook_templates.centre_benefits.sheets.state import states
from workbook_templates.sheets import checks as checks_sheet
from workbook_templates.sheets.checks import Check


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the checks and below them the state that the tallies were made from."""
    checks_sheet.fill(workbook, sheet, _all_checks, states(), dates=("First day", "Last day"))


def _all_checks(changed: str, labels: str) -> list[Check]:
    return [
        *check_results.refresh_checks(changed, labels),
        *check_forms.checks(),
        *check_results.result_checks(),
        *check_results.error_checks(),
    ]
