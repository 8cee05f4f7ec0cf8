"""The Targets sheet: each owner's target of the year spread over the months, to the cent."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.formulas import total
from workbook_templates.sheets.look import (
    FORMULA,
    INPUT,
    LABEL,
    MONTH,
    NOTE,
    TOTAL,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.validation import allow, number
from workbook_templates.team_earnings.columns import MONTHS
from workbook_templates.team_earnings.sheets.places import (
    FORM_FIRST,
    FORM_HEADER,
    PEOPLE,
    PEOPLE_FORM,
    TARGET_MONTHS,
    TARGETS,
    TOTAL_ROW,
    WEIGHTS_ROW,
)

AMOUNT: Final = '#,##0;-#,##0;"–"'
_SHORT_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS: Final = [f"Month {month}" for month in range(1, MONTHS + 1)]


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet, "Targets", "Each owner's target of the year, spread over the months by their weights, to the cent."
    )
    set_widths(sheet, (24, 15, *[12] * MONTHS, 14, 14))
    lay(sheet, "B3", "A shared target stands with its owner alone. Equal weights: every month the same.", NOTE)
    lay(sheet, TARGETS.at("Person", WEIGHTS_ROW), "Weight of the month", LABEL)
    _lay_months(workbook, sheet)
    lay_headers(sheet, FORM_HEADER, 2, TARGETS.columns[:2])
    lay_headers(sheet, FORM_HEADER, 4 + MONTHS, ("Month of Roll-up", "Up to it"), named=False)
    short = ",".join(f'"{name}"' for name in _SHORT_NAMES)
    words = f'=IF(month_used="","",CHOOSE(MONTH(month_used),{short})&" "&YEAR(month_used))'
    lay(sheet, TARGETS.at("Of the month", WEIGHTS_ROW), words, replace(NOTE, horizontal="right"))
    name_place(workbook, "month_words", sheet, TARGETS.at("Of the month", WEIGHTS_ROW))
    lay(sheet, TARGETS.at("Person", TOTAL_ROW), "All targets", TOTAL)
    for name in TARGETS.columns[1:]:
        lay(sheet, TARGETS.at(name, TOTAL_ROW), f"={total(TARGETS.cells(name))}", TOTAL, AMOUNT)
    for offset in range(PEOPLE):
        _lay_person(sheet, FORM_FIRST + offset, PEOPLE_FORM.first + offset)
    sheet.freeze_panes = TARGETS.at("Target of the year", FORM_FIRST)
    lay_page(sheet, TARGETS.page(TARGETS.last), header_rows=f"{FORM_HEADER}:{FORM_HEADER}")


def _lay_months(workbook: Workbook, sheet: Worksheet) -> None:
    """The weights of the months, and their first days in the row of the headers."""
    for place, name in enumerate(_MONTHS):
        lay(sheet, TARGETS.at(name, WEIGHTS_ROW), 1, INPUT, "0.##")
        month = f'IF(AND(ISNUMBER(plan_year),ISNUMBER(first_month)),DATE(plan_year,first_month+{place},1),"")'
        lay(sheet, TARGETS.at(name, FORM_HEADER), None, FORMULA)
        lay_headers(sheet, FORM_HEADER, 4 + place, (f"={month}",), named=False)
        sheet[TARGETS.at(name, FORM_HEADER)].number_format = MONTH
    weights, starts = (TARGETS.rows(row, row).cells(*TARGET_MONTHS) for row in (WEIGHTS_ROW, FORM_HEADER))
    name_place(workbook, "month_weights", sheet, weights)
    name_place(workbook, "month_starts", sheet, starts)
    allow(sheet, weights, number(0, 1e6), "Weight", "A number, 0 or more: 2 = twice as much as a month of weight 1.")


def _lay_person(sheet: Worksheet, row: int, source: int) -> None:
    at, entered = TARGETS.here(row), PEOPLE_FORM.there(source)
    year, goal = at.target_of_the_year, entered.target_of_the_year
    lay(sheet, TARGETS.at("Person", row), f'={entered.person}&""', FORMULA)
    own = f'IF(OR({at.person}="",NOT(ISNUMBER({goal}))),"",{goal})'
    lay(sheet, TARGETS.at("Target of the year", row), f"={own}", FORMULA, AMOUNT)
    for place, name in enumerate(_MONTHS, start=1):
        part = f"INDEX(SPREAD({year},month_weights),{place})"
        lay(sheet, TARGETS.at(name, row), f'=IF({year}="","",IFERROR({part},""))', FORMULA, AMOUNT)
    for name, chosen in (("Of the month", "month_used"), ("To date", '"<="&month_used')):
        summed = f"ROUND(SUMIF(month_starts,{chosen},{at.to(*TARGET_MONTHS)}),6)"
        lay(sheet, TARGETS.at(name, row), f'=IF(OR({year}="",month_used=""),"",{summed})', FORMULA, AMOUNT)
