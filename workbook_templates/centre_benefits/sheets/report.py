"""The Report sheet: the six kinds of centre side by side, and a total that counts nothing twice."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from openpyxl.chart import BarChart
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.columns import ROWS, facts
from workbook_templates.centre_benefits.sheets.centre_sheet import FIGURE, FIRST_FILL, SECOND_FILL, return_of, share_of
from workbook_templates.centre_benefits.sheets.places import (
    CENTRES,
    REPORT,
    REPORT_HEADER,
    REPORT_TOTAL,
    Centre,
)
from workbook_templates.sheets import charts
from workbook_templates.sheets.checks import lay_result, warn_of_rejected
from workbook_templates.sheets.formulas import date_words
from workbook_templates.sheets.look import (
    CENTS,
    FORMULA,
    GENERAL,
    HEADLINE,
    LABEL,
    NOTE,
    SECTION,
    SHARE,
    TOTAL,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)

NO_DATA: Final = '"no data yet"'
_FORMATS: Final = (GENERAL, CENTS, CENTS, SHARE, SHARE, CENTS, CENTS, SHARE, GENERAL)
_MONEY: Final = (("Net cost", SECOND_FILL), ("Benefit by its own rule", FIRST_FILL))
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
    first, last = date_words("period_start"), date_words("period_end")
    period = f'IF(COUNT(period_start,period_end)<2,"no period yet",{first}&" to "&{last})'
    sheet["B1"] = f'="What the centres bring in, "&{period}'
    tallied = '&", "&'.join(f'N({facts(table)}_tallied)&" {table}"' for table in ROWS)
    refreshed = f'rows_words&". Counted: "&{tallied}&". Refreshed on "&{date_words("refreshed_time")}'
    lay(
        sheet,
        "B3",
        f'=IF(refreshed_time="","There is no data yet: fill Inputs, Goods, Territories, Departments and Costs, bring '
        f'the rows, then press Refresh.",{refreshed}&".")',
        NOTE,
    )
    warn_of_rejected(sheet, "B3", [facts(table) for table in ROWS])
    set_widths(sheet, (30, 19, 17, 15, 13, 19, 17, 15, 50))
    _lay_headline(workbook, sheet)
    _lay_centres(sheet)
    _lay_charts(sheet)
    sheet.freeze_panes = "C3"
    lay_page(sheet, REPORT.page(REPORT_TOTAL + 24), one_page=True)


def _lay_headline(workbook: Workbook, sheet: Worksheet) -> None:
    lay(sheet, "B5", "Return on investment of all centres (ROI)", SECTION)
    returned = return_of("total_benefit", "total_net_cost")
    lay(sheet, "B6", f'=IF(refreshed_time="",{NO_DATA},{returned})', HEADLINE, SHARE)
    sheet.row_dimensions[6].height = 40
    figures = (
        ("Benefit in the total", "total_benefit", CENTS),
        ("Net cost", "total_net_cost", CENTS),
    )
    for row, (label, formula, number_format) in enumerate(figures, start=7):
        lay(sheet, f"B{row}", label, LABEL)
        lay(sheet, f"C{row}", f"={formula}", FIGURE, number_format)
    lay_result(sheet, "B9")
    name_place(workbook, "report_roi", sheet, "B6")
    name_place(workbook, "total_benefit", sheet, REPORT.at("Benefit in the total", REPORT_TOTAL))
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
    lay_headers(sheet, REPORT_HEADER, 2, REPORT.columns, height=44)
    for row, (centre, rule) in enumerate(zip(CENTRES, _RULES, strict=True), start=REPORT.first):
        _lay_row(sheet, row, _figures(centre, row, rule), total=False)
    sums = [f"SUM({REPORT.cells(name)})" for name in REPORT.columns[1:-1]]
    benefit, cost = (REPORT.at(name, REPORT_TOTAL) for name in ("Benefit in the total", "Net cost"))
    figures = ['"All centres, nothing twice"', *sums, '""']
    figures[REPORT.columns.index("ROI")] = return_of(benefit, cost)
    _lay_row(sheet, REPORT_TOTAL, figures, total=True)


def _figures(centre: Centre, row: int, rule: str) -> tuple[str, ...]:
    benefit, cost, twice, counted = (
        REPORT.at(name, row)
        for name in ("Benefit by its own rule", "Net cost", "Counted at another centre too", "Benefit in the total")
    )
    return (
        f'"{centre.name}"',
        centre.benefit,
        centre.net_cost,
        centre.cost_share,
        return_of(benefit, cost),
        centre.elsewhere,
        f"{benefit}-{twice}",
        share_of(counted, f"{REPORT.letter('Benefit in the total')}${REPORT_TOTAL}"),
        f'"{rule}"',
    )


def _lay_row(sheet: Worksheet, row: int, figures: Sequence[str], *, total: bool) -> None:
    style = TOTAL if total else FORMULA
    looks = {"ROI": replace(style, horizontal="right"), "Rule": replace(style, horizontal="left", indent=1)}
    for name, formula, number_format in zip(REPORT.columns, figures, _FORMATS, strict=True):
        lay(sheet, REPORT.at(name, row), f"={formula}", looks.get(name, style), number_format)


def _lay_charts(sheet: Worksheet) -> None:
    names = charts.reference(sheet, REPORT.own_column("Kind of centre"))

    def chart(title: str, value_title: str, value_format: str, series: tuple[tuple[str, str, str], ...]) -> BarChart:
        made = BarChart()
        charts.dress(made, title, "", value_title, value_format)
        made.type, made.grouping, made.gapWidth, made.overlap = "col", "clustered", 60, 0
        for column, name, fill_colour in series:
            charts.add_bars(made, charts.reference(sheet, REPORT.own_column(column)), name, fill_colour)
        made.set_categories(names)
        made.x_axis.tickLblSkip = 1
        return made

    money = tuple((name, name, fill) for name, fill in _MONEY)
    shares = (
        ("Share of net cost", "Share of net cost", SECOND_FILL),
        ("Share of benefit", "Share of benefit in the total", FIRST_FILL),
    )
    top, bottom = REPORT_TOTAL + 2, REPORT_TOTAL + 24
    charts.place(chart("Benefit and net cost", "Amount", "#,##0", money), sheet, f"B{top}", f"F{bottom}")
    charts.place(chart("Share of cost and of benefit", "Share", "0%", shares), sheet, f"F{top}", f"K{bottom}")
