"""Arguments that are read whole: freed of their blanks, of one shape, and without a cell that cannot be used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from udfs.calling.columns import Column, Unfit
from udfs.calling.errors import NA, VALUE, CellError
from udfs.calling.function import Argument, Function
from udfs.calling.kinds import Shape
from udfs.calling.refusals import BrokenRule


@dataclass(slots=True)
class Given:
    """What the body is called with, and how to find a value again that it refuses."""

    function: Function
    columns: list[Column | None]
    bodies: list[Any]
    kept: dict[str, NDArray[np.intp]]
    """Where the remaining cells stood of an argument whose blank rows were dropped."""
    aligned_shape: tuple[int, ...] = ()
    """The shape of the range that its aligned arguments have in common; () for a single cell."""
    aligned_kept: NDArray[np.intp] | None = None
    """Where in it the cells stood that are not fully blank."""

    def error(self, refusal: BrokenRule, index: tuple[int, ...], shape: tuple[int, ...]) -> CellError:
        def value_of(name: str) -> Any:
            return self.bodies[self._place(name)]

        return refusal.at(index, shape, self.function.name, value_of)

    def position(self, name: str, index: int) -> str:
        """Where in its range the index-th number of a list stood, in words; empty for a single cell."""
        column = self.columns[self._place(name)] if name else None
        if column is None:
            return ""
        kept = self.kept.get(name)
        shape = self.function.arguments[self._place(name)].kind.shape
        return position(shape, int(index if kept is None else kept[index]), column.shape)

    def _place(self, name: str) -> int:
        return [argument.name for argument in self.function.arguments].index(name)


def position(kind: Shape, index: int, shape: tuple[int, ...]) -> str:
    """Where the index-th cell of a range stands, as a person counts it; empty where its answer stands beside it."""
    if not shape or kind is Shape.EACH:
        return ""
    if kind is Shape.ROWS:
        return f"column {index % shape[-1] + 1}"
    if len(shape) < 2 or shape[1] == 1:
        return f"row {index + 1}"
    row, column = divmod(index, shape[1])
    return f"column {column + 1}" if shape[0] == 1 else f"row {row + 1}, column {column + 1}"


def gather(function: Function, columns: list[Column | None]) -> Given:
    """Lists freed of their blanks; anything in them that cannot be used ends the call, by position."""
    given = Given(function, columns, [None if column is None else column.values for column in columns], {})
    aligned: list[tuple[int, Argument, Column]] = []
    for place, (argument, column) in enumerate(zip(function.arguments, columns, strict=True)):
        if column is None or argument.kind.shape is Shape.EACH:
            continue
        if argument.kind.shape is Shape.ROWS:
            given.bodies[place] = np.atleast_1d(column.array)
            continue
        _pass_on(column)
        if argument.kind.shape is Shape.ALIGNED:
            aligned.append((place, argument, column))
        elif argument.kind.shape is Shape.LIST:
            given.bodies[place] = _filled_cells(given, argument, column)
        elif column.blank is not None:
            raise Unfit(blank_error(function, argument))
    if aligned:
        _align(given, aligned)
    return given


def _filled_cells(given: Given, argument: Argument, column: Column) -> Any:
    """The cells of a list that are not blank."""
    filled = np.atleast_1d(column.array).ravel()
    if column.blank is not None:
        given.kept[argument.name] = np.flatnonzero(~column.blank)
        filled = filled[given.kept[argument.name]]
    if filled.size == 0 and not argument.required:
        return argument.default  # an empty list of holidays is no list
    if filled.size == 0 and not given.function.counts_nothing:
        raise _empty_error(given.function, argument)
    return filled


def _pass_on(column: Column) -> None:
    """A total never leaves out a cell in silence: the first bad one is the answer."""
    if column.errors is not None:
        raise Unfit(next(error for error in column.errors.flat if error is not None))


def blank_error(function: Function, argument: Argument) -> CellError:
    """A blank in a required place."""
    return CellError(VALUE, function.name, argument.name, "is blank", fix=f"give the {argument.help}")


def _empty_error(function: Function, argument: Argument) -> Unfit:
    return Unfit(CellError(NA, function.name, argument.name, "is blank: there is nothing to work on"))


def _align(given: Given, aligned: list[tuple[int, Argument, Column]]) -> None:
    """Columns that belong together: one shape, fully blank rows dropped, no row half filled."""
    function = given.function
    several = [member for member in aligned if not member[2].single]
    lone = several[0] if several else aligned[0]
    for _, argument, column in aligned:
        stands_for_all = column.single and argument.kind.stands_for_all
        both_one = column.array.size == lone[2].array.size == 1  # a list of one is a single value too
        if column.shape != lone[2].shape and not (stands_for_all or both_one):
            rule = f"must have the same shape as {lone[1].name}"
            raise Unfit(CellError(VALUE, function.name, argument.name, rule, size(column), f"{size(lone[2])} expected"))
    rows = [member for member in aligned if not (several and member[2].single)]
    empty = np.logical_and.reduce([_blanks(column) for _, _, column in rows])
    if empty.all():
        raise _empty_error(function, rows[0][1])
    keep = np.flatnonzero(~empty)
    given.aligned_shape, given.aligned_kept = lone[2].shape, keep
    for place, argument, column in aligned:
        values, blank = np.atleast_1d(column.array).ravel(), _blanks(column)
        if not (several and column.single):
            given.kept[argument.name] = keep
            values, blank = values[keep], blank[keep]
        may_be_blank = argument.kind.tolerant or argument.kind.blank_means_something or not argument.required
        if not may_be_blank and blank.any():
            where = given.position(argument.name, int(blank.argmax()))
            raise Unfit(replace(blank_error(function, argument), position=where))
        given.bodies[place] = np.broadcast_to(values, keep.shape) if several and column.single else values


def _blanks(column: Column) -> NDArray[np.bool_]:
    size = column.array.size
    return np.zeros(size, dtype=bool) if column.blank is None else np.atleast_1d(column.blank).ravel()


def size(column: Column) -> str:
    """Rows and columns of a range, in words."""
    rows, columns = (*column.shape, 1, 1)[:2]
    return f"{rows} x {columns} cells"
