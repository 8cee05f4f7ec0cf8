"""Real workbooks for tests: made with openpyxl, then edited to hold what only Excel writes."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from addin.cells.addresses import cell_position
from addin.xlsx.package import Package

Edit = Callable[[bytes], bytes]
SHEET = "xl/worksheets/sheet1.xml"
_LINK_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
_PATH_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"


def package(
    folder: Path,
    cells: Mapping[str, object],
    *,
    others: Mapping[str, Mapping[str, object]] | None = None,
    tables: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    links: tuple[str, ...] = (),
    edits: Mapping[str, Edit] | None = None,
    epoch: object = None,
) -> Package:
    """A workbook with a sheet Calc; `tables` are name -> "Sheet!A1:B9", `links` targets of external workbooks."""
    book = openpyxl.Workbook()
    if epoch is not None:
        book.epoch = epoch  # type: ignore[assignment]
    for title, content in {"Calc": cells, **(others or {})}.items():
        sheet = book.active if title == "Calc" else book.create_sheet(title)
        assert sheet is not None
        sheet.title = title
        for place, value in content.items():
            sheet[place] = value
    for name, area in (tables or {}).items():
        title, _, ref = area.partition("!")
        book[title].add_table(Table(displayName=name, ref=ref))
    for name, text in (names or {}).items():
        book.defined_names[name] = DefinedName(name, attr_text=text)
    path = folder / "book.xlsx"
    book.save(path)
    _edit(path, {**(edits or {})}, links)
    return Package.open(path)


def _edit(path: Path, edits: dict[str, Edit], links: tuple[str, ...]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for number, target in enumerate(links, start=1):
        _link(parts, number, target)
    for name, edit in edits.items():
        changed = edit(parts[name])
        assert changed != parts[name], f"the edit of {name} changed nothing"
        parts[name] = changed
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def _link(parts: dict[str, bytes], number: int, target: str) -> None:
    part = f"xl/externalLinks/externalLink{number}.xml"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packaged = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts[part] = (
        f'<externalLink xmlns="{main}"><externalBook xmlns:r="{office}" r:id="rId1"><sheetNames>'
        '<sheetName val="Sheet1"/></sheetNames></externalBook></externalLink>'
    ).encode()
    parts[f"xl/externalLinks/_rels/externalLink{number}.xml.rels"] = (
        f'<Relationships xmlns="{packaged}"><Relationship Id="rId1" Type="{_PATH_TYPE}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    ).encode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
    _insert(parts, "[Content_Types].xml", "</Types>", f'<Override PartName="/{part}" ContentType="{kind}"/>')
    relationship = f'<Relationship Id="link{number}" Type="{_LINK_TYPE}" Target="/{part}"/>'
    _insert(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", relationship)
    book = parts["xl/workbook.xml"]
    if b"<externalReferences>" not in book:
        parts["xl/workbook.xml"] = book.replace(b"</sheets>", b"</sheets><externalReferences></externalReferences>")
    reference = f'<externalReference xmlns:r="{office}" r:id="link{number}"/>'
    _insert(parts, "xl/workbook.xml", "</externalReferences>", reference)


def _insert(parts: dict[str, bytes], name: str, before: str, text: str) -> None:
    assert before.encode() in parts[name]
    parts[name] = parts[name].replace(before.encode(), (text + before).encode())


def cached(cell: str, value: str, kind: str = "") -> Edit:
    """Gives a formula cell that openpyxl wrote without a value the one that Excel would have saved."""

    def edit(data: bytes) -> bytes:
        start = data.index(f'<c r="{cell}"'.encode())
        end = data.index(b"</c>", start)
        old = data[start:end]
        new = old.replace(b"<v></v>", f"<v>{value}</v>".encode()).replace(b"<v/>", f"<v>{value}</v>".encode())
        if kind:
            new = new.replace(f'r="{cell}"'.encode(), f'r="{cell}" t="{kind}"'.encode())
        return data[:start] + new + data[end:]

    return edit


def all_of(*edits: Edit) -> Edit:
    """Several edits of one part."""

    def edit(data: bytes) -> bytes:
        for each in edits:
            data = each(data)
        return data

    return edit


def add_sheet(path: Path, name: str, rows: str, more: Mapping[str, bytes] | None = None) -> None:
    """A sheet of the user's own, with these rows as Excel writes them, and parts that belong to it."""
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    part = "xl/worksheets/own.xml"
    parts[part] = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheet = f'<sheet xmlns:r="{office}" name="{name}" sheetId="900" r:id="rOwn"/>'
    _insert(parts, "xl/workbook.xml", "</sheets>", sheet)
    related = f'<Relationship Id="rOwn" Type="{office}/worksheet" Target="worksheets/own.xml"/>'
    _insert(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", related)
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    _insert(parts, "[Content_Types].xml", "</Types>", f'<Override PartName="/{part}" ContentType="{content}"/>')
    parts |= more or {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in parts.items():
            archive.writestr(each, data)


def formula_cell(place: str, formula: str, value: object, array: str = "", more: str = "") -> str:
    """A cell with a formula and the value that it showed last; None for one never computed."""
    kind = "n" if not isinstance(value, str) else "e" if value.startswith("#") else "str"
    shown = "" if value is None else f"<v>{escape(str(value))}</v>"
    stands = f' t="array" ref="{array}"' if array else ""
    return f'<c r="{place}" t="{kind}"{more}><f{stands}>{escape(formula)}</f>{shown}</c>'


def value_cell(place: str, value: object) -> str:
    """A cell with a constant."""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def rows_of(cells: Mapping[str, str]) -> str:
    """Cells by address as the rows of a sheet."""
    by_row: dict[int, list[tuple[int, str]]] = {}
    for place, cell in cells.items():
        position = cell_position(place)
        assert position
        by_row.setdefault(position[0], []).append((position[1], cell))
    return "".join(
        f'<row r="{row}">{"".join(cell for _, cell in sorted(cells))}</row>' for row, cells in sorted(by_row.items())
    )
