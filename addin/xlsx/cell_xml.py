"""One <c> element: its value read, and replaced by a computed value or a constant."""

from __future__ import annotations

import math
import re

from lxml import etree

from addin.cells.dates import iso_serial
from addin.cells.text import cut_to_cell, escape, unescape, whole_number
from addin.cells.values import Cell
from addin.xlsx.safe_xml import child, local, tag_beside
from addin.xlsx.shared_strings import SharedStrings, rich_text
from udfs.calling.errors import DIV0, NA, NUM, VALUE, CellError

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def read(cell: etree._Element, strings: SharedStrings, date1904: bool) -> Cell:
    """The value as Python holds it; a ValueError where it is none of Excel's."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        holder = child(cell, "is")
        return None if holder is None else rich_text(holder)
    holder = next(cell.iterchildren(tag_beside(cell, "v")), None)
    if holder is None:
        return None
    text = holder.text or ""
    if kind == "str":
        return unescape(text)
    text = text.strip()
    if not text:
        return None
    if kind == "n":
        return _finite(float(text))
    if kind == "s" and (index := whole_number(text)) is not None:
        return strings[index]
    if kind == "b" and text in ("0", "1", "true", "false"):
        return text in ("1", "true")
    if kind == "e":
        return CellError(text)
    serial = iso_serial(text, date1904) if kind == "d" else None
    if serial is None:
        raise ValueError(text)
    return serial


def put_computed(cell: etree._Element, value: Cell) -> None:
    """The value beside the cell's formula; empty text stays a text."""
    clear(cell)
    formula = child(cell, "f")
    _put(cell, value, 0 if formula is None else 1 + cell.index(formula))


def put_rich(cell: etree._Element, number: int) -> None:
    """The picture or data type of that number beside the cell's formula: an error to those who know neither."""
    put_computed(cell, CellError(VALUE))
    cell.set("vm", str(number))


def put_constant(cell: etree._Element, value: Cell) -> None:
    """The value alone. Text stands in the cell itself, never among the shared texts, and never as a formula."""
    clear(cell)
    if not isinstance(value, str):
        _put(cell, value, 0)
        return
    cell.set("t", "inlineStr")
    holder = etree.SubElement(cell, tag_beside(cell, "is"))
    cell.insert(0, holder)
    _set_text(etree.SubElement(holder, tag_beside(cell, "t")), value)


def replace_by_constant(cell: etree._Element, value: Cell) -> None:
    """The constant in place of all that the cell holds, a formula too; its style stays."""
    _empty(cell)
    put_constant(cell, value)


def replace_by_formula(cell: etree._Element, text: str) -> None:
    """The plain formula in place of all that the cell holds; its style stays."""
    _empty(cell)
    etree.SubElement(cell, tag_beside(cell, "f")).text = text


def _empty(cell: etree._Element) -> None:
    for each in list(cell):
        cell.remove(each)
    clear(cell)
    set_attribute(cell, "cm", None)


def clear(cell: etree._Element) -> None:
    """The value removed; formula and style stay."""
    for each in list(cell):
        if local(each) in ("v", "is"):
            cell.remove(each)
    # vm points to a richer form of the old value (a picture, a #SPILL!), which would hide the new one.
    for name in ("t", "vm"):
        set_attribute(cell, name, None)


def set_attribute(element: etree._Element, name: str, value: str | None) -> bool:
    """An attribute set, or removed for None; whether that changed anything."""
    if element.get(name) == value:
        return False
    if value is None:
        del element.attrib[name]
    else:
        element.set(name, value)
    return True


def is_unchanged(old: Cell, new: Cell) -> bool:
    """Whether writing would change nothing: texts keep their formatting then, and the part its bytes."""
    if isinstance(old, CellError) and isinstance(new, CellError):
        return old.code in (new.code, _code_in_file(new.code))
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    return old == new


def _put(cell: etree._Element, value: Cell, index: int) -> None:
    if value is None:
        return
    kind, text = stored_form(value)
    holder = etree.SubElement(cell, tag_beside(cell, "v"))
    cell.insert(index, holder)
    if kind != "n":
        cell.set("t", kind)
    if text:
        _set_text(holder, text)


_FILE_ERRORS = frozenset(("#NULL!", DIV0, VALUE, "#REF!", "#NAME?", NUM, NA, "#GETTING_DATA"))
"""What a cell's kind "e" may hold; Excel stores newer ones, such as #SPILL!, as #VALUE! with metadata beside."""


_SHOWN_ERROR = re.compile(rb"<(?:\w+:)?v>\s*(#[^<]*)")


def may_hold_newer_errors(sheet: bytes) -> bool:
    """Whether a sheet's part may hold an error, such as #SPILL!, that older readers of files do not know."""
    if b'"e"' not in sheet and b"'e'" not in sheet:
        return False
    return any(is_newer_error(code.decode("utf-8", "replace").strip()) for code in set(_SHOWN_ERROR.findall(sheet)))


def is_newer_error(code: str) -> bool:
    """Whether older readers of files do not know that error."""
    return code not in _FILE_ERRORS


def stored_form(value: bool | float | str | CellError) -> tuple[str, str]:
    """The kind (t) and text of a value in a <v>."""
    if isinstance(value, str):
        return "str", value
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    try:
        number = value if isinstance(value, CellError) else _finite(float(value))
    except OverflowError:
        number = CellError(NUM)
    if isinstance(number, CellError):
        return "e", _code_in_file(number.code)
    return "n", str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _code_in_file(code: str) -> str:
    return VALUE if is_newer_error(code) else code


def _finite(number: float) -> float | CellError:
    return number if math.isfinite(number) else CellError(NUM)


def _set_text(element: etree._Element, text: str) -> None:
    text = escape(cut_to_cell(text))
    if text != text.strip() or "\n" in text or "\t" in text:
        element.set(_SPACE, "preserve")
    element.text = text
