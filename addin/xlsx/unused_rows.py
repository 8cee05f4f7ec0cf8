"""The rows below all others that hold no value: a column formatted to the sheet's end has a million of them.

As elements they would take a gigabyte, and nothing is ever read from them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from lxml import etree

from addin.cells.addresses import LAST_ROW
from addin.xlsx.safe_xml import is_plain

_FEWEST = 20_000
_ATTRIBUTES = rb'(?: [\w:]+="[^"<>&]*")*+'
_CELL = rb'<c r="[A-Z]{1,3}[0-9]{1,7}"' + _ATTRIBUTES + rb"/>"
_ROW = rb'<row r="([0-9]{1,7})"' + _ATTRIBUTES + rb"(?:/>|>(?:" + _CELL + rb")*+</row>)\s*+"
_ONE = re.compile(_ROW)
_ALL = re.compile(rb"(?:" + _ROW + rb")++")
_NUMBER = re.compile(rb'<row r="([0-9]{1,7})"')


class Stretch(NamedTuple):
    """Where such rows stand in a sheet's part, and the first and last row's number."""

    start: int
    end: int
    first: int
    last: int


def unused_rows(data: bytes) -> Stretch | None:
    """The rows without values at the end of a sheet's part; None where they are few, or its bytes do not tell."""
    end = data.rfind(b"</sheetData>")
    begin = data.find(b"<sheetData>", 0, end)
    if begin < 0 or data.count(b"<row", begin, end) < _FEWEST:
        return None
    if data.find(b"<worksheet", 0, begin) < 0 or not is_plain(data):
        return None
    value = data.rfind(b"</c>", begin, end)
    row = data.find(b"</row>", value, end) + len(b"</row>") if value >= 0 else begin + len(b"<sheetData>")
    whole = _ALL.fullmatch(data, row, end)
    if whole is None:
        return None
    numbers = [int(number) for number in _NUMBER.findall(data, row, end)]
    in_order = all(earlier < later for earlier, later in pairwise(numbers))
    if len(numbers) < _FEWEST or not in_order or numbers[-1] > LAST_ROW:
        return None
    return Stretch(row, end, numbers[0], numbers[-1])


def cut_rows(data: bytes, stretch: Stretch | None) -> bytes:
    """The part without them."""
    return data if stretch is None else data[: stretch.start] + data[stretch.end :]


def parse_rows(rows: bytes, namespaces: Mapping[str | None, str]) -> list[etree._Element]:
    """The elements of such rows, in the namespaces that their part declares."""
    declared = "".join(
        f" xmlns{f':{prefix}' if prefix else ''}={quoteattr(address)}" for prefix, address in namespaces.items()
    )
    return list(etree.fromstring(f"<sheetData{declared}>".encode() + rows + b"</sheetData>"))


def split(data: bytes, stretch: Stretch, last: int) -> tuple[bytes, Stretch | None]:
    """The bytes of the rows up to that number, and what is left of the stretch."""
    place = stretch.start
    while place < stretch.end:
        row = _ONE.match(data, place, stretch.end)
        assert row is not None, "a stretch holds rows and nothing else"
        if int(row[1]) > last:
            return data[stretch.start : place], Stretch(place, stretch.end, int(row[1]), stretch.last)
        place = row.end()
    return data[stretch.start : place], None
