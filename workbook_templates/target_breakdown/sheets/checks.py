"""The Checks sheet of the target template."""

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets import checks as checks_sheet
from workbook_templates.sheets.checks import Check
from workbook_templates.target_breakdown.sheets import check_errors, check_inputs, check_parts, check_results
from workbook_templates.target_breakdown.sheets.state import states


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the checks and below them the state that the tallies were made from."""
    checks_sheet.fill(workbook, sheet, _all_checks, states())


def _all_checks(changed: str, labels: str) -> list[Check]:
    return [
        *check_results.refresh_checks(changed, labels),
        *check_inputs.checks(),
        *check_parts.checks(),
        *check_results.result_checks(),
        *check_errors.checks(),
    ]
