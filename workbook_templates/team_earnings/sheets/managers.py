"""The Managers sheet: what everybody brought, alone and together with all those below."""

from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

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
    FORM_FIRST,
    FORM_HEADER,
    FORM_LAST,
    PEOPLE,
    PEOPLE_FIRST,
    form,
    people,
)
from workbook_templates.team_earnings.sheets.roll_up import AMOUNT, attained
from workbook_templates.team_earnings.sheets.targets import OF_MONTH, TO_DATE

LAST_COLUMN: Final = "N"
OWN: Final = ("E", "F", "G", "H")
TOGETHER: Final = ("I", "J", "K", "M")
"""Sales, profit, pay and target; what is kept stands in L."""
_STEPS: Final = 7
"""Doublings after which 120 people are passed."""
_NUMBER: Final = 17
BEYOND: Final = get_column_letter(_NUMBER + 1 + _STEPS)
"""Where one ends after more steps up than there are people: 0, or in a circle."""
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
    lay(sheet, f"E{FORM_HEADER - 1}", "Alone", replace(LABEL, bold=True))
    lay(sheet, f"I{FORM_HEADER - 1}", "Together with all below", replace(LABEL, bold=True))
    headers = ("Person", "Manager", "Team", "Sales", "Profit", "Earned", "Target")
    lay_headers(sheet, FORM_HEADER, 2, (*headers, "Sales", "Profit", "Earned", "Kept", "Target", "Attained"))
    for offset in range(PEOPLE):
        _lay_person(sheet, FORM_FIRST + offset, PEOPLE_FIRST + offset)
    _lay_steps(sheet)
    highlight(sheet, f"B{FORM_FIRST}:{LAST_COLUMN}{FORM_LAST}", f'$B{FORM_FIRST}<>""', ruled=True)
    sheet.freeze_panes = f"C{FORM_FIRST}"
    lay_page(sheet, f"A1:{LAST_COLUMN}{FORM_LAST}", header_rows=f"{FORM_HEADER - 1}:{FORM_HEADER}")


def _lay_person(sheet: Worksheet, row: int, source: int) -> None:
    for letter in "BCD":
        lay(sheet, f"{letter}{row}", f'=People!${letter}{source}&""', _PLAIN)
    period = 'person_months[Month],">="&period_start,person_months[Month],"<="&month_used'
    for letter, column in zip(OWN, ("Sales", "Profit", "Earned"), strict=False):
        total = f"ROUND(SUMIFS(person_months[{column}],person_months[Person],$B{row},{period}),6)"
        lay(sheet, f"{letter}{row}", f'=IF($B{row}="","",IF(month_used="",0,{total}))', _PLAIN, AMOUNT)
    targets = f'IF(period_shown="month",Targets!${OF_MONTH}{row},Targets!${TO_DATE}{row})'
    lay(sheet, f"H{row}", f'=IF($B{row}="","",N({targets}))', _PLAIN, AMOUNT)
    for own, together in zip(OWN, TOGETHER, strict=True):
        members, managers, values = (f"${column}${FORM_FIRST}:${column}${FORM_LAST}" for column in ("B", "C", own))
        # One of the answer's cells in each row: LibreOffice without the add-in would compute an array formula anew.
        total = f"INDEX(ROLL_UP({members},{managers},{values}),{row - FORM_FIRST + 1})"
        lay(sheet, f"{together}{row}", f'=IF($B{row}="","",IFERROR({total},""))', _PLAIN, AMOUNT)
    lay(sheet, f"L{row}", f'=IF(ISNUMBER($J{row}),ROUND($J{row}-$K{row},6),"")', _PLAIN, AMOUNT)
    lay(sheet, f"N{row}", f"={_attained(row)}", _PLAIN, SHARE)


def _attained(row: int) -> str:
    """Towards a shared target count its partners too; where its owner has people below, they may be among these."""
    partners, owner = people("H"), f"$B{row}"
    brought = (f"SUMIF({partners},{owner},{form('Managers', letter)})" for letter in "FE")
    shared = f'IF(targets_for="profit",{",".join(brought)})'
    alone = f'IF(targets_for="profit",$J{row},$I{row})'
    with_partners = attained(f"{alone}+{shared}", f"$M{row}")
    of_shared = f'IF(COUNTIF({form("Managers", "C")},{owner})>0,"see Statement",{with_partners})'
    return f'IF(OR({owner}="",COUNTIF({partners},{owner})=0),{attained(alone, f"$M{row}")},{of_shared})'


def _lay_steps(sheet: Worksheet) -> None:
    """Each one's manager, then that of two steps up, of four, of eight: who is in a circle never comes to a top."""
    faint = replace(NOTE, ink=FAINT_INK)
    lay(sheet, f"{get_column_letter(_NUMBER)}{FORM_HEADER}", "Steps up, for Checks", faint)
    numbers = _steps_column(_NUMBER)
    for offset in range(PEOPLE):
        row = FORM_FIRST + offset
        lay(sheet, f"{get_column_letter(_NUMBER)}{row}", offset + 1, faint)
        manager = f'=IF($C{row}="",0,IFERROR(MATCH($C{row},{form("Managers", "B")},0),0))'
        lay(sheet, f"{get_column_letter(_NUMBER + 1)}{row}", manager, faint)
        for step in range(_STEPS):
            lay(sheet, f"{get_column_letter(_NUMBER + 2 + step)}{row}", None, faint)
    for step in range(_STEPS):
        before, letter = _steps_column(_NUMBER + 1 + step), get_column_letter(_NUMBER + 2 + step)
        formula = f"=SUMIF({numbers},{before},{before})"
        sheet[f"{letter}{FORM_FIRST}"] = ArrayFormula(f"{letter}{FORM_FIRST}:{letter}{FORM_LAST}", formula)


def _steps_column(column: int) -> str:
    letter = get_column_letter(column)
    return f"${letter}${FORM_FIRST}:${letter}${FORM_LAST}"


def circle_member() -> str:
    """Somebody in a circle of managers (a formula); an error where there is none."""
    return f"INDEX({form('Managers', 'B')},MAX({form('Managers', BEYOND)}))"
