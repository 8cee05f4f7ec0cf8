"""The sheets of rows that users fill: Orders, Leads, Contacts, Requests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from udfs.functions.benefit import CONTRIBUTIONS, OUTCOMES
from workbook_templates.centre_benefits.sheets.places import (
    DEPARTMENTS_FORM,
    FUNCTIONS_TABLE,
    GOODS_FORM,
    ROWS,
    ROWS_HEADER,
    TERRITORIES_FORM,
)
from workbook_templates.sheets.look import DATE, GENERAL, INPUT, NOTE, lay, lay_page, lay_table, lay_title, set_widths
from workbook_templates.sheets.validation import allow, day, from_list, number, one_of

_AMOUNT: Final = "#,##0.00"
_WORDS: Final = [word for words in CONTRIBUTIONS.values() for word in words]
_LISTS: Final[Mapping[str, Callable[[], DataValidation]]] = {
    "Item": lambda: from_list(GOODS_FORM.column("Item")),
    "Territory": lambda: from_list(TERRITORIES_FORM.column("Territory")),
    "Function": lambda: from_list(FUNCTIONS_TABLE.column("Function")),
    "Department": lambda: from_list(DEPARTMENTS_FORM.column("Department")),
    "Outcome": lambda: one_of(*OUTCOMES),
    "Contribution": lambda: one_of(*_WORDS),
    "Follower's outcome": lambda: one_of(*OUTCOMES),
    "Follower's contribution": lambda: one_of(*_WORDS),
}
_MONEY: Final = ("Unit price", "Unit cost", "Line total", "Discount", "Value", "Revenue")
_TEXTS: Final = ("Order", "Lead", *_LISTS)


@dataclass(frozen=True)
class _Sheet:
    subtitle: str
    note: str
    widths: Mapping[str, float] = field(default_factory=dict)


_SHEETS: Final = {
    "orders": _Sheet(
        "What was sold by phone. Paste below the headers, then press Refresh.",
        "Territory blank = telesales; filled = tele-coverage. Price and cost blank = those of Goods. A later return is "
        "its own line with 0 units.",
        {"Territory": 22, "Item": 26, "Order": 13},
    ),
    "leads": _Sheet(
        "Sales opportunities that the centre worked on. Paste below the headers, then press Refresh.",
        "Value: the deal's profit. Won: persuaded or passed on. Lost: understood or misread. Pending: none. Follower: "
        "who took the lead over; what they say of it may be left blank.",
        {"Lead": 24, "Follower's outcome": 16, "Follower's contribution": 16, "Contribution": 15},
    ),
    "contacts": _Sheet(
        "Contacts by function, one row a contact or a day. Paste below the headers, then press Refresh.",
        "Contacts blank = one. Minutes: of all contacts of the row. Revenue: what is attributed to them.",
        {"Function": 22},
    ),
    "requests": _Sheet(
        "What internal support did for colleagues. Paste below the headers, then press Refresh.",
        "Minutes given back: the time the colleagues were spared. Difficulty blank = 1, as usual.",
        {"Department": 26, "Minutes given back": 14},
    ),
}


def fill(sheet: Worksheet, table: str) -> None:
    """One blank row; the table grows as rows are pasted."""
    block, page = ROWS[table], _SHEETS[table]
    columns = block.columns
    lay_title(sheet, table.capitalize(), page.subtitle)
    set_widths(sheet, [page.widths.get(name, 13) for name in columns])
    lay(sheet, "B3", page.note, NOTE)
    lay_table(sheet, table, ROWS_HEADER, 2, columns, 1, filtered=True)
    first = ROWS_HEADER + 1
    for name in columns:
        text = name in _TEXTS or name == "Date"
        number_format = DATE if name == "Date" else _AMOUNT if name in _MONEY else GENERAL
        lay(sheet, block.at(name, first), None, replace(INPUT, horizontal="left") if text else INPUT, number_format)
        _allow(sheet, block.cells(name), name)
    sheet.freeze_panes = block.at(columns[0], first)
    lay_page(sheet, None, landscape=len(columns) > 5, header_rows=f"{ROWS_HEADER}:{ROWS_HEADER}")


def _allow(sheet: Worksheet, cells: str, name: str) -> None:
    """What is something else is kept if the user wants; the refresh then says what is wrong with the row."""
    keep = "the refresh would reject the row. Keep it?"
    if name == "Date":
        words = "Not a date; a text date is read by the date order of Import. Keep it?"
        allow(sheet, cells, day(), name, words, warn_only=True)
    elif name in _LISTS:
        allow(sheet, cells, _LISTS[name](), name, f"Not one of the list; {keep}", warn_only=True)
    elif name not in _TEXTS:
        low = -1e15 if name in ("Line total", "Value", "Revenue") else 0
        words = f"{'A number' if low else 'A number, not negative'}; {keep}"
        allow(sheet, cells, number(low, 1e15), name, words, warn_only=True)
