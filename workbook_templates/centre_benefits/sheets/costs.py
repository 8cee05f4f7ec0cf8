"""The Costs sheet: cost lines with owner and recovery, and the net cost of each kind of centre."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits import columns
from workbook_templates.centre_benefits.sheets.places import (
    CENTRE_COST_HEADER,
    CENTRE_COST_TOTAL,
    CENTRE_COSTS,
    CENTRES,
    COST_HEADER,
    COST_LINES,
    COSTS,
    COVERAGE,
    SHARED,
    Centre,
)
from workbook_templates.sheets.formulas import first_case
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

_SHARED_WORD: Final = f'"{SHARED}"'
_NET_COST: Final = CENTRE_COSTS.letter("Net cost")
_INPUT_FORMATS: Final = (GENERAL, GENERAL, GENERAL, CENTS, CENTS, GENERAL)


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
    lay_headers(sheet, COST_HEADER, 8, COSTS.columns[-3:], height=20, named=False)
    for row in range(COSTS.first, COSTS.last + 1):
        _lay_line(sheet, row)
    _validate(sheet)
    wrong = f'{COSTS.here(COSTS.first).to_fix}<>""'
    highlight(sheet, COSTS.cells("To fix"), wrong, ink=BAD_INK, fill=BAD_FILL, bold=True)
    sheet.freeze_panes = "C3"
    lay_page(sheet, COSTS.page(COSTS.last), header_rows=f"{COST_HEADER}:{COST_HEADER}")


def _lay_centres(workbook: Workbook, sheet: Worksheet) -> None:
    lay_table(sheet, "centre_costs", CENTRE_COST_HEADER, 2, columns.CENTRE_COSTS, len(CENTRES))
    at, total = CENTRE_COSTS.at, CENTRE_COST_TOTAL
    for place, centre in enumerate(CENTRES, start=1):
        _lay_centre(workbook, sheet, centre, place)
    lay(sheet, at("Centre", total), "All centres", TOTAL)
    for name in columns.CENTRE_COSTS[1:]:
        number_format = SHARE if name.startswith("Share") else CENTS
        lay(sheet, at(name, total), f"=SUM({CENTRE_COSTS.cells(name)})", TOTAL, number_format)
    below = at("Share of shared lines", total + 1)
    lay(sheet, at("Centre", total + 1), "Shared lines, net", FORMULA)
    lay(sheet, below, f"={_line_sum('Net', _SHARED_WORD)}", FORMULA, CENTS)
    name_place(workbook, "shared_net_cost", sheet, below)
    name_place(workbook, "total_net_cost", sheet, at("Net cost", total))
    error = "A share from 0% to 100%: write 30% or 0.3, not 30. Together the shares are 100%."
    allow(sheet, CENTRE_COSTS.cells("Share of shared lines"), number(0, 1), "Share of shared lines", error)


def _line_sum(column: str, centre: str) -> str:
    """The sum of the lines of a centre that count."""
    return f"SUMIFS({COSTS.column(column)},{COSTS.column('Centre')},{centre},{COSTS.column('Counts')},1)"


def _lay_centre(workbook: Workbook, sheet: Worksheet, centre: Centre, place: int) -> None:
    row = CENTRE_COST_HEADER + place
    at, name, all_centres = CENTRE_COSTS.at, CENTRE_COSTS.here(row).centre, f"{_NET_COST}${CENTRE_COST_TOTAL}"
    shares = CENTRE_COSTS.column("Share of shared lines")
    own, back, part, outside, net = (
        at(column, row)
        for column in ("Own cost", "Own recoveries", "Part of shared lines", "Outside representatives", "Net cost")
    )
    formulas = {
        "Own cost": _line_sum("Amount", name),
        "Own recoveries": _line_sum("Recovery", name),
        "Part of shared lines": f"IF(shared_net_cost=0,0,INDEX(CREDIT_SPLIT(shared_net_cost,{shares}),{place}))",
        "Outside representatives": 'IF(coverage_method="combined",N(outside_cost),0)' if centre is COVERAGE else "0",
        "Net cost": f"{own}-{back}+{part}+{outside}",
    }
    lay(sheet, at("Centre", row), centre.name, FORMULA)
    lay(sheet, at("Share of shared lines", row), None, INPUT, SHARE)
    for column, formula in formulas.items():
        lay(sheet, at(column, row), f"={formula}", FORMULA, CENTS)
    share = at("Share of net cost", row)
    lay(sheet, share, f"=IF({all_centres}>0,{net}/{all_centres},0)", FORMULA, SHARE)
    name_place(workbook, centre.net_cost, sheet, net)
    name_place(workbook, centre.cost_share, sheet, share)


def _lay_line(sheet: Worksheet, row: int) -> None:
    for name, number_format in zip(columns.COST_LINES, _INPUT_FORMATS, strict=True):
        look = INPUT if number_format == CENTS else replace(INPUT, horizontal="left")
        lay(sheet, COSTS.at(name, row), None, look, number_format)
    at = COSTS.here(row)
    centre, amounts, typed = at.centre, at.to("Amount", "Recovery"), at.to("Centre", "Recovery")
    to_fix = first_case(
        (f"COUNTA({typed})=0", '""'),
        (f'{centre}=""', '"Centre is missing"'),
        (f"COUNTIF({CENTRE_COSTS.column('Centre')},{centre})+({centre}={_SHARED_WORD})=0", '"No such centre"'),
        (f"COUNT({amounts})<COUNTA({amounts})", '"Amounts must be numbers"'),
        (f"COUNT({amounts})=0", '"Amount is missing"'),
        (f"{at.recovery}<0", '"Recovery must be positive"'),
        otherwise='""',
    )
    lay(sheet, COSTS.at("To fix", row), f"={to_fix}", FORMULA)
    lay(sheet, COSTS.at("Counts", row), f'=IF(OR(COUNTA({typed})=0,{at.to_fix}<>""),"",1)', FORMULA)
    lay(sheet, COSTS.at("Net", row), f'=IF({at.counts}="","",{at.amount}-{at.recovery})', FORMULA, CENTS)


def _validate(sheet: Worksheet) -> None:
    names = one_of(*(centre.name for centre in CENTRES), SHARED)
    allow(sheet, COSTS.cells("Centre"), names, "Centre", f'Choose a kind of centre, or "{SHARED}".')
    amount = "An amount as a number, without a currency sign."
    allow(sheet, COSTS.cells("Amount"), number(-1e12, 1e12), "Amount", amount)
    back = "What others pay back, as a positive amount without a currency sign: it is taken off the cost."
    allow(sheet, COSTS.cells("Recovery"), number(0, 1e12), "Recovery", back)
