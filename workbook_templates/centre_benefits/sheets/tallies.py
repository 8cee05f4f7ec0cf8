"""The sheets that the refresh fills: Tally, Disagreements, Rejected, History."""

from collections.abc import Sequence
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits import columns
from workbook_templates.centre_benefits.columns import facts
from workbook_templates.centre_benefits.sheets.places import OWNED_HEADER, TALLY_HEADER
from workbook_templates.sheets.look import (
    DATE,
    GENERAL,
    NOTE,
    SECTION,
    SHARE,
    TEXT,
    TIME,
    WHOLE,
    lay,
    lay_page,
    lay_title,
    set_widths,
)
from workbook_templates.sheets.owned import (
    BESIDE,
    OWNED_NOTE,
    READ_AS_WIDTH,
    lay_facts_of_tables,
    lay_owned_table,
    wrap_read_as,
)

AMOUNT: Final = "#,##0.00"
_NUMBERS: Final = (WHOLE, SHARE, AMOUNT)
TALLIES: Final = {
    "item_tally": (columns.ITEM_TALLY, (GENERAL, GENERAL, WHOLE, WHOLE, WHOLE, WHOLE, AMOUNT, AMOUNT)),
    "territory_tally": (columns.TERRITORY_TALLY, (GENERAL, WHOLE, WHOLE, AMOUNT, AMOUNT, AMOUNT)),
    "lead_tally": (columns.LEAD_TALLY, (GENERAL, GENERAL, WHOLE, AMOUNT, AMOUNT)),
    "function_tally": (columns.FUNCTION_TALLY, (GENERAL, WHOLE, WHOLE, AMOUNT)),
    "department_tally": (columns.DEPARTMENT_TALLY, (GENERAL, WHOLE, WHOLE, WHOLE)),
}
"""The owned tables of the sheet Tally, side by side with a free column between: headers and formats."""

_CALLED: Final = {
    "item_tally": "Orders by goods",
    "territory_tally": "Orders by territory",
    "lead_tally": "Leads",
    "function_tally": "Contacts by function",
    "department_tally": "Requests by department",
}


def fill_tally(workbook: Workbook, sheet: Worksheet) -> None:
    """What the last refresh read of each table, and its counts and sums."""
    lay_title(sheet, "Tally", f"Orders, leads, contacts and requests, added up. {OWNED_NOTE}")
    lay(sheet, "B3", "Whether it still fits your inputs and rows: see the sheet Checks.", NOTE)
    lay(sheet, "B4", BESIDE, NOTE)
    column, widths = 2, list[float]()
    for name, (headers, formats) in TALLIES.items():
        lay(sheet, f"{get_column_letter(column)}{TALLY_HEADER - 1}", _CALLED[name], SECTION)
        lay_owned_table(sheet, name, TALLY_HEADER, headers, formats, _NUMBERS, first=column, filtered=False)
        widths += [*(30 if place < 2 and kind == GENERAL else 13 for place, kind in enumerate(formats)), 3]
        column += len(headers) + 1
    set_widths(sheet, widths)
    lay_facts_of_tables(workbook, sheet, 6, {table.capitalize(): facts(table) for table in columns.ROWS})
    lay_page(sheet, None, header_rows=f"{TALLY_HEADER}:{TALLY_HEADER}")
    sheet.page_setup.fitToWidth = 2


def fill_disagreements(sheet: Worksheet) -> None:
    """Leads whose service record and follower say different things."""
    lay_title(sheet, "Disagreements", f"Leads of which service record and follower say different things. {OWNED_NOTE}")
    set_widths(sheet, (10, 13, 30, 26, 26, 15))
    words = '"Counted: the word of the "&IF(lead_word="","service record",lead_word)&". At most 1,000 are listed. '
    lay(sheet, "B3", f'={words}{BESIDE}"', NOTE)
    _lay_list(sheet, "disagreements", columns.DISAGREEMENTS, (GENERAL, DATE, *[GENERAL] * 3, AMOUNT))


def fill_rejected(sheet: Worksheet) -> None:
    """Rows that are not in the tallies, with the reason."""
    lay_title(sheet, "Rejected", f"Rows that were not counted, and why. {OWNED_NOTE}")
    set_widths(sheet, (13, 10, 72, 82))
    lay(sheet, "B3", f"At most 10,000 rows of each table are listed. {BESIDE}", NOTE)
    _lay_list(sheet, "rejected", columns.REJECTED, [GENERAL] * 4)


def fill_history(sheet: Worksheet) -> None:
    """The last 200 refreshes."""
    lay_title(sheet, "History", f"The last 200 refreshes and what each changed. {OWNED_NOTE}")
    set_widths(sheet, (17, 14, 10, 40, 24, 12, 12, 10, 10, 10, 11, 11, READ_AS_WIDTH))
    lay(sheet, "B3", BESIDE, NOTE)
    formats = (TIME, GENERAL, TEXT, GENERAL, TEXT, DATE, DATE, WHOLE, WHOLE, WHOLE, SHARE, SHARE, GENERAL)
    _lay_list(sheet, "history", columns.HISTORY, formats)
    wrap_read_as(sheet, OWNED_HEADER + 1, len(columns.HISTORY))


def _lay_list(sheet: Worksheet, name: str, headers: tuple[str, ...], formats: Sequence[str]) -> None:
    lay_owned_table(sheet, name, OWNED_HEADER, headers, formats, _NUMBERS)
    lay_page(sheet, None, header_rows=f"{OWNED_HEADER}:{OWNED_HEADER}")
