"""Amounts written as text, with separators of thousands."""

from __future__ import annotations

import re

_SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f'](?=\d{3}(?!\d))")
_COMMAS = re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
_POINTS = re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?")
_TWO_READINGS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")


def has_two_readings(text: str) -> bool:
    """Whether its only comma may separate thousands or decimals.

    >>> has_two_readings("1,234"), has_two_readings("1,23"), has_two_readings("0,125")
    (True, False, False)
    """
    return bool(_TWO_READINGS.fullmatch(text.strip()))


def ungrouped(text: str) -> str:
    """An amount without its separators of thousands; any other text as it is.

    >>> ungrouped("1,234.50"), ungrouped("1.234.567"), ungrouped("1 234,50"), ungrouped("12 k")
    ('1234.50', '1234567', '1234,50', '12 k')
    """
    plain = _SPACES.sub("", text.strip())
    for pattern, separator, decimal in ((_COMMAS, ",", "."), (_POINTS, ".", ",")):
        if pattern.fullmatch(plain) and (plain.count(separator) > 1 or decimal in plain):
            return plain.replace(separator, "")
    return plain
