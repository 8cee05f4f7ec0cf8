"""The kinds of parts that a copy may hold, and what each may refer to; every other kind stays behind.

workbook ─┬─ worksheet ─┬─ table
          │             ├─ picture behind the cells, pictures of header and footer
          ├─ chartsheet ┴─ drawing ─┬─ picture
          ├─ styles                 ├─ chart, its style, its colours, its shapes
          ├─ theme                  └─ diagram (SmartArt)
          └─ texts
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from addin.xlsx.safe_xml import local

TRANSITIONAL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TRANSITIONAL_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DRAWING: Final = "application/vnd.openxmlformats-officedocument.drawingml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EXCEL: Final = "Microsoft Excel"
_PROGRAM: Final = re.compile(r"Microsoft (?:Macintosh )?Excel(?: Online)?|LibreOffice/[\w.$ ]{1,80}")
_VERSION: Final = re.compile(r"\d{1,2}\.\d{1,4}")
_OF_STRICT: Final = {"extended-properties": "extendedProperties"}
_MICROSOFT: Final = "http://schemas.microsoft.com/office"


@dataclass(frozen=True)
class PartKind:
    """Where parts of a kind lie, what they are, and the kinds that they may refer to."""

    path: str
    content_type: str
    related: frozenset[str] = frozenset()
    implied: frozenset[str] = frozenset()
    """Those of them that no element of the part names."""
    relationship: str = ""
    """The type of a relationship to it, where it is none of ECMA-376."""


_DIAGRAM: Final = frozenset(("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors"))
_LOOK_OF_CHART: Final = frozenset(("chartStyle", "chartColorStyle", "themeOverride"))

KINDS: Final[Mapping[str, PartKind]] = {
    "worksheet": PartKind(
        "xl/worksheets/sheet{}.xml",
        f"{_SPREADSHEET}.worksheet+xml",
        frozenset(("drawing", "table", "image", "vmlDrawing")),
    ),
    "chartsheet": PartKind("xl/chartsheets/sheet{}.xml", f"{_SPREADSHEET}.chartsheet+xml", frozenset(("drawing",))),
    "styles": PartKind("xl/styles{}.xml", f"{_SPREADSHEET}.styles+xml"),
    "theme": PartKind(
        "xl/theme/theme{}.xml", "application/vnd.openxmlformats-officedocument.theme+xml", frozenset(("image",))
    ),
    "sharedStrings": PartKind("xl/sharedStrings{}.xml", f"{_SPREADSHEET}.sharedStrings+xml"),
    "table": PartKind("xl/tables/table{}.xml", f"{_SPREADSHEET}.table+xml"),
    "drawing": PartKind(
        "xl/drawings/drawing{}.xml",
        "application/vnd.openxmlformats-officedocument.drawing+xml",
        frozenset(("chart", "image", "diagramDrawing")) | _DIAGRAM,
        frozenset(("diagramDrawing",)),
    ),
    "vmlDrawing": PartKind(
        "xl/drawings/vmlDrawing{}.vml",
        "application/vnd.openxmlformats-officedocument.vmlDrawing",
        frozenset(("image",)),
    ),
    "chart": PartKind(
        "xl/charts/chart{}.xml",
        f"{_DRAWING}.chart+xml",
        frozenset(("image", "chartUserShapes")) | _LOOK_OF_CHART,
        _LOOK_OF_CHART,
    ),
    "chartUserShapes": PartKind("xl/drawings/shapes{}.xml", f"{_DRAWING}.chartshapes+xml", frozenset(("image",))),
    "themeOverride": PartKind(
        "xl/theme/themeOverride{}.xml",
        "application/vnd.openxmlformats-officedocument.themeOverride+xml",
        frozenset(("image",)),
    ),
    "chartStyle": PartKind(
        "xl/charts/style{}.xml",
        "application/vnd.ms-office.chartstyle+xml",
        relationship=f"{_MICROSOFT}/2011/relationships/chartStyle",
    ),
    "chartColorStyle": PartKind(
        "xl/charts/colors{}.xml",
        "application/vnd.ms-office.chartcolorstyle+xml",
        relationship=f"{_MICROSOFT}/2011/relationships/chartColorStyle",
    ),
    "diagramData": PartKind("xl/diagrams/data{}.xml", f"{_DRAWING}.diagramData+xml", frozenset(("image",))),
    "diagramLayout": PartKind("xl/diagrams/layout{}.xml", f"{_DRAWING}.diagramLayout+xml"),
    "diagramQuickStyle": PartKind("xl/diagrams/quickStyle{}.xml", f"{_DRAWING}.diagramStyle+xml"),
    "diagramColors": PartKind("xl/diagrams/colors{}.xml", f"{_DRAWING}.diagramColors+xml"),
    "diagramDrawing": PartKind(
        "xl/diagrams/drawing{}.xml",
        "application/vnd.ms-office.drawingml.diagramDrawing+xml",
        frozenset(("image",)),
        relationship=f"{_MICROSOFT}/2007/relationships/diagramDrawing",
    ),
}
"""By the last word of the relationships that lead to them. Pictures have no kind: their bytes tell what they are."""
WORKBOOK: Final = PartKind("xl/workbook.xml", f"{_SPREADSHEET}.sheet.main+xml")

APPLICATION: Final = PartKind(
    "docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"
)
"""The only properties of a copy: which program's rules it is written by. LibreOffice sets rows anew for others."""


def application_part(written_by: etree._Element | None, strict: bool) -> bytes:
    """The part that says so, and nothing of companies, managers and titles.

    What a chart leaves unsaid means something else in Excel 2007 than in later ones, hence the version.
    """
    told = {} if written_by is None else {local(each): (each.text or "").strip() for each in written_by}
    program = told.get("Application", "")
    version = told.get("AppVersion", "")
    office = "http://purl.oclc.org/ooxml/officeDocument" if strict else _TRANSITIONAL_OFFICE
    name = "extendedProperties" if strict else "extended-properties"
    lines = f"<Application>{program if _PROGRAM.fullmatch(program) else _EXCEL}</Application>"
    if _VERSION.fullmatch(version):
        lines += f"<AppVersion>{version}</AppVersion>"
    return f'{_HEAD}<Properties xmlns="{office}/{name}">{lines}</Properties>'.encode()


def relationships_part(part: str) -> str:
    """The name of the part that holds a part's relationships."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def relationships(related: Iterable[tuple[str, str, str]], strict: bool) -> bytes:
    """The part of relationships: identity, kind and target of each."""
    office = STRICT if strict else TRANSITIONAL
    lines = "".join(
        f"<Relationship Id={quoteattr(identity)} Type={quoteattr(_type(kind, office))} "
        f"Target={quoteattr('/' + target)}/>"
        for identity, kind, target in related
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'.encode()


def content_types(types: Mapping[str, str]) -> bytes:
    """The part that says what each part is."""
    lines = "".join(
        f"<Override PartName={quoteattr('/' + part)} ContentType={quoteattr(kind)}/>" for part, kind in types.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    ).encode()


def _type(kind: str, office: str) -> str:
    known = KINDS.get(kind)
    return (
        known.relationship
        if known is not None and known.relationship
        else f"{office}/{_OF_STRICT.get(kind, kind) if office == STRICT else kind}"
    )
