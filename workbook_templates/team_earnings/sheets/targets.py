"""The Targets sheet: each owner's target of the year spread over the months, to the cent."""

from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    FORMULA,
    INPUT,
    LABEL,
    MONTH,
    NOTE,
    TOTAL,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.validation import allow, number
from workbook_templates.team_earnings.columns import MONTHS
from workbook_templates.team_earnings.sheets.places import (
    FORM_FIRST,
    FORM_HEADER,
    FORM_LAST,
    PEOPLE_FIRST,
    TARGET_MONTHS,
    TOTAL_ROW,
    WEIGHTS_ROW,
)

AMOUNT: Final = '#,##0;-#,##0;"–"'
OF_MONTH: Final = "P"
TO_DATE: Final = "Q"
_FIRST, _LAST = TARGET_MONTHS
_SHORT_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS_ROW: Final = f"Targets!${_FIRST}${FORM_HEADER}:${_LAST}${FORM_HEADER}"
"""The first days of the months, in a row."""


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet, "Targets", "Each owner's target of the year, spread over the months by their weights, to the cent."
    )
    set_widths(sheet, (24, 15, *[12] * MONTHS, 14, 14))
    lay(sheet, "B3", "A shared target stands with its owner alone. Equal weights: every month the same.", NOTE)
    lay(sheet, f"B{WEIGHTS_ROW}", "Weight of the month", LABEL)
    letters = [get_column_letter(4 + place) for place in range(MONTHS)]
    for place, letter in enumerate(letters):
        lay(sheet, f"{letter}{WEIGHTS_ROW}", 1, INPUT, "0.##")
        month = f'IF(AND(ISNUMBER(plan_year),ISNUMBER(first_month)),DATE(plan_year,first_month+{place},1),"")'
        lay(sheet, f"{letter}{FORM_HEADER}", None, FORMULA)
        lay_headers(sheet, FORM_HEADER, 4 + place, (f"={month}",), named=False)
        sheet[f"{letter}{FORM_HEADER}"].number_format = MONTH
    weights = f"{_FIRST}{WEIGHTS_ROW}:{_LAST}{WEIGHTS_ROW}"
    name_place(workbook, "month_weights", sheet, weights)
    name_place(workbook, "month_starts", sheet, f"{_FIRST}{FORM_HEADER}:{_LAST}{FORM_HEADER}")
    allow(sheet, weights, number(0, 1e6), "Weight", "A number, 0 or more: 2 = twice as much as a month of weight 1.")
    lay_headers(sheet, FORM_HEADER, 2, ("Person", "Target of the year"))
    lay_headers(sheet, FORM_HEADER, 4 + MONTHS, ("Month of Roll-up", "Up to it"), named=False)
    short = ",".join(f'"{name}"' for name in _SHORT_NAMES)
    words = f'=IF(month_used="","",CHOOSE(MONTH(month_used),{short})&" "&YEAR(month_used))'
    lay(sheet, f"{OF_MONTH}{WEIGHTS_ROW}", words, replace(NOTE, horizontal="right"))
    name_place(workbook, "month_words", sheet, f"{OF_MONTH}{WEIGHTS_ROW}")
    lay(sheet, f"B{TOTAL_ROW}", "All targets", TOTAL)
    for letter in ("C", *letters, OF_MONTH, TO_DATE):
        cells = f"{letter}{FORM_FIRST}:{letter}{FORM_LAST}"
        lay(sheet, f"{letter}{TOTAL_ROW}", f'=IF(COUNT({cells})=0,"",ROUND(SUM({cells}),6))', TOTAL, AMOUNT)
    for offset in range(FORM_LAST - FORM_FIRST + 1):
        _lay_person(sheet, FORM_FIRST + offset, PEOPLE_FIRST + offset)
    sheet.freeze_panes = f"C{FORM_FIRST}"
    lay_page(sheet, f"A1:{TO_DATE}{FORM_LAST}", header_rows=f"{FORM_HEADER}:{FORM_HEADER}")


def _lay_person(sheet: Worksheet, row: int, source: int) -> None:
    lay(sheet, f"B{row}", f'=People!$B{source}&""', FORMULA)
    own = f'IF(OR($B{row}="",NOT(ISNUMBER(People!$G{source}))),"",People!$G{source})'
    lay(sheet, f"C{row}", f"={own}", FORMULA, AMOUNT)
    for place in range(MONTHS):
        part = f"INDEX(SPREAD($C{row},month_weights),{place + 1})"
        spread = f'=IF($C{row}="","",IFERROR({part},""))'
        lay(sheet, f"{get_column_letter(4 + place)}{row}", spread, FORMULA, AMOUNT)
    for letter, chosen in ((OF_MONTH, "month_used"), (TO_DATE, '"<="&month_used')):
        absolute = f"${_FIRST}{row}:${_LAST}{row}"
        total = f"ROUND(SUMIF(month_starts,{chosen},{absolute}),6)"
        lay(sheet, f"{letter}{row}", f'=IF(OR($C{row}="",month_used=""),"",{total})', FORMULA, AMOUNT)
