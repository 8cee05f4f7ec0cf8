"""The Trend sheet: the year month by month, cost by kind, and charts of both."""

from dataclasses import dataclass, replace
from typing import Final

from openpyxl.chart import LineChart
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets import charts
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
from workbook_templates.survey_roi.sheets.costs import month_column
from workbook_templates.survey_roi.sheets.places import (
    COST_FIRST,
    COST_LAST,
    COST_TOTALS,
    KINDS,
    KINDS_FIRST,
    MONTHS,
    TREND_FIRST,
    TREND_HEADER,
    TREND_LAST,
)
from workbook_templates.survey_roi.sheets.workings import month_block

COLUMNS: Final = (
    "Month",
    "Responses",
    "Response rate",
    "Loyal",
    "Neutral",
    "Disloyal",
    "Loyal share",
    "Disloyal share",
    "Net profit",
    "Net cost",
    "ROI",
    "ROI low",
    "ROI high",
    "With data",
)
_COUNT: Final = '#,##0;-#,##0;"–"'
_YES: Final = '"yes";;"–"'
_FORMATS: Final = (MONTH, _COUNT, SHARE, _COUNT, _COUNT, _COUNT, SHARE, SHARE, MONEY, MONEY, SHARE, SHARE, SHARE, _YES)
_TO_DATE: Final = TREND_LAST + 1
_KINDS_HEADER: Final = _TO_DATE + 5
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
    lay_headers(sheet, TREND_HEADER, 2, COLUMNS)
    for month in range(1, MONTHS + 1):
        _lay_month(sheet, month)
    _lay_to_date(sheet)
    highlight(sheet, f"H{TREND_FIRST}:N{TREND_LAST}", f"ISNA(H{TREND_FIRST})", ink=FAINT_INK)
    _lay_kinds(sheet)
    charts.place(shares_chart(sheet), sheet, f"B{_CHARTS}", f"I{_CHARTS + 17}")
    charts.place(roi_chart(sheet), sheet, f"I{_CHARTS}", f"P{_CHARTS + 17}")
    sheet.freeze_panes = f"C{TREND_FIRST}"
    lay_page(sheet, f"A1:O{_CHARTS + 17}", one_page=True)


def _lay_month(sheet: Worksheet, month: int) -> None:
    row = TREND_FIRST + month - 1

    def block(column: str) -> str:
        return month_block(column, month)

    all_served = f"COUNT({block('D')})=COUNT({block('H')})"
    cost = f"$K{row}"
    is_valued = f"$C{row}>0,COUNT({block('O')})=COUNT({block('D')})"
    formulas = (
        f"DATE(report_year,{month},1)",
        f"SUM({block('D')})",
        f'IF(AND($C{row}>0,{all_served},SUM({block("H")})>0),$C{row}/SUM({block("H")}),"")',
        f"SUM({block('E')})",
        f"SUM({block('F')})",
        f"SUM({block('G')})",
        f"IF($C{row}=0,NA(),$E{row}/$C{row})",
        f"IF($C{row}=0,NA(),$G{row}/$C{row})",
        f'IF(AND({is_valued}),SUM({block("O")}),"")',
        f"Costs!${month_column(month)}${COST_TOTALS}",
        f"IF($O{row}=1,CENTRE_ROI({block('L')},{block('J')},{block('K')},{cost}),NA())",
    )
    for column, (formula, number_format) in enumerate(zip(formulas, _FORMATS, strict=False), start=2):
        look = replace(FORMULA, horizontal="left") if column == 2 else FORMULA
        lay(sheet, f"{get_column_letter(column)}{row}", f"={formula}", look, number_format)
    sample = f"{block('E')},{block('G')},{block('D')},{cost},confidence_level"
    # A segment with no customers served stands for its respondents, in the interval as in the counts.
    interval = f"ROI_INTERVAL({block('L')},{sample},{block('H')})"
    # Two plain formulas, no array formula: LibreOffice without the add-in computes arrays anew, to #NAME?.
    for place, column_letter in enumerate("MN", start=1):
        formula = f"=IF($O{row}=1,INDEX({interval},1,{place}),NA())"
        lay(sheet, f"{column_letter}{row}", formula, FORMULA, SHARE)
    lay(sheet, f"O{row}", f"=IF(AND({is_valued},{cost}>0),1,0)", FORMULA, _YES)


def _lay_to_date(sheet: Worksheet) -> None:
    first, last, row = TREND_FIRST, TREND_LAST, _TO_DATE
    included = f"($O${first}:$O${last}=1)*($B${first}:$B${last}<=DATE(report_year,month_shown,1))"
    look = replace(TOTAL, fill=None, rule=False)
    for column in range(2, 16):
        lay(sheet, f"{get_column_letter(column)}{row}", None, look)
    lay(sheet, f"B{row}", '=IF(AND(value_basis_known="month",month_shown>0),"Year to date","")', look)
    for letter in "JK":
        formula = f'=IF($B{row}="","",SUMPRODUCT({included},{letter}{first}:{letter}{last}))'
        lay(sheet, f"{letter}{row}", formula, look, MONEY)
    lay(sheet, f"L{row}", f'=IF($B{row}="","",IF(K{row}>0,ROI(J{row},K{row}),""))', look, SHARE)
    not_added = (
        '"Months are not added up: on the basis "&value_basis_known&" the same customer would count again every month. '
        'The basis month has a line for the year to date."'
    )
    added = '"The year to date adds the months with data, January to "&report_month_name&"."'
    unknown = 'OR(value_basis_known="",month_shown=0)'
    asked = '"Choose the report month and the value per customer on the sheet Inputs."'
    lay(sheet, f"B{row + 1}", f'=IF({unknown},{asked},IF($B{row}<>"",{added},{not_added}))', NOTE)
    highlight(sheet, f"B{row}:O{row}", f'$B${row}<>""', fill=PANEL)


def _lay_kinds(sheet: Worksheet) -> None:
    lay(sheet, f"B{_KINDS_HEADER - 1}", "Net cost by kind", SECTION)
    lay_headers(sheet, _KINDS_HEADER, 2, ("Kind", *SHORT_MONTHS, "Year"), height=18)
    kinds = f"Costs!$C${COST_FIRST}:$C${COST_LAST}"
    first, last = _KINDS_HEADER + 1, _KINDS_HEADER + KINDS
    rest, total = last + 1, last + 2
    for offset in range(KINDS):
        name = f"Inputs!$B${KINDS_FIRST + offset}"
        lay(sheet, f"B{first + offset}", f'=IF({name}="","",{name})', FORMULA)
    lay(sheet, f"B{rest}", "Other kinds", FORMULA)
    lay(sheet, f"B{total}", "All kinds", TOTAL)
    for month in range(1, MONTHS + 1):
        column = get_column_letter(2 + month)
        shares = f"Costs!{month_column(month)}${COST_FIRST}:{month_column(month)}${COST_LAST}"
        for row in range(first, last + 1):
            lay(sheet, f"{column}{row}", f'=IF($B{row}="","",SUMIFS({shares},{kinds},$B{row}))', FORMULA, _COUNT)
        lay(sheet, f"{column}{total}", f"=Costs!{month_column(month)}${COST_TOTALS}", TOTAL, MONEY)
        others = f"=ROUND({column}{total}-SUM({column}{first}:{column}{last}),2)"
        lay(sheet, f"{column}{rest}", others, FORMULA, _COUNT)
    for row in range(first, total + 1):
        year = f'=IF($B{row}="","",SUM(C{row}:N{row}))'
        lay(sheet, f"O{row}", year, TOTAL, MONEY)


_SHARES: Final = (
    _Line("H", "Loyal", LOYAL_FILL, marker="circle"),
    _Line("I", "Disloyal", DISLOYAL_FILL, "dash", "square"),
)
_ROI: Final = (
    _Line("N", "High", SOFT_INK, "sysDash"),
    _Line("L", "ROI", LOYAL_FILL, marker="circle"),
    _Line("M", "Low", SOFT_INK, "sysDot"),
)


def shares_chart(sheet: Worksheet) -> LineChart:
    """Loyal and disloyal share by month; `sheet` is the Trend sheet."""
    chart = _over_months(sheet, "Loyal and disloyal share by month", "Share of responses", _SHARES)
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    return chart


def roi_chart(sheet: Worksheet) -> LineChart:
    """ROI by month with its interval; `sheet` is the Trend sheet."""
    return _over_months(sheet, "ROI by month and its interval", "ROI", _ROI)


def _over_months(sheet: Worksheet, title: str, value_title: str, lines: tuple[_Line, ...]) -> LineChart:
    chart = LineChart()
    charts.dress(chart, title, "Month", value_title, "0%")
    for line in lines:
        values = charts.reference(sheet, f"${line.column}${TREND_FIRST}:${line.column}${TREND_LAST}")
        points = 2.5 if line.marker else 1.5
        charts.add_line(chart, values, line.title, line.ink, points=points, dash=line.dash, marker=line.marker)
    charts.keep_gaps(chart, charts.reference(sheet, f"$A${TREND_FIRST}:$A${TREND_LAST}"))
    chart.set_categories(charts.reference(sheet, f"$B${TREND_FIRST}:$B${TREND_LAST}"))
    chart.x_axis.number_format = "mmm"

    charts.fill_plot(chart, 0.09, 0.13, 0.88, 0.58)
    return chart
