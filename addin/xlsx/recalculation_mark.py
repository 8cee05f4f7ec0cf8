"""The mark that tells Excel to compute a workbook when it is opened, and which cells wait for that."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from lxml import etree

from addin.cells.addresses import Area, parse_area
from addin.formulas.references import absolute, sheet_of, sheet_prefix
from addin.xlsx.safe_xml import child, children, serialize, tag_beside

if TYPE_CHECKING:
    from addin.xlsx.package import Package

Place = tuple[str, int, int]

NAME = "centre_roi_waits_for_excel"
"""A hidden name: Excel keeps it, but takes the mark away as it computes; without the mark it means nothing."""
_LONGEST = 8000
_WHOLE_SHEET = Area(1, 1, 1_048_576, 16_384)
_PLACE = re.compile(r"((?:'(?:[^']|'')+'|[^'!,]+)!)([^!,]+)")


def waiting_areas(package: Package) -> list[tuple[str, Area]]:
    """The cells whose values are older than the rest of the workbook, as long as the mark stands."""
    text = package.names.get(NAME, "") if package.computes_on_opening else ""
    places = [(sheet_of(prefix), parse_area(cells)) for prefix, cells in _PLACE.findall(text)]
    return [(sheet, area) for sheet, area in places if area is not None]


def set_mark(package: Package, cells: Collection[Place]) -> None:
    """The workbook marked for these cells; where there are none, a mark of ours is taken away."""
    if not cells and NAME not in package.names:
        return
    root = package.tree(package.workbook_part)
    before = etree.tostring(root)
    _set_name(root, _text(cells))
    _set_calculation(root, "1" if cells else None)
    if etree.tostring(root) != before:
        package.replace_workbook(serialize(root, package.part(package.workbook_part)))


def _text(cells: Collection[Place]) -> str:
    """The cells as a formula names them; whole sheets where they are too many to be named."""
    text = ",".join(sheet_prefix(sheet) + absolute(area) for sheet, area in columns_of(cells))
    if len(text) <= _LONGEST:
        return text
    return ",".join(sheet_prefix(sheet) + absolute(_WHOLE_SHEET) for sheet in dict.fromkeys(each[0] for each in cells))


def columns_of(cells: Collection[Place]) -> Iterator[tuple[str, Area]]:
    """Cells that stand below one another as one area."""
    by_column: dict[tuple[str, int], list[int]] = {}
    for sheet, row, column in sorted(cells):
        by_column.setdefault((sheet, column), []).append(row)
    for (sheet, column), rows in by_column.items():
        first = last = rows[0]
        for row in rows[1:]:
            if row != last + 1:
                yield sheet, Area(first, column, last, column)
                first = row
            last = row
        yield sheet, Area(first, column, last, column)


def _set_name(root: etree._Element, text: str) -> None:
    group = child(root, "definedNames")
    if group is None:
        if not text:
            return
        group = etree.Element(tag_beside(root, "definedNames"))
        _behind(root, group, ("externalReferences", "functionGroups", "sheets"))
    for name in children(group, "definedName"):
        if name.get("name") == NAME:
            group.remove(name)
    if text:
        name = etree.SubElement(group, tag_beside(root, "definedName"), {"name": NAME, "hidden": "1"})
        name.text = text


def _set_calculation(root: etree._Element, value: str | None) -> None:
    calculation = child(root, "calcPr")
    if calculation is None:
        if value is None:
            return
        calculation = etree.Element(tag_beside(root, "calcPr"))
        _behind(root, calculation, ("definedNames", "externalReferences", "functionGroups", "sheets"))
    if value is not None:
        calculation.set("fullCalcOnLoad", value)
    elif "fullCalcOnLoad" in calculation.attrib:
        del calculation.attrib["fullCalcOnLoad"]


def _behind(root: etree._Element, element: etree._Element, names: tuple[str, ...]) -> None:
    """An element put behind the first of these that there is, as the schema orders them."""
    before = next(found for name in names if (found := child(root, name)) is not None)
    before.addnext(element)
