"""A formula that is one call of a VBA function, its arguments as Excel hands them to VBA."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyopenvba.interpreter._objects import VBAObject
from pyopenvba.interpreter._values import MISSING, VBAArray, VBAErrorValue

from addin.hosts.excel.com_cells import NUMBERS

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"(?:[^"]|"")*")
    | (?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A))
    | (?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?P<percent>%?)(?![\w:])
    | (?P<logical>TRUE|FALSE)(?![\w!(])
    | (?P<array>\{[^}]*\})
    | (?P<range>(?:(?:'[^']+'|\w+)!)?\$?[A-Za-z]{0,3}\$?\d*(?::\$?[A-Za-z]{0,3}\$?\d*)?)
    )\s*""",
    re.VERBOSE,
)
_CALL = re.compile(r"=?\s*@?(?P<name>[A-Za-z_]\w*)\((?P<arguments>.*)\)\s*", re.DOTALL)


@dataclass(frozen=True)
class Call:
    """The function's name, and the arguments as written: a Range is made only when the call happens."""

    name: str
    arguments: list[str]


def parsed(formula: str) -> Call | None:
    """The one call that a formula is, or None for any other formula."""
    match = _CALL.fullmatch(formula)
    if match is None:
        return None
    arguments = list(_split(match["arguments"], ",")) if match["arguments"].strip() else []
    return Call(match["name"], arguments) if all(_TOKEN.fullmatch(one) for one in arguments) else None


def argument(text: str, sheet: VBAObject) -> object:
    """An argument as VBA gets it: a Range object, a value, an array, or nothing."""
    match = _TOKEN.fullmatch(text)
    assert match is not None
    if not text.strip():
        return MISSING
    if match["array"]:
        return _array(match["array"])
    if match["range"]:
        # As a reference to another sheet, or to one of this sheet.
        sheet_name, _, address = match["range"].rpartition("!")
        owner = sheet
        if sheet_name:
            book = sheet.vba_get("Parent")
            assert isinstance(book, VBAObject)
            found = book.vba_get("Worksheets", [sheet_name.strip("'")])
            assert isinstance(found, VBAObject)
            owner = found
        return owner.vba_get("Range", [address])
    return _constant(match)


def _constant(match: re.Match[str]) -> object:
    if match["text"]:
        return match["text"][1:-1].replace('""', '"')
    if match["error"]:
        return VBAErrorValue(NUMBERS[match["error"]])
    if match["logical"]:
        return match["logical"] == "TRUE"
    return float(match["number"]) / (100 if match["percent"] else 1)


def _array(text: str) -> VBAArray:
    """{1,2;3,4} is an array of two dimensions from 1, {1,2,3} of one."""
    rows = [[_element(cell) for cell in _split(row, ",")] for row in _split(text[1:-1], ";")]
    if len(rows) == 1:
        return VBAArray([(1, len(rows[0]))], items=rows[0])
    columns = zip(*rows, strict=True)
    return VBAArray([(1, len(rows)), (1, len(rows[0]))], items=[cell for column in columns for cell in column])


def _element(text: str) -> object:
    match = _TOKEN.fullmatch(text)
    assert match is not None
    return _constant(match)


def _split(text: str, separator: str) -> Iterator[str]:
    """The parts between separators that stand outside of texts and array constants."""
    part, depth, quoted = "", 0, False
    for character in text:
        quoted ^= character == '"'
        depth += 0 if quoted else (character == "{") - (character == "}")
        if character == separator and not quoted and depth == 0:
            yield part
            part = ""
        else:
            part += character
    yield part
