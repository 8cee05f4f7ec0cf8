"""The what-if grid: ROI at another loyal share and discount rate, with its workings."""

from dataclasses import replace
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

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
from workbook_templates.survey_roi.sheets.places import NOW_FIRST, SEGMENT_FIRST, SEGMENTS, VALUES_FIRST, VALUES_HEADER
from workbook_templates.survey_roi.sheets.workings import COUNTED, lay_joined, shown

POINTS: Final = (-0.10, -0.05, -0.02, 0.0, 0.02, 0.05, 0.10)
RATE_STEPS: Final = (-0.04, -0.02, 0.0, 0.02, 0.04)
_VALUES: Final = 4  # column D of Workings: values by rate
_LOYAL: Final = _VALUES + len(RATE_STEPS)
_CUT: Final = _LOYAL + len(POINTS)

REPORT_ROW: Final = 15
_GRID_HEADER: Final = REPORT_ROW + 2
_GRID_FIRST: Final = _GRID_HEADER + 1
_GRID_COLUMN: Final = 8  # H of Report: the step of the loyal share; the rates stand to the right of it
CENTRE: Final = f"${get_column_letter(_GRID_COLUMN + 1 + RATE_STEPS.index(0.0))}${_GRID_FIRST + POINTS.index(0.0)}"
"""The cell of the report's grid where nothing is changed."""


def _values_at(rate_step: int) -> str:
    """The values per customer at a discount rate of the what-if grid."""
    return _column(_VALUES + rate_step)


def _loyal_at(point: int) -> str:
    """The loyal customers at a step of the what-if grid."""
    return _column(_LOYAL + point)


def _cut_at(point: int) -> str:
    """The cell that names the segments whose share was cut at a step of the what-if grid."""
    return f"Workings!${get_column_letter(_CUT + point)}${VALUES_FIRST + SEGMENTS - 1}"


def _rate_at(rate_step: int) -> str:
    """The header cell that holds a discount rate of the what-if grid."""
    return f"Workings!${get_column_letter(_VALUES + rate_step)}${VALUES_HEADER}"


def _column(column: int) -> str:
    letter = get_column_letter(column)
    return f"Workings!${letter}${VALUES_FIRST}:${letter}${VALUES_FIRST + SEGMENTS - 1}"


def fill_workings(sheet: Worksheet) -> None:
    """Values by discount rate, loyal customers by step, and the segments whose share was cut."""
    lay(sheet, f"B{VALUES_HEADER - 4}", "What if", SECTION)
    lay(
        sheet,
        f"B{VALUES_HEADER - 3}",
        "Loyal share: so many customers of each segment move between neutral and loyal; cut at 0% and at 100% less the "
        "disloyal share. Discount rate: the years stay as calibrated; on the bases year and month it changes nothing.",
        NOTE,
    )
    for column, text in ((_VALUES, "Value per customer at a rate of"), (_LOYAL, "Loyal counted at"), (_CUT, "Cut at")):
        lay(sheet, f"{get_column_letter(column)}{VALUES_HEADER - 1}", text, NOTE)
    headers = ("What if", "Segment", *RATE_STEPS, *POINTS, *POINTS)
    lay_headers(sheet, VALUES_HEADER, 2, [str(header) for header in headers])
    for step, change in enumerate(RATE_STEPS):
        cell = sheet.cell(VALUES_HEADER, _VALUES + step)
        cell.value, cell.number_format = f"=MAX(-0.99,MIN(1,discount_rate+({change})))", SHARE
    for step, change in enumerate(POINTS):
        for column in (_LOYAL, _CUT):
            cell = sheet.cell(VALUES_HEADER, column + step)
            cell.value, cell.number_format = change, '+0%" points";-0%" points";0%" points"'
    for segment in range(SEGMENTS):
        _lay_row(sheet, segment)


def _lay_row(sheet: Worksheet, segment: int) -> None:
    row, now, source = VALUES_FIRST + segment, NOW_FIRST + segment, SEGMENT_FIRST + segment
    # Without responses, value or counts: the net profit of the report month says which segments have all three.
    lacking = f'$O{now}=""'
    lay(sheet, f"C{row}", f"=$C{now}", FORMULA)
    for step in range(len(RATE_STEPS)):
        letter = get_column_letter(_VALUES + step)
        at_rate = f"CLV(Segments!$H${source},{letter}${VALUES_HEADER},Segments!$G${source})"
        formula = f'=IF({lacking},"",IF(value_basis_known="lifetime",{at_rate},$L{now}))'
        lay(sheet, f"{letter}{row}", formula, FORMULA, MONEY)
    for step in range(len(POINTS)):
        letter, cut = get_column_letter(_LOYAL + step), get_column_letter(_CUT + step)
        moved = f"$J{now}+{letter}${VALUES_HEADER}*$I{now}"
        lay(sheet, f"{letter}{row}", f'=IF({lacking},"",MAX(0,MIN($I{now}-$K{now},{moved})))', FORMULA, COUNTED)
        is_cut = f"IF({lacking},FALSE,ABS({letter}{row}-({moved}))>0.000001)"
        lay_joined(sheet, cut, row, VALUES_FIRST, is_cut)


def fill_report(sheet: Worksheet) -> None:
    """The grid of ROI, right in the middle of the report."""
    label, first, last = (get_column_letter(_GRID_COLUMN + step) for step in (0, 1, len(RATE_STEPS)))
    remark = get_column_letter(_GRID_COLUMN + len(RATE_STEPS) + 1)
    lay(sheet, f"{label}{REPORT_ROW}", "What if: ROI at another loyal share and discount rate", SECTION)
    no_effect = '" (no effect on this basis)"'
    lay(
        sheet,
        f"{label}{REPORT_ROW + 1}",
        f'="Down: share moved between neutral and loyal in every segment. Across: discount rate"'
        f'&IF(value_basis_known="lifetime","; years stay as calibrated.",{no_effect})',
        NOTE,
    )
    lay_headers(sheet, _GRID_HEADER, _GRID_COLUMN, ("Loyal share", *["rate"] * len(RATE_STEPS)), height=18)
    for step in range(len(RATE_STEPS)):
        cell = sheet.cell(_GRID_HEADER, _GRID_COLUMN + 1 + step)
        rate, end = _rate_at(step), "max" if RATE_STEPS[step] > 0 else "min"
        is_cut = f"ABS({rate}-discount_rate-({RATE_STEPS[step]}))>0.000001"
        cell.value, cell.number_format = f'=IF({is_cut},ROUND({rate}*100,1)&"% ({end})",{rate})', SHARE
    for point, change in enumerate(POINTS):
        row = _GRID_FIRST + point
        lay(sheet, f"{label}{row}", change * 100, replace(TOTAL, bold=False, horizontal="left"), POINTS_FORMAT)
        for step in range(len(RATE_STEPS)):
            letter = get_column_letter(_GRID_COLUMN + 1 + step)
            roi = f"CENTRE_ROI({_values_at(step)},{_loyal_at(point)},{shown('K')},report_net_cost)"
            style = TOTAL if f"${letter}${row}" == CENTRE else FORMULA
            lay(sheet, f"{letter}{row}", f'=IF(ISNUMBER(report_roi),{roi},"")', style, SHARE)
        names = _cut_at(point)
        several = f'ISNUMBER(FIND(", ",{names}))'
        remark_text = f'IF({several},"* cut in several segments","* cut in "&{names})'
        lay(sheet, f"{remark}{row}", f'=IF({names}="","",{remark_text})', NOTE)
    bottom = _GRID_FIRST + len(POINTS) - 1
    cells = f"{first}{_GRID_FIRST}:{last}{bottom}"
    is_cut = f'OR(${remark}{_GRID_FIRST}<>"",ISTEXT({first}${_GRID_HEADER}))'
    highlight(sheet, cells, is_cut, fill=PANEL, italic=True)
    lay(
        sheet,
        f"{label}{bottom + 1}",
        "* cut = the share reached 0%, or 100% less the disloyal share (see Workings). max, min = a rate cut there.",
        NOTE,
    )
