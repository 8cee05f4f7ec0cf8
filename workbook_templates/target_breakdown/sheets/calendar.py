"""The Calendar sheet: the fiscal year's weeks, months and quarters, its workdays, and where the status date falls."""

from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

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
    DAYS,
    MONTH,
    QUARTER,
    WEEK,
    WEEKDAYS,
    WEEKS_IN_MONTH,
    Level,
)
from workbook_templates.target_breakdown.sheets.status import FACTS

_FACTS_FIRST: Final = 5
FIRST_DAY_COLUMN: Final = 12
"""L: the weights of a week's seven days; on the months' rows, of a month's weeks."""
_COLUMNS: Final = (
    "Number",
    "Quarter",
    "Month",
    "Start",
    "End",
    "Place",
    "Workdays",
    "Worked",
    "State",
    "Workdays left",
)
_LEFT: Final = replace(FORMULA, horizontal="left")


def day_column(place: int) -> str:
    """The column of a week's day, 0 for its first."""
    return get_column_letter(FIRST_DAY_COLUMN + place)


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
    lay_page(sheet, f"A1:R{QUARTER.calendar_last}", landscape=False, one_page=True, paper=A3)


def _lay_facts(workbook: Workbook, sheet: Worksheet) -> None:
    lay(sheet, f"B{_FACTS_FIRST - 1}", "What the year and the status date come to", SECTION)
    formats = {"date": DATE, "share": SHARE, "number": YEAR, "text": GENERAL}
    for row, fact in enumerate(FACTS, start=_FACTS_FIRST):
        lay(sheet, f"B{row}", fact.label, LABEL)
        lay(sheet, f"C{row}", f"={fact.formula}", replace(LABEL, horizontal="left"), formats[fact.kind])
        lay(sheet, f"H{row}", fact.note, NOTE)
        name_place(workbook, fact.name, sheet, f"C{row}")
    afternoon = next(row for row, fact in enumerate(FACTS, start=_FACTS_FIRST) if fact.name == "pm_used")
    name_place(workbook, "half_weights", sheet, f"C{afternoon - 1}:C{afternoon}")


def _lay_headers(sheet: Worksheet, level: Level, title: str, more: tuple[str, ...] = ()) -> None:
    lay(sheet, f"B{level.calendar_first - 2}", title, SECTION)
    lay_headers(sheet, level.calendar_first - 1, 2, (*_COLUMNS, *more))


def _lay_row(sheet: Worksheet, row: int, formulas: tuple[str, ...]) -> None:
    formats = (YEAR, YEAR, YEAR, DATE, DATE, *[YEAR] * 3, GENERAL, *[YEAR] * 8)
    for column, (formula, number_format) in enumerate(zip(formulas, formats, strict=False), start=2):
        lay(sheet, f"{get_column_letter(column)}{row}", f"={formula}", _LEFT, number_format)


def _lay_weeks(sheet: Worksheet) -> None:
    _lay_headers(sheet, WEEK, "Weeks (1 under a weekday = worked)", WEEKDAYS)
    sheet.row_dimensions[WEEK.calendar_first - 2].height = 32
    for place in range(DAYS):
        day = f"(year_start+{place})"
        header = f'=IF(year_start="","Day {place + 1}",{weekday_words(day)})'
        sheet[f"{day_column(place)}{WEEK.calendar_first - 1}"] = header
    for number in range(1, WEEK.count + 1):
        row = WEEK.calendar_first + number - 1

        def known(formula: str, row: int = row) -> str:
            return f'IF($B{row}="","",{formula})'

        weights = f"$L{row}:$R{row}"
        formulas = (
            f'IF(weeks_in_year="","",IF({number}<=weeks_in_year,{number},""))',
            known(f"ROUNDUP($D{row}/3,0)"),
            known(f"FISCAL_MONTH($E{row},calendar_used)"),
            known(f"year_start+{7 * (number - 1)}"),
            known(f"$E{row}+6"),
            known(f"COUNTIF($D${WEEK.calendar_first}:$D{row},$D{row})"),
            known(f"SUM({weights})"),
            known(f"IF($H{row}>0,1,0)"),
            _state(row),
            known(f'IF($J{row}="running",SUM(INDEX({weights},1,day_now):$R{row}),IF($J{row}="closed",0,$H{row}))'),
            *(known(_is_worked(f"($E{row}+{place})")) for place in range(DAYS)),
        )
        _lay_row(sheet, row, formulas)


def _state(row: int) -> str:
    running = f'IF($F{row}<status_day,"closed",IF($E{row}<=status_day,"running","open"))'
    return f'IF($B{row}="","",IF(status_day="","open",{running}))'


def _is_worked(day: str) -> str:
    extra = f'COUNTIFS(extra_days_listed,">="&{day},extra_days_listed,"<"&{day}+1)'
    holiday = f'COUNTIFS(holidays_listed,">="&{day},holidays_listed,"<"&{day}+1)'
    usual = f'IF(INDEX(weekdays_worked,1,WEEKDAY({day},2))="yes",1,0)'
    return f"IF({extra}>0,1,IF({holiday}>0,0,{usual}))"


def _lay_months(sheet: Worksheet) -> None:
    slots = tuple(f"Week {place}" for place in range(1, WEEKS_IN_MONTH + 1))
    _lay_headers(sheet, MONTH, "Months (Place = number of weeks; 1 under a week = it has a workday)", slots)
    for number in range(1, MONTH.count + 1):
        row = MONTH.calendar_first + number - 1

        def known(formula: str, row: int = row) -> str:
            return f'IF($B{row}="","",{formula})'

        first = f"MATCH($B{row},{WEEK.days('D')},0)"
        slot = f"IF({{0}}<=$G{row},INDEX({WEEK.days('I')},{first}+{{0}}-1),0)"
        formulas = (
            f'IF(weeks_in_year="","",{number})',
            known(str((number - 1) // 3 + 1)),
            known(str(number)),
            known(f"INDEX({WEEK.days('E')},{first})"),
            known(f"$E{row}+7*$G{row}-1"),
            known(f"COUNTIF({WEEK.days('D')},$B{row})"),
            known(f"SUMIF({WEEK.days('D')},$B{row},{WEEK.days('H')})"),
            known(f"SUM($L{row}:$Q{row})"),
            _state(row),
            known(f"SUMIF({WEEK.days('D')},$B{row},{WEEK.days('K')})"),
            *(known(slot.format(place)) for place in range(1, WEEKS_IN_MONTH + 1)),
        )
        _lay_row(sheet, row, formulas)


def _lay_quarters(sheet: Worksheet) -> None:
    _lay_headers(sheet, QUARTER, "Quarters (Place = number of weeks)")
    for number in range(1, QUARTER.count + 1):
        row = QUARTER.calendar_first + number - 1
        first = MONTH.calendar_first + 3 * (number - 1)

        def known(formula: str, row: int = row) -> str:
            return f'IF($B{row}="","",{formula})'

        formulas = (
            f'IF(weeks_in_year="","",{number})',
            known(str(number)),
            known(str(3 * number)),
            known(f"$E{first}"),
            known(f"$F{first + 2}"),
            *(known(f"SUM(${column}{first}:${column}{first + 2})") for column in "GHI"),
            _state(row),
            known(f"SUM($K{first}:$K{first + 2})"),
        )
        _lay_row(sheet, row, formulas)
