"""The part of a copy that names its sheets and places, written anew so that nothing else of the old one stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape as escape_xml
from xml.sax.saxutils import quoteattr

from lxml import etree

from addin.cells.text import escape, unescape
from addin.xlsx.copies.kinds import STRICT, TRANSITIONAL
from addin.xlsx.copies.names import CopiedName
from addin.xlsx.package import Package
from addin.xlsx.safe_xml import children, relationship_id

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MAIN_OF_STRICT: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_HIDDEN: Final = ' state="hidden"'
_TEMPLATE_NAME: Final = "centre_roi_template"


@dataclass(frozen=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    relationship: str
    hidden: bool


def is_strict(workbook: etree._Element) -> bool:
    """Whether the workbook is written in the strict form of the standard."""
    return str(workbook.tag).startswith("{" + _MAIN_OF_STRICT)


def chart_sheets(package: Package) -> dict[str, str]:
    """The parts of the sheets that are nothing but a chart, by the sheets' names."""
    related = package.relationships(package.workbook_part)
    listed = [
        (unescape(sheet.get("name", "")), related.get(relationship_id(sheet)))
        for group in children(package.tree(package.workbook_part), "sheets")
        for sheet in children(group, "sheet")
    ]
    return {name: each.target for name, each in listed if each is not None and each.kind == "chartsheet"}


def workbook_part(
    sheets: Sequence[SheetEntry], names: Sequence[CopiedName], tag: str, date1904: bool, strict: bool
) -> bytes:
    """The part; `tag` is the text of the name that says of which template the copy is."""
    listed = "".join(
        f'<sheet name={quoteattr(escape(each.name))} sheetId="{number}"{_HIDDEN if each.hidden else ""}'
        f" r:id={quoteattr(each.relationship)}/>"
        for number, each in enumerate(sheets, start=1)
    )
    numbers = {each.name: number for number, each in enumerate(sheets)}
    defined = "".join(_defined(each, numbers) for each in names)
    if tag:
        defined += f'<definedName name="{_TEMPLATE_NAME}" hidden="1">{escape_xml(_quoted(tag))}</definedName>'
    main, related = (_MAIN_OF_STRICT, STRICT) if strict else (_MAIN, TRANSITIONAL)
    first = next((number for number, each in enumerate(sheets) if not each.hidden), 0)
    conformance = ' conformance="strict"' if strict else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<workbook xmlns="{main}" xmlns:r="{related}"{conformance}><workbookPr date1904="{int(date1904)}"/>'
        f'<bookViews><workbookView activeTab="{first}"/></bookViews><sheets>{listed}</sheets>'
        f"{f'<definedNames>{defined}</definedNames>' if defined else ''}</workbook>"
    ).encode()


def _defined(name: CopiedName, numbers: dict[str, int]) -> str:
    owner = "" if name.sheet is None else f' localSheetId="{numbers[name.sheet]}"'
    hidden = ' hidden="1"' if name.hidden else ""
    return f"<definedName name={quoteattr(escape(name.name))}{owner}{hidden}>{escape_xml(name.text)}</definedName>"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
