"""The supervisor's view: the workdays of a team in the week of the status date."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.checks import warn_of_rejected
from workbook_templates.sheets.formulas import after_note, attainment_if_known, date_words, first_case, total
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
from workbook_templates.target_breakdown.sheets.formats import AMOUNT, show_cents, weekday_words
from workbook_templates.target_breakdown.sheets.person_days import (
    ACTUAL,
    DATE_ROW,
    SHOWN_ROW,
    TARGET,
    WORKED_ROW,
    cells,
    day_row,
)
from workbook_templates.target_breakdown.sheets.places import DAYS, PEOPLE, PERSON_DAYS, column_names

_PICK: Final = 5
_HEADER: Final = 8
_TOTAL: Final = _HEADER + 1
_TARGETS: Final = column_names("Target", DAYS)
_SOLD: Final = column_names("Sold", DAYS)
_DAYS: Final = tuple(name for pair in zip(_TARGETS, _SOLD, strict=True) for name in pair)
VIEW: Final = Block(
    "Supervisor",
    ("Person", "Target of the week", "Sales so far", "Attained", "Still to sell", *_DAYS),
    _HEADER + 2,
    _HEADER + 1 + PEOPLE,
)
"""A row a person: the week, then target and sales of each of its workdays."""
_BODY: Final = Style()
_RIGHT: Final = Style(horizontal="right")


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Supervisor: the team's workdays of this week", "")
    sheet["B2"] = "=status_words"
    set_widths(sheet, (26, 12.5, 12.5, 9, 12.5, *[10.5] * (2 * DAYS)))
    note = "The week of the status date, day by day, for one team: sales."
    lay(sheet, "B3", f'="{note}"&{after_note("rows_words")}', NOTE, PAPER)
    warn_of_rejected(sheet, "B3")
    _lay_choice(workbook, sheet)
    _lay_headers(sheet)
    for offset in range(PEOPLE):
        _lay_member(sheet, offset)
    _lay_total(sheet)
    _lay_looks(sheet)
    sheet.freeze_panes = VIEW.at("Target of the week", VIEW.first)
    lay_page(sheet, VIEW.page(VIEW.last), header_rows=f"{_HEADER}:{_HEADER}")


def _lay_choice(workbook: Workbook, sheet: Worksheet) -> None:
    lay(sheet, f"B{_PICK}", "Team (choose from the list)", LABEL)
    lay(sheet, f"C{_PICK}", None, replace(INPUT, horizontal="left"))
    name_place(workbook, "team_shown", sheet, f"C{_PICK}")
    allow(sheet, f"C{_PICK}", from_list("teams_listed"), "Team", "Choose one of the teams of the sheet People.")
    lay(sheet, f"B{_PICK + 1}", "Team shown", LABEL)
    used = '=IF(team_shown="",INDEX(teams_listed,1),team_shown)'
    lay(sheet, f"C{_PICK + 1}", used, replace(LABEL, bold=True))
    name_place(workbook, "team_used", sheet, f"C{_PICK + 1}")
    workdays = f"SUM({day_row(WORKED_ROW)})"
    words = first_case(
        ('team_used=""', '"No team yet: fill the sheet People."'),
        (f"COUNT({PERSON_DAYS.column('In team shown')})=0", '"No such team on the sheet People."'),
        ('week_now=""', '""'),
        (f"{workdays}=0", '"No workday in this week, no target"'),
        otherwise=f'"Week "&week_now&", "&{workdays}&" workdays; today: "&day_words',
    )
    lay(sheet, f"E{_PICK + 1}", f"={words}", replace(LABEL, bold=True))


def _lay_looks(sheet: Worksheet) -> None:
    with_total = VIEW.rows(_TOTAL, VIEW.last)
    # Before the other formats, which stop at the first that is true.
    amounts = (("Target of the week", "Sales so far"), ("Still to sell", _DAYS[-1]))
    show_cents(sheet, *(with_total.cells(*pair) for pair in amounts))
    named = f'{VIEW.here(VIEW.first).person}<>""'
    highlight(sheet, VIEW.cells("Person", "Still to sell"), named, ruled=True)
    # Days that the week does not have leave neither lines nor dark heads behind.
    head = f"{VIEW.letter(_DAYS[0])}${_HEADER}"
    highlight(sheet, VIEW.cells(_DAYS[0], _DAYS[-1]), f'AND({named},{head}<>"")', ruled=True)
    heads = VIEW.rows(_HEADER, _TOTAL).cells(_DAYS[0], _DAYS[-1])
    highlight(sheet, heads, f'{head}=""', fill=PAPER)
    low = VIEW.at("Attained", _TOTAL)
    highlight(sheet, with_total.cells("Attained"), f"AND(ISNUMBER({low}),{low}<0.9)", ink=BAD_INK)


def _lay_headers(sheet: Worksheet) -> None:
    lay_headers(sheet, _HEADER, 2, VIEW.columns[:5], height=32)
    for number in range(DAYS):
        target, sold = VIEW.at(_TARGETS[number], _HEADER), VIEW.at(_SOLD[number], _HEADER)
        for address in (target, sold):
            lay(sheet, address, None, replace(HEADER, rule=False))
        place = _day_shown(number)
        date = f"INDEX({day_row(DATE_ROW)},1,{place})"
        free = f'IF(INDEX({day_row(WORKED_ROW)},1,{place})=0," holiday","")'
        sheet[target] = f'=IF({place}="","",{weekday_words(date)}&" "&RIGHT({date_words(date)},5)&{free})'
        sheet[sold] = f'=IF({place}="","","sold")'


def _day_shown(number: int) -> str:
    """Which day of the week stands here."""
    return PERSON_DAYS.cell(TARGET[number], SHOWN_ROW)


def _lay_member(sheet: Worksheet, offset: int) -> None:
    row = VIEW.first + offset
    member = VIEW.here(row).person
    person = f"MATCH({offset + 1},{PERSON_DAYS.column('In team shown')},0)"
    name = f'=IFERROR(INDEX({PERSON_DAYS.column("Person")},{person}),"")'
    lay(sheet, VIEW.at("Person", row), name, _BODY)

    def of_week(days: tuple[str, ...]) -> str:
        return f'IF(OR({member}="",week_now=""),"",ROUND(SUM(INDEX({cells(days)},{person},0)),6))'

    sales = f'IF(refreshed_time="","",{of_week(ACTUAL)})'
    _lay_figures(sheet, row, of_week(TARGET), sales, _RIGHT)
    for number in range(DAYS):
        place = _day_shown(number)
        for name, days in ((_TARGETS[number], TARGET), (_SOLD[number], ACTUAL)):
            formula = f'=IF(OR({member}="",{place}=""),"",INDEX({cells(days)},{person},{place}))'
            lay(sheet, VIEW.at(name, row), formula, _RIGHT, AMOUNT)


def _lay_figures(sheet: Worksheet, row: int, target: str, sales: str, look: Style) -> None:
    at = VIEW.here(row)
    goal, sold = at.target_of_the_week, at.sales_so_far
    left = f'IF(AND(ISNUMBER({goal}),ISNUMBER({sold})),MAX(0,ROUND({goal}-{sold},6)),"")'
    figures = (
        ("Target of the week", target, AMOUNT),
        ("Sales so far", sales, AMOUNT),
        ("Attained", attainment_if_known(sold, goal), SHARE),
        ("Still to sell", left, AMOUNT),
    )
    for name, formula, number_format in figures:
        lay(sheet, VIEW.at(name, row), f"={formula}", look, number_format)


def _lay_total(sheet: Worksheet) -> None:
    look = replace(TOTAL, rule=False, horizontal="right")
    name = '=IF(team_used="","Team",team_used)'
    lay(sheet, VIEW.at("Person", _TOTAL), name, replace(look, horizontal="left"), GENERAL)
    target, sales = (total(VIEW.cells(name)) for name in ("Target of the week", "Sales so far"))
    _lay_figures(sheet, _TOTAL, target, sales, look)
    for name in _DAYS:
        lay(sheet, VIEW.at(name, _TOTAL), f"={total(VIEW.cells(name))}", look, AMOUNT)
