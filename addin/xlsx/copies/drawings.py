"""A drawing's part in a copy: shapes, pictures and charts without links, macros and films."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from addin.cells.text import whole_number
from addin.xlsx.cell_xml import set_attribute
from addin.xlsx.copies.markup import drop_anchor, drop_object, elements, is_within, remove
from addin.xlsx.copies.unseen import Unseen
from addin.xlsx.safe_xml import child, local

_LINKS: Final = frozenset(("hlinkClick", "hlinkHover", "hlinkMouseOver"))
_FILMS: Final = frozenset(("audioCd", "wavAudioFile", "audioFile", "videoFile", "quickTimeFile", "snd"))
_OBJECTS: Final = frozenset(
    ("slicer", "timeslicer", "compatExt", "contentPart", "oleObj", "control", "webExtensionRef", "webextensionref")
)
"""Each the face of something that stays behind."""
_FILE: Final = re.compile(r"(?:[A-Za-z]:[\\/]|\\\\|/|file:|https?:)", re.IGNORECASE)
_MOST_LINES: Final = 2_000
_STROKES: Final = frozenset(
    ("xml", "shapelayout", "idmap", "shapetype", "stroke", "path", "formulas", "f", "lock", "shape", "imagedata")
)
"""What a picture in a header or footer is made of."""
_OUTWARD: Final = frozenset(("src", "href", "althref", "movie", "pict", "action", "target", "oleid", "title", "alt"))


def clean_drawing(drawing: etree._Element, keeps_cells: Callable[[str], bool]) -> None:
    """Without what would load, run or open something; texts that follow a cell elsewhere stay as they are."""
    for element in list(elements(drawing)):
        if not is_within(element, drawing):
            continue
        name = local(element)
        if name in _OBJECTS:
            drop_anchor(element)
        elif name in _LINKS or name in _FILMS:
            remove(element)
        if element.get("macro"):
            element.set("macro", "")
        if name == "cNvPr":
            _forget_file(element)
        text = element.get("textlink")
        if text is not None and not keeps_cells(text.removeprefix("=")):
            set_attribute(element, "textlink", None)


def drop_unseen_objects(drawing: etree._Element, unseen: Unseen) -> None:
    """Without what is hidden, or lies in hidden rows or columns."""
    for element in list(elements(drawing)):
        if not is_within(element, drawing):
            continue
        if local(element) == "cNvPr" and element.get("hidden") in ("1", "true"):
            drop_object(element)
        elif local(element) == "twoCellAnchor" and _lies_unseen(element, unseen):
            drop_anchor(element)


def _lies_unseen(anchor: etree._Element, unseen: Unseen) -> bool:
    corners = [child(anchor, name) for name in ("from", "to")]
    rows, columns = ([_number(corner, name) + 1 for corner in corners if corner is not None] for name in ("row", "col"))
    if len(rows) < len(corners):
        return False
    return all(unseen.hides_line(row, 0) for row in range(rows[0], min(rows[1], rows[0] + _MOST_LINES) + 1)) or all(
        column in unseen.columns for column in range(columns[0], columns[1] + 1)
    )


def _number(corner: etree._Element, name: str) -> int:
    found = child(corner, name)
    return whole_number("" if found is None else (found.text or "").strip()) or 0


def _forget_file(element: etree._Element) -> None:
    """A description that is the place of a picture on its maker's machine taken out."""
    for name in ("descr", "title", "name"):
        if _FILE.match(element.get(name, "")):
            element.set(name, "")


def clean_header_pictures(drawing: etree._Element) -> None:
    """The pictures of header and footer, each a shape with what it shows."""
    for element in list(elements(drawing)):
        if local(element) not in _STROKES and is_within(element, drawing):
            remove(element)
            continue
        for attribute in list(element.attrib):
            if str(attribute).rpartition("}")[2].lower() in _OUTWARD:
                del element.attrib[attribute]
