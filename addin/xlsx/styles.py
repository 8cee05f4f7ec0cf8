"""Which cell formats of a workbook show dates."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from addin.cells.text import whole_number
from addin.xlsx.safe_xml import children

_BUILT_IN = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
"""Date and time formats that a file need not spell out; 27-36 and 50-58 are those of East Asian Excel."""


_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)


_ELAPSED_HOURS = 46
"""The format [h]:mm:ss, which a file need not spell out."""
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


_SPELLED: Final = dict(
    line.split(" ", 1)
    for line in (
        *("1 0", "2 0.00", "3 #,##0", "4 #,##0.00", "9 0%", "10 0.00%", "11 0.00E+00", "14 m/d/yyyy", "15 d-mmm-yy"),
        *("16 d-mmm", "17 mmm-yy", "20 h:mm", "21 h:mm:ss", "22 m/d/yyyy h:mm", "37 #,##0 ;(#,##0)", "49 @"),
    )
)
"""The commonest formats that a file need not spell out."""


NUMBER, DATE, ELAPSED = 0, 1, 2
"""What a cell format shows."""


def date_styles(styles: etree._Element) -> tuple[int, ...]:
    """What each cell format of a styles part shows: a number, a date or time of day, or elapsed time."""
    codes = {
        each.get("numFmtId"): each.get("formatCode", "")
        for group in children(styles, "numFmts")
        for each in children(group, "numFmt")
    }
    formats = [each.get("numFmtId", "0") for group in children(styles, "cellXfs") for each in children(group, "xf")]
    shown = {each: _shown(codes[each]) if each in codes else _built_in(each) for each in set(formats)}
    return tuple(shown[each] for each in formats)


def number_formats(styles: etree._Element) -> tuple[str, ...]:
    """The number format of each cell format, as it is spelled."""
    own = {
        each.get("numFmtId", ""): each.get("formatCode", "")
        for group in children(styles, "numFmts")
        for each in children(group, "numFmt")
    }
    numbers = [each.get("numFmtId", "0") for group in children(styles, "cellXfs") for each in children(group, "xf")]
    return tuple(own.get(number) or _SPELLED.get(str(whole_number(number)), "General") for number in numbers)


def _shown(code: str) -> int:
    return DATE if is_date_format(code) else ELAPSED if _ELAPSED.search(_positive(code)) else NUMBER


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date or time of day; elapsed time ([h]:mm) is a number."""
    positive = _positive(code)
    if _ELAPSED.search(positive) or "general" in positive.lower():
        return False
    return re.search("[dmyhs]", positive, re.IGNORECASE) is not None


def _positive(code: str) -> str:
    """The part of a format for positive numbers, without its literal texts."""
    return _LITERAL.sub("", code).partition(";")[0]


def _built_in(number: str) -> int:
    return ELAPSED if whole_number(number) == _ELAPSED_HOURS else DATE if whole_number(number) in _BUILT_IN else NUMBER
