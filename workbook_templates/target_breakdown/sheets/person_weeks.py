"""The Person weeks sheet: the centre's weeks spread by quota share, actuals and attainment, a row a person."""

from dataclasses import replace
from typing import Final

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    A3,
    BAD_INK,
    FORMULA,
    GOOD_INK,
    NOTE,
    SECTION,
    SHARE,
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
    CENTRE_ROW,
    PEOPLE,
    PEOPLE_FIRST,
    PEOPLE_FORM,
    PERSON_FIRST,
    PERSON_HEADER,
    PERSON_LAST,
    PERSON_WEEKS,
    SALES,
    WEEK,
    column_names,
)

_WEEKS: Final = column_names("Week", WEEK.count)
_ALL: Final = (_WEEKS[0], _WEEKS[-1])
BEGUN_ROW: Final = 4
"""1 above a week that has begun on the status date."""
ACTUAL_FIRST: Final = PERSON_LAST + 4
ATTAINED_FIRST: Final = ACTUAL_FIRST + PEOPLE + 3
LAST_ROW: Final = ATTAINED_FIRST + PEOPLE - 1
WEIGHTS: Final = PERSON_WEEKS.column("Share")
_LEFT: Final = replace(FORMULA, horizontal="left")


def _row(row: int) -> str:
    return PERSON_WEEKS.rows(row, row).column(*_ALL)


def target_row(offset: int) -> str:
    """A person's targets of all weeks."""
    return _row(PERSON_FIRST + offset)


def actual_row(offset: int) -> str:
    """A person's sales of all weeks."""
    return _row(ACTUAL_FIRST + offset)


def weeks_of() -> str:
    """The numbers of the weeks above them."""
    return _row(PERSON_HEADER)


def centre_row() -> str:
    """The centre's targets of all weeks."""
    return _row(CENTRE_ROW)


def targets() -> str:
    """The targets of all people and weeks."""
    return PERSON_WEEKS.column(*_ALL)


def fill(sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Person weeks", "Sales of each person and week. Every cell is a formula.")
    set_widths(sheet, (24, 16, 9, *[10.5] * WEEK.count))
    _lay_centre(sheet)
    for first, title in ((PERSON_FIRST, "Target"), (ACTUAL_FIRST, "Sales"), (ATTAINED_FIRST, "Attained")):
        above = first - (3 if first == PERSON_FIRST else 2)
        lay(sheet, PERSON_WEEKS.at("Person", above), f"{title} by week", SECTION)
        weeks = [f"={WEEK.calendar.there(WEEK.calendar_first + offset).number}" for offset in range(WEEK.count)]
        lay_headers(sheet, first - 1, 2, (*PERSON_WEEKS.columns[:3], *weeks), height=18)
        for week in _WEEKS:
            sheet[PERSON_WEEKS.at(week, first - 1)].number_format = '"W"0'
        for offset in range(PEOPLE):
            _lay_person(sheet, first, offset)
    show_cents(sheet, PERSON_WEEKS.rows(CENTRE_ROW, ACTUAL_FIRST + PEOPLE - 1).cells(*_ALL))
    attained = PERSON_WEEKS.rows(ATTAINED_FIRST, LAST_ROW)
    cell = attained.at(_WEEKS[0], ATTAINED_FIRST)
    for condition, ink in ((">=1", GOOD_INK), ("<0.9", BAD_INK)):
        highlight(sheet, attained.cells(*_ALL), f"AND(ISNUMBER({cell}),{cell}{condition})", ink=ink)
    sheet.freeze_panes = PERSON_WEEKS.at(_WEEKS[0], PERSON_FIRST)
    lay_page(sheet, PERSON_WEEKS.page(LAST_ROW), paper=A3)
    sheet.page_setup.fitToWidth = 2
    sheet.print_title_cols = f"{PERSON_WEEKS.letter('Person')}:{PERSON_WEEKS.letter('Share')}"
    for first in (ACTUAL_FIRST, ATTAINED_FIRST):
        sheet.row_breaks.append(Break(id=first - 3))


def _lay_centre(sheet: Worksheet) -> None:
    at, look = PERSON_WEEKS.at, replace(TOTAL, rule=False)
    lay(sheet, at("Person", CENTRE_ROW), "Centre", look)
    lay(sheet, at("Person", BEGUN_ROW), "1 = the week has begun on the status date", NOTE)
    for name in ("Team", "Share"):
        lay(sheet, at(name, CENTRE_ROW), None, look)
    for number, week in enumerate(_WEEKS, start=1):
        target = WEEK.periods.cell(SALES.part("Target"), WEEK.first + number - 1)
        formula = f'=IF(SUM({PERSON_WEEKS.own_column("Share")})=0,"",{target})'
        lay(sheet, at(week, CENTRE_ROW), formula, look, AMOUNT)
        known = 'OR(refreshed_time="",closed_before="",day_place="before")'
        begun = f'=IF({known},"",IF({number}<=closed_before,1,""))'
        lay(sheet, at(week, BEGUN_ROW), begun, NOTE)


def _lay_person(sheet: Worksheet, first: int, offset: int) -> None:
    row, entered = first + offset, PEOPLE_FORM
    name, team, share = (entered.cell(each, PEOPLE_FIRST + offset) for each in ("Person", "Team", "Quota share"))
    at = PERSON_WEEKS.at
    lay(sheet, at("Person", row), f'=IF({name}="","",{name})', _LEFT)
    lay(sheet, at("Team", row), f'=IF({team}="","",{team})', _LEFT)
    weight = f'=IF(OR({name}="",NOT(ISNUMBER({share}))),0,MAX(0,{share}))'
    lay(sheet, at("Share", row), weight, FORMULA, '0.0%;;""')
    figure = {PERSON_FIRST: _target, ACTUAL_FIRST: _sales, ATTAINED_FIRST: _attainment}[first]
    for week in _WEEKS:
        formula = figure(offset, PERSON_WEEKS.letter(week), PERSON_WEEKS.here(row).person)
        lay(sheet, at(week, row), f"={formula}", FORMULA, SHARE if first == ATTAINED_FIRST else AMOUNT)


def _target(offset: int, letter: str, person: str) -> str:
    centre = f"{letter}${CENTRE_ROW}"
    part = f"INDEX(SPREAD({centre},{PERSON_WEEKS.own_column('Share')},,decimals_used),{offset + 1})"
    return f'IF(OR({centre}="",{person}=""),"",{part})'


def _sales(offset: int, letter: str, person: str) -> str:  # noqa: ARG001 - the three figures are asked alike
    number = f"{letter}${PERSON_HEADER}"
    of_person = f"person_week_tally[Sales],person_week_tally[Person],{person},person_week_tally[Week],{number}"
    return f'IF(OR({person}="",{letter}${BEGUN_ROW}=""),"",ROUND(SUMIFS({of_person}),6))'


def _attainment(offset: int, letter: str, person: str) -> str:  # noqa: ARG001
    target, actual = f"{letter}${PERSON_FIRST + offset}", f"{letter}${ACTUAL_FIRST + offset}"
    return f'IF(OR({actual}="",N({target})<=0),"",{actual}/{target})'
