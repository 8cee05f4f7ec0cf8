"""Cells as COM carries them between Excel and Python: what arrives, and how an answer with errors is sent back."""

from __future__ import annotations

from itertools import chain
from typing import Any, Final

from udfs.calling.errors import VALUE, CellError
from udfs.calling.kinds import MISSING

NUMBERS: Final = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
    "#GETTING_DATA": 2043,
    "#SPILL!": 2045,
    "#CONNECT!": 2046,
    "#BLOCKED!": 2047,
    "#UNKNOWN!": 2048,
    "#FIELD!": 2049,
    "#CALC!": 2050,
}
"""Excel's error codes and the numbers that VBA's CVErr takes for them."""

_CODES: Final = {number: code for code, number in NUMBERS.items()}
_FACILITY: Final = -2146828288
"""0x800A0000: COM carries an error of a cell as this plus its number."""
_LAST: Final = 2100
_LEFT_OUT: Final = -2147352572
"""DISP_E_PARAMNOTFOUND: an argument that was left out."""


def from_excel(value: Any) -> Any:
    """One argument: a cell, or rows of cells.

    Numbers of cells arrive as floats, so an int is an error's code; an empty cell arrives as None.
    """
    if type(value) is not tuple:
        return value if type(value) is not int else decode_error_code(value)
    rows = value if value and type(value[0]) is tuple else (value,)  # {1,2,3} is typed as a row
    if int in set(map(type, chain.from_iterable(rows))):
        return [[decode_error_code(cell) if type(cell) is int else cell for cell in row] for row in rows]
    return rows


def is_error(value: Any) -> bool:
    """Whether a value that came by COM is a cell's error."""
    return type(value) is int and _FACILITY + 2000 <= value <= _FACILITY + _LAST


def decode_error_code(value: int) -> Any:
    """What an int stands for that came in place of a cell: an error, an argument left out, or a number after all."""
    if value == _LEFT_OUT:
        return MISSING
    return CellError(_CODES.get(value - _FACILITY, VALUE)) if is_error(value) else float(value)


def to_excel(answer: Any) -> list[Any]:
    """An answer as the add-in's VBA takes it.

    A single value bare (xlwings unpacks one row of one). A table, or an answer with errors, as the number of its
    errors, its rows, and for each error its row, column, number and reason: set apart from the cells, so that no text
    of a user can be taken for an error. A blank goes out as empty text, for Excel would show 0.
    """
    if not isinstance(answer, (list, CellError)):
        return [["" if answer is None else answer]]
    rows = answer if isinstance(answer, list) else [[answer]]
    if not rows or not rows[0]:
        rows = [[CellError("#CALC!")]]
    if {float, str, bool}.issuperset(map(type, chain.from_iterable(rows))):
        return [0.0, rows, None]
    errors: list[list[Any]] = []
    cells: list[list[Any]] = []
    for row, values in enumerate(rows):
        line = list(values)
        for column, value in enumerate(line):
            if isinstance(value, CellError):
                errors.append([float(row), float(column), float(NUMBERS.get(value.code, 2015)), value.message])
                line[column] = ""
            elif value is None:
                line[column] = ""
        cells.append(line)
    return [float(len(errors)), cells, errors or None]
