"""The Inputs sheet: period, rules, the linked figures of the survey workbook, and where the rows come from."""

from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.columns import ROWS
from workbook_templates.centre_benefits.leads import FOLLOWER, RECORD
from workbook_templates.centre_benefits.sheets.places import INPUT_ROWS, INPUTS, METHODS
from workbook_templates.sheets.input_lines import REJECTED_LIMIT, Input, lay_inputs
from workbook_templates.sheets.look import (
    CENTS,
    DATE,
    GENERAL,
    SECTION,
    SHARE,
    lay,
    lay_page,
    lay_title,
    set_widths,
)
from workbook_templates.sheets.validation import day, number, one_of

SECTIONS: Final = {
    4: "Period",
    8: "Tele-coverage",
    12: "Opportunity management",
    17: "Customer service: figures of the survey workbook",
    24: "Where the rows come from",
}


def _share(name: str, label: str, note: str) -> Input:
    rule = number(0, 1, blank=False)
    return Input(name, label, None, SHARE, rule, "A share from 0% to 100%: write 30% or 0.3, not 30.", note)


def _source(table: str) -> Input:
    note = f"Blank = the rows of the sheet {table.capitalize()}; else the name of a source in your own settings."
    return Input(f"{table}_source", f"{table.capitalize()} source", None, GENERAL, None, "", note)


_MONEY: Final = "An amount as a number, without a currency sign."
_INPUTS: Final = (
    Input(
        "period_start",
        "First day",
        None,
        DATE,
        day(blank=False),
        "A date, such as 2026-01-01.",
        "Rows of other days are listed on Rejected. The cost lines are those of the whole period.",
    ),
    Input(
        "period_end",
        "Last day",
        None,
        DATE,
        day(blank=False),
        "A date, not before the first day.",
        "One workbook a period: for a new one save a copy, change the days, bring new rows.",
    ),
    Input(
        "coverage_method",
        "Performance of pairs",
        "divided",
        GENERAL,
        one_of(*METHODS, blank=False),
        'Choose "divided" or "combined".',
        "divided = the inside's part of each territory; combined = one total of both, counted once.",
    ),
    Input(
        "outside_cost",
        "Cost of the outside representatives",
        None,
        CENTS,
        number(0, 1e12),
        _MONEY,
        "Counted where the performance is combined: then both earn it, and both cost.",
    ),
    _share("persuaded_share", "Credit where the centre persuaded", "Its part of the profit of a deal that it won."),
    _share("passed_on_share", "Credit where it passed the lead on", "Its part of a deal that others then won."),
    Input(
        "lead_word",
        "Where record and follower disagree",
        RECORD,
        GENERAL,
        one_of(RECORD, FOLLOWER, blank=False),
        f'Choose "{RECORD}" or "{FOLLOWER}".',
        "Whose word counts. Every such lead is listed on the sheet Disagreements.",
    ),
    Input(
        "survey_net_profit",
        "Net profit",
        None,
        CENTS,
        number(-1e12, 1e12),
        _MONEY,
        "From the sheet Report of the survey workbook of the same period; it is the benefit here.",
    ),
    Input("survey_net_cost", "Net cost", None, CENTS, number(0, 1e12), _MONEY, "From the same sheet Report."),
    Input(
        "survey_roi",
        "ROI",
        None,
        SHARE,
        number(-1000, 1000),
        "The ROI as a share, such as 45% or 0.45.",
        "From the same sheet Report; Checks compares it with ROI(net profit, net cost).",
    ),
    Input(
        "survey_period",
        "Which workbook, which period",
        None,
        GENERAL,
        None,
        "",
        "For the reader: the survey workbook's name, its period and its value per customer.",
    ),
    Input(
        "survey_in_total",
        "Counts in the total",
        "yes",
        GENERAL,
        one_of("yes", "no", blank=False),
        'Choose "yes" or "no".',
        "no = this period's sales hold the profit of loyal customers already: not added again.",
    ),
    *(_source(table) for table in ROWS),
    REJECTED_LIMIT,
)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Inputs", "Everything that you decide. Blue cells are yours; change them and the report follows.")
    set_widths(sheet, (34, 44, 20, 11, 82))
    for row, text in SECTIONS.items():
        lay(sheet, f"B{row}", text, SECTION)
    lay_inputs(workbook, sheet, _INPUTS, INPUT_ROWS)
    sheet.freeze_panes = "A3"
    lay_page(sheet, INPUTS.page(INPUTS.last), one_page=True)
