"""The Plans sheet: how people are paid, what is wrong with a plan, and what each pays on an amount to try."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.formulas import first_case
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
from workbook_templates.team_earnings.sheets.places import PLANS, PLANS_FORM, PLANS_HEADER

THRESHOLDS: Final = (columns.THRESHOLDS[0], columns.THRESHOLDS[-1])
RATES: Final = (columns.RATES[0], columns.RATES[-1])
"""First and last column of each."""
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
    lay(sheet, PLANS_FORM.at("It pays on the amount", PLANS_HEADER), "It pays on the amount", HEADER)
    lay(sheet, PLANS_FORM.at("To correct", PLANS_HEADER), "To correct", TEXT_HEADER)
    first = PLANS_FORM.first
    for row in range(first, PLANS_FORM.last + 1):
        _lay_plan(sheet, row)
    for title, choice in (("Pays on", ("profit", "sales")), ("Method", ("marginal", "retroactive"))):
        choices = " or ".join(f'"{word}"' for word in choice)
        allow(sheet, PLANS_FORM.cells(title), one_of(*choice), title, f"Choose {choices}.")
    error = "An amount, 0 or more, above the threshold before."
    allow(sheet, PLANS_FORM.cells(*THRESHOLDS), number(0, 1e12), "Threshold", error)
    share = "A share from 0% to 100%: write 5% or 0.05, not 5."
    allow(sheet, PLANS_FORM.cells(*RATES), number(0, 1), "Rate", share)
    highlight(sheet, PLANS_FORM.cells("To correct"), f'{PLANS_FORM.at("To correct", first)}<>""', ink=BAD_INK)
    name_place(workbook, "plans_start", sheet, PLANS_FORM.at("Plan", first))
    sheet.freeze_panes = PLANS_FORM.at("Pays on", first)
    lay_page(sheet, PLANS_FORM.page(PLANS_FORM.last), one_page=True)


def _lay_plan(sheet: Worksheet, row: int) -> None:
    at = PLANS_FORM.here(row)
    for name in ("Plan", "Pays on", "Method"):
        lay(sheet, PLANS_FORM.at(name, row), None, replace(INPUT, horizontal="left"), GENERAL)
    for threshold, rate in zip(columns.THRESHOLDS, columns.RATES, strict=True):
        lay(sheet, PLANS_FORM.at(threshold, row), None, INPUT, _THRESHOLD)
        lay(sheet, PLANS_FORM.at(rate, row), None, INPUT, RATE)
    wrong = PLANS_FORM.at("To correct", row)
    pays = f"COMMISSION(amount_tried,{at.to(*THRESHOLDS)},{at.to(*RATES)},{at.method})"
    shown = f'=IF(OR({at.plan}="",NOT(ISNUMBER(amount_tried)),{wrong}<>""),"",{pays})'
    lay(sheet, PLANS_FORM.at("It pays on the amount", row), shown, FORMULA, CENTS)
    lay(sheet, wrong, f"={_correction(row)}", replace(FORMULA, horizontal="left", indent=1))


def _correction(row: int) -> str:
    """What is wrong with a plan, the first thing first; empty where nothing is."""
    at = PLANS_FORM.here(row)
    plan, pays_on, method = at.plan, at.pays_on, at.method
    limits, rates = at.to(*THRESHOLDS), at.to(*RATES)
    before = at.to(columns.THRESHOLDS[0], columns.THRESHOLDS[-2])
    later = at.to(columns.THRESHOLDS[1], columns.THRESHOLDS[-1])
    alone = f'SUMPRODUCT(--(({limits}="")<>({rates}="")))'
    falling = f"SUMPRODUCT(--ISNUMBER({later}),--ISNUMBER({before}),--({later}<={before}))"
    return first_case(
        (f'AND({plan}="",COUNTA({at.to("Pays on", RATES[1])})=0)', '""'),
        (f'{plan}=""', '"The plan has no name"'),
        (f"COUNTIF({PLANS_FORM.column('Plan')},{plan})>1", '"Named twice"'),
        (f'AND({pays_on}<>"",{pays_on}<>"profit",{pays_on}<>"sales")', '"Pays on: profit or sales"'),
        (f'AND({method}<>"",{method}<>"marginal",{method}<>"retroactive")', '"Method: marginal or retroactive"'),
        (f"COUNTA({limits})=0", '"No threshold"'),
        (f"COUNTA({limits})+COUNTA({rates})>COUNT({limits})+COUNT({rates})", '"A threshold or rate is no number"'),
        (f"{alone}>0", '"A threshold without a rate, or a rate without a threshold"'),
        (f'COUNTIF({rates},">1")+COUNTIF({rates},"<0")>0', '"A rate is not from 0% to 100%: write 5%, not 5"'),
        (f'COUNTIF({limits},"<0")>0', '"A threshold is negative"'),
        (f"{falling}>0", '"The thresholds do not increase"'),
        otherwise='""',
    )
