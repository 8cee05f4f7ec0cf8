"""The Person weeks sheet: the centre's weeks spread by quota share, actuals and attainment, a row a person."""

from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
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
    PERSON_FIRST,
    PERSON_HEADER,
    PERSON_LAST,
    PERSON_WEEKS,
    SALES,
    WEEK,
)
from workbook_templates.target_breakdown.sheets.plan import column

_WEEKS_FROM: Final = 5
_FIRST: Final = get_column_letter(_WEEKS_FROM)
LAST_COLUMN: Final = get_column_letter(_WEEKS_FROM + WEEK.count - 1)
BEGUN_ROW: Final = 4
"""1 above a week that has begun on the status date."""
ACTUAL_FIRST: Final = PERSON_LAST + 4
ATTAINED_FIRST: Final = ACTUAL_FIRST + PEOPLE + 3
LAST_ROW: Final = ATTAINED_FIRST + PEOPLE - 1
WEIGHTS: Final = f"{PERSON_WEEKS}$D${PERSON_FIRST}:$D${PERSON_LAST}"
_LEFT: Final = replace(FORMULA, horizontal="left")


def _row(row: int) -> str:
    return f"{PERSON_WEEKS}${_FIRST}${row}:${LAST_COLUMN}${row}"


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
    return f"{PERSON_WEEKS}${_FIRST}${PERSON_FIRST}:${LAST_COLUMN}${PERSON_LAST}"


def fill(sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Person weeks", "Sales of each person and week. Every cell is a formula.")
    set_widths(sheet, (24, 16, 9, *[10.5] * WEEK.count))
    _lay_centre(sheet)
    for first, title in ((PERSON_FIRST, "Target"), (ACTUAL_FIRST, "Sales"), (ATTAINED_FIRST, "Attained")):
        lay(sheet, f"B{first - (3 if first == PERSON_FIRST else 2)}", f"{title} by week", SECTION)
        weeks = [f"=Calendar!$B{WEEK.calendar_first + offset}" for offset in range(WEEK.count)]
        lay_headers(sheet, first - 1, 2, ("Person", "Team", "Share", *weeks), height=18)
        for place in range(_WEEKS_FROM, _WEEKS_FROM + WEEK.count):
            sheet.cell(first - 1, place).number_format = '"W"0'
        for offset in range(PEOPLE):
            _lay_person(sheet, first, offset)
    show_cents(sheet, f"{_FIRST}{CENTRE_ROW}:{LAST_COLUMN}{ACTUAL_FIRST + PEOPLE - 1}")
    cells = f"{_FIRST}{ATTAINED_FIRST}:{LAST_COLUMN}{LAST_ROW}"
    for condition, ink in ((">=1", GOOD_INK), ("<0.9", BAD_INK)):
        cell = f"{_FIRST}{ATTAINED_FIRST}"
        highlight(sheet, cells, f"AND(ISNUMBER({cell}),{cell}{condition})", ink=ink)
    sheet.freeze_panes = f"{_FIRST}{PERSON_FIRST}"
    lay_page(sheet, f"A1:{LAST_COLUMN}{LAST_ROW}", paper=A3)
    sheet.page_setup.fitToWidth = 2
    sheet.print_title_cols = "B:D"
    for first in (ACTUAL_FIRST, ATTAINED_FIRST):
        sheet.row_breaks.append(Break(id=first - 3))


def _lay_centre(sheet: Worksheet) -> None:
    look = replace(TOTAL, rule=False)
    lay(sheet, f"B{CENTRE_ROW}", "Centre", look)
    lay(sheet, f"B{BEGUN_ROW}", "1 = the week has begun on the status date", NOTE)
    for letter in "CD":
        lay(sheet, f"{letter}{CENTRE_ROW}", None, look)
    for offset in range(WEEK.count):
        letter = get_column_letter(_WEEKS_FROM + offset)
        target = f"Breakdown!${column(SALES, 'Target')}${WEEK.first + offset}"
        formula = f'=IF(SUM($D${PERSON_FIRST}:$D${PERSON_LAST})=0,"",{target})'
        lay(sheet, f"{letter}{CENTRE_ROW}", formula, look, AMOUNT)
        begun = (
            f'=IF(OR(refreshed_time="",closed_before="",day_place="before"),"",IF({offset + 1}<=closed_before,1,""))'
        )
        lay(sheet, f"{letter}{BEGUN_ROW}", begun, NOTE)


def _lay_person(sheet: Worksheet, first: int, offset: int) -> None:
    row, person = first + offset, PEOPLE_FIRST + offset
    name, share = f"People!$B${person}", f"People!$E${person}"
    lay(sheet, f"B{row}", f'=IF({name}="","",{name})', _LEFT)
    lay(sheet, f"C{row}", f'=IF(People!$D${person}="","",People!$D${person})', _LEFT)
    weight = f'=IF(OR({name}="",NOT(ISNUMBER({share}))),0,MAX(0,{share}))'
    lay(sheet, f"D{row}", weight, FORMULA, '0.0%;;""')
    for week in range(WEEK.count):
        letter = get_column_letter(_WEEKS_FROM + week)
        centre, target = f"{letter}${CENTRE_ROW}", f"{letter}${PERSON_FIRST + offset}"
        actual, number = f"{letter}${ACTUAL_FIRST + offset}", f"{letter}${PERSON_HEADER}"
        if first == PERSON_FIRST:
            part = f"INDEX(SPREAD({centre},$D${PERSON_FIRST}:$D${PERSON_LAST},,decimals_used),{offset + 1})"
            formula = f'IF(OR({centre}="",$B{row}=""),"",{part})'
        elif first == ACTUAL_FIRST:
            of_person = f"person_week_tally[Sales],person_week_tally[Person],$B{row},person_week_tally[Week],{number}"
            formula = f'IF(OR($B{row}="",{letter}${BEGUN_ROW}=""),"",ROUND(SUMIFS({of_person}),6))'
        else:
            formula = f'IF(OR({actual}="",N({target})<=0),"",{actual}/{target})'
        lay(sheet, f"{letter}{row}", f"={formula}", FORMULA, SHARE if first == ATTAINED_FIRST else AMOUNT)
