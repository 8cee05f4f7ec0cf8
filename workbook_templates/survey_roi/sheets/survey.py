"""The sheets of the survey's rows: Responses, and what the refresh fills: Tally, Rejected, History."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    DATE,
    GENERAL,
    INDEX,
    INPUT,
    MONTH,
    NOTE,
    SHARE,
    TEXT,
    TIME,
    WHOLE,
    lay,
    lay_page,
    lay_table,
    lay_title,
    set_widths,
)
from workbook_templates.sheets.owned import BESIDE, OWNED_NOTE, READ_AS_WIDTH, lay_facts, lay_owned_table, wrap_read_as
from workbook_templates.sheets.validation import allow, day, from_list, number
from workbook_templates.survey_roi.columns import HISTORY, REJECTED, TALLY
from workbook_templates.survey_roi.sheets.places import (
    FACTS,
    HISTORY_HEADER,
    REJECTED_HEADER,
    RESPONSES,
    RESPONSES_HEADER,
    TALLY_HEADER,
    VALUES,
)

_RULES: Final = {
    "Date": (day(), "Not a date; a text date is read by the date order of Import. Keep it?"),
    "Segment": (
        from_list(VALUES.column("Segment")),
        "Not one of the names on the sheet Segments; the refresh would reject the row. Keep it?",
    ),
    "Index": (number(0, 100), "An index is a number from 0 to 100; the refresh would reject the row. Keep it?"),
}
_NUMBERS: Final = (WHOLE, SHARE, INDEX)


def fill_responses(sheet: Worksheet) -> None:
    """One blank row; the table grows as rows are pasted."""
    lay_title(sheet, "Responses", "One row an answer of a customer. Paste below the headers, then press Refresh.")
    set_widths(sheet, (13, 18, 20, 10, *[11] * 6))
    lay(
        sheet,
        "B3",
        "Either the index (0 to 100) or the answers 1 to 6 on the scale of the sheet Import. "
        "Not needed where Inputs names a survey source.",
        NOTE,
    )
    lay_table(sheet, "responses", RESPONSES_HEADER, 2, RESPONSES.columns, 1, filtered=True)
    for name in RESPONSES.columns:
        look = replace(INPUT, horizontal="left") if name in ("Date", "Customer", "Segment") else INPUT
        lay(sheet, RESPONSES.at(name, RESPONSES.first), None, look, DATE if name == "Date" else GENERAL)
    for name, (rule, error) in _RULES.items():
        allow(sheet, RESPONSES.cells(name), rule, name, error, warn_only=True)
    sheet.freeze_panes = RESPONSES.at("Date", RESPONSES.first)
    lay_page(sheet, None, landscape=False, header_rows=f"{RESPONSES_HEADER}:{RESPONSES_HEADER}")


def fill_tally(workbook: Workbook, sheet: Worksheet) -> None:
    """What the last refresh read, and its counts by month and segment."""
    lay_title(sheet, "Tally", f"The survey counted by month and segment. {OWNED_NOTE}")
    set_widths(sheet, (16, 34, 13, 12, 12, 12, 12, 12))
    lay(sheet, "B3", "Whether it still fits your inputs and the rows of Responses: see the sheet Checks.", NOTE)
    lay(sheet, "B4", BESIDE, NOTE)
    lay_facts(workbook, sheet, FACTS.first)
    formats = (MONTH, GENERAL, WHOLE, WHOLE, WHOLE, WHOLE, INDEX, WHOLE)
    lay_owned_table(sheet, "tally", TALLY_HEADER, TALLY, formats, _NUMBERS)
    lay_page(sheet, None, landscape=False, header_rows=f"{TALLY_HEADER}:{TALLY_HEADER}")


def fill_rejected(sheet: Worksheet) -> None:
    """Rows that are not in the tally, with the reason."""
    lay_title(sheet, "Rejected", f"Rows of the survey that were not counted, and why. {OWNED_NOTE}")
    set_widths(sheet, (12, 14, 20, 20, 12, 70))
    in_all = 'IF(refreshed_rejected="","","; the last refresh rejected "&refreshed_rejected&" in all")'
    lay(sheet, "B3", f'="At most 10,000 rows are listed"&{in_all}&". {BESIDE}"', NOTE)
    lay_owned_table(
        sheet, "rejected", REJECTED_HEADER, REJECTED, (GENERAL, DATE, GENERAL, GENERAL, GENERAL, GENERAL), _NUMBERS
    )
    header_rows = f"{REJECTED_HEADER}:{REJECTED_HEADER}"
    lay_page(sheet, None, landscape=False, header_rows=header_rows)


def fill_history(sheet: Worksheet) -> None:
    """The last 200 refreshes."""
    lay_title(sheet, "History", f"The last 200 refreshes and what each changed. {OWNED_NOTE}")
    set_widths(sheet, (17, 14, 10, 30, 18, 9, 10, 10, 10, 10, 11, 11, READ_AS_WIDTH))
    lay(sheet, "B3", BESIDE, NOTE)
    formats = (TIME, GENERAL, TEXT, GENERAL, TEXT, GENERAL, GENERAL, WHOLE, WHOLE, WHOLE, SHARE, SHARE, GENERAL)
    lay_owned_table(sheet, "history", HISTORY_HEADER, HISTORY, formats, _NUMBERS)
    wrap_read_as(sheet, HISTORY_HEADER + 1, len(HISTORY))
    lay_page(sheet, None, header_rows=f"{HISTORY_HEADER}:{HISTORY_HEADER}")
