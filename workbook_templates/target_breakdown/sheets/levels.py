"""The views of quarter, month and week: how the year stands, charts, and a table of each measure."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.blocks import Block, Line
from workbook_templates.sheets.checks import warn_of_rejected
from workbook_templates.sheets.formulas import attainment_if_known
from workbook_templates.sheets.look import (
    BAD_FILL,
    BAD_INK,
    DATE,
    FORMULA,
    GENERAL,
    GOOD_INK,
    INPUT,
    NOTE,
    PANEL,
    SECTION,
    SHARE,
    TEXT_HEADER,
    TOTAL,
    WARNING_FILL,
    WARNING_INK,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.sheets.validation import allow, one_of
from workbook_templates.target_breakdown.sheets import level_charts
from workbook_templates.target_breakdown.sheets.formats import AMOUNT, show_cents
from workbook_templates.target_breakdown.sheets.places import (
    COST,
    MEASURES,
    PROFIT,
    QUARTER,
    RATES,
    SALES,
    WEEK,
    Level,
    Measure,
)
from workbook_templates.target_breakdown.sheets.standing import HEADERS, SUMMARY, standing

_CHARTS: Final = 11
_CHART_ROWS: Final = 15
_FIRST_HEADER: Final = _CHARTS + _CHART_ROWS + 2
_LEFT: Final = replace(FORMULA, horizontal="left")
_PLAN_HEADER: Final = replace(TEXT_HEADER, rule=False, indent=1)
"""Over the columns that the words about the plan take."""


_TABLE: Final = ("Period", "Start", "End", "State", "Held", "Target", "Actual so far", "Attained", "Re-plan")
_MORE: Final = {"Sales": (), "Profit": ("Profit rate", "Floor", "Ceiling", "Band"), "Cost": ("Budget",)}
_FLAG: Final = {"Profit": "Band", "Cost": "Budget"}
"""The column that says of a period whether it is within its limits."""
_COPIED: Final = {"Target": "Target", "Actual so far": "Actual", "Re-plan": "Re-plan"}
"""Columns of the view, and the parts of the measure that they show."""


@dataclass(frozen=True)
class _Table:
    """One measure's table on the view: header, total, then the periods."""

    level: Level
    measure: Measure
    header: int

    @property
    def total(self) -> int:
        return self.header + 1

    @property
    def first(self) -> int:
        return self.header + 2

    @cached_property
    def block(self) -> Block:
        """The periods of the table."""
        names = (*_TABLE, *_MORE[self.measure.name])
        return Block(self.level.view, names, self.first, self.header + 1 + self.level.count)


_MANAGERS: Final = {"Top": "Top management", "Senior": "Senior management", "Middle": "Middle management"}


def blocks(level: Level) -> tuple[_Table, ...]:
    """Where the tables of the measures stand on the level's view."""
    return tuple(
        _Table(level, measure, _FIRST_HEADER + number * (level.count + 4)) for number, measure in enumerate(MEASURES)
    )


def flags(level: Level, measure: Measure) -> str:
    """The column in which a profit rate's band or an exceeded budget stands."""
    return blocks(level)[MEASURES.index(measure)].block.column(_FLAG[measure.name])


def page(level: Level) -> Block:
    """The whole width of the view, down to its last period."""
    profit, last = blocks(level)[MEASURES.index(PROFIT)].block, blocks(level)[-1].block
    return profit.rows(1, last.last)


def fill(workbook: Workbook, sheet: Worksheet, breakdown: Worksheet, level: Level) -> None:
    """Lay the whole sheet."""
    title = f'="{_MANAGERS[level.view]}: fiscal year "&plan_year&" by {level.name}"'
    lay_title(sheet, "", "")
    sheet["B1"], sheet["B2"] = title, "=status_words"
    set_widths(sheet, (11, *[14] * 13))
    source = '"Actuals: "&refreshed_source&". "&rows_words&"."'
    note = f'=IF(refreshed_time="","No actuals yet: enter them on the sheet Actuals, then press Refresh.",{source})'
    lay(sheet, "B3", note, NOTE)
    warn_of_rejected(sheet, "B3")
    _lay_summary(workbook, sheet, level)
    level_charts.place_all(sheet, breakdown, level, _CHARTS, _CHARTS + _CHART_ROWS)
    for block in blocks(level):
        _lay_block(sheet, level, block)
    cells = blocks(level)[0].block.cells("Held")
    name_place(workbook, level.held, sheet, cells)
    allow(sheet, cells, one_of("yes"), "Held", "Write yes to keep the target of this period, or leave the cell blank.")
    for block in blocks(level)[1:] if level is WEEK else ():
        sheet.row_breaks.append(Break(id=block.header - 2))
    sheet.freeze_panes = "C4"
    lay_page(sheet, page(level).page(page(level).last), one_page=level is QUARTER, landscape=False)


def _lay_summary(workbook: Workbook, sheet: Worksheet, level: Level) -> None:
    at, first = SUMMARY.at, SUMMARY.first
    lay(sheet, at("Measure", first - 2), "=checks_result", SECTION)
    lay_headers(sheet, first - 1, 2, ("Year", *(text.format(level.name) for text in HEADERS[:-1])), height=42)
    plan = SUMMARY.left + SUMMARY.columns.index("Plan")
    for column in range(plan, plan + 4):
        cell = f"{get_column_letter(column)}{first - 1}"
        lay(sheet, cell, HEADERS[-1] if column == plan else None, _PLAN_HEADER)
    for row, measure in enumerate(MEASURES, start=first):
        _lay_measure(sheet, level, measure, row)
    if level is QUARTER:
        name_place(workbook, "sales_attained", sheet, at("Attained", first))
    pairs = (("Target", "Actual"), ("Closed target", "Closed actual"), ("Needed per period", "Needed per workday"))
    show_cents(sheet, *(SUMMARY.cells(*pair) for pair in pairs))


def _lay_measure(sheet: Worksheet, level: Level, measure: Measure, row: int) -> None:
    """How a measure stands in its year, and its plan in words."""
    lay(sheet, SUMMARY.at("Measure", row), "Cost budget" if measure is COST else measure.name, _LEFT)
    for name, (formula, number_format) in zip(SUMMARY.columns[1:], standing(level, measure, row), strict=False):
        lay(sheet, SUMMARY.at(name, row), f"={formula}", replace(FORMULA, horizontal="right"), number_format)
    plan, words = SUMMARY.at("Plan", row), SUMMARY.here(row).plan
    status = f"={level.periods.cell(measure.part('Target'), level.status)}"
    lay(sheet, plan, status, replace(_LEFT, rule=False, indent=1, bold=True))
    missed = "exceeded" if measure is COST else "short"
    highlight(sheet, plan, f'ISNUMBER(SEARCH("{missed}",{words}))', ink=BAD_INK)
    highlight(sheet, plan, f'ISNUMBER(SEARCH("no open period",{words}))', ink=WARNING_INK)


def _lay_block(sheet: Worksheet, level: Level, table: _Table) -> None:
    measure, block = table.measure, table.block
    lay(sheet, block.at("Period", table.header - 1), measure.name, SECTION)
    if measure is SALES:
        note = "Held: write yes to keep a period's target in the re-plan."
        lay(sheet, block.at("Held", table.header - 1), note, NOTE)
    lay_headers(sheet, table.header, 2, (level.name.capitalize(), *block.columns[1:]), height=18)
    _lay_total(sheet, level, table)
    for offset in range(level.count):
        _lay_period(sheet, level, table, offset)
    now = f'{block.here(block.first).state}="running"'
    highlight(sheet, block.cells("Period", "State"), now, fill=PANEL, bold=True)
    with_total = block.rows(table.total, block.last)
    if measure is not SALES:
        flag = _FLAG[measure.name]
        looks = (("within", GOOD_INK, None), ("above", BAD_INK, BAD_FILL), ("below", WARNING_INK, WARNING_FILL))
        for word, ink, fill_colour in looks:
            condition = f'LEFT({block.at(flag, table.total)},{len(word)})="{word}"'
            highlight(sheet, with_total.cells(flag), condition, ink=ink, fill=fill_colour, bold=True)
    show_cents(sheet, with_total.cells("Target", "Actual so far"), with_total.cells("Re-plan"))


def _lay_total(sheet: Worksheet, level: Level, table: _Table) -> None:
    look, row, block = replace(TOTAL, rule=False), table.total, table.block
    for name in block.columns:
        lay(sheet, block.at(name, row), None, look)
    lay(sheet, block.at("Period", row), "Year", look)
    for name, part in _COPIED.items():
        source = level.periods.cell(table.measure.part(part), level.total)
        lay(sheet, block.at(name, row), f"={source}", look, AMOUNT)
    lay(sheet, block.at("Attained", row), f"={_attainment(block.here(row))}", look, SHARE)
    for name, (formula, number_format) in _more(table, row, level.total, "").items():
        right = replace(look, horizontal="center" if number_format == GENERAL else "right")
        lay(sheet, block.at(name, row), f"={formula}", right, number_format)


def _lay_period(sheet: Worksheet, level: Level, table: _Table, offset: int) -> None:
    row, source, block = table.first + offset, level.first + offset, table.block
    periods = level.periods
    formats = {"Period": f'"{level.letter}"0', "Start": DATE, "End": DATE, "State": GENERAL}
    for name, number_format in formats.items():
        lay(sheet, block.at(name, row), f"={periods.cell(name, source)}", _LEFT, number_format)
    if table.measure is SALES:
        lay(sheet, block.at("Held", row), None, replace(INPUT, horizontal="center"))
    else:
        held = f'=IF({periods.cell("Period", source)}="","",IF({periods.cell("Held", source)},"yes",""))'
        lay(sheet, block.at("Held", row), held, replace(FORMULA, horizontal="center"))
    for name, part in _COPIED.items():
        lay(sheet, block.at(name, row), f"={periods.cell(table.measure.part(part), source)}", FORMULA, AMOUNT)
    lay(sheet, block.at("Attained", row), f"={_attainment(block.here(row))}", FORMULA, SHARE)
    quarter = level.calendar.cell("Quarter", level.calendar_first + offset)
    for name, (formula, number_format) in _more(table, row, source, quarter).items():
        look = replace(FORMULA, horizontal="center" if number_format == GENERAL else "right")
        lay(sheet, block.at(name, row), f"={formula}", look, number_format)


def _attainment(at: Line) -> str:
    return attainment_if_known(at.actual_so_far, at.target)


def _more(table: _Table, row: int, source: int, quarter: str) -> dict[str, tuple[str, str]]:
    """Formula and format of each column that a measure shows besides; the year's rate has no quarter's limits."""
    at, periods = table.block.here(row), table.level.periods
    if table.measure is COST:
        return {
            "Budget": (f'IF(ISNUMBER({at.attained}),IF(ROUND({at.attained},9)>1,"above budget","within"),"")', GENERAL)
        }
    if table.measure is SALES:
        return {}
    sales, profit = (periods.cell(measure.part("Actual"), source) for measure in (SALES, PROFIT))
    rate = f'IF(AND(ISNUMBER({sales}),ISNUMBER({profit})),IF({sales}>0,PROFIT_RATE({profit},{sales}),""),"")'
    if not quarter:
        return {"Profit rate": (rate, SHARE)}

    def limit(name: str) -> str:
        found = f"INDEX({RATES.column(name)},{quarter})"
        return f'IF({quarter}="","",IF(ISNUMBER({found}),{found},""))'

    reached, floor, ceiling = at.profit_rate, at.floor, at.ceiling
    beyond = f'IF({reached}>1,"above",IF({reached}<-1,"below",PROFIT_BAND({reached},{floor},{ceiling})))'
    in_order = f'IF({floor}>{ceiling},"limits?",{beyond})'
    band = f'IF(COUNT({at.to("Profit rate", "Ceiling")})<3,"",{in_order})'
    return {
        "Profit rate": (rate, SHARE),
        "Floor": (limit("Floor"), SHARE),
        "Ceiling": (limit("Ceiling"), SHARE),
        "Band": (band, GENERAL),
    }
