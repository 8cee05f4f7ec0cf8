"""The Breakdown sheet: targets, actuals and the re-plan of quarters, months and weeks."""

from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    A3,
    DATE,
    FAINT_INK,
    FORMULA,
    GENERAL,
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
from workbook_templates.target_breakdown.sheets import plan
from workbook_templates.target_breakdown.sheets.formats import AMOUNT, show_cents
from workbook_templates.target_breakdown.sheets.places import COST, LEVELS, MEASURES, PARTS, SALES, WEEK, Level, Measure
from workbook_templates.target_breakdown.sheets.plan import column

_LEFT: Final = replace(FORMULA, horizontal="left")
_CUMULATED: Final = 25
"""Y: target and actual of each measure added up week by week, for the charts."""
_OWN_ANSWER: Final = _CUMULATED + 2 * len(MEASURES)
LAST_COLUMN: Final = get_column_letter(_OWN_ANSWER)
BLANKS: Final = get_column_letter(_OWN_ANSWER + 2)
"""A column that stays blank, for the charts."""


def cumulated(measure: Measure, actual: bool = False) -> str:
    """The column in which a measure's weeks are added up."""
    return get_column_letter(_CUMULATED + 2 * MEASURES.index(measure) + actual)


def fill(sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet,
        "Breakdown",
        "From the year to quarters, months and weeks; actuals up to the status date; the re-plan of open periods.",
    )
    set_widths(sheet, (9, 11, 11, 10, 8, *[14] * 25))
    note = (
        "Closed = the actual of a period that ended before the status date. Fixed = closed or held; Free = the open "
        "periods that take the rest."
    )
    lay(sheet, "B3", note, NOTE)
    for level in LEVELS:
        _lay_level(sheet, level)
    _lay_cumulated(sheet)
    _lay_own_answer(sheet)
    sheet.freeze_panes = "C5"
    lay_page(sheet, f"A1:{LAST_COLUMN}{WEEK.status}", one_page=True, paper=A3)


def _lay_level(sheet: Worksheet, level: Level) -> None:
    lay(sheet, f"B{level.header - 1}", f"{level.name.capitalize()}s", SECTION)
    headers = [f"{measure.name}: {part.lower()}" for measure in MEASURES for part in PARTS]
    lay_headers(sheet, level.header, 2, (level.name.capitalize(), "Start", "End", "State", "Held", *headers))
    for offset in range(level.count):
        row, day = level.first + offset, level.calendar_first + offset
        held = f'IF($B{row}="","",IF(INDEX({level.held},{offset + 1})="yes",TRUE,FALSE))'
        places = (f"Calendar!$B{day}", f"Calendar!$E{day}", f"Calendar!$F{day}", f"Calendar!$J{day}", held)
        for place, (formula, number_format) in enumerate(
            zip(places, (f'"{level.letter}"0', DATE, DATE, GENERAL, GENERAL), strict=True), start=2
        ):
            lay(sheet, f"{get_column_letter(place)}{row}", f"={formula}", _LEFT, number_format)
        for measure in MEASURES:
            formulas = (plan.target(level, measure, offset), *plan.against_actuals(level, measure, offset))
            for part, formula in zip(PARTS, formulas, strict=True):
                lay(sheet, f"{column(measure, part)}{row}", f"={formula}", FORMULA, AMOUNT)
    _lay_foot(sheet, level)


def _lay_foot(sheet: Worksheet, level: Level) -> None:
    look = replace(TOTAL, rule=False)
    for place in range(2, 25):
        lay(sheet, f"{get_column_letter(place)}{level.total}", None, look)
    lay(sheet, f"B{level.total}", "Total", look)
    lay(sheet, f"B{level.status}", "Status", _LEFT)
    first, last = get_column_letter(SALES.column), get_column_letter(COST.column + len(PARTS) - 1)
    for measure in MEASURES:
        for part in PARTS:
            letter = column(measure, part)
            cells = f"{letter}{level.first}:{letter}{level.last}"
            total = f'=IF(COUNT({cells})=0,"",ROUND(SUM({cells}),6))'
            lay(sheet, f"{letter}{level.total}", total, look, AMOUNT)
        bare = replace(_LEFT, rule=False)
        lay(sheet, f"{column(measure, 'Target')}{level.status}", f"={plan.status(level, measure)}", bare)
        lay(sheet, f"{column(measure, 'Free')}{level.status}", f"={plan.refusal(level, measure)}", bare)
    show_cents(sheet, f"{first}{level.first}:{last}{level.total}")


def _lay_cumulated(sheet: Worksheet) -> None:
    headers = [f"{measure.name} {kind} added up" for measure in MEASURES for kind in ("target", "actual")]
    lay_headers(sheet, WEEK.header, _CUMULATED, (*headers, "TARGET_ BREAKDOWN"), height=30, named=False)
    for row in range(WEEK.first, WEEK.last + 1):
        for measure in MEASURES:
            target, actual = column(measure, "Target"), column(measure, "Actual")
            for letter, source, gap in (
                (cumulated(measure), target, f'${target}{row}=""'),
                (cumulated(measure, actual=True), actual, f'OR(${actual}{row}="",$E{row}="open")'),
            ):
                added = f"ROUND(SUM(${source}${WEEK.first}:${source}{row}),6)"
                # Without any target nothing is drawn, and a blank workbook shows no #N/A.
                formula = f'=IF(COUNT({WEEK.cells(target)})=0,"",IF({gap},NA(),{added}))'
                lay(sheet, f"{letter}{row}", formula, FORMULA, AMOUNT)
    cells = f"{cumulated(SALES)}{WEEK.first}:{cumulated(COST, actual=True)}{WEEK.last}"
    highlight(sheet, cells, f"ISNA({cumulated(SALES)}{WEEK.first})", ink=FAINT_INK)
    note = "#N/A = a week that has not begun; the charts leave a gap there."
    lay(sheet, f"{get_column_letter(_CUMULATED)}{WEEK.header - 1}", note, NOTE)


def _lay_own_answer(sheet: Worksheet) -> None:
    """The sales of each week as the function TARGET_BREAKDOWN answers them, for the checks."""
    letter = get_column_letter(_OWN_ANSWER)
    for number in range(1, WEEK.count + 1):
        row = WEEK.first + number - 1
        answer = f"INDEX({plan.own_answer('week')},{number + 1},7)"
        is_whole = f"COUNT({WEEK.cells(column(SALES, 'Target'))})=weeks_in_year"
        formula = f'=IF($B{row}="","",IF({is_whole},{answer},""))'
        lay(sheet, f"{letter}{row}", formula, FORMULA, AMOUNT)
    cells = f"{letter}{WEEK.first}:{letter}{WEEK.last}"
    lay(sheet, f"{letter}{WEEK.total}", f'=IF(COUNT({cells})=0,"",ROUND(SUM({cells}),6))', replace(TOTAL, rule=False))
    show_cents(sheet, cells)
