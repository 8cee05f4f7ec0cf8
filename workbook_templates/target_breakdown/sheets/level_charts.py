"""Charts of target against actual: bars by quarter and by month, lines added up week by week."""

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets import charts
from workbook_templates.sheets.look import DISLOYAL_FILL, LOYAL_FILL, NEUTRAL_FILL, SOFT_INK
from workbook_templates.target_breakdown.sheets.breakdown import BLANKS, cumulated
from workbook_templates.target_breakdown.sheets.places import COST, PROFIT, SALES, WEEK, Level, Measure
from workbook_templates.target_breakdown.sheets.plan import column

_CORNERS = ((SALES, "B", "G"), (PROFIT, "G", "K"), (COST, "K", "O"))


def place_all(sheet: Worksheet, breakdown: Worksheet, level: Level, first: int, beyond: int) -> None:
    """A chart of each measure, side by side."""
    for measure, left, right in _CORNERS:
        chart = _lines(breakdown, measure) if level is WEEK else _bars(breakdown, level, measure)
        charts.place(chart, sheet, f"{left}{first}", f"{right}{beyond}")


def _cells(breakdown: Worksheet, level: Level, letter: str) -> Reference:
    return charts.reference(breakdown, f"${letter}${level.first}:${letter}${level.last}")


def _target(measure: Measure) -> str:
    return "Budget" if measure is COST else "Target"


def _bars(breakdown: Worksheet, level: Level, measure: Measure) -> BarChart:
    chart = BarChart()
    title = f"{measure.name} by {level.name}"
    charts.dress(chart, title, level.name.capitalize(), measure.name, "#,##0")
    chart.type, chart.grouping, chart.gapWidth, chart.overlap = "col", "clustered", 60, 0
    charts.add_bars(chart, _cells(breakdown, level, column(measure, "Target")), _target(measure), NEUTRAL_FILL)
    charts.add_bars(chart, _cells(breakdown, level, column(measure, "Actual")), "Actual so far", LOYAL_FILL)
    charts.add_bars(chart, _cells(breakdown, level, column(measure, "Re-plan")), "Re-plan", DISLOYAL_FILL)
    chart.set_categories(_cells(breakdown, level, "B"))
    if measure is not PROFIT:
        chart.y_axis.scaling.min = 0
    chart.x_axis.number_format = f'"{level.letter}"0'
    return chart


def _lines(breakdown: Worksheet, measure: Measure) -> LineChart:
    chart = LineChart()
    charts.dress(chart, f"{measure.name}, added up by week", "Week", measure.name, "#,##0")
    target, actual = (_cells(breakdown, WEEK, cumulated(measure, actual=is_actual)) for is_actual in (False, True))
    charts.add_line(chart, target, _target(measure), SOFT_INK, points=1.5, dash="dash")
    charts.add_line(chart, actual, "Actual", LOYAL_FILL, points=2.5)
    charts.keep_gaps(chart, _cells(breakdown, WEEK, BLANKS))
    chart.set_categories(_cells(breakdown, WEEK, "B"))
    chart.x_axis.tickLblSkip = 4  # type: ignore[attr-defined]
    chart.x_axis.tickMarkSkip = 4  # type: ignore[attr-defined]
    return chart
