"""The People sheet: who carries which part of the target, and how far each has come."""

from dataclasses import replace

from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.blocks import Line
from workbook_templates.sheets.formulas import attainment_if_known, total
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
from workbook_templates.target_breakdown.sheets.places import PEOPLE, PEOPLE_FIRST, PEOPLE_FORM, PEOPLE_HEADER, RESULTS

_CLOSED = ("Target, closed weeks", "Sales, closed weeks")
_THIS_WEEK = ("Target, this week", "Sales, this week so far")
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
    lay_headers(sheet, PEOPLE_HEADER, 6, RESULTS, named=False)
    _lay_total(sheet)
    for offset in range(PEOPLE):
        row = PEOPLE_FIRST + offset
        for name in columns.PEOPLE:
            lay(sheet, PEOPLE_FORM.at(name, row), None, INPUT, SHARE if name == "Quota share" else GENERAL)
        results = _results(offset)
        for name, number_format in zip(RESULTS, _FORMATS, strict=True):
            lay(sheet, PEOPLE_FORM.at(name, row), f"={results[name]}", FORMULA, number_format)
    error = "A share from 0% to 100%: write 12% or 0.12, not 12."
    allow(sheet, PEOPLE_FORM.cells("Quota share"), number(0, 1), "Quota share", error)
    shown = PEOPLE_FORM.rows(PEOPLE_HEADER - 1, PEOPLE_FORM.last)
    show_cents(sheet, shown.cells(*_CLOSED), shown.cells(*_THIS_WEEK))
    sheet.freeze_panes = PEOPLE_FORM.at("Manager", PEOPLE_FIRST)
    lay_page(sheet, PEOPLE_FORM.page(PEOPLE_FORM.last), header_rows=f"{PEOPLE_HEADER}:{PEOPLE_HEADER}")


def _results(offset: int) -> dict[str, str]:
    at = PEOPLE_FORM.here(PEOPLE_FIRST + offset)
    name = at.person
    target, actual = target_row(offset), actual_row(offset)
    closed = f'{weeks_of()},"<"&closed_before'
    of_person = f"person_week_tally[{{0}}],person_week_tally[Person],{name}"
    profit = f"ROUND(SUMIFS({of_person.format('Profit')}),6)"

    def summed(cells: str) -> str:
        return f'IF(OR({name}="",closed_before="",COUNT({target})=0),"",ROUND(SUMIF({closed},{cells}),6))'

    def this_week(cells: str) -> str:
        return f'IF(OR({name}="",week_now=""),"",INDEX({cells},MAX(1,week_now)))'

    sales = f"SUMIFS({of_person.format('Sales')})"
    year = at.profit_of_the_year
    return {
        "Target, closed weeks": summed(target),
        "Sales, closed weeks": summed(actual),
        "Target, this week": this_week(target),
        "Sales, this week so far": this_week(actual),
        "Profit of the year": f'IF(OR({name}="",refreshed_time=""),"",{profit})',
        "Profit rate": f'IF(ISNUMBER({year}),IF({sales}>0,{year}/{sales},""),"")',
        **_attainments(at),
    }


def _attainments(at: Line) -> dict[str, str]:
    (target, sales), (target_now, sales_now) = _CLOSED, _THIS_WEEK
    return {
        "Attained": attainment_if_known(at[sales], at[target]),
        "Attained this week": attainment_if_known(at[sales_now], at[target_now]),
    }


def _lay_total(sheet: Worksheet) -> None:
    row, look = PEOPLE_HEADER - 1, replace(TOTAL, rule=False)
    lay(sheet, PEOPLE_FORM.at("Person", row), "All people", look)
    for name in ("Manager", "Team"):
        lay(sheet, PEOPLE_FORM.at(name, row), None, look)
    summed = ("Quota share", *_CLOSED, *_THIS_WEEK, "Profit of the year")
    formulas = {name: total(PEOPLE_FORM.cells(name), 9) for name in summed}
    formulas |= _attainments(PEOPLE_FORM.here(row)) | {"Profit rate": '""'}
    for name, number_format in zip(("Quota share", *RESULTS), (SHARE, *_FORMATS), strict=True):
        lay(sheet, PEOPLE_FORM.at(name, row), f"={formulas[name]}", look, number_format)
