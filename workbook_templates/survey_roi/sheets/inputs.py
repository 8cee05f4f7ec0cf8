"""The Inputs sheet: period, bases, limits, what of the survey counts, and the kinds of cost."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.input_lines import REJECTED_LIMIT, Input, InputLook, lay_inputs
from workbook_templates.sheets.look import (
    GENERAL,
    INPUT,
    NOTE,
    RATE,
    SECTION,
    SHARE,
    TEXT_FORMULA,
    YEAR,
    lay,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.validation import number, one_of, rule, whole
from workbook_templates.survey_roi.columns import MONTH_NAMES
from workbook_templates.survey_roi.sheets.places import (
    COUNT_BASES,
    INPUT_ROWS,
    INPUTS,
    KINDS,
    KINDS_FIRST,
    VALUE_BASES,
)


def _limit(name: str, other: str, order: str) -> DataValidation:
    cell, beside = (INPUTS.own_cell("Value", INPUT_ROWS[each]) for each in (name, other))
    return rule(f"AND(ISNUMBER({cell}),OR({cell}=0,AND({cell}>=1,{cell}<=100)),{cell}{order}{beside})", blank=False)


_INPUTS: Final = (
    Input(
        "report_year",
        "Report year",
        2026,
        YEAR,
        whole(1990, 2199, blank=False),
        "A year with four digits, such as 2026.",
        "One workbook a year: for a new year save a copy and clear the customers served.",
    ),
    Input(
        "report_month",
        "Report month",
        1,
        YEAR,
        one_of(*(str(month) for month in range(1, 13)), blank=False),
        "The month's number, 1 to 12.",
        "The month that the Report sheet shows; the trend always shows the whole year.",
    ),
    Input(
        "value_basis",
        "Value per customer",
        "lifetime",
        GENERAL,
        one_of(*VALUE_BASES, blank=False),
        'Choose "lifetime", "year" or "month".',
        "lifetime = CLV over the years a customer stays; year = one year's profit; month = a twelfth of it.",
    ),
    Input(
        "discount_rate",
        "Discount rate, a year",
        0.1,
        RATE,
        number(-0.99, 1, blank=False),
        "A rate above -100% and up to 100%: write 10% or 0.1, not 10.",
        "Turns the profit of later years into today's money; your finance department sets it.",
    ),
    Input(
        "count_basis",
        "Counts",
        "customers served",
        GENERAL,
        one_of(*COUNT_BASES, blank=False),
        'Choose "customers served" or "respondents".',
        "customers served = the survey's shares carried to all customers served (sheet Segments), where filled.",
    ),
    Input(
        "target_roi",
        "Target ROI",
        0,
        SHARE,
        number(-1, 1000, blank=False),
        "A share of -100% or more: write 20% or 0.2. 0% means that the centre pays for itself.",
        "The report shows the money above it and the loyal needed for it; 0% = the centre just pays for itself.",
    ),
    Input(
        "confidence_level",
        "Confidence of the interval",
        0.95,
        "0%",
        number(0.01, 0.9999, blank=False),
        "A share between 0% and 100%, usually 95%.",
        "How sure the interval around the ROI is to hold the true one, as far as the survey's sampling goes.",
    ),
    Input(
        "loyal_above",
        "Loyal above an index of",
        85,
        GENERAL,
        _limit("loyal_above", "disloyal_below", ">="),
        "An index from 0 to 100, not below the other limit: write 85, not 0.85.",
        "Strictly above: an index of exactly 85 is neutral. After a change press Refresh.",
    ),
    Input(
        "disloyal_below",
        "Disloyal below an index of",
        50,
        GENERAL,
        _limit("disloyal_below", "loyal_above", "<="),
        "An index from 0 to 100, not above the other limit: write 50, not 0.5.",
        "Strictly below: an index of exactly 50 is neutral. After a change press Refresh.",
    ),
    Input(
        "survey_source",
        "Survey source",
        None,
        GENERAL,
        None,
        "",
        "Blank = the rows of the Responses sheet; else the name of a source in your own settings.",
    ),
    Input(
        "answered_share",
        "Least share of questions answered",
        0.5,
        SHARE,
        number(0, 1, blank=False),
        "A share from 0% to 100%: write 50% or 0.5, not 50.",
        'An answer "not applicable" drops the answer, not the response, down to this share.',
    ),
    REJECTED_LIMIT,
)


SECTIONS: Final = {4: "Period", 8: "Value and counts", 15: "Limits of the index (0 to 100)", 19: "The survey"}
_LOOK: Final = InputLook(replace(INPUT, horizontal="left"), replace(NOTE, indent=1), fits=False)
KIND_NAMES: Final = ("Staff", "Telephony", "Software", "Premises", "Training", "Other")


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Inputs", "Everything that you decide. Blue cells are yours; change them and the report follows.")
    set_widths(sheet, (33, 26, 16, 84))
    for row, text in SECTIONS.items():
        lay(sheet, f"B{row}", text, SECTION)
    lay_inputs(workbook, sheet, _INPUTS, INPUT_ROWS, INPUTS, _LOOK)
    names = ",".join(f'"{name}"' for name in MONTH_NAMES)
    month_name = f'=IF(month_shown=0,"1 to 12, please",CHOOSE(month_shown,{names}))'
    lay(sheet, f"D{INPUT_ROWS['report_month']}", month_name, TEXT_FORMULA)
    name_place(workbook, "report_month_name", sheet, f"D{INPUT_ROWS['report_month']}")
    _lay_kinds(sheet)
    sheet.freeze_panes = "A3"
    lay_page(sheet, f"A1:E{KINDS_FIRST + KINDS}")


def _lay_kinds(sheet: Worksheet) -> None:
    lay(sheet, f"B{KINDS_FIRST - 1}", "Kinds of cost", SECTION)
    lay(sheet, f"E{KINDS_FIRST}", "Offered in the drop-down of the sheet Costs and summed on the sheet Trend.", NOTE)
    for offset, kind in enumerate(KIND_NAMES):
        lay(sheet, f"B{KINDS_FIRST + offset}", kind, INPUT)
