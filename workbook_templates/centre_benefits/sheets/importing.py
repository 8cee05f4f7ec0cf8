"""What the sheet Import says of the columns of orders, leads, contacts and requests."""

from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from udfs.functions.benefit import CONTRIBUTIONS
from workbook_templates.centre_benefits.columns import ROWS
from workbook_templates.centre_benefits.sheets.places import (
    DEPARTMENTS_FORM,
    FUNCTIONS_TABLE,
    GOODS_FORM,
    SOURCES,
    TERRITORIES_FORM,
)
from workbook_templates.rows.source_fields import CODES, DATE_ORDER, DEFAULT, MARK, UNIT, WORDS
from workbook_templates.sheets import import_sheet
from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.import_sheet import ImportBlock, ImportLine
from workbook_templates.sheets.validation import from_list, number, one_of

_NUMBER: Final = (CODES, MARK)
_DID: Final = one_of(*(word for words in CONTRIBUTIONS.values() for word in words))


def _date(note: str) -> ImportLine:
    return ImportLine(f"{note} Date order: only for text dates such as 3/4/2026.", (DATE_ORDER,))


def _named(note: str, form: Block, column: str) -> ImportLine:
    """A name of a form, which may have a default."""
    error = f"Choose one of the names on the sheet {form.sheet}, or leave it blank."
    return ImportLine(note, (CODES, DEFAULT), default=from_list(form.column(column)), default_error=error)


def _number(note: str, *fields: str, default: DataValidation | None = None) -> ImportLine:
    """A number; with a default where there is a rule for it."""
    used = (*_NUMBER, *fields, *([DEFAULT] if default is not None else []))
    error = "A number, not negative, or leave it blank." if default is not None else ""
    return ImportLine(note, used, default=default, default_error=error)


_ORDERS: Final = {
    "Date": _date("The day of the sale, or of a later return."),
    "Order": ImportLine("The order's number, by which a lead that became an order is found."),
    "Territory": _named(
        "Blank = telesales; filled = tele-coverage. Default: of rows that name none.", TERRITORIES_FORM, "Territory"
    ),
    "Item": _named("As on the sheet Goods, in any case. Default: what a file without items sells.", GOODS_FORM, "Item"),
    "Units": _number(
        "Units sold. Default: 1 where a row is one unit and the file has no units.", default=number(0, 1e12)
    ),
    "Unit price": _number("Of one unit; blank = the price of Goods."),
    "Unit cost": _number("Of one unit; blank = the cost of Goods."),
    "Returned units": _number("Units of this line that came back. A later return is a line of its own, with units 0."),
    "Line total": _number("What all units of the line came to: in place of the price, or to compare with it."),
    "Discount": _number("Taken off the price of the line; blank = none."),
}
_LEADS: Final = {
    "Date": _date("The day from which the lead counts."),
    "Lead": ImportLine("Its name or number; for the reader."),
    "Order": ImportLine("The order that it became, if it did."),
    "Outcome": ImportLine(
        "won, lost or pending. Words: for a file with other words.",
        (CODES, WORDS),
        example="Closed Won = won, Closed Lost = lost",
    ),
    "Contribution": ImportLine(
        "persuaded or passed on (won), understood or misread (lost). Default: of rows that say nothing.",
        (CODES, WORDS, DEFAULT),
        example="Convinced = persuaded",
        default=_DID,
        default_error="Choose one of the words, or leave it blank.",
    ),
    "Value": _number("The deal's profit."),
    "Follower's outcome": ImportLine(
        "What the follower says of it; may be blank.", (CODES, WORDS), example="Closed Won = won, Closed Lost = lost"
    ),
    "Follower's contribution": ImportLine(
        "What the follower says the centre did; may be blank.", (CODES, WORDS), example="Convinced = persuaded"
    ),
}
_CONTACTS: Final = {
    "Date": _date("The day of the contact, or of all contacts of the row."),
    "Function": _named(
        "As on the sheet Functions, in any case. Default: of rows that name none.", FUNCTIONS_TABLE, "Function"
    ),
    "Contacts": _number("How many the row stands for; blank = one, or the default.", default=number(0, 1e12)),
    "Minutes": _number("Time of all contacts of the row. Unit: in what the file gives it; blank = minutes.", UNIT),
    "Revenue": _number("What is attributed to these contacts; blank = none."),
}
_REQUESTS: Final = {
    "Date": _date("The day of the request."),
    "Department": _named(
        "As on the sheet Departments, in any case. Default: of rows that name none.", DEPARTMENTS_FORM, "Department"
    ),
    "Minutes given back": _number(
        "The time that colleagues were spared. Unit: in what the file gives it; blank = minutes.", UNIT
    ),
    "Difficulty": _number("1 = as usual; blank = 1, or the default.", default=number(0, 1e6)),
}
_LINES: Final = {"orders": _ORDERS, "leads": _LEADS, "contacts": _CONTACTS, "requests": _REQUESTS}
BLOCKS: Final = tuple(
    ImportBlock(f"{table}_columns", table.capitalize(), SOURCES[table], _LINES[table]) for table in ROWS
)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    import_sheet.fill(workbook, sheet, BLOCKS)
