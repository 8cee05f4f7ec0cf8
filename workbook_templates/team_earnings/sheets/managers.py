"""The Managers sheet: what everybody brought, alone and together with all those below."""

from dataclasses import replace
from itertools import pairwise
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.formulas import attainment
from workbook_templates.sheets.look import (
    FAINT_INK,
    FORMULA,
    INPUT,
    LABEL,
    NOTE,
    SHARE,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.validation import allow, one_of
from workbook_templates.team_earnings.sheets.places import (
    BEYOND,
    FORM_FIRST,
    FORM_HEADER,
    MANAGERS,
    PEOPLE,
    PEOPLE_FORM,
    TARGETS,
)
from workbook_templates.team_earnings.sheets.roll_up import AMOUNT

OWN: Final = ("Sales", "Profit", "Earned", "Target")
"""Each has a column of what is brought together with those below."""
_SHOWN: Final = ("Person", "Attained")
_STEPS: Final = MANAGERS.columns[-8:]
"""One step up, then doublings after which 120 people are passed."""
_PLAIN: Final = replace(FORMULA, rule=False)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet, "Managers", "What everybody brought, alone and together with all those below; each sale counts once."
    )
    set_widths(sheet, (24, 22, 16, *[14] * 9, 10))
    lay(sheet, "B4", "Period", LABEL)
    lay(sheet, "C4", "year to date", replace(INPUT, horizontal="left"))
    name_place(workbook, "period_shown", sheet, "C4")
    allow(sheet, "C4", one_of("month", "year to date", blank=False), "Period", 'Choose "month" or "year to date".')
    begin = '=IF(month_used="","",IF(period_shown="month",month_used,INDEX(month_starts,1,1)))'
    lay(sheet, "D4", begin, replace(NOTE, horizontal="left"), '"from "mmm yyyy')
    name_place(workbook, "period_start", sheet, "D4")
    lay(sheet, "E4", '=IF(month_used="","",month_used)', replace(NOTE, horizontal="left"), '"to "mmm yyyy')
    lay(
        sheet,
        "B3",
        "The month is the one of the sheet Roll-up. A shared target stands with its owner, and partners count there.",
        NOTE,
    )
    lay(sheet, MANAGERS.at("Sales", FORM_HEADER - 1), "Alone", replace(LABEL, bold=True))
    lay(sheet, MANAGERS.at("Sales together", FORM_HEADER - 1), "Together with all below", replace(LABEL, bold=True))
    headers = ("Person", "Manager", "Team", "Sales", "Profit", "Earned", "Target")
    lay_headers(sheet, FORM_HEADER, 2, (*headers, "Sales", "Profit", "Earned", "Kept", "Target", "Attained"))
    for offset in range(PEOPLE):
        _lay_person(sheet, FORM_FIRST + offset, PEOPLE_FORM.first + offset)
    _lay_steps(sheet)
    highlight(sheet, MANAGERS.cells(*_SHOWN), f'{MANAGERS.here(FORM_FIRST).person}<>""', ruled=True)
    sheet.freeze_panes = MANAGERS.at("Manager", FORM_FIRST)
    lay_page(sheet, MANAGERS.page(MANAGERS.last, to="Attained"), header_rows=f"{FORM_HEADER - 1}:{FORM_HEADER}")


def _lay_person(sheet: Worksheet, row: int, source: int) -> None:
    at, entered, goals = MANAGERS.here(row), PEOPLE_FORM.there(source), TARGETS.there(row)
    person = at.person
    for name in ("Person", "Manager", "Team"):
        lay(sheet, MANAGERS.at(name, row), f'={entered[name]}&""', _PLAIN)
    period = 'person_months[Month],">="&period_start,person_months[Month],"<="&month_used'
    for name in OWN[:3]:
        total = f"ROUND(SUMIFS(person_months[{name}],person_months[Person],{person},{period}),6)"
        lay(sheet, MANAGERS.at(name, row), f'=IF({person}="","",IF(month_used="",0,{total}))', _PLAIN, AMOUNT)
    target = f'IF(period_shown="month",{goals.of_the_month},{goals.to_date})'
    lay(sheet, MANAGERS.at("Target", row), f'=IF({person}="","",N({target}))', _PLAIN, AMOUNT)
    for name in OWN:
        members, managers, values = (MANAGERS.own_column(each) for each in ("Person", "Manager", name))
        # One of the answer's cells in each row: LibreOffice without the add-in would compute an array formula anew.
        total = f"INDEX(ROLL_UP({members},{managers},{values}),{row - FORM_FIRST + 1})"
        lay(sheet, MANAGERS.at(f"{name} together", row), f'=IF({person}="","",IFERROR({total},""))', _PLAIN, AMOUNT)
    kept = f'IF(ISNUMBER({at.profit_together}),ROUND({at.profit_together}-{at.earned_together},6),"")'
    lay(sheet, MANAGERS.at("Kept together", row), f"={kept}", _PLAIN, AMOUNT)
    lay(sheet, MANAGERS.at("Attained", row), f"={_attainment(row)}", _PLAIN, SHARE)


def _attainment(row: int) -> str:
    """Towards a shared target count its partners too; where its owner has people below, they may be among these."""
    at = MANAGERS.here(row)
    partners, owner, target = PEOPLE_FORM.column("Shares the target of"), at.person, at.target_together
    brought = (f"SUMIF({partners},{owner},{MANAGERS.column(name)})" for name in ("Profit", "Sales"))
    shared = f'IF(targets_for="profit",{",".join(brought)})'
    alone = f'IF(targets_for="profit",{at.profit_together},{at.sales_together})'
    with_partners = attainment(f"{alone}+{shared}", target)
    of_shared = f'IF(COUNTIF({MANAGERS.column("Manager")},{owner})>0,"see Statement",{with_partners})'
    return f'IF(OR({owner}="",COUNTIF({partners},{owner})=0),{attainment(alone, target)},{of_shared})'


def _lay_steps(sheet: Worksheet) -> None:
    """Each one's manager, then that of two steps up, of four, of eight: who is in a circle never comes to a top."""
    faint = replace(NOTE, ink=FAINT_INK)
    lay(sheet, MANAGERS.at("Number", FORM_HEADER), "Steps up, for Checks", faint)
    numbers = MANAGERS.own_column("Number")
    for offset in range(PEOPLE):
        row = FORM_FIRST + offset
        lay(sheet, MANAGERS.at("Number", row), offset + 1, faint)
        manager = MANAGERS.here(row).manager
        place = f'=IF({manager}="",0,IFERROR(MATCH({manager},{MANAGERS.column("Person")},0),0))'
        lay(sheet, MANAGERS.at(_STEPS[0], row), place, faint)
        for step in _STEPS[1:]:
            lay(sheet, MANAGERS.at(step, row), None, faint)
    for half, step in pairwise(_STEPS):
        before = MANAGERS.own_column(half)
        formula = f"=SUMIF({numbers},{before},{before})"
        sheet[MANAGERS.at(step, FORM_FIRST)] = ArrayFormula(MANAGERS.cells(step), formula)


def circle_member() -> str:
    """Somebody in a circle of managers (a formula); an error where there is none."""
    return f"INDEX({MANAGERS.column('Person')},MAX({MANAGERS.column(BEYOND)}))"
