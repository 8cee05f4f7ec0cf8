"""The Checks sheet of the target template."""

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets import checks as checks_sheet
from workbook_templates.sheets.checks import Check
from workbook_templates.target_breakdown.sheets import check_errors, check_inputs, check_parts, check_results
from workbook_templates.target_breakdown.sheets.state import states


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the checks and below them the state that the tallies were made from."""
    count = len(_all_checks("E1:E2", "B1:B2"))
    first, last = checks_sheet.state_rows(count, len(states()))
    checks = _all_checks(f"$E${first}:$E${last}", f"$B${first}:$B${last}")
    checks_sheet.fill(workbook, sheet, checks, states())


def _all_checks(changed: str, labels: str) -> list[Check]:
    return [
        *check_results.of_refresh(changed, labels),
        *check_inputs.checks(),
        *check_parts.checks(),
        *check_results.of_results(),
        *check_errors.checks(),
    ]
