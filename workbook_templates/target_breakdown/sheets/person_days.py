"""The Person days sheet: the week of the status date, each day spread by quota share, a row a person."""

from dataclasses import replace
from typing import Final

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
from workbook_templates.target_breakdown.sheets.days import day_names, grid
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
    PERSON_WEEKS,
    SALES,
    SLOTS,
    TEAMS,
    WEEK,
    column_names,
)

TARGET: Final = column_names("Target", DAYS)
ADDED: Final = column_names("Added", DAYS)
ACTUAL: Final = column_names("Sales", DAYS)
"""Targets of the week's seven days; then the days added up, and the actuals."""
DATE_ROW: Final = 4
WORKED_ROW: Final = 5
"""1 = worked, 0 = not; the row of the dates stands above."""
SHOWN_ROW: Final = 6
"""Which of the seven days the supervisor's view shows first, second and so on."""
_LEFT: Final = replace(FORMULA, horizontal="left")


def cells(days: tuple[str, ...]) -> str:
    """The people's cells of all seven days."""
    return PERSON_DAYS.column(days[0], days[-1])


def day_row(row: int) -> str:
    """The seven cells of a row above the people."""
    return PERSON_DAYS.rows(row, row).column(TARGET[0], TARGET[-1])


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
    lay(sheet, PERSON_DAYS.at("Person", DATE_ROW), "Date", _LEFT)
    lay(sheet, PERSON_DAYS.at("Person", WORKED_ROW), "1 = worked", _LEFT)
    lay(sheet, PERSON_DAYS.at("Person", SHOWN_ROW), "Day shown on Supervisor", _LEFT)
    lay(sheet, PERSON_DAYS.at("Person", CENTRE_ROW), "Centre", replace(TOTAL, rule=False))
    for place in range(DAYS):
        _lay_day(sheet, place)
    lay_headers(sheet, PERSON_HEADER, 2, (*PERSON_DAYS.columns[:4], *day_names() * 3))
    for offset in range(PEOPLE):
        _lay_person(sheet, offset)
    _lay_teams(workbook, sheet)
    name_place(workbook, "people_listed", sheet, PERSON_DAYS.cells("Person"))
    show_cents(sheet, PERSON_DAYS.rows(CENTRE_ROW, PERSON_LAST).cells(TARGET[0], ACTUAL[-1]))
    sheet.freeze_panes = PERSON_DAYS.at(TARGET[0], PERSON_FIRST)
    lay_page(sheet, PERSON_DAYS.page(PERSON_LAST), one_page=True, paper=A3)


def _lay_day(sheet: Worksheet, place: int) -> None:
    at, look = PERSON_DAYS.at, replace(TOTAL, rule=False)
    target, added, actual = TARGET[place], ADDED[place], ACTUAL[place]
    for name, title in ((target, "Target"), (added, "Target, added up"), (actual, "Sales")):
        date = f'=IF(week_now="","",INDEX({WEEK.calendar.column("Start")},week_now)+{place})'
        lay(sheet, at(name, DATE_ROW), date, _LEFT, DATE)
        if place == 0:
            lay(sheet, at(name, WORKED_ROW), title, SECTION)
    lay(sheet, at(target, SHOWN_ROW), f"={_day_shown(place)}", _LEFT, YEAR)
    weights = WEEK.calendar.column(SLOTS[0], SLOTS[-1])
    weight = f'=IF(week_now="","",INDEX({weights},week_now,{place + 1}))'
    lay(sheet, at(target, WORKED_ROW), weight, _LEFT, YEAR)
    day = f'=IF(week_now="","",INDEX({grid(SALES)},week_now,{place + 1}))'
    lay(sheet, at(target, CENTRE_ROW), day, look, AMOUNT)
    so_far = f"{PERSON_DAYS.own_cell(TARGET[0], CENTRE_ROW)}:{_cell_of_row(target, CENTRE_ROW)}"
    summed = f'=IF({at(target, CENTRE_ROW)}="","",ROUND(SUM({so_far}),6))'
    lay(sheet, at(added, CENTRE_ROW), summed, look, AMOUNT)
    of_day = f"day_tally[Sales],day_tally[Date],{_cell_of_row(actual, DATE_ROW)}"
    sales = _figure_so_far(actual, f"ROUND(SUMIFS({of_day}),6)")
    lay(sheet, at(actual, CENTRE_ROW), f"={sales}", look, AMOUNT)


def _cell_of_row(column: str, row: int) -> str:
    return f"{PERSON_DAYS.letter(column)}${row}"


def _day_shown(number: int) -> str:
    """The next usual weekday, a holiday too, or extra workday; empty beyond the last."""
    before = _cell_of_row(TARGET[number - 1], SHOWN_ROW) if number else "0"
    found = '""'
    for place in range(DAYS, 0, -1):
        date, worked = (_cell_of_row(TARGET[place - 1], row) for row in (DATE_ROW, WORKED_ROW))
        usual = f'INDEX(weekdays_worked,1,WEEKDAY({date},2))="yes"'
        found = f"IF(AND({before}<{place},OR({worked}=1,{usual})),{place},{found})"
    gone = f'IF({before}="",TRUE,week_now="")' if number else 'week_now=""'
    return f'IF({gone},"",{found})'


def _figure_so_far(column: str, formula: str) -> str:
    date = _cell_of_row(column, DATE_ROW)
    return f'IF(OR({date}="",refreshed_time=""),"",IF({date}>status_day,"",{formula}))'


def _lay_person(sheet: Worksheet, offset: int) -> None:
    row = PERSON_FIRST + offset
    at, here = PERSON_DAYS.at, PERSON_DAYS.here(row)
    for name in ("Person", "Team"):
        lay(sheet, at(name, row), f"={PERSON_WEEKS.there(row)[name]}", _LEFT, GENERAL)

    def next_number(column: str) -> str:
        return f"MAX({PERSON_DAYS.own_cell(column, PERSON_FIRST - 1)}:{PERSON_DAYS.here(row - 1)[column]})+1"

    shown = f'IF(AND({here.person}<>"",{here.team}=team_used),{next_number("In team shown")},"")'
    lay(sheet, at("In team shown", row), f"={shown}", _LEFT, YEAR)
    so_far = f"{PERSON_DAYS.own_cell('Team', PERSON_FIRST)}:{here.team}"
    first = f'IF(COUNTIF({so_far},{here.team})=1,{next_number("Team number")},"")'
    lay(sheet, at("Team number", row), f'=IF({here.team}="","",{first})', _LEFT, YEAR)
    for place in range(DAYS):
        _lay_person_day(sheet, offset, place)


def _lay_person_day(sheet: Worksheet, offset: int, place: int) -> None:
    row = PERSON_FIRST + offset
    person, added, actual = PERSON_DAYS.here(row).person, PERSON_DAYS.at(ADDED[place], row), ACTUAL[place]
    centre = _cell_of_row(ADDED[place], CENTRE_ROW)
    part = f"INDEX(SPREAD({centre},{WEIGHTS},,decimals_used),{offset + 1})"
    known = f'OR({centre}="",{person}="")'
    lay(sheet, added, f'=IF({known},"",IF(SUM({WEIGHTS})=0,"",{part}))', FORMULA, AMOUNT)
    before = f"-{PERSON_DAYS.at(ADDED[place - 1], row)}" if place else ""
    formula = f'=IF({added}="","",ROUND({added}{before},6))'
    lay(sheet, PERSON_DAYS.at(TARGET[place], row), formula, FORMULA, AMOUNT)
    date = _cell_of_row(actual, DATE_ROW)
    of_day = f"person_day_tally[Sales],person_day_tally[Person],{person},person_day_tally[Date],{date}"
    summed = _figure_so_far(actual, f"ROUND(SUMIFS({of_day}),6)")
    lay(sheet, PERSON_DAYS.at(actual, row), f'=IF({person}="","",{summed})', FORMULA, AMOUNT)


def _lay_teams(workbook: Workbook, sheet: Worksheet) -> None:
    """Each team once, for the drop-down."""
    listed = PERSON_DAYS.rows(PERSON_FIRST, PERSON_FIRST + TEAMS - 1)
    lay(sheet, listed.at("Teams", PERSON_HEADER - 1), "Teams", SECTION)
    lay_headers(sheet, PERSON_HEADER, listed.left + listed.columns.index("Teams"), ("Team",))
    teams, numbers = PERSON_DAYS.own_column("Team"), PERSON_DAYS.own_column("Team number")
    for number in range(1, TEAMS + 1):
        formula = f'=IFERROR(INDEX({teams},MATCH({number},{numbers},0)),"")'
        lay(sheet, listed.at("Teams", PERSON_FIRST + number - 1), formula, _LEFT)
    name_place(workbook, "teams_listed", sheet, listed.cells("Teams"))
