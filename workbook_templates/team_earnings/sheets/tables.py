"""The sheets of the orders: what users enter, and what the refresh fills: lines, tallies, Rejected, History."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    A3,
    DATE,
    GENERAL,
    INPUT,
    MONTH,
    NOTE,
    SHARE,
    TEXT,
    TIME,
    WHOLE,
    YEAR,
    lay,
    lay_page,
    lay_table,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.owned import BESIDE, OWNED_NOTE, READ_AS_WIDTH, lay_facts, lay_owned_table, wrap_read_as
from workbook_templates.sheets.validation import allow, day, from_list, number
from workbook_templates.team_earnings import columns
from workbook_templates.team_earnings.columns import MONTHS
from workbook_templates.team_earnings.sheets.places import (
    LIST_HEADER,
    ORDERS_FORM,
    ORDERS_HEADER,
    PEOPLE_FORM,
    TALLY_HEADER,
)

CENTS: Final = "#,##0.00"
UNITS: Final = "#,##0.##"
_NUMBERS: Final = (WHOLE, SHARE, CENTS, UNITS)
_TEXTS: Final = (DATE, GENERAL)
_ORDER_FORMATS: Final = (DATE, GENERAL, SHARE, GENERAL, SHARE, GENERAL, UNITS, CENTS, CENTS, UNITS, CENTS, CENTS)
_KEEP: Final = "the refresh would reject the row. Keep it?"


def fill_orders(workbook: Workbook, sheet: Worksheet) -> None:
    """One blank row; the table grows as rows are pasted."""
    lay_title(sheet, "Orders", "One row an order line. Paste below the headers, then press Refresh.")
    set_widths(sheet, (13, 22, 9, 22, 9, 24, 10, 13, 13, 10, 13, 12))
    note = (
        "Joint sale: name the second person and one of the two shares. Goods that come back later: a new row with the "
        "day they come back, units 0 and the number in Returned."
    )
    lay(sheet, "B3", note, NOTE)
    lay_table(sheet, "orders", ORDERS_HEADER, 2, columns.ORDERS, 1, filtered=True)
    first = ORDERS_HEADER + 1
    for name, number_format in zip(columns.ORDERS, _ORDER_FORMATS, strict=True):
        look = replace(INPUT, horizontal="left") if number_format in _TEXTS else INPUT
        lay(sheet, ORDERS_FORM.at(name, first), None, look, number_format)
        _allow_order(sheet, ORDERS_FORM.cells(name), name)
    name_place(workbook, "orders_start", sheet, ORDERS_FORM.at("Date", first))
    sheet.freeze_panes = ORDERS_FORM.at("Date", first)
    lay_page(sheet, None, header_rows=f"{ORDERS_HEADER}:{ORDERS_HEADER}")


def _allow_order(sheet: Worksheet, cells: str, name: str) -> None:
    """What is something else is kept if the user wants; the refresh then says what is wrong with the row."""
    if name == "Date":
        words = "Not a date; a text date is read by the date order of Import. Keep it?"
        allow(sheet, cells, day(), name, words, warn_only=True)
    elif name in ("Person", "Second person"):
        words = f"Not one of the names on the sheet People; {_KEEP}"
        allow(sheet, cells, from_list(PEOPLE_FORM.column("Person")), name, words, warn_only=True)
    elif name in ("Share", "Second share"):
        allow(sheet, cells, number(0, 1), name, f"Not a share from 0% to 100%; {_KEEP}", warn_only=True)
    elif name != "Item":
        low = -1e12 if name in ("Units", "Line total") else 0
        allow(sheet, cells, number(low, 1e12), name, f"A number, such as 3 or 19.90; {_KEEP}", warn_only=True)


def fill_lines(workbook: Workbook, sheet: Worksheet) -> None:
    """Every order with each person's part."""
    lay_title(sheet, "Lines", f"Each order with each person's part of it, by person and date. {OWNED_NOTE}")
    set_widths(sheet, (22, 12, 9, 24, 10, 12, 12, 9, 13, 13, 12, 13, 12, 36))
    words = (
        "Earned: what the line adds to the commission of its person's month to date. Kept: profit less what is earned."
    )
    lay(sheet, "B3", f"{words} {BESIDE}", NOTE)
    formats = (GENERAL, DATE, GENERAL, GENERAL, UNITS, CENTS, CENTS, SHARE, *[CENTS] * 4, DATE, GENERAL)
    _lay_list(workbook, sheet, "lines", columns.LINES, formats)


def fill_tally(workbook: Workbook, sheet: Worksheet) -> None:
    """What the last refresh read, the months of the centre, and its teams."""
    lay_title(sheet, "Tally", f"The centre by month, counted from whole orders. {OWNED_NOTE}")
    set_widths(sheet, (16, 34, 13, 13, 15, 15, 15, 15, 3, 22, 10))
    lay(sheet, "B3", "Whether it still fits your inputs and the rows of Orders: see the sheet Checks.", NOTE)
    lay(sheet, "B4", BESIDE, NOTE)
    lay_facts(workbook, sheet, 5)
    formats = (MONTH, WHOLE, WHOLE, WHOLE, *[CENTS] * 4)
    lay_owned_table(sheet, "centre_months", TALLY_HEADER, columns.CENTRE_MONTHS, formats, _NUMBERS, filtered=False)
    lay_owned_table(sheet, "teams", TALLY_HEADER, columns.TEAMS, (GENERAL, WHOLE), _NUMBERS, first=11, filtered=False)
    lay_page(sheet, None, header_rows=f"{TALLY_HEADER}:{TALLY_HEADER}")


def fill_tally_teams(workbook: Workbook, sheet: Worksheet) -> None:
    """The teams by month."""
    lay_title(sheet, "Tally teams", f"The teams by month; a joint sale within a team is one order. {OWNED_NOTE}")
    set_widths(sheet, (22, 12, 10, 15, 15, 15, 15))
    lay(sheet, "B3", BESIDE, NOTE)
    formats = (GENERAL, MONTH, WHOLE, *[CENTS] * 4)
    _lay_list(workbook, sheet, "team_months", columns.TEAM_MONTHS, formats)
    sheet.page_setup.orientation = "portrait"


def fill_tally_people(workbook: Workbook, sheet: Worksheet) -> None:
    """Everybody's months."""
    lay_title(sheet, "Tally people", f"Everybody's months, and where their lines begin. {OWNED_NOTE}")
    set_widths(sheet, (22, 12, 18, 8, 10, 15, 15, 15, 15, 15))
    lay(sheet, "B3", f"Pays on: the sales or the profit of the month, whichever the plan pays on. {BESIDE}", NOTE)
    formats = (GENERAL, MONTH, GENERAL, WHOLE, WHOLE, *[CENTS] * 5)
    _lay_list(workbook, sheet, "person_months", columns.PERSON_MONTHS, formats)


def fill_tally_years(workbook: Workbook, sheet: Worksheet) -> None:
    """Everybody's year in a row, for the proof."""
    lay_title(sheet, "Tally years", f"Everybody's year, month by month, in the order of People. {OWNED_NOTE}")
    set_widths(sheet, (22, 18, *[12] * 2 * MONTHS))
    lay(sheet, "B3", f"The months are counted from the first month of the plan year. {BESIDE}", NOTE)
    _lay_list(workbook, sheet, "person_years", columns.PERSON_YEARS, (GENERAL, GENERAL, *[CENTS] * 2 * MONTHS))
    sheet.page_setup.paperSize = A3


def fill_rejected(workbook: Workbook, sheet: Worksheet) -> None:
    """Rows that are not in the tallies, with the reason."""
    lay_title(sheet, "Rejected", f"Rows of the orders that were not counted, and why. {OWNED_NOTE}")
    set_widths(sheet, (10, 12, 20, 9, 20, 9, 20, 9, 11, 11, 10, 11, 11, 76))
    in_all = 'IF(refreshed_rejected="","","; the last refresh rejected "&refreshed_rejected&" in all")'
    lay(sheet, "B3", f'="At most 10,000 rows are listed"&{in_all}&". {BESIDE}"', NOTE)
    formats = (GENERAL, DATE, *[GENERAL] * 12)
    _lay_list(workbook, sheet, "rejected", columns.REJECTED, formats)


def fill_history(workbook: Workbook, sheet: Worksheet) -> None:
    """The last 200 refreshes."""
    lay_title(sheet, "History", f"The last 200 refreshes and what each changed. {OWNED_NOTE}")
    set_widths(sheet, (17, 14, 10, 32, 18, 9, 10, 10, 10, 16, 16, READ_AS_WIDTH))
    lay(sheet, "B3", BESIDE, NOTE)
    formats = (TIME, GENERAL, TEXT, GENERAL, TEXT, YEAR, WHOLE, WHOLE, WHOLE, CENTS, CENTS, GENERAL)
    _lay_list(workbook, sheet, "history", columns.HISTORY, formats)
    wrap_read_as(sheet, LIST_HEADER + 1, len(columns.HISTORY))


def _lay_list(
    workbook: Workbook, sheet: Worksheet, name: str, headers: tuple[str, ...], formats: Sequence[str]
) -> None:
    lay_owned_table(sheet, name, LIST_HEADER, headers, formats, _NUMBERS)
    name_place(workbook, f"{name}_start", sheet, f"B{LIST_HEADER + 1}")
    lay_page(sheet, None, header_rows=f"{LIST_HEADER}:{LIST_HEADER}")
