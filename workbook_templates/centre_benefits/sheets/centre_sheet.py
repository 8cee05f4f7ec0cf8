"""What the sheets of the six kinds of centre share: rule in words, ROI against the share of cost, table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from openpyxl.chart import BarChart
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.sheets.places import FORM_FIRST, TABLE_HEADER, TABLE_TOTAL, Centre
from workbook_templates.sheets import charts
from workbook_templates.sheets.blocks import Block, Line
from workbook_templates.sheets.look import (
    CENTS,
    FORMULA,
    GENERAL,
    HEADLINE,
    LABEL,
    NOTE,
    SECTION,
    SHARE,
    SUBTITLE,
    TOTAL,
    Style,
    highlight,
    lay,
    lay_headers,
    lay_page,
    lay_title,
    name_place,
    set_widths,
)

FIRST_FILL: Final = "1B365D"
SECOND_FILL: Final = "E08A3C"
_BODY: Final = replace(FORMULA, rule=False)
FIGURE: Final = Style(size=11, bold=True, horizontal="left")
NO_COST: Final = '"no cost yet"'
HEAD: Final = Block("", ("Label", "Figure"), first=8, last=12)
"""The figures above the table: benefit, what of it counts elsewhere, net cost, share of cost, share of benefit."""
ROI_CELL: Final = HEAD.at("Label", HEAD.first - 1)
_COST_SHARE: Final = HEAD.at("Figure", HEAD.first + 3)
_BENEFIT_SHARE: Final = HEAD.at("Figure", HEAD.first + 4)


@dataclass(frozen=True)
class Column:
    """A column of a table: its header, the formula of a row (without =), its format, and what its total is.

    The formula is that of every row: see `row_of` and `form_row_of`.
    """

    header: str
    formula: str
    format: str
    total: str | None = "sum"
    """"sum", a formula (without =), or None for nothing."""
    words: Sequence[str] = ()
    """In place of the formula: what stands in the rows."""
    style: Style = _BODY


def row_of(table: Block) -> Line:
    """A row of a table, whose number is filled in when the row is laid."""
    return table.here("{r}")


def form_row_of(form: Block) -> Line:
    """The line of a form that the row is about."""
    return form.there("{f}")


def name_column(table: Block, form: Block) -> Column:
    """The first column: the names of a form; nothing where the form's line is free."""
    name = form_row_of(form)[form.columns[0]]
    return Column(table.columns[0], f'IF({name}="","",{name})', GENERAL)


def return_of(benefit: str, net_cost: str) -> str:
    """ROI as a formula; in words where there is no cost to set the benefit against."""
    return f"IF({net_cost}<=0,{NO_COST},ROI({benefit},{net_cost}))"


def part_of(amount: str, whole: str) -> str:
    """An amount divided by another; empty where the other is not above 0."""
    return f'IF({whole}>0,{amount}/{whole},"")'


def share_of(amount: str, whole: str) -> str:
    """A share of a whole; 0 where the whole is not above 0."""
    return f"IF({whole}>0,{amount}/{whole},0)"


def lay_head(
    workbook: Workbook,
    sheet: Worksheet,
    centre: Centre,
    rule: Sequence[str],
    benefit: str,
    elsewhere: tuple[str, str],
) -> None:
    """Title, rule, and the figures; `elsewhere` is the label and formula of what another centre's benefit holds too."""
    lay_title(sheet, centre.name, rule[0])
    for row, text in enumerate(rule[1:], start=3):
        lay(sheet, f"B{row}", text, SUBTITLE)
    lay(sheet, "B6", "Return on investment (ROI)", SECTION)
    lay(sheet, ROI_CELL, f"={return_of(centre.benefit, centre.net_cost)}", HEADLINE, SHARE)
    sheet.row_dimensions[7].height = 40
    figures = (
        ("Benefit", benefit, CENTS, centre.benefit),
        (elsewhere[0], elsewhere[1], CENTS, centre.elsewhere),
        ("Net cost", centre.net_cost, CENTS, ""),
        ("Share of the net cost of all centres", centre.cost_share, SHARE, ""),
        ("Share of the benefit of all centres", _share_of_total(centre), SHARE, ""),
    )
    for row, (label, formula, number_format, name) in enumerate(figures, start=HEAD.first):
        lay(sheet, HEAD.at("Label", row), label, LABEL)
        lay(sheet, HEAD.at("Figure", row), f"={formula}", FIGURE, number_format)
        sheet.row_dimensions[row].height = 19
        if name:
            name_place(workbook, name, sheet, HEAD.at("Figure", row))
    lay(sheet, "B13", f"={_verdict(centre)}", NOTE)


def _share_of_total(centre: Centre) -> str:
    return f"IF(total_benefit>0,({centre.benefit}-{centre.elsewhere})/total_benefit,0)"


def _verdict(centre: Centre) -> str:
    """Its share of the benefit set beside its share of the cost, in words."""
    share = f"IF(total_benefit>0,{_BENEFIT_SHARE},0)"
    words = (
        f'IF({share}>={_COST_SHARE},"It brings at least its part: ","It brings less than its part: ")'
        f'&ROUND({_BENEFIT_SHARE}*100,1)&"% of the benefit for "&ROUND({_COST_SHARE}*100,1)&"% of the cost."'
    )
    return f'IF(OR({centre.net_cost}<=0,total_benefit<=0),"",{words})'


def lay_rows(sheet: Worksheet, table: Block, columns: Sequence[Column], *, total: str, widths: Sequence[float]) -> None:
    """The table of a kind of centre: its total first, so that unused rows leave no hole below the used ones."""
    set_widths(sheet, widths)
    lay_headers(sheet, TABLE_HEADER, 2, table.columns, height=32)
    names = table.columns[0]
    for column in columns:
        style = replace(TOTAL, rule=False)
        if column.header == names:
            lay(sheet, table.at(names, TABLE_TOTAL), total, style)
        else:
            summed = f"SUM({table.cells(column.header)})" if column.total == "sum" else column.total
            lay(sheet, table.at(column.header, TABLE_TOTAL), summed and f"={summed}", style, column.format)
        for row in range(table.first, table.last + 1):
            formula = column.formula.format(r=row, f=FORM_FIRST + row - table.first)
            shown = f"={formula}" if column.header == names else f'=IF({table.here(row)[names]}="","",{formula})'
            word = column.words[row - table.first] if column.words else shown
            lay(sheet, table.at(column.header, row), word or None, column.style, column.format)
    highlight(sheet, table.area(), f'{table.here(table.first)[names]}<>""', ruled=True)
    sheet.freeze_panes = "C3"
    lay_page(sheet, table.page(table.last), one_page=True)


def bars(
    sheet: Worksheet,
    table: Block,
    title: str,
    series: Sequence[tuple[str, str, str]],
    place: tuple[str, str],
    value_format: str = "#,##0",
) -> None:
    """Bars of columns of a table (header, title, fill), side by side, beside the figures."""
    chart = BarChart()
    charts.dress(chart, title, "", "", value_format)
    chart.type, chart.grouping, chart.gapWidth, chart.overlap = "col", "clustered", 60, 0
    for column, name, fill in series:
        charts.add_bars(chart, charts.reference(sheet, table.own_column(column)), name, fill)
    chart.set_categories(charts.reference(sheet, table.own_column(table.columns[0])))
    chart.x_axis.tickLblSkip = 1
    if len(series) == 1:
        chart.legend = None
    charts.place(chart, sheet, *place)
