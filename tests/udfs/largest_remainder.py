"""How a total is spread, written once more with fractions: what the property tests compare with."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def printed(number: float) -> Fraction:
    """A number as a cell prints it."""
    return Fraction(repr(float(number)))


def in_units(number: float, decimals: int) -> int:
    """Rounded half away from zero, in units of the last decimal."""
    return int(Decimal(repr(float(number))).scaleb(decimals).quantize(Decimal(1), ROUND_HALF_UP))


def shares(units: int, weights: Sequence[Fraction | int]) -> list[int]:
    """Largest remainder; of equal remainders the earlier part gets the unit."""
    total = Fraction(sum(weights))
    quotas = [abs(units) * weight / total for weight in weights]
    parts = [quota.numerator // quota.denominator for quota in quotas]
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - quotas[place], place))
    for place in by_remainder[: abs(units) - sum(parts)]:
        parts[place] += 1
    return parts if units >= 0 else [-part for part in parts]


def whole_units(amounts: Sequence[float], decimals: int) -> list[int]:
    """Amounts that are meant to have no finer digits, in units; fails where one has."""
    units = [printed(amount) * Fraction(10) ** decimals for amount in amounts]
    assert all(unit.denominator == 1 for unit in units), amounts
    return [int(unit) for unit in units]
