"""The Workings sheet: one row a month and segment, and the report month; the what-if follows below them."""

from dataclasses import replace
from typing import Final

from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.blocks import Block, Line
from workbook_templates.sheets.look import (
    A3,
    FAINT_INK,
    FORMULA,
    GENERAL,
    MONEY,
    MONTH,
    NOTE,
    SECTION,
    WHOLE,
    YEAR,
    Style,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.survey_roi.columns import SHORT_MONTHS
from workbook_templates.survey_roi.sheets.places import (
    COUNT_BASES,
    GRID,
    GRID_HEADER,
    MONTH_SHOWN_ROW,
    MONTHS,
    NOW,
    NOW_HEADER,
    SEGMENTS,
    SERVED,
    TREND,
    VALUE_BASES,
    VALUES,
    WHAT_IF_LAST,
)

COUNTED: Final = "#,##0.0"
_FORMATS: Final = (MONTH, GENERAL, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, COUNTED, COUNTED, *[MONEY] * 4)
_FACT: Final = GRID.rows(MONTH_SHOWN_ROW, MONTH_SHOWN_ROW + 2)
"""The month and the bases as read: label, value, what an odd value means."""
_MONTH_SHOWN: Final = _FACT.own_cell("Segment", MONTH_SHOWN_ROW)
_PAGE: Final = Block("Workings", [f"Column {number}" for number in range(1, 22)], GRID.first, WHAT_IF_LAST)


def month_rows(month: int) -> Block:
    """The ten rows of a month, 1 = January."""
    first = GRID.first + (month - 1) * SEGMENTS
    return GRID.rows(first, first + SEGMENTS - 1)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet,
        "Workings",
        "From the tally to the report, one row a month and segment. Nothing to type here; every cell is a formula.",
    )
    set_widths(sheet, (11, 20, *[12] * 20))
    lay(
        sheet,
        "B3",
        "A segment without responses in a month stays empty. Counted = carried to the customers served where they are "
        "filled and Inputs says so, else the respondents.",
        NOTE,
    )
    lay_headers(sheet, GRID_HEADER, 2, GRID.columns)
    for month in range(1, MONTHS + 1):
        for segment in range(SEGMENTS):
            _lay_row(sheet, month, segment)
    _lay_month_shown(workbook, sheet)
    for block in (GRID, NOW):
        highlight(sheet, block.cells("Month"), f'{block.here(block.first).segment}=""', ink=FAINT_INK)
    sheet.freeze_panes = GRID.at("Responses", GRID.first)
    lay_page(sheet, _PAGE.page(_PAGE.last), header_rows=f"{GRID_HEADER}:{GRID_HEADER}", paper=A3)
    sheet.row_breaks.append(Break(id=MONTH_SHOWN_ROW - 2))


def _lay_row(sheet: Worksheet, month: int, segment: int) -> None:
    row = month_rows(month).first + segment
    formulas = _source_formulas(month, segment, GRID.here(row)) | _result_formulas(segment, GRID.here(row))
    for column, number_format in zip(GRID.columns, _FORMATS, strict=True):
        lay(sheet, GRID.at(column, row), f"={formulas[column]}", _look(number_format), number_format)


def _source_formulas(month: int, segment: int, at: Line) -> dict[str, str]:
    """What the tally and the customers served say of a segment in a month."""
    name = VALUES.cell("Segment", VALUES.first + segment)
    # By name: the two tables of the sheet Segments may be sorted apart.
    place = f"MATCH({at.segment},{SERVED.column('Segment')},0)"
    served = f"INDEX({SERVED.column(SHORT_MONTHS[month - 1])},{place})"
    by_name = f'IF(ISNA({place}),"",IF(ISNUMBER({served}),{served},""))'

    def tallied(column: str) -> str:
        return f"SUMIFS(tally[{column}],tally[Month],{at.month},tally[Segment],{at.segment})"

    responses = tallied("Responses")
    return {
        "Month": f"DATE(report_year,{month},1)",
        "Segment": f'IF({name}="","",{name})',
        "Responses": f'IF({at.segment}="","",IF({responses}=0,"",{responses}))',
        **{name: f'IF({at.responses}="","",{tallied(name)})' for name in ("Loyal", "Neutral", "Disloyal")},
        "Customers served": f'IF(OR({at.responses}="",count_basis_known<>"customers served"),"",{by_name})',
    }


def _result_formulas(segment: int, at: Line) -> dict[str, str]:
    """What follows from that: customers counted, their value, gain and loss."""
    served, responses, value = at.customers_served, at.responses, at.value_per_customer

    def projected(count: str) -> str:
        return f'IF({served}="",{count},PROJECTED_COUNT({count},{responses},{served}))'

    def where_counted(formula: str) -> str:
        return f'IF(OR({responses}="",count_basis_known=""),"",{formula})'

    def where_valued(formula: str, counted: str) -> str:
        return f'IF(OR({counted}="",{value}=""),"",{formula})'

    worth = VALUES.cell("Value per customer", VALUES.first + segment)
    return {
        "Customers counted": where_counted(f'IF({served}="",{responses},{served})'),
        "Loyal counted": where_counted(projected(at.loyal)),
        "Disloyal counted": where_counted(projected(at.disloyal)),
        "Value per customer": f'IF({responses}="","",{worth})',
        "Gain": where_valued(f"LOYALTY_GAIN({value},{at.loyal_counted})", at.loyal_counted),
        "Loss": where_valued(f"LOYALTY_LOSS({value},{at.disloyal_counted})", at.disloyal_counted),
        "Net profit": f'IF({at.gain}="","",{at.gain}-{at.loss})',
    }


def _look(number_format: str) -> Style:
    return replace(FORMULA, horizontal="left") if number_format in (MONTH, GENERAL) else FORMULA


def _lay_month_shown(workbook: Workbook, sheet: Worksheet) -> None:
    row = MONTH_SHOWN_ROW
    lay(sheet, _FACT.at("Month", row - 1), "The report month", SECTION)
    month = "report_month"
    valid = f"IF(ISNUMBER({month}),IF(AND({month}>=1,{month}<=12,{month}=INT({month})),{month},0),0)"
    odd = "0 = the report month on the sheet Inputs is not 1 to 12."
    _lay_fact(workbook, sheet, row, "Month", "month_shown", valid, odd)
    _lay_basis(workbook, sheet, row + 1, "Value basis", "value_basis", VALUE_BASES)
    _lay_basis(workbook, sheet, row + 2, "Count basis", "count_basis", COUNT_BASES)
    lay_headers(sheet, NOW_HEADER, 2, NOW.columns)
    for segment in range(SEGMENTS):
        _lay_row_shown(sheet, segment)


def _lay_row_shown(sheet: Worksheet, segment: int) -> None:
    """What the grid says of the segment in the report month, and its share of the cost."""
    row = NOW.first + segment
    at = NOW.here(row)
    for name, number_format in zip(GRID.columns, _FORMATS, strict=True):
        letter = GRID.letter(name)
        cells = f"{letter}${GRID.first}:{letter}${GRID.last}"
        formula = f'=IF({_MONTH_SHOWN}=0,"",INDEX({cells},({_MONTH_SHOWN}-1)*{SEGMENTS}+{segment + 1}))'
        lay(sheet, NOW.at(name, row), formula, _look(number_format), number_format)
    counted, all_counted = at.customers_counted, NOW.own_column("Customers counted")
    month_cost = f"INDEX({TREND.column('Net cost')},{_MONTH_SHOWN})"
    cost = f'=IF({counted}="","",{month_cost}*{counted}/SUM({all_counted}))'
    lay(sheet, NOW.at("Share of net cost", row), cost, FORMULA, MONEY)
    lay_joined(sheet, NOW, "Without responses", row, f'AND({at.segment}<>"",{at.responses}="")')
    lay_joined(sheet, NOW, "Counted as respondents", row, f'AND({counted}<>"",{at.customers_served}="")')


def _lay_fact(workbook: Workbook, sheet: Worksheet, row: int, label: str, name: str, formula: str, odd: str) -> None:
    lay(sheet, _FACT.at("Month", row), label, FORMULA)
    value, number_format = _FACT.at("Segment", row), YEAR if name == "month_shown" else None
    lay(sheet, value, f"={formula}", replace(FORMULA, horizontal="left"), number_format)
    name_place(workbook, name, sheet, value)
    lay(sheet, _FACT.at("Responses", row), odd, NOTE)


def _lay_basis(workbook: Workbook, sheet: Worksheet, row: int, label: str, name: str, words: tuple[str, ...]) -> None:
    """The word typed on Inputs, in any case and with any spaces around it; empty where it is none of the words."""
    typed = f"LOWER(TRIM({name}))"
    is_known = ",".join(f'{typed}="{word}"' for word in words)
    odd = f"Empty = the word on the sheet Inputs is not {_either(words)}."
    _lay_fact(workbook, sheet, row, label, f"{name}_known", f'IF(OR({is_known}),{typed},"")', odd)


def _either(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def lay_joined(sheet: Worksheet, block: Block, column: str, row: int, condition: str) -> None:
    """Names of the segments for which the condition holds, joined down the column; the last cell has all."""
    segment = block.here(row).segment
    if row == block.first:
        formula = f'=IF({condition},{segment},"")'
    else:
        above = block.at(column, row - 1)
        formula = f'={above}&IF({condition},IF({above}="","",", ")&{segment},"")'
    lay(sheet, block.at(column, row), formula, FORMULA)
