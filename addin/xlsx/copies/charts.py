"""A chart's part in a copy: what it read of cells that are not there becomes its own, so that it shows the same."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Final

from lxml import etree

from addin.cells.text import whole_number
from addin.cells.values import Cell
from addin.xlsx.cell_xml import stored_form
from addin.xlsx.copies.chart_cells import ChartCells, Points
from addin.xlsx.copies.markup import drop_object, elements, is_within, remove
from addin.xlsx.safe_xml import child, children, local, tag_beside

_OUTSIDE: Final = frozenset(("externalData", "pivotSource", "pivotFmts", "printSettings"))
_REFERENCES: Final = frozenset(("numRef", "strRef", "multiLvlStrRef"))
_CACHES: Final = frozenset(("numCache", "strCache", "multiLvlStrCache"))
_NUMBERS_ALONE: Final = frozenset(("val", "yVal", "bubbleSize", "plus", "minus"))
_STRICT: Final = "http://purl.oclc.org/ooxml/drawingml/"
_TEXT: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TEXT_OF_STRICT: Final = "http://purl.oclc.org/ooxml/drawingml/main"


def clean_chart(chart: etree._Element, keeps_cells: Callable[[str], bool], cells: ChartCells) -> None:
    """Each reference to cells that stay with what these hold now, each other one replaced by what it showed."""
    for element in list(elements(chart)):
        if not is_within(element, chart):
            continue
        if local(element) in _OUTSIDE:
            remove(element)
        elif local(element) == "ext" and any(local(each) in ("f", "sqref") for each in elements(element)):
            remove(element)  # series that a filter hides, labels from cells
    shown = next((each for each in elements(chart) if local(each) == "plotVisOnly"), None)
    seen_alone = shown is None or shown.get("val") not in ("0", "false")
    for reference in [each for each in elements(chart) if local(each) in _REFERENCES]:
        formula = child(reference, "f")
        text = "" if formula is None else (formula.text or "").strip()
        points = cells.points(text, seen_alone)
        if keeps_cells(text):
            _remember(reference, points)
        else:
            _replace(reference, _cached(reference) if points is None else points)


def _remember(reference: etree._Element, points: Points | None) -> None:
    """The points beside a reference that stays: whoever only looks at the file is shown these."""
    for each in [each for each in reference if local(each) in _CACHES or local(each) == "extLst"]:
        reference.remove(each)
    kind = local(reference).removesuffix("Ref")
    if points is not None and (kind == "str" or (kind == "num" and not points.has_texts)):
        reference.append(_list_of(reference, f"{kind}Cache", points))


def _replace(reference: etree._Element, points: Points) -> None:
    parent = reference.getparent()
    if parent is None:
        return
    if local(parent) == "tx":
        _write_text(parent, reference, " ".join(_text(value) for value in points.values if value is not None))
    elif local(parent) in ("cat", "xVal") or local(parent) in _NUMBERS_ALONE:
        labels = points if local(parent) in _NUMBERS_ALONE else points.labelled()
        texts = local(parent) not in _NUMBERS_ALONE and labels.has_texts
        parent.replace(reference, _list_of(reference, "strLit" if texts else "numLit", labels))
    else:
        drop_object(reference)


def _list_of(beside: etree._Element, name: str, points: Points) -> etree._Element:
    """The points as the element of that name."""
    numbers = name.startswith("num")  # texts are gaps among numbers
    made = beside.makeelement(tag_beside(beside, name))
    if numbers:
        etree.SubElement(made, tag_beside(beside, "formatCode")).text = points.number_format
    etree.SubElement(made, tag_beside(beside, "ptCount")).set("val", str(len(points.values)))
    for index, value in enumerate(points.values):
        if value is None or (numbers and isinstance(value, str)):
            continue
        point = etree.SubElement(made, tag_beside(beside, "pt"))
        point.set("idx", str(index))
        etree.SubElement(point, tag_beside(beside, "v")).text = _text(value)
    return made


def _write_text(holder: etree._Element, reference: etree._Element, text: str) -> None:
    """A text in place of a reference to it: a series has it as such, a title in paragraphs."""
    owner = holder.getparent()
    if owner is None:
        return
    if local(owner) == "ser":
        holder.remove(reference)
        etree.SubElement(holder, tag_beside(holder, "v")).text = text
        return
    drawing = _TEXT_OF_STRICT if str(holder.tag).startswith("{" + _STRICT) else _TEXT
    look = child(owner, "txPr")
    rich = etree.Element(tag_beside(holder, "rich"), nsmap={"a": drawing})
    for each in [] if look is None else look:
        rich.append(deepcopy(each))
    for name in ("bodyPr", "p"):
        if child(rich, name) is None:
            etree.SubElement(rich, f"{{{drawing}}}{name}")
    paragraph = children(rich, "p")[0]
    run = etree.Element(f"{{{drawing}}}r")
    settings = child(paragraph, "pPr")
    usual = None if settings is None else child(settings, "defRPr")
    if usual is not None:
        own = deepcopy(usual)
        own.tag = f"{{{drawing}}}rPr"
        run.append(own)
    etree.SubElement(run, f"{{{drawing}}}t").text = text
    paragraph.insert(0 if settings is None else 1, run)
    holder.replace(reference, rich)
    if look is not None:
        owner.remove(look)


def _cached(reference: etree._Element) -> Points:
    """What the file says that a reference showed last."""
    cache = next((each for each in reference if local(each) in _CACHES), None)
    if cache is None:
        return Points([])
    levels = [_points_of(each) for each in (children(cache, "lvl") or [cache])]
    numbers = sorted({number for level in levels for number in level})
    values: dict[int, Cell] = {
        number: levels[0][number]
        if len(levels) == 1
        else " ".join(_text(level[number]) for level in reversed(levels) if number in level)
        for number in numbers
    }
    count = child(cache, "ptCount")
    length = max(whole_number("" if count is None else count.get("val", "")) or 0, *(each + 1 for each in numbers), 0)
    code = child(cache, "formatCode")
    shown = "" if code is None else code.text or ""
    return Points([values.get(index) for index in range(min(length, 32_000))], shown or "General")


def _points_of(cache: etree._Element) -> dict[int, Cell]:
    numbers = local(cache) == "numCache"
    found: dict[int, Cell] = {}
    for point in children(cache, "pt"):
        index, value = whole_number(point.get("idx", "")), child(point, "v")
        if index is None or value is None:
            continue
        text = value.text or ""
        if not numbers:
            found[index] = text
        elif (number := _number(text)) is not None:
            found[index] = number
    return found


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _text(value: Cell) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return stored_form(value)[1]
