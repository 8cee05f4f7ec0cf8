"""The look that all templates share: colours, fonts, number formats, and how a title, an input or a table is laid."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Final
from weakref import WeakKeyDictionary

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

FONT: Final = "Calibri"

INK: Final = "1B2733"
SOFT_INK: Final = "5A6672"
FAINT_INK: Final = "C3C9D0"
PAPER: Final = "FFFFFF"
NAVY: Final = "1B365D"
RULE: Final = "B8C2CC"
PANEL: Final = "EEF2F6"
UNUSED_FILL: Final = "DADFE5"
INPUT_INK: Final = "1A3FC4"
INPUT_FILL: Final = "EAF1FD"
OWNED_INK: Final = "5C3D8A"
OWNED_FILL: Final = "F2EDF8"
GOOD_INK: Final = "1E6B3A"
WARNING_INK: Final = "7A5200"
WARNING_FILL: Final = "FFF1CC"
BAD_INK: Final = "9C1C1C"
BAD_FILL: Final = "FBE3E1"

# Three fills of clearly different lightness, so that a chart still reads after a black-and-white printer.
LOYAL_FILL: Final = "1B365D"
NEUTRAL_FILL: Final = "DCE1E7"
DISLOYAL_FILL: Final = "E08A3C"

GENERAL: Final = "General"
WHOLE: Final = "#,##0"
MONEY: Final = "#,##0"
CENTS: Final = '#,##0.00;-#,##0.00;"–"'
YEARS: Final = '0.00" years"'
YEAR: Final = "0"
SHARE: Final = "0.0%"
RATE: Final = "0.0%"
POINTS: Final = '+0" points";-0" points";"as it is"'
INDEX: Final = "0.0"
MONTH: Final = "mmm yyyy"
DATE: Final = "yyyy-mm-dd"
TIME: Final = "yyyy-mm-dd hh:mm"
TEXT: Final = "@"

A3: Final = 8
A4: Final = 9


@dataclass(frozen=True)
class Style:
    """How one kind of cell looks."""

    ink: str = INK
    size: float = 10
    bold: bool = False
    italic: bool = False
    underline: bool = False
    fill: str | None = None
    rule: bool = False
    horizontal: str | None = None
    vertical: str = "center"
    wrap: bool = False
    indent: int = 0
    format: str = GENERAL

    def on(self, cell: Cell) -> None:
        """Give the cell this look."""
        cell.font = Font(
            name=FONT,
            size=self.size,
            bold=self.bold,
            italic=self.italic,
            color=self.ink,
            underline="single" if self.underline else None,
        )
        if self.fill:
            cell.fill = PatternFill("solid", fgColor=self.fill)
        if self.rule:
            side = Side(style="thin", color=RULE)
            cell.border = Border(left=side, right=side, top=side, bottom=side)
        cell.alignment = Alignment(
            horizontal=self.horizontal, vertical=self.vertical, wrap_text=self.wrap, indent=self.indent
        )
        cell.number_format = self.format


TITLE: Final = Style(ink=NAVY, size=18, bold=True)
SUBTITLE: Final = Style(ink=SOFT_INK, size=10.5)
SECTION: Final = Style(ink=NAVY, size=12, bold=True)
LABEL: Final = Style()
NOTE: Final = Style(ink=SOFT_INK, size=9, italic=True)
TEXT_FORMULA: Final = Style(rule=True, indent=1)
HEADER: Final = Style(ink=PAPER, bold=True, fill=NAVY, rule=True, wrap=True, horizontal="center")
TEXT_HEADER: Final = replace(HEADER, horizontal="left")
INPUT: Final = Style(ink=INPUT_INK, fill=INPUT_FILL, rule=True)
OWNED: Final = Style(ink=OWNED_INK, fill=OWNED_FILL, rule=True)
FORMULA: Final = Style(rule=True)
TOTAL: Final = Style(bold=True, fill=PANEL, rule=True)
HEADLINE: Final = Style(ink=NAVY, size=26, bold=True, horizontal="left")
LINK: Final = Style(ink=INPUT_INK, underline=True)

_KNOWN: Final[WeakKeyDictionary[object, dict[Style, StyleArray]]] = WeakKeyDictionary()


def lay(sheet: Worksheet, address: str, value: object, style: Style, number_format: str | None = None) -> Cell:
    """Put a value or formula into a cell, in one of the looks."""
    cell = sheet[address]
    assert isinstance(cell, Cell)
    cell.value = value  # type: ignore[assignment]
    _dress(sheet, cell, style if number_format is None else replace(style, format=number_format))
    return cell


def _dress(sheet: Worksheet, cell: Cell, style: Style) -> None:
    """The look, copied from the first cell that got it: openpyxl compares every font with all others anew."""
    known = _KNOWN.setdefault(sheet.parent, {})
    if style not in known:
        style.on(cell)
        known[style] = cell._style  # type: ignore[attr-defined]  # noqa: SLF001
    else:
        cell._style = copy(known[style])  # type: ignore[attr-defined]  # noqa: SLF001


def lay_title(sheet: Worksheet, title: str, subtitle: str) -> None:
    """Title in B1 and the sentence below it that says what the sheet is for; column A is the margin."""
    sheet.column_dimensions["A"].width = 2
    lay(sheet, "B1", title, TITLE)
    lay(sheet, "B2", subtitle, SUBTITLE)
    sheet.row_dimensions[1].height = 30
    sheet.row_dimensions[2].height = 18
    sheet.sheet_view.showGridLines = False


def lay_headers(
    sheet: Worksheet, row: int, column: int, headers: Sequence[str], height: float = 30, *, named: bool = True
) -> None:
    """A row of column headers, numbers' centred; the first to the left where it is that of names."""
    for offset, header in enumerate(headers):
        style = TEXT_HEADER if named and offset == 0 else HEADER
        lay(sheet, f"{get_column_letter(column + offset)}{row}", header, style)
    sheet.row_dimensions[row].height = height


def lay_table(
    sheet: Worksheet, name: str, row: int, column: int, headers: Sequence[str], rows: int, filtered: bool = False
) -> None:
    """Headers and the Excel table over them and `rows` body rows; the body's cells are laid by the caller."""
    lay_headers(sheet, row, column, headers)
    reference = f"{get_column_letter(column)}{row}:{get_column_letter(column + len(headers) - 1)}{row + rows}"
    table = Table(displayName=name, name=name, ref=reference)
    # The public way fills the names only while saving, too late to drop the filter.
    table._initialise_columns()  # type: ignore[attr-defined]  # noqa: SLF001
    for table_column, header in zip(table.tableColumns, headers, strict=True):
        table_column.name = header
    if not filtered:
        table.autoFilter = None
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)


def name_place(workbook: Workbook, name: str, sheet: Worksheet, address: str) -> None:
    """Give a cell or range its workbook-wide name; `address` without dollars."""
    first, _, last = address.partition(":")
    cells = ":".join(absolute(part) for part in (first, last) if part)
    workbook.defined_names[name] = DefinedName(name, attr_text=f"{quote_title(sheet.title)}!{cells}")


def quote_title(title: str) -> str:
    """A sheet's name as a formula writes it."""
    return title if title.isidentifier() else f"'{title}'"


def absolute(address: str) -> str:
    """The address of a cell with dollars."""
    letters = address.rstrip("0123456789")
    return f"${letters}${address[len(letters) :]}"


def lay_link(sheet: Worksheet, address: str, text: str, target: str) -> None:
    """A link to a defined name, which still leads there after the user renamed the sheet."""
    cell = lay(sheet, address, text, LINK)
    cell.hyperlink = Hyperlink(ref=address, location=target, display=text)
    LINK.on(cell)


def set_widths(sheet: Worksheet, widths: Iterable[float], first: int = 2) -> None:
    """Column widths from column B on."""
    for offset, width in enumerate(widths):
        sheet.column_dimensions[get_column_letter(first + offset)].width = width


def highlight(
    sheet: Worksheet,
    cells: str,
    formula: str,
    *,
    ink: str | None = None,
    fill: str | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    ruled: bool = False,
) -> None:
    """A conditional format: where the formula (without =, for the first cell) is true, the cells look so.

    Its font has no name: the cell keeps its own.
    """
    font = Font(color=ink, bold=bold, italic=italic) if ink or bold or italic else None
    look = DifferentialStyle(
        font=font,
        fill=PatternFill("solid", bgColor=fill) if fill else None,
        border=Border(bottom=Side(style="thin", color=RULE)) if ruled else None,
    )
    rule = Rule(type="expression", dxf=look, formula=[formula], stopIfTrue=True)
    sheet.conditional_formatting.add(cells, rule)


def lay_page(
    sheet: Worksheet,
    area: str | None,
    *,
    landscape: bool = True,
    header_rows: str | None = None,
    one_page: bool = False,
    paper: int = A4,
) -> None:
    """Fitted to one page wide, header rows repeated, page numbers below.

    A sheet whose table grows has no print area: Excel then prints what is filled.
    """
    if area:
        sheet.print_area = area
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if one_page else 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.55, bottom=0.6, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = False
    if header_rows:
        sheet.print_title_rows = header_rows
    for part, text in (("left", "&F"), ("center", "&A"), ("right", "Page &P of &N")):
        item = getattr(sheet.oddFooter, part)
        item.text, item.size, item.font = text, 8, f"{FONT},Regular"
