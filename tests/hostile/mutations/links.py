"""Relationships and parts that lead out of the workbook: files, servers, programs, macros."""

from __future__ import annotations

import random
import re

from tests.hostile.cases import Case, Parts, mutation, unpacked

TARGETS = (
    "file:///etc/passwd",
    "file://127.0.0.1/share/x.xlsx",
    "http://127.0.0.1:9/x.xml",
    "https://127.0.0.1:9/x.xml",
    "../../../../../../etc/passwd",
    "/etc/passwd",
    "\\\\127.0.0.1\\share\\x.xml",
    "C:\\Windows\\win.ini",
    "bait.csv",
    "../../bait.csv",
    "%2e%2e/%2e%2e/bait.csv",
    "workbook.xml",
    "/xl/workbook.xml",
    "_rels/workbook.xml.rels",
    "",
    "x" * 70_000,
    "worksheets/sheet1.xml#a",
    "javascript:alert(1)",
    "\u202e",
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _related(parts: Parts, rels: str, kind: str, target: str, mode: str = "") -> None:
    """One more relationship in a part of relationships."""
    more = f'<Relationship Id="rId_{kind}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'
    parts[rels] = parts[rels].replace(b"</Relationships>", more.encode() + b"</Relationships>")


@mutation
def targets_elsewhere(chance: random.Random, case: Case) -> Case:
    """Parts that the workbook needs, said to lie somewhere else."""
    parts = unpacked(case.book)
    rels = chance.choice(sorted(name for name in parts if name.endswith(".rels")))
    found = re.findall(rb'Target="[^"]*"', parts[rels])
    mode = chance.choice((b"", b' TargetMode="External"'))
    for one in chance.sample(found, min(len(found), chance.choice((1, 1, 5)))):
        parts[rels] = parts[rels].replace(one, b'Target="' + chance.choice(TARGETS).encode() + b'"' + mode)
    return case.with_parts(parts)


@mutation
def relationships_muddled(chance: random.Random, case: Case) -> Case:
    """Identities that are double, missing or of another kind."""
    parts = unpacked(case.book)
    rels = chance.choice(sorted(name for name in parts if name.endswith(".rels")))
    attribute = chance.choice(("Id", "Type", "Target"))
    found = re.findall(rf'{attribute}="[^"]*"'.encode(), parts[rels])
    one, other = chance.choice(found), chance.choice(found)
    parts[rels] = parts[rels].replace(one, other)
    return case.with_parts(parts)


@mutation
def links_to_workbooks(chance: random.Random, case: Case) -> Case:
    """External links: a workbook by path or server, a DDE server, an OLE link; and formulas that use them."""
    parts = unpacked(case.book)
    kind = chance.choice(
        (
            '<externalBook xmlns:r="{0}" r:id="rId1"><sheetNames><sheetName val="S"/></sheetNames></externalBook>',
            '<ddeLink ddeService="cmd" ddeTopic="/C calc"><ddeItems><ddeItem name="x"/></ddeItems></ddeLink>',
            '<oleLink xmlns:r="{0}" r:id="rId1" progId="Package"><oleItems/></oleLink>',
        )
    ).format(_OFFICE)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{main}">{kind}</externalLink>'.encode()
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/externalLinkPath" Target="{chance.choice(TARGETS)}" TargetMode="External"/></Relationships>'
    ).encode()
    _related(parts, "xl/_rels/workbook.xml.rels", "externalLink", "externalLinks/externalLink1.xml")
    reference = (
        f'<externalReferences><externalReference xmlns:r="{_OFFICE}" r:id="rId_externalLink"/></externalReferences>'
    )
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<definedNames>", reference.encode() + b"<definedNames>"
    )
    rows = (
        b'<row r="900000"><c r="E900000"><f>[1]S!A1</f><v>7</v></c><c r="F900000"><f>[1]!x</f></c>'
        b"<c r=\"G900000\"><f>SUM('[1]S'!A1:B9)</f></c></row>"
    )
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</sheetData>", rows + b"</sheetData>")
    return case.with_parts(parts)


@mutation
def connections(chance: random.Random, case: Case) -> Case:
    """Connections to databases and web pages that want to be refreshed on opening."""
    parts = unpacked(case.book)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/connections.xml"] = (
        f'<connections xmlns="{main}"><connection id="1" name="x" type="{chance.choice((1, 4, 5, 6))}" '
        'refreshOnLoad="1" refreshedVersion="6" saveData="0"><dbPr connection="Provider=MSDASQL;DSN=x" '
        'command="select 1"/>'
        '<webPr sourceData="1" url="http://127.0.0.1:9/"/><textPr sourceFile="/etc/passwd"/></connection></connections>'
    ).encode()
    _related(parts, "xl/_rels/workbook.xml.rels", "connections", "connections.xml")
    return case.with_parts(parts)


@mutation
def things_beside(chance: random.Random, case: Case) -> Case:
    """Macros, controls, embedded programs and pictures from elsewhere, none of them of use."""
    parts = unpacked(case.book)
    parts["xl/vbaProject.bin"] = chance.randbytes(20_000)
    parts["xl/activeX/activeX1.bin"] = chance.randbytes(2_000)
    parts["xl/embeddings/oleObject1.bin"] = b"MZ" + chance.randbytes(2_000)
    parts["customXml/item1.xml"] = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
    parts["xl/webextensions/taskpanes.xml"] = b"<a/>"
    _related(parts, "xl/_rels/workbook.xml.rels", "vbaProject", "vbaProject.bin")
    _related(parts, "_rels/.rels", "image", chance.choice(TARGETS), ' TargetMode="External"')
    return case.with_parts(parts)


@mutation
def content_types(chance: random.Random, case: Case) -> Case:
    parts = unpacked(case.book)
    name = "[Content_Types].xml"
    found = re.findall(rb'(?:ContentType|PartName|Extension)="[^"]*"', parts[name])
    for one in chance.sample(found, chance.choice((1, 5, len(found)))):
        parts[name] = parts[name].replace(one, one.split(b"=")[0] + b'="' + chance.choice(TARGETS).encode() + b'"')
    return case.with_parts(parts)
