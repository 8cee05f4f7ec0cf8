"""What a copy leaves out of the sheets that it holds, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from addin.xlsx.package import Package

_LINKS: Final = "links to files and addresses"
_OBJECTS: Final = "embedded objects and controls"
_WORDS: Final[Mapping[str, str]] = {
    "externalLink": _LINKS,
    "connections": "connections to data",
    "queryTable": "connections to data",
    "comments": "comments and who wrote them",
    "threadedComment": "comments and who wrote them",
    "pivotTable": "pivot tables (their figures stay)",
    "slicer": "slicers",
    "timeline": "slicers",
    "vbaProject": "macros",
    "oleObject": _OBJECTS,
    "package": _OBJECTS,
    "control": _OBJECTS,
    "ctrlProp": _OBJECTS,
    "customXml": "data of other programs",
}
"""By the last word of the relationships that lead to them."""


def taken_out(package: Package, sheets: Iterable[str]) -> list[str]:
    """What the workbook and these of its sheets refer to that no copy holds."""
    found: dict[str, None] = {}
    parts = [package.workbook_part, *map(package.sheet_part, sheets)]
    for part in parts:
        for each in package.relationships(part).values():
            word = _LINKS if each.external else _WORDS.get(each.kind, "")
            if word:
                found[word] = None
            if each.kind == "drawing" and not each.external:
                related = package.relationships(each.target).values()
                found |= {_LINKS: None} if any(inner.external for inner in related) else {}
    return list(found)
