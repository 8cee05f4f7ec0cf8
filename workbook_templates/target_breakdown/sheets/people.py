"""The People sheet: who carries which part of the target, and how far each has come."""

from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    FORMULA,
    GENERAL,
    INPUT,
    MONEY,
    NOTE,
    SHARE,
    TOTAL,
    lay,
    lay_headers,
    lay_page,
    lay_table,
    lay_title,
    set_widths,
)
from workbook_templates.sheets.validation import allow, number
from workbook_templates.target_breakdown import columns
from workbook_templates.target_breakdown.sheets.formats import show_cents
from workbook_templates.target_breakdown.sheets.person_weeks import actual_row, target_row, weeks_of
from workbook_templates.target_breakdown.sheets.places import PEOPLE, PEOPLE_FIRST, PEOPLE_HEADER, PEOPLE_LAST

_RESULTS = (
    "Target, closed weeks",
    "Sales, closed weeks",
    "Attained",
    "Target, this week",
    "Sales, this week so far",
    "Attained this week",
    "Profit of the year",
    "Profit rate",
)
_FORMATS = (MONEY, MONEY, SHARE, MONEY, MONEY, SHARE, MONEY, SHARE)


def fill(sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet, "People", "Each person's part of the centre's target. The quota shares come to 100%; one row a person."
    )
    set_widths(sheet, (24, 22, 18, 11, *[13] * 8))
    note = "Weeks and days are spread by these shares, to the last unit. A closed week ended before the status date."
    lay(sheet, "B3", note, NOTE)
    lay_table(sheet, "people", PEOPLE_HEADER, 2, columns.PEOPLE, PEOPLE)
    lay_headers(sheet, PEOPLE_HEADER, 6, _RESULTS, named=False)
    _lay_total(sheet)
    for offset in range(PEOPLE):
        row = PEOPLE_FIRST + offset
        for column in "BCDE":
            lay(sheet, f"{column}{row}", None, INPUT, SHARE if column == "E" else GENERAL)
        for place, (formula, number_format) in enumerate(zip(_results(offset), _FORMATS, strict=True), start=6):
            lay(sheet, f"{get_column_letter(place)}{row}", f"={formula}", FORMULA, number_format)
    shares = f"E{PEOPLE_FIRST}:E{PEOPLE_LAST}"
    allow(sheet, shares, number(0, 1), "Quota share", "A share from 0% to 100%: write 12% or 0.12, not 12.")
    show_cents(sheet, f"F{PEOPLE_HEADER - 1}:G{PEOPLE_LAST}", f"I{PEOPLE_HEADER - 1}:J{PEOPLE_LAST}")
    sheet.freeze_panes = f"C{PEOPLE_FIRST}"
    lay_page(sheet, f"A1:M{PEOPLE_LAST}", header_rows=f"{PEOPLE_HEADER}:{PEOPLE_HEADER}")


def _results(offset: int) -> tuple[str, ...]:
    row, name = PEOPLE_FIRST + offset, f"$B{PEOPLE_FIRST + offset}"
    target, actual = target_row(offset), actual_row(offset)
    closed = f'{weeks_of()},"<"&closed_before'
    of_person = f"person_week_tally[{{0}}],person_week_tally[Person],{name}"
    profit = f"ROUND(SUMIFS({of_person.format('Profit')}),6)"

    def summed(cells: str) -> str:
        return f'IF(OR({name}="",closed_before="",COUNT({target})=0),"",ROUND(SUMIF({closed},{cells}),6))'

    def this_week(cells: str) -> str:
        return f'IF(OR({name}="",week_now=""),"",INDEX({cells},MAX(1,week_now)))'

    return (
        summed(target),
        summed(actual),
        _attained(f"$F{row}", f"$G{row}"),
        this_week(target),
        this_week(actual),
        _attained(f"$I{row}", f"$J{row}"),
        f'IF(OR({name}="",refreshed_time=""),"",{profit})',
        f'IF(ISNUMBER($L{row}),IF(SUMIFS({of_person.format("Sales")})>0,$L{row}/SUMIFS({of_person.format("Sales")}),""),"")',
    )


def _attained(target: str, actual: str) -> str:
    return f'IF(AND(ISNUMBER({target}),ISNUMBER({actual})),IF({target}>0,ATTAINMENT({actual},{target}),""),"")'


def _lay_total(sheet: Worksheet) -> None:
    row, look = PEOPLE_HEADER - 1, replace(TOTAL, rule=False)
    lay(sheet, f"B{row}", "All people", look)
    for column in "CD":
        lay(sheet, f"{column}{row}", None, look)

    def total(column: str) -> str:
        cells = f"{column}{PEOPLE_FIRST}:{column}{PEOPLE_LAST}"
        return f'IF(COUNT({cells})=0,"",ROUND(SUM({cells}),9))'

    to_date, this_week = (_attained(f"${target}{row}", f"${actual}{row}") for target, actual in ("FG", "IJ"))
    formulas = (*map(total, "EFG"), to_date, *map(total, "IJ"), this_week, total("L"), '""')
    for place, (formula, number_format) in enumerate(zip(formulas, (SHARE, *_FORMATS), strict=True), start=5):
        lay(sheet, f"{get_column_letter(place)}{row}", f"={formula}", look, number_format)
