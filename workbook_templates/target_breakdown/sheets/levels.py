"""The views of quarter, month and week: how the year stands, charts, and a table of each measure."""

from dataclasses import dataclass, replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

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
    RATES_FIRST,
    SALES,
    WEEK,
    Level,
    Measure,
)
from workbook_templates.target_breakdown.sheets.plan import column
from workbook_templates.target_breakdown.sheets.standing import HEADERS, standing

_SUMMARY: Final = 6
_CHARTS: Final = 11
_CHART_ROWS: Final = 15
_FIRST_HEADER: Final = _CHARTS + _CHART_ROWS + 2
_LEFT: Final = replace(FORMULA, horizontal="left")
_PLAN_HEADER: Final = replace(TEXT_HEADER, rule=False, indent=1)
"""Over the columns that the words about the plan take."""


@dataclass(frozen=True)
class _Block:
    """One measure's table on the view: header, total, then the periods."""

    measure: Measure
    header: int

    @property
    def total(self) -> int:
        return self.header + 1

    @property
    def first(self) -> int:
        return self.header + 2


_TABLE: Final = ("Start", "End", "State", "Held", "Target", "Actual so far", "Attained", "Re-plan")
_MORE: Final = {"Sales": (), "Profit": ("Profit rate", "Floor", "Ceiling", "Band"), "Cost": ("Budget",)}
_MANAGERS: Final = {"Top": "Top management", "Senior": "Senior management", "Middle": "Middle management"}


def blocks(level: Level) -> tuple[_Block, ...]:
    """Where the tables of the measures stand on the level's view."""
    return tuple(_Block(measure, _FIRST_HEADER + number * (level.count + 4)) for number, measure in enumerate(MEASURES))


def flags(level: Level, measure: Measure) -> str:
    """The column in which a profit rate's band or an exceeded budget stands."""
    block = blocks(level)[MEASURES.index(measure)]
    letter = "N" if measure is PROFIT else "K"
    return f"{level.view}!${letter}${block.first}:${letter}${block.first + level.count - 1}"


def fill(workbook: Workbook, sheet: Worksheet, breakdown: Worksheet, level: Level) -> None:
    """Lay the whole sheet."""
    title = f'="{_MANAGERS[level.view]}: fiscal year "&plan_year&" by {level.name}"'
    lay_title(sheet, "", "")
    sheet["B1"], sheet["B2"] = title, "=status_words"
    set_widths(sheet, (11, *[14] * 13))
    source = '"Actuals: "&refreshed_source&", "&refreshed_tallied&" rows tallied, "&refreshed_rejected&" rejected."'
    note = f'=IF(refreshed_time="","No actuals yet: enter them on the sheet Actuals, then press Refresh.",{source})'
    lay(sheet, "B3", note, NOTE)
    _lay_summary(workbook, sheet, level)
    level_charts.place_all(sheet, breakdown, level, _CHARTS, _CHARTS + _CHART_ROWS)
    for block in blocks(level):
        _lay_block(sheet, level, block)
    held = blocks(level)[0]
    cells = f"F{held.first}:F{held.first + level.count - 1}"
    name_place(workbook, level.held, sheet, cells)
    allow(sheet, cells, one_of("yes"), "Held", "Write yes to keep the target of this period, or leave the cell blank.")
    for block in blocks(level)[1:] if level is WEEK else ():
        sheet.row_breaks.append(Break(id=block.header - 2))
    last = blocks(level)[-1].first + level.count - 1
    sheet.freeze_panes = "C4"
    lay_page(sheet, f"A1:N{last}", one_page=level is QUARTER, landscape=False)


def _lay_summary(workbook: Workbook, sheet: Worksheet, level: Level) -> None:
    lay(sheet, f"B{_SUMMARY - 2}", "=checks_result", SECTION)
    lay_headers(sheet, _SUMMARY - 1, 2, ("Year", *(text.format(level.name) for text in HEADERS[:-1])), height=42)
    for letter in "KLMN":
        lay(sheet, f"{letter}{_SUMMARY - 1}", HEADERS[-1] if letter == "K" else None, _PLAN_HEADER)
    for row, measure in enumerate(MEASURES, start=_SUMMARY):
        lay(sheet, f"B{row}", "Cost budget" if measure is COST else measure.name, _LEFT)
        for place, (formula, number_format) in enumerate(standing(level, measure, row), start=3):
            look = replace(FORMULA, horizontal="right")
            lay(sheet, f"{get_column_letter(place)}{row}", f"={formula}", look, number_format)
        status = f"=Breakdown!${column(measure, 'Target')}${level.status}"
        lay(sheet, f"K{row}", status, replace(_LEFT, rule=False, indent=1, bold=True))
        bad = f'ISNUMBER(SEARCH("{"exceeded" if measure is COST else "short"}",$K{row}))'
        highlight(sheet, f"K{row}", bad, ink=BAD_INK)
        highlight(sheet, f"K{row}", f'ISNUMBER(SEARCH("no open period",$K{row}))', ink=WARNING_INK)
    if level is QUARTER:
        name_place(workbook, "sales_attained", sheet, f"E{_SUMMARY}")
    show_cents(sheet, f"C{_SUMMARY}:D{_SUMMARY + 2}", f"F{_SUMMARY}:G{_SUMMARY + 2}", f"I{_SUMMARY}:J{_SUMMARY + 2}")


def _lay_block(sheet: Worksheet, level: Level, block: _Block) -> None:
    measure = block.measure
    lay(sheet, f"B{block.header - 1}", measure.name, SECTION)
    if measure is SALES:
        lay(sheet, f"F{block.header - 1}", "Held: write yes to keep a period's target in the re-plan.", NOTE)
    headers = (level.name.capitalize(), *_TABLE, *_MORE[measure.name])
    lay_headers(sheet, block.header, 2, headers, height=18)
    _lay_total(sheet, level, block)
    for offset in range(level.count):
        _lay_period(sheet, level, block, offset)
    last = block.first + level.count - 1
    now = f'$E{block.first}="running"'
    highlight(sheet, f"B{block.first}:E{last}", now, fill=PANEL, bold=True)
    if measure is not SALES:
        flag = "N" if measure is PROFIT else "K"
        looks = (("within", GOOD_INK, None), ("above", BAD_INK, BAD_FILL), ("below", WARNING_INK, WARNING_FILL))
        for word, ink, fill_colour in looks:
            condition = f'LEFT({flag}{block.total},{len(word)})="{word}"'
            highlight(sheet, f"{flag}{block.total}:{flag}{last}", condition, ink=ink, fill=fill_colour, bold=True)
    show_cents(sheet, f"G{block.total}:H{last}", f"J{block.total}:J{last}")


def _lay_total(sheet: Worksheet, level: Level, block: _Block) -> None:
    look, row = replace(TOTAL, rule=False), block.total
    for place in range(2, 11 + len(_MORE[block.measure.name])):
        lay(sheet, f"{get_column_letter(place)}{row}", None, look)
    lay(sheet, f"B{row}", "Year", look)
    for letter, part in (("G", "Target"), ("H", "Actual"), ("J", "Re-plan")):
        source = f"Breakdown!${column(block.measure, part)}${level.total}"
        lay(sheet, f"{letter}{row}", f"={source}", look, AMOUNT)
    lay(sheet, f"I{row}", f"={_attained(row)}", look, SHARE)
    for letter, formula, number_format in _more(block, row, f"Breakdown!${{}}${level.total}", ""):
        right = replace(look, horizontal="center" if number_format == GENERAL else "right")
        lay(sheet, f"{letter}{row}", f"={formula}", right, number_format)


def _lay_period(sheet: Worksheet, level: Level, block: _Block, offset: int) -> None:
    row, source = block.first + offset, f"Breakdown!${{}}${level.first + offset}"
    for letter, number_format in zip("BCDE", (f'"{level.letter}"0', DATE, DATE, GENERAL), strict=True):
        lay(sheet, f"{letter}{row}", f"={source.format(letter)}", _LEFT, number_format)
    if block.measure is SALES:
        lay(sheet, f"F{row}", None, replace(INPUT, horizontal="center"))
    else:
        held = f'=IF({source.format("B")}="","",IF({source.format("F")},"yes",""))'
        lay(sheet, f"F{row}", held, replace(FORMULA, horizontal="center"))
    for letter, part in (("G", "Target"), ("H", "Actual"), ("J", "Re-plan")):
        lay(sheet, f"{letter}{row}", f"={source.format(column(block.measure, part))}", FORMULA, AMOUNT)
    lay(sheet, f"I{row}", f"={_attained(row)}", FORMULA, SHARE)
    quarter = f"Calendar!$C${level.calendar_first + offset}"
    for letter, formula, number_format in _more(block, row, source, quarter):
        look = replace(FORMULA, horizontal="center" if number_format == GENERAL else "right")
        lay(sheet, f"{letter}{row}", f"={formula}", look, number_format)


def _attained(row: int) -> str:
    return f'IF(AND(ISNUMBER($G{row}),ISNUMBER($H{row})),IF($G{row}>0,ATTAINMENT($H{row},$G{row}),""),"")'


def _more(block: _Block, row: int, source: str, quarter: str) -> tuple[tuple[str, str, str], ...]:
    """Column, formula and format of what a measure shows besides."""
    if block.measure is COST:
        return (("K", f'IF(ISNUMBER($I{row}),IF(ROUND($I{row},9)>1,"above budget","within"),"")', GENERAL),)
    if block.measure is SALES:
        return ()
    sales, profit = source.format(column(SALES, "Actual")), source.format(column(PROFIT, "Actual"))
    rate = f'IF(AND(ISNUMBER({sales}),ISNUMBER({profit})),IF({sales}>0,PROFIT_RATE({profit},{sales}),""),"")'
    if not quarter:
        return (("K", rate, SHARE),)

    def limit(letter: str) -> str:
        cells = f"Rates!${letter}${RATES_FIRST}:${letter}${RATES_FIRST + 3}"
        return f'IF({quarter}="","",IF(ISNUMBER(INDEX({cells},{quarter})),INDEX({cells},{quarter}),""))'

    beyond = f'IF($K{row}>1,"above",IF($K{row}<-1,"below",PROFIT_BAND($K{row},$L{row},$M{row})))'
    band = f'IF(COUNT($K{row}:$M{row})<3,"",IF($L{row}>$M{row},"limits?",{beyond}))'
    return (
        ("K", rate, SHARE),
        ("L", limit("D"), SHARE),
        ("M", limit("E"), SHARE),
        ("N", band, GENERAL),
    )
