"""The Costs sheet: cost lines, each spread in equal parts over its months, exact to the cent."""

from dataclasses import replace
from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.blocks import Line
from workbook_templates.sheets.formulas import first_case
from workbook_templates.sheets.look import (
    A3,
    BAD_FILL,
    BAD_INK,
    CENTS,
    DATE,
    FORMULA,
    GENERAL,
    INPUT,
    NOTE,
    TOTAL,
    WARNING_FILL,
    WARNING_INK,
    WHOLE,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_table,
    lay_title,
    set_widths,
)
from workbook_templates.sheets.validation import allow, day, from_list, number, whole
from workbook_templates.survey_roi.columns import SHORT_MONTHS
from workbook_templates.survey_roi.sheets.places import (
    COST_COLUMNS,
    COST_HEADER,
    COST_LINES,
    COST_TOTALS,
    COSTS,
    KIND_LIST,
)

_INPUT_FORMATS: Final = (DATE, GENERAL, GENERAL, CENTS, CENTS, WHOLE, GENERAL)
_SUMMED: Final = ("Amount", "Recovery", "Net cost", *SHORT_MONTHS, "Other years")
_FIGURES: Final = COSTS.columns[len(COST_COLUMNS) :]
_SPREAD_FIX: Final = '"Spread: a whole number, 1 or more"'


def fill(sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(
        sheet,
        "Costs",
        "What the centre costs. A line is spread in equal parts from its month on; its recovery is spread with it.",
    )
    set_widths(sheet, (12, 13, 16, 13, 12, 9, 22, 13, *[11.8] * 12, 11.5, 20, 8, 12, 12, 12, 12))
    note = (
        "Month: any day of it. Recovery: what others pay back, as a positive amount. Blank spread = the month itself. "
        "More lines than here: insert rows above the last one and copy a whole row into them."
    )
    lay(sheet, "B3", note, NOTE)
    lay(sheet, "I5", '="Shares of the months of "&report_year', NOTE)
    lay_table(sheet, "cost_lines", COST_HEADER, 2, COST_COLUMNS, COST_LINES)
    lay_headers(sheet, COST_HEADER, 9, _FIGURES, named=False)
    sheet.row_dimensions[COST_HEADER].height = 44
    _lay_totals(sheet)
    for row in range(COSTS.first, COSTS.last + 1):
        _lay_line(sheet, row)
    _validate(sheet)
    first = COSTS.here(COSTS.first)
    highlight(sheet, COSTS.cells("To fix"), f'{first.to_fix}<>""', ink=BAD_INK, fill=BAD_FILL, bold=True)
    no_part = f'{first.not_in_the_year}="yes"'
    highlight(sheet, COSTS.cells("Month"), no_part, ink=WARNING_INK, fill=WARNING_FILL, bold=True)
    sheet.freeze_panes = COSTS.at("Owner", COSTS.first)
    lay_page(sheet, COSTS.page(COSTS.last, to="To fix"), header_rows=f"{COST_HEADER}:{COST_HEADER}", paper=A3)


def _lay_totals(sheet: Worksheet) -> None:
    lay(sheet, COSTS.at("Month", COST_TOTALS), "All lines", TOTAL)
    for name in COSTS.columns[1 : COSTS.columns.index("To fix")]:
        total = f"=SUM({COSTS.cells(name)})" if name in _SUMMED else None
        lay(sheet, COSTS.at(name, COST_TOTALS), total, TOTAL, CENTS)


def _lay_line(sheet: Worksheet, row: int) -> None:
    for name, number_format in zip(COST_COLUMNS, _INPUT_FORMATS, strict=True):
        look = INPUT if number_format in (CENTS, WHOLE) else replace(INPUT, horizontal="left")
        lay(sheet, COSTS.at(name, row), None, look, number_format)
    at = COSTS.here(row)
    lay(sheet, COSTS.at("To fix", row), f"={_correction(at)}", FORMULA)
    spread = at.spread_over_months
    typed = at.to("Month", "Spread over months")
    parts = f'IF(OR(COUNTA({typed})=0,{at.to_fix}<>""),"",IF({spread}="",1,{spread}))'
    lay(sheet, COSTS.at("Parts", row), f"={parts}", FORMULA, WHOLE)
    cents = f"ROUND(ABS({at.net_cost})*100,0)"
    _lay_figure(sheet, "Net cost", row, f"ROUND({at.amount}-{at.recovery},2)")
    _lay_figure(sheet, "Cents a part", row, f"INT({cents}/{at.parts})", WHOLE)
    _lay_figure(sheet, "Parts with one cent more", row, f"{cents}-{at.parts}*{at.cents_a_part}", WHOLE)
    before = f"(report_year-YEAR({at.month}))*12+1-MONTH({at.month})"
    _lay_figure(sheet, "Months before January", row, before, WHOLE)
    for place, month in enumerate(SHORT_MONTHS):
        _lay_figure(sheet, month, row, _month_share(at, place))
    gone, yet = f"{at.months_before_january}>={at.parts}", f"{at.months_before_january}+11<0"
    _lay_figure(sheet, "Not in the year", row, f'IF(OR({gone},{yet}),"yes","")')
    _lay_figure(sheet, "Other years", row, _other_years(at))


def _correction(at: Line) -> str:
    """What is wrong with a line, the first thing first; empty where nothing is."""
    amounts, spread = at.to("Amount", "Recovery"), at.spread_over_months
    is_whole = f"AND({spread}>=1,{spread}=INT({spread}))"
    return first_case(
        (f"COUNTA({at.to('Month', 'Spread over months')})=0", '""'),
        (f"NOT(ISNUMBER({at.month}))", '"Month must be a date"'),
        (f"COUNT({amounts})<COUNTA({amounts})", '"Amounts must be numbers"'),
        (f"COUNT({amounts})=0", '"Amount is missing"'),
        (f"{at.recovery}<0", '"Recovery must be positive"'),
        (f'{spread}=""', '""'),
        otherwise=f'IF(ISNUMBER({spread}),IF({is_whole},"",{_SPREAD_FIX}),{_SPREAD_FIX})',
    )


def _month_share(at: Line, place: int) -> str:
    """A month's part of the line, exact to the cent; `place` is 0 for January."""
    part = f"{at.months_before_january}+{place}"
    cents = f"{at.cents_a_part}+IF({part}<{at.parts_with_one_cent_more},1,0)"
    return f"IF(AND({part}>=0,{part}<{at.parts}),SIGN({at.net_cost})*({cents})/100,0)"


def _other_years(at: Line) -> str:
    """This is summed from the parts before January and after December: a difference would make the check empty."""
    parts, size, larger = at.parts, at.cents_a_part, at.parts_with_one_cent_more
    before, to_december = (f"MAX(0,MIN({parts},{at.months_before_january}+{months}))" for months in (0, 12))
    cents = (
        f"{before}*{size}+MIN({larger},{before})+({parts}-{to_december})*{size}+{larger}-MIN({larger},{to_december})"
    )
    return f"SIGN({at.net_cost})*({cents})/100"


def _lay_figure(sheet: Worksheet, column: str, row: int, formula: str, number_format: str = CENTS) -> None:
    """A figure of a line that can be read; an empty or unreadable line shows nothing."""
    shown = f'=IF({COSTS.here(row).parts}="","",{formula})'
    lay(sheet, COSTS.at(column, row), shown, FORMULA, number_format)


def _validate(sheet: Worksheet) -> None:
    cells = COSTS.cells
    allow(sheet, cells("Month"), day(), "Month", "Any day of the month in which the cost begins, as a date.")
    kinds = from_list(KIND_LIST.column("Kind"))
    allow(
        sheet,
        cells("Kind"),
        kinds,
        "Kind",
        "Not one of the kinds on the sheet Inputs; the sheet Trend counts it under other kinds. Keep it?",
        warn_only=True,
    )
    allow(
        sheet,
        cells("Amount"),
        number(-1e12, 1e12),
        "Amount",
        "An amount as a number, without a currency sign.",
    )
    allow(
        sheet,
        cells("Recovery"),
        number(0, 1e12),
        "Recovery",
        "What others pay back, as a positive amount without a currency sign: it is taken off the cost.",
    )
    allow(
        sheet,
        cells("Spread over months"),
        whole(1, 600),
        "Spread over months",
        "A whole number of months, 1 to 600; blank = the line's month alone.",
    )
