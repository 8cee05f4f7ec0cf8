"""What the sheets of the six kinds of centre share: rule in words, ROI against the share of cost, table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from openpyxl.chart import BarChart
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.centre_benefits.sheets.places import FORM_FIRST, TABLE_FIRST, TABLE_HEADER, TABLE_TOTAL, Centre
from workbook_templates.sheets import charts
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


@dataclass(frozen=True)
class Column:
    """A column of a table: its header, the formula of a row (without =), its format, and what its total is.

    In a formula {r} is the number of the row, {f} that of the same line on the form that the row is about.
    """

    header: str
    formula: str
    format: str
    total: str | None = "sum"
    """"sum", a formula (without =), or None for nothing."""
    words: Sequence[str] = ()
    """In place of the formula: what stands in the rows."""
    style: Style = _BODY


def named_on(sheet: str) -> Column:
    """The first column: the names of a form; nothing where the form's line is free."""
    return Column(sheet, f'IF({sheet}!$B{{f}}="","",{sheet}!$B{{f}})', GENERAL)


def return_of(benefit: str, net_cost: str) -> str:
    """ROI as a formula; in words where there is no cost to set the benefit against."""
    return f"IF({net_cost}<=0,{NO_COST},ROI({benefit},{net_cost}))"


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
    lay(sheet, "B7", f"={return_of(centre.benefit, centre.net_cost)}", HEADLINE, SHARE)
    sheet.row_dimensions[7].height = 40
    figures = (
        ("Benefit", benefit, CENTS, centre.benefit),
        (elsewhere[0], elsewhere[1], CENTS, centre.elsewhere),
        ("Net cost", centre.net_cost, CENTS, ""),
        ("Share of the net cost of all centres", centre.cost_share, SHARE, ""),
        ("Share of the benefit of all centres", _share_of_total(centre), SHARE, ""),
    )
    for row, (label, formula, number_format, name) in enumerate(figures, start=8):
        lay(sheet, f"B{row}", label, LABEL)
        lay(sheet, f"C{row}", f"={formula}", FIGURE, number_format)
        sheet.row_dimensions[row].height = 19
        if name:
            name_place(workbook, name, sheet, f"C{row}")
    lay(sheet, "B13", f"={_verdict(centre)}", NOTE)


def _share_of_total(centre: Centre) -> str:
    return f"IF(total_benefit>0,({centre.benefit}-{centre.elsewhere})/total_benefit,0)"


def _verdict(centre: Centre) -> str:
    """Its share of the benefit set beside its share of the cost, in words."""
    share = "IF(total_benefit>0,C12,0)"
    words = (
        f'IF({share}>=C11,"It brings at least its part: ","It brings less than its part: ")'
        '&ROUND(C12*100,1)&"% of the benefit for "&ROUND(C11*100,1)&"% of the cost."'
    )
    return f'IF(OR({centre.net_cost}<=0,total_benefit<=0),"",{words})'


def lay_rows(sheet: Worksheet, columns: Sequence[Column], rows: int, *, total: str, widths: Sequence[float]) -> None:
    """The table of a kind of centre: its total first, so that unused rows leave no hole below the used ones."""
    set_widths(sheet, widths)
    lay_headers(sheet, TABLE_HEADER, 2, [column.header for column in columns], height=32)
    last = TABLE_FIRST + rows - 1
    for offset, column in enumerate(columns):
        letter = get_column_letter(2 + offset)
        style = replace(TOTAL, rule=False)
        if offset == 0:
            lay(sheet, f"{letter}{TABLE_TOTAL}", total, style)
        else:
            summed = f"SUM({letter}{TABLE_FIRST}:{letter}{last})" if column.total == "sum" else column.total
            lay(sheet, f"{letter}{TABLE_TOTAL}", summed and f"={summed}", style, column.format)
        for row in range(TABLE_FIRST, last + 1):
            formula = column.formula.format(r=row, f=FORM_FIRST + row - TABLE_FIRST)
            shown = f"={formula}" if offset == 0 else f'=IF($B{row}="","",{formula})'
            word = column.words[row - TABLE_FIRST] if column.words else shown
            lay(sheet, f"{letter}{row}", word or None, column.style, column.format)
    beyond = get_column_letter(1 + len(columns))
    highlight(sheet, f"B{TABLE_FIRST}:{beyond}{last}", f'$B{TABLE_FIRST}<>""', ruled=True)
    sheet.freeze_panes = "C3"
    lay_page(sheet, f"A1:{beyond}{last}", one_page=True)


def bars(
    sheet: Worksheet,
    title: str,
    series: Sequence[tuple[str, str, str]],
    rows: int,
    place: tuple[str, str],
    value_format: str = "#,##0",
) -> None:
    """Bars of columns of the table (letter, title, fill), side by side, beside the figures."""
    chart = BarChart()
    charts.dress(chart, title, "", "", value_format)
    chart.type, chart.grouping, chart.gapWidth, chart.overlap = "col", "clustered", 60, 0
    last = TABLE_FIRST + rows - 1
    for letter, name, fill in series:
        charts.add_bars(chart, charts.reference(sheet, f"${letter}${TABLE_FIRST}:${letter}${last}"), name, fill)
    chart.set_categories(charts.reference(sheet, f"$B${TABLE_FIRST}:$B${last}"))
    chart.x_axis.tickLblSkip = 1
    if len(series) == 1:
        chart.legend = None
    charts.place(chart, sheet, *place)
