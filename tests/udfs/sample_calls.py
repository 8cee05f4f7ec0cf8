"""A valid call of every function, from the first answer among its cases, and what any answer must look like."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from tests.udfs.case_files import cases
from udfs import FUNCTIONS, CellError
from udfs.calling.call import call
from udfs.calling.errors import LONGEST_MESSAGE
from udfs.calling.function import Argument, Function
from udfs.calling.kinds import MISSING, Content, Shape

WHOLE = (Shape.LIST, Shape.ALIGNED)
CODES = {"#VALUE!", "#NUM!", "#DIV/0!", "#N/A", "#REF!", "#NAME?", "#NULL!"}
ABOUT_NO_ARGUMENT = (
    "has no answer that fits",
    "has no mean index",
    "takes at most",
    "answers several cells for each row",
)


@dataclass(frozen=True)
class Place:
    """One argument of one function."""

    function: Function
    index: int

    @property
    def argument(self) -> Argument:
        return self.function.arguments[self.index]

    @property
    def takes_numbers(self) -> bool:
        return self.argument.kind.content is Content.NUMBER

    @property
    def is_filled_list(self) -> bool:
        """Whether the sample gives it several cells, none of which may be bad."""
        kind, given = self.argument.kind, self.sample()[self.index]
        return kind.shape in WHOLE and isinstance(given, list) and not kind.tolerant

    def sample(self) -> list[Any]:
        return sample(self.function)

    def call(self, cell: Any) -> Any:
        """The sample call with another cell or range in this place."""
        cells = self.sample()
        cells[self.index] = cell
        return call(self.function, *cells)

    def call_spoiled(self, cell: Any) -> Any:
        """The sample call with another cell in the first cell of this place."""
        given = self.sample()[self.index]
        if not isinstance(given, list):
            return self.call(cell)
        return self.call([[cell, *given[0][1:]], *given[1:]])

    def call_over(self, **columns: Any) -> Any:
        """The sample call with other cells or ranges, by the arguments' names."""
        cells = self.sample()
        for name, cell in columns.items():
            cells[[argument.name for argument in self.function.arguments].index(name)] = cell
        return call(self.function, *cells)

    def __str__(self) -> str:
        return f"{self.function.name}.{self.argument.name}"


def sample(function: Function) -> list[Any]:
    """Cells of a call that has an answer; an argument that may be left out may be MISSING."""
    first = next(case for case in cases(function.name) if not case.expected.startswith("#"))
    return list(first.cells)


def sample_answer(function: Function) -> Any:
    return call(function, *sample(function))


def cells_of_one_answer(function: Function) -> int:
    """How many cells the sample's answer takes side by side."""
    answer = sample_answer(function)
    return len(answer[0]) if isinstance(answer, list) else 1


def value_of(place: Place) -> Any:
    """A single valid cell for an argument; its default where the sample leaves it out."""
    given = place.sample()[place.index]
    return place.argument.default if given is MISSING else given


def assert_refused(answer: Any, code: str, place: Place, words: str = "") -> None:
    assert isinstance(answer, CellError), answer
    assert answer.code == code, answer
    assert answer.message.startswith(f"{place.function.name}: {place.argument.name} "), answer
    assert words in answer.message
    assert_clean(answer, place.function)


def assert_clean(answer: Any, function: Function) -> None:
    """What a host can take: finite numbers, texts and errors, alone or in rows of one length."""
    if isinstance(answer, list):
        assert all(isinstance(row, list) for row in answer), answer
        assert len({len(row) for row in answer}) <= 1, answer
        for row in answer:
            for cell in row:
                assert not isinstance(cell, list)
                assert_clean(cell, function)
    elif isinstance(answer, CellError):
        assert answer.code in CODES
        assert len(answer.message) <= LONGEST_MESSAGE < 255
        assert "fault of its own" not in answer.message, "an exception in the body"
        if answer.function == function.name:
            assert answer.message.startswith(f"{function.name}: ")
            names = {argument.name for argument in function.arguments}
            assert answer.argument in names or answer.rule.startswith(ABOUT_NO_ARGUMENT), answer
    else:
        assert type(answer) in (float, str), repr(answer)
        assert not isinstance(answer, float) or math.isfinite(answer)


def assert_same(answer: Any, expected: Any) -> None:
    """Equal cell by cell: numbers to 12 digits, errors with code and words."""
    if isinstance(expected, list):
        assert isinstance(answer, list)
        assert len(answer) == len(expected)
        for cell, other in zip(answer, expected, strict=True):
            assert_same(cell, other)
    elif isinstance(expected, float):
        assert type(answer) is float, (answer, expected)
        assert math.isclose(answer, expected, rel_tol=1e-12, abs_tol=1e-300), (answer, expected)
    else:
        assert str(answer) == str(expected)


PLACES = [Place(function, index) for function in FUNCTIONS.values() for index in range(len(function.arguments))]
NUMBERS = [place for place in PLACES if place.takes_numbers]
EACH = [place for place in PLACES if place.argument.kind.shape is Shape.EACH and value_of(place) is not None]
