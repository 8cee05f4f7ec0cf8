"""Whatever cells a call is given: no exception leaves it, and its answer is one that a host can show."""

from __future__ import annotations

import datetime
import logging
import math
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import udfs
from tests.udfs.sample_calls import EACH, Place, assert_clean, assert_same, cells_of_one_answer, sample
from tests.udfs.udf_strategies import fuzzed
from udfs import FUNCTIONS, CellError, Refused
from udfs.calling.call import call
from udfs.calling.function import Function
from udfs.calling.kinds import MISSING, Content, Shape


def by_name(function: Function) -> str:
    return function.name


every_function = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=by_name)

numbers = (
    st.sampled_from([0.0, -0.0, 1.0, 0.5, 2.0, 5.0, 50.0, 85.0, 100.0, 0.1, 0.95, -1.0, 10.0, 1e-9, 1e6])
    | st.floats(0.0, 1.0)
    | st.floats(0.0, 100.0)
    | st.floats(-1e6, 1e6)
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.sampled_from([1e308, -1e308, 5e-324, math.nextafter(-1, 0), math.nextafter(1, 0), 10**400, -(10**30), 7])
)
others = st.sampled_from(
    [
        None,
        "",
        " ",
        "n/a",
        "85",
        "x" * 1000,
        "line\nbreak {brace} %s",
        True,
        False,
        CellError("#REF!"),
        CellError("#NUM!", "CLV", "years", "must not be negative", -3.0, "swap the sign"),
        Decimal("1.5"),
        datetime.date(2026, 1, 1),
        np.float64(3.5),
        np.int64(3),
        np.str_("text"),
        np.True_,
        1 + 2j,
        object(),
        (),
        {},
    ]
)
cell = numbers | numbers | others


def block(rows: int, columns: int) -> st.SearchStrategy[Any]:
    return st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=rows, max_size=rows)


range_of_cells = st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from([1, 2, 3])).flatmap(lambda size: block(*size))
awkward = (
    st.just(MISSING)
    | st.lists(st.lists(cell, max_size=2), max_size=3)
    | st.lists(cell, max_size=3)
    | st.lists(numbers, max_size=3).map(lambda column: np.array(column, dtype=object))
    | st.lists(st.floats(), max_size=3).map(np.array)
)
column = block(3, 1)
argument = cell | column | range_of_cells | awkward
"""Mostly what fits together, so that many calls reach the body."""


@pytest.fixture(autouse=True)
def _no_fault_is_logged(caplog: pytest.LogCaptureFixture) -> Any:
    with caplog.at_level(logging.ERROR, "udfs"):
        yield
    assert not caplog.records


@every_function
def test_no_cells_bring_a_call_down(function: Function) -> None:
    @fuzzed
    @given(st.lists(argument, max_size=len(function.arguments) + 1) | block_of_columns(function))
    def holds(cells: list[Any]) -> None:
        assert_clean(call(function, *cells), function)

    holds()


def block_of_columns(function: Function) -> st.SearchStrategy[list[Any]]:
    """Three rows for each argument that takes several, which is what a form calls with."""
    return st.tuples(*(cell if a.kind.shape is Shape.ONE else column for a in function.arguments)).map(list)


@every_function
def test_python_gets_an_answer_or_a_refusal(function: Function) -> None:
    @fuzzed
    @given(st.lists(argument, min_size=function.required, max_size=len(function.arguments)))
    def holds(values: list[Any]) -> None:
        assume(not any(value is MISSING for value in values))
        answer, error = call(function, *values), refusal(function, values)
        if error is None:
            assert not isinstance(answer, CellError)
        else:
            cells = [cell for row in answer for cell in row] if isinstance(answer, list) else [answer]
            assert str(error) in map(str, cells)

    holds()


def refusal(function: Function, values: list[Any]) -> CellError | None:
    """What Python raises; any other exception is the test's failure."""
    try:
        getattr(udfs, function.name.lower())(*values)
    except Refused as refused:
        return refused.error
    return None


def near(place: Place) -> st.SearchStrategy[Any]:
    """Cells around what an argument may hold: half of them are accepted."""
    kind = place.argument.kind
    if kind.content is not Content.NUMBER:
        return st.sampled_from(["A", "b", "", None, CellError("#REF!"), 7.0, True])
    lowest, highest = max(kind.lowest, -1e6), min(kind.highest, 1e6)
    inside = (
        st.floats(lowest, highest)
        | st.floats(max(lowest, 0.0), min(highest, max(lowest, 0.0) + 10.0))
        | st.sampled_from([float(whole) for whole in (2023, 45_000) if lowest <= whole <= highest] or [lowest])
        | st.sampled_from([lowest, highest])
    )
    inside = inside.map(lambda number: round(number, 9))  # no cell holds 1e-265 customers
    return inside | inside | st.sampled_from([0.0, 1.0, 5.0]) | st.sampled_from([-2.0, 1e308, "n/a", None, "", True])


@pytest.mark.parametrize("function", {place.function.name: place.function for place in EACH}.values(), ids=by_name)
def test_a_column_answers_as_its_rows_do(function: Function) -> None:
    """Beside whatever stands in the other rows, each row shows the number or error it has alone."""

    @fuzzed
    @given(columns_of(function))
    def holds(cells: list[Any]) -> None:
        each = [argument.kind.shape is Shape.EACH for argument in function.arguments]
        columns = {index: cell for index, cell in enumerate(cells) if isinstance(cell, list) and each[index]}
        answer = call(function, *cells)
        assume(not (isinstance(answer, CellError) and "looks like shares" in answer.rule))
        assert isinstance(answer, list)
        for row, shown in enumerate(answer):
            if all(column[row][0] in (None, "") for column in columns.values()):
                assert shown == [""] * cells_of_one_answer(function)
            else:
                alone = call(function, *(columns[i][row][0] if i in columns else c for i, c in enumerate(cells)))
                assert_same(shown, alone[0] if isinstance(alone, list) else [alone] * cells_of_one_answer(function))

    holds()


@st.composite
def columns_of(draw: st.DrawFn, function: Function) -> list[Any]:
    """The sample call with columns of one length for some of its arguments, and other cells for others."""
    cells, rows = sample(function), draw(st.integers(2, 5))
    places = [Place(function, i) for i, a in enumerate(function.arguments) if a.kind.shape is Shape.EACH]
    columned = draw(st.sets(st.sampled_from(range(len(places))), min_size=1))
    for order, place in enumerate(places):
        if order in columned:
            cells[place.index] = draw(st.lists(near(place).map(lambda cell: [cell]), min_size=rows, max_size=rows))
        elif draw(st.booleans()):
            cells[place.index] = draw(near(place))
    return cells
