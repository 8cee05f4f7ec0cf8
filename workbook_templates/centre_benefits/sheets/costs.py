"""The Costs sheet: cost lines with owner and recovery, and the net cost of each kind of centre."""

from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits import columns
from workbook_templates.centre_benefits.sheets.places import (
    CENTRE_COST_FIRST,
    CENTRE_COST_HEADER,
    CENTRE_COST_LAST,
    CENTRE_COST_TOTAL,
    CENTRES,
    COST_FIRST,
    COST_HEADER,
    COST_LAST,
    COST_LINES,
    COVERAGE,
    SHARED,
    centre_costs,
    costs,
)
from workbook_templates.sheets.look import (
    BAD_FILL,
    BAD_INK,
    CENTS,
    FORMULA,
    GENERAL,
    INPUT,
    NOTE,
    SECTION,
    SHARE,
    TOTAL,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_table,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.validation import allow, number, one_of

_INPUT_FORMATS: Final = (GENERAL, GENERAL, GENERAL, CENTS, CENTS, GENERAL)
NET: Final = f"$I${COST_FIRST}:$I${COST_LAST}"


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet,
        "Costs",
        "What each kind of centre costs in the period: its own lines, less recoveries, and its part of shared lines.",
    )
    set_widths(sheet, (26, 20, 22, 15, 16, 16, 15, 15, 34))
    note = "Shared lines are split by the blue shares, to the cent; together they must be 100%."
    lay(sheet, "B3", note, NOTE)
    _lay_centres(workbook, sheet)
    lay(sheet, f"B{COST_HEADER - 2}", "Cost lines of the period", SECTION)
    words = (
        "Recovery: what others pay back, as a positive amount. More lines than here: insert rows above the last one "
        "and copy a whole row into them."
    )
    lay(sheet, f"B{COST_HEADER - 1}", words, NOTE)
    lay_table(sheet, "cost_lines", COST_HEADER, 2, columns.COST_LINES, COST_LINES)
    lay_headers(sheet, COST_HEADER, 8, ("Counts", "Net", "To fix"), height=20, named=False)
    for row in range(COST_FIRST, COST_LAST + 1):
        _lay_line(sheet, row)
    _validate(sheet)
    highlight(sheet, f"J{COST_FIRST}:J{COST_LAST}", f'$J{COST_FIRST}<>""', ink=BAD_INK, fill=BAD_FILL, bold=True)
    sheet.freeze_panes = "C3"
    lay_page(sheet, f"A1:J{COST_LAST}", header_rows=f"{COST_HEADER}:{COST_HEADER}")


def _lay_centres(workbook: Workbook, sheet: Worksheet) -> None:
    lay_table(sheet, "centre_costs", CENTRE_COST_HEADER, 2, columns.CENTRE_COSTS, len(CENTRES))
    total = CENTRE_COST_TOTAL
    for number_of, centre in enumerate(CENTRES, start=1):
        row = CENTRE_COST_FIRST + number_of - 1
        own = f"SUMIFS({costs('{0}')},{costs('B')},$B{row},{costs('H')},1)"
        part = f"IF(shared_net_cost=0,0,INDEX(CREDIT_SPLIT(shared_net_cost,{centre_costs('C')}),{number_of}))"
        outside = 'IF(coverage_method="combined",N(outside_cost),0)' if centre is COVERAGE else "0"
        lay(sheet, f"B{row}", centre.name, FORMULA)
        lay(sheet, f"C{row}", None, INPUT, SHARE)
        for column, formula in zip("DEFG", (own.format("E"), own.format("F"), part, outside), strict=True):
            lay(sheet, f"{column}{row}", f"={formula}", FORMULA, CENTS)
        lay(sheet, f"H{row}", f"=D{row}-E{row}+F{row}+G{row}", FORMULA, CENTS)
        lay(sheet, f"I{row}", f"=IF(H${total}>0,H{row}/H${total},0)", FORMULA, SHARE)
        name_place(workbook, centre.net_cost, sheet, f"H{row}")
        name_place(workbook, centre.cost_share, sheet, f"I{row}")
    lay(sheet, f"B{total}", "All centres", TOTAL)
    for column in "CDEFGHI":
        formula = f"=SUM({column}{CENTRE_COST_FIRST}:{column}{CENTRE_COST_LAST})"
        lay(sheet, f"{column}{total}", formula, TOTAL, SHARE if column in "CI" else CENTS)
    lay(sheet, f"B{total + 1}", "Shared lines, net", FORMULA)
    shared = f'SUMIFS({costs("I")},{costs("B")},"{SHARED}",{costs("H")},1)'
    lay(sheet, f"C{total + 1}", f"={shared}", FORMULA, CENTS)
    name_place(workbook, "shared_net_cost", sheet, f"C{total + 1}")
    name_place(workbook, "total_net_cost", sheet, f"H{total}")
    error = "A share from 0% to 100%: write 30% or 0.3, not 30. Together the shares are 100%."
    allow(sheet, f"C{CENTRE_COST_FIRST}:C{CENTRE_COST_LAST}", number(0, 1), "Share of shared lines", error)


def _lay_line(sheet: Worksheet, row: int) -> None:
    for offset, number_format in enumerate(_INPUT_FORMATS):
        look = INPUT if number_format == CENTS else replace(INPUT, horizontal="left")
        lay(sheet, f"{get_column_letter(2 + offset)}{row}", None, look, number_format)
    known = f'COUNTIF({centre_costs("B")},$B{row})+($B{row}="{SHARED}")'
    to_fix = (
        f'IF(COUNTA($B{row}:$F{row})=0,"",IF($B{row}="","Centre is missing",IF({known}=0,"No such centre",'
        f'IF(COUNT($E{row}:$F{row})<COUNTA($E{row}:$F{row}),"Amounts must be numbers",'
        f'IF(COUNT($E{row}:$F{row})=0,"Amount is missing",IF($F{row}<0,"Recovery must be positive",""))))))'
    )
    lay(sheet, f"J{row}", f"={to_fix}", FORMULA)
    lay(sheet, f"H{row}", f'=IF(OR(COUNTA($B{row}:$F{row})=0,$J{row}<>""),"",1)', FORMULA)
    lay(sheet, f"I{row}", f'=IF($H{row}="","",$E{row}-$F{row})', FORMULA, CENTS)


def _validate(sheet: Worksheet) -> None:
    first, last = COST_FIRST, COST_LAST
    names = one_of(*(centre.name for centre in CENTRES), SHARED)
    allow(sheet, f"B{first}:B{last}", names, "Centre", f'Choose a kind of centre, or "{SHARED}".')
    amount = "An amount as a number, without a currency sign."
    allow(sheet, f"E{first}:E{last}", number(-1e12, 1e12), "Amount", amount)
    back = "What others pay back, as a positive amount without a currency sign: it is taken off the cost."
    allow(sheet, f"F{first}:F{last}", number(0, 1e12), "Recovery", back)
