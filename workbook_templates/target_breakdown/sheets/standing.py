"""How a measure stands in its year: reached so far, and what each period or workday still to come must bring."""

from typing import Final

from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.formulas import attainment_if_known
from workbook_templates.sheets.look import SHARE
from workbook_templates.target_breakdown.sheets.formats import AMOUNT
from workbook_templates.target_breakdown.sheets.places import Level, Measure

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


SUMMARY: Final = Block(
    "View",
    (
        "Measure",
        "Target",
        "Actual",
        "Attained",
        "Closed target",
        "Closed actual",
        "Closed attained",
        "Needed per period",
        "Needed per workday",
        "Plan",
    ),
    first=6,
    last=8,
)
"""A row a measure on each view."""


def standing(level: Level, measure: Measure, row: int) -> tuple[tuple[str, str], ...]:
    """Formula (without =) and format of each column but the last, for the row of the view."""
    at = SUMMARY.here(row)
    targets, closed = level.cells(measure, "Target"), level.cells(measure, "Closed")
    closed_target = f'SUMIF({level.periods.column("State")},"closed",{targets})'
    known = f"AND(ISNUMBER({at.target}),ISNUMBER({at.actual}))"
    nothing = '"no data yet"' if level.view == "Top" and measure.name == "Sales" else '""'
    open_ones = f"(COUNT({targets})-COUNT({closed}))"
    needed = f'IF({open_ones}=0,"none left",RUN_RATE({at.target},SUM({closed}),{open_ones}))'
    attained = f"IF({known},IF({at.target}>0,ATTAINMENT({at.actual},{at.target}),{nothing}),{nothing})"
    return (
        (level.periods.cell(measure.part("Target"), level.total), AMOUNT),
        (level.periods.cell(measure.part("Actual"), level.total), AMOUNT),
        (attained, SHARE),
        (f'IF(OR({at.target}="",status_day=""),"",ROUND({closed_target},6))', AMOUNT),
        (f'IF(ISNUMBER({at.actual}),SUM({closed}),"")', AMOUNT),
        (attainment_if_known(at.closed_actual, at.closed_target), SHARE),
        (f'IF({at.target}="","",{needed})', AMOUNT),
        (_workday_rate(level, measure), AMOUNT),
    )


def _workday_rate(level: Level, measure: Measure) -> str:
    """The running period's target less the days before the status date, over the workdays from that day on."""
    place = f"{level.name}_now"
    whole = f"INDEX({level.cells(measure, 'Target')},{place})"
    start = f"INDEX({level.periods.column('Start')},{place})"
    dates = f'day_tally[Date],">="&{start},day_tally[Date],"<"&status_day'
    before = f"SUMIFS(day_tally[{measure.name}],{dates})"
    left = f"INDEX({level.calendar.column('Workdays left')},{place})"
    rate = f'IF({left}=0,"none left",RUN_RATE({whole},{before},{left}))'
    return f'IF(OR({place}="",refreshed_time=""),"",IF({whole}="","",{rate}))'
