"""The Proof sheet: each person's months, their lines against COMMISSION of the whole month."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.formulas import as_entered, total
from workbook_templates.sheets.look import (
    FORMULA,
    NOTE,
    TOTAL,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.team_earnings.columns import MONTHS
from workbook_templates.team_earnings.sheets.places import (
    FORM_FIRST,
    FORM_HEADER,
    FORM_LAST,
    PEOPLE,
    PEOPLE_FORM,
    PLANS_FORM,
    PROOF,
    TOTAL_ROW,
)
from workbook_templates.team_earnings.sheets.plans import RATES, THRESHOLDS
from workbook_templates.team_earnings.sheets.roll_up import AMOUNT

_SUMMED: Final = PROOF.columns[4:]
_PLAIN: Final = replace(FORMULA, rule=False)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet,
        "Proof",
        "Of each person: COMMISSION of each month's whole amount against what its lines earned, which are cents.",
    )
    note = (
        "COMMISSION is not rounded and the lines are cents: sums of several months may lie a few cents apart. A month "
        "differs where its lines come to more than half a cent more or less."
    )
    lay(sheet, "B3", note, NOTE)
    set_widths(sheet, (24, 18, 10, 14, 22, 18, 22))
    lay_headers(sheet, FORM_HEADER, 2, PROOF.columns)
    lay(sheet, PROOF.at("Person", TOTAL_ROW), "All people", TOTAL)
    for name in PROOF.columns[1:]:
        summed = f"={total(PROOF.cells(name))}" if name in _SUMMED else None
        lay(sheet, PROOF.at(name, TOTAL_ROW), summed, TOTAL, "0" if name == "Months that differ" else AMOUNT)
    for offset in range(PEOPLE):
        _lay_person(sheet, FORM_FIRST + offset, PEOPLE_FORM.first + offset)
    name_place(workbook, "proof_start", sheet, PROOF.at("Person", FORM_FIRST))
    name_place(workbook, "months_apart", sheet, PROOF.at("Months that differ", TOTAL_ROW))
    highlight(sheet, PROOF.area(), f'{PROOF.here(FORM_FIRST).person}<>""', ruled=True)
    sheet.freeze_panes = PROOF.at("Plan", FORM_FIRST)
    lay_page(sheet, PROOF.page(FORM_LAST), landscape=False, header_rows=f"{FORM_HEADER}:{FORM_HEADER}")


def _lay_person(sheet: Worksheet, row: int, source: int) -> None:
    at, entered = PROOF.here(row), PEOPLE_FORM.there(source)
    person, plan, plan_row, year_row = at.person, at.plan, at.row_on_plans, at.row_on_tally_years
    names = PLANS_FORM.column("Plan")
    match = f"MATCH({plan},{names},0)"
    usable = f'IF(INDEX({PLANS_FORM.column("To correct")},{match})="",{match},"")'
    # A name that is a number may be tallied as one, or as a text.
    listed = "person_years[Person]"
    year = f'IFERROR(MATCH({person},{listed},0),IFERROR(MATCH({person}&"",{listed},0),""))'
    pays_on, earned = (
        f"INDEX(person_years[[{name} 1]:[{name} {MONTHS}]],{year_row},0)" for name in ("Pays on", "Earned")
    )
    limits, rates = PLANS_FORM.column(*THRESHOLDS), PLANS_FORM.column(*RATES)
    tiers = f"INDEX({limits},{plan_row},0),INDEX({rates},{plan_row},0),INDEX({PLANS_FORM.column('Method')},{plan_row})"
    commission = f"COMMISSION({pays_on},{tiers})"

    def if_found(formula: str) -> str:
        return f'IF(OR({plan_row}="",{year_row}=""),"",{formula})'

    formulas = (
        (as_entered(entered.person), None),
        (as_entered(entered.plan), None),
        (f'IF({plan}="","",IF(COUNTIF({names},{plan})=0,"",{usable}))', "0"),
        (f'IF({person}="","",{year})', "0"),
        (if_found(f"SUM({commission})"), AMOUNT),
        (if_found(f"SUM({earned})"), AMOUNT),
        (if_found(f"SUMPRODUCT(--(ABS({commission}-{earned})>0.0050001))"), "0"),
    )
    for name, (formula, number_format) in zip(PROOF.columns, formulas, strict=True):
        lay(sheet, PROOF.at(name, row), f"={formula}", _PLAIN, number_format)
