"""Whether values and formulas stand in a sheet's bytes letter by letter, for readers that take them so."""

from __future__ import annotations

import re

_REFERENCE = re.compile(rb"<[^<>]*&#|<(?:\w+:)?v(?:\s[^<>]*)?>[^<]*&#")
"""A character by its number, `&#49;`, in a tag or a value: calamine reads a number as far as that."""
_ESCAPED = re.compile(rb"<(?:\w+:)?[vf](?:\s[^<>]*)?>[^<]*_x[0-9A-Fa-f]{4}_")
"""A character as _x000D_ in a value or formula: calamine knows it in shared and inline texts alone."""


def is_literal(sheet: bytes) -> bool:
    """Whether a reader that knows neither of these ways to write a character reads a sheet's cells as they are."""
    if b"&#" in sheet and _REFERENCE.search(sheet):
        return False
    return not (b"_x" in sheet and _ESCAPED.search(sheet))
