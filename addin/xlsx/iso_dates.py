"""Cells of the kind "d", whose value is a date in words of ISO 8601, as the numbers that every reader knows.

Strict workbooks hold all their dates so, and some programs write nothing else.
"""

from __future__ import annotations

import re

from addin.cells.dates import iso_serial
from addin.xlsx.cell_xml import stored_form

_ATTRIBUTES = rb'((?: (?!t=)[\w:]+="[^"<>]*")*+)'
_FORMULA = rb"(<f(?: [^<>]*)?(?:/>|(?<!/)>[^<]*</f>))?"
_DATE = re.compile(
    rb"<c" + _ATTRIBUTES + rb' t="d"' + _ATTRIBUTES + rb"(?:/>|>" + _FORMULA + rb"(?:<v>([^<]*)</v>|<v/>)?</c>)"
)
_STYLE = re.compile(rb' s="[^"]*"')


def may_hold_dates(sheet: bytes) -> bool:
    """Whether a sheet's part may hold such cells, told by a search that takes no time."""
    return b'"d"' in sheet or b"'d'" in sheet


def dates_as_numbers(sheet: bytes, date1904: bool, style: int | None = None) -> bytes | None:
    """The part with serial numbers in place of them, of that style where one is given.

    None where its bytes do not tell, or one of them is no date: whoever reads cell by cell can say which.
    """
    if not may_hold_dates(sheet):
        return sheet
    known: dict[bytes, bytes] = {}
    of_style = b"" if style is None else b' s="%d"' % style

    def number(match: re.Match[bytes]) -> bytes:
        before, after, formula, text = match.groups(b"")
        if of_style:
            before, after = _STYLE.sub(b"", before) + of_style, _STYLE.sub(b"", after)
        content = known.get(text)
        if content is None:
            content = known[text] = _content(text, date1904)
        return b"<c" + before + after + b">" + formula + content + b"</c>"

    try:
        converted, found = _DATE.subn(number, sheet)
    except ValueError:
        return None
    return converted if found == sheet.count(b'"d"') + sheet.count(b"'d'") else None


def _content(text: bytes, date1904: bool) -> bytes:
    date = text.decode().strip()
    if not date:
        return b""
    serial = iso_serial(date, date1904)
    if serial is None:
        raise ValueError(date)
    return b"<v>" + stored_form(serial)[1].encode() + b"</v>"
