"""The arguments of one call: read, completed with their defaults, and checked against their domains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from udfs.calling.columns import Column, Errors, Unfit, is_empty, read
from udfs.calling.errors import NUM, VALUE, CellError
from udfs.calling.function import Argument, Function
from udfs.calling.kinds import MISSING, Content, Kind, Shape
from udfs.calling.lists import position


def read_arguments(function: Function, values: Sequence[Any]) -> list[Column | None]:
    """Every argument as a column; None for an optional one that was left out and has no default."""
    if len(values) > len(function.arguments):
        rule = f"takes at most {len(function.arguments)} arguments"
        raise Unfit(CellError(VALUE, function.name, rule=rule, value=len(values)))
    columns: list[Column | None] = []
    for index, argument in enumerate(function.arguments):
        given = values[index] if index < len(values) else MISSING
        if given is MISSING and index < len(values) and _may_be_none(argument):
            given = None
        if given is MISSING and argument.required:
            raise Unfit(CellError(VALUE, function.name, argument.name, "is missing", fix=f"give the {argument.help}"))
        if not argument.required and (given is MISSING or _is_single_blank(given)):
            columns.append(None if argument.default is None else Column(argument.default, single=True))
        else:
            columns.append(_read_argument(function, argument, given))
    return columns


def _may_be_none(argument: Argument) -> bool:
    """Whether an empty argument in its place is a blank cell, which the body judges."""
    return argument.required and argument.kind.shape is Shape.EACH and argument.kind.blank_means_something


def _is_single_blank(given: Any) -> bool:
    while isinstance(given, list) and len(given) == 1:
        given = given[0]
    return is_empty(given)


def _read_argument(function: Function, argument: Argument, given: Any) -> Column:
    kind = argument.kind
    try:
        column = read(given, kind)
    except Unfit as unfit:
        raise Unfit(replace(unfit.error, function=function.name, argument=argument.name)) from None
    if kind.shape is Shape.ONE and not column.single:
        raise Unfit(CellError(VALUE, function.name, argument.name, "must be a single value, not a range"))
    if argument.default is not None and column.blank is not None:
        column.values = np.where(column.blank, argument.default, column.values)
    if column.errors is not None:
        column.errors = _add_names(column.errors, function, argument)
    if kind.content is Content.NUMBER and column.array.size:
        _check_domain(column, function, argument)
    return column


def _add_names(errors: Errors, function: Function, argument: Argument) -> Errors | None:
    """Put names to what the reader found; an error passed on from another cell stays as it is.

    Where the body counts what does not fit, only the errors passed on are left.
    """
    for index, error in enumerate(errors.flat):
        if error is not None and error.rule and not error.function:
            where = position(argument.kind.shape, index, errors.shape)
            named = replace(error, function=function.name, argument=argument.name, position=where)
            errors.flat[index] = None if argument.kind.tolerant else named
    return errors if any(error is not None for error in errors.flat) else None


def _check_domain(column: Column, function: Function, argument: Argument) -> None:
    """Mark the numbers outside the domain; an array within it costs a look at its ends."""
    kind = argument.kind
    values = column.array
    holes = column.holes()
    present = values if holes is None else values[~holes]
    if present.size == 0:
        return
    smallest, largest = column.ends or (present.min(), present.max())
    if kind.shares_look_wrong and largest <= 1:
        _check_shares(present, function, argument)
    if smallest >= kind.lowest and largest <= kind.highest and kind.gap is None:
        return
    if kind.tolerant:
        column.values = np.where((values >= kind.lowest) & (values <= kind.highest), values, np.nan)
        return
    for outside, rule, fix in _outside(kind, values):
        for index in map(int, np.flatnonzero(outside)):
            if column.errors is None:
                column.errors = np.empty(values.shape, dtype=object)
            value, where = float(values.flat[index]), position(kind.shape, index, values.shape)
            column.errors.flat[index] = CellError(NUM, function.name, argument.name, rule, value, fix, where)


def _outside(kind: Kind, values: NDArray[Any]) -> list[tuple[NDArray[np.bool_], str, str]]:
    """Where the domain is left, with the rule that says so and the fix."""
    found = []
    if kind.least is not None:
        found.append((values < kind.least.last, kind.least.rule, kind.least.fix))
    if kind.most is not None:
        found.append((values > kind.most.last, kind.most.rule, kind.most.fix))
    if kind.gap is not None:
        start, end, rule, fix = kind.gap
        found.append(((values > start) & (values < end), rule, fix))
    return found


def _check_shares(present: NDArray[Any], function: Function, argument: Argument) -> None:
    """Two or more indexes from 0 to 1, not all 0 or 1, are shares: a tally of them would be all disloyal."""
    inside = present[present >= 0]
    if len(inside) == present.size > 1 and (inside % 1 > 0).any():
        rule = "must be from 0 to 100; this looks like shares"
        raise Unfit(CellError(NUM, function.name, argument.name, rule, fix="multiply by 100"))
