"""The Person days sheet: the week of the status date, each day spread by quota share, a row a person."""

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
    NOTE,
    SECTION,
    TOTAL,
    YEAR,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.target_breakdown.sheets.calendar import day_column
from workbook_templates.target_breakdown.sheets.days import grid
from workbook_templates.target_breakdown.sheets.formats import AMOUNT, show_cents
from workbook_templates.target_breakdown.sheets.person_weeks import WEIGHTS
from workbook_templates.target_breakdown.sheets.places import (
    CENTRE_ROW,
    DAYS,
    PEOPLE,
    PERSON_DAYS,
    PERSON_FIRST,
    PERSON_HEADER,
    PERSON_LAST,
    SALES,
    TEAMS,
    WEEK,
)

TARGET: Final = 6
"""F: targets of the week's seven days; then the days added up, and the actuals."""
ADDED: Final = TARGET + DAYS
ACTUAL: Final = ADDED + DAYS
_TEAMS_COLUMN: Final = get_column_letter(ACTUAL + DAYS + 1)
DATE_ROW: Final = 4
WORKED_ROW: Final = 5
"""1 = worked, 0 = not; the row of the dates stands above."""
SHOWN_ROW: Final = 6
"""Which of the seven days the supervisor's view shows first, second and so on."""
_LEFT: Final = replace(FORMULA, horizontal="left")


def cells(first: int) -> str:
    """The people's cells of a block, all seven days."""
    left, right = get_column_letter(first), get_column_letter(first + DAYS - 1)
    return f"{PERSON_DAYS}${left}${PERSON_FIRST}:${right}${PERSON_LAST}"


def day_row(row: int, first: int = TARGET) -> str:
    """The seven cells of a block in a row above the people."""
    left, right = get_column_letter(first), get_column_letter(first + DAYS - 1)
    return f"{PERSON_DAYS}${left}${row}:${right}${row}"


def people_column(letter: str) -> str:
    """One of the columns beside the days: B names, C teams, D place in the team, E number of the team."""
    return f"{PERSON_DAYS}${letter}${PERSON_FIRST}:${letter}${PERSON_LAST}"


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet, "Person days", "Sales targets of the week of the status date by person and day. Every cell is a formula."
    )
    set_widths(sheet, (24, 16, 9, 9, *[11] * (3 * DAYS), 3, 20))
    note = (
        "The days are added up through the week, each sum is spread by quota share, and a day is the difference of "
        "two: so the people come to the centre's day, and the days to the person's week."
    )
    lay(sheet, "B3", note, NOTE)
    lay(sheet, f"B{DATE_ROW}", "Date", _LEFT)
    lay(sheet, f"B{WORKED_ROW}", "1 = worked", _LEFT)
    lay(sheet, f"B{SHOWN_ROW}", "Day shown on Supervisor", _LEFT)
    lay(sheet, f"B{CENTRE_ROW}", "Centre", replace(TOTAL, rule=False))
    for place in range(DAYS):
        _lay_day(sheet, place)
    names = [f"=Calendar!{day_column(place)}${WEEK.calendar_first - 1}" for place in range(DAYS)]
    lay_headers(sheet, PERSON_HEADER, 2, ("Person", "Team", "In team shown", "Team number", *names, *names, *names))
    for offset in range(PEOPLE):
        _lay_person(sheet, offset)
    _lay_teams(workbook, sheet)
    name_place(workbook, "people_listed", sheet, f"B{PERSON_FIRST}:B{PERSON_LAST}")
    show_cents(sheet, f"F{CENTRE_ROW}:{get_column_letter(ACTUAL + DAYS - 1)}{PERSON_LAST}")
    sheet.freeze_panes = f"F{PERSON_FIRST}"
    lay_page(sheet, f"A1:{_TEAMS_COLUMN}{PERSON_LAST}", one_page=True, paper=A3)


def _lay_day(sheet: Worksheet, place: int) -> None:
    for first, title in ((TARGET, "Target"), (ADDED, "Target, added up"), (ACTUAL, "Sales")):
        letter = get_column_letter(first + place)
        date = f'=IF(week_now="","",INDEX({WEEK.days("E")},week_now)+{place})'
        lay(sheet, f"{letter}{DATE_ROW}", date, _LEFT, DATE)
        if place == 0:
            lay(sheet, f"{letter}{WORKED_ROW}", title, SECTION)
    target, added = get_column_letter(TARGET + place), get_column_letter(ADDED + place)
    look = replace(TOTAL, rule=False)
    lay(sheet, f"{target}{SHOWN_ROW}", f"={_shown(place)}", _LEFT, YEAR)
    weight = (
        f'=IF(week_now="","",INDEX(Calendar!$L${WEEK.calendar_first}:$R${WEEK.calendar_last},week_now,{place + 1}))'
    )
    lay(sheet, f"{target}{WORKED_ROW}", weight, _LEFT, YEAR)
    day = f'=IF(week_now="","",INDEX({grid(SALES)},week_now,{place + 1}))'
    lay(sheet, f"{target}{CENTRE_ROW}", day, look, AMOUNT)
    leftmost = get_column_letter(TARGET)
    summed = f"ROUND(SUM(${leftmost}${CENTRE_ROW}:{target}${CENTRE_ROW}),6)"
    lay(sheet, f"{added}{CENTRE_ROW}", f'=IF({target}{CENTRE_ROW}="","",{summed})', look, AMOUNT)
    actual = get_column_letter(ACTUAL + place)
    of_day = f"day_tally[Sales],day_tally[Date],{actual}${DATE_ROW}"
    lay(sheet, f"{actual}{CENTRE_ROW}", f"={_so_far(actual, f'ROUND(SUMIFS({of_day}),6)')}", look, AMOUNT)


def _shown(number: int) -> str:
    """The next usual weekday, a holiday too, or extra workday; empty beyond the last."""
    before = f"{get_column_letter(TARGET + number - 1)}${SHOWN_ROW}" if number else "0"
    found = '""'
    for place in range(DAYS, 0, -1):
        letter = get_column_letter(TARGET + place - 1)
        usual = f'INDEX(weekdays_worked,1,WEEKDAY({letter}${DATE_ROW},2))="yes"'
        found = f"IF(AND({before}<{place},OR({letter}${WORKED_ROW}=1,{usual})),{place},{found})"
    gone = f'IF({before}="",TRUE,week_now="")' if number else 'week_now=""'
    return f'IF({gone},"",{found})'


def _so_far(letter: str, formula: str) -> str:
    date = f"{letter}${DATE_ROW}"
    return f'IF(OR({date}="",refreshed_time=""),"",IF({date}>status_day,"",{formula}))'


def _lay_person(sheet: Worksheet, offset: int) -> None:
    row = PERSON_FIRST + offset
    above = f"{{0}}${PERSON_FIRST - 1}:{{0}}{row - 1}"
    for letter in "BC":
        lay(sheet, f"{letter}{row}", f"='Person weeks'!${letter}{row}", _LEFT, GENERAL)
    shown = f'IF(AND($B{row}<>"",$C{row}=team_used),MAX({above.format("$D")})+1,"")'
    lay(sheet, f"D{row}", f"={shown}", _LEFT, YEAR)
    first = f'IF($C{row}="","",IF(COUNTIF($C${PERSON_FIRST}:$C{row},$C{row})=1,MAX({above.format("$E")})+1,""))'
    lay(sheet, f"E{row}", f"={first}", _LEFT, YEAR)
    for place in range(DAYS):
        target, added, actual = (get_column_letter(block + place) for block in (TARGET, ADDED, ACTUAL))
        part = f"INDEX(SPREAD({added}${CENTRE_ROW},{WEIGHTS},,decimals_used),{offset + 1})"
        known = f'OR({added}${CENTRE_ROW}="",$B{row}="")'
        lay(sheet, f"{added}{row}", f'=IF({known},"",IF(SUM({WEIGHTS})=0,"",{part}))', FORMULA, AMOUNT)
        before = f"-{get_column_letter(ADDED + place - 1)}{row}" if place else ""
        formula = f'=IF({added}{row}="","",ROUND({added}{row}{before},6))'
        lay(sheet, f"{target}{row}", formula, FORMULA, AMOUNT)
        of_day = f"person_day_tally[Sales],person_day_tally[Person],$B{row},person_day_tally[Date],{actual}${DATE_ROW}"
        summed = _so_far(actual, f"ROUND(SUMIFS({of_day}),6)")
        lay(sheet, f"{actual}{row}", f'=IF($B{row}="","",{summed})', FORMULA, AMOUNT)


def _lay_teams(workbook: Workbook, sheet: Worksheet) -> None:
    """Each team once, for the drop-down."""
    lay(sheet, f"{_TEAMS_COLUMN}{PERSON_HEADER - 1}", "Teams", SECTION)
    lay_headers(sheet, PERSON_HEADER, ACTUAL + DAYS + 1, ("Team",))
    teams, numbers = (f"${letter}${PERSON_FIRST}:${letter}${PERSON_LAST}" for letter in "CE")
    for number in range(1, TEAMS + 1):
        formula = f'=IFERROR(INDEX({teams},MATCH({number},{numbers},0)),"")'
        lay(sheet, f"{_TEAMS_COLUMN}{PERSON_FIRST + number - 1}", formula, _LEFT)
    last = PERSON_FIRST + TEAMS - 1
    name_place(workbook, "teams_listed", sheet, f"{_TEAMS_COLUMN}{PERSON_FIRST}:{_TEAMS_COLUMN}{last}")
