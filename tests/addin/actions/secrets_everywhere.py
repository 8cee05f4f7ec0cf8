"""A survey whose Report holds, shows or is followed by things that nobody means to send, each with a word of its own.

The parts follow ECMA-376 and [MS-XLSX]; every secret is "Zq" and the place where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from addin.xlsx.package import Package
from tests.hostile.cases import Parts, packed, unpacked

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MICROSOFT = "http://schemas.microsoft.com/office"
_X14 = f"{_MICROSOFT}/spreadsheetml/2009/9/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SECRET = re.compile(r"Zq\w+")

_OF_WORKBOOK = {
    "xl/externalLinks/externalLink9.xml": f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="rId1">'
    '<sheetNames><sheetName val="ZqLinkedSheet"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell '
    'r="A1" t="str"><v>ZqLinkedValue</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>',
    "xl/connections.xml": f'<connections xmlns="{MAIN}"><connection id="1" name="ZqConnection" type="1" '
    'refreshedVersion="6"><dbPr connection="DSN=ZqServer" command="x"/></connection></connections>',
    "xl/persons/person.xml": f'<personList xmlns="{_MICROSOFT}/spreadsheetml/2018/threadedcomments"><person '
    'displayName="ZqPerson" id="{00000000-0000-0000-0000-000000000001}" userId="u" providerId="None"/></personList>',
    "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{MAIN}" refreshedBy="ZqRefresher">'
    '<cacheSource type="worksheet"><worksheetSource name="responses"/></cacheSource><cacheFields count="1">'
    '<cacheField name="ZqField" numFmtId="0"><sharedItems><s v="ZqItem"/></sharedItems></cacheField></cacheFields>'
    "</pivotCacheDefinition>",
    "xl/vbaProject.bin": "ZqMacro",
    "xl/revisions/userNames.xml": f'<users xmlns="{MAIN}"><userInfo name="ZqReviser"/></users>',
    "customXml/item1.xml": "<a>ZqCustomXml</a>",
    "xl/metadata.xml": f'<metadata xmlns="{MAIN}"><mdxStrings><s v="ZqMdx"/></mdxStrings></metadata>',
}
_KINDS_OF_WORKBOOK = {
    "xl/externalLinks/externalLink9.xml": f"{OFFICE}/externalLink",
    "xl/connections.xml": f"{OFFICE}/connections",
    "xl/persons/person.xml": f"{_MICROSOFT}/2017/10/relationships/person",
    "xl/pivotCache/pivotCacheDefinition1.xml": f"{OFFICE}/pivotCacheDefinition",
    "xl/vbaProject.bin": f"{_MICROSOFT}/2006/relationships/vbaProject",
    "xl/revisions/userNames.xml": f"{OFFICE}/usernames",
    "customXml/item1.xml": f"{OFFICE}/customXml",
    "xl/metadata.xml": f"{OFFICE}/sheetMetadata",
}
_OF_REPORT = {
    "xl/comments9.xml": f'<comments xmlns="{MAIN}"><authors><author>ZqAuthor</author></authors><commentList><comment '
    'ref="B2" authorId="0"><text><t>ZqComment</t></text></comment></commentList></comments>',
    "xl/threadedComments/threadedComment9.xml": '<ThreadedComments xmlns="http://schemas.microsoft.com/office/'
    'spreadsheetml/2018/threadedcomments"><threadedComment ref="B2" personId="{1}" id="{2}"><text>ZqThread</text>'
    "</threadedComment></ThreadedComments>",
    "xl/drawings/vmlDrawing9.vml": '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="ZqShape"/></xml>',
    "xl/drawings/vmlDrawing10.vml": '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:'
    'office:office"><v:shape id="LH"><v:imagedata src="http://127.0.0.1:9/ZqSource" o:href="file:///ZqHref" '
    'o:title="ZqTitleOfLogo" '
    'o:relid="hp1"/><o:OLEObject ProgID="ZqOle"/></v:shape></xml>',
    "xl/printerSettings/printerSettings9.bin": "ZqPrinter",
    "xl/embeddings/oleObject9.bin": "ZqOleObject",
    "xl/queryTables/queryTable9.xml": f'<queryTable xmlns="{MAIN}" name="ZqQuery" connectionId="1"/>',
    "xl/pivotTables/pivotTable9.xml": f'<pivotTableDefinition xmlns="{MAIN}" name="ZqPivot" cacheId="1"/>',
    "xl/customProperty9.bin": "ZqCustomProperty",
}
_KINDS_OF_REPORT = {
    "xl/comments9.xml": f"{OFFICE}/comments",
    "xl/threadedComments/threadedComment9.xml": f"{_MICROSOFT}/2017/10/relationships/threadedComment",
    "xl/drawings/vmlDrawing9.vml": f"{OFFICE}/vmlDrawing",
    "xl/drawings/vmlDrawing10.vml": f"{OFFICE}/vmlDrawing",
    "xl/printerSettings/printerSettings9.bin": f"{OFFICE}/printerSettings",
    "xl/embeddings/oleObject9.bin": f"{OFFICE}/oleObject",
    "xl/queryTables/queryTable9.xml": f"{OFFICE}/queryTable",
    "xl/pivotTables/pivotTable9.xml": f"{OFFICE}/pivotTable",
    "xl/customProperty9.bin": f"{OFFICE}/customProperty",
}
_CELLS = (
    '<row r="900"><c r="B900" t="inlineStr"><is><t>seen on the report</t></is></c>'
    '<c r="D900" t="s"><v>{shared}</v></c><c r="XFC900" t="inlineStr"><is><t>ZqHiddenColumn</t></is></c></row>'
    '<row r="901" hidden="1"><c r="B901" t="inlineStr"><is><t>ZqHiddenRow</t></is></c></row>'
    '<row r="902"><c r="B902" t="inlineStr"><is><t>over two cells</t></is></c>'
    '<c r="C902" t="inlineStr"><is><t>ZqCovered</t></is></c></row>'
    '<row r="903" ht="0" customHeight="1"><c r="B903" t="inlineStr"><is><t>ZqRowOfNoHeight</t></is></c></row>'
    '<row r="904"><c r="B904" t="str"><f>HYPERLINK("http://127.0.0.1:9/ZqAddress","link")</f><v>link</v></c>'
    '<c r="C904" t="e" vm="1"><v>#VALUE!</v></c></row>'
    '<row r="907"><c r="B907" s="{blank}" t="inlineStr"><is><t>ZqShowsNothing</t></is></c></row>'
)
_SHAPES = "".join(
    '<x:twoCellAnchor xmlns:x="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a='
    f'"http://schemas.openxmlformats.org/drawingml/2006/main"><x:from><x:col>1</x:col><x:colOff>0</x:colOff><x:row>{row}'
    f"</x:row><x:rowOff>0</x:rowOff></x:from><x:to><x:col>3</x:col><x:colOff>0</x:colOff><x:row>{row}</x:row><x:rowOff>9"
    f'</x:rowOff></x:to><x:sp macro="ZqRun" textlink="Costs!$A$1"><x:nvSpPr><x:cNvPr id="{row}" name="s"{hidden} '
    'descr="C:\\Users\\ZqUserFolder\\a.png"/><x:cNvSpPr/></x:nvSpPr><x:spPr><a:prstGeom prst="rect"/></x:spPr>'
    f"<x:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></x:txBody></x:sp><x:clientData/></x:twoCellAnchor>"
    for row, hidden, text in (
        (890, ' hidden="1"', "ZqHiddenShape"),
        (900, "", "ZqShapeInHiddenRow"),
        (905, "", "a shape that is seen"),
    )
)
_FORMATS = (
    '<numFmts count="2"><numFmt numFmtId="901" formatCode="&quot;ZqFormatElsewhere&quot;0"/><numFmt numFmtId="902" '
    'formatCode=";;;"/>'
)
_STYLES = "".join(f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for number in (901, 902))
_HIDDEN_COLUMN = '<col min="16383" max="16383" width="9" hidden="1"/></cols>'
_AFTER_CELLS = (
    '<sheetProtection sheet="1" algorithmName="SHA-512" hashValue="ZqHash" saltValue="ZqSalt" spinCount="1"/>'
    '<protectedRanges><protectedRange sqref="A1" name="ZqRange" securityDescriptor="ZqUser"/></protectedRanges>'
    '<scenarios><scenario name="ZqScenario" user="ZqScenarist"><inputCells r="B2" val="ZqInput"/></scenario>'
    "</scenarios>"
    '<autoFilter ref="B899:C904"><filterColumn colId="0"><filters><filter val="ZqFilter"/></filters></filterColumn>'
    '</autoFilter><customSheetViews><customSheetView guid="ZqView"/></customSheetViews>'
    '<mergeCells count="1"><mergeCell ref="B902:C902"/></mergeCells>'
    '<conditionalFormatting sqref="B900"><cfRule type="expression" priority="90"><formula>Costs!$B$6="ZqRule"</formula>'
    '</cfRule><cfRule type="colorScale" priority="91"><colorScale><cfvo type="formula" val="ZqNumbers!$A$1"/><cfvo '
    'type="max"/><color rgb="FFFFFFFF"/><color rgb="FF000000"/></colorScale></cfRule></conditionalFormatting>'
    '<dataValidations count="1"><dataValidation type="list" sqref="B900" prompt="ZqPrompt"><formula1>"ZqList,b"'
    "</formula1></dataValidation></dataValidations>"
    '<hyperlinks><hyperlink ref="B900" xmlns:r="{office}" r:id="hlink" tooltip="ZqTip"/><hyperlink ref="B902" '
    'location="\'Costs\'!A1" display="ZqDisplay"/></hyperlinks>'
)
_AT_THE_END = (
    '<customProperties><customPr name="ZqProperty" xmlns:r="{office}" r:id="h8"/></customProperties><cellWatches>'
    '<cellWatch r="A1"/></cellWatches><legacyDrawing xmlns:r="{office}" r:id="h2"/><legacyDrawingHF '
    'xmlns:r="{office}" r:id="h3"/><oleObjects><oleObject progId="ZqProgram" shapeId="1" xmlns:r="{office}" '
    'r:id="h5"/></oleObjects><webPublishItems count="1"><webPublishItem id="1" divId="ZqDiv" sourceType="sheet" '
    'destinationFile="ZqFile.htm"/></webPublishItems><extLst><ext uri="x" xmlns:x14="{x14}" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidations><x14:dataValidation>'
    "<x14:formula1><xm:f>ZqValidation!A1</xm:f></x14:formula1></x14:dataValidation></x14:dataValidations></ext>"
    '<ext uri="y" xmlns:x14="{x14}" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    "<x14:sparklineGroups><x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>ZqSpark!A1:A9</xm:f><xm:sqref>B900"
    "</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)
_NAMES = (
    '<definedName name="ZqConstant">0.4711</definedName><definedName name="ZqHiddenName" hidden="1">Report!$B$2'
    '</definedName><definedName name="ZqElsewhere">Costs!$B$6</definedName><definedName name="ZqText">"ZqWords"'
    '</definedName><definedName name="seen" comment="ZqNameComment">Report!$B$2</definedName>'
)
_CORE = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:creator>ZqCreator</dc:creator><cp:lastModifiedBy>ZqModifier</cp:lastModifiedBy><dc:title>ZqTitle</dc:title>"
    "</cp:coreProperties>"
)
_APPLICATION = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Excel</Application><Manager>ZqManager</Manager><Company>ZqCompany</Company>"
    "<TitlesOfParts>ZqTitles</TitlesOfParts><AppVersion>12.0000</AppVersion></Properties>"
)
_PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def with_secrets(path: Path) -> None:
    """The workbook at that path with all of them."""
    package = Package.open(path)
    report, costs = package.sheet_part("Report"), package.sheet_part("Costs")
    parts = unpacked(path.read_bytes())
    _relate(parts, "xl/workbook.xml", _OF_WORKBOOK, _KINDS_OF_WORKBOOK, "h")
    _relate(parts, report, _OF_REPORT, _KINDS_OF_REPORT, "h")
    _related(parts, report, "hlink", f"{OFFICE}/hyperlink", "http://127.0.0.1:9/ZqHyperlink", external=True)
    _related(parts, "xl/drawings/vmlDrawing10.vml", "hp1", f"{OFFICE}/image", "../media/ZqLogo.png")
    link = "xl/externalLinks/externalLink9.xml"
    _related(parts, link, "rId1", f"{OFFICE}/externalLinkPath", "file:///C:/ZqFolder/x.xlsx", external=True)
    _related(parts, "", "hthumb", f"{_PACKAGE}/relationships/metadata/thumbnail", "docProps/ZqThumbnail.jpeg")
    parts |= {
        "xl/media/ZqLogo.png": _PNG,
        "docProps/ZqThumbnail.jpeg": b"\xff\xd8\xffZqThumb",
        "docProps/core.xml": _CORE.encode(),
        "docProps/app.xml": _APPLICATION.encode(),
        "docProps/custom.xml": b"<Properties>ZqCustom</Properties>",
        "xl/ZqStray.bin": b"ZqStrayContent",
    }
    texts = f'<sst xmlns="{MAIN}"><si><t>ZqSharedText</t></si><si><t>shared and seen</t></si></sst>'
    parts["xl/sharedStrings.xml"] = texts.encode()
    _related(parts, "xl/workbook.xml", "hshared", f"{OFFICE}/sharedStrings", "sharedStrings.xml")
    styles = parts["xl/styles.xml"].decode()
    number = styles.count("<xf ", styles.index("<cellXfs"), styles.index("</cellXfs>"))
    styles = re.sub(r"<numFmts[^>]*>", _FORMATS, styles, count=1).replace("</cellXfs>", f"{_STYLES}</cellXfs>")
    parts["xl/styles.xml"] = styles.encode()
    _into_report(parts, report, number + 1)
    drawing = next(each.target for each in package.relationships(report).values() if each.kind == "drawing")
    root = parts[drawing].decode()
    parts[drawing] = (root[: root.rindex("</")] + _SHAPES + root[root.rindex("</") :]).encode()
    elsewhere = (
        f'<row r="900"><c r="A900" t="s"><v>0</v></c><c r="B900" s="{number}" t="str"><v>ZqOtherSheet</v></c></row>'
        "</sheetData>"
    )
    parts[costs] = parts[costs].replace(b"</sheetData>", elsewhere.encode())
    _into_workbook(parts)
    _into_chart(parts)
    path.write_bytes(packed(parts))


def _into_report(parts: Parts, report: str, blank: int) -> None:
    sheet = parts[report].decode()
    sheet = sheet.replace("</cols>", _HIDDEN_COLUMN, 1)
    after = _AFTER_CELLS.format(office=OFFICE)
    sheet = sheet.replace(
        "</sheetData>", _CELLS.format(shared=1, blank=blank) + "<!-- ZqXmlComment --></sheetData>" + after
    )
    sheet = sheet.replace("<pageSetup", f'<pageSetup xmlns:r="{OFFICE}" r:id="h4"', 1)
    parts[report] = sheet.replace("</worksheet>", _AT_THE_END.format(office=OFFICE, x14=_X14) + "</worksheet>").encode()


def _into_workbook(parts: Parts) -> None:
    book = parts["xl/workbook.xml"].decode()
    sharing = (
        '<fileSharing userName="ZqSharer" reservationPassword="CC1A"/><alternateContent>C:/ZqPath/</alternateContent>'
    )
    book = book.replace("<workbookPr", sharing + '<workbookPr codeName="ZqCode"', 1)
    book = book.replace("</definedNames>", _NAMES + "</definedNames>")
    references = f'<externalReferences><externalReference xmlns:r="{OFFICE}" r:id="h0"/></externalReferences>'
    parts["xl/workbook.xml"] = book.replace("<definedNames>", references + "<definedNames>").encode()


def _into_chart(parts: Parts) -> None:
    """Values that a chart remembers of a time when its cells held something else, and where its data came from."""
    chart = parts["xl/charts/chart1.xml"].decode()
    cache = '<numCache><formatCode>"ZqFormat"</formatCode><ptCount val="1"/><pt idx="0"><v>47114711</v></pt></numCache>'
    chart = chart.replace("</f></numRef>", f"</f>{cache}</numRef>", 1)
    end = chart.rindex("</")
    outside = f'<externalData xmlns:r="{OFFICE}" r:id="hx"><autoUpdate val="1"/></externalData>'
    parts["xl/charts/chart1.xml"] = (chart[:end] + outside + chart[end:]).encode()
    _related(parts, "xl/charts/chart1.xml", "hx", f"{OFFICE}/oleObject", "file:///C:/ZqChart.xlsx", external=True)


def _relate(parts: Parts, owner: str, contents: Mapping[str, str], kinds: Mapping[str, str], prefix: str) -> None:
    for number, (name, text) in enumerate(contents.items()):
        parts[name] = text.encode()
        _related(parts, owner, f"{prefix}{number}", kinds[name], f"/{name}")


def _related(parts: Parts, owner: str, identity: str, kind: str, target: str, external: bool = False) -> None:
    folder, _, name = owner.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    empty = f'<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'.encode()
    mode = ' TargetMode="External"' if external else ""
    more = f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"{mode}/></Relationships>'
    parts[rels] = parts.get(rels, empty).replace(b"</Relationships>", more.encode())


def secrets_in(data: bytes) -> set[str]:
    """The secrets that a file's parts or their names hold."""
    found: set[str] = set()
    for name, content in unpacked(data).items():
        for text in (name, content.decode("utf-8", "replace"), content.decode("utf-16-le", "replace")):
            found |= set(SECRET.findall(text))
    return found
