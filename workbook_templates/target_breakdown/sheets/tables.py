"""The sheets of the actuals: what users enter, and what the refresh fills: tallies, Rejected, History."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    DATE,
    GENERAL,
    INPUT,
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
    set_widths,
)
from workbook_templates.sheets.owned import BESIDE, OWNED_NOTE, READ_AS_WIDTH, lay_facts, lay_owned_table, wrap_read_as
from workbook_templates.sheets.validation import allow, day, from_list, number
from workbook_templates.target_breakdown import columns
from workbook_templates.target_breakdown.sheets.places import (
    ACTUALS,
    ACTUALS_HEADER,
    HISTORY_HEADER,
    PEOPLE_FORM,
    PERSON_TALLY_HEADER,
    REJECTED_HEADER,
    TALLY_HEADER,
)

_AMOUNT: Final = "#,##0.00"
_NUMBERS: Final = (WHOLE, SHARE, _AMOUNT)


def fill_actuals(sheet: Worksheet) -> None:
    """One blank row; the table grows as rows are pasted."""
    lay_title(sheet, "Actuals", "What was sold, earned and spent. Paste below the headers, then press Refresh.")
    set_widths(sheet, (13, 24, 15, 15, 15))
    note = "Person blank = the centre's own, such as a rent. A blank amount is 0; a return is negative."
    lay(sheet, "B3", note, NOTE)
    lay_table(sheet, "actuals", ACTUALS_HEADER, 2, columns.ACTUALS, 1, filtered=True)
    first = ACTUALS.first
    for name in columns.ACTUALS:
        look = replace(INPUT, horizontal="left") if name in ("Date", "Person") else INPUT
        number_format = DATE if name == "Date" else GENERAL if name == "Person" else _AMOUNT
        lay(sheet, ACTUALS.at(name, first), None, look, number_format)
    date = "Not a date; a text date is read by the date order of Import. Keep it?"
    person = "Not one of the names on the sheet People; the refresh would reject the row. Keep it?"
    amount = "An amount is a number; the refresh would reject the row. Keep it?"
    people = from_list(PEOPLE_FORM.column("Person"))
    allow(sheet, ACTUALS.cells("Date"), day(), "Date", date, warn_only=True)
    allow(sheet, ACTUALS.cells("Person"), people, "Person", person, warn_only=True)
    allow(sheet, ACTUALS.cells("Sales", "Cost"), number(-1e15, 1e15), "Amount", amount, warn_only=True)
    sheet.freeze_panes = ACTUALS.at("Date", first)
    lay_page(sheet, None, landscape=False, header_rows=f"{ACTUALS_HEADER}:{ACTUALS_HEADER}")


def fill_tally(workbook: Workbook, sheet: Worksheet) -> None:
    """What the last refresh read, and the actuals by day."""
    lay_title(sheet, "Tally", f"The actuals by day. {OWNED_NOTE}")
    set_widths(sheet, (16, 34, 15, 15, 15))
    lay(sheet, "B3", "Whether it still fits your inputs and the rows of Actuals: see the sheet Checks.", NOTE)
    lay(sheet, "B4", BESIDE, NOTE)
    lay_facts(workbook, sheet, 5)
    formats = (DATE, _AMOUNT, _AMOUNT, _AMOUNT)
    _lay_owned(sheet, "day_tally", TALLY_HEADER, columns.DAY_TALLY, formats)


def fill_tally_days(sheet: Worksheet) -> None:
    """The actuals by person and day."""
    lay_title(sheet, "Tally days", f"The actuals by person and day. {OWNED_NOTE}")
    set_widths(sheet, (24, 13, 15, 15))
    lay(sheet, "B3", BESIDE, NOTE)
    formats = (GENERAL, DATE, _AMOUNT, _AMOUNT)
    _lay_owned(sheet, "person_day_tally", PERSON_TALLY_HEADER, columns.PERSON_DAY_TALLY, formats)


def fill_tally_weeks(sheet: Worksheet) -> None:
    """The actuals by person and week."""
    lay_title(sheet, "Tally weeks", f"The actuals by person and week. {OWNED_NOTE}")
    set_widths(sheet, (24, 13, 15, 15))
    lay(sheet, "B3", BESIDE, NOTE)
    formats = (GENERAL, YEAR, _AMOUNT, _AMOUNT)
    _lay_owned(sheet, "person_week_tally", PERSON_TALLY_HEADER, columns.PERSON_WEEK_TALLY, formats)


def fill_rejected(sheet: Worksheet) -> None:
    """Rows that are not in the tallies, with the reason."""
    lay_title(sheet, "Rejected", f"Rows of the actuals that were not counted, and why. {OWNED_NOTE}")
    set_widths(sheet, (12, 14, 24, 14, 14, 14, 70))
    in_all = 'IF(refreshed_rejected="","","; the last refresh rejected "&refreshed_rejected&" in all")'
    lay(sheet, "B3", f'="At most 10,000 rows are listed"&{in_all}&". {BESIDE}"', NOTE)
    formats = (GENERAL, DATE, *[GENERAL] * 5)
    _lay_owned(sheet, "rejected", REJECTED_HEADER, columns.REJECTED, formats)


def fill_history(sheet: Worksheet) -> None:
    """The last 200 refreshes."""
    lay_title(sheet, "History", f"The last 200 refreshes and what each changed. {OWNED_NOTE}")
    set_widths(sheet, (17, 14, 10, 30, 18, 9, 12, 10, 10, 10, 12, 12, READ_AS_WIDTH))
    lay(sheet, "B3", BESIDE, NOTE)
    formats = (TIME, GENERAL, TEXT, GENERAL, TEXT, YEAR, DATE, WHOLE, WHOLE, WHOLE, SHARE, SHARE, GENERAL)
    _lay_owned(sheet, "history", HISTORY_HEADER, columns.HISTORY, formats)
    wrap_read_as(sheet, HISTORY_HEADER + 1, len(columns.HISTORY))
    sheet.page_setup.orientation = "landscape"


def _lay_owned(sheet: Worksheet, name: str, header: int, headers: tuple[str, ...], formats: tuple[str, ...]) -> None:
    lay_owned_table(sheet, name, header, headers, formats, _NUMBERS)
    lay_page(sheet, None, landscape=False, header_rows=f"{header}:{header}")
