"""The Plans sheet: how people are paid, what is wrong with a plan, and what each pays on an amount to try."""

from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import (
    BAD_INK,
    CENTS,
    FORMULA,
    GENERAL,
    HEADER,
    INPUT,
    LABEL,
    NOTE,
    RATE,
    TEXT_HEADER,
    highlight,
    lay,
    lay_page,
    lay_table,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.validation import allow, number, one_of
from workbook_templates.team_earnings import columns
from workbook_templates.team_earnings.columns import TIERS
from workbook_templates.team_earnings.sheets.places import PLANS, PLANS_FIRST, PLANS_HEADER, PLANS_LAST, plans

FIRST_THRESHOLD: Final = "E"
LAST_THRESHOLD: Final = get_column_letter(4 + TIERS)
FIRST_RATE: Final = get_column_letter(5 + TIERS)
LAST_RATE: Final = get_column_letter(4 + 2 * TIERS)
PAYS: Final = get_column_letter(5 + 2 * TIERS)
TO_CORRECT: Final = get_column_letter(6 + 2 * TIERS)
_THRESHOLD: Final = "#,##0.##"


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Plans", "How people are paid on what they bring in a calendar month. One row a plan.")
    set_widths(sheet, (20, 10, 13, *[11] * TIERS, *[8] * TIERS, 15, 44))
    marginal = "marginal = each part of the month earns the rate of its own tier; blank = marginal."
    retroactive = "retroactive = the whole month earns the rate of the highest threshold reached."
    lay(sheet, "B3", f"{marginal} {retroactive} Below the first threshold nothing is earned: begin with 0.", NOTE)
    lay(sheet, "B5", "Try an amount of a month", LABEL)
    lay(sheet, "E5", 20_000, INPUT, CENTS)
    name_place(workbook, "amount_tried", sheet, "E5")
    allow(sheet, "E5", number(-1e12, 1e12), "Amount", "An amount, such as 20000.")
    lay_table(sheet, "plans", PLANS_HEADER, 2, columns.PLANS, PLANS)
    lay(sheet, f"{PAYS}{PLANS_HEADER}", "It pays on the amount", HEADER)
    lay(sheet, f"{TO_CORRECT}{PLANS_HEADER}", "To correct", TEXT_HEADER)
    for row in range(PLANS_FIRST, PLANS_LAST + 1):
        _lay_plan(sheet, row)
    rows = f"{PLANS_FIRST}:{{0}}{PLANS_LAST}"
    words = (("C", ("profit", "sales"), "Pays on"), ("D", ("marginal", "retroactive"), "Method"))
    for column, choice, title in words:
        choices = " or ".join(f'"{word}"' for word in choice)
        allow(sheet, f"{column}{rows.format(column)}", one_of(*choice), title, f"Choose {choices}.")
    thresholds = f"{FIRST_THRESHOLD}{rows.format(LAST_THRESHOLD)}"
    allow(sheet, thresholds, number(0, 1e12), "Threshold", "An amount, 0 or more, above the threshold before.")
    share = "A share from 0% to 100%: write 5% or 0.05, not 5."
    allow(sheet, f"{FIRST_RATE}{rows.format(LAST_RATE)}", number(0, 1), "Rate", share)
    highlight(
        sheet, f"{TO_CORRECT}{PLANS_FIRST}:{TO_CORRECT}{PLANS_LAST}", f'{TO_CORRECT}{PLANS_FIRST}<>""', ink=BAD_INK
    )
    name_place(workbook, "plans_start", sheet, f"B{PLANS_FIRST}")
    sheet.freeze_panes = f"C{PLANS_FIRST}"
    lay_page(sheet, f"A1:{TO_CORRECT}{PLANS_LAST}", one_page=True)


def _lay_plan(sheet: Worksheet, row: int) -> None:
    for place in range(3):
        lay(sheet, f"{get_column_letter(2 + place)}{row}", None, replace(INPUT, horizontal="left"), GENERAL)
    for tier in range(TIERS):
        lay(sheet, f"{get_column_letter(5 + tier)}{row}", None, INPUT, _THRESHOLD)
        lay(sheet, f"{get_column_letter(5 + TIERS + tier)}{row}", None, INPUT, RATE)
    pays = f"COMMISSION(amount_tried,{thresholds_of(row)},{rates_of(row)},$D{row})"
    shown = f'=IF(OR($B{row}="",NOT(ISNUMBER(amount_tried)),{TO_CORRECT}{row}<>""),"",{pays})'
    lay(sheet, f"{PAYS}{row}", shown, FORMULA, CENTS)
    lay(sheet, f"{TO_CORRECT}{row}", f"={_to_correct(row)}", replace(FORMULA, horizontal="left", indent=1))


def thresholds_of(row: int) -> str:
    """The thresholds of a plan."""
    return f"${FIRST_THRESHOLD}{row}:${LAST_THRESHOLD}{row}"


def rates_of(row: int) -> str:
    """The rates of a plan."""
    return f"${FIRST_RATE}{row}:${LAST_RATE}{row}"


def _to_correct(row: int) -> str:
    """What is wrong with a plan, the first thing first; empty where nothing is."""
    limits, rates = thresholds_of(row), rates_of(row)
    later = f"$F{row}:${LAST_THRESHOLD}{row}"
    before = f"${FIRST_THRESHOLD}{row}:${get_column_letter(3 + TIERS)}{row}"
    alone = f'SUMPRODUCT(--(({limits}="")<>({rates}="")))'
    falling = f"SUMPRODUCT(--ISNUMBER({later}),--ISNUMBER({before}),--({later}<={before}))"
    cases = (
        (f'AND($B{row}="",COUNTA($C{row}:${LAST_RATE}{row})=0)', '""'),
        (f'$B{row}=""', '"The plan has no name"'),
        (f"COUNTIF({plans('B')},$B{row})>1", '"Named twice"'),
        (f'AND($C{row}<>"",$C{row}<>"profit",$C{row}<>"sales")', '"Pays on: profit or sales"'),
        (f'AND($D{row}<>"",$D{row}<>"marginal",$D{row}<>"retroactive")', '"Method: marginal or retroactive"'),
        (f"COUNTA({limits})=0", '"No threshold"'),
        (f"COUNTA({limits})+COUNTA({rates})>COUNT({limits})+COUNT({rates})", '"A threshold or rate is no number"'),
        (f"{alone}>0", '"A threshold without a rate, or a rate without a threshold"'),
        (f'COUNTIF({rates},">1")+COUNTIF({rates},"<0")>0', '"A rate is not from 0% to 100%: write 5%, not 5"'),
        (f'COUNTIF({limits},"<0")>0', '"A threshold is negative"'),
        (f"{falling}>0", '"The thresholds do not increase"'),
    )
    return "".join(f"IF({wrong},{words}," for wrong, words in cases) + '""' + ")" * len(cases)
