"""A drawing's part in a copy: shapes, pictures and charts without links, macros and films."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from addin.xlsx.cell_xml import set_attribute
from addin.xlsx.copies.markup import drop_anchor, elements, is_within, remove
from addin.xlsx.safe_xml import local

_LINKS: Final = frozenset(("hlinkClick", "hlinkHover", "hlinkMouseOver"))
_FILMS: Final = frozenset(("audioCd", "wavAudioFile", "audioFile", "videoFile", "quickTimeFile", "snd"))
_OBJECTS: Final = frozenset(
    ("slicer", "timeslicer", "compatExt", "contentPart", "oleObj", "control", "webExtensionRef", "webextensionref")
)
"""Each the face of something that stays behind."""
_STROKES: Final = frozenset(
    ("xml", "shapelayout", "idmap", "shapetype", "stroke", "path", "formulas", "f", "lock", "shape", "imagedata")
)
"""What a picture in a header or footer is made of."""
_OUTWARD: Final = frozenset(("src", "href", "althref", "movie", "pict", "action", "target", "oleid"))


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
        text = element.get("textlink")
        if text is not None and not keeps_cells(text.removeprefix("=")):
            set_attribute(element, "textlink", None)


def clean_header_pictures(drawing: etree._Element) -> None:
    """The pictures of header and footer, each a shape with what it shows."""
    for element in list(elements(drawing)):
        if local(element) not in _STROKES and is_within(element, drawing):
            remove(element)
            continue
        for attribute in list(element.attrib):
            if str(attribute).rpartition("}")[2].lower() in _OUTWARD:
                del element.attrib[attribute]
