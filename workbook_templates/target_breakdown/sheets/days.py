"""The sheets of days: each week's target spread over its workdays, then over morning and afternoon."""

from dataclasses import replace
from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.formulas import total
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
from workbook_templates.target_breakdown.sheets.formats import AMOUNT, show_cents
from workbook_templates.target_breakdown.sheets.places import (
    DAYS,
    GRID_FIRST,
    GRID_HEADER,
    GRID_LAST,
    SLOTS,
    WEEK,
    Measure,
    column_names,
)

_DAYS: Final = column_names("Day", DAYS)
_MORNINGS: Final = column_names("Morning", DAYS)
_AFTERNOONS: Final = column_names("Afternoon", DAYS)


def grid(measure: Measure) -> str:
    """The days of all weeks."""
    return measure.day_grid.column(_DAYS[0], _DAYS[-1])


def halves(measure: Measure) -> str:
    """The mornings and afternoons of all weeks."""
    return measure.day_grid.column(_MORNINGS[0], _AFTERNOONS[-1])


def day_names() -> list[str]:
    """The names of the week's seven days, as the sheet Calendar has them above its weeks (formulas)."""
    letters = [WEEK.calendar.letter(slot) for slot in SLOTS]
    return [f"=Calendar!{letter}${WEEK.calendar_first - 1}" for letter in letters]


def fill(sheet: Worksheet, measure: Measure) -> None:
    """Lay the whole sheet."""
    title = f"{measure.name} by day: every week over its workdays, each day over morning and afternoon. All formulas."
    days = measure.day_grid
    lay_title(sheet, measure.days, title)
    set_widths(sheet, (7, 12, *[13.5] * (3 * DAYS + 1)))
    lay(sheet, "B3", "– = a holiday or no workday: no target. The sheet Workdays says which days are worked.", NOTE)
    for text, columns in (("Days", _DAYS), ("Mornings", _MORNINGS), ("Afternoons", _AFTERNOONS)):
        lay(sheet, days.at(columns[0], GRID_HEADER - 1), text, SECTION)
    names = day_names()
    lay_headers(sheet, GRID_HEADER, 2, ("Week", "First day", *names, "Week's total", *names, *names), height=18)
    for offset in range(WEEK.count):
        _lay_week(sheet, measure, offset)
    _lay_total(sheet, days)
    first = days.at(_DAYS[0], GRID_FIRST)
    free = f"AND(ISNUMBER({first}),{first}=0)"
    highlight(sheet, days.cells(_DAYS[0], _AFTERNOONS[-1]), free, ink=FAINT_INK)
    show_cents(sheet, days.rows(GRID_FIRST, GRID_LAST + 1).cells(_DAYS[0], _AFTERNOONS[-1]))
    sheet.freeze_panes = first
    lay_page(sheet, days.page(GRID_LAST + 1), one_page=True, paper=A3)


def _lay_week(sheet: Worksheet, measure: Measure, offset: int) -> None:
    days, row = measure.day_grid, GRID_FIRST + offset
    at, day = days.here(row), WEEK.calendar.there(WEEK.calendar_first + offset)
    lay(sheet, days.at("Week", row), f"={day.number}", replace(FORMULA, horizontal="left"), '"W"0')
    lay(sheet, days.at("First day", row), f"={day.start}", replace(FORMULA, horizontal="left"), DATE)
    whole = WEEK.periods.there(WEEK.first + offset)[measure.part("Target")]
    weights = day.to(SLOTS[0], SLOTS[-1])
    for place, (name, slot) in enumerate(zip(_DAYS, SLOTS, strict=True)):
        # A call takes Excel over a millisecond: none for a free day, one for both halves of the others.
        part = f"INDEX(SPREAD({whole},{weights},,decimals_used),{place + 1})"
        weight = f"Calendar!{WEEK.calendar.at(slot, WEEK.calendar_first + offset)}"
        lay(sheet, days.at(name, row), f'=IF({whole}="","",IF({weight}=0,0,{part}))', FORMULA, AMOUNT)
        morning, afternoon = (days.at(half[place], row) for half in (_MORNINGS, _AFTERNOONS))
        part = f"IF({at[name]}=0,0,INDEX(SPREAD({at[name]},half_weights,,decimals_used),1))"
        lay(sheet, morning, f'=IF(OR({at[name]}="",am_used=""),"",{part})', FORMULA, AMOUNT)
        lay(sheet, afternoon, f'=IF({morning}="","",ROUND({at[name]}-{morning},6))', FORMULA, AMOUNT)
    summed = total(at.to(_DAYS[0], _DAYS[-1]))
    lay(sheet, days.at("Week's total", row), f"={summed}", replace(TOTAL, rule=True), AMOUNT)


def _lay_total(sheet: Worksheet, days: Block) -> None:
    row, look = GRID_LAST + 1, replace(TOTAL, rule=False)
    lay(sheet, days.at("Week", row), "Year", look)
    lay(sheet, days.at("First day", row), None, look)
    for name in days.columns[2:]:
        lay(sheet, days.at(name, row), f"={total(days.cells(name))}", look, AMOUNT)
