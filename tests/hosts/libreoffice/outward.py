"""A survey that points out of the file in every way that a workbook knows, at a server and a folder of the test's."""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from addin.xlsx.package import Package
from tests.hostile.cases import Parts, packed, unpacked

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TEXT = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CELLS = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"


def point_outward(path: Path, server: str, folder: Path) -> None:
    """The workbook at that path, pointing at addresses of the server and files in the folder."""
    package = Package.open(path)
    report = package.sheet_part("Report")
    drawing = next(each.target for each in package.relationships(report).values() if each.kind == "drawing")
    parts = unpacked(path.read_bytes())
    local = folder.as_uri()
    _pictures(parts, drawing, server, local)
    _header_pictures(parts, report, server, local)
    _links(parts, server, local)
    _chart(parts, server, local)
    _cells(parts, report, server, local)
    path.write_bytes(packed(parts))


def _pictures(parts: Parts, drawing: str, server: str, local: str) -> None:
    """Linked pictures, pictures that are drawn by a program of their own (SVG, EPS), fills, links, films."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="99" height="99">'
        f'<image xlink:href="{server}/svg.png" width="9" height="9"/><image xlink:href="{local}/svg.png" width="9" '
        f'height="9"/><style>@import url("{server}/svg.css");</style></svg>'
    )
    parts["xl/media/drawn.svg"] = parts["xl/media/disguised.png"] = svg.encode()
    parts["xl/media/drawn.eps"] = f"%!PS-Adobe-3.0 EPSF-3.0\n({local[7:]}/eps.txt) run\nshowpage\n".encode()
    targets = {
        "http": (f"{server}/picture.png?who=victim", True),
        "file": (f"{local}/picture.png", True),
        "bare": (f"{local[7:]}/bare.png", True),
        "svg": ("../media/drawn.svg", False),
        "png": ("../media/disguised.png", False),
        "eps": ("../media/drawn.eps", False),
    }
    shown = ""
    for number, (identity, (target, external)) in enumerate(targets.items()):
        _related(parts, drawing, identity, "image", target, external=external)
        how = "link" if external else "embed"
        blip = f'<a:blip r:{how}="{identity}"/>'
        shown += _picture(number, blip)
        shown += _shape(number + 20, f"<a:blipFill>{blip}<a:stretch/></a:blipFill>")
    drawn = f'<s:svgBlip xmlns:s="{_SVG}" r:embed="svg" r:link="http"/>'
    vector = f'<a:blip><a:extLst><a:ext uri="x">{drawn}</a:ext></a:extLst></a:blip>'
    _related(parts, drawing, "film", "video", f"{server}/film.mp4", external=True)
    _related(parts, drawing, "click", "hyperlink", f"{server}/click", external=True)
    shown += _picture(40, vector) + _shape(41, "<a:noFill/>")
    root = parts[drawing].decode()
    end = root.rindex("</")
    parts[drawing] = (root[:end] + shown + root[end:]).encode()


def _picture(number: int, blip: str) -> str:
    return _anchor(
        f'<x:pic><x:nvPicPr><x:cNvPr id="{100 + number}" name="p"><a:hlinkClick r:id="click"/></x:cNvPr><x:cNvPicPr/>'
        f"</x:nvPicPr><x:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch></x:blipFill>{_PROPERTIES}</x:pic>"
    )


def _shape(number: int, fill: str) -> str:
    properties = _PROPERTIES.replace("</x:spPr>", f"{fill}</x:spPr>")
    return _anchor(
        f'<x:sp macro="[0]!Run" textlink="Costs!$A$1"><x:nvSpPr><x:cNvPr id="{100 + number}" name="s"/><x:cNvSpPr/>'
        f"</x:nvSpPr>{properties}</x:sp>"
    )


_PROPERTIES = (
    '<x:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="500000" cy="500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
    "</a:prstGeom></x:spPr>"
)


def _anchor(content: str) -> str:
    return (
        f'<x:oneCellAnchor xmlns:x="{_CELLS}" xmlns:a="{_TEXT}" xmlns:r="{_OFFICE}"><x:from><x:col>1</x:col><x:colOff>0'
        '</x:colOff><x:row>1</x:row><x:rowOff>0</x:rowOff></x:from><x:ext cx="500000" cy="500000"/>'
        f"{content}<x:clientData/></x:oneCellAnchor>"
    )


def _header_pictures(parts: Parts, report: str, server: str, local: str) -> None:
    """Pictures in the header and behind the cells, a control and an object that are linked."""
    shapes = "".join(
        f'<v:shape id="{place}" style="width:9pt;height:9pt"><v:imagedata {source}/><v:fill type="frame" {source}/>'
        "</v:shape>"
        for place, source in (
            ("LH", f'src="{server}/header.png"'),
            ("CH", f'src="{local}/header.png" o:href="{server}/href.png"'),
            ("RH", 'o:relid="hp"'),
        )
    )
    part = "xl/drawings/vmlOutward.vml"
    parts[part] = (
        f'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">{shapes}</xml>'
    ).encode()
    _related(parts, part, "hp", "image", f"{server}/relid.png", external=True)
    _related(parts, report, "vml", "vmlDrawing", f"/{part}")
    _related(parts, report, "behind", "image", f"{server}/background.png", external=True)
    _related(parts, report, "ole", "oleObject", f"{local}/object.xlsx", external=True)
    more = (
        f'<legacyDrawing xmlns:r="{_OFFICE}" r:id="vml"/><legacyDrawingHF xmlns:r="{_OFFICE}" r:id="vml"/><picture '
        f'xmlns:r="{_OFFICE}" r:id="behind"/><oleObjects><oleObject progId="Excel.Sheet.12" link="[1]!x" oleUpdate='
        f'"OLEUPDATE_ALWAYS" shapeId="1025" xmlns:r="{_OFFICE}" r:id="ole"/></oleObjects></worksheet>'
    )
    parts[report] = parts[report].replace(b"</worksheet>", more.encode())


def _links(parts: Parts, server: str, local: str) -> None:
    """Links to workbooks, to DDE and OLE servers; connections and queries that want to be refreshed on opening."""
    part = "xl/externalLinks/externalLink{}.xml"
    book = f'<externalBook xmlns:r="{_OFFICE}" r:id="rId1"><sheetNames><sheetName val="S"/></sheetNames></externalBook>'
    ole = (
        f'<oleLink xmlns:r="{_OFFICE}" r:id="rId1" progId="Package"><oleItems><oleItem name="x"/></oleItems></oleLink>'
    )
    topic = (
        '<ddeLink ddeService="soffice" ddeTopic="{}/dde.xlsx"><ddeItems><ddeItem name="S.A1" advise="1"/></ddeItems>'
    )
    dde = f"{topic}</ddeLink>"
    contents = (book, book, ole, dde.format(local[7:]))
    targets = (f"{server}/linked.xlsx", f"{local}/linked.xlsx", f"{local}/package.xlsx", "")
    references = ""
    for number, (content, target) in enumerate(zip(contents, targets, strict=True), start=1):
        name = part.format(number)
        parts[name] = f'<externalLink xmlns="{_MAIN}">{content}</externalLink>'.encode()
        if target:
            _related(parts, name, "rId1", "externalLinkPath", target, external=True)
        _related(parts, "xl/workbook.xml", f"out{number}", "externalLink", f"/{name}")
        references += f'<externalReference xmlns:r="{_OFFICE}" r:id="out{number}"/>'
    connection = (
        f'<connections xmlns="{_MAIN}"><connection id="1" name="web" type="4" refreshedVersion="6" refreshOnLoad'
        f'="1"><webPr sourceData="1" url="{server}/query"/></connection><connection id="2" name="text" type="6" '
        f'refreshedVersion="6" refreshOnLoad="1"><textPr sourceFile="{local[7:]}/query.csv"/></connection>'
        "</connections>"
    )
    parts["xl/connections.xml"] = connection.encode()
    _related(parts, "xl/workbook.xml", "con", "connections", "/xl/connections.xml")
    names = "".join(
        f'<definedName name="{name}">{escape(text)}</definedName>'
        for name, text in {
            "called": f'WEBSERVICE("{server}/name")',
            "linked": "[1]S!$A$1",
            "filed": f"'{local}/name.xlsx'#$S.A1",
            "dde_name": "[4]!'S.A1'",
        }.items()
    )
    root = parts["xl/workbook.xml"].decode()
    root = root.replace("<definedNames>", f"<externalReferences>{references}</externalReferences><definedNames>{names}")
    parts["xl/workbook.xml"] = root.encode()


def _chart(parts: Parts, server: str, local: str) -> None:
    part = "xl/charts/chart1.xml"
    chart = parts[part].decode()
    end = chart.rindex("</")
    outside = f'<externalData xmlns:r="{_OFFICE}" r:id="data"><autoUpdate val="1"/></externalData>'
    chart = chart[:end] + outside + chart[end:]
    chart = re.sub(r"<f>'?Trend'?!", "<f>[2]S!", chart, count=1)
    fill = f'<a:blipFill xmlns:a="{_TEXT}" xmlns:r="{_OFFICE}"><a:blip r:link="fill"/><a:stretch/></a:blipFill>'
    parts[part] = chart.replace("</plotArea>", f"<spPr>{fill}</spPr></plotArea>", 1).encode()
    _related(parts, part, "data", "oleObject", f"{local}/data.xlsx", external=True)
    _related(parts, part, "fill", "image", f"{server}/fill.png", external=True)


def _cells(parts: Parts, report: str, server: str, local: str) -> None:
    """Formulas that call out, in cells, conditional formats and validations; hyperlinks; a table of a query."""
    formulas = (
        f'WEBSERVICE("{server}/cell")',
        f'IMAGE("{server}/image.png")',
        f'HYPERLINK("{server}/hyperlink","x")',
        f"INDIRECT(\"'{local}/indirect.xlsx'#$S.A1\")",
        f"'{local}/formula.xlsx'#$S.A1",
        "[1]S!A1",
        "[2]S!$A$1",
        "[4]!'S.A1'",
        f'DDE("soffice","{local[7:]}/cell.xlsx","S.A1")',
    )
    cells = "".join(
        f'<row r="{row}"><c r="B{row}" t="str"><f>{escape(formula)}</f><v>7</v></c></row>'
        for row, formula in enumerate(formulas, start=900)
    )
    rules = "".join(
        f'<cfRule type="expression" dxfId="0" priority="{90 + number}"><formula>{escape(formula)}="x"</formula>'
        "</cfRule>"
        for number, formula in enumerate((*formulas, "called", "linked", "filed", "dde_name"))
    )
    around = (
        f'<conditionalFormatting sqref="B2:B4">{rules}<cfRule type="colorScale" priority="89"><colorScale><cfvo '
        f'type="formula" val={quoteattr(formulas[3])}/><cfvo type="max"/><color rgb="FFFFFFFF"/><color '
        'rgb="FF000000"/></colorScale></cfRule></conditionalFormatting><dataValidations count="1"><dataValidation '
        'type="list" sqref="B2"><formula1>[2]S!$A$1:$A$9</formula1></dataValidation></dataValidations><hyperlinks>'
        f'<hyperlink ref="B2" xmlns:r="{_OFFICE}" r:id="hl"/></hyperlinks>'
    )
    sheet = parts[report].decode()
    parts[report] = sheet.replace("</sheetData>", f"{cells}</sheetData>{around}").encode()
    _related(parts, report, "hl", "hyperlink", f"{server}/link", external=True)
    query = f'<queryTable xmlns="{_MAIN}" name="q" connectionId="1" refreshOnLoad="1"/>'
    parts["xl/queryTables/queryTable1.xml"] = query.encode()
    _related(parts, report, "qt", "queryTable", "/xl/queryTables/queryTable1.xml")


def _related(parts: Parts, owner: str, identity: str, kind: str, target: str, *, external: bool = False) -> None:
    folder, _, name = owner.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    empty = f'<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode()
    mode = ' TargetMode="External"' if external else ""
    more = f'<Relationship Id="{identity}" Type="{_OFFICE}/{kind}" Target="{escape(target)}"{mode}/></Relationships>'
    parts[rels] = parts.get(rels, empty).replace(b"</Relationships>", more.encode())
