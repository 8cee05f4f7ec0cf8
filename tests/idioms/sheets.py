"""The user's own sheets as Excel leaves them in a file: Data, three months, and My sheet with the idioms.

They are written as XML: no library of ours writes dynamic arrays, nor the last value beside a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from addin.cells.addresses import address, cell_position
from addin.cells.values import Cell
from addin.xlsx.cell_xml import stored_form
from tests.idioms.notation import Value, rows_of
from tests.idioms.reading import Idiom, inputs
from udfs.calling.errors import CellError

Parts = dict[str, bytes]

DATA: Final = "Data"
MINE: Final = "My sheet"
SWITCH: Final = "P1"
FEW: Final = 100
"""At so many rows, or fewer, in the cell that switches them the inputs are the new ones."""

_ANSWERS: Final = 3
"""The column of the idioms."""
_HIDDEN: Final = (8, 15, 23)
"""Rows of Data that are hidden."""
_MONTHS: Final = {
    "Jan": ((120, 135), (80.5, 90.25), (45, 50)),
    "Feb": ((131, 99), (75.25, 82.5), (40, 61)),
    "Mar": ((99, 142), (92, 70.75), (52, 38)),
}
"""Before and after, from B2 downwards."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_METADATA = (
    f'{_DECLARATION}<metadata xmlns="{_MAIN}" xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/'
    'dynamicarray"><metadataTypes count="1"><metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" '
    'pasteAll="1" pasteValues="1" merge="1" splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1" '
    'assign="1" coerce="1" cellMeta="1"/></metadataTypes><futureMetadata name="XLDAPR" count="1"><bk><extLst>'
    '<ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}"><xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext>'
    '</extLst></bk></futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>'
)
"""What Excel writes once for all cells with cm="1"."""

_EMPTY = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
    f'"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>',
}


def empty_parts() -> Parts:
    """A package without sheets."""
    return {name: (_DECLARATION + text).encode() for name, text in _EMPTY.items()}


@dataclass(frozen=True)
class Placed:
    """An idiom on My sheet."""

    idiom: Idiom
    row: int

    column: int = _ANSWERS

    @property
    def address(self) -> str:
        return address(self.row, self.column)


def placed(idioms: Iterable[Idiom], room: int = 0) -> list[Placed]:
    """The idioms below each other; one that may fill several cells has at least so many rows."""
    places, row = [], 2
    for idiom in idioms:
        places.append(Placed(idiom, row))
        row += max(idiom.height, room if idiom.kind == "dynamic" else 1)
    return places


def with_user_sheets(
    parts: Parts,
    places: Sequence[Placed],
    switch: str,
    cached: Mapping[str, Value] | None = None,
    *,
    new: bool = False,
    shown: Cell = None,
) -> Parts:
    """The package with the user's sheets at its end.

    `switch` is what stands in the cell that the inputs look at: a number, or a formula. `cached` has the last values
    of idioms by id; without any no formula has a last value. `shown` is what the switch showed last.
    """
    known = cached is not None
    sheets = {name: _month(name, known, new) for name in _MONTHS}
    sheets[DATA] = _data(switch, shown, known, new)
    sheets[MINE] = _mine(places, cached or {})
    added = dict(parts)
    for name, xml in sheets.items():
        _add_sheet(added, name, xml)
    _add_metadata(added)
    return added


def _data(switch: str, shown: Cell, known: bool, new: bool) -> str:
    cells: dict[tuple[int, int], str] = {}
    for each in inputs():
        row, column = cell_position(each.place) or (0, 0)
        if each.changes:
            cells[row, column] = _switched(each.place, each.old, each.new, known, new)
        else:
            cells[row, column] = _constant(each.place, each.old)
    cells[cell_position(SWITCH) or (0, 0)] = _switch_cell(switch, shown, known, new)
    return _sheet(cells, _HIDDEN)


def _switch_cell(switch: str, shown: Cell, known: bool, new: bool) -> str:
    if switch.isdigit():
        return _constant(SWITCH, float(switch))
    return _formula(SWITCH, switch, (shown or (FEW if new else 10 * FEW)) if known else None)


def _month(name: str, known: bool, new: bool) -> str:
    cells = {(1, 2): _constant("B1", name)}
    for row, (before, after) in enumerate(_MONTHS[name], start=2):
        cells[row, 2] = _switched(f"B{row}", before, after, known, new)
    return _sheet(cells)


def _switched(place: str, old: Cell, new_value: Cell, known: bool, new: bool) -> str:
    text = f"IF({DATA}!${SWITCH[0]}${SWITCH[1:]}<={FEW},{_literal(new_value)},{_literal(old)})"
    return _formula(place, text, (new_value if new else old) if known else None)


def _literal(value: Cell) -> str:
    """A value as a formula says it."""
    if isinstance(value, str):
        quoted = value.replace('"', '""').replace("\n", '"&CHAR(10)&"')
        return f'"{quoted}"'
    if isinstance(value, bool):
        return str(value).upper()
    return value.code if isinstance(value, CellError) else stored_form(value or 0)[1]


def _mine(places: Sequence[Placed], cached: Mapping[str, Value]) -> str:
    cells: dict[tuple[int, int], str] = {(1, 1): _constant("A1", "Idiom"), (1, _ANSWERS): _constant("C1", "Answer")}
    address_of = {place.idiom.id: place.address for place in places}
    for place in places:
        idiom = place.idiom
        cells[place.row, 1] = _constant(address(place.row, 1), idiom.id)
        value = cached.get(idiom.id)
        text = re.sub(r"\{\{([\w-]+)\}\}", lambda found: address_of[found[1]], idiom.formula)
        rows = rows_of(value)
        height, width = max(len(rows), idiom.size[0]), max(len(rows[0]), idiom.size[1])
        area = f"{place.address}:{address(place.row + height - 1, place.column + width - 1)}"
        where = "" if idiom.kind == "plain" else area if (height, width) != (1, 1) else place.address
        cells[place.row, place.column] = _formula(place.address, text, rows[0][0], where, idiom.kind == "dynamic")
        for down, row in enumerate(rows):
            for right, cell in enumerate(row):
                if (down or right) and cell is not None:
                    at = (place.row + down, place.column + right)
                    cells[at] = _cell(address(*at), "", cell)
    return _sheet(cells)


def _formula(place: str, text: str, value: Cell, array: str = "", dynamic: bool = False) -> str:
    kind = f' t="array" ref="{array}"' if array else ""
    return _cell(place, f"<f{kind}>{escape(text)}</f>", value, ' cm="1"' if dynamic else "")


def _cell(place: str, formula: str, value: Cell, more: str = "") -> str:
    if value is None:
        return f'<c r="{place}"{more}>{formula}</c>'
    kind, text = stored_form(value)
    return f'<c r="{place}"{more} t="{kind}">{formula}<v xml:space="preserve">{escape(text)}</v></c>'


def _constant(place: str, value: Cell) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return _cell(place, "", value)


def _sheet(cells: Mapping[tuple[int, int], str], hidden: Sequence[int] = ()) -> str:
    rows: dict[int, list[str]] = {}
    for (row, _), xml in sorted(cells.items()):
        rows.setdefault(row, []).append(xml)
    body = "".join(
        f'<row r="{row}"{" hidden=" + quoteattr("1") if row in hidden else ""}>{"".join(line)}</row>'
        for row, line in rows.items()
    )
    return f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'


def _add_sheet(parts: Parts, name: str, xml: str) -> None:
    number = 1 + sum(part.startswith("xl/worksheets/sheet") for part in parts)
    part = f"worksheets/sheet{number}.xml"
    parts[f"xl/{part}"] = xml.encode()
    ids = [int(found) for found in re.findall(rb'sheetId="(\d+)"', parts["xl/workbook.xml"])]
    entry = f'<sheet name="{name}" sheetId="{max(ids, default=0) + 1}" xmlns:r="{_OFFICE}" r:id="user{number}"/>'
    _insert(parts, "xl/workbook.xml", "</sheets>", entry)
    _relate(parts, f"user{number}", "worksheet", part)
    _insert(parts, "[Content_Types].xml", "</Types>", _override(part, "worksheet"))


def _add_metadata(parts: Parts) -> None:
    parts["xl/metadata.xml"] = _METADATA.encode()
    _relate(parts, "userMetadata", "sheetMetadata", "metadata.xml")
    _insert(parts, "[Content_Types].xml", "</Types>", _override("metadata.xml", "sheetMetadata"))


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="/xl/{part}" ContentType="{_TYPES}.{kind}+xml"/>'


def _relate(parts: Parts, name: str, kind: str, target: str) -> None:
    relation = f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    _insert(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", relation)


def _insert(parts: Parts, part: str, before: str, text: str) -> None:
    place = parts[part].rindex(before.encode())
    parts[part] = parts[part][:place] + text.encode() + parts[part][place:]
