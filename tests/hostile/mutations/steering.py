"""Texts that would steer a terminal or pass for ours, filters over what the refresh writes, and what calls out."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from tests.hostile.cases import CSV, Case, mutation, sheet_parts, unpacked

_BOOK = "xl/workbook.xml"
_ESCAPED = "_x001B_]0;PWNED_x0007__x001B_[2J_x001B_[31mRED_x202E_rtl_x000A_Checks: 33 of 33 OK."
_RAW = "\x1b]0;PWNED\x07\x1b[2J\x1b[31mRED\u202ertl\r\nChecks: 33 of 33 OK.\u2028"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_ADDRESSES = (
    "http://127.0.0.1:9/track.png",
    "file:///etc/passwd",
    "file://bait.csv",
    "bait.csv",
    "\\\\127.0.0.1\\s\\x",
)


def _texts(data: bytes) -> list[re.Match[bytes]]:
    return list(re.finditer(rb"<t[^>]*>([^<]+)</t>", data))


@mutation
def escapes_in_cells(chance: random.Random, case: Case) -> Case:
    """Labels, names and headers that hold the escapes of a terminal."""
    parts = unpacked(case.book)
    for name in [*sheet_parts(parts), "xl/sharedStrings.xml"]:
        if name not in parts or not (found := _texts(parts[name])):
            continue
        for match in sorted(chance.sample(found, min(len(found), 20)), key=lambda each: -each.start(1)):
            parts[name] = parts[name][: match.start(1)] + _ESCAPED.encode() + parts[name][match.start(1) :]
    return case.with_parts(parts)


@mutation
def escapes_in_names(chance: random.Random, case: Case) -> Case:
    """Sheets, tables, columns and the template's tag."""
    parts = unpacked(case.book)
    what = chance.choice(
        (rb'(<sheet [^>]*name=")', rb'(name="centre_roi_template"[^>]*>)', rb'(<tableColumn [^>]*name=")')
    )
    for name in parts:
        if name.endswith(".xml"):
            parts[name] = re.sub(what, rb"\g<1>" + _ESCAPED.encode(), parts[name], count=chance.choice((1, 0)))
    return case.with_parts(parts)


@mutation
def escapes_in_rows(chance: random.Random, case: Case) -> Case:
    """A file of rows whose headers and names hold them raw."""
    rows = chance.choice(
        (
            CSV.replace("Index", f'"In{_RAW}dex"'),
            CSV.replace("Retail", f'"{_RAW}"'),
            CSV.replace("2026-01-15", f'"{_RAW}"'),
            _RAW + CSV,
        )
    )
    return replace(case, rows=rows.encode())


@mutation
def escapes_in_formulas(chance: random.Random, case: Case) -> Case:
    """Errors whose reasons hold them."""
    parts = unpacked(case.book)
    sheet = chance.choice(sheet_parts(parts))
    formulas = (
        f'CLV("{_ESCAPED}",2,3)',
        f'VLOOKUP("{_ESCAPED}",A1:B1,5)',
        f'"{_ESCAPED}"+1',
        f'INDIRECT("{_ESCAPED}")',
    )
    rows = "".join(f'<row r="{900 + n}"><c r="A{900 + n}"><f>{text}</f></c></row>' for n, text in enumerate(formulas))
    parts[sheet] = parts[sheet].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    return case.with_parts(parts)


@mutation
def filters_over_tables(chance: random.Random, case: Case) -> Case:
    """Tables of which only some rows are shown, by criteria of every kind, also of none that is known."""
    criteria = chance.choice(
        (
            '<filters><filter val="index is blank"/></filters>',
            '<filters blank="1"/>',
            '<customFilters and="1"><customFilter operator="lessThan" val="1"/><customFilter val="*"/></customFilters>',
            '<top10 val="3"/>',
            '<dynamicFilter type="thisWeek"/>',
            '<colorFilter dxfId="99999"/>',
            '<filters><dateGroupItem year="2026" dateTimeGrouping="century"/></filters>',
            f'<filters><filter val="{"~*?" * 3_000}"/></filters>',
            "<whatever/>",
            "",
        )
    )
    column = chance.choice(("0", "5", "99999", "-1", "x"))
    more = f'<filterColumn colId="{column}">{criteria}</filterColumn></autoFilter>'.encode()
    parts = unpacked(case.book)
    for name in parts:
        if name.startswith("xl/tables/"):
            parts[name] = re.sub(rb"<autoFilter ([^>]*?)/>", rb"<autoFilter \1>" + more, parts[name])
    for name in sheet_parts(parts):
        parts[name] = re.sub(rb'<row r="([5-9]|[1-4][0-9])"', rb'<row hidden="1" r="\1"', parts[name])
    return case.with_parts(parts)


@mutation
def pictures_by_address(chance: random.Random, case: Case) -> Case:
    """Pictures and charts' data that are linked, not kept in the workbook."""
    parts = unpacked(case.book)
    address = chance.choice(_ADDRESSES)
    for name in [each for each in parts if re.match(r"xl/(drawings|charts|worksheets)/_rels/", each)]:
        kind = chance.choice(("image", "oleObject", "hyperlink", "package"))
        link = f'<Relationship Id="rIdOut" Type="{_OFFICE}/{kind}" Target="{address}" TargetMode="External"/>'
        parts[name] = parts[name].replace(b"</Relationships>", link.encode() + b"</Relationships>")
    fill = f'<a:blip xmlns:a="{_DRAWING}/main" xmlns:r="{_OFFICE}" r:link="rIdOut"/>'.encode()
    data = f'<c:externalData xmlns:r="{_OFFICE}" r:id="rIdOut"><c:autoUpdate val="1"/></c:externalData>'.encode()
    for name in parts:
        if name.startswith("xl/drawings/drawing"):
            parts[name] = re.sub(rb"(</xdr:wsDr>)", b"<!-- " + fill + rb" -->\1", parts[name])
        elif name.startswith("xl/charts/chart"):
            parts[name] = parts[name].replace(b"</c:chartSpace>", data + b"</c:chartSpace>")
    return case.with_parts(parts)


@mutation
def sheets_hidden(chance: random.Random, case: Case) -> Case:
    """Every sheet hidden, or in a state that nobody knows; and none that is shown first."""
    state = chance.choice(("hidden", "veryHidden", "gone", "")).encode()
    parts = unpacked(case.book)
    parts[_BOOK] = re.sub(rb"<sheet (?![^>]*state=)", b'<sheet state="' + state + b'" ', parts[_BOOK])
    parts[_BOOK] = re.sub(rb'activeTab="[0-9]+"', b'activeTab="999999"', parts[_BOOK])
    return case.with_parts(parts)
