"""Whole numbers as a file's parts write them."""

from __future__ import annotations

_MOST_DIGITS = 9


def whole_number(text: str) -> int | None:
    """The number that decimal digits say and nothing else; None too where they are more than any part needs.

    int() raises for "²", which is a digit to str.isdigit, and for thousands of digits.
    """
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None
