"""What the sheet Import says of the columns of actuals."""

from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.rows.source_fields import CODES, DATE_ORDER, MARK
from workbook_templates.sheets import import_sheet
from workbook_templates.sheets.import_sheet import ImportBlock, ImportLine
from workbook_templates.target_breakdown.sheets.places import SOURCE

_AMOUNT: Final = (CODES, MARK)
_LINES: Final = {
    "Date": ImportLine(
        "The day of the sale or cost. Date order: only for text dates such as 3/4/2026.", (CODES, DATE_ORDER)
    ),
    "Person": ImportLine(
        "As on the sheet People, in any case. Blank = belongs to the centre alone, such as a rent.", (CODES,)
    ),
    "Sales": ImportLine("Amount sold; a return is negative.", _AMOUNT),
    "Profit": ImportLine("Profit of that sale.", _AMOUNT),
    "Cost": ImportLine("Cost of the centre.", _AMOUNT),
}
BLOCKS: Final = (ImportBlock("source_columns", "Actuals", SOURCE, _LINES),)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    import_sheet.fill(workbook, sheet, BLOCKS, "A blank amount counts as 0.")
