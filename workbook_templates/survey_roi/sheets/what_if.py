"""The what-if grid: ROI at another loyal share and discount rate, with its workings."""

from dataclasses import replace
from typing import Final

from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.look import (
    FORMULA,
    MONEY,
    NOTE,
    PANEL,
    SECTION,
    SHARE,
    TOTAL,
    highlight,
    lay,
    lay_headers,
)
from workbook_templates.sheets.look import POINTS as POINTS_FORMAT
from workbook_templates.survey_roi.sheets.places import (
    NOW,
    SEGMENTS,
    VALUES,
    WHAT_IF_FIRST,
    WHAT_IF_HEADER,
    WHAT_IF_LAST,
)
from workbook_templates.survey_roi.sheets.workings import COUNTED, lay_joined

POINTS: Final = (-0.10, -0.05, -0.02, 0.0, 0.02, 0.05, 0.10)
RATE_STEPS: Final = (-0.04, -0.02, 0.0, 0.02, 0.04)
_VALUES: Final = tuple(f"Value {number}" for number in range(len(RATE_STEPS)))
_LOYAL: Final = tuple(f"Loyal {number}" for number in range(len(POINTS)))
_CUT: Final = tuple(f"Cut {number}" for number in range(len(POINTS)))
WORKINGS: Final = Block("Workings", ("What if", "Segment", *_VALUES, *_LOYAL, *_CUT), WHAT_IF_FIRST, WHAT_IF_LAST)
"""Values by discount rate, loyal customers by step, and the segments whose share was cut."""

REPORT_ROW: Final = 15
_GRID_HEADER: Final = REPORT_ROW + 2
_RATES: Final = tuple(f"Rate {number}" for number in range(len(RATE_STEPS)))
_GRID: Final = Block("Report", ("Step", *_RATES, "Remark"), _GRID_HEADER + 1, _GRID_HEADER + len(POINTS), left=8)
"""The steps of the loyal share, and to the right of each the ROI by discount rate."""
CENTRE: Final = _GRID.own_cell(_RATES[RATE_STEPS.index(0.0)], _GRID.first + POINTS.index(0.0))
"""The cell of the report's grid where nothing is changed."""


def fill_workings(sheet: Worksheet) -> None:
    """Values by discount rate, loyal customers by step, and the segments whose share was cut."""
    lay(sheet, WORKINGS.at("What if", WHAT_IF_HEADER - 4), "What if", SECTION)
    note = (
        "Loyal share: so many customers of each segment move between neutral and loyal; cut at 0% and at 100% less the "
        "disloyal share. Discount rate: the years stay as calibrated; on the bases year and month it changes nothing."
    )
    lay(sheet, WORKINGS.at("What if", WHAT_IF_HEADER - 3), note, NOTE)
    titles = ((_VALUES, "Value per customer at a rate of"), (_LOYAL, "Loyal counted at"), (_CUT, "Cut at"))
    for columns, text in titles:
        lay(sheet, WORKINGS.at(columns[0], WHAT_IF_HEADER - 1), text, NOTE)
    headers = ("What if", "Segment", *RATE_STEPS, *POINTS, *POINTS)
    lay_headers(sheet, WHAT_IF_HEADER, 2, [str(header) for header in headers])
    for column, change in zip(_VALUES, RATE_STEPS, strict=True):
        cell = sheet[WORKINGS.at(column, WHAT_IF_HEADER)]
        cell.value, cell.number_format = f"=MAX(-0.99,MIN(1,discount_rate+({change})))", SHARE
    for loyal, cut, change in zip(_LOYAL, _CUT, POINTS, strict=True):
        for column in (loyal, cut):
            cell = sheet[WORKINGS.at(column, WHAT_IF_HEADER)]
            cell.value, cell.number_format = change, '+0%" points";-0%" points";0%" points"'
    for segment in range(SEGMENTS):
        _lay_row(sheet, segment)


def _lay_row(sheet: Worksheet, segment: int) -> None:
    row, now = WORKINGS.first + segment, NOW.here(NOW.first + segment)
    # Without responses, value or counts: the net profit of the report month says which segments have all three.
    lacking = f'{now.net_profit}=""'
    lay(sheet, WORKINGS.at("Segment", row), f"={now.segment}", FORMULA)
    source = VALUES.first + segment
    profit, years = (VALUES.cell(name, source) for name in ("Annual profit today", "Loyalty years"))
    for column in _VALUES:
        at_rate = f"CLV({profit},{WORKINGS.letter(column)}${WHAT_IF_HEADER},{years})"
        formula = f'=IF({lacking},"",IF(value_basis_known="lifetime",{at_rate},{now.value_per_customer}))'
        lay(sheet, WORKINGS.at(column, row), formula, FORMULA, MONEY)
    for loyal, cut in zip(_LOYAL, _CUT, strict=True):
        counted = now.customers_counted
        moved = f"{now.loyal_counted}+{WORKINGS.letter(loyal)}${WHAT_IF_HEADER}*{counted}"
        kept = f"MAX(0,MIN({counted}-{now.disloyal_counted},{moved}))"
        lay(sheet, WORKINGS.at(loyal, row), f'=IF({lacking},"",{kept})', FORMULA, COUNTED)
        is_cut = f"IF({lacking},FALSE,ABS({WORKINGS.at(loyal, row)}-({moved}))>0.000001)"
        lay_joined(sheet, WORKINGS, cut, row, is_cut)


def fill_report(sheet: Worksheet) -> None:
    """The grid of ROI, right in the middle of the report."""
    lay(sheet, _GRID.at("Step", REPORT_ROW), "What if: ROI at another loyal share and discount rate", SECTION)
    no_effect = '" (no effect on this basis)"'
    words = (
        f'="Down: share moved between neutral and loyal in every segment. Across: discount rate"'
        f'&IF(value_basis_known="lifetime","; years stay as calibrated.",{no_effect})'
    )
    lay(sheet, _GRID.at("Step", REPORT_ROW + 1), words, NOTE)
    lay_headers(sheet, _GRID_HEADER, _GRID.left, ("Loyal share", *["rate"] * len(RATE_STEPS)), height=18)
    for column, value, step in zip(_RATES, _VALUES, RATE_STEPS, strict=True):
        cell = sheet[_GRID.at(column, _GRID_HEADER)]
        rate, end = WORKINGS.cell(value, WHAT_IF_HEADER), "max" if step > 0 else "min"
        is_cut = f"ABS({rate}-discount_rate-({step}))>0.000001"
        cell.value, cell.number_format = f'=IF({is_cut},ROUND({rate}*100,1)&"% ({end})",{rate})', SHARE
    for point in range(len(POINTS)):
        _lay_step(sheet, point)
    is_cut = f'OR({_GRID.here(_GRID.first).remark}<>"",ISTEXT({_GRID.letter(_RATES[0])}${_GRID_HEADER}))'
    highlight(sheet, _GRID.cells(_RATES[0], _RATES[-1]), is_cut, fill=PANEL, italic=True)
    note = "* cut = the share reached 0%, or 100% less the disloyal share (see Workings). max, min = a rate cut there."
    lay(sheet, _GRID.at("Step", _GRID.last + 1), note, NOTE)


def _lay_step(sheet: Worksheet, point: int) -> None:
    """The row of a step of the loyal share."""
    row, disloyal = _GRID.first + point, NOW.column("Disloyal counted")
    step = POINTS[point] * 100
    lay(sheet, _GRID.at("Step", row), step, replace(TOTAL, bold=False, horizontal="left"), POINTS_FORMAT)
    for column, value in zip(_RATES, _VALUES, strict=True):
        roi = f"CENTRE_ROI({WORKINGS.column(value)},{WORKINGS.column(_LOYAL[point])},{disloyal},report_net_cost)"
        style = TOTAL if _GRID.own_cell(column, row) == CENTRE else FORMULA
        lay(sheet, _GRID.at(column, row), f'=IF(ISNUMBER(report_roi),{roi},"")', style, SHARE)
    names = WORKINGS.cell(_CUT[point], WORKINGS.last)
    several = f'ISNUMBER(FIND(", ",{names}))'
    remark = f'IF({several},"* cut in several segments","* cut in "&{names})'
    lay(sheet, _GRID.at("Remark", row), f'=IF({names}="","",{remark})', NOTE)
