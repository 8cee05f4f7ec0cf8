"""The Checks sheet of the survey template."""

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets import checks as checks_sheet
from workbook_templates.survey_roi.sheets.check_lines import all_checks
from workbook_templates.survey_roi.sheets.state import states


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the checks and below them the state that the tally was made from."""
    checks_sheet.fill(workbook, sheet, all_checks, states())
