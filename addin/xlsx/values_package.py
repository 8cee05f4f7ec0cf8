"""A small workbook of values, with the names, tables and hidden rows of a large one, for an engine to compute in."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape as escape_xml
from xml.sax.saxutils import quoteattr

from addin.cells.addresses import address, area_address, column_letters
from addin.cells.text import escape, whole_number
from addin.cells.values import Cell
from addin.xlsx.cell_xml import stored_form

if TYPE_CHECKING:
    from addin.xlsx.package import Package, Table

Position = tuple[int, int]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\b(?=[^>]*\shidden=["'](?:1|true)["'])[^>]*?\sr=["']([0-9]{1,7})["']""")
_FILTER = re.compile(rb"<autoFilter\b[^>]*?(?:/>|>.*?</autoFilter>)", re.DOTALL)
_BUILT_IN_NAME = "_xlnm."


@dataclass(frozen=True)
class SheetCells:
    """What a sheet of the small workbook holds."""

    values: Mapping[Position, Cell]
    formulas: Mapping[Position, str]
    """The formulas that stand in it as such, without "=", each beside its value."""


def values_package(package: Package, sheets: Mapping[str, SheetCells]) -> bytes:
    """The small workbook; a sheet that is not given is empty, and no style, chart or other part comes along."""
    names = package.all_sheets
    tables = list(package.tables.values())
    parts: dict[str, str] = {}
    types: list[tuple[str, str]] = [("xl/workbook.xml", f"{_TYPE}.sheet.main+xml")]
    for number, name in enumerate(names, start=1):
        of_sheet = [(index, table) for index, table in enumerate(tables, start=1) if table.sheet == name]
        part = f"xl/worksheets/sheet{number}.xml"
        types.append((part, f"{_TYPE}.worksheet+xml"))
        parts[part] = _sheet(package, name, sheets.get(name), [index for index, _ in of_sheet])
        if of_sheet:
            targets = [("table", f"../tables/table{index}.xml") for index, _ in of_sheet]
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _relationships(targets, of_sheet[0][0])
    for index, table in enumerate(tables, start=1):
        types.append((f"xl/tables/table{index}.xml", f"{_TYPE}.table+xml"))
        parts[f"xl/tables/table{index}.xml"] = _table(table, index)
    parts["xl/workbook.xml"] = _workbook(package, names)
    parts["xl/_rels/workbook.xml.rels"] = _relationships(
        [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(names) + 1)]
    )
    parts["_rels/.rels"] = _relationships([("officeDocument", "xl/workbook.xml")])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", _content_types(types))
        for part, text in parts.items():
            archive.writestr(part, text)
    return stream.getvalue()


def _content_types(types: list[tuple[str, str]]) -> str:
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in types)
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(targets: list[tuple[str, str]], first: int = 1) -> str:
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATED}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=first)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>'


def _workbook(package: Package, names: tuple[str, ...]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(escape(name))} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    defined = "".join(
        f"<definedName name={quoteattr(each.name)}"
        + ("" if each.sheet is None else f' localSheetId="{each.sheet}"')
        + f">{escape_xml(each.text)}</definedName>"
        for each in package.defined_names
        if not each.name.startswith(_BUILT_IN_NAME) and (each.sheet is None or 0 <= each.sheet < len(names))
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><workbookPr date1904="{int(package.date1904)}"/>'
        f"<sheets>{sheets}</sheets>{f'<definedNames>{defined}</definedNames>' if defined else ''}</workbook>"
    )


def _table(table: Table, index: int) -> str:
    columns = "".join(
        f'<tableColumn id="{number}" name={quoteattr(escape(name))}/>'
        for number, name in enumerate(table.columns, start=1)
    )
    return (
        f'{_HEAD}<table xmlns="{_MAIN}" id="{index}" name={quoteattr(table.name)} displayName={quoteattr(table.name)} '
        f'ref="{area_address(table.area)}" headerRowCount="{table.header_rows}" totalsRowCount="{table.totals_rows}">'
        f'<tableColumns count="{len(table.columns)}">{columns}</tableColumns></table>'
    )


def _sheet(package: Package, name: str, cells: SheetCells | None, tables: list[int]) -> str:
    hidden: set[int] = set()
    filtered = ""
    if cells is not None:
        part = package.part(package.sheet_part(name))
        hidden = {number for row in _HIDDEN_ROW.findall(part) if (number := whole_number(row.decode()))}
        found = _FILTER.search(part)
        filtered = found.group().decode("utf-8", "replace") if found else ""
    rows = "" if cells is None else "".join(_rows(cells, hidden))
    parts = "".join(f'<tablePart r:id="rId{index}"/>' for index in tables)
    if parts:
        parts = f'<tableParts count="{len(tables)}">{parts}</tableParts>'
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheetData>{rows}</sheetData>{filtered}{parts}'
        "</worksheet>"
    )


def _rows(cells: SheetCells, hidden: set[int]) -> Iterator[str]:
    """The rows that hold anything, or are hidden, in order."""
    by_row: dict[int, list[Position]] = {row: [] for row in hidden}
    for place in cells.values.keys() | cells.formulas.keys():
        by_row.setdefault(place[0], []).append(place)
    for row in sorted(by_row):
        inner = "".join(_cell(place, cells) for place in sorted(by_row[row]))
        yield f'<row r="{row}" hidden="{int(row in hidden)}">{inner}</row>'


def _cell(place: Position, cells: SheetCells) -> str:
    value = cells.values.get(place)
    formula = cells.formulas.get(place)
    if formula is None:
        return _constant(place, value)
    kind, text = ("n", "") if value is None else stored_form(value)
    shown = "" if value is None else f"<v>{escape_xml(escape(text))}</v>"
    return f'<c r="{address(*place)}" t="{kind}"><f>{escape_xml(escape(formula))}</f>{shown}</c>'


def _constant(place: Position, value: Cell) -> str:
    if type(value) is float or type(value) is int:
        return f'<c r="{column_letters(place[1])}{place[0]}"><v>{value!r}</v></c>'
    if value is None:
        return ""
    if isinstance(value, str):
        text = escape_xml(escape(value))
        return f'<c r="{address(*place)}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    kind, text = stored_form(value)
    return f'<c r="{address(*place)}" t="{kind}"><v>{text}</v></c>'
