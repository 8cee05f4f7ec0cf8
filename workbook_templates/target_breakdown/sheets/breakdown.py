"""The Breakdown sheet: targets, actuals and the re-plan of quarters, months and weeks."""

from dataclasses import replace
from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.formulas import total
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
from workbook_templates.target_breakdown.sheets.places import COST, LEVELS, MEASURES, PARTS, SALES, WEEK, Level

_LEFT: Final = replace(FORMULA, horizontal="left")
_ANSWER: Final = "TARGET_BREAKDOWN"


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
    lay_page(sheet, WEEK.periods.page(WEEK.status, to=_ANSWER), one_page=True, paper=A3)


def _lay_level(sheet: Worksheet, level: Level) -> None:
    periods = level.periods
    lay(sheet, periods.at("Period", level.header - 1), f"{level.name.capitalize()}s", SECTION)
    headers = [f"{measure.name}: {part.lower()}" for measure in MEASURES for part in PARTS]
    lay_headers(sheet, level.header, 2, (level.name.capitalize(), "Start", "End", "State", "Held", *headers))
    formats = (f'"{level.letter}"0', DATE, DATE, GENERAL, GENERAL)
    for offset in range(level.count):
        row, day = level.first + offset, level.calendar.there(level.calendar_first + offset)
        held = f'IF({periods.here(row).period}="","",IF(INDEX({level.held},{offset + 1})="yes",TRUE,FALSE))'
        formulas = {"Period": day.number, "Start": day.start, "End": day.end, "State": day.state, "Held": held}
        for (name, formula), number_format in zip(formulas.items(), formats, strict=True):
            lay(sheet, periods.at(name, row), f"={formula}", _LEFT, number_format)
        for measure in MEASURES:
            figures = (plan.target(level, measure, offset), *plan.actual_figures(level, measure, offset))
            for part, formula in zip(PARTS, figures, strict=True):
                lay(sheet, periods.at(measure.part(part), row), f"={formula}", FORMULA, AMOUNT)
    _lay_foot(sheet, level)


def _lay_foot(sheet: Worksheet, level: Level) -> None:
    periods, look = level.periods, replace(TOTAL, rule=False)
    first, last = SALES.part(PARTS[0]), COST.part(PARTS[-1])
    for name in periods.columns[: periods.columns.index(last) + 1]:
        lay(sheet, periods.at(name, level.total), None, look)
    lay(sheet, periods.at("Period", level.total), "Total", look)
    lay(sheet, periods.at("Period", level.status), "Status", _LEFT)
    bare = replace(_LEFT, rule=False)
    for measure in MEASURES:
        for part in PARTS:
            name = measure.part(part)
            lay(sheet, periods.at(name, level.total), f"={total(periods.cells(name))}", look, AMOUNT)
        status, refusal = plan.status(level, measure), plan.refusal(level, measure)
        lay(sheet, periods.at(measure.part("Target"), level.status), f"={status}", bare)
        lay(sheet, periods.at(measure.part("Free"), level.status), f"={refusal}", bare)
    show_cents(sheet, periods.rows(level.first, level.total).cells(first, last))


def _lay_cumulated(sheet: Worksheet) -> None:
    """Target and actual of each measure added up week by week, for the charts."""
    weeks, first = WEEK.periods, SALES.added("target")
    headers = [measure.added(kind) for measure in MEASURES for kind in ("target", "actual")]
    column = weeks.left + weeks.columns.index(first)
    lay_headers(sheet, WEEK.header, column, (*headers, "TARGET_ BREAKDOWN"), height=30, named=False)
    for row in range(WEEK.first, WEEK.last + 1):
        at = weeks.here(row)
        for measure in MEASURES:
            target, actual = measure.part("Target"), measure.part("Actual")
            for kind, source, gap in (
                ("target", target, f'{at[target]}=""'),
                ("actual", actual, f'OR({at[actual]}="",{at.state}="open")'),
            ):
                added = f"ROUND(SUM({weeks.own_cell(source, WEEK.first)}:{at[source]}),6)"
                # Without any target nothing is drawn, and a blank workbook shows no #N/A.
                formula = f'=IF(COUNT({weeks.column(target)})=0,"",IF({gap},NA(),{added}))'
                lay(sheet, weeks.at(measure.added(kind), row), formula, FORMULA, AMOUNT)
    missing = f"ISNA({weeks.at(first, WEEK.first)})"
    highlight(sheet, weeks.cells(first, COST.added("actual")), missing, ink=FAINT_INK)
    note = "#N/A = a week that has not begun; the charts leave a gap there."
    lay(sheet, weeks.at(first, WEEK.header - 1), note, NOTE)


def _lay_own_answer(sheet: Worksheet) -> None:
    """The sales of each week as the function TARGET_BREAKDOWN answers them, for the checks."""
    weeks = WEEK.periods
    is_whole = f"COUNT({WEEK.cells(SALES, 'Target')})=weeks_in_year"
    for number in range(1, WEEK.count + 1):
        row = WEEK.first + number - 1
        answer = f"INDEX({plan.own_answer('week')},{number + 1},7)"
        formula = f'=IF({weeks.here(row).period}="","",IF({is_whole},{answer},""))'
        lay(sheet, weeks.at(_ANSWER, row), formula, FORMULA, AMOUNT)
    cells = weeks.cells(_ANSWER)
    lay(sheet, weeks.at(_ANSWER, WEEK.total), f"={total(cells)}", replace(TOTAL, rule=False))
    show_cents(sheet, cells)
