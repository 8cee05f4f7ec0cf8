"""One call: the body run once, its refusals laid over the cells concerned."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from udfs.calling.arguments import read_arguments
from udfs.calling.columns import Column, Errors, HostValue, Unfit
from udfs.calling.errors import NUM, VALUE, CellError
from udfs.calling.function import Argument, Function
from udfs.calling.kinds import Shape
from udfs.calling.lists import Given, blank_error, gather, position, size
from udfs.calling.numbers import LARGEST, Numbers, ends, remember_ends
from udfs.calling.outcome import Outcome, error_mask
from udfs.calling.refusals import BrokenRule, Stopped, collect_refusals

_log = logging.getLogger(__name__)

_Reason: TypeAlias = tuple[NDArray[np.bool_], Callable[[tuple[int, ...]], CellError]]
"""Where a cell has no answer, and why."""

_CELLWISE = (Shape.EACH, Shape.ROWS)
_READ_WHOLE = (Shape.LIST, Shape.ALIGNED)


def call(function: Function, *cells: HostValue) -> HostValue:
    """A host's call: cells and rows of cells in, a cell or rows of cells out. Never raises."""
    bounds = function.bounds
    if bounds is not None and len(cells) == len(bounds):
        for cell, (lowest, highest) in zip(cells, bounds, strict=True):
            if type(cell) is not float or not lowest <= cell <= highest:
                break
        else:
            try:
                answer = function.body(*cells)
                if answer - answer == 0.0:  # neither infinite nor NaN
                    return answer
            except (Stopped, OverflowError):
                pass  # the long way names what is wrong
            except Exception:  # noqa: BLE001 - no host can take one; it is logged with its trace
                return _fault(function)
    return _call_through_columns(function, cells)


def _call_through_columns(function: Function, cells: Sequence[HostValue]) -> HostValue:
    try:
        return outcome(function, cells).cells()
    except Unfit as unfit:
        return unfit.error
    except Exception:  # noqa: BLE001 - as above
        return _fault(function)


def outcome(function: Function, values: Sequence[Any]) -> Outcome:
    """The answer of one call before it is put into cells or arrays; raises Unfit for the whole call."""
    with np.errstate(all="ignore"):
        return _answer_in_blocks(function, values) or _answer(function, read_arguments(function, values))


def _fault(function: Function) -> CellError:
    _log.exception("%s stopped unexpectedly", function.name)
    return CellError(VALUE, function.name, rule="stopped by a fault of its own", fix="please report it with the inputs")


_BLOCK = 32_768
"""Numbers of a column that are checked and computed while the processor's cache still holds them."""


def _answer_in_blocks(function: Function, values: Sequence[Any]) -> Outcome | None:
    """The answer over long columns of plain numbers, all of them as they should be; None for any other call."""
    bounds = function.bounds
    columns = [value for value in values if isinstance(value, np.ndarray)]
    if bounds is None or len(values) != len(bounds) or not columns:
        return None
    size = columns[0].size
    if size < 2 * _BLOCK or any(column.shape != (size,) or column.dtype != np.float64 for column in columns):
        return None
    if not all(isinstance(value, (float, np.ndarray)) for value in values):
        return None
    answers = np.empty(size)
    with collect_refusals(frozenset()) as refusals, remember_ends() as known:
        for start in range(0, size, _BLOCK):
            block = slice(start, start + _BLOCK)
            parts = [value[block] if isinstance(value, np.ndarray) else value for value in values]
            known.clear()
            known.update((id(part), ends(part)) for part in parts if isinstance(part, np.ndarray))
            if not all(_lies_within(part, *domain) for part, domain in zip(parts, bounds, strict=True)):
                return None
            part = function.body(*parts)
            if refusals or not _lies_within(part, *_FINITE):
                return None
            answers[block] = part
    return Outcome(answers)


_FINITE = (-LARGEST, LARGEST)


def _lies_within(part: Numbers, lowest: float, highest: float) -> bool:
    """Whether every number of a part lies within the two; NaN never does."""
    smallest, largest = (part, part) if isinstance(part, float) else ends(part)
    return lowest <= smallest and largest <= highest


def _answer(function: Function, columns: list[Column | None]) -> Outcome:
    """The answer of a call whose arguments were read."""
    given = gather(function, columns)
    cellwise = [
        (argument, column)
        for argument, column in zip(function.arguments, columns, strict=True)
        if argument.kind.shape in _CELLWISE and column is not None
    ]
    shape = _common_shape(function, cellwise)
    try:
        if function.answer.shape is Shape.ALIGNED:
            return _answer_rows_along_aligned(given, cellwise, shape) if shape else _answer_aligned(given, cellwise)
        return _answer_each_cell(given, cellwise, shape) if shape else _answer_once(given, cellwise)
    except Stopped as stopped:
        raise Unfit(_stop_error(given, stopped.refusal)) from None


def _common_shape(function: Function, cellwise: Sequence[tuple[Argument, Column]]) -> tuple[int, ...]:
    """The shape of the answer; () for one cell."""
    shape: tuple[int, ...] = ()
    for argument, column in cellwise:
        own = column.shape[:-1] if argument.kind.shape is Shape.ROWS else column.shape
        try:
            shape = np.broadcast_shapes(shape, own)
        except ValueError:
            fix = "use one cell, or ranges of the same size"
            rule = f"has {size(column)}, which do not fit the arguments before it"
            raise Unfit(CellError(VALUE, function.name, argument.name, rule, fix=fix)) from None
    return shape


def _answer_once(given: Given, cellwise: Sequence[tuple[Argument, Column]]) -> Outcome:
    """One answer: of one cell each, or of whole lists."""
    function = given.function
    _stop_at_own_reasons(function, cellwise)
    try:
        result = function.body(*given.bodies)
    except OverflowError:
        raise Unfit(_too_large(function)) from None
    for part in result if isinstance(result, tuple) else (result,):
        if isinstance(part, (float, np.ndarray)) and not np.all(np.isfinite(part)):
            raise Unfit(_too_large(function))
    plain = tuple(map(_plain, result)) if isinstance(result, tuple) else _plain(result)
    return Outcome(plain)


def _stop_at_own_reasons(function: Function, cellwise: Sequence[tuple[Argument, Column]]) -> None:
    """A single cell that cannot be used is the answer."""
    for argument, column in cellwise:
        for where, error_at in _own_reasons(function, argument, column, ()):
            if where.any():
                raise Unfit(error_at(()))


def _answer_aligned(given: Given, cellwise: Sequence[tuple[Argument, Column]]) -> Outcome:
    """An answer in the shape of the aligned arguments: blank where they are, each refused cell with its reason."""
    function = given.function
    _stop_at_own_reasons(function, cellwise)
    keep = given.aligned_kept
    assert keep is not None, "an answer beside aligned arguments needs one that is required"
    with collect_refusals(_whole_arguments(function)) as refusals:
        try:
            result = function.body(*given.bodies)
        except OverflowError:
            raise Unfit(_too_large(function)) from None
    refused = _errors(given, (), refusals, (result,), keep.shape)
    shape = given.aligned_shape or (1,)
    values = np.full(shape, math.nan)
    values.flat[keep] = result
    errors = None
    if refused is not None:
        errors = np.empty(shape, dtype=object)
        errors.flat[keep] = refused
    blank = np.ones(shape, dtype=bool)
    blank.flat[keep] = False
    if given.aligned_shape:
        return Outcome(values, errors, blank if blank.any() else None)
    if errors is not None:
        raise Unfit(errors[0])
    return Outcome(float(values[0]))


def _answer_rows_along_aligned(
    given: Given, cellwise: Sequence[tuple[Argument, Column]], shape: tuple[int, ...]
) -> Outcome:
    """A row for each cell, with an answer in the place of each of the aligned cells, which stand in one line."""
    function, keep = given.function, given.aligned_kept
    assert keep is not None, "an answer along aligned arguments needs one that is required"
    _refuse_blocks(function, shape)
    if min(given.aligned_shape[1:], default=1) > 1 and given.aligned_shape[0] > 1:
        argument = next(each for each in function.arguments if each.kind.shape is Shape.ALIGNED)
        raise Unfit(CellError(VALUE, function.name, argument.name, "must be one row or one column"))
    rows, width = math.prod(shape), math.prod(given.aligned_shape)
    if not rows:
        return Outcome(np.empty((0, width)))
    with collect_refusals(_whole_arguments(function)) as refusals:
        result = function.body(*_array_arguments(given))
    values = np.full((rows, width), math.nan)
    values[:, keep] = result
    refused = _errors(given, cellwise, refusals, (), shape)
    empty, blank = _blank_rows(cellwise, shape), np.ones((rows, width), dtype=bool)
    blank[:, keep] = False
    if empty is not None:
        blank[empty.ravel()] = True
    errors = None
    if refused is not None:
        errors = np.column_stack([refused.ravel()] * width)
        errors[blank] = None
    return Outcome(values, errors, blank if blank.any() else None)


def _refuse_blocks(function: Function, shape: tuple[int, ...]) -> None:
    if len(shape) > 1 and shape[1] > 1:
        raise Unfit(CellError(VALUE, function.name, rule="answers several cells for each row: give it columns"))


def _whole_arguments(function: Function) -> set[str]:
    return {argument.name for argument in function.arguments if argument.kind.shape in _READ_WHOLE}


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, (np.generic, np.ndarray)) and np.ndim(value) == 0 else value


def _stop_error(given: Given, refusal: BrokenRule) -> CellError:
    """The reason of a refused whole; where one row of a list is to blame, its position."""
    condition = np.asarray(refusal.condition)
    if condition.ndim == 0:
        return given.error(refusal, (), ())
    index = tuple(int(i) for i in np.argwhere(condition)[0])
    error = given.error(refusal, index, condition.shape)
    return replace(error, position=given.position(refusal.argument, index[-1]))


def _answer_each_cell(given: Given, cellwise: Sequence[tuple[Argument, Column]], shape: tuple[int, ...]) -> Outcome:
    """Each cell by itself: bad rows show their error, blank rows stay blank, the others compute."""
    function = given.function
    if function.width > 1:
        _refuse_blocks(function, shape)
    if 0 in shape:
        return Outcome(np.empty(shape if function.width == 1 else (0, function.width)))
    with collect_refusals(_whole_arguments(function)) as refusals:
        result = function.body(*_array_arguments(given))
    parts = [np.broadcast_to(part, shape) for part in (result if isinstance(result, tuple) else (result,))]
    errors = _errors(given, cellwise, refusals, parts, shape)
    blank = _blank_rows(cellwise, shape)
    if blank is not None and errors is not None:
        errors[blank] = None
        errors = errors if error_mask(errors).any() else None
    if function.width == 1:
        return Outcome(parts[0], errors, blank)

    def beside(over: NDArray[Any] | None) -> NDArray[Any] | None:
        return None if over is None else np.column_stack([over.ravel()] * function.width)

    return Outcome(np.column_stack([part.ravel() for part in parts]), beside(errors), beside(blank))


def _array_arguments(given: Given) -> list[Any]:
    """What the body gets beside arrays: a lone number as an array of one, which divides by 0 without an exception."""
    for place, (argument, column) in enumerate(zip(given.function.arguments, given.columns, strict=True)):
        if column is not None and column.single and argument.kind.shape is Shape.EACH:
            given.bodies[place] = np.array([column.values], dtype=None if isinstance(column.values, float) else object)
    return given.bodies


def _errors(
    given: Given,
    cellwise: Sequence[tuple[Argument, Column]],
    refusals: Sequence[BrokenRule],
    parts: Sequence[NDArray[Any]],
    shape: tuple[int, ...],
) -> Errors | None:
    """The first reason for each cell that has no answer: an input's error, a broken rule, a number too large."""
    errors: Errors | None = None
    reasons = chain(
        *(_own_reasons(given.function, argument, column, shape) for argument, column in cellwise),
        (_rule_reason(given, refusal, shape) for refusal in refusals),
        ((~np.isfinite(part), lambda _: _too_large(given.function)) for part in parts if not _is_finite(part)),
    )
    for where, error_at in reasons:
        if errors is None and where.any():
            errors = np.empty(shape, dtype=object)
        for index in map(tuple, np.argwhere(where)):
            if errors is not None and errors[index] is None:
                errors[index] = error_at(index)
    return errors


def _own_reasons(function: Function, argument: Argument, column: Column, shape: tuple[int, ...]) -> Iterator[_Reason]:
    """What is wrong with one argument by itself, laid out over the answer's cells; of a row, its first such cell."""
    in_rows = argument.kind.shape is Shape.ROWS
    if column.errors is not None:
        errors = _first_of_rows(column.errors) if in_rows else column.errors
        own = np.broadcast_to(errors, shape)
        yield error_mask(own), own.__getitem__
    if argument.required and column.blank is not None and not argument.kind.blank_means_something:
        error = blank_error(function, argument)
        if not in_rows or column.single:
            yield np.broadcast_to(column.blank, shape), lambda _: error
        else:
            first = np.asarray(column.blank.argmax(axis=-1))
            yield (
                np.asarray(column.blank.any(axis=-1)),
                lambda index: replace(error, position=position(Shape.ROWS, int(first[index]), column.shape)),
            )


def _rule_reason(given: Given, refusal: BrokenRule, shape: tuple[int, ...]) -> _Reason:
    condition = np.asarray(refusal.condition)
    if condition.ndim <= len(shape):
        return np.broadcast_to(condition, shape), lambda index: given.error(refusal, index, shape)
    # One of the cells that an answer is made of broke the rule: the first is shown.
    first = condition.argmax(axis=-1)
    return (
        np.asarray(condition.any(axis=-1)),
        lambda index: replace(
            given.error(refusal, (*index, int(first[index])), condition.shape),
            position=given.position(refusal.argument, int(first[index])),
        ),
    )


def _is_finite(part: NDArray[Any]) -> bool:
    if part.dtype.kind != "f" or part.size == 0:
        return True
    return bool(np.isfinite(part.min()) and np.isfinite(part.max()))


def _too_large(function: Function) -> CellError:
    return CellError(NUM, function.name, rule="has no answer that fits a number")


def _first_of_rows(errors: Errors) -> Errors:
    if errors.ndim == 0:
        return errors
    rows = errors.reshape(-1, errors.shape[-1])
    firsts = np.empty(len(rows), dtype=object)
    for row, cells in enumerate(rows):
        firsts[row] = next((error for error in cells if error is not None), None)
    return firsts.reshape(errors.shape[:-1])


def _blank_rows(cellwise: Sequence[tuple[Argument, Column]], shape: tuple[int, ...]) -> NDArray[np.bool_] | None:
    """The empty rows of a form: every input that varies is blank there."""
    varying = [(argument, column) for argument, column in cellwise if not column.single]
    if any(column.blank is None for _, column in varying):
        return None
    empty = np.ones(shape, dtype=bool)
    for argument, column in varying:
        own = np.asarray(column.blank)
        empty &= own.all(axis=-1) if argument.kind.shape is Shape.ROWS else own
    return empty if empty.any() else None
