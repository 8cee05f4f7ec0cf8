"""The worked examples in tests/cases, read: one file a function, one line a case.

A cell of such a file is written as a person would type it into a worksheet:

    12.5, 10%, -3e-9   a number         TRUE    a truth value
    won, '12           a text           #REF!   an error from another cell
    blank              a blank cell     {1;2}   a column, {1,2} a row, {1,2;3,4} a block

Within braces a blank cell is empty. An argument that is empty was left out. An expected answer is
met within half of its last printed digit, a whole number to 12 digits, an error by its whole text
(by its code alone within braces).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from udfs import CellError
from udfs.calling.kinds import MISSING

FOLDER = Path(__file__).parent.parent / "cases"

_ERROR_CODE = re.compile(r"#(VALUE!|NUM!|DIV/0!|N/A|REF!|NAME\?|NULL!)")


@dataclass(frozen=True)
class Case:
    """One line of a file."""

    function: str
    name: str
    cells: tuple[Any, ...]
    expected: str
    source: str

    def __str__(self) -> str:
        return f"{self.function}: {self.name}"


def cases(function: str) -> list[Case]:
    """The cases of one function; none where it has no file."""
    path = FOLDER / f"{function}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert all(len(row) == len(header) for row in rows), f"{path.name}: a row has not as many cells as the header"
    return [Case(function, row[0], tuple(map(read, row[1:-2])), row[-2], row[-1]) for row in rows]


def argument_names(function: str) -> list[str]:
    """The arguments that a file's header names."""
    with (FOLDER / f"{function}.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))[1:-2]


def read(text: str) -> Any:
    """A cell or range, as a host would hand it over."""
    if text == "":
        return MISSING
    if text.startswith("{"):
        return [[_cell(cell) for cell in row] for row in split(text)]
    return None if text == "blank" else _cell(text)


def split(text: str) -> list[list[str]]:
    """The cells of a range, still as text."""
    return [row.split(",") for row in text.removeprefix("{").removesuffix("}").split(";")]


def _cell(text: str) -> Any:
    if text == "":
        return None
    if text.startswith("'"):
        return text[1:]
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if _ERROR_CODE.fullmatch(text):
        return CellError(text)
    printed = number(text)
    return text if printed is None else float(printed)


def number(text: str) -> Decimal | None:
    """A printed number; None if it is none."""
    try:
        value = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        return None
    return value.scaleb(-2) if text.endswith("%") else value


def tolerance(expected: Decimal) -> float:
    """Half of the last printed digit; of a whole number, which is meant exactly, 12 digits."""
    exponent = expected.as_tuple().exponent
    assert isinstance(exponent, int)
    return float(Decimal(5).scaleb(exponent - 1)) if exponent < 0 else 1e-12 * abs(float(expected))


def check(answer: Any, expected: str) -> None:
    """Whether a host's answer is the one that a case prints."""
    if expected.startswith("{"):
        rows = split(expected)
        assert [len(row) for row in answer] == [len(row) for row in rows], answer
        for got, cells in zip(answer, rows, strict=True):
            for cell, text in zip(got, cells, strict=True):
                check_cell(cell, text)
    elif expected.startswith("#"):
        assert str(answer) == expected
    else:
        check_cell(answer, expected)


def check_cell(answer: Any, expected: str) -> None:
    """The same of one cell; of an error the code."""
    printed = number(expected)
    if expected.startswith("#"):
        assert isinstance(answer, CellError), answer
        assert answer.code == expected
    elif printed is None:
        assert answer == expected.removeprefix("'")
    else:
        assert type(answer) is float
        assert abs(answer - float(printed)) <= tolerance(printed)
