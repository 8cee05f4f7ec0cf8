"""How a value stands in the files of idioms: 12.5, "text", TRUE, #N/A, {1,2;3,4}; nothing for a blank cell."""

from __future__ import annotations

import datetime
import json
import math
import re
from typing import TypeAlias

from addin.cells.dates import serial_number
from addin.cells.values import Cell
from udfs.calling.errors import CellError

Value: TypeAlias = Cell | tuple[tuple[Cell, ...], ...]
"""What a formula answers: a cell, or the rows of an array."""

_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_ITEM = re.compile(r'("(?:[^"\\]|\\.)*"|[^,;{}"]*)([,;}])')
_DIGITS = 1e-14
"""Fifteen digits: the part of a number by which two may differ."""


def parsed(text: str) -> Value:
    """The value that a text stands for; one that is nothing else is itself."""
    if text.startswith("{") and text.endswith("}"):
        return _array(text)
    if text == "":
        return None
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if text.startswith("#"):
        return CellError(text)
    if text.startswith('"'):
        return str(json.loads(text))
    if _DATE.fullmatch(text):
        return serial_number(datetime.date.fromisoformat(text), date1904=False)
    return float(text) if _NUMBER.fullmatch(text) else text


def _array(text: str) -> Value:
    rows: list[list[Cell]] = [[]]
    for item, end in _ITEM.findall(text[1:]):
        rows[-1].append(parsed(item))  # type: ignore[arg-type]
        if end == ";":
            rows.append([])
    return tuple(map(tuple, rows))


def written(value: Value) -> str:
    """The text that stands for a value."""
    if isinstance(value, tuple):
        return "{" + ";".join(",".join(map(written, row)) for row in value) + "}"
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\u00a0", r"\u00a0")
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def rows_of(value: Value) -> tuple[tuple[Cell, ...], ...]:
    """The cells of a value, row by row."""
    return value if isinstance(value, tuple) else ((value,),)


def same(one: Value, other: Value) -> bool:
    """Whether two values are equal: numbers to 15 digits, texts exactly."""
    if isinstance(one, tuple) or isinstance(other, tuple):
        left, right = rows_of(one), rows_of(other)
        return list(map(len, left)) == list(map(len, right)) and all(
            _same_cell(a, b)
            for a_row, b_row in zip(left, right, strict=True)
            for a, b in zip(a_row, b_row, strict=True)
        )
    return _same_cell(one, other)


def _same_cell(one: Cell, other: Cell) -> bool:
    if isinstance(one, CellError) and isinstance(other, CellError):
        return one.code == other.code
    if (
        isinstance(one, int | float)
        and isinstance(other, int | float)
        and isinstance(one, bool) == isinstance(other, bool)
    ):
        return math.isclose(one, other, rel_tol=_DIGITS, abs_tol=1e-300)
    return type(one) is type(other) and one == other
