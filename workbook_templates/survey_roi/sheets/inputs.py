"""The Inputs sheet: period, bases, limits, and how the columns of the survey are to be read."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.input_lines import Input, InputLook, lay_inputs, lay_source_columns
from workbook_templates.sheets.look import (
    DATE,
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
from workbook_templates.sheets.validation import allow, number, one_of, rule, whole
from workbook_templates.survey_roi.columns import MONTH_NAMES
from workbook_templates.survey_roi.sheets.places import (
    COUNT_BASES,
    INPUT_ROWS,
    INPUTS,
    KINDS,
    KINDS_FIRST,
    SOURCE,
    SOURCE_COLUMNS_HEADER,
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
)


SECTIONS: Final = {4: "Period", 8: "Value and counts", 15: "Limits of the index (0 to 100)", 19: "The survey"}
_SOURCE_ROWS: Final = (
    (
        "Date",
        "The day of the answer. Date order: only for text dates such as 3/4/2026; blank = ambiguous ones are rejected.",
    ),
    (
        "Customer",
        "Of a customer's answers in a month one counts: the latest, of one day the lowest. Blank = anonymous.",
    ),
    ("Segment", "As on the sheet Segments, in any case. Default: used where a row has none."),
    (
        "Index",
        "Several headers with commas between = answers 1 to n. Scale: of those answers; blank = an index 0 to 100.",
    ),
)
_LOOK: Final = InputLook(replace(INPUT, horizontal="left"), replace(NOTE, indent=1), fits=False)
_HELP: Final = replace(NOTE, wrap=True, indent=1)
KIND_NAMES: Final = ("Staff", "Telephony", "Software", "Premises", "Training", "Other")


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Inputs", "Everything that you decide. Blue cells are yours; change them and the report follows.")
    set_widths(sheet, (27, 26, 14, 14, 22, 14, 16, 58))
    for row, text in SECTIONS.items():
        lay(sheet, f"B{row}", text, SECTION)
    lay_inputs(workbook, sheet, _INPUTS, INPUT_ROWS, INPUTS, _LOOK)
    names = ",".join(f'"{name}"' for name in MONTH_NAMES)
    month_name = f'=IF(month_shown=0,"1 to 12, please",CHOOSE(month_shown,{names}))'
    lay(sheet, f"D{INPUT_ROWS['report_month']}", month_name, TEXT_FORMULA)
    name_place(workbook, "report_month_name", sheet, f"D{INPUT_ROWS['report_month']}")
    _lay_source_columns(sheet)
    _lay_kinds(sheet)
    sheet.freeze_panes = "A3"
    lay_page(sheet, f"A1:I{KINDS_FIRST + KINDS}")


def _lay_source_columns(sheet: Worksheet) -> None:
    header = SOURCE_COLUMNS_HEADER
    lay(sheet, f"B{header - 1}", "How to read the survey's columns", SECTION)
    dates, index = SOURCE.rows(header + 1, header + 1), SOURCE.rows(header + 4, header + 4)
    scale = index.at("Scale from", index.first)
    allow(
        sheet,
        index.cells("Scale from", "Scale to"),
        rule(f"AND(ISNUMBER({scale}),{scale}>=-1000,{scale}<=1000)"),
        "Scale",
        "The lowest and the highest answer a customer can give, such as 1 and 5; both blank for an index 0 to 100.",
    )
    lay_source_columns(sheet, "source_columns", header, SOURCE.columns, list(dict(_SOURCE_ROWS)), _is_used, INPUT)
    for row, (_, help_text) in enumerate(_SOURCE_ROWS, start=header + 1):
        lay(sheet, f"I{row}", help_text, _HELP)
        sheet.row_dimensions[row].height = 27
    lay(sheet, dates.at("Default", dates.first), None, INPUT, DATE)
    lay(
        sheet,
        f"B{header + 5}",
        "Several missing-value codes with commas between, such as 99, n/a. On the sheet Responses the column Index is "
        "always 0 to 100; the scale is that of the columns Answer 1 to 6.",
        NOTE,
    )
    quoted = 'A header that holds a comma stands in quotes: "Score, overall", Q2, Q3.'
    lay(sheet, f"B{header + 6}", quoted, NOTE)


def _is_used(name: str, column: str) -> bool:
    """Which fields of a row mean something; the others are greyed out."""
    only_for = {
        "Scale from": ("Index",),
        "Scale to": ("Index",),
        "Date order": ("Date",),
        "Default": ("Date", "Segment"),
    }
    return name in only_for.get(column, (name,))


def _lay_kinds(sheet: Worksheet) -> None:
    lay(sheet, f"B{KINDS_FIRST - 1}", "Kinds of cost", SECTION)
    lay(sheet, f"E{KINDS_FIRST}", "Offered in the drop-down of the sheet Costs and summed on the sheet Trend.", NOTE)
    for offset, kind in enumerate(KIND_NAMES):
        lay(sheet, f"B{KINDS_FIRST + offset}", kind, INPUT)
