"""What every function of the registry owes a host: shapes, blanks, wrong cells, missing arguments."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tests.udfs.sample_calls import (
    EACH,
    NUMBERS,
    PLACES,
    WHOLE,
    Place,
    assert_clean,
    assert_refused,
    assert_same,
    cells_of_one_answer,
    sample,
    sample_answer,
    value_of,
)
from udfs import FUNCTIONS, CellError
from udfs.calling.call import call
from udfs.calling.errors import DIV0, NA, NUM, VALUE
from udfs.calling.function import Function
from udfs.calling.kinds import MISSING, Content, Shape

every_function = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)
every_place = pytest.mark.parametrize("place", PLACES, ids=str)
every_number = pytest.mark.parametrize("place", NUMBERS, ids=str)
each = pytest.mark.parametrize("place", EACH, ids=str)
lists = pytest.mark.parametrize("place", [place for place in NUMBERS if place.is_filled_list], ids=str)


def side_by_side(answer: Any) -> list[Any]:
    """One answer as the row of cells that it takes."""
    return answer[0] if isinstance(answer, list) else [answer]


@every_function
def test_the_sample_has_an_answer(function: Function) -> None:
    answer = sample_answer(function)
    assert not isinstance(answer, CellError), answer
    assert_clean(answer, function)
    is_table = function.answer.unit.startswith("table")
    assert len(side_by_side(answer)) == function.width or function.answers_in_rows or is_table


@every_function
def test_help_reads_on_after_give_the(function: Function) -> None:
    """A blank is answered with "give the ..."."""
    for argument in function.arguments:
        if argument.required:
            assert argument.help.split()[0] not in ("a", "an", "the", "what", "how", "if")


def is_only_list(place: Place) -> bool:
    """Whether no other argument is read whole: blank it leaves nothing, beside others a row half filled."""
    whole = [argument for argument in place.function.arguments if argument.kind.shape in WHOLE]
    return whole == [place.argument]


# Shapes


@each
def test_a_cell_a_column_a_row_and_a_block_broadcast(place: Place) -> None:
    cell, answer = value_of(place), side_by_side(sample_answer(place.function))
    assert_same(place.call([[cell]]), sample_answer(place.function))
    assert_same(place.call([[cell], [cell], [cell]]), [answer] * 3)
    wide = place.call([[cell, cell]]), place.call([[cell, cell]] * 3)
    if not place.function.answers_in_rows:
        assert_same(wide[0], [answer * 2])
        assert_same(wide[1], [answer * 2] * 3)
    else:
        for refused in wide:
            assert isinstance(refused, CellError)
            assert refused.message == f"{place.function.name}: answers several cells for each row: give it columns"


@each
def test_ranges_that_do_not_fit_are_refused_by_name(place: Place) -> None:
    for other in EACH:
        if other.function is not place.function or other.index <= place.index:
            continue
        one, two = place.argument.name, other.argument.name
        cell, cells = value_of(place), value_of(other)
        for first, second in ((3, 2), (2, 3)):
            answer = place.call_over(**{one: [[cell]] * first, two: [[cells]] * second})
            assert_refused(answer, VALUE, other, f"{second} x 1 cells, which do not fit")
        if not place.function.answers_in_rows:
            answer = place.call_over(**{one: [[cell]] * 3, two: [[cells, cells]]})
            assert_same(answer, [side_by_side(sample_answer(place.function)) * 2] * 3)
            answer = place.call_over(**{one: [[cell, cell]] * 3, two: [[cells, cells, cells]]})
            assert_refused(answer, VALUE, other, "1 x 3 cells, which do not fit")


@every_place
def test_ragged_rows_are_refused_by_name(place: Place) -> None:
    cell = value_of(place)
    if isinstance(cell, list):
        cell = cell[0][0]
    for ragged in ([[cell], [cell, cell]], [[cell, cell], [cell]], [[cell], cell], [[cell, cell], []]):
        assert_refused(place.call(ragged), VALUE, place, "rows of the same length")
    assert_refused(place.call(np.ones((2, 2, 2))), VALUE, place, "rows and columns only")
    assert_clean(place.call([cell, [cell]]), place.function)


@every_place
def test_a_range_of_nothing_ends_in_no_exception(place: Place) -> None:
    for nothing in ([], [[]], np.empty(0), np.empty((0, 3))):
        assert_clean(place.call(nothing), place.function)


@pytest.mark.parametrize("place", [place for place in PLACES if place.argument.kind.shape is Shape.ONE], ids=str)
def test_a_single_value_must_be_one(place: Place) -> None:
    cell = value_of(place)
    for several in ([[cell], [cell]], [[cell, cell]]):
        assert_refused(place.call(several), VALUE, place, "must be a single value, not a range")
    assert_same(place.call([[cell]]), place.call(cell))


# Blanks


@every_place
@pytest.mark.parametrize("blank", [None, "", [[None]], [[""]]], ids=repr)
def test_a_blank_cell(place: Place, blank: Any) -> None:
    answer = place.call(blank)
    if not place.argument.required:
        assert_same(answer, place.call(MISSING))
    elif place.argument.kind.shape is Shape.LIST or is_only_list(place):
        if place.function.counts_nothing:
            assert answer == 0
        else:
            assert_refused(answer, NA, place, "there is nothing to work on")
    else:
        assert isinstance(answer, CellError)
        assert answer.code == VALUE
        assert_clean(answer, place.function)


@each
def test_a_blank_row_of_a_column_stays_empty(place: Place) -> None:
    cell, answer = value_of(place), side_by_side(sample_answer(place.function))
    for blank in (None, ""):
        assert_same(place.call([[cell], [blank]]), [answer, [""] * cells_of_one_answer(place.function)])


@each
def test_a_row_half_filled_is_refused_by_its_blank(place: Place) -> None:
    others = [other for other in EACH if other.function is place.function and other.index != place.index]
    for other in others:
        cell, cells = value_of(place), value_of(other)
        column = {place.argument.name: [[cell], [None], [None]], other.argument.name: [[cells], [cells], [None]]}
        answer = place.call_over(**column)
        assert_same(answer[0], side_by_side(sample_answer(place.function)))
        if place.argument.required:
            assert_refused(answer[1][0], VALUE, place, "is blank (give the ")
        else:
            assert_same(answer[1], side_by_side(place.call(MISSING)))
        assert answer[2] == [""] * cells_of_one_answer(place.function)


@every_function
def test_fully_blank_rows_of_lists_are_skipped(function: Function) -> None:
    cells = sample(function)
    for index, argument in enumerate(function.arguments):
        if argument.kind.shape in WHOLE and isinstance(cells[index], list) and len(cells[index]) > 1:
            width = len(cells[index][0])
            cells[index] = [cells[index][0], [None] * width, *cells[index][1:], [""] * width]
    answer = sample_answer(function)
    if function.answer.shape is Shape.ALIGNED and len(answer) > 1:  # the answer stands beside the list, in its shape
        answer = [answer[0], [""] * len(answer[0]), *answer[1:], [""] * len(answer[0])]
    assert_same(call(function, *cells), answer)


@every_function
def test_rows_of_lists_half_filled_are_refused_by_position(function: Function) -> None:
    aligned = [Place(function, i) for i, a in enumerate(function.arguments) if a.kind.shape is Shape.ALIGNED]
    given = {place.argument.name: place.sample()[place.index] for place in aligned}
    columns = {name: cells for name, cells in given.items() if isinstance(cells, list) and len(cells) > 1}
    for place in aligned:
        name = place.argument.name
        kind = place.argument.kind
        if len(columns) < 2 or name not in columns or kind.tolerant or not place.argument.required:
            continue
        longer = place.call_over(**{name: [*columns[name], columns[name][0]]})
        assert isinstance(longer, CellError)
        assert "must have the same shape as" in longer.message
        assert_clean(longer, function)
        if kind.blank_means_something:
            continue
        answer = place.call_over(**{name: [*columns[name][:-1], [None]]})
        assert_refused(answer, VALUE, place, f"{name} in row {len(columns[name])} is blank (give the ")


@every_function
def test_a_single_value_stands_for_all_rows_where_it_may(function: Function) -> None:
    for index, argument in enumerate(function.arguments):
        place = Place(function, index)
        given = place.sample()[index]
        if argument.kind.shape is not Shape.ALIGNED or not isinstance(given, list) or len(given) < 2:
            continue
        if argument.kind.stands_for_all:
            assert_same(place.call(given[0][0]), place.call([given[0]] * len(given)))
        else:
            answer = place.call(given[0][0])
            assert isinstance(answer, CellError)
            assert answer.code == VALUE


@every_function
def test_an_optional_list_of_blanks_is_left_out(function: Function) -> None:
    for index, argument in enumerate(function.arguments):
        if argument.kind.shape is Shape.LIST and not argument.required:
            place = Place(function, index)
            for blanks in ([[None], [""]], [[None, None]]):
                assert_same(place.call(blanks), place.call(MISSING))


# Cells that are no numbers


@every_number
@pytest.mark.parametrize("wrong", ["abc", "12", "1e5", "50%", " ", "TRUE", True, False, np.True_], ids=repr)
def test_text_and_truth_values_are_no_numbers(place: Place, wrong: Any) -> None:
    answer = place.call_spoiled(wrong)
    if place.argument.kind.tolerant:
        assert not isinstance(answer, CellError)
        return
    if isinstance(answer, list):
        answer = answer[0][0]
    assert_refused(answer, VALUE, place, "must be a number; got ")
    if wrong in ("12", "1e5", "50%"):
        assert answer.message.endswith("(it is stored as text: type it again as a number)")


@pytest.mark.parametrize("place", [place for place in PLACES if place.argument.kind.content is Content.TRUTH], ids=str)
def test_a_truth_value_is_true_or_false_or_1_or_0(place: Place) -> None:
    for wrong in ("TRUE", "yes", 2.0, -1, 0.5, " ", math.nan):
        assert_refused(place.call_spoiled(wrong), VALUE, place, "must be TRUE or FALSE; got ")
    for one, other in ((True, 1.0), (False, 0.0), (True, 1), (np.False_, 0)):
        assert_same(place.call_spoiled(one), place.call_spoiled(other))


@every_number
@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf, 10**400, -(10**400), np.nan], ids=repr)
def test_what_is_no_finite_number_is_refused(place: Place, wrong: Any) -> None:
    answer = place.call_spoiled(wrong)
    if place.argument.kind.tolerant:
        assert not isinstance(answer, CellError)
    else:
        assert_refused(answer, NUM, place, "must be a finite number; got ")


@every_number
def test_numbers_outside_the_domain_are_refused(place: Place) -> None:
    kind = place.argument.kind
    for limit, outside in ((kind.least, -math.inf), (kind.most, math.inf)):
        if limit is None:
            continue
        answer = place.call_spoiled(math.nextafter(limit.last, outside))
        if kind.tolerant:
            assert not isinstance(answer, CellError)
        else:
            assert_refused(answer, NUM, place, limit.rule)
            assert limit.fix in answer.message
    if kind.gap is not None:
        for inside in (math.nextafter(kind.gap[0], 1), 0.5, math.nextafter(kind.gap[1], 0)):
            assert_refused(place.call_spoiled(inside), NUM, place, kind.gap[2])


@lists
def test_a_bad_cell_is_named_by_its_position(place: Place) -> None:
    """In a list, where the answer does not stand beside it."""
    given = place.sample()[place.index]
    last = [*given[:-1], [*given[-1][:-1], "abc"]]
    where = f"row {len(given)}" if len(given[0]) == 1 else f"column {len(given[0])}"
    assert_refused(place.call(last), VALUE, place, f"{place.argument.name} in {where} must be a number")


@pytest.mark.parametrize("place", [place for place in EACH if place.takes_numbers], ids=str)
def test_a_bad_row_leaves_the_others_alone(place: Place) -> None:
    cell = value_of(place)
    answer = side_by_side(sample_answer(place.function))
    column = place.call([[cell], ["abc"], [cell], [CellError("#REF!")]])
    assert_same(column[0], answer)
    assert_same(column[2], answer)
    for refused in column[1]:
        assert_refused(refused, VALUE, place)
        assert " in row" not in refused.message
    assert column[3] == [CellError("#REF!")] * cells_of_one_answer(place.function)


@every_place
@pytest.mark.parametrize(
    "error",
    [
        *(CellError(code) for code in ("#REF!", "#NAME?", "#NULL!", "#N/A", "#DIV/0!", "#VALUE!", "#NUM!")),
        CellError(NUM, "CLV", "years", "must not be negative", -3.0, "swap the sign"),
        CellError(DIV0, "LOYALTY_GAIN", "clv", "must not be 0", 0.0),
    ],
    ids=str,
)
def test_an_error_from_another_cell_passes_unchanged(place: Place, error: CellError) -> None:
    assert place.call_spoiled(error) == error


# Arguments left out


@every_function
def test_too_few_and_too_many_arguments(function: Function) -> None:
    cells = sample(function)
    for given in range(function.required):
        assert_refused(call(function, *cells[:given]), VALUE, Place(function, given), "is missing (give the ")
    extra = call(function, *cells, *[1.0] * (len(function.arguments) + 1 - len(cells)))
    assert isinstance(extra, CellError)
    assert extra.code == VALUE
    count = len(function.arguments)
    assert extra.message == f"{function.name}: takes at most {count} arguments; got {count + 1}"


@every_place
def test_an_argument_left_out_in_the_middle(place: Place) -> None:
    answer = place.call(MISSING)
    if place.argument.required and place.argument.kind.blank_means_something and place in EACH:
        assert_same(answer, place.call(None))
    elif place.argument.required:
        assert_refused(answer, VALUE, place, "is missing (give the ")
    elif place.argument.default is not None:
        assert_same(answer, place.call(place.argument.default))
    else:
        assert_same(answer, call(place.function, *place.sample()[: place.index]))
