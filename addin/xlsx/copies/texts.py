"""The shared texts of a copy: those that its cells show, and no other."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from addin.cells.text import whole_number
from addin.xlsx.cell_xml import clear
from addin.xlsx.copies.unseen import numbered_rows
from addin.xlsx.safe_xml import child, children


class Texts:
    """The list of shared texts as the copy's sheets ask for them."""

    def __init__(self, strings: etree._Element | None) -> None:
        self._strings = strings
        self._items = [] if strings is None else children(strings, "si")
        self._numbers: dict[int, int] = {}

    def renumber(self, sheet: etree._Element) -> None:
        """The cells of a sheet pointed at the copy's list."""
        for _, row in numbered_rows(sheet):
            for cell in row:
                if cell.get("t") != "s":
                    continue
                value = child(cell, "v")
                number = None if value is None else whole_number((value.text or "").strip())
                if value is None or number is None or number >= len(self._items):
                    clear(cell)
                else:
                    value.text = str(self._numbers.setdefault(number, len(self._numbers)))

    def part(self) -> etree._Element | None:
        """The list; None where no cell asked for a text."""
        if self._strings is None or not self._numbers:
            return None
        root = deepcopy(self._strings)
        for each in list(root):
            root.remove(each)
        root.attrib.pop("count", "")
        root.set("uniqueCount", str(len(self._numbers)))
        for number in self._numbers:
            root.append(deepcopy(self._items[number]))
        return root
