"""The Report sheet: headline, segments, loyal customers needed, charts and the what-if grid, on one page."""

from dataclasses import replace
from typing import Final

from openpyxl.chart import BarChart
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets import charts
from workbook_templates.sheets.checks import lay_result
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
from workbook_templates.survey_roi.sheets.places import NOW_FIRST, SEGMENTS, TREND_FIRST, TREND_LAST
from workbook_templates.survey_roi.sheets.trend import roi_chart
from workbook_templates.survey_roi.sheets.workings import shown

NO_DATA: Final = '"no data yet"'
COLUMNS: Final = (
    "Segment",
    "Responses",
    "Loyal",
    "Neutral",
    "Disloyal",
    "Loyal share",
    "Loyal counted",
    "Disloyal counted",
    "Value per customer",
    "Gain",
    "Loss",
    "Net profit",
    "Loyal needed",
    "Above need",
)
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
_HEADER: Final = 32
# The segments stand last on the page, so that unused rows leave no hole in it; their total stands first.
TOTAL_ROW: Final = _HEADER + 1
FIRST: Final = _HEADER + 2
LAST: Final = FIRST + SEGMENTS - 1
_FIGURE: Final = Style(size=11, bold=True, horizontal="left")
_BODY: Final = Style()


def fill(workbook: Workbook, sheet: Worksheet, trend: Worksheet) -> None:
    """Lay the whole sheet."""
    _lay_heading(sheet)
    set_widths(sheet, (27, *[12] * 13))
    _lay_headline(workbook, sheet)
    charts.place(roi_chart(trend), sheet, "F4", "P14")
    _lay_segments(sheet)
    charts.place(segments_chart(sheet), sheet, f"B{what_if.REPORT_ROW}", f"G{_HEADER - 2}")
    what_if.fill_report(sheet)
    sheet.freeze_panes = "C3"
    lay_page(sheet, f"A1:O{LAST}", one_page=True)


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
    answered, served = f"COUNT({shown('D')})", f"COUNT({shown('H')})"
    counts = (
        f'IF(count_basis_known="","not known (see Checks)",IF(OR({answered}=0,{served}=0),'
        f'IF(AND({answered}=0,count_basis_known="customers served"),'
        f'"projected to customers served","respondents"),IF({served}={answered},"projected to customers served",'
        '"projected to customers served where these are filled, else respondents")))'
    )
    rate = f"Trend!$D${TREND_FIRST}:$D${TREND_LAST}"
    known = f"IF(month_shown=0,FALSE,ISNUMBER(INDEX({rate},MAX(1,month_shown))))"
    response_rate = (
        f'IF({known},"Response rate "&ROUND(INDEX({rate},MAX(1,month_shown))*100,1)&"%.","Response rate not known.")'
    )
    sheet["B2"] = f'="Value per customer: "&{values}&". Counts: "&{counts}&". "&{response_rate}'
    elsewhere = 'OR(refreshed_kind="file",refreshed_kind="source")'
    from_file = f'IF({elsewhere}," The rows came from that file or source, not from the sheet Responses.","")'
    day = '"-"&RIGHT("0"&MONTH(refreshed_time),2)&"-"&RIGHT("0"&DAY(refreshed_time),2)'
    on_day = f'IF(ISNUMBER(refreshed_time)," Refreshed on "&YEAR(refreshed_time)&{day}&".","")'
    source = (
        '"Survey: "&refreshed_source&", "&refreshed_tallied&IF(refreshed_tallied=1," row"," rows")&" tallied, "'
        '&refreshed_rejected&" rejected."&'
        f"{on_day}&{from_file}"
    )
    lay(
        sheet,
        "B3",
        f'=IF(refreshed_time="","There is no data yet: fill the sheets Inputs, Segments and Costs, bring the '
        f'responses, then press Refresh.",{source})',
        NOTE,
    )


def _lay_headline(workbook: Workbook, sheet: Worksheet) -> None:
    def of_month(column: str) -> str:
        return f"INDEX(Trend!${column}${TREND_FIRST}:${column}${TREND_LAST},month_shown)"

    has_data = f"IF(month_shown=0,0,{of_month('O')})"
    net_profit = f"IF(month_shown=0,{NO_DATA},IF(ISNUMBER({of_month('J')}),{of_month('J')},{NO_DATA}))"
    lay(sheet, "B5", "Return on investment (ROI)", SECTION)
    lay(sheet, "B6", f"=IF({has_data}=1,{of_month('L')},{NO_DATA})", HEADLINE, SHARE)
    sheet.row_dimensions[6].height = 40
    _lay_figure(
        sheet,
        7,
        '="Low end of the "&ROUND(confidence_level*100,1)&"% interval"',
        f"=IF({has_data}=1,{of_month('M')},{NO_DATA})",
        SHARE,
    )
    _lay_figure(
        sheet,
        8,
        '="High end of the "&ROUND(confidence_level*100,1)&"% interval"',
        f"=IF({has_data}=1,{of_month('N')},{NO_DATA})",
        SHARE,
    )
    _lay_figure(sheet, 9, "Net profit", f"={net_profit}", MONEY)
    _lay_figure(sheet, 10, "Net cost", f"=IF(month_shown=0,{NO_DATA},{of_month('K')})", MONEY)
    above = "report_net_profit-report_net_cost*(1+target_roi)"
    label = f'=IF({_AT_BREAK_EVEN},"Above break-even","Above the {_TARGET})'
    _lay_figure(sheet, 11, label, f"=IF(AND(ISNUMBER(report_roi),ISNUMBER(target_roi)),{above},{NO_DATA})", MONEY)
    _lay_figure(sheet, 12, "Rows tallied (all months)", '=IF(refreshed_tallied="",0,refreshed_tallied)', WHOLE)
    lay_result(sheet, "B13")
    places = {"report_roi": "B6", "report_roi_low": "C7", "report_roi_high": "C8"}
    places |= {"report_net_profit": "C9", "report_net_cost": "C10"}
    for name, address in places.items():
        name_place(workbook, name, sheet, address)


def _lay_figure(sheet: Worksheet, row: int, label: str, formula: str, number_format: str) -> None:
    lay(sheet, f"B{row}", label, LABEL)
    lay(sheet, f"C{row}", formula, _FIGURE, number_format)


def _lay_segments(sheet: Worksheet) -> None:
    lay(sheet, f"B{_HEADER - 1}", "By segment", SECTION)
    lay_headers(sheet, _HEADER, 2, COLUMNS)
    needed = f'="Loyal needed: for "&IF({_AT_BREAK_EVEN},"break-even","the {_TARGET})'
    lay(sheet, f"D{_HEADER - 1}", f'{needed}&" on the segment\'s share of the net cost."', NOTE)
    answered = f"COUNT({shown('D')})"
    for offset in range(SEGMENTS):
        row, now = FIRST + offset, NOW_FIRST + offset

        def figure(column: str, now: int = now, row: int = row) -> str:
            cell = f"Workings!${column}${now}"
            return f'IF(OR($B{row}="",{answered}=0),"",IF({cell}="",IF(Workings!$D{now}="",0,""),{cell}))'

        target = f"BREAKEVEN_LOYAL(Workings!$L${now},Workings!$K${now},Workings!$P${now},target_roi)"
        needed = (
            f'IF(OR($B{row}="",ISTEXT(report_roi),NOT(ISNUMBER(target_roi))),"",IF(Workings!$D${now}="",0,'
            f'IF(Workings!$L${now}<=0,"none",ROUNDUP(ROUND({target},6),0))))'
        )
        formulas = (
            f"Workings!$C${now}",
            figure("D"),
            figure("E"),
            figure("F"),
            figure("G"),
            f'IF(ISNUMBER($C{row}),IF($C{row}>0,$D{row}/$C{row},0),"")',
            figure("J"),
            figure("K"),
            f'IF($B{row}="","",Segments!$J${now - NOW_FIRST + 7})',
            figure("M"),
            figure("N"),
            figure("O"),
            needed,
            f'IF(ISNUMBER($N{row}),$H{row}-$N{row},"")',
        )
        _lay_row(sheet, row, formulas, _BODY)
    _lay_total(sheet)
    highlight(sheet, f"B{FIRST}:O{LAST}", f'$B{FIRST}<>""', ruled=True)


def _lay_total(sheet: Worksheet) -> None:
    def total(column: str) -> str:
        return f'IF(COUNT({column}{FIRST}:{column}{LAST})=0,"",SUM({column}{FIRST}:{column}{LAST}))'

    def money(column: str) -> str:
        return f'IF(ISNUMBER(report_net_profit),SUM({column}{FIRST}:{column}{LAST}),"")'

    row = TOTAL_ROW
    share = f'IF(ISNUMBER($C{row}),IF($C{row}>0,$D{row}/$C{row},0),"")'
    formulas = (
        '"All segments"',
        *(total(column) for column in "CDEF"),
        share,
        total("H"),
        total("I"),
        '""',
        *(money(column) for column in "KLM"),
        # Loyal customers of segments of unequal value: their sum would say nothing of the ROI.
        '""',
        '""',
    )
    _lay_row(sheet, row, formulas, replace(TOTAL, rule=False))


def _lay_row(sheet: Worksheet, row: int, formulas: tuple[str, ...], style: Style) -> None:
    for column, (formula, number_format) in enumerate(zip(formulas, _FORMATS, strict=True), start=2):
        lay(sheet, f"{get_column_letter(column)}{row}", f"={formula}", style, number_format)


def segments_chart(sheet: Worksheet) -> BarChart:
    """Loyal, neutral and disloyal as parts of each segment's responses."""
    chart = BarChart()
    charts.dress(chart, "Loyal, neutral and disloyal by segment", "Segment", "Share of responses", "0%")
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "percentStacked", 100, 40
    for column, title, colour in (
        ("D", "Loyal", LOYAL_FILL),
        ("E", "Neutral", NEUTRAL_FILL),
        ("F", "Disloyal", DISLOYAL_FILL),
    ):
        values = charts.reference(sheet, f"${column}${TOTAL_ROW}:${column}${LAST}")
        charts.add_bars(chart, values, title, colour)
    chart.set_categories(charts.reference(sheet, f"$B${TOTAL_ROW}:$B${LAST}"))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.tickLblSkip = 1
    chart.y_axis.crosses = "max"
    charts.fill_plot(chart, 0.2, 0.12, 0.75, 0.64)
    return chart
