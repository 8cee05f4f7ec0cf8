"""The Costs sheet: cost lines, each spread in equal parts over its months, exact to the cent."""

from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    A3,
    BAD_FILL,
    BAD_INK,
    CENTS,
    DATE,
    FORMULA,
    GENERAL,
    INPUT,
    NOTE,
    TOTAL,
    WARNING_FILL,
    WARNING_INK,
    WHOLE,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_table,
    lay_title,
    set_widths,
)
from workbook_templates.sheets.validation import allow, day, from_list, number, whole
from workbook_templates.survey_roi.columns import SHORT_MONTHS
from workbook_templates.survey_roi.sheets.places import (
    COST_FIRST,
    COST_HEADER,
    COST_LAST,
    COST_LINES,
    COST_TOTALS,
    FIRST_COST_MONTH,
    KINDS,
    KINDS_FIRST,
)

COLUMNS: Final = ("Month", "Kind", "Owner", "Amount", "Recovery", "Spread over months", "Note")
_BESIDE: Final = (
    "Net cost",
    *SHORT_MONTHS,
    "Other years",
    "To fix",
    "Parts",
    "Cents a part",
    "Parts with one cent more",
    "Months before January",
    "Not in the year",
)
_INPUT_FORMATS: Final = (DATE, GENERAL, GENERAL, CENTS, CENTS, WHOLE, GENERAL)
_LAST_COST_MONTH: Final = FIRST_COST_MONTH + 11


def month_column(month: int) -> str:
    """The column of a month's shares, 1 = January."""
    return get_column_letter(FIRST_COST_MONTH + month - 1)


def fill(sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet,
        "Costs",
        "What the centre costs. A line is spread in equal parts from its month on; its recovery is spread with it.",
    )
    set_widths(sheet, (12, 13, 16, 13, 12, 9, 22, 13, *[11.8] * 12, 11.5, 20, 8, 12, 12, 12, 12))
    lay(
        sheet,
        "B3",
        "Month: any day of it. Recovery: what others pay back, as a positive amount. Blank spread = the month itself. "
        "More lines than here: insert rows above the last one and copy a whole row into them.",
        NOTE,
    )
    lay(sheet, "I5", '="Shares of the months of "&report_year', NOTE)
    lay_table(sheet, "cost_lines", COST_HEADER, 2, COLUMNS, COST_LINES)
    lay_headers(sheet, COST_HEADER, 9, _BESIDE, named=False)
    sheet.row_dimensions[COST_HEADER].height = 44
    lay(sheet, f"B{COST_TOTALS}", "All lines", TOTAL)
    for column in range(3, _LAST_COST_MONTH + 2):
        letter = get_column_letter(column)
        summed = letter in "EF" or column >= FIRST_COST_MONTH - 1
        total = f"=SUM({letter}{COST_FIRST}:{letter}{COST_LAST})" if summed else None
        lay(sheet, f"{letter}{COST_TOTALS}", total, TOTAL, CENTS)
    for row in range(COST_FIRST, COST_LAST + 1):
        _lay_line(sheet, row)
    _validate(sheet)
    highlight(sheet, f"W{COST_FIRST}:W{COST_LAST}", f'$W{COST_FIRST}<>""', ink=BAD_INK, fill=BAD_FILL, bold=True)
    in_month = f"B{COST_FIRST}:B{COST_LAST}"
    highlight(sheet, in_month, f'$AB{COST_FIRST}="yes"', ink=WARNING_INK, fill=WARNING_FILL, bold=True)
    sheet.freeze_panes = f"D{COST_FIRST}"
    lay_page(sheet, f"A1:W{COST_LAST}", header_rows=f"{COST_HEADER}:{COST_HEADER}", paper=A3)


def _lay_line(sheet: Worksheet, row: int) -> None:
    for offset, number_format in enumerate(_INPUT_FORMATS):
        look = INPUT if number_format in (CENTS, WHOLE) else replace(INPUT, horizontal="left")
        lay(sheet, f"{get_column_letter(2 + offset)}{row}", None, look, number_format)
    whole_months = f'IF(ISNUMBER($G{row}),IF(AND($G{row}>=1,$G{row}=INT($G{row})),"",{_SPREAD_FIX}),{_SPREAD_FIX})'
    to_fix = (
        f'IF(COUNTA($B{row}:$G{row})=0,"",IF(NOT(ISNUMBER($B{row})),"Month must be a date",'
        f'IF(COUNT($E{row}:$F{row})<COUNTA($E{row}:$F{row}),"Amounts must be numbers",'
        f'IF(COUNT($E{row}:$F{row})=0,"Amount is missing",IF($F{row}<0,"Recovery must be positive",'
        f'IF($G{row}="","",{whole_months}))))))'
    )
    lay(sheet, f"W{row}", f"={to_fix}", FORMULA)
    parts = f'IF(OR(COUNTA($B{row}:$G{row})=0,$W{row}<>""),"",IF($G{row}="",1,$G{row}))'
    lay(sheet, f"X{row}", f"={parts}", FORMULA, WHOLE)
    _lay_figure(sheet, f"I{row}", row, f"ROUND($E{row}-$F{row},2)")
    _lay_figure(sheet, f"Y{row}", row, f"INT(ROUND(ABS($I{row})*100,0)/$X{row})", WHOLE)
    _lay_figure(sheet, f"Z{row}", row, f"ROUND(ABS($I{row})*100,0)-$X{row}*$Y{row}", WHOLE)
    _lay_figure(sheet, f"AA{row}", row, f"(report_year-YEAR($B{row}))*12+1-MONTH($B{row})", WHOLE)
    for month in range(12):
        part = f"$AA{row}+{month}"
        cents = f"$Y{row}+IF({part}<$Z{row},1,0)"
        share = f"IF(AND({part}>=0,{part}<$X{row}),SIGN($I{row})*({cents})/100,0)"
        _lay_figure(sheet, f"{month_column(month + 1)}{row}", row, share)
    _lay_figure(sheet, f"AB{row}", row, f'IF(OR($AA{row}>=$X{row},$AA{row}+11<0),"yes","")')
    # Summed from the parts before January and after December, not as a difference, so that the check means something.
    before, to_december = (f"MAX(0,MIN($X{row},$AA{row}+{months}))" for months in (0, 12))
    cents = f"{before}*$Y{row}+MIN($Z{row},{before})+($X{row}-{to_december})*$Y{row}+$Z{row}-MIN($Z{row},{to_december})"
    _lay_figure(sheet, f"V{row}", row, f"SIGN($I{row})*({cents})/100")


_SPREAD_FIX: Final = '"Spread: a whole number, 1 or more"'


def _lay_figure(sheet: Worksheet, address: str, row: int, formula: str, number_format: str = CENTS) -> None:
    """A figure of a line that can be read; an empty or unreadable line shows nothing."""
    lay(sheet, address, f'=IF($X{row}="","",{formula})', FORMULA, number_format)


def _validate(sheet: Worksheet) -> None:
    first, last = COST_FIRST, COST_LAST
    allow(sheet, f"B{first}:B{last}", day(), "Month", "Any day of the month in which the cost begins, as a date.")
    kinds = from_list(f"Inputs!$B${KINDS_FIRST}:$B${KINDS_FIRST + KINDS - 1}")
    allow(
        sheet,
        f"C{first}:C{last}",
        kinds,
        "Kind",
        "Not one of the kinds on the sheet Inputs; the sheet Trend counts it under other kinds. Keep it?",
        warn_only=True,
    )
    allow(
        sheet,
        f"E{first}:E{last}",
        number(-1e12, 1e12),
        "Amount",
        "An amount as a number, without a currency sign.",
    )
    allow(
        sheet,
        f"F{first}:F{last}",
        number(0, 1e12),
        "Recovery",
        "What others pay back, as a positive amount without a currency sign: it is taken off the cost.",
    )
    allow(
        sheet,
        f"G{first}:G{last}",
        whole(1, 600),
        "Spread over months",
        "A whole number of months, 1 to 600; blank = the line's month alone.",
    )
