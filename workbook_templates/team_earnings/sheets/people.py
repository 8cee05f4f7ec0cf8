"""The People sheet: who reports to whom, by which plan each is paid, and whose target it is."""

from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    BAD_INK,
    FORMULA,
    GENERAL,
    INPUT,
    NOTE,
    TEXT_HEADER,
    YEAR,
    highlight,
    lay,
    lay_page,
    lay_table,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.validation import allow, from_list, number, whole
from workbook_templates.team_earnings import columns
from workbook_templates.team_earnings.sheets.places import (
    PEOPLE,
    PEOPLE_FIRST,
    PEOPLE_HEADER,
    PEOPLE_LAST,
    people,
    plans,
)

TO_CORRECT: Final = "I"
_TARGET: Final = "#,##0.##"
_FORMATS: Final = (GENERAL, GENERAL, GENERAL, GENERAL, YEAR, _TARGET, GENERAL)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "People", "Everybody who sells or manages, one row each.")
    set_widths(sheet, (24, 24, 18, 18, 10, 18, 24, 40))
    note = (
        "A blank manager is the top; a blank plan earns nothing. A target that two share is entered once, with its "
        "owner; the partner names the owner in the last column."
    )
    lay(sheet, "B3", note, NOTE)
    lay_table(sheet, "people", PEOPLE_HEADER, 2, columns.PEOPLE, PEOPLE)
    lay(sheet, f"{TO_CORRECT}{PEOPLE_HEADER}", "To correct", TEXT_HEADER)
    for row in range(PEOPLE_FIRST, PEOPLE_LAST + 1):
        for place, number_format in enumerate(_FORMATS):
            look = replace(INPUT, horizontal="left") if number_format == GENERAL else INPUT
            lay(sheet, f"{get_column_letter(2 + place)}{row}", None, look, number_format)
        lay(sheet, f"{TO_CORRECT}{row}", f"={_to_correct(row)}", replace(FORMULA, horizontal="left"))
    _allow(sheet)
    highlight(sheet, f"{TO_CORRECT}{PEOPLE_FIRST}:{TO_CORRECT}{PEOPLE_LAST}", f'I{PEOPLE_FIRST}<>""', ink=BAD_INK)
    name_place(workbook, "people_start", sheet, f"B{PEOPLE_FIRST}")
    sheet.freeze_panes = f"C{PEOPLE_FIRST}"
    lay_page(sheet, f"A1:{TO_CORRECT}{PEOPLE_LAST}", header_rows=f"{PEOPLE_HEADER}:{PEOPLE_HEADER}")


def _allow(sheet: Worksheet) -> None:
    def cells(column: str) -> str:
        return f"{column}{PEOPLE_FIRST}:{column}{PEOPLE_LAST}"

    for column, title in (("C", "Manager"), ("H", "Owner of the target")):
        error = "Not one of the names in the first column. Keep it?"
        allow(sheet, cells(column), from_list(people("B")), title, error, warn_only=True)
    allow(sheet, cells("E"), from_list(plans("B")), "Plan", "Choose one of the sheet Plans, or leave it blank.")
    allow(sheet, cells("F"), whole(1, 31), "Pay day", "A day of the month, 1 to 31; blank = the usual one of Inputs.")
    allow(sheet, cells("G"), number(0, 1e12), "Target", "An amount for the whole year, 0 or more.")


def _to_correct(row: int) -> str:
    """What is wrong with a person's row, the first thing first; empty where nothing is."""
    names = people("B")
    name, manager, plan, pay_day, target, owner = (f"${column}{row}" for column in "BCEFGH")
    marks = "+".join(f'ISNUMBER(FIND("{mark}",{name}))' for mark in "*?~")
    cases = (
        (f'AND({name}="",COUNTA($C{row}:$H{row})=0)', '""'),
        (f'{name}=""', '"The row has no name"'),
        (f"({marks})>0", '"The name has * ? or ~ in it"'),
        (f"COUNTIF({names},{name})>1", '"Named twice"'),
        (f'AND({manager}<>"",COUNTIF({names},{manager})=0)', '"The manager is not on this sheet"'),
        (f'AND({manager}<>"",{manager}={name})', '"Is the own manager"'),
        (f'AND({plan}<>"",COUNTIF({plans("B")},{plan})=0)', '"The plan is not on the sheet Plans"'),
        (
            f'IF({pay_day}="",FALSE,IF(ISNUMBER({pay_day}),OR({pay_day}<1,{pay_day}>31,{pay_day}<>INT({pay_day})),TRUE))',
            '"The pay day is not 1 to 31"',
        ),
        (f'IF({target}="",FALSE,IF(ISNUMBER({target}),{target}<0,TRUE))', '"The target is no amount"'),
        (f'AND({owner}<>"",{target}<>"")', '"A shared target is entered with its owner alone"'),
        (f'AND({owner}<>"",{owner}={name})', '"Shares the own target"'),
        (f'AND({owner}<>"",COUNTIF({names},{owner})=0)', '"The owner of the target is not on this sheet"'),
        (f'AND({owner}<>"",SUMIF({names},{owner},{people("G")})=0)', '"The owner has no target to share"'),
    )
    return "".join(f"IF({wrong},{words}," for wrong, words in cases) + '""' + ")" * len(cases)
