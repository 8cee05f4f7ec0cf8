"""A workbook with calls of functions, each with its arguments in cells of its own, and what Calc must show for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula

from addin.assembly.oxt.methods import answers_text
from addin.cells.addresses import Area, area_address
from udfs.calling.call import call
from udfs.calling.errors import VALUE, CellError
from udfs.calling.function import Function
from udfs.calling.kinds import MISSING, Content
from udfs.calling.registry import FUNCTIONS

_BESIDE = 12
"""Columns between one argument's cells and the next one's."""


@dataclass(frozen=True)
class Call:
    """One call and where its answer stands."""

    function: Function
    cells: list[Any]
    area: Area
    formula: str

    def in_calc(self) -> list[list[Any]]:
        """What Calc must answer, given how it hands over cells (docs/libreoffice-differences.md)."""
        return over(self.area, calc_answer(self.function, self.cells))

    @property
    def as_elsewhere(self) -> bool:
        """Whether Calc can hand over all of the call's cells as they are."""
        if answers_text(self.function) and any(isinstance(cell, list) for cell in self.cells):
            return False
        return all(same_in_calc(cell) for cell in self.cells)


def same_in_calc(cell: Any) -> bool:
    """Whether an argument of this content arrives as elsewhere."""
    if isinstance(cell, list):
        return not any(isinstance(each, (bool, CellError)) for row in cell for each in row)
    return cell is not None and cell != "" and not isinstance(cell, bool)


def calc_answer(function: Function, cells: list[Any]) -> Any:
    """The answer to what reaches the function: 1 for TRUE, 0 for a blank cell, nothing of a range with an error."""
    if answers_text(function):
        return _cell_by_cell(function, cells)
    for cell in cells:
        if isinstance(cell, CellError):
            return cell
        if isinstance(cell, list) and any(isinstance(each, CellError) for row in cell for each in row):
            return CellError(VALUE)
    return call(function, *map(_arriving, cells))


def _cell_by_cell(function: Function, cells: list[Any]) -> Any:
    """A function whose answer is a text is called for each cell of its numbers' ranges."""
    required = [argument.required and argument.kind.content is Content.NUMBER for argument in function.arguments]
    ranges = [cell for cell, each in zip(cells, required, strict=False) if each and isinstance(cell, list)]
    if any(isinstance(cell, list) and not each for cell, each in zip(cells, required, strict=False)):
        return CellError(VALUE)
    if not ranges:
        return _one(function, cells)
    rows, columns = len(ranges[0]), len(ranges[0][0])
    return [
        [
            _one(function, [cell[row][column] if isinstance(cell, list) else cell for cell in cells])
            for column in range(columns)
        ]
        for row in range(rows)
    ]


def _one(function: Function, cells: list[Any]) -> Any:
    error = next((cell for cell in cells if isinstance(cell, CellError)), None)
    return error or call(function, *(0.0 if cell is None or cell == "" else _arriving(cell) for cell in cells))


def _arriving(cell: Any) -> Any:
    if isinstance(cell, list):
        return [[float(each) if isinstance(each, bool) else each for each in row] for row in cell]
    if isinstance(cell, bool):
        return float(cell)
    return 0.0 if cell is None else cell


def over(area: Area, answer: Any) -> list[list[Any]]:
    """An answer laid over the cells of an array formula: cut, filled with a single value, padded with #N/A."""
    rows = answer if isinstance(answer, list) else [[answer]]
    single_row, single_column = len(rows) == 1, len(rows[0]) == 1

    def at(row: int, column: int) -> Any:
        row, column = 0 if single_row else row, 0 if single_column else column
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else CellError("#N/A")

    return [
        [at(row, column) for column in range(area.last_column - area.first_column + 1)]
        for row in range(area.last_row - area.first_row + 1)
    ]


@dataclass
class Calls:
    """The workbook while it is written: a sheet a function."""

    book: openpyxl.Workbook = field(default_factory=openpyxl.Workbook)
    calls: list[Call] = field(default_factory=list)
    _next: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, cells: list[Any], *, typed: bool = False) -> Call:
        """One call; its arguments in cells, or typed into the formula."""
        function = FUNCTIONS[name]
        sheet = self.book[name] if name in self.book.sheetnames else self.book.create_sheet(name)
        top = self._next.setdefault(name, 1)
        texts, height = [], 1
        for place, given in enumerate(cells):
            if given is MISSING or typed:
                texts.append("" if given is MISSING else in_formula(given))
                continue
            rows = given if isinstance(given, list) else [[given]]
            column = 1 + place * _BESIDE
            area = Area(top, column, top + len(rows) - 1, column + len(rows[0]) - 1)
            texts.append(area_address(area))
            height = max(height, len(rows))
            for row, values in enumerate(rows, start=top):
                for beside, value in enumerate(values, start=column):
                    sheet.cell(row, beside).value = value.code if isinstance(value, CellError) else value
        while texts and not texts[-1]:
            texts.pop()
        answer = call(function, *cells)
        rows = answer if isinstance(answer, list) else [[answer]]
        column = 2 + len(function.arguments) * _BESIDE
        area = Area(top, column, top + max(len(rows), 1) - 1, column + max(len(rows[0]) if rows else 1, 1) - 1)
        formula = f"={name}({','.join(texts)})"
        first = sheet.cell(area.first_row, area.first_column)
        is_one = area.first_row == area.last_row and area.first_column == area.last_column
        first.value = formula if is_one else ArrayFormula(area_address(area), formula)
        self.calls.append(Call(function, cells, area, formula))
        self._next[name] = top + max(height, len(rows)) + 1
        return self.calls[-1]

    def save(self, path: Path) -> Path:
        del self.book["Sheet"]
        self.book.save(path)
        return path


def in_formula(given: Any) -> str:
    """A cell or range as it is typed into a formula."""
    if isinstance(given, list):
        return "{" + ";".join(",".join(map(in_formula, row)) for row in given) + "}"
    if isinstance(given, bool):
        return str(given).upper()
    return '""' if given is None else f'"{given}"' if isinstance(given, str) else repr(given)
