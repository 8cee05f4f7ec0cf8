"""The supervisor's view: the workdays of a team in the week of the status date."""

from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    BAD_INK,
    GENERAL,
    HEADER,
    INPUT,
    LABEL,
    NOTE,
    PAPER,
    SHARE,
    TOTAL,
    Style,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.validation import allow, from_list
from workbook_templates.target_breakdown.sheets.formats import AMOUNT, date_words, show_cents, weekday_words
from workbook_templates.target_breakdown.sheets.person_days import (
    ACTUAL,
    DATE_ROW,
    SHOWN_ROW,
    TARGET,
    WORKED_ROW,
    cells,
    day_row,
    people_column,
)
from workbook_templates.target_breakdown.sheets.places import DAYS, PEOPLE, PERSON_DAYS

_PICK: Final = 5
_HEADER: Final = 8
_TOTAL: Final = _HEADER + 1
FIRST: Final = _HEADER + 2
LAST: Final = FIRST + PEOPLE - 1
_DAYS_FROM: Final = 7
LAST_COLUMN: Final = get_column_letter(_DAYS_FROM + 2 * DAYS - 1)
_BODY: Final = Style()
_RIGHT: Final = Style(horizontal="right")


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Supervisor: the team's workdays of this week", "")
    sheet["B2"] = "=status_words"
    set_widths(sheet, (26, 12.5, 12.5, 9, 12.5, *[10.5] * (2 * DAYS)))
    lay(
        sheet,
        "B3",
        "The week of the status date, day by day, for one team: sales.",
        NOTE,
        PAPER,
    )
    lay(sheet, f"B{_PICK}", "Team (choose from the list)", LABEL)
    lay(sheet, f"C{_PICK}", None, replace(INPUT, horizontal="left"))
    name_place(workbook, "team_shown", sheet, f"C{_PICK}")
    allow(sheet, f"C{_PICK}", from_list("teams_listed"), "Team", "Choose one of the teams of the sheet People.")
    lay(sheet, f"B{_PICK + 1}", "Team shown", LABEL)
    used = '=IF(team_shown="",IF(COUNTIF(teams_listed,"?*")=0,"",INDEX(teams_listed,1)),team_shown)'
    lay(sheet, f"C{_PICK + 1}", used, replace(LABEL, bold=True))
    name_place(workbook, "team_used", sheet, f"C{_PICK + 1}")
    words = (
        f'=IF(team_used="","No team yet: fill the sheet People.",IF(COUNT({people_column("D")})=0,"No such team on the '
        'sheet People.",IF(week_now="","",IF('
        f'SUM({day_row(WORKED_ROW)})=0,"No workday in this week, no target","Week "&week_now&", "&'
        f'SUM({day_row(WORKED_ROW)})&" workdays; today: "&day_words))))'
    )
    lay(sheet, f"E{_PICK + 1}", words, replace(LABEL, bold=True))
    _lay_headers(sheet)
    for offset in range(PEOPLE):
        _lay_member(sheet, offset)
    _lay_total(sheet)
    # Before the other formats, which stop at the first that is true.
    show_cents(sheet, f"C{_TOTAL}:D{LAST}", f"F{_TOTAL}:{LAST_COLUMN}{LAST}")
    first = get_column_letter(_DAYS_FROM)
    highlight(sheet, f"B{FIRST}:{get_column_letter(_DAYS_FROM - 1)}{LAST}", f'$B{FIRST}<>""', ruled=True)
    # Days that the week does not have leave neither lines nor dark heads behind.
    of_day = f'AND($B{FIRST}<>"",{first}${_HEADER}<>"")'
    highlight(sheet, f"{first}{FIRST}:{LAST_COLUMN}{LAST}", of_day, ruled=True)
    highlight(sheet, f"{first}{_HEADER}:{LAST_COLUMN}{_TOTAL}", f'{first}${_HEADER}=""', fill=PAPER)
    highlight(sheet, f"E{_TOTAL}:E{LAST}", f"AND(ISNUMBER(E{_TOTAL}),E{_TOTAL}<0.9)", ink=BAD_INK)
    sheet.freeze_panes = f"C{FIRST}"
    lay_page(sheet, f"A1:{LAST_COLUMN}{LAST}", header_rows=f"{_HEADER}:{_HEADER}")


def _lay_headers(sheet: Worksheet) -> None:
    headers = ("Person", "Target of the week", "Sales so far", "Attained", "Still to sell")
    lay_headers(sheet, _HEADER, 2, headers, height=32)
    for number in range(DAYS):
        target, actual = (get_column_letter(_DAYS_FROM + 2 * number + half) for half in (0, 1))
        for letter in (target, actual):
            lay(sheet, f"{letter}{_HEADER}", None, replace(HEADER, rule=False))
        place = _shown(number)
        date = f"INDEX({day_row(DATE_ROW)},1,{place})"
        free = f'IF(INDEX({day_row(WORKED_ROW)},1,{place})=0," holiday","")'
        sheet[f"{target}{_HEADER}"] = f'=IF({place}="","",{weekday_words(date)}&" "&RIGHT({date_words(date)},5)&{free})'
        sheet[f"{actual}{_HEADER}"] = f'=IF({place}="","","sold")'


def _shown(number: int) -> str:
    """Which day of the week stands here."""
    return f"{PERSON_DAYS}${get_column_letter(TARGET + number)}${SHOWN_ROW}"


def _day(number: int, block: int, person: str) -> str:
    place = _shown(number)
    return f'IF(OR($B{{row}}="",{place}=""),"",INDEX({cells(block)},{person},{place}))'


def _lay_member(sheet: Worksheet, offset: int) -> None:
    row = FIRST + offset
    person = f"MATCH({offset + 1},{people_column('D')},0)"
    lay(sheet, f"B{row}", f'=IFERROR(INDEX({people_column("B")},{person}),"")', _BODY)

    def of_week(block: int) -> str:
        return f'IF(OR($B{row}="",week_now=""),"",ROUND(SUM(INDEX({cells(block)},{person},0)),6))'

    sales = f'IF(refreshed_time="","",{of_week(ACTUAL)})'
    _lay_figures(sheet, row, of_week(TARGET), sales, _RIGHT)
    for number in range(DAYS):
        target, actual = (get_column_letter(_DAYS_FROM + 2 * number + half) for half in (0, 1))
        for letter, block in ((target, TARGET), (actual, ACTUAL)):
            formula = _day(number, block, person).format(row=row)
            lay(sheet, f"{letter}{row}", f"={formula}", _RIGHT, AMOUNT)


def _lay_figures(sheet: Worksheet, row: int, target: str, sales: str, look: Style) -> None:
    known = f"AND(ISNUMBER($C{row}),ISNUMBER($D{row}))"
    attained = f'IF({known},IF($C{row}>0,ATTAINMENT($D{row},$C{row}),""),"")'
    left = f'IF({known},MAX(0,ROUND($C{row}-$D{row},6)),"")'
    for letter, formula, number_format in zip(
        "CDEF", (target, sales, attained, left), (AMOUNT, AMOUNT, SHARE, AMOUNT), strict=True
    ):
        lay(sheet, f"{letter}{row}", f"={formula}", look, number_format)


def _lay_total(sheet: Worksheet) -> None:
    look = replace(TOTAL, rule=False, horizontal="right")

    def total(letter: str) -> str:
        column = f"{letter}{FIRST}:{letter}{LAST}"
        return f'IF(COUNT({column})=0,"",ROUND(SUM({column}),6))'

    lay(sheet, f"B{_TOTAL}", '=IF(team_used="","Team",team_used)', replace(look, horizontal="left"), GENERAL)
    _lay_figures(sheet, _TOTAL, total("C"), total("D"), look)
    for place in range(_DAYS_FROM, _DAYS_FROM + 2 * DAYS):
        letter = get_column_letter(place)
        lay(sheet, f"{letter}{_TOTAL}", f"={total(letter)}", look, AMOUNT)
