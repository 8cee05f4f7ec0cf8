"""The Report sheet: the six kinds of centre side by side, and a total that counts nothing twice."""

from dataclasses import replace
from typing import Final

from openpyxl.chart import BarChart
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.sheets.centre_sheet import FIGURE, FIRST_FILL, NO_COST, SECOND_FILL
from workbook_templates.centre_benefits.sheets.places import (
    CENTRES,
    REPORT_FIRST,
    REPORT_HEADER,
    REPORT_LAST,
    REPORT_TOTAL,
    Centre,
)
from workbook_templates.sheets import charts
from workbook_templates.sheets.look import (
    BAD_INK,
    CENTS,
    FORMULA,
    GENERAL,
    GOOD_INK,
    HEADLINE,
    LABEL,
    NOTE,
    SECTION,
    SHARE,
    TOTAL,
    WARNING_INK,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)

NO_DATA: Final = '"no data yet"'
COLUMNS: Final = (
    "Kind of centre",
    "Benefit by its own rule",
    "Net cost",
    "Share of net cost",
    "ROI",
    "Counted at another centre too",
    "Benefit in the total",
    "Share of benefit",
    "Rule",
)
_FORMATS: Final = (GENERAL, CENTS, CENTS, SHARE, SHARE, CENTS, CENTS, SHARE, GENERAL)
_RULES: Final = (
    "units kept x (price - cost)",
    "the inside's part of the profit, or one combined total",
    "part of the profit of deals that were won",
    "part of the price that pays for support",
    "net profit of the survey workbook",
    "time given back x rate x difficulty",
)


def fill(workbook: Workbook, sheet: Worksheet) -> None:
    """Lay the whole sheet."""
    lay_title(sheet, "", "Each kind of centre by its own rule; the total counts no amount twice.")
    day = '{0}&"-"&RIGHT("0"&MONTH({1}),2)&"-"&RIGHT("0"&DAY({1}),2)'
    first, last = (day.format(f"YEAR({name})", name) for name in ("period_start", "period_end"))
    period = f'IF(COUNT(period_start,period_end)<2,"no period yet",{first}&" to "&{last})'
    sheet["B1"] = f'="What the centres bring in, "&{period}'
    refreshed = (
        '"Rows: "&IF(N(refreshed_orders_tallied)=0,0,refreshed_orders_tallied)&" orders, "&N(refreshed_leads_tallied)'
        '&" leads, "&N(refreshed_contacts_tallied)&" contacts, "&N(refreshed_requests_tallied)&" requests; rejected: "'
        "&(N(refreshed_orders_rejected)+N(refreshed_leads_rejected)+N(refreshed_contacts_rejected)"
        '+N(refreshed_requests_rejected))&". Refreshed on "&' + day.format("YEAR(refreshed_time)", "refreshed_time")
    )
    lay(
        sheet,
        "B3",
        f'=IF(refreshed_time="","There is no data yet: fill Inputs, Goods, Territories, Departments and Costs, bring '
        f'the rows, then press Refresh.",{refreshed}&".")',
        NOTE,
    )
    set_widths(sheet, (30, 19, 17, 15, 13, 19, 17, 15, 50))
    _lay_headline(workbook, sheet)
    _lay_centres(sheet)
    _lay_charts(sheet)
    sheet.freeze_panes = "C3"
    lay_page(sheet, f"A1:J{REPORT_TOTAL + 24}", one_page=True)


def _lay_headline(workbook: Workbook, sheet: Worksheet) -> None:
    total = REPORT_TOTAL
    lay(sheet, "B5", "Return on investment of all centres (ROI)", SECTION)
    returned = f"IF(total_net_cost<=0,{NO_COST},ROI(total_benefit,total_net_cost))"
    lay(sheet, "B6", f'=IF(refreshed_time="",{NO_DATA},{returned})', HEADLINE, SHARE)
    sheet.row_dimensions[6].height = 40
    figures = (
        ("Benefit in the total", "total_benefit", CENTS),
        ("Net cost", "total_net_cost", CENTS),
    )
    for row, (label, formula, number_format) in enumerate(figures, start=7):
        lay(sheet, f"B{row}", label, LABEL)
        lay(sheet, f"C{row}", f"={formula}", FIGURE, number_format)
    lay(sheet, "B9", "=checks_result", replace(LABEL, bold=True))
    for words, ink in (("need", BAD_INK), ("warning", WARNING_INK), ("OK", GOOD_INK)):
        highlight(sheet, "B9", f'ISNUMBER(SEARCH("{words}",$B$9))', ink=ink, bold=True)
    name_place(workbook, "report_roi", sheet, "B6")
    name_place(workbook, "total_benefit", sheet, f"H{total}")
    lay(sheet, "E5", "How to read this", SECTION)
    notes = (
        "ROI = (benefit - net cost) / net cost: 0% earns its cost and no more.",
        "A centre's own ROI takes its whole benefit; money that two rules name counts once in the total.",
        "Compare the share of the benefit with the share of the cost: above is better than its part.",
        "Benefits of loyalty and of time are values, not cash of this period; see each centre's sheet.",
    )
    for row, text in enumerate(notes, start=6):
        lay(sheet, f"E{row}", text, replace(NOTE, size=10, vertical="bottom"))


def _lay_centres(sheet: Worksheet) -> None:
    lay_headers(sheet, REPORT_HEADER, 2, COLUMNS, height=44)
    for row, (centre, rule) in enumerate(zip(CENTRES, _RULES, strict=True), start=REPORT_FIRST):
        _lay_row(sheet, row, _figures(centre, row, rule), total=False)
    total, first, last = REPORT_TOTAL, REPORT_FIRST, REPORT_LAST
    sums = {column: f"SUM({column}{first}:{column}{last})" for column in "CDEGHI"}
    roi = f"IF(D{total}<=0,{NO_COST},ROI(H{total},D{total}))"
    figures = (
        '"All centres, nothing twice"',
        sums["C"],
        sums["D"],
        sums["E"],
        roi,
        sums["G"],
        sums["H"],
        sums["I"],
        '""',
    )
    _lay_row(sheet, total, figures, total=True)


def _figures(centre: Centre, row: int, rule: str) -> tuple[str, ...]:
    return (
        f'"{centre.name}"',
        centre.benefit,
        centre.net_cost,
        centre.cost_share,
        f"IF(D{row}<=0,{NO_COST},ROI(C{row},D{row}))",
        centre.elsewhere,
        f"C{row}-G{row}",
        f"IF(H${REPORT_TOTAL}>0,H{row}/H${REPORT_TOTAL},0)",
        f'"{rule}"',
    )


def _lay_row(sheet: Worksheet, row: int, figures: tuple[str, ...], *, total: bool) -> None:
    style = TOTAL if total else FORMULA
    for offset, (formula, number_format) in enumerate(zip(figures, _FORMATS, strict=True)):
        looks = {4: replace(style, horizontal="right"), 8: replace(style, horizontal="left", indent=1)}
        look = looks.get(offset, style)
        lay(sheet, f"{get_column_letter(2 + offset)}{row}", f"={formula}", look, number_format)


def _lay_charts(sheet: Worksheet) -> None:
    names = charts.reference(sheet, f"$B${REPORT_FIRST}:$B${REPORT_LAST}")

    def chart(title: str, value_title: str, value_format: str, series: tuple[tuple[str, str, str], ...]) -> BarChart:
        made = BarChart()
        charts.dress(made, title, "", value_title, value_format)
        made.type, made.grouping, made.gapWidth, made.overlap = "col", "clustered", 60, 0
        for letter, name, fill_colour in series:
            values = charts.reference(sheet, f"${letter}${REPORT_FIRST}:${letter}${REPORT_LAST}")
            charts.add_bars(made, values, name, fill_colour)
        made.set_categories(names)
        made.x_axis.tickLblSkip = 1
        return made

    money = (("D", "Net cost", SECOND_FILL), ("C", "Benefit by its own rule", FIRST_FILL))
    shares = (("E", "Share of net cost", SECOND_FILL), ("I", "Share of benefit in the total", FIRST_FILL))
    top, bottom = REPORT_TOTAL + 2, REPORT_TOTAL + 24
    charts.place(chart("Benefit and net cost", "Amount", "#,##0", money), sheet, f"B{top}", f"F{bottom}")
    charts.place(chart("Share of cost and of benefit", "Share", "0%", shares), sheet, f"F{top}", f"K{bottom}")
