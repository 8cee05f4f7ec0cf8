"""What users put into a workbook with Excel and no library of ours writes, added to a package part by part.

The parts follow the structure of ECMA-376 and of Microsoft's [MS-XLSX] (slicers, threaded comments); their contents are
made up. Only their bytes matter here: a refresh must hand them on as they are.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from tests.hostile.cases import packed, unpacked

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_GUID = "{00000000-0000-0000-0000-00000000000%d}"

_RELATED: dict[str, list[tuple[str, str]]] = {
    "xl/_rels/workbook.xml.rels": [
        (f"{_OFFICE}/pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
        (f"{_MICROSOFT}/2007/relationships/slicerCache", "slicerCaches/slicerCache1.xml"),
        (f"{_MICROSOFT}/2017/10/relationships/person", "persons/person.xml"),
        (f"{_OFFICE}/customXml", "../customXml/item1.xml"),
        (f"{_MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin"),
    ],
    "xl/worksheets/_rels/SHEET.rels": [
        (f"{_OFFICE}/comments", "../comments9.xml"),
        (f"{_MICROSOFT}/2017/10/relationships/threadedComment", "../threadedComments/threadedComment1.xml"),
        (f"{_OFFICE}/vmlDrawing", "../drawings/vmlDrawing9.vml"),
        (f"{_OFFICE}/drawing", "../drawings/drawing99.xml"),
        (f"{_OFFICE}/ctrlProp", "../ctrlProps/ctrlProp1.xml"),
        (f"{_OFFICE}/pivotTable", "../pivotTables/pivotTable1.xml"),
        (f"{_MICROSOFT}/2007/relationships/slicer", "../slicers/slicer1.xml"),
    ],
    "xl/drawings/_rels/drawing99.xml.rels": [(f"{_OFFICE}/image", "../media/image99.png")],
    "xl/pivotTables/_rels/pivotTable1.xml.rels": [
        (f"{_OFFICE}/pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
    ],
    "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": [(f"{_OFFICE}/pivotCacheRecords", "pivotCacheRecords1.xml")],
    "customXml/_rels/item1.xml.rels": [(f"{_OFFICE}/customXmlProps", "itemProps1.xml")],
}

_TYPES = {
    "xl/pivotCache/pivotCacheDefinition1.xml": f"{_SPREADSHEET}.pivotCacheDefinition+xml",
    "xl/pivotCache/pivotCacheRecords1.xml": f"{_SPREADSHEET}.pivotCacheRecords+xml",
    "xl/pivotTables/pivotTable1.xml": f"{_SPREADSHEET}.pivotTable+xml",
    "xl/slicerCaches/slicerCache1.xml": "application/vnd.ms-excel.slicerCache+xml",
    "xl/slicers/slicer1.xml": "application/vnd.ms-excel.slicer+xml",
    "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
    "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
    "xl/comments9.xml": f"{_SPREADSHEET}.comments+xml",
    "xl/drawings/drawing99.xml": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "xl/ctrlProps/ctrlProp1.xml": "application/vnd.ms-excel.controlproperties+xml",
    "customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    "xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
}
_WORKBOOK = f"{_SPREADSHEET}.sheet.main+xml"
_MACRO_WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def _contents(table: str) -> dict[str, bytes]:
    """The parts themselves; `table` is what the pivot table was made from."""
    chance = random.Random(9)
    texts = {
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{_MAIN}" xmlns:r="{_OFFICE}" '
        f'r:id="rId1" '
        f'refreshedBy="Ann" recordCount="1"><cacheSource type="worksheet"><worksheetSource '
        f'name="{table}"/></cacheSource>'
        '<cacheFields count="1"><cacheField name="Segment" numFmtId="0"><sharedItems count="1"><s v="Retail"/>'
        "</sharedItems></cacheField></cacheFields></pivotCacheDefinition>",
        "xl/pivotCache/pivotCacheRecords1.xml": f'<pivotCacheRecords xmlns="{_MAIN}" count="1"><r><x v="0"/></r>'
        "</pivotCacheRecords>",
        "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{_MAIN}" name="PivotTable1" cacheId="7" '
        'dataCaption="Values"><location ref="AA1:AB3" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        '<pivotFields count="1"><pivotField axis="axisRow" showAll="0"><items count="1"><item '
        'x="0"/></items></pivotField>'
        "</pivotFields></pivotTableDefinition>",
        "xl/slicerCaches/slicerCache1.xml": "<slicerCacheDefinition "
        'xmlns="http://schemas.microsoft.com/office/spreadsheetml'
        '/2009/9/main" name="Slicer_Segment" sourceName="Segment"><pivotTables><pivotTable tabId="1" '
        'name="PivotTable1"/>'
        '</pivotTables><data><tabular pivotCacheId="7"><items count="1"><i x="0" s="1"/></items></tabular></data>'
        "</slicerCacheDefinition>",
        "xl/slicers/slicer1.xml": "<slicers "
        'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><slicer '
        'name="Segment" cache="Slicer_Segment" caption="Segment" rowHeight="241300"/></slicers>',
        "xl/persons/person.xml": "<personList "
        'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        f'<person displayName="Ann Li" id="{_GUID % 1}" userId="ann" providerId="None"/></personList>',
        "xl/threadedComments/threadedComment1.xml": '<ThreadedComments xmlns="http://schemas.microsoft.com/office/'
        f'spreadsheetml/2018/threadedcomments"><threadedComment ref="B2" dT="2026-01-15T09:30:00.00" '
        f'personId="{_GUID % 1}" '
        f'id="{_GUID % 2}"><text>Is this net of VAT? 含税吗</text></threadedComment></ThreadedComments>',
        "xl/comments9.xml": f'<comments xmlns="{_MAIN}"><authors><author>tc={_GUID % 2}</author></authors><commentList>'
        '<comment ref="B2" authorId="0" shapeId="0"><text><t xml:space="preserve">[Threaded comment] '
        "</t></text></comment>"
        "</commentList></comments>",
        "xl/ctrlProps/ctrlProp1.xml": "<formControlPr "
        'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'objectType="CheckBox" checked="Checked" fmlaLink="$AA$1" lockText="1" noThreeD="1"/>',
        "xl/drawings/drawing99.xml": "<xdr:wsDr "
        'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:absoluteAnchor><xdr:pos x="0" '
        'y="0"/><xdr:ext '
        f'cx="9" cy="9"/><xdr:pic><xdr:blipFill><a:blip xmlns:r="{_OFFICE}" r:embed="rId1"/></xdr:blipFill></xdr:pic>'
        "<xdr:clientData/></xdr:absoluteAnchor></xdr:wsDr>",
        "customXml/item1.xml": '<budget xmlns="urn:example:budget" approved="yes"><line n="1">42</line></budget>',
        "customXml/itemProps1.xml": f'<ds:datastoreItem ds:itemID="{_GUID % 3}" '
        f'xmlns:ds="http://schemas.openxmlformats.org/'
        'officeDocument/2006/customXml"/>',
    }
    return {name: (_DECLARATION + text).encode() for name, text in texts.items()} | {
        "xl/drawings/vmlDrawing9.vml": b'<xml xmlns:v="urn:schemas-microsoft-com:vml" '
        b'xmlns:x="urn:schemas-microsoft-com:'
        b'office:excel">\r\n <v:shape id="_x0000_s1025" type="#_x0000_t201"><x:ClientData ObjectType="Checkbox">'
        b"<x:FmlaLink>$AA$1</x:FmlaLink></x:ClientData></v:shape>\r\n</xml>",
        "xl/media/image99.png": b"\x89PNG\r\n\x1a\n" + chance.randbytes(3_000),
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(9_000),
    }


def with_everything(book: bytes, sheet: str, table: str) -> bytes:
    """The workbook as a macro workbook that holds all of it; on that sheet's part, the pivot table over that table."""
    parts = unpacked(book)
    for name, related in _RELATED.items():
        _relate(parts, name.replace("SHEET", sheet.rpartition("/")[2]), related)
    parts.update(_contents(table))
    parts["[Content_Types].xml"] = _typed(parts["[Content_Types].xml"])
    parts[sheet] = _placed(parts[sheet])
    root = parts["xl/workbook.xml"]
    caches = f'<pivotCaches><pivotCache xmlns:r="{_OFFICE}" cacheId="7" r:id="hand0"/></pivotCaches></workbook>'
    parts["xl/workbook.xml"] = root.replace(b"</workbook>", caches.encode())
    return packed(parts)


def _placed(sheet: bytes) -> bytes:
    """The sheet with the elements that lead to the form control, the comment's shape and the slicer, in their order."""
    control = (
        f'<legacyDrawing xmlns:r="{_OFFICE}" r:id="hand2"/><mc:AlternateContent '
        f'xmlns:mc="http://schemas.openxmlformats.org/'
        f'markup-compatibility/2006"><mc:Choice Requires="x14"><controls><control xmlns:r="{_OFFICE}" shapeId="1025" '
        'r:id="hand4" name="Check Box 1"/></controls></mc:Choice></mc:AlternateContent>'
    ).encode()
    slicers = (
        '<extLst><ext uri="{A8765BA9-456A-4dab-B4F3-ACF838C121DE}" xmlns:x14="http://schemas.microsoft.com/office/'
        f'spreadsheetml/2009/9/main"><x14:slicerList><x14:slicer xmlns:r="{_OFFICE}" '
        f'r:id="hand6"/></x14:slicerList></ext>'
        "</extLst>"
    ).encode()
    end = sheet.index(b"<tableParts") if b"<tableParts" in sheet else sheet.rindex(b"</worksheet>")
    sheet = sheet[:end] + control + sheet[end:]
    return sheet.replace(b"</worksheet>", slicers + b"</worksheet>")


def _relate(parts: dict[str, bytes], name: str, related: list[tuple[str, str]]) -> None:
    inner = "rId1" if name not in parts else "hand{}"
    more = "".join(
        f'<Relationship Id="{inner.format(number)}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(related)
    )
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    parts[name] = parts.get(name, empty).replace(b"</Relationships>", more.encode() + b"</Relationships>")


def _typed(types: bytes) -> bytes:
    more = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items())
    for extension, kind in _extensions(types).items():
        more = f'<Default Extension="{extension}" ContentType="{kind}"/>' + more
    assert _WORKBOOK.encode() in types
    return types.replace(_WORKBOOK.encode(), _MACRO_WORKBOOK.encode()).replace(b"</Types>", more.encode() + b"</Types>")


def _extensions(types: bytes) -> Mapping[str, str]:
    """Those of our parts that the workbook does not name already."""
    wanted = {"png": "image/png", "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing"}
    return {extension: kind for extension, kind in wanted.items() if f'Extension="{extension}"'.encode() not in types}


ADDED = frozenset(_contents("tally"))
"""The parts that a workbook gets."""
