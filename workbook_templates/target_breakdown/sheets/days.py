"""The sheets of days: each week's target spread over its workdays, then over morning and afternoon."""

from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    A3,
    DATE,
    FAINT_INK,
    FORMULA,
    NOTE,
    SECTION,
    TOTAL,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    set_widths,
)
from workbook_templates.target_breakdown.sheets.calendar import day_column
from workbook_templates.target_breakdown.sheets.formats import AMOUNT, show_cents
from workbook_templates.target_breakdown.sheets.places import DAYS, GRID_FIRST, GRID_HEADER, GRID_LAST, WEEK, Measure
from workbook_templates.target_breakdown.sheets.plan import column

_DAYS_FROM: Final = 4
_WEEK_COLUMN: Final = get_column_letter(_DAYS_FROM + DAYS)
_MORNING_FROM: Final = _DAYS_FROM + DAYS + 1
_AFTERNOON_FROM: Final = _MORNING_FROM + DAYS
LAST_COLUMN: Final = get_column_letter(_AFTERNOON_FROM + DAYS - 1)
HALVES: Final = f"{get_column_letter(_MORNING_FROM)}${GRID_FIRST}:${LAST_COLUMN}${GRID_LAST}"


def grid(measure: Measure) -> str:
    """The days of all weeks."""
    first, last = get_column_letter(_DAYS_FROM), get_column_letter(_DAYS_FROM + DAYS - 1)
    return f"'{measure.days}'!${first}${GRID_FIRST}:${last}${GRID_LAST}"


def halves(measure: Measure) -> str:
    """The mornings and afternoons of all weeks."""
    return f"'{measure.days}'!${HALVES}"


def fill(sheet: Worksheet, measure: Measure) -> None:
    """Lay the whole sheet."""
    title = f"{measure.name} by day: every week over its workdays, each day over morning and afternoon. All formulas."
    lay_title(sheet, measure.days, title)
    set_widths(sheet, (7, 12, *[13.5] * (3 * DAYS + 1)))
    lay(sheet, "B3", "– = a holiday or no workday: no target. The sheet Workdays says which days are worked.", NOTE)
    for text, column_number in (("Days", _DAYS_FROM), ("Mornings", _MORNING_FROM), ("Afternoons", _AFTERNOON_FROM)):
        lay(sheet, f"{get_column_letter(column_number)}{GRID_HEADER - 1}", text, SECTION)
    names = [f"=Calendar!{day_column(place)}${WEEK.calendar_first - 1}" for place in range(DAYS)]
    lay_headers(sheet, GRID_HEADER, 2, ("Week", "First day", *names, "Week's total", *names, *names), height=18)
    for offset in range(WEEK.count):
        _lay_week(sheet, measure, offset)
    _lay_total(sheet)
    worked = f"AND(ISNUMBER(D{GRID_FIRST}),D{GRID_FIRST}=0)"
    first, last = get_column_letter(_DAYS_FROM), LAST_COLUMN
    highlight(sheet, f"{first}{GRID_FIRST}:{last}{GRID_LAST}", worked, ink=FAINT_INK)
    show_cents(sheet, f"{first}{GRID_FIRST}:{last}{GRID_LAST + 1}")
    sheet.freeze_panes = f"D{GRID_FIRST}"
    lay_page(sheet, f"A1:{LAST_COLUMN}{GRID_LAST + 1}", one_page=True, paper=A3)


def _lay_week(sheet: Worksheet, measure: Measure, offset: int) -> None:
    row, day, week = GRID_FIRST + offset, WEEK.calendar_first + offset, WEEK.first + offset
    lay(sheet, f"B{row}", f"=Calendar!$B{day}", replace(FORMULA, horizontal="left"), '"W"0')
    lay(sheet, f"C{row}", f"=Calendar!$E{day}", replace(FORMULA, horizontal="left"), DATE)
    whole = f"Breakdown!${column(measure, 'Target')}{week}"
    weights = f"Calendar!$L{day}:$R{day}"
    for place in range(DAYS):
        letter = get_column_letter(_DAYS_FROM + place)
        # A call takes Excel over a millisecond: none for a free day, one for both halves of the others.
        part = f"INDEX(SPREAD({whole},{weights},,decimals_used),{place + 1})"
        formula = f'=IF({whole}="","",IF(Calendar!{day_column(place)}{day}=0,0,{part}))'
        lay(sheet, f"{letter}{row}", formula, FORMULA, AMOUNT)
        morning, afternoon = (f"{get_column_letter(left + place)}{row}" for left in (_MORNING_FROM, _AFTERNOON_FROM))
        part = f"IF(${letter}{row}=0,0,INDEX(SPREAD(${letter}{row},half_weights,,decimals_used),1))"
        lay(sheet, morning, f'=IF(OR(${letter}{row}="",am_used=""),"",{part})', FORMULA, AMOUNT)
        lay(sheet, afternoon, f'=IF({morning}="","",ROUND(${letter}{row}-{morning},6))', FORMULA, AMOUNT)
    first, last = get_column_letter(_DAYS_FROM), get_column_letter(_DAYS_FROM + DAYS - 1)
    total = f'=IF(COUNT(${first}{row}:${last}{row})=0,"",ROUND(SUM(${first}{row}:${last}{row}),6))'
    lay(sheet, f"{_WEEK_COLUMN}{row}", total, replace(TOTAL, rule=True), AMOUNT)


def _lay_total(sheet: Worksheet) -> None:
    row, look = GRID_LAST + 1, replace(TOTAL, rule=False)
    lay(sheet, f"B{row}", "Year", look)
    lay(sheet, f"C{row}", None, look)
    for place in range(_DAYS_FROM, _AFTERNOON_FROM + DAYS):
        letter = get_column_letter(place)
        cells = f"{letter}{GRID_FIRST}:{letter}{GRID_LAST}"
        lay(sheet, f"{letter}{row}", f'=IF(COUNT({cells})=0,"",ROUND(SUM({cells}),6))', look, AMOUNT)
