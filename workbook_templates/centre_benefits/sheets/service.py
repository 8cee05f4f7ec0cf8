"""The Customer service sheet: the figures of the survey workbook, linked by typing them in."""

from dataclasses import replace

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.sheets.centre_sheet import lay_head
from workbook_templates.centre_benefits.sheets.places import SERVICE, TABLE_HEADER
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
    elsewhere = ("of which counts at another centre", 'IF(survey_in_total="no",C8,0)')
    lay_head(workbook, sheet, SERVICE, _RULE, "N(survey_net_profit)", elsewhere)
    set_widths(sheet, (36, 22, 22, 22, 40))
    lay_headers(sheet, TABLE_HEADER, 2, ("Figure", "In the survey workbook", "Here", "Difference"), height=20)
    rows = (
        ("Net profit", "survey_net_profit", "C8", CENTS),
        ("Net cost", "survey_net_cost", "service_net_cost", CENTS),
        ("ROI", "survey_roi", "B7", SHARE),
    )
    for row, (label, typed, here, number_format) in enumerate(rows, start=TABLE_HEADER + 1):
        lay(sheet, f"B{row}", label, FORMULA)
        lay(sheet, f"C{row}", f'=IF({typed}="","not typed in",{typed})', FORMULA, number_format)
        lay(sheet, f"D{row}", f"={here}", FORMULA, number_format)
        difference = f'=IF(AND(ISNUMBER(C{row}),ISNUMBER(D{row})),D{row}-C{row},"")'
        lay(sheet, f"E{row}", difference, FORMULA, number_format)
    row = TABLE_HEADER + len(rows) + 1
    lay(sheet, f"B{row}", "Which workbook, which period", FORMULA)
    lay(sheet, f"C{row}", '=IF(survey_period="","not typed in",survey_period)', replace(FORMULA, rule=False), GENERAL)
    note = "The cost here may differ: shared lines are split by this workbook's shares."
    lay(sheet, f"B{row + 2}", note, NOTE)
    lay_link(sheet, f"B{row + 3}", "Type them in on Inputs", "survey_net_profit")
    sheet.freeze_panes = "C3"
    lay_page(sheet, f"A1:F{row + 3}", one_page=True)
