"""Charts of the templates: titled axes, number formats, gaps for missing periods, readable in black and white."""

from typing import Final, Literal, TypeAlias

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import Legend, LegendEntry
from openpyxl.chart.marker import Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import TwoCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from workbook_templates.sheets.look import FONT, INK, RULE, SOFT_INK

_POINTS_PER_SIZE: Final = 100
_EMU_PER_POINT: Final = 12700

Symbol: TypeAlias = Literal["circle", "square"]
Dash: TypeAlias = Literal["solid", "dash", "sysDash", "sysDot"]


def _characters(size: float, ink: str, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=int(size * _POINTS_PER_SIZE), b=bold, solidFill=ink, latin=Font(typeface=FONT))


def _rich(size: float, ink: str = SOFT_INK) -> RichText:
    properties = ParagraphProperties(defRPr=_characters(size, ink))
    return RichText(bodyPr=RichTextProperties(), p=[Paragraph(pPr=properties, r=[], endParaRPr=CharacterProperties())])


def _title(text: str, size: float, ink: str, bold: bool) -> Title:
    characters = _characters(size, ink, bold)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=characters), r=[RegularTextRun(rPr=characters, t=text)])
    return Title(tx=Text(rich=RichText(bodyPr=RichTextProperties(), p=[paragraph])), overlay=False)


def dress(chart: BarChart | LineChart, title: str, category_title: str, value_title: str, value_format: str) -> None:
    """Title, axis titles, number formats, legend below, light grid; the axes stay visible."""
    chart.title = _title(title, 11, INK, bold=True)
    chart.legend = Legend()
    chart.legend.position = "b"
    chart.legend.overlay = False
    chart.legend.txPr = _rich(9)
    for axis, text in ((chart.x_axis, category_title), (chart.y_axis, value_title)):
        axis.title = _title(text, 9, SOFT_INK, bold=False)
        axis.delete = False
        axis.txPr = _rich(9)
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=RULE))
    chart.y_axis.number_format = value_format
    chart.y_axis.numFmt.sourceLinked = False
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E3E7EB"))  # type: ignore[union-attr]
    chart.x_axis.tickLblPos = "low"
    chart.display_blanks = "gap"
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(solidFill=RULE))
    chart.roundedCorners = False


def place(chart: BarChart | LineChart, sheet: Worksheet, first: str, beyond: str) -> None:
    """Lay the chart from the top left of one cell to the top left of another, whatever the width of a column is."""
    anchor = TwoCellAnchor(editAs="oneCell")
    start = anchor._from  # noqa: SLF001 - openpyxl's name for it, since from is a word of Python
    for marker, address in ((start, first), (anchor.to, beyond)):
        row, column = coordinate_to_tuple(address)
        marker.row, marker.col = row - 1, column - 1
    chart.anchor = anchor  # type: ignore[assignment]
    sheet.add_chart(chart)


def reference(sheet: Worksheet, address: str) -> Reference:
    """Cells of a sheet for a chart; `address` with dollars."""
    return Reference(range_string=f"'{sheet.title}'!{address}")


def add_line(
    chart: LineChart,
    values: Reference,
    title: str,
    ink: str,
    *,
    points: float = 2.25,
    dash: Dash = "solid",
    marker: Symbol | None = None,
) -> None:
    """One line, never smoothed: a curve would show values between the months that nobody measured."""
    series = Series(values, title=title)
    series.smooth = False
    series.graphicalProperties = GraphicalProperties(
        ln=LineProperties(solidFill=ink, w=int(points * _EMU_PER_POINT), prstDash=dash)
    )
    if marker:
        series.marker = Marker(
            symbol=marker,
            size=7,
            spPr=GraphicalProperties(solidFill=ink, ln=LineProperties(solidFill=ink)),
        )
    else:
        series.marker = Marker(symbol="none")
    chart.series.append(series)


def add_bars(chart: BarChart, values: Reference, title: str, fill: str) -> None:
    """One series of bars with a thin outline, so that neighbours stay apart in grey."""
    series = Series(values, title=title)
    series.graphicalProperties = GraphicalProperties(solidFill=fill, ln=LineProperties(solidFill="7A8591", w=6350))
    series.invertIfNegative = False
    chart.series.append(series)


def keep_gaps(chart: LineChart, blanks: Reference) -> None:
    """Add an invisible series of blank cells: LibreOffice leaves a gap at #N/A only in a chart that has a blank.

    To be called after the lines have been added, before the categories are set.
    """
    series = Series(blanks, title=" ")
    series.smooth = False
    series.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    series.marker = Marker(symbol="none")
    chart.series.append(series)
    assert chart.legend is not None
    chart.legend.legendEntry = [LegendEntry(idx=len(chart.series) - 1, delete=True)]


def fill_plot(chart: BarChart | LineChart, x: float, y: float, width: float, height: float) -> None:
    """Where the plot lies inside the chart, as parts of its size, so that every label has room."""
    place = ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", x=x, y=y, w=width, h=height)
    chart.layout = Layout(manualLayout=place)
