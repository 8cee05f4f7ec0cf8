"""Elements of a copy's parts: those that lead to a part that stays behind are taken out."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from lxml import etree

from addin.xlsx.safe_xml import local

_ANCHORS = frozenset(("twoCellAnchor", "oneCellAnchor", "absoluteAnchor", "relSizeAnchor", "absSizeAnchor"))
_SHAPES = frozenset(("pic", "sp", "graphicFrame", "cxnSp", "grpSp"))
_OPTIONAL = frozenset(("pageSetup", "blip"))
"""Elements that only add something by what they refer to."""


def related_ids(root: etree._Element) -> set[str]:
    """The identities of the relationships that the elements of a part name."""
    return {str(element.get(name)) for element in elements(root) for name in _references(element)}


def cut_references(root: etree._Element, kept: Container[str]) -> None:
    """Without the elements that refer to anything else."""
    for element in list(elements(root)):
        for name in _references(element):
            if element.get(name) not in kept and is_within(element, root):
                if local(element) in _OPTIONAL:
                    del element.attrib[name]
                    drop_empty_picture(element)
                else:
                    drop_object(element)


def drop_empty_picture(element: etree._Element) -> None:
    """A picture of which nothing is left taken out."""
    if local(element) == "blip" and not _references(element):
        parent = element.getparent()
        owner = None if parent is None else parent.getparent()
        if owner is not None and local(owner) == "pic":
            drop_object(owner)


def drop_object(element: etree._Element) -> None:
    """An element taken out with the extension, the member of a group or the place in a drawing that it makes up."""
    _drop(element, lambda each: _is_extension(each) or _is_member(each) or local(each) in _ANCHORS)


def drop_anchor(element: etree._Element) -> None:
    """An element taken out with all that stands at its place in a drawing."""
    _drop(element, lambda each: local(each) in _ANCHORS)


def _drop(element: etree._Element, is_whole: Callable[[etree._Element], bool]) -> None:
    above = (each for each in (element, *element.iterancestors()) if is_whole(each))
    whole = next(above, element)
    parent = whole.getparent()
    while parent is not None and local(parent) in ("Choice", "Fallback", "AlternateContent"):
        whole, parent = parent, parent.getparent()
    remove(whole)


def _is_extension(element: etree._Element) -> bool:
    return local(element) == "ext" and element.get("uri") is not None


def _is_member(element: etree._Element) -> bool:
    parent = element.getparent()
    return local(element) in _SHAPES and parent is not None and local(parent) == "grpSp"


def remove(element: etree._Element) -> None:
    """An element taken out; the text behind it, of which there is none in these parts, goes too."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def is_within(element: etree._Element, root: etree._Element) -> bool:
    """Whether it is still a part of the tree."""
    while element is not root:
        parent = element.getparent()
        if parent is None:
            return False
        element = parent
    return True


def elements(root: etree._Element) -> Iterator[etree._Element]:
    """Every element but those of a sheet's cells, which are many and refer to nothing."""
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if local(element) == "sheetData":
            walk.skip_subtree()
        else:
            yield element


def _references(element: etree._Element) -> list[str]:
    """The attributes that name a relationship: those of its namespace, and `o:relid` of VML."""
    return [
        str(name)
        for name in element.attrib
        if str(name).rpartition("}")[0].endswith("/relationships") or str(name).endswith("}relid")
    ]
