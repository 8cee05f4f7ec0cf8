"""Columns of money added up by group to the last decimal, in whatever order the rows come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from udfs.arithmetic.parts import FINEST, amount, exact


@dataclass(frozen=True)
class Money:
    """The amounts of the rows in whole units of their finest decimal."""

    units: NDArray[Any]
    decimals: int

    @staticmethod
    def of(distinct: Sequence[float], codes: NDArray[np.intp]) -> Money:
        """The amount of each row: the one of the distinct amounts that its code says."""
        numbers = exact(distinct)
        decimals = min(numbers.scale, FINEST)
        units = numbers.in_units(decimals)
        # Sums that do not fit into 64 bits are made of Python's integers, which take longer.
        fits = max(map(abs, units), default=0) * max(len(codes), 1) < 2**63
        return Money(np.array(units, dtype=np.int64 if fits else object)[codes], decimals)

    def of_rows(self, rows: NDArray[Any]) -> Money:
        """Those rows alone."""
        return Money(self.units[rows], self.decimals)

    def times(self, other: Money) -> Money:
        """The product row by row, exactly."""
        return Money(self._roomy(other.largest()) * other.units, self.decimals + other.decimals)

    def plus(self, other: Money) -> Money:
        """The sum row by row, exactly."""
        decimals = max(self.decimals, other.decimals)
        own, others = (each.finer(decimals).units for each in (self, other))
        return Money(own + others, decimals)

    def minus(self, other: Money) -> Money:
        """The difference row by row, exactly."""
        return self.plus(Money(-other.units, other.decimals))

    def where(self, condition: NDArray[np.bool_]) -> Money:
        """The rows where the condition holds; nothing in the others."""
        return Money(np.where(condition, self.units, 0), self.decimals)

    def finer(self, decimals: int) -> Money:
        """The same in units of a later decimal."""
        step = 10 ** (decimals - self.decimals)
        return Money(self._roomy(2 * step) * step, decimals)

    def largest(self) -> int:
        """The units of the amount that is farthest from 0."""
        return max(abs(int(self.units.max())), abs(int(self.units.min()))) if len(self.units) else 0

    def _roomy(self, times: int) -> NDArray[Any]:
        """The units in numbers that still hold the sum of all of them, each so many times as large."""
        fits = self.largest() * max(times, 1) * max(len(self.units), 1) < 2**63
        return self.units if fits else self.units.astype(object)

    def sums(self, groups: NDArray[np.intp], number: int) -> list[float]:
        """The amounts of each group added up."""
        sums = np.zeros(number, dtype=self.units.dtype)
        np.add.at(sums, groups, self.units)
        return [amount(units, self.decimals) for units in sums.tolist()]


def sums_by(keys: NDArray[np.int64], columns: Sequence[Money]) -> list[tuple[int, list[float]]]:
    """Each key in ascending order with the sums of its rows."""
    distinct, groups = np.unique(keys, return_inverse=True)
    sums = [column.sums(groups, len(distinct)) for column in columns]
    return [(key, list(amounts)) for key, amounts in zip(distinct.tolist(), zip(*sums, strict=True), strict=True)]
