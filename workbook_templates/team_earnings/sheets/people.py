"""The People sheet: who reports to whom, by which plan each is paid, and whose target it is."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.formulas import first_case
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
from workbook_templates.team_earnings.sheets.places import PEOPLE, PEOPLE_FORM, PEOPLE_HEADER, PLANS_FORM

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
    lay(sheet, PEOPLE_FORM.at("To correct", PEOPLE_HEADER), "To correct", TEXT_HEADER)
    first = PEOPLE_FORM.first
    for row in range(first, PEOPLE_FORM.last + 1):
        for name, number_format in zip(columns.PEOPLE, _FORMATS, strict=True):
            look = replace(INPUT, horizontal="left") if number_format == GENERAL else INPUT
            lay(sheet, PEOPLE_FORM.at(name, row), None, look, number_format)
        lay(sheet, PEOPLE_FORM.at("To correct", row), f"={_correction(row)}", replace(FORMULA, horizontal="left"))
    _allow(sheet)
    highlight(sheet, PEOPLE_FORM.cells("To correct"), f'{PEOPLE_FORM.at("To correct", first)}<>""', ink=BAD_INK)
    name_place(workbook, "people_start", sheet, PEOPLE_FORM.at("Person", first))
    sheet.freeze_panes = PEOPLE_FORM.at("Manager", first)
    lay_page(sheet, PEOPLE_FORM.page(PEOPLE_FORM.last), header_rows=f"{PEOPLE_HEADER}:{PEOPLE_HEADER}")


def _allow(sheet: Worksheet) -> None:
    cells = PEOPLE_FORM.cells
    for name, title in (("Manager", "Manager"), ("Shares the target of", "Owner of the target")):
        error = "Not one of the names in the first column. Keep it?"
        allow(sheet, cells(name), from_list(PEOPLE_FORM.column("Person")), title, error, warn_only=True)
    plans = from_list(PLANS_FORM.column("Plan"))
    allow(sheet, cells("Plan"), plans, "Plan", "Choose one of the sheet Plans, or leave it blank.")
    pay_day = "A day of the month, 1 to 31; blank = the usual one of Inputs."
    allow(sheet, cells("Pay day"), whole(1, 31), "Pay day", pay_day)
    target = "An amount for the whole year, 0 or more."
    allow(sheet, cells("Target of the year"), number(0, 1e12), "Target", target)


def _correction(row: int) -> str:
    """What is wrong with a person's row, the first thing first; empty where nothing is."""
    at, names = PEOPLE_FORM.here(row), PEOPLE_FORM.column("Person")
    name, manager, plan, pay_day = at.person, at.manager, at.plan, at.pay_day
    target, owner = at.target_of_the_year, at.shares_the_target_of
    goals = PEOPLE_FORM.column("Target of the year")
    marks = "+".join(f'ISNUMBER(FIND("{mark}",{name}))' for mark in "*?~")
    return first_case(
        (f'AND({name}="",COUNTA({at.to("Manager", "Shares the target of")})=0)', '""'),
        (f'{name}=""', '"The row has no name"'),
        (f"({marks})>0", '"The name has * ? or ~ in it"'),
        (f"COUNTIF({names},{name})>1", '"Named twice"'),
        (f'AND({manager}<>"",COUNTIF({names},{manager})=0)', '"The manager is not on this sheet"'),
        (f'AND({manager}<>"",{manager}={name})', '"Is the own manager"'),
        (f'AND({plan}<>"",COUNTIF({PLANS_FORM.column("Plan")},{plan})=0)', '"The plan is not on the sheet Plans"'),
        (
            f'IF({pay_day}="",FALSE,IF(ISNUMBER({pay_day}),OR({pay_day}<1,{pay_day}>31,{pay_day}<>INT({pay_day})),TRUE))',
            '"The pay day is not 1 to 31"',
        ),
        (f'IF({target}="",FALSE,IF(ISNUMBER({target}),{target}<0,TRUE))', '"The target is no amount"'),
        (f'AND({owner}<>"",{target}<>"")', '"A shared target is entered with its owner alone"'),
        (f'AND({owner}<>"",{owner}={name})', '"Shares the own target"'),
        (f'AND({owner}<>"",COUNTIF({names},{owner})=0)', '"The owner of the target is not on this sheet"'),
        (f'AND({owner}<>"",SUMIF({names},{owner},{goals})=0)', '"The owner has no target to share"'),
        otherwise='""',
    )
