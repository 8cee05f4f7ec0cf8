"""Charts of target against actual: bars by quarter and by month, lines added up week by week."""

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets import charts
from workbook_templates.sheets.look import DISLOYAL_FILL, LOYAL_FILL, NEUTRAL_FILL, SOFT_INK
from workbook_templates.target_breakdown.sheets.places import COST, PROFIT, SALES, WEEK, Level, Measure

_EDGES = ((SALES, 2, 7), (PROFIT, 7, 11), (COST, 11, 15))
"""The columns at which a measure's chart begins and before which it ends."""


def place_all(sheet: Worksheet, breakdown: Worksheet, level: Level, first: int, beyond: int) -> None:
    """A chart of each measure, side by side."""
    for measure, left, right in _EDGES:
        chart = _lines(breakdown, measure) if level is WEEK else _bars(breakdown, level, measure)
        charts.place(chart, sheet, f"{get_column_letter(left)}{first}", f"{get_column_letter(right)}{beyond}")


def _cells(breakdown: Worksheet, level: Level, name: str) -> Reference:
    return charts.reference(breakdown, level.periods.own_column(name))


def _target(measure: Measure) -> str:
    return "Budget" if measure is COST else "Target"


def _bars(breakdown: Worksheet, level: Level, measure: Measure) -> BarChart:
    chart = BarChart()
    title = f"{measure.name} by {level.name}"
    charts.dress(chart, title, level.name.capitalize(), measure.name, "#,##0")
    chart.type, chart.grouping, chart.gapWidth, chart.overlap = "col", "clustered", 60, 0
    charts.add_bars(chart, _cells(breakdown, level, measure.part("Target")), _target(measure), NEUTRAL_FILL)
    charts.add_bars(chart, _cells(breakdown, level, measure.part("Actual")), "Actual so far", LOYAL_FILL)
    charts.add_bars(chart, _cells(breakdown, level, measure.part("Re-plan")), "Re-plan", DISLOYAL_FILL)
    chart.set_categories(_cells(breakdown, level, "Period"))
    if measure is not PROFIT:
        chart.y_axis.scaling.min = 0
    chart.x_axis.number_format = f'"{level.letter}"0'
    return chart


def _lines(breakdown: Worksheet, measure: Measure) -> LineChart:
    chart = LineChart()
    charts.dress(chart, f"{measure.name}, added up by week", "Week", measure.name, "#,##0")
    target, actual = (_cells(breakdown, WEEK, measure.added(kind)) for kind in ("target", "actual"))
    charts.add_line(chart, target, _target(measure), SOFT_INK, points=1.5, dash="dash")
    charts.add_line(chart, actual, "Actual", LOYAL_FILL, points=2.5)
    charts.keep_gaps(chart, _cells(breakdown, WEEK, "Blank"))
    chart.set_categories(_cells(breakdown, WEEK, "Period"))
    chart.x_axis.tickLblSkip = 4  # type: ignore[attr-defined]
    chart.x_axis.tickMarkSkip = 4  # type: ignore[attr-defined]
    return chart
