"""What the sheet Import says of the survey's columns."""

from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.rows.source_fields import CODES, DATE_ORDER, DEFAULT, MARK, WORDS
from workbook_templates.sheets import import_sheet
from workbook_templates.sheets.import_sheet import ImportBlock, ImportLine
from workbook_templates.sheets.look import DATE
from workbook_templates.sheets.validation import allow, rule
from workbook_templates.survey_roi.sheets.places import SOURCE

_SCALE: Final = ("Scale from", "Scale to")
_LINES: Final = {
    "Date": ImportLine(
        "The day of the answer. Date order: only for text dates such as 3/4/2026. Default: a date of the report year.",
        (CODES, DATE_ORDER, DEFAULT),
        default_format=DATE,
    ),
    "Customer": ImportLine(
        "Of a customer's answers in a month one counts: the latest, of one day the lowest. Blank = anonymous.", (CODES,)
    ),
    "Segment": ImportLine(
        "As on the sheet Segments, in any case. Default: used where a row has none.", (CODES, DEFAULT)
    ),
    "Index": ImportLine(
        "Several headers with commas between = answers 1 to n. Scale: of those answers; blank = an index 0 to 100. "
        "Words: for answers in words.",
        (*_SCALE, CODES, MARK, WORDS),
        example="Very satisfied = 5, Satisfied = 4",
    ),
}
BLOCKS: Final = (ImportBlock("source_columns", "The survey", SOURCE, _LINES),)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    index = SOURCE.rows(SOURCE.last, SOURCE.last)
    scale = index.at("Scale from", index.first)
    allow(
        sheet,
        index.cells(*_SCALE),
        rule(f"AND(ISNUMBER({scale}),{scale}>=-1000,{scale}<=1000)"),
        "Scale",
        "The lowest and the highest answer a customer can give, such as 1 and 5; both blank for an index 0 to 100.",
    )
    note = (
        "On the sheet Responses the column Index is always 0 to 100; the scale is that of the columns Answer 1 to 6. "
        "Several headers of answers stand with commas between."
    )
    import_sheet.fill(workbook, sheet, BLOCKS, note)
