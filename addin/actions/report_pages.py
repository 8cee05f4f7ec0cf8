"""A workbook of which only the report's pages are printed, each fitted to the paper's width."""

from __future__ import annotations

from typing import Final

from lxml import etree

from addin.xlsx.package import Package
from addin.xlsx.safe_xml import child, parse, serialize

_BEFORE_PAGE_SETUP: Final = ("pageMargins", "printOptions", "sheetData")
"""After the first of these that a sheet has, its page setup may stand."""
_BEFORE_NAMES: Final = ("externalReferences", "functionGroups", "sheets")
_EMPTY_CELL: Final = "$XFD$1048576"


def pages_of(package: Package, names: tuple[str, ...]) -> list[str]:
    """The sheets that these defined names stand on, in order; a Refusal names one that is absent."""
    return list(dict.fromkeys(package.place(name).sheet for name in names))


def print_only(package: Package, pages: list[str]) -> None:
    """Leave nothing to print on the other sheets, and fit these.

    The others stay visible, since a chart shows nothing of hidden cells: their print area is an empty cell, and a page
    without content is not printed.
    """
    for page in pages:
        part = package.sheet_part(page)
        package.replace_part(part, _fit_to_pages(package.part(part), package.path.name, part))
    part = package.workbook_part
    original = package.part(part)
    workbook = parse(original, package.path.name, part)
    names = child(workbook, "definedNames")
    if names is None:
        names = _like(workbook, "definedNames")
        before = next(found for name in _BEFORE_NAMES if (found := child(workbook, name)) is not None)
        before.addnext(names)
    others = {str(place): sheet for place, sheet in enumerate(package.sheets) if sheet not in pages}
    for name in list(names):
        if name.get("localSheetId") in others and name.get("name", "").startswith("_xlnm.Print_"):
            names.remove(name)
    for place, sheet in others.items():
        area = _like(workbook, "definedName")
        area.set("name", "_xlnm.Print_Area")
        area.set("localSheetId", place)
        area.text = "'{}'!{}".format(sheet.replace("'", "''"), _EMPTY_CELL)
        names.append(area)
    package.replace_part(part, serialize(workbook, original))


def _fit_to_pages(original: bytes, file: str, part: str) -> bytes:
    """The sheet with as many pages downwards as its author chose, or as it takes, and one across."""
    sheet = parse(original, file, part)
    properties = child(sheet, "sheetPr")
    if properties is None:
        properties = _like(sheet, "sheetPr")
        sheet.insert(0, properties)
    fitting = child(properties, "pageSetUpPr")
    if fitting is None:
        fitting = _like(sheet, "pageSetUpPr")
        properties.append(fitting)
    was_fitted = fitting.get("fitToPage") in ("1", "true")
    fitting.set("fitToPage", "1")
    setup = child(sheet, "pageSetup")
    if setup is None:
        setup = _like(sheet, "pageSetup")
        before = next(found for name in _BEFORE_PAGE_SETUP if (found := child(sheet, name)) is not None)
        before.addnext(setup)
    setup.set("fitToWidth", "1")
    if not was_fitted:
        setup.set("fitToHeight", "0")
    return serialize(sheet, original)


def _like(sheet: etree._Element, name: str) -> etree._Element:
    """A new element in the sheet's namespace."""
    return etree.Element(f"{{{etree.QName(sheet).namespace}}}{name}")
