"""The Calendar sheet: the fiscal year's weeks, months and quarters, its workdays, and where the status date falls."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.blocks import Line
from workbook_templates.sheets.look import (
    A3,
    DATE,
    FORMULA,
    GENERAL,
    LABEL,
    NOTE,
    SECTION,
    SHARE,
    YEAR,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.target_breakdown.sheets.formats import weekday_words
from workbook_templates.target_breakdown.sheets.places import (
    CALENDAR,
    DAYS,
    MONTH,
    QUARTER,
    SLOTS,
    WEEK,
    WEEKDAYS,
    WEEKS_IN_MONTH,
    Level,
)
from workbook_templates.target_breakdown.sheets.status import FACTS

_FACTS_FIRST: Final = 5
_FACT: Final = WEEK.calendar.rows(_FACTS_FIRST, _FACTS_FIRST + len(FACTS) - 1)
"""Label, figure and note of each fact."""
_LEFT: Final = replace(FORMULA, horizontal="left")


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet,
        "Calendar",
        "The fiscal year by the company's own calendar. Every cell is a formula.",
    )
    set_widths(sheet, (32, 12, 10, 12, 12, 10, 10, 10, 11, 13, *[10] * DAYS))
    _lay_facts(workbook, sheet)
    _lay_weeks(sheet)
    _lay_months(sheet)
    _lay_quarters(sheet)
    sheet.freeze_panes = "A3"
    lay_page(sheet, QUARTER.calendar.page(QUARTER.calendar_last), landscape=False, one_page=True, paper=A3)


def _lay_facts(workbook: Workbook, sheet: Worksheet) -> None:
    lay(sheet, _FACT.at("Number", _FACTS_FIRST - 1), "What the year and the status date come to", SECTION)
    formats = {"date": DATE, "share": SHARE, "number": YEAR, "text": GENERAL}
    rows = {fact.name: row for row, fact in enumerate(FACTS, start=_FACTS_FIRST)}
    for fact in FACTS:
        row = rows[fact.name]
        figure = _FACT.at("Quarter", row)
        lay(sheet, _FACT.at("Number", row), fact.label, LABEL)
        lay(sheet, figure, f"={fact.formula}", replace(LABEL, horizontal="left"), formats[fact.kind])
        lay(sheet, _FACT.at("Workdays", row), fact.note, NOTE)
        name_place(workbook, fact.name, sheet, figure)
    halves = _FACT.rows(rows["am_used"], rows["pm_used"])
    name_place(workbook, "half_weights", sheet, halves.cells("Quarter"))


def _lay_headers(sheet: Worksheet, level: Level, title: str, more: tuple[str, ...] = ()) -> None:
    lay(sheet, level.calendar.at("Number", level.calendar_first - 2), title, SECTION)
    lay_headers(sheet, level.calendar_first - 1, 2, (*CALENDAR, *more))


def _lay_row(sheet: Worksheet, level: Level, row: int, formulas: dict[str, str], slots: Sequence[str] = ()) -> None:
    formats = {"Start": DATE, "End": DATE, "State": GENERAL}
    named = formulas | dict(zip(SLOTS, slots, strict=False))
    for name in (*CALENDAR, *SLOTS[: len(slots)]):
        lay(sheet, level.calendar.at(name, row), f"={named[name]}", _LEFT, formats.get(name, YEAR))


def _hide_unknown(at: Line, formulas: dict[str, str]) -> dict[str, str]:
    """The formulas, empty in a row that the year does not have."""
    return {name: _show_if_known(at, formula) for name, formula in formulas.items()}


def _show_if_known(at: Line, formula: str) -> str:
    return f'IF({at.number}="","",{formula})'


def _lay_weeks(sheet: Worksheet) -> None:
    _lay_headers(sheet, WEEK, "Weeks (1 under a weekday = worked)", WEEKDAYS)
    sheet.row_dimensions[WEEK.calendar_first - 2].height = 32
    for place, slot in enumerate(SLOTS):
        header = f'=IF(year_start="","Day {place + 1}",{weekday_words(f"(year_start+{place})")})'
        sheet[WEEK.calendar.at(slot, WEEK.calendar_first - 1)] = header
    first = WEEK.calendar.own_cell("Month", WEEK.calendar_first)
    for number in range(1, WEEK.count + 1):
        row = WEEK.calendar_first + number - 1
        at = WEEK.calendar.here(row)
        rest = f"SUM(INDEX({at.to(SLOTS[0], SLOTS[-1])},1,day_now):{at[SLOTS[-1]]})"
        known = {
            "Quarter": f"ROUNDUP({at.month}/3,0)",
            "Month": f"FISCAL_MONTH({at.start},calendar_used)",
            "Start": f"year_start+{7 * (number - 1)}",
            "End": f"{at.start}+6",
            "Place": f"COUNTIF({first}:{at.month},{at.month})",
            "Workdays": f"SUM({at.to(SLOTS[0], SLOTS[-1])})",
            "Worked": f"IF({at.workdays}>0,1,0)",
            "Workdays left": f'IF({at.state}="running",{rest},IF({at.state}="closed",0,{at.workdays}))',
        }
        own = f'IF(weeks_in_year="","",IF({number}<=weeks_in_year,{number},""))'
        formulas = {"Number": own, "State": _state(at), **_hide_unknown(at, known)}
        slots = [_show_if_known(at, _is_worked(f"({at.start}+{place})")) for place in range(DAYS)]
        _lay_row(sheet, WEEK, row, formulas, slots)


def _state(at: Line) -> str:
    running = f'IF({at.end}<status_day,"closed",IF({at.start}<=status_day,"running","open"))'
    return f'IF({at.number}="","",IF(status_day="","open",{running}))'


def _is_worked(day: str) -> str:
    extra = f'COUNTIFS(extra_days_listed,">="&{day},extra_days_listed,"<"&{day}+1)'
    holiday = f'COUNTIFS(holidays_listed,">="&{day},holidays_listed,"<"&{day}+1)'
    usual = f'IF(INDEX(weekdays_worked,1,WEEKDAY({day},2))="yes",1,0)'
    return f"IF({extra}>0,1,IF({holiday}>0,0,{usual}))"


def _lay_months(sheet: Worksheet) -> None:
    names = tuple(f"Week {place}" for place in range(1, WEEKS_IN_MONTH + 1))
    _lay_headers(sheet, MONTH, "Months (Place = number of weeks; 1 under a week = it has a workday)", names)
    weeks = WEEK.calendar.column
    for number in range(1, MONTH.count + 1):
        row = MONTH.calendar_first + number - 1
        at = MONTH.calendar.here(row)
        first = f"MATCH({at.number},{weeks('Month')},0)"
        slot = f"IF({{0}}<={at.place},INDEX({weeks('Worked')},{first}+{{0}}-1),0)"
        known = {
            "Quarter": str((number - 1) // 3 + 1),
            "Month": str(number),
            "Start": f"INDEX({weeks('Start')},{first})",
            "End": f"{at.start}+7*{at.place}-1",
            "Place": f"COUNTIF({weeks('Month')},{at.number})",
            "Workdays": f"SUMIF({weeks('Month')},{at.number},{weeks('Workdays')})",
            "Worked": f"SUM({at.to(SLOTS[0], SLOTS[WEEKS_IN_MONTH - 1])})",
            "Workdays left": f"SUMIF({weeks('Month')},{at.number},{weeks('Workdays left')})",
        }
        own = f'IF(weeks_in_year="","",{number})'
        formulas = {"Number": own, "State": _state(at), **_hide_unknown(at, known)}
        slots = [_show_if_known(at, slot.format(place)) for place in range(1, WEEKS_IN_MONTH + 1)]
        _lay_row(sheet, MONTH, row, formulas, slots)


def _lay_quarters(sheet: Worksheet) -> None:
    _lay_headers(sheet, QUARTER, "Quarters (Place = number of weeks)")
    for number in range(1, QUARTER.count + 1):
        row = QUARTER.calendar_first + number - 1
        first = MONTH.calendar_first + 3 * (number - 1)
        at, months = QUARTER.calendar.here(row), MONTH.calendar
        summed = {
            name: f"SUM({months.here(first)[name]}:{months.here(first + 2)[name]})"
            for name in ("Place", "Workdays", "Worked", "Workdays left")
        }
        known = {
            "Quarter": str(number),
            "Month": str(3 * number),
            "Start": months.here(first).start,
            "End": months.here(first + 2).end,
            **summed,
        }
        own = f'IF(weeks_in_year="","",{number})'
        _lay_row(sheet, QUARTER, row, {"Number": own, "State": _state(at), **_hide_unknown(at, known)})
