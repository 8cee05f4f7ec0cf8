"""The part of a copy that says how cells look, without the number formats that none of its cells has.

A format may hold words of its own (`"Bonus of Ann" 0`), and stands for a sheet that is not in the copy.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from addin.cells.text import whole_number
from addin.xlsx.cell_xml import set_attribute
from addin.xlsx.copies.unseen import numbered_rows
from addin.xlsx.safe_xml import children

_GENERAL: Final = "0"


def used_styles(sheet: etree._Element) -> set[int]:
    """The numbers of the styles that a sheet's cells, rows and columns have."""
    texts = {"0"}
    for _, row in numbered_rows(sheet):
        texts.add(row.get("s", "0"))
        texts.update(cell.get("s", "0") for cell in children(row, "c"))
    for group in children(sheet, "cols"):
        texts.update(column.get("style", "0") for column in group)
    return {number for text in texts if (number := whole_number(text)) is not None}


def clean_styles(styles: etree._Element, used: set[int]) -> None:
    """Without the number formats of styles that are not used."""
    needed = set()
    for group in children(styles, "cellXfs"):
        for number, each in enumerate(children(group, "xf")):
            if number not in used:
                each.set("numFmtId", _GENERAL)
            needed.add(each.get("numFmtId"))
    for group in children(styles, "cellStyleXfs"):
        needed.update(each.get("numFmtId") for each in children(group, "xf"))
    for group in children(styles, "numFmts"):
        for each in [each for each in children(group, "numFmt") if each.get("numFmtId") not in needed]:
            group.remove(each)
        set_attribute(group, "count", str(len(group)))
        if not len(group):
            styles.remove(group)
