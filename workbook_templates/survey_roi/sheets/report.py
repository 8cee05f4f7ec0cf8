"""The Report sheet: headline, segments, loyal customers needed, charts and the what-if grid, on one page."""

from dataclasses import replace
from typing import Final

from openpyxl.chart import BarChart
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets import charts
from workbook_templates.sheets.blocks import Line
from workbook_templates.sheets.checks import lay_result, warn_of_rejected
from workbook_templates.sheets.formulas import date_words
from workbook_templates.sheets.look import (
    DISLOYAL_FILL,
    HEADLINE,
    LABEL,
    LOYAL_FILL,
    MONEY,
    NEUTRAL_FILL,
    NOTE,
    SECTION,
    SHARE,
    TOTAL,
    WHOLE,
    Style,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)
from workbook_templates.survey_roi.sheets import what_if
from workbook_templates.survey_roi.sheets.places import (
    NOW,
    REPORT,
    REPORT_HEADER,
    REPORT_TOTAL,
    SEGMENTS,
    TREND,
    VALUES,
)
from workbook_templates.survey_roi.sheets.trend import roi_chart

NO_DATA: Final = '"no data yet"'
_FORMATS: Final = (
    None,
    WHOLE,
    WHOLE,
    WHOLE,
    WHOLE,
    SHARE,
    *[WHOLE] * 3,
    MONEY,
    MONEY,
    MONEY,
    WHOLE,
    "#,##0;[Red]-#,##0",
)
_AT_BREAK_EVEN: Final = "IF(ISNUMBER(target_roi),target_roi=0,FALSE)"
_TARGET: Final = 'target ROI"&IF(ISNUMBER(target_roi)," of "&ROUND(target_roi*100,1)&"%","")'
_FIGURE: Final = Style(size=11, bold=True, horizontal="left")
_BODY: Final = Style()


def fill(workbook: Workbook, sheet: Worksheet, trend: Worksheet) -> None:
    """Lay the whole sheet."""
    _lay_heading(sheet)
    set_widths(sheet, (27, *[12] * 13))
    _lay_headline(workbook, sheet)
    charts.place(roi_chart(trend), sheet, "F4", "P14")
    _lay_segments(sheet)
    charts.place(segments_chart(sheet), sheet, f"B{what_if.REPORT_ROW}", f"G{REPORT_HEADER - 2}")
    what_if.fill_report(sheet)
    sheet.freeze_panes = "C3"
    lay_page(sheet, REPORT.page(REPORT.last), one_page=True)


def _lay_heading(sheet: Worksheet) -> None:
    lay_title(sheet, "", "")
    sheet["B1"] = (
        '="Return of the service centre, "&IF(month_shown=0,"no month chosen",report_month_name&" "&report_year)'
    )
    values = (
        'IF(value_basis_known="lifetime","CLV over the years a customer stays",'
        'IF(value_basis_known="year","one year\'s profit",'
        'IF(value_basis_known="month","one month\'s profit, a twelfth of the year\'s","not known (see Checks)")))'
    )
    sheet["B2"] = f'="Value per customer: "&{values}&". Counts: "&{_count_words()}&". "&{_response_rate_words()}'
    no_data = (
        "There is no data yet: fill the sheets Inputs, Segments and Costs, bring the responses, then press Refresh."
    )
    lay(sheet, "B3", f'=IF(refreshed_time="","{no_data}",{_source_words()})', NOTE)
    warn_of_rejected(sheet, "B3")


def _count_words() -> str:
    answered, served = f"COUNT({NOW.column('Responses')})", f"COUNT({NOW.column('Customers served')})"
    return (
        f'IF(count_basis_known="","not known (see Checks)",IF(OR({answered}=0,{served}=0),'
        f'IF(AND({answered}=0,count_basis_known="customers served"),'
        f'"projected to customers served","respondents"),IF({served}={answered},"projected to customers served",'
        '"projected to customers served where these are filled, else respondents")))'
    )


def _response_rate_words() -> str:
    rate = f"INDEX({TREND.column('Response rate')},MAX(1,month_shown))"
    known = f"IF(month_shown=0,FALSE,ISNUMBER({rate}))"
    return f'IF({known},"Response rate "&ROUND({rate}*100,1)&"%.","Response rate not known.")'


def _source_words() -> str:
    elsewhere = 'OR(refreshed_kind="file",refreshed_kind="source")'
    from_file = f'IF({elsewhere}," The rows came from that file or source, not from the sheet Responses.","")'
    on_day = f'IF(ISNUMBER(refreshed_time)," Refreshed on "&{date_words("refreshed_time")}&".","")'
    return f'"Survey: "&refreshed_source&". "&rows_words&"."&{on_day}&{from_file}'


def _lay_headline(workbook: Workbook, sheet: Worksheet) -> None:
    def figure(column: str) -> str:
        return f"INDEX({TREND.column(column)},month_shown)"

    def if_known(column: str) -> str:
        return f"=IF({has_data}=1,{figure(column)},{NO_DATA})"

    has_data = f"IF(month_shown=0,0,{figure('With data')})"
    profit = figure("Net profit")
    net_profit = f"IF(month_shown=0,{NO_DATA},IF(ISNUMBER({profit}),{profit},{NO_DATA}))"
    lay(sheet, "B5", "Return on investment (ROI)", SECTION)
    lay(sheet, "B6", if_known("ROI"), HEADLINE, SHARE)
    sheet.row_dimensions[6].height = 40
    for row, end in ((7, "Low"), (8, "High")):
        label = f'="{end} end of the "&ROUND(confidence_level*100,1)&"% interval"'
        _lay_figure(sheet, row, label, if_known(f"ROI {end.lower()}"), SHARE)
    _lay_figure(sheet, 9, "Net profit", f"={net_profit}", MONEY)
    _lay_figure(sheet, 10, "Net cost", f"=IF(month_shown=0,{NO_DATA},{figure('Net cost')})", MONEY)
    above = "report_net_profit-report_net_cost*(1+target_roi)"
    label = f'=IF({_AT_BREAK_EVEN},"Above break-even","Above the {_TARGET})'
    _lay_figure(sheet, 11, label, f"=IF(AND(ISNUMBER(report_roi),ISNUMBER(target_roi)),{above},{NO_DATA})", MONEY)
    _lay_figure(sheet, 12, "Rows tallied (all months)", '=IF(refreshed_tallied="",0,refreshed_tallied)', WHOLE)
    lay_result(sheet, "B13")
    name_place(workbook, "report_roi", sheet, "B6")
    name_place(workbook, "report_roi_low", sheet, "C7")
    name_place(workbook, "report_roi_high", sheet, "C8")
    name_place(workbook, "report_net_profit", sheet, "C9")
    name_place(workbook, "report_net_cost", sheet, "C10")


def _lay_figure(sheet: Worksheet, row: int, label: str, formula: str, number_format: str) -> None:
    lay(sheet, f"B{row}", label, LABEL)
    lay(sheet, f"C{row}", formula, _FIGURE, number_format)


def _lay_segments(sheet: Worksheet) -> None:
    lay(sheet, REPORT.at("Segment", REPORT_HEADER - 1), "By segment", SECTION)
    lay_headers(sheet, REPORT_HEADER, 2, REPORT.columns)
    needed = f'="Loyal needed: for "&IF({_AT_BREAK_EVEN},"break-even","the {_TARGET})'
    note = f'{needed}&" on the segment\'s share of the net cost."'
    lay(sheet, REPORT.at("Loyal", REPORT_HEADER - 1), note, NOTE)
    for segment in range(SEGMENTS):
        _lay_row(sheet, REPORT.first + segment, _segment_figures(segment), _BODY)
    _lay_total(sheet)
    highlight(sheet, REPORT.area(), f'{REPORT.here(REPORT.first).segment}<>""', ruled=True)


def _segment_figures(segment: int) -> dict[str, str]:
    row, now_row = REPORT.first + segment, NOW.first + segment
    at, now = REPORT.here(row), NOW.there(now_row)
    answered = f"COUNT({NOW.column('Responses')})"

    def figure(column: str) -> str:
        cell = NOW.cell(column, now_row)
        return f'IF(OR({at.segment}="",{answered}=0),"",IF({cell}="",IF({now.responses}="",0,""),{cell}))'

    responses, value, disloyal, cost = (
        NOW.cell(name, now_row) for name in ("Responses", "Value per customer", "Disloyal counted", "Share of net cost")
    )
    target = f"BREAKEVEN_LOYAL({value},{disloyal},{cost},target_roi)"
    needed = (
        f'IF(OR({at.segment}="",ISTEXT(report_roi),NOT(ISNUMBER(target_roi))),"",IF({responses}="",0,'
        f'IF({value}<=0,"none",ROUNDUP(ROUND({target},6),0))))'
    )
    worth = VALUES.cell("Value per customer", VALUES.first + segment)
    copied = ("Responses", "Loyal", "Neutral", "Disloyal", "Loyal counted", "Disloyal counted")
    return {
        "Segment": NOW.cell("Segment", now_row),
        **{name: figure(name) for name in (*copied, "Gain", "Loss", "Net profit")},
        "Loyal share": _loyal_share(at),
        "Value per customer": f'IF({at.segment}="","",{worth})',
        "Loyal needed": needed,
        "Above need": f'IF(ISNUMBER({at.loyal_needed}),{at.loyal_counted}-{at.loyal_needed},"")',
    }


def _loyal_share(at: Line) -> str:
    return f'IF(ISNUMBER({at.responses}),IF({at.responses}>0,{at.loyal}/{at.responses},0),"")'


def _lay_total(sheet: Worksheet) -> None:
    def total(column: str) -> str:
        cells = REPORT.cells(column)
        return f'IF(COUNT({cells})=0,"",SUM({cells}))'

    def money(column: str) -> str:
        return f'IF(ISNUMBER(report_net_profit),SUM({REPORT.cells(column)}),"")'

    summed = ("Responses", "Loyal", "Neutral", "Disloyal", "Loyal counted", "Disloyal counted")
    formulas = {
        "Segment": '"All segments"',
        **{name: total(name) for name in summed},
        "Loyal share": _loyal_share(REPORT.here(REPORT_TOTAL)),
        **{name: money(name) for name in ("Gain", "Loss", "Net profit")},
        # Loyal customers of segments of unequal value: their sum would say nothing of the ROI.
        **dict.fromkeys(("Value per customer", "Loyal needed", "Above need"), '""'),
    }
    _lay_row(sheet, REPORT_TOTAL, formulas, replace(TOTAL, rule=False))


def _lay_row(sheet: Worksheet, row: int, formulas: dict[str, str], style: Style) -> None:
    for name, number_format in zip(REPORT.columns, _FORMATS, strict=True):
        lay(sheet, REPORT.at(name, row), f"={formulas[name]}", style, number_format)


def segments_chart(sheet: Worksheet) -> BarChart:
    """Loyal, neutral and disloyal as parts of each segment's responses."""
    chart = BarChart()
    charts.dress(chart, "Loyal, neutral and disloyal by segment", "Segment", "Share of responses", "0%")
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "percentStacked", 100, 40
    shown = REPORT.rows(REPORT_TOTAL, REPORT.last)
    for name, colour in (("Loyal", LOYAL_FILL), ("Neutral", NEUTRAL_FILL), ("Disloyal", DISLOYAL_FILL)):
        charts.add_bars(chart, charts.reference(sheet, shown.own_column(name)), name, colour)
    chart.set_categories(charts.reference(sheet, shown.own_column("Segment")))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.tickLblSkip = 1
    chart.y_axis.crosses = "max"
    charts.fill_plot(chart, 0.2, 0.12, 0.75, 0.64)
    return chart
