"""What the sheet Import says of the columns of orders."""

from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.rows.source_fields import CODES, DATE_ORDER, DEFAULT, MARK
from workbook_templates.sheets import import_sheet
from workbook_templates.sheets.import_sheet import ImportBlock, ImportLine
from workbook_templates.sheets.validation import from_list, number
from workbook_templates.team_earnings.sheets.places import PEOPLE_FORM, SOURCE

_NUMBER: Final = (CODES, MARK)
_LINES: Final = {
    "Date": ImportLine(
        "The day of the sale, or of the return. Date order: only for text dates such as 3/4/2026.", (DATE_ORDER,)
    ),
    "Person": ImportLine(
        "As on the sheet People, in any case. Default: who sold a row that names nobody.",
        (CODES, DEFAULT),
        default=from_list(PEOPLE_FORM.column("Person")),
        default_error="Choose one of the names on the sheet People, or leave it blank.",
    ),
    "Share": ImportLine(
        "The person's part of a joint sale, such as 60%; blank = what the second person leaves.", _NUMBER
    ),
    "Second person": ImportLine("Who sold it too; blank = nobody.", (CODES,)),
    "Second share": ImportLine("The second person's part; blank = what the person leaves.", _NUMBER),
    "Item": ImportLine("What was sold. Returns are matched with earlier sales of the same item by the same people."),
    "Units": ImportLine(
        "Units sold; a negative number is a return. Default: 1 where a row is one unit and the file has no units.",
        (*_NUMBER, DEFAULT),
        default=number(-1e12, 1e12),
        default_error="A number of units, such as 1, or leave it blank.",
    ),
    "Price": ImportLine("Of one unit.", _NUMBER),
    "Unit cost": ImportLine("Of one unit.", _NUMBER),
    "Returned": ImportLine(
        "Units that came back on that day. A later return is a row of its own, with units 0.", _NUMBER
    ),
    "Line total": ImportLine(
        "What all units of the line came to: in place of the price, or to compare with it.", _NUMBER
    ),
    "Discount": ImportLine("Taken off the price of the line; blank = none.", _NUMBER),
}
BLOCKS: Final = (ImportBlock("source_columns", "Orders", SOURCE, _LINES),)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    note = (
        "A file may do without Share, Second person, Second share, Item, Returned, Line total and Discount, and "
        "without what has a default."
    )
    import_sheet.fill(workbook, sheet, BLOCKS, note)
