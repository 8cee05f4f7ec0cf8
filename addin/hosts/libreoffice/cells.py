"""Cells as Calc hands them to an add-in, and how an answer goes back to it."""

from __future__ import annotations

import struct
from typing import Any, Final

from udfs.calling.errors import VALUE, CellError
from udfs.calling.kinds import MISSING

NUMBERS: Final = {
    "#NUM!": 503,
    "#VALUE!": 519,
    "#NULL!": 521,
    "#REF!": 524,
    "#NAME?": 525,
    "#DIV/0!": 532,
    "#N/A": 32767,
}
"""Excel's error codes and Calc's numbers for them; Calc has none for the newer ones."""

CODES: Final = {number: code for code, number in NUMBERS.items()}
_QUIET_NAN: Final = 0x7FF8_0000_0000_0000


def _error(number: int) -> float:
    """A NaN with the error's number in its low bits: for Calc a true error, inside an array too."""
    (value,) = struct.unpack("<d", struct.pack("<Q", _QUIET_NAN | number))
    return float(value)


_ERRORS: Final = {code: _error(number) for code, number in NUMBERS.items()}


def code_of(number: int) -> str:
    """What Excel shows where Calc has this error; the codes of Calc's own are #VALUE!, as it saves them."""
    return CODES.get(number, VALUE)


def from_calc(value: Any) -> Any:
    """One argument: an omitted one arrives as None, a range as rows, a blank in it as empty text."""
    if type(value) is tuple:
        return list(map(list, value))
    return MISSING if value is None else value


def to_calc(answer: Any) -> tuple[tuple[Any, ...], ...]:
    """An answer as rows of cells. A blank goes out as empty text, since Calc shows 0 for nothing."""
    if not isinstance(answer, list):
        return ((_cell(answer),),)
    if not answer or not answer[0]:
        return ((_ERRORS[VALUE],),)
    return tuple(tuple(map(_cell, row)) for row in answer)


def _cell(value: Any) -> Any:
    if type(value) is float or type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, CellError):
        return _ERRORS.get(value.code, _ERRORS[VALUE])
    return float(value)
