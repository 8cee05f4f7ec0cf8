"""Formulas that a program wrote without what they come to: until somebody computes them, their cells show nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from addin.cells.addresses import column_number
from addin.xlsx import large_sheet
from addin.xlsx.sheet_xml import ABSENT

if TYPE_CHECKING:
    from addin.xlsx.package import Package

_UNVALUED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>')
_EMPTY_TEXT = re.compile(rb'<c\b[^>]*\st="str"[^>]*>.*<v')


def cells_without_values(package: Package, sheet: str) -> list[tuple[int, int]]:
    """The row and column of each formula cell of a sheet that has no value, in order."""
    if not package.has_formulas(sheet):
        return []
    data = package.part(package.sheet_part(sheet))
    if len(data) >= large_sheet.LARGE_SHEET and large_sheet.formula_cells(data) is not None:
        return [
            (int(found[2]), column_number(found[1].decode()))
            for found in _UNVALUED.finditer(data)
            if not _EMPTY_TEXT.match(found[0])
        ]
    cells = package.sheet(sheet)
    places = ((formula.row, formula.column) for formula in cells.formulas)
    return [place for place in places if cells.cached(*place) is ABSENT]
