"""Columns of decimal numbers counted in whole units of their last decimal: what is computed from them is exact."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from udfs.arithmetic.parts import LARGEST, exact
from udfs.calling.numbers import Array

_USUAL_SCALES = (0, 2, 4, 6)
"""Decimals tried before the numbers are read one by one."""
_TOO_LARGE = 2**63
"""For 64 bits: such units are Python's integers, which take longer."""


@dataclass(frozen=True, slots=True)
class DecimalColumn:
    """Numbers as they are printed: units x 10^-scale."""

    units: NDArray[Any]
    scale: int

    @staticmethod
    def of(numbers: Array) -> DecimalColumn:
        """Each number as its shortest decimal text says it; what is no finite number, as 0."""
        finite = np.where(np.isfinite(numbers), numbers, 0.0)
        largest = float(np.abs(finite).max(initial=0.0))
        for scale in _USUAL_SCALES:
            power = 10.0**scale
            if largest * power >= LARGEST:
                break
            units = np.rint(finite * power)
            # Two decimals of up to 15 digits are never the same number: the one that gives it is the printed one.
            if np.array_equal(units / power, finite):
                return DecimalColumn(units.astype(np.int64), scale)
        read = exact(finite.ravel().tolist())
        return DecimalColumn(_of_integers(read.multiples).reshape(finite.shape), read.scale)

    def numbers(self) -> Array:
        """As numbers of cells; infinite where one is too large."""
        if self.units.dtype != object and largest_of(self.units) < LARGEST:
            return np.asarray(self.units / 10.0**self.scale)
        divisor = 10**self.scale
        quotients = [_quotient(units, divisor) for units in self.units.ravel().tolist()]
        return np.array(quotients).reshape(self.units.shape)

    def at(self, scale: int) -> NDArray[Any]:
        """The units of a scale that is no coarser."""
        if scale == self.scale:
            return self.units
        factor = 10 ** (scale - self.scale)
        fits = max(largest_of(self.units), 1) * factor < _TOO_LARGE
        return np.asarray(self.units * factor if fits else _large(self.units) * factor)

    def plus(self, other: DecimalColumn) -> DecimalColumn:
        """Their sum, row by row."""
        scale = max(self.scale, other.scale)
        mine, theirs = self.at(scale), other.at(scale)
        fits = largest_of(mine) + largest_of(theirs) < _TOO_LARGE
        return DecimalColumn(np.asarray(mine + theirs if fits else _large(mine) + theirs), scale)

    def less(self, other: DecimalColumn) -> DecimalColumn:
        """Their difference, row by row."""
        return self.plus(DecimalColumn(-other.units, other.scale))

    def times(self, other: DecimalColumn) -> DecimalColumn:
        """Their product, row by row."""
        fits = largest_of(self.units) * largest_of(other.units) < _TOO_LARGE
        product = self.units * other.units if fits else _large(self.units) * other.units
        return DecimalColumn(np.asarray(product), self.scale + other.scale)

    def rounded(self, decimals: int) -> DecimalColumn:
        """Half away from zero to so many decimals, where there are more."""
        if decimals >= self.scale:
            return self
        divisor = 10 ** (self.scale - decimals)
        units = self.units if largest_of(self.units) + divisor < _TOO_LARGE else _large(self.units)
        size = (np.abs(units) + divisor // 2) // divisor
        return DecimalColumn(np.where(units < 0, -size, size), decimals)


def largest_of(units: NDArray[Any]) -> int:
    """The largest of some units, whatever their signs."""
    return int(np.abs(units).max(initial=0))


def _of_integers(multiples: list[int]) -> NDArray[Any]:
    fits = max(map(abs, multiples), default=0) < _TOO_LARGE
    return np.array(multiples, dtype=np.int64 if fits else object)


def _large(units: NDArray[Any]) -> NDArray[Any]:
    return units.astype(object)


def _quotient(units: int, divisor: int) -> float:
    try:
        return units / divisor
    except OverflowError:
        return math.inf if units > 0 else -math.inf
