"""Small .xlsb, .xls and .ods files made by hand, with what no library here writes."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

Cells = Sequence[Sequence[str | float | None]]
"""Rows of texts, numbers and blanks; a text that begins with # is an error."""

_ERRORS = {"#DIV/0!": 0x07, "#N/A": 0x2A}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"


def write_xlsb(path: Path, sheets: dict[str, Cells], hidden: Sequence[str] = ()) -> Path:
    """A binary workbook."""
    bundle = b"".join(
        _record(156, struct.pack("<II", int(name in hidden), number) + _wide(f"rId{number}") + _wide(name))
        for number, name in enumerate(sheets, start=1)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="bin" '
            'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        )
        archive.writestr("_rels/.rels", _relationships("officeDocument", ["xl/workbook.bin"]))
        archive.writestr("xl/workbook.bin", _record(131) + _record(143) + bundle + _record(144) + _record(132))
        targets = [f"worksheets/sheet{number}.bin" for number in range(1, len(sheets) + 1)]
        archive.writestr("xl/_rels/workbook.bin.rels", _relationships("worksheet", targets))
        for target, cells in zip(targets, sheets.values(), strict=True):
            archive.writestr(f"xl/{target}", _binary_sheet(cells))
    return path


def _binary_sheet(cells: Cells) -> bytes:
    width = max(map(len, cells))
    found = _record(129) + _record(148, struct.pack("<4I", 0, len(cells) - 1, 0, width - 1)) + _record(145)
    for row, line in enumerate(cells):
        found += _record(0, struct.pack("<I", row) + bytes(13))
        for column, cell in enumerate(line):
            begin = struct.pack("<II", column, 0)
            if isinstance(cell, str) and cell in _ERRORS:
                found += _record(3, begin + bytes([_ERRORS[cell]]))
            elif isinstance(cell, str):
                found += _record(6, begin + _wide(cell))
            elif cell is not None:
                found += _record(5, begin + struct.pack("<d", cell))
    return found + _record(146) + _record(130)


def _record(kind: int, content: bytes = b"") -> bytes:
    begin = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return begin + bytes([len(content) & 0x7F | 0x80, len(content) >> 7]) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _relationships(kind: str, targets: Sequence[str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
        for number, target in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def write_xls(path: Path, sheets: dict[str, Cells], hidden: Sequence[str] = ()) -> Path:
    """A workbook of the old format: BIFF8 in a compound file of one stream."""
    begin = _old(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 0))
    bodies = [_old_sheet(cells) for cells in sheets.values()]
    names = [name.encode("utf-16-le") for name in sheets]
    start = len(begin) + sum(12 + len(name) for name in names) + 4
    bundle = b""
    for name, text, body in zip(sheets, names, bodies, strict=True):
        shape = struct.pack("<IBBBB", start, int(name in hidden), 0, len(name), 1)
        bundle += _old(0x85, shape + text)
        start += len(body)
    stream = begin + bundle + _old(0x0A) + b"".join(bodies)
    path.write_bytes(_compound("Workbook", stream.ljust(4096, b"\0")))
    return path


def _old_sheet(cells: Cells) -> bytes:
    width = max(map(len, cells))
    found = _old(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 0))
    found += _old(0x200, struct.pack("<IIHHH", 0, len(cells), 0, width, 0))
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(cell, str) and cell in _ERRORS:
                found += _old(0x205, place + bytes([_ERRORS[cell], 1]))
            elif isinstance(cell, str):
                found += _old(0x204, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
            elif cell is not None:
                found += _old(0x203, place + struct.pack("<d", cell))
    return found + _old(0x0A)


def _old(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _compound(name: str, stream: bytes) -> bytes:
    """One stream of at least 4,096 bytes: sector 0 is the table, 1 the directory, the rest the stream."""
    sectors = -(-len(stream) // 512)
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    assert len(table) <= 128
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + _entry(name, 2, 2, len(stream), 0xFFFFFFFF)
    fat = struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table)))
    return header + fat + directory.ljust(512, b"\0") + stream.ljust(512 * sectors, b"\0")


def _entry(name: str, kind: int, first: int, size: int, below: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    free = 0xFFFFFFFF
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, free, free, below)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


def write_ods(path: Path, sheets: dict[str, Cells], hidden: Sequence[str] = (), formula: str = "") -> Path:
    """An OpenDocument spreadsheet; `formula` is a formula without a value in a row below the first sheet's."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(
        [
            *(f'xmlns:{each}="{urn}:{each}:1.0"' for each in ("office", "table", "text", "style")),
            'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"',
        ]
    )
    tables = ""
    for name, cells in sheets.items():
        rows = "".join(f"<table:table-row>{''.join(map(_ods_cell, line))}</table:table-row>" for line in cells)
        if formula and not tables:
            rows += f'<table:table-row><table:table-cell table:formula="{escape(formula)}"/></table:table-row>'
        style = "no" if name in hidden else "yes"
        tables += f'<table:table table:name="{escape(name)}" table:style-name="{style}">{rows}</table:table>'
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/>'
        "</style:style>"
        for name, shown in (("yes", "true"), ("no", "false"))
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def _ods_cell(cell: str | float | None) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, float | int):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    kind = ' calcext:value-type="error"' if cell in _ERRORS else ""
    shown = ' office:string-value=""' if kind else ""
    return (
        f'<table:table-cell office:value-type="string"{shown}{kind}><text:p>{escape(cell)}</text:p></table:table-cell>'
    )
