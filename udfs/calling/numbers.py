"""Elementary functions of a number or an array; plain floats stay plain, which keeps a one-cell call fast."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from udfs.calling.kinds import Kind

Array: TypeAlias = NDArray[np.float64]
Numbers: TypeAlias = float | Array
T = TypeVar("T")
Truths: TypeAlias = bool | NDArray[np.bool_]
Labels: TypeAlias = NDArray[np.object_]

LARGEST = float(np.finfo(np.float64).max)
"""The largest finite number."""

_COMPARED_TO = 1e9
"""Comparisons with limits are made after rounding to 9 decimals."""


def expm1(x: Numbers) -> Numbers:
    """e^x - 1, accurate for tiny x; infinite where it is too large for a number."""
    if isinstance(x, float):
        try:
            return math.expm1(x)
        except OverflowError:
            return math.inf
    return np.expm1(x)


def log1p(x: Numbers) -> Numbers:
    """ln(1 + x), accurate for tiny x."""
    return math.log1p(x) if isinstance(x, float) else np.log1p(x)


def square_root(x: Numbers) -> Numbers:
    """The root of x >= 0."""
    return math.sqrt(x) if isinstance(x, float) else np.sqrt(x)


def rounded(x: Numbers) -> Numbers:
    """x to the 9 decimals in which limits are compared, the same for a number and an array."""
    if isinstance(x, float):
        steps = x * _COMPARED_TO + 0.5
        return math.floor(steps) / _COMPARED_TO if math.isfinite(steps) else steps
    return np.floor(x * _COMPARED_TO + 0.5) / _COMPARED_TO


_known_ends: ContextVar[dict[int, tuple[float, float]]] = ContextVar("ends of arrays that were looked at")


@contextmanager
def remember_ends() -> Iterator[dict[int, tuple[float, float]]]:
    """Within, the ends entered here (by the id of an array in use) need no further look at its numbers."""
    known: dict[int, tuple[float, float]] = {}
    token = _known_ends.set(known)
    try:
        yield known
    finally:
        _known_ends.reset(token)


def ends(x: Array) -> tuple[float, float]:
    """The smallest and the largest number; NaN where there is one."""
    known = _known_ends.get(None)
    return (known and known.get(id(x))) or (float(x.min()), float(x.max()))


def is_zero(x: Numbers) -> Truths:
    """Where x is 0. As the comparisons below, plainly False for an array whose ends show that it never holds."""
    if isinstance(x, float):
        return x == 0
    smallest, largest = ends(x)
    return False if smallest > 0 or largest < 0 else x == 0


def is_below(x: Numbers, bound: float) -> Truths:
    """Where x is below a bound."""
    if isinstance(x, float):
        return x < bound
    return False if ends(x)[0] >= bound else x < bound


def is_near_zero(x: Numbers, distance: float) -> Truths:
    """Where x is nearer to 0 than a distance."""
    if isinstance(x, float):
        return -distance < x < distance
    smallest, largest = ends(x)
    return False if smallest >= distance or largest <= -distance else np.abs(x) < distance


def is_at_most(x: Numbers, bound: float) -> Truths:
    """Where x is at most a bound."""
    if isinstance(x, float):
        return x <= bound
    return False if x.min() > bound else x <= bound


def have_opposite_signs(x: Numbers, y: Numbers) -> Truths:
    """Where one is above and the other below 0."""
    if is_below(x, 0.0) is False and is_below(y, 0.0) is False:
        return False
    opposite = np.logical_or(np.logical_and(x < 0, y > 0), np.logical_and(x > 0, y < 0))
    return bool(opposite) if np.ndim(opposite) == 0 else opposite


def whole(numbers: Numbers, kind: Kind) -> NDArray[np.int64]:
    """As whole numbers; what is blank or outside the domain has its error already and only must not stop the others."""
    return np.clip(np.nan_to_num(numbers, nan=kind.lowest), kind.lowest, kind.highest).astype(np.int64)


def choose(condition: Truths | np.bool_, yes: Callable[[], T], no: Callable[[], T]) -> T:
    """`yes()` where the condition holds, `no()` elsewhere; what nobody needs is not computed."""
    if isinstance(condition, (bool, np.bool_)):
        return yes() if condition else no()
    if not condition.any():
        return no()
    if condition.all():
        return yes()
    return cast(T, np.where(condition, yes(), no()))  # type: ignore[call-overload]  # T is a number, an array or a word
