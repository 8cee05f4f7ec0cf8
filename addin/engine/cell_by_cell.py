"""One of Excel's functions called for each value of an array, where the engine would give one answer alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from addin.engine.calls import fit_to_range
from addin.engine.surroundings import MISSING_MARK

LEFT_OUT = object()
"""An argument that is left out of the call."""
Computing = Callable[[str, Sequence[Any], Sequence[bool], list[tuple[Any, ...]]], list[Any]]
"""Computes a function for each combination of those of its arguments that vary."""


def calling_each(computed_for: Computing) -> Callable[..., Any]:
    """The engine's function that calls one of Excel's for each value of an array."""

    def each(name: str, pattern: str, *arguments: Any) -> Any:
        arguments = tuple(LEFT_OUT if argument == MISSING_MARK else argument for argument in arguments)
        lifted = [taken in "vp" and isinstance(a, list) for taken, a in zip(pattern, arguments, strict=True)]
        shapes = [(len(a), len(a[0])) for a, several in zip(arguments, lifted, strict=True) if several]
        height = max((rows for rows, _ in shapes), default=1)
        width = max((columns for _, columns in shapes), default=1)
        grids = [_grid(a, height, width) for a, several in zip(arguments, lifted, strict=True) if several]
        # A column of a survey holds few different values: each combination is computed once, and kept once.
        different: dict[tuple[tuple[type, Any], ...], tuple[Any, ...]] = {}
        for combination in _combinations(grids):
            different.setdefault(tuple(map(_key, combination)), combination)
        computed = computed_for(name, arguments, lifted, list(different.values()))
        answers = dict(zip(different, computed, strict=True))
        flat = (answers[tuple(map(_key, combination))] for combination in _combinations(grids))
        return [list(islice(flat, width)) for _ in range(height)]

    return each


def _combinations(grids: list[list[list[Any]]]) -> Iterator[tuple[Any, ...]]:
    """The cells that stand in the same place, row by row; the empty combination where nothing varies."""
    return zip(*map(chain.from_iterable, grids), strict=True) if grids else iter([()])


def _key(cell: Any) -> tuple[type, Any]:
    return type(cell), cell["kind"] if isinstance(cell, dict) else cell


def _grid(argument: Any, height: int, width: int) -> list[list[Any]]:
    if len(argument) == height and len(argument[0]) == width:
        return argument  # type: ignore
    answer = fit_to_range(argument, height, width)
    return answer if isinstance(answer, list) else [[answer]]
