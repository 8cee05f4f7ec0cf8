"""The Segments sheet: what a customer of each segment is worth, and how many the centre served."""

from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    DATE,
    FORMULA,
    GENERAL,
    INPUT,
    MONEY,
    NOTE,
    RATE,
    SECTION,
    TOTAL,
    WHOLE,
    YEARS,
    lay,
    lay_page,
    lay_table,
    lay_title,
    set_widths,
)
from workbook_templates.sheets.validation import allow, day, from_list, number, rule
from workbook_templates.survey_roi.columns import SHORT_MONTHS
from workbook_templates.survey_roi.sheets.places import (
    SEGMENT_FIRST,
    SEGMENT_LAST,
    SEGMENTS,
    SERVED_FIRST,
    SERVED_HEADER,
    SERVED_LAST,
    segment_names,
)

COLUMNS: Final = (
    "Segment",
    "Empirical CLV",
    "Annual profit at calibration",
    "Discount rate at calibration",
    "Calibration date",
    "Loyalty years",
    "Annual profit today",
    "CLV today",
    "Value per customer",
)
_INPUT_FORMATS: Final = {"B": GENERAL, "C": MONEY, "D": MONEY, "E": RATE, "F": DATE, "H": MONEY}


def fill(sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Segments", "What one loyal customer of each segment is worth, and how many the centre served.")
    set_widths(sheet, (24, 12, 13, 13, 13, 13, 12, 12, 13, 10, 10, 10, 10))
    lay(sheet, "B4", "Value of a loyal customer", SECTION)
    lay(
        sheet,
        "B5",
        "Once: the empirical CLV from sales and finance, with profit and rate of that day, gives the loyalty years. "
        "Then each year: today's profit. CLV today = today's profit over those years at the rate of Inputs.",
        NOTE,
    )
    lay_table(sheet, "segments", SEGMENT_FIRST - 1, 2, COLUMNS, SEGMENTS)
    for row in range(SEGMENT_FIRST, SEGMENT_LAST + 1):
        for column, number_format in _INPUT_FORMATS.items():
            lay(sheet, f"{column}{row}", None, INPUT, number_format)
        calibrated = f'IF(OR(B{row}="",COUNTA(C{row}:E{row})<3),"",LOYALTY_YEARS(C{row},D{row},E{row}))'
        lay(sheet, f"G{row}", f"={calibrated}", FORMULA, YEARS)
        today = f'IF(OR(B{row}="",G{row}="",H{row}=""),"",CLV(H{row},discount_rate,G{row}))'
        lay(sheet, f"I{row}", f"={today}", FORMULA, MONEY)
        by_basis = f'IF(OR(value_basis_known="",H{row}=""),"",IF(value_basis_known="year",H{row},H{row}/12))'
        lifetime = f'IF(value_basis_known="lifetime",I{row},{by_basis})'
        lay(sheet, f"J{row}", f'=IF(B{row}="","",{lifetime})', FORMULA, MONEY)
    _validate_values(sheet)
    _lay_served(sheet)
    sheet.freeze_panes = "C3"
    lay_page(sheet, f"A1:N{SERVED_FIRST + SEGMENTS}", one_page=True)


def _validate_values(sheet: Worksheet) -> None:
    first, last = SEGMENT_FIRST, SEGMENT_LAST
    marks = "".join(f'*ISERROR(FIND("{mark}",B{first}))' for mark in ("*", "?", "~"))
    name_rule = f'AND(COUNTIF($B${first}:$B${last},B{first})=1,ISERROR(FIND(LEFT(B{first},1),"<>=")){marks})'
    allow(
        sheet,
        f"B{first}:B{last}",
        rule(name_rule),
        "Segment",
        "Each segment once, as the survey names it; not with * ? ~ in it or < > = in front.",
    )
    allow(
        sheet,
        f"C{first}:D{last} H{first}:H{last}",
        number(-1e12, 1e12),
        "Money",
        "An amount as a number, without a currency sign. Profit is that of one average loyal customer a year.",
    )
    allow(
        sheet,
        f"E{first}:E{last}",
        number(-0.99, 1),
        "Discount rate",
        "A rate above -100% and up to 100%: write 10% or 0.1, not 10.",
    )
    allow(sheet, f"F{first}:F{last}", day(), "Calibration date", "The day the empirical CLV was found, as a date.")


def _lay_served(sheet: Worksheet) -> None:
    lay(sheet, f"B{SERVED_HEADER - 2}", '="Customers served in "&report_year', SECTION)
    lay(
        sheet,
        f"B{SERVED_HEADER - 1}",
        "How many customers of the segment, found by its name, the centre served in the month; no line or blank = the "
        "report counts respondents.",
        NOTE,
    )
    lay_table(sheet, "customers_served", SERVED_HEADER, 2, ("Segment", *SHORT_MONTHS), SEGMENTS)
    sheet.row_dimensions[SERVED_HEADER].height = 18
    last = SERVED_LAST
    for row in range(SERVED_FIRST, last + 1):
        lay(sheet, f"B{row}", None, INPUT)
        for month in range(1, 13):
            lay(sheet, f"{get_column_letter(2 + month)}{row}", None, INPUT, WHOLE)
    total = SERVED_FIRST + SEGMENTS
    lay(sheet, f"B{total}", "All segments", TOTAL)
    for month in range(1, 13):
        column = get_column_letter(2 + month)
        lay(sheet, f"{column}{total}", f"=SUM({column}{SERVED_FIRST}:{column}{last})", TOTAL, WHOLE)
    allow(
        sheet,
        f"B{SERVED_FIRST}:B{last}",
        from_list(segment_names()),
        "Segment",
        "Not one of the segments above: its customers served would not be counted. Keep it?",
        warn_only=True,
    )
    allow(
        sheet,
        f"C{SERVED_FIRST}:N{last}",
        number(0, 1e9),
        "Customers served",
        "A number of customers, at least as many as answered the survey that month; blank where it is not known.",
    )
