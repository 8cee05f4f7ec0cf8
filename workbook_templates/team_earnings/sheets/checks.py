"""The Checks sheet of the earnings template."""

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets import checks as checks_sheet
from workbook_templates.sheets.checks import Check
from workbook_templates.team_earnings.sheets import check_inputs, check_results
from workbook_templates.team_earnings.sheets.state import states


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the checks and below them the state that the lines were made from."""
    count = len(_all_checks("E1:E2", "B1:B2"))
    first, last = checks_sheet.state_rows(count, len(states()))
    checks = _all_checks(f"$E${first}:$E${last}", f"$B${first}:$B${last}")
    checks_sheet.fill(workbook, sheet, checks, states())


def _all_checks(changed: str, labels: str) -> list[Check]:
    return [
        *check_results.of_refresh(changed, labels),
        *check_inputs.checks(),
        *check_results.of_money(),
        *check_results.to_judge(),
        *check_results.of_errors(),
    ]
