"""The defined names of a copy: those that point at its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from addin.xlsx.copies.reach import Reach, areas_of
from addin.xlsx.package import DefinedName, Package
from addin.xlsx.safe_xml import children

_BUILT_IN: Final = "_xlnm."
_DEEPEST: Final = 20
"""Names that follow from names that follow from names."""
_OF_A_FILTER: Final = "_xlnm._filterdatabase"
_OF_A_SHEET: Final = ("_xlnm.print_area", "_xlnm.print_titles", _OF_A_FILTER)
_NO: Final = ("", "0", "false")
_SECRET: Final = ("hidden", "function", "vbProcedure", "xlm", "functionGroupId")
"""Attributes of names that nobody sees, or that are macros."""


@dataclass(frozen=True)
class CopiedName:
    """A defined name of a copy; `sheet` is the name of the sheet that alone knows it."""

    name: str
    text: str
    sheet: str | None
    hidden: bool = False


def names_that_stay(package: Package, sheets: Sequence[str], *, formulas: bool) -> list[CopiedName]:
    """The names of cells of these sheets; with `formulas`, those too that compute something of them."""
    hidden = _hidden_names(package)
    candidates = [
        CopiedName(each.name, each.text, owner, each.name.casefold() == _OF_A_FILTER)
        for each in package.defined_names
        for owner in [None if each.sheet is None else _at(package.all_sheets, each.sheet)]
        if (each.sheet is None or owner in sheets) and _may_stay(each, hidden)
    ]
    reach = Reach(frozenset(sheet.casefold() for sheet in sheets))
    found = {each for each in candidates if _points_within(each.text, reach)}
    for _ in range(_DEEPEST if formulas else 0):
        reach = Reach(reach.sheets, frozenset(each.name.casefold() for each in found))
        more = {each for each in candidates if each not in found and reach.allows(each.text)}
        if not more:
            break
        found |= more
    return [each for each in candidates if each in found]


def _hidden_names(package: Package) -> frozenset[str]:
    """The names that Excel does not list, or that are macros."""
    listed = (
        name
        for group in children(package.tree(package.workbook_part), "definedNames")
        for name in children(group, "definedName")
    )
    return frozenset(
        name.get("name", "").casefold() for name in listed if any(name.get(each, "0") not in _NO for each in _SECRET)
    )


def _may_stay(name: DefinedName, hidden: frozenset[str]) -> bool:
    known = name.name.casefold()
    return known in _OF_A_SHEET if known.startswith(_BUILT_IN) else known not in hidden


def _points_within(text: str, reach: Reach) -> bool:
    areas = areas_of(text)
    return areas is not None and all(sheet.casefold() in reach.sheets for sheet, _ in areas)


def _at(sheets: Sequence[str], number: int) -> str | None:
    return sheets[number] if 0 <= number < len(sheets) else None
