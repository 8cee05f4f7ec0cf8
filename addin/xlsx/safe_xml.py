"""XML from strangers: parsed without entities, network or document types, and refused in plain words."""

from __future__ import annotations

import re

from lxml import etree

from addin.refusal import Refusal

LARGEST_TREE = 128 << 20
"""Bytes of one part that is held as a tree; a file may have 8 more for each byte of its own."""
MOST_TAGS = 6_000_000
"""Tags of such a part, and one more for each byte of the file: each element takes some 200 bytes of memory, however
short it is written. A sheet that people filled has fewer tags than packed bytes."""
_BYTES_A_BYTE = 8

_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]*\?>")
_PROLOG = re.compile(rb"\s*<\?xml[^>]*\?>\s*")


def parse(data: bytes, file: str, part: str, packed: int = 0, *, comments: bool = False) -> etree._Element:
    """The root of a part of a file of so many bytes, or a Refusal that names file and part.

    Comments and instructions are left out, since a text behind one is no text of its element's; `comments` keeps them.
    """
    most_tags, largest = MOST_TAGS + packed, LARGEST_TREE + _BYTES_A_BYTE * packed
    if data.count(b"<") > most_tags:
        raise Refusal(
            f"{file}: its part {part} holds too many cells to work on (more than {most_tags // 4:,}). Move long "
            "lists of data to a file of their own."
        )
    if len(data) > largest:
        raise Refusal(
            f"{file}: its part {part} is too large to work on ({len(data) / 1e6:,.0f} MB; at most "
            f"{largest / 1e6:,.0f} MB). Move long lists of data to a file of their own."
        )
    # A parser of its own for each part: lxml's are not safe to share, and cost microseconds.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        strip_cdata=False,
        remove_comments=not comments,
        remove_pis=not comments,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refusal(
            f"{file}: is damaged: its part {part} is not well-formed XML ({error.msg}). Open it in Excel (which can "
            "repair it) and save it, or restore a backup."
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refusal(f"{file}: its part {part} declares a document type, which no workbook needs; it was not opened.")
    return root


def is_plain(data: bytes) -> bool:
    """Whether a part holds elements alone: no comments, instructions or sections, which only a parser understands."""
    declaration = _DECLARATION.match(data)
    declared = declaration.end() if declaration else 0
    # Single letters that hardly occur are found thirty times as fast as pairs that begin with "<".
    return (b"!" not in data or b"<!" not in data) and (data.find(b"?", declared) < 0 or data.find(b"<?", declared) < 0)


def strip_comments(data: bytes, file: str, part: str, packed: int) -> bytes:
    """The part for those who read no more than elements."""
    if is_plain(data):
        return data
    root = parse(data, file, part, packed)
    for element in root.iter():
        if element.text and not len(element):
            element.text = str(element.text)  # a section becomes letters
    return serialize(root, data)


def serialize(root: etree._Element, original: bytes) -> bytes:
    """The tree as UTF-8, behind the XML declaration that the part had."""
    body: bytes = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)
    prolog = _PROLOG.match(original)
    if prolog and re.search(rb"encoding=[\"']utf-8", prolog.group(), re.IGNORECASE):
        return prolog.group() + body
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + body


def local(element: etree._Element) -> str:
    """The tag without its namespace: transitional and strict workbooks differ in nothing else."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The child elements of that local name."""
    return [child for child in element if local(child) == name]


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child element of that local name."""
    return next((each for each in element if local(each) == name), None)


def tag_beside(element: etree._Element, name: str) -> str:
    """A tag in the element's own namespace."""
    tag = str(element.tag)
    return tag[: tag.rfind("}") + 1] + name


def relationship_id(element: etree._Element) -> str:
    """The r:id of an element, in the transitional or the strict namespace."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("relationships}id")), "")
