"""Our functions as the embedded engine calls them, and the log of what they refused."""

from __future__ import annotations

import marshal
from collections.abc import Callable
from typing import Any, Final, cast

from addin.cells.text import LONGEST_TEXT
from addin.cells.values import Cell
from addin.engine.surroundings import MISSING_MARK
from udfs.calling.call import call
from udfs.calling.errors import CellError
from udfs.calling.function import Function
from udfs.calling.kinds import MISSING, Shape
from udfs.calling.registry import FUNCTIONS

Rows = list[list[Cell]]

CODES: Final = {
    "Null": "#NULL!",
    "Ref": "#REF!",
    "Name": "#NAME?",
    "Value": "#VALUE!",
    "Div": "#DIV/0!",
    "Na": "#N/A",
    "Num": "#NUM!",
    "Spill": "#SPILL!",
    "Calc": "#CALC!",
    "Error": "#NAME?",
    "NImpl": "#NAME?",
    # Excel shows 0 and a warning when the file is opened; a 0 would be silent here.
    "Circ": "#VALUE!",
}
"""The engine's kinds of errors, and what a cell shows for each."""
KINDS: Final = {code: kind for kind, code in reversed(CODES.items())}
CIRCULAR: Final = "Circ"
UNREADABLE: Final = "Error"
NOT_BUILT: Final = "NImpl"
NOT_AVAILABLE: Final = {"type": "Error", "kind": "Na"}

_MOST_REMEMBERED: Final = 16
"""The latest calls of a function with numbers, whose answers are remembered, and as many before them: a call with other
numbers must take hardly longer for it."""
_MOST_BYTES: Final = 16 << 20
"""Of the arguments of other calls that are remembered."""
_MARSHAL: Final = 2
"""The last version of the format in which equal values have equal bytes."""


class OurFunctions:
    """Our functions by name as the engine calls them; `refused` is the log of their answers that hold an error.

    Each is called once for the same arguments: the engine computes what may be a reference, as in CHOOSE, OFFSET and
    INDIRECT, twice, and one within another four times.
    """

    def __init__(self) -> None:
        self.refused: list[Any] = []
        self._of_numbers: list[dict[tuple[float, ...], Any]] = []
        self._of_others: dict[tuple[str, bytes], Any] = {}
        self._held = 0

    def callables(self) -> dict[str, Callable[..., Any]]:
        """Each takes the engine's values and answers the engine's."""
        return {name: self.host(function) for name, function in FUNCTIONS.items()}

    def host(self, function: Function) -> Callable[..., Any]:
        """One function: numbers pass straight through, for a workbook may call it tens of thousands of times."""
        known: dict[tuple[float, ...], Any] = {}
        before: dict[tuple[float, ...], Any] = {}
        self._of_numbers += [known, before]

        def answer(*cells: Any) -> Any:
            nonlocal known, before
            for cell in cells:
                if type(cell) is not float:
                    return self._answer(self._called(function, cells))
            if cells in known:
                result = known[cells]
            elif cells in before:
                result = before[cells]
            else:
                result = call(function, *cells)
                if len(known) == _MOST_REMEMBERED:
                    known, before = before, known
                    known.clear()
                known[cells] = result
            if type(result) is float:
                return result
            return self._answer(result)

        return answer

    def forget(self) -> None:
        """The answers of one computation are of no use to the next."""
        for known in self._of_numbers:
            known.clear()
        self._of_others.clear()
        self._held = 0

    def _called(self, function: Function, cells: tuple[Any, ...]) -> Any:
        """The answer for cells that are not numbers alone, which are told apart by type as well: TRUE is no 1."""
        key = function.name, marshal.dumps(cells, _MARSHAL)
        if key in self._of_others:
            return self._of_others[key]
        result = call(function, *map(_argument, cells))
        if self._held > _MOST_BYTES:
            self._of_others.clear()
            self._held = 0
        self._of_others[key] = result
        self._held += len(key[1])
        return result

    def _answer(self, result: Any) -> Any:
        if isinstance(result, CellError):
            self.refused.append(result)
            return error_to_engine(result)
        if isinstance(result, list):
            rows = [[error_to_engine(cell) if isinstance(cell, CellError) else cell for cell in row] for row in result]
            if any(isinstance(cell, dict) for row in rows for cell in row):
                self.refused.append(result)
            return rows
        return result


def _argument(cell: Any) -> Any:
    """What the engine hands over, as our functions take it."""
    if isinstance(cell, list):
        return [[from_engine(each) if isinstance(each, dict) else each for each in row] for row in cell]
    if cell == MISSING_MARK:
        return MISSING
    return from_engine(cell)


def from_engine(value: Any) -> Cell:
    """The engine's value as ours."""
    if isinstance(value, dict):
        return CellError(CODES.get(value.get("kind", ""), "#VALUE!"))
    return cast(Cell, value)


def error_to_engine(error: CellError) -> dict[str, str]:
    """Our error as the engine's."""
    return {"type": "Error", "kind": KINDS.get(error.code, "Value")}


def _refuse_long_text(cell: Any) -> Any:
    """A text longer than a cell can hold is an error, as in Excel."""
    return {"type": "Error", "kind": "Value"} if type(cell) is str and len(cell) > LONGEST_TEXT else cell


def fit_to_range(answer: Any, rows: float, columns: float) -> Any:
    """Excel's rule for an array in a declared range: a single row or column repeats, the rest is cut or #N/A."""
    if not isinstance(answer, list):
        answer = [[answer]]
    if not answer or not answer[0]:
        answer = [[{"type": "Error", "kind": "Calc"}]]
    if rows == columns == 1:
        return _refuse_long_text(answer[0][0])
    fitted = spread(answer, int(rows), int(columns), NOT_AVAILABLE)
    return [[_refuse_long_text(cell) for cell in row] for row in fitted]


def spread(answer: list[list[Any]], rows: int, columns: int, missing: Any) -> list[list[Any]]:
    """An array's cells in a declared range: a single row or column repeats, the rest is cut, or is missing."""
    height, width = len(answer), len(answer[0])
    return [
        [
            answer[row if height > 1 else 0][column if width > 1 else 0]
            if (height == 1 or row < height) and (width == 1 or column < width)
            else missing
            for column in range(columns)
        ]
        for row in range(rows)
    ]


def answer_from_engine(answer: Any) -> Cell | Rows:
    """A formula's whole answer as ours: a single value, or rows of them."""
    if isinstance(answer, list):
        rows = [[from_engine(cell) for cell in row] for row in answer]
        if not rows or not rows[0]:
            return CellError("#CALC!")
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows
    return from_engine(answer)


def _single_valued(function: Function) -> bool:
    """Whether single values are answered with a single value, so that a formula of one cell cannot spill."""
    shapes = {argument.kind.shape for argument in function.arguments}
    return Shape.EACH in shapes and shapes <= {Shape.EACH, Shape.ONE} and function.width == 1


def ours_by_name() -> dict[str, bool]:
    """Our functions; True where single values are answered with a single value."""
    return {name: _single_valued(function) for name, function in FUNCTIONS.items()}


class LettersCounted:
    """The letters of the texts that functions answered: beyond `most` they answer errors, which no one is shown."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.letters = 0

    @property
    def too_many(self) -> bool:
        return self.letters > self.most

    def counted(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function with its letters counted."""

        def answer(*arguments: Any) -> Any:
            value = function(*arguments)
            if type(value) is str:
                self.letters += len(value)
                if self.too_many:
                    return {"type": "Error", "kind": "Value"}
            return value

        return answer
