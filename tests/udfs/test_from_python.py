"""The functions as Python imports them: floats in, a float out; arrays in, an array out; a refusal raises."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

import udfs
from tests.udfs.sample_calls import EACH, PLACES, Place, sample, value_of
from udfs import FUNCTIONS, CellError, Refused, clv, loyalty_class, margin_of_error, survey_tally
from udfs.calling.call import call
from udfs.calling.function import Function
from udfs.calling.kinds import MISSING, Content, Shape

every_function = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
each_number = pytest.mark.parametrize(
    "place", [place for place in EACH if place.takes_numbers and not place.function.answers_in_rows], ids=str
)


def called(function: Function) -> Any:
    return getattr(udfs, function.name.lower())


def arguments(function: Function) -> dict[str, Any]:
    """The sample call by name, its ranges as arrays of one axis."""
    values = {}
    for argument, cell in zip(function.arguments, sample(function), strict=True):
        if isinstance(cell, list):
            dtype = float if argument.kind.content is Content.NUMBER else object
            values[argument.name] = np.array(cell, dtype=dtype).ravel()
        elif cell is not MISSING:
            values[argument.name] = cell
    return values


@every_function
def test_each_function_is_importable_in_lower_case(function: Function) -> None:
    assert function.name.lower() in udfs.__all__
    assert called(function).__doc__ == function.body.__doc__
    assert list(inspect.signature(called(function)).parameters) == [argument.name for argument in function.arguments]


def test_nothing_else_is_exported() -> None:
    names = {name.lower() for name in FUNCTIONS} | {"FUNCTIONS", "CellError", "Refused"}
    assert set(udfs.__all__) == names


@every_function
def test_arguments_by_place_by_name_and_mixed_are_the_same(function: Function) -> None:
    values = arguments(function)
    names = list(values)
    prefix = [argument.name for argument in function.arguments][: len(names)] == names
    by_name = called(function)(**values)
    np.testing.assert_equal(called(function)(**dict(reversed(values.items()))), by_name)
    if prefix:
        np.testing.assert_equal(called(function)(*values.values()), by_name)
        np.testing.assert_equal(called(function)(*list(values.values())[:1], **dict(list(values.items())[1:])), by_name)


@every_function
def test_a_call_of_plain_values_answers_plain_values(function: Function) -> None:
    answer = called(function)(**arguments(function))
    if isinstance(answer, tuple):
        assert len(answer) == function.width
        assert all(type(part) is float for part in answer)
    elif function.answer.shape in (Shape.ALIGNED, Shape.LIST):
        assert isinstance(answer, np.ndarray)
        assert answer.dtype == float
    elif isinstance(answer, list):
        assert function.answer.unit.startswith("table")
        assert {type(cell) for row in answer for cell in row} <= {float, str, CellError}
    else:
        assert type(answer) in (float, str)


@each_number
def test_an_array_answers_in_its_shape(place: Place) -> None:
    values = arguments(place.function)
    alone = called(place.function)(**values)
    cell = value_of(place)
    for shape in ((1,), (3,), (3, 1), (1, 3), (2, 3), (1, 1)):
        for array in (np.full(shape, cell), np.full(shape, cell).tolist()):
            answer = called(place.function)(**{**values, place.argument.name: array})
            if isinstance(array, list) and shape == (1, 1):
                assert answer == alone
                continue
            assert isinstance(answer, np.ndarray)
            assert answer.shape == shape
            assert answer.dtype.kind in "fU"
            assert (answer == alone).all()


@each_number
def test_numbers_of_every_kind_are_taken(place: Place) -> None:
    values = arguments(place.function)
    whole = float(round(value_of(place)))
    expected = called(place.function)(**{**values, place.argument.name: whole})
    for number in (
        int(whole),
        np.float64(whole),
        np.float32(whole),
        np.int64(whole),
        np.array(whole),
        np.array(int(whole)),
    ):
        answer = called(place.function)(**{**values, place.argument.name: number})
        assert type(answer) is type(expected)
        assert answer == expected
    for array in (
        np.array([whole], dtype=np.int32),
        np.array([whole], dtype=np.float32),
        np.array([whole], dtype=object),
    ):
        assert called(place.function)(**{**values, place.argument.name: array})[0] == expected


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_refusal_raises_with_its_reason(place: Place) -> None:
    values = {**arguments(place.function), place.argument.name: CellError("#REF!")}
    with pytest.raises(Refused, match=r"^#REF!$") as refused:
        called(place.function)(**values)
    assert isinstance(refused.value, ValueError)
    assert refused.value.error == CellError("#REF!")
    assert refused.value.__cause__ is None


def test_the_first_refused_row_is_raised() -> None:
    with pytest.raises(Refused, match=r"#NUM! CLV: years must not be negative; got -3 \(swap the sign") as refused:
        clv(np.array([1.0, 2.0, 3.0]), np.array([0.1, 0.1, 10.0]), np.array([1.0, -3.0, -4.0]))
    assert (refused.value.error.code, refused.value.error.argument) == ("#NUM!", "years")
    assert refused.value.error.value == -3


def test_python_itself_counts_the_arguments() -> None:
    with pytest.raises(TypeError, match="missing a required argument: 'years'"):
        clv(1.0, 0.1)
    with pytest.raises(TypeError, match="too many positional arguments"):
        clv(1.0, 0.1, 5.0, 1.0)
    with pytest.raises(TypeError, match="unexpected keyword argument 'year'"):
        clv(1.0, 0.1, 5.0, year=5.0)


def test_nothing_in_nothing_out() -> None:
    assert clv(np.empty(0), 0.1, 5.0).shape == (0,)
    assert clv(np.empty((0, 1)), 0.1, 5.0).shape == (0, 1)
    assert np.shape(margin_of_error(np.empty(0), 5.0)) == (0, 2)


def test_a_blank_row_is_no_number_and_no_class() -> None:
    answer = clv([100.0, None, 300.0], 0.0, 2.0)
    np.testing.assert_array_equal(answer, [200.0, np.nan, 600.0])
    assert loyalty_class([90.0, None, 40.0]).tolist() == ["loyal", "", "disloyal"]


def test_an_array_is_neither_changed_nor_kept() -> None:
    years = np.array([1.0, 2.0, 3.0])
    years.flags.writeable = False
    answer = clv(100.0, 0.0, years)
    assert not np.shares_memory(answer, years)
    assert years.tolist() == [1.0, 2.0, 3.0]


LONG = 200_000


@pytest.mark.parametrize("place", [place for place in EACH if place.function.bounds is not None], ids=str)
def test_a_long_column_answers_as_a_short_one(place: Place) -> None:
    """Long columns are computed in blocks."""
    values = {**arguments(place.function), place.argument.name: np.full(LONG, value_of(place))}
    answer = called(place.function)(**values)
    assert answer.shape == (LONG,)
    assert np.ptp(answer) == 0
    assert answer[0] == called(place.function)(**arguments(place.function))


def test_a_bad_row_of_a_long_column_leaves_the_others_alone() -> None:
    years = np.full(LONG, 5.0)
    years[[3, LONG - 1]] = -1.0
    rows = call(FUNCTIONS["CLV"], np.ones(LONG), 0.0, years)
    assert len(rows) == LONG
    assert [place for place, (cell,) in enumerate(rows) if isinstance(cell, CellError)] == [3, LONG - 1]
    years[3] = 5.0
    with pytest.raises(Refused, match="years must not be negative; got -1"):
        clv(1.0, 0.0, years)


def test_long_columns_of_several_kinds_fit_together() -> None:
    years = np.full(LONG, 5.0)
    for profit in (
        [2.0] * LONG,
        tuple([2.0] * LONG),
        np.full(LONG, 2, dtype=np.int64),
        np.full(LONG, 2.0, dtype=object),
    ):
        assert (clv(profit, 0.0, years) == 10.0).all()
    cells = np.full(LONG, 2.0, dtype=object)
    cells[7] = None
    with pytest.raises(Refused, match="annual_profit is blank"):
        clv(cells, 0.0, years)
    assert np.flatnonzero(np.isnan(clv(cells, 0.0, 5.0))).tolist() == [7]
    assert [row for row, (cell,) in enumerate(call(FUNCTIONS["CLV"], cells, 0.0, 5.0)) if cell == ""] == [7]
    assert np.shape(clv(np.full((LONG, 1), 2.0), 0.0, 5.0)) == (LONG, 1)
    block = clv(np.full((LONG, 1), 2.0), 0.0, years[:3])
    assert np.shape(block) == (LONG, 3)
    with pytest.raises(Refused, match="do not fit the arguments before it"):
        clv(np.ones(LONG), 0.0, years[:-1])


def test_a_table_holds_its_errors() -> None:
    _, row = survey_tally(["A"], ["n/a"])
    assert str(row[5]) == "#N/A SURVEY_TALLY: has no mean index for a segment without responses"


@pytest.mark.parametrize("place", [place for place in PLACES if place.argument.kind.shape is Shape.ONE], ids=str)
def test_a_single_value_is_no_list(place: Place) -> None:
    with pytest.raises(Refused, match="must be a single value, not a range"):
        called(place.function)(**{**arguments(place.function), place.argument.name: [1.0, 2.0]})
