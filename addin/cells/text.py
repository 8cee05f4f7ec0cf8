"""Text as a workbook stores it: characters that XML cannot hold stand as _xHHHH_; and whole numbers in its parts."""

from __future__ import annotations

import re

LONGEST_TEXT = 32_767
"""What an Excel cell can hold, counted in UTF-16 units."""

_MOST_DIGITS = 9
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NO_LETTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)")
"""What steers a terminal, or turns the direction of what follows."""
_BREAK = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def escape(text: str) -> str:
    """Control characters as _x0001_, and a literal "_x0001_" with its underscore escaped, as Excel writes them."""
    return _FORBIDDEN.sub(lambda match: f"_x{ord(match.group()):04X}_", text)


def holds_forbidden(text: str) -> bool:
    """Whether the text holds a character that XML cannot."""
    return _NO_LETTER.search(text) is not None


def unescape(text: str) -> str:
    """The text that a reader sees."""
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text


def shown(text: str) -> str:
    """Text of a stranger as it may be printed: what would steer a terminal stands as \ufffd."""
    return _UNSHOWN.sub("\ufffd", text)


def one_line(text: str) -> str:
    """The same in a single line, so that no name can pass for a line of ours."""
    return shown(_BREAK.sub(" ", text))


def cut_to_cell(text: str) -> str:
    """Text cut to what a cell can hold, the cut marked with "..."."""
    if len(text) * 2 <= LONGEST_TEXT:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 3)].decode("utf-16-le", "ignore") + "..."


def whole_number(text: str) -> int | None:
    """The number that decimal digits say and nothing else; None too where they are more than any part needs.

    int() raises for "²", which is a digit to str.isdigit, and for thousands of digits.
    """
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None
