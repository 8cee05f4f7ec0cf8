"""The Trend sheet: the year month by month, cost by kind, and charts of both."""

from dataclasses import dataclass, replace
from typing import Final

from openpyxl.chart import LineChart
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets import charts
from workbook_templates.sheets.blocks import Block
from workbook_templates.sheets.look import (
    DISLOYAL_FILL,
    FAINT_INK,
    FORMULA,
    LOYAL_FILL,
    MONEY,
    MONTH,
    NOTE,
    PANEL,
    SECTION,
    SHARE,
    SOFT_INK,
    TITLE,
    TOTAL,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    set_widths,
)
from workbook_templates.survey_roi.columns import SHORT_MONTHS
from workbook_templates.survey_roi.sheets.places import (
    COST_TOTALS,
    COSTS,
    KIND_LIST,
    KINDS,
    TREND,
    TREND_HEADER,
)
from workbook_templates.survey_roi.sheets.workings import month_rows

_COUNT: Final = '#,##0;-#,##0;"–"'
_YES: Final = '"yes";;"–"'
_FORMATS: Final = (MONTH, _COUNT, SHARE, _COUNT, _COUNT, _COUNT, SHARE, SHARE, MONEY, MONEY, SHARE, SHARE, SHARE, _YES)
_TO_DATE: Final = TREND.last + 1
_KINDS_HEADER: Final = _TO_DATE + 5
_MARGIN: Final = Block("Trend", ("Margin",), TREND.first, TREND.last, left=1)
"""Blank cells, for the charts."""
_KINDS: Final = Block("Trend", ("Kind", *SHORT_MONTHS, "Year"), _KINDS_HEADER + 1, _KINDS_HEADER + KINDS)
_CHARTS: Final = _KINDS_HEADER + KINDS + 4


@dataclass(frozen=True)
class _Line:
    column: str
    title: str
    ink: str
    dash: charts.Dash = "solid"
    marker: charts.Symbol | None = None


def fill(sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "Trend", "The year month by month.")
    lay(sheet, "B1", '="Trend "&report_year', TITLE)
    set_widths(sheet, (17, *[11] * 12, 11))
    lay(sheet, "B3", "#N/A = a month without responses or without cost; the charts leave a gap there.", NOTE)
    lay_headers(sheet, TREND_HEADER, 2, TREND.columns)
    for month in range(1, len(SHORT_MONTHS) + 1):
        _lay_month(sheet, month)
    _lay_to_date(sheet)
    missing = f"ISNA({TREND.at('Loyal share', TREND.first)})"
    highlight(sheet, TREND.cells("Loyal share", "ROI high"), missing, ink=FAINT_INK)
    _lay_kinds(sheet)
    charts.place(shares_chart(sheet), sheet, f"B{_CHARTS}", f"I{_CHARTS + 17}")
    charts.place(roi_chart(sheet), sheet, f"I{_CHARTS}", f"P{_CHARTS + 17}")
    sheet.freeze_panes = TREND.at("Responses", TREND.first)
    lay_page(sheet, TREND.page(_CHARTS + 17), one_page=True)


def _lay_month(sheet: Worksheet, month: int) -> None:
    row = TREND.first + month - 1
    at, cells = TREND.here(row), month_rows(month).column
    responses, cost, has_data = at.responses, at.net_cost, at.with_data
    answered, served, net_profit = cells("Responses"), cells("Customers served"), cells("Net profit")
    is_valued = f"{responses}>0,COUNT({net_profit})=COUNT({answered})"
    all_served = f"COUNT({answered})=COUNT({served})"
    values, loyal, disloyal = cells("Value per customer"), cells("Loyal counted"), cells("Disloyal counted")
    # A segment with no customers served stands for its respondents, in the interval as in the counts.
    sample = f"{cells('Loyal')},{cells('Disloyal')},{answered},{cost},confidence_level"
    interval = f"ROI_INTERVAL({values},{sample},{served})"
    # Two plain formulas, no array formula: LibreOffice without the add-in computes arrays anew, to #NAME?.
    low, high = (f"IF({has_data}=1,INDEX({interval},1,{place}),NA())" for place in (1, 2))
    formulas = {
        "Month": f"DATE(report_year,{month},1)",
        "Responses": f"SUM({answered})",
        "Response rate": f'IF(AND({responses}>0,{all_served},SUM({served})>0),{responses}/SUM({served}),"")',
        **{name: f"SUM({cells(name)})" for name in ("Loyal", "Neutral", "Disloyal")},
        "Loyal share": f"IF({responses}=0,NA(),{at.loyal}/{responses})",
        "Disloyal share": f"IF({responses}=0,NA(),{at.disloyal}/{responses})",
        "Net profit": f'IF(AND({is_valued}),SUM({net_profit}),"")',
        "Net cost": COSTS.cell(SHORT_MONTHS[month - 1], COST_TOTALS),
        "ROI": f"IF({has_data}=1,CENTRE_ROI({values},{loyal},{disloyal},{cost}),NA())",
        "ROI low": low,
        "ROI high": high,
        "With data": f"IF(AND({is_valued},{cost}>0),1,0)",
    }
    for name, number_format in zip(TREND.columns, _FORMATS, strict=True):
        look = replace(FORMULA, horizontal="left") if name == "Month" else FORMULA
        lay(sheet, TREND.at(name, row), f"={formulas[name]}", look, number_format)


def _lay_to_date(sheet: Worksheet) -> None:
    row = _TO_DATE
    at = TREND.here(row)
    until = "<=DATE(report_year,month_shown,1)"
    included = f"({TREND.own_column('With data')}=1)*({TREND.own_column('Month')}{until})"
    look = replace(TOTAL, fill=None, rule=False)
    for name in TREND.columns:
        lay(sheet, TREND.at(name, row), None, look)
    label = '=IF(AND(value_basis_known="month",month_shown>0),"Year to date","")'
    lay(sheet, TREND.at("Month", row), label, look)
    for name in ("Net profit", "Net cost"):
        formula = f'=IF({at.month}="","",SUMPRODUCT({included},{TREND.cells(name)}))'
        lay(sheet, TREND.at(name, row), formula, look, MONEY)
    profit, cost = TREND.at("Net profit", row), TREND.at("Net cost", row)
    roi = f'=IF({at.month}="","",IF({cost}>0,ROI({profit},{cost}),""))'
    lay(sheet, TREND.at("ROI", row), roi, look, SHARE)
    not_added = (
        '"Months are not added up: on the basis "&value_basis_known&" the same customer would count again every month. '
        'The basis month has a line for the year to date."'
    )
    added = '"The year to date adds the months with data, January to "&report_month_name&"."'
    unknown = 'OR(value_basis_known="",month_shown=0)'
    asked = '"Choose the report month and the value per customer on the sheet Inputs."'
    words = f'=IF({unknown},{asked},IF({at.month}<>"",{added},{not_added}))'
    lay(sheet, TREND.at("Month", row + 1), words, NOTE)
    highlight(sheet, TREND.rows(row, row).area(), f'{TREND.own_cell("Month", row)}<>""', fill=PANEL)


def _lay_kinds(sheet: Worksheet) -> None:
    at = _KINDS.at
    lay(sheet, at("Kind", _KINDS_HEADER - 1), "Net cost by kind", SECTION)
    lay_headers(sheet, _KINDS_HEADER, 2, _KINDS.columns, height=18)
    rest, total = _KINDS.last + 1, _KINDS.last + 2
    rows = range(_KINDS.first, _KINDS.last + 1)
    for row, name in zip(rows, KIND_LIST.each("Kind"), strict=True):
        lay(sheet, at("Kind", row), f'=IF({name}="","",{name})', FORMULA)
    lay(sheet, at("Kind", rest), "Other kinds", FORMULA)
    lay(sheet, at("Kind", total), "All kinds", TOTAL)
    for month in SHORT_MONTHS:
        letter = COSTS.letter(month)
        shares = f"{COSTS.sheet}!{letter}${COSTS.first}:{letter}${COSTS.last}"
        for row in rows:
            kind = _KINDS.here(row).kind
            of_kind = f'=IF({kind}="","",SUMIFS({shares},{COSTS.column("Kind")},{kind}))'
            lay(sheet, at(month, row), of_kind, FORMULA, _COUNT)
        lay(sheet, at(month, total), f"={COSTS.sheet}!{letter}${COST_TOTALS}", TOTAL, MONEY)
        others = f"=ROUND({at(month, total)}-SUM({_KINDS.cells(month)}),2)"
        lay(sheet, at(month, rest), others, FORMULA, _COUNT)
    for row in range(_KINDS.first, total + 1):
        months = _KINDS.rows(row, row).cells(SHORT_MONTHS[0], SHORT_MONTHS[-1])
        lay(sheet, at("Year", row), f'=IF({_KINDS.here(row).kind}="","",SUM({months}))', TOTAL, MONEY)


_SHARES: Final = (
    _Line("Loyal share", "Loyal", LOYAL_FILL, marker="circle"),
    _Line("Disloyal share", "Disloyal", DISLOYAL_FILL, "dash", "square"),
)
_ROI: Final = (
    _Line("ROI high", "High", SOFT_INK, "sysDash"),
    _Line("ROI", "ROI", LOYAL_FILL, marker="circle"),
    _Line("ROI low", "Low", SOFT_INK, "sysDot"),
)


def shares_chart(sheet: Worksheet) -> LineChart:
    """Loyal and disloyal share by month; `sheet` is the Trend sheet."""
    chart = _month_chart(sheet, "Loyal and disloyal share by month", "Share of responses", _SHARES)
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    return chart


def roi_chart(sheet: Worksheet) -> LineChart:
    """ROI by month with its interval; `sheet` is the Trend sheet."""
    return _month_chart(sheet, "ROI by month and its interval", "ROI", _ROI)


def _month_chart(sheet: Worksheet, title: str, value_title: str, lines: tuple[_Line, ...]) -> LineChart:
    chart = LineChart()
    charts.dress(chart, title, "Month", value_title, "0%")
    for line in lines:
        values = charts.reference(sheet, TREND.own_column(line.column))
        points = 2.5 if line.marker else 1.5
        charts.add_line(chart, values, line.title, line.ink, points=points, dash=line.dash, marker=line.marker)
    charts.keep_gaps(chart, charts.reference(sheet, _MARGIN.own_column("Margin")))
    chart.set_categories(charts.reference(sheet, TREND.own_column("Month")))
    chart.x_axis.number_format = "mmm"

    charts.fill_plot(chart, 0.09, 0.13, 0.88, 0.58)
    return chart
