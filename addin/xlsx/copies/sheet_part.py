"""A sheet's part in a copy: its cells as values, its look, and of everything else what leads nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from addin.cells.addresses import Area
from addin.xlsx.cell_xml import clear, set_attribute
from addin.xlsx.copies.formats import Judge, clean_formats, stays
from addin.xlsx.copies.markup import elements, remove
from addin.xlsx.copies.reach import Reach
from addin.xlsx.copies.unseen import Unseen, numbered_cells, numbered_rows
from addin.xlsx.safe_xml import child, children, local

_KEPT: Final = frozenset(
    (
        *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter"),
        *("mergeCells", "phoneticPr", "conditionalFormatting", "hyperlinks", "printOptions", "pageMargins"),
        *("pageSetup", "headerFooter", "rowBreaks", "colBreaks", "ignoredErrors", "drawing", "legacyDrawingHF"),
        *("picture", "tableParts", "extLst"),
    )
)
"""Not: comments, validations, scenarios, custom views, watches, objects, controls, consolidations, web pages."""
_KEPT_EXTENSIONS: Final = frozenset(("conditionalFormattings", "sparklineGroups", "ignoredErrors"))
_NEEDED: Final = {
    "conditionalFormatting": "cfRule",
    "conditionalFormattings": "conditionalFormatting",
    "sparklines": "sparkline",
    "sparklineGroup": "sparklines",
    "sparklineGroups": "sparklineGroup",
}
_PASSWORDS: Final = ("password", "algorithmName", "hashValue", "saltValue", "spinCount")


def drop_formulas(sheet: etree._Element) -> int:
    """Every formula replaced by the value that it showed last; answers how many there were."""
    formulas = 0
    for _, row in numbered_rows(sheet):
        for cell in row:
            for part in list(cell):
                if local(part) == "f":
                    formulas += part.get("t") != "dataTable"
                    cell.remove(part)
                elif local(part) not in ("v", "is"):
                    cell.remove(part)
            set_attribute(cell, "cm", None)
    return formulas


def drop_pictures_in_cells(sheet: etree._Element) -> int:
    """Pictures and data types in cells taken out: what is left would show an error. Answers how many there were."""
    found = [cell for _, row in numbered_rows(sheet) for cell in row if cell.get("vm") is not None]
    for cell in found:
        if cell.get("t") == "e":
            clear(cell)
        set_attribute(cell, "vm", None)
    return len(found)


def blank_unseen(sheet: etree._Element, unseen: Unseen, headers: list[Area]) -> int:
    """What nobody sees taken out of the cells, but for headers of tables; answers how many cells held something."""
    blanked = 0
    for number, row in numbered_rows(sheet):
        for column, cell in numbered_cells(row):
            if len(cell) and unseen.hides(number, column) and not any(each.holds(number, column) for each in headers):
                clear(cell)
                blanked += 1
    return blanked


def clean_sheet(
    sheet: etree._Element, reach: Reach, keeps_cells: Callable[[str], bool], judge: Judge | None = None
) -> None:
    """Without what stays behind; `keeps_cells` says of a reference in a chart of one cell whether it stays."""
    for each in list(sheet):
        if local(each) not in _KEPT:
            sheet.remove(each)
    _clean_settings(sheet)
    clean_formats(sheet, reach, judge)
    for each in children(sheet, "hyperlinks"):
        _clean_hyperlinks(each, reach)
    for each in children(sheet, "extLst"):
        _clean_extensions(each, reach, keeps_cells)


def select_only(sheet: etree._Element, selected: bool) -> None:
    """The sheet shown as the one in front, or not."""
    for views in children(sheet, "sheetViews"):
        for view in children(views, "sheetView"):
            set_attribute(view, "tabSelected", "1" if selected else None)


def _clean_settings(sheet: etree._Element) -> None:
    properties = child(sheet, "sheetPr")
    if properties is not None:
        set_attribute(properties, "codeName", None)
    for views in children(sheet, "sheetViews"):
        for view in children(views, "sheetView"):
            for each in [*children(view, "pivotSelection"), *children(view, "extLst")]:
                view.remove(each)
    for protection in children(sheet, "sheetProtection"):
        for name in _PASSWORDS:
            set_attribute(protection, name, None)
    for filtered in children(sheet, "autoFilter"):
        for each in list(filtered):
            filtered.remove(each)


def _clean_hyperlinks(links: etree._Element, reach: Reach) -> None:
    """Links to a place in the copy stay; those to a file, an address or a sheet that is not there go."""
    for link in list(links):
        outward = any(str(name).endswith("}id") for name in link.attrib)
        if outward or not reach.allows(link.get("location", "").removeprefix("#") or "WEBSERVICE()"):
            links.remove(link)
    if not len(links):
        remove(links)


def _clean_extensions(extensions: etree._Element, reach: Reach, keeps_cells: Callable[[str], bool]) -> None:
    for each in list(extensions):
        if not {local(inner) for inner in each} <= _KEPT_EXTENSIONS:
            extensions.remove(each)
    for each in list(elements(extensions)):
        name = local(each)
        formulas = [formula.text or "" for formula in elements(each) if local(formula) == "f"]
        if (name == "cfRule" and not stays(each, reach)) or (
            name == "sparkline" and not all(map(keeps_cells, formulas))
        ):
            remove(each)
        elif name == "sparklineGroup" and child(each, "f") is not None:
            remove(children(each, "f")[0])  # the dates of its axis
            set_attribute(each, "dateAxis", None)
    _drop_empty(extensions)


def _drop_empty(extensions: etree._Element) -> None:
    """Without what holds nothing any more, from the inside."""
    for name, needed in _NEEDED.items():
        for each in [each for each in elements(extensions) if local(each) == name and child(each, needed) is None]:
            remove(each)
    for each in [each for each in extensions if not len(each)]:
        extensions.remove(each)
    if not len(extensions):
        remove(extensions)
