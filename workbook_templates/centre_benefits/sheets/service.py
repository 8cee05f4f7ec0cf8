"""The Customer service sheet: the figures of the survey workbook, linked by typing them in."""

from dataclasses import replace

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.sheets.centre_sheet import HEAD, ROI_CELL, lay_head
from workbook_templates.centre_benefits.sheets.places import SERVICE, SERVICE_TABLE, TABLE_HEADER
from workbook_templates.sheets.look import (
    CENTS,
    FORMULA,
    GENERAL,
    NOTE,
    SHARE,
    lay,
    lay_headers,
    lay_link,
    lay_page,
    set_widths,
)

_RULE = (
    "Benefit = the net profit of the survey workbook: value of the customers made loyal, less that of those lost.",
    "It is typed in on Inputs, from the sheet Report of the survey workbook, for the same period.",
    "A loyal customer's value is profit of years to come; leave it out of the total where this period's sales hold it.",
)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    benefit, at = HEAD.at("Figure", HEAD.first), SERVICE_TABLE.at
    elsewhere = ("of which counts at another centre", f'IF(survey_in_total="no",{benefit},0)')
    lay_head(workbook, sheet, SERVICE, _RULE, "N(survey_net_profit)", elsewhere)
    set_widths(sheet, (36, 22, 22, 22, 40))
    lay_headers(sheet, TABLE_HEADER, 2, SERVICE_TABLE.columns, height=20)
    rows = (
        ("Net profit", "survey_net_profit", benefit, CENTS),
        ("Net cost", "survey_net_cost", "service_net_cost", CENTS),
        ("ROI", "survey_roi", ROI_CELL, SHARE),
    )
    for row, (label, typed, figure, number_format) in enumerate(rows, start=SERVICE_TABLE.first):
        there, here = at("In the survey workbook", row), at("Here", row)
        lay(sheet, at("Figure", row), label, FORMULA)
        lay(sheet, there, f'=IF({typed}="","not typed in",{typed})', FORMULA, number_format)
        lay(sheet, here, f"={figure}", FORMULA, number_format)
        difference = f'=IF(AND(ISNUMBER({there}),ISNUMBER({here})),{here}-{there},"")'
        lay(sheet, at("Difference", row), difference, FORMULA, number_format)
    row = SERVICE_TABLE.last
    lay(sheet, at("Figure", row), "Which workbook, which period", FORMULA)
    lay(
        sheet,
        at("In the survey workbook", row),
        '=IF(survey_period="","not typed in",survey_period)',
        replace(FORMULA, rule=False),
        GENERAL,
    )
    note = "The cost here may differ: shared lines are split by this workbook's shares."
    lay(sheet, f"B{row + 2}", note, NOTE)
    lay_link(sheet, f"B{row + 3}", "Type them in on Inputs", "survey_net_profit")
    sheet.freeze_panes = "C3"
    lay_page(sheet, f"A1:F{row + 3}", one_page=True)
