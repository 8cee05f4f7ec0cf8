"""Columns of money added up by group to the last decimal, in whatever order the rows come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from udfs.exact_parts import FINEST, amount, exact


@dataclass(frozen=True)
class Money:
    """The amounts of the rows in whole units of their finest decimal."""

    units: NDArray[Any]
    decimals: int

    @staticmethod
    def of(distinct: Sequence[float], codes: NDArray[np.intp]) -> Money:
        """Of each row the one of the distinct amounts that its code says."""
        numbers = exact(distinct)
        decimals = min(numbers.scale, FINEST)
        units = numbers.in_units(decimals)
        # Sums that do not fit into 64 bits are made of Python's integers, which take longer.
        fits = max(map(abs, units), default=0) * max(len(codes), 1) < 2**63
        return Money(np.array(units, dtype=np.int64 if fits else object)[codes], decimals)

    def of_rows(self, rows: NDArray[Any]) -> Money:
        """Those rows alone."""
        return Money(self.units[rows], self.decimals)

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
