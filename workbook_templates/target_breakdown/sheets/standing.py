"""How a measure stands in its year: reached so far, and what each period or workday still to come must bring."""

from typing import Final

from workbook_templates.sheets.look import SHARE
from workbook_templates.target_breakdown.sheets.formats import AMOUNT
from workbook_templates.target_breakdown.sheets.places import Level, Measure
from workbook_templates.target_breakdown.sheets.plan import column

HEADERS: Final = (
    "Target of the year",
    "Actual so far",
    "Attained of the year",
    "Target, closed {0}s",
    "Actual, closed {0}s",
    "Attained",
    "Needed per open {0}",
    "Needed per workday left, this {0}",
    "Plan",
)


def standing(level: Level, measure: Measure, row: int) -> tuple[tuple[str, str], ...]:
    """Formula (without =) and format of each column but the last, for the row of the view."""
    target, actual, closed = (column(measure, part) for part in ("Target", "Actual", "Closed"))

    def total(letter: str) -> str:
        return f"Breakdown!${letter}${level.total}"

    closed_target = f'SUMIF({level.cells("E")},"closed",{level.cells(target)})'
    known = f"AND(ISNUMBER($C{row}),ISNUMBER($D{row}))"
    nothing = '"no data yet"' if level.view == "Top" and measure.name == "Sales" else '""'
    open_ones = f"(COUNT({level.cells(target)})-COUNT({level.cells(closed)}))"
    needed = f'IF({open_ones}=0,"none left",RUN_RATE($C{row},SUM({level.cells(closed)}),{open_ones}))'
    return (
        (total(target), AMOUNT),
        (total(actual), AMOUNT),
        (f"IF({known},IF($C{row}>0,ATTAINMENT($D{row},$C{row}),{nothing}),{nothing})", SHARE),
        (f'IF(OR($C{row}="",status_day=""),"",ROUND({closed_target},6))', AMOUNT),
        (f'IF(ISNUMBER($D{row}),SUM({level.cells(closed)}),"")', AMOUNT),
        (f'IF(AND(ISNUMBER($F{row}),ISNUMBER($G{row})),IF($F{row}>0,ATTAINMENT($G{row},$F{row}),""),"")', SHARE),
        (f'IF($C{row}="","",{needed})', AMOUNT),
        (_per_workday(level, measure), AMOUNT),
    )


def _per_workday(level: Level, measure: Measure) -> str:
    """Of the running period: its target less the days before the status date, over the workdays from that day on."""
    place = f"{level.name}_now"
    whole = f"INDEX({level.cells(column(measure, 'Target'))},{place})"
    start = f"INDEX({level.cells('C')},{place})"
    dates = f'day_tally[Date],">="&{start},day_tally[Date],"<"&status_day'
    before = f"SUMIFS(day_tally[{measure.name}],{dates})"
    left = f"INDEX({level.days('K')},{place})"
    rate = f'IF({left}=0,"none left",RUN_RATE({whole},{before},{left}))'
    return f'IF(OR({place}="",refreshed_time=""),"",IF({whole}="","",{rate}))'
