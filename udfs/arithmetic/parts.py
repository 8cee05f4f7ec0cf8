"""Money counted in whole units of its last decimal, so that parts add up to their whole exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from udfs.calling.refusals import refuse, stop

LARGEST = 10**15
"""A cell shows 15 digits; an amount with more would lose the last ones."""

FINEST = 9
"""Decimals of an amount that are more than the noise of a formula, as in comparisons."""

LARGEST_REMAINDER = "largest remainder method, Hamilton 1792"
"""The source of every function that splits."""

CENTS = 2.0
DECIMALS_HELP = "decimals of the parts: 2 for cents, -3 for thousands; the total is rounded to them first"


def places_of(decimals: float) -> int:
    """An argument of decimals as a whole number."""
    refuse(decimals % 1 != 0, "decimals", "must be a whole number", "write 2 for cents")
    return int(decimals)


@dataclass(frozen=True, slots=True)
class Exact:
    """Numbers as they are printed, without any rounding: whole multiples of 10^-scale."""

    multiples: list[int]
    scale: int

    def in_units(self, decimals: int) -> list[int]:
        """Each in units of 10^-decimals, half away from zero."""
        return [_rescale(multiple, self.scale, decimals) for multiple in self.multiples]

    def total(self, decimals: int) -> int:
        """Their sum in units of 10^-decimals, half away from zero."""
        return _rescale(sum(self.multiples), self.scale, decimals)


def exact(numbers: Iterable[float]) -> Exact:
    """What the shortest decimal texts of the numbers say: 0.1 is a tenth, whatever its bits are."""
    parsed = [_parse_number(number) for number in numbers]
    scale = max((places for _, places in parsed), default=0)
    return Exact([digits * _power(scale - places) for digits, places in parsed], scale)


def _parse_number(number: float) -> tuple[int, int]:
    mantissa, _, exponent = repr(float(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    places = len(fraction) - int(exponent or 0)
    digits = int(whole + fraction)
    return (digits, places) if places >= 0 else (digits * _power(-places), 0)


def _power(exponent: int) -> int:
    """The power of ten."""
    return int(10**exponent)


def _rescale(multiple: int, scale: int, decimals: int) -> int:
    if decimals >= scale:
        return multiple * _power(decimals - scale)
    divisor = _power(scale - decimals)
    units = (2 * abs(multiple) + divisor) // (2 * divisor)
    return units if multiple >= 0 else -units


def whole_units(number: float, decimals: int, argument: str) -> int:
    """A total rounded to `decimals`, half away from zero, in units of its last decimal."""
    return fit_to_cell(exact([number]).total(decimals), decimals, argument)


def fit_to_cell(units: int, decimals: int, argument: str) -> int:
    """An amount, if a cell can show all of its digits."""
    if abs(units) >= LARGEST:
        stop(argument, f"has more than 15 digits with decimals = {decimals}", "lower decimals")
    return units


def amount(units: int, decimals: int) -> float:
    """Units as a number of a cell."""
    return units / _power(decimals) if decimals > 0 else float(units * _power(-decimals))


def split(whole: int, weights: Sequence[int], step: int = 1) -> list[int]:
    """The parts of a whole in proportion to weights of a positive total, by largest remainder; they sum to it.

    Of equal remainders the earlier part gets the unit; a negative whole is split as its opposite.
    Parts are multiples of `step`, but for one: it takes what is left of the whole below a step.
    """
    total = sum(weights) * step
    size = abs(whole)
    quotas = [divmod(size * weight, total) for weight in weights]
    parts = [steps * step for steps, _ in quotas]
    left = size - sum(parts)
    if left:
        for place in sorted(range(len(parts)), key=lambda place: -quotas[place][1]):
            given = min(step, left)
            parts[place] += given
            left -= given
            if not left:
                break
    return parts if whole >= 0 else [-part for part in parts]


@dataclass(frozen=True, slots=True)
class Rest:
    """What fixed parts leave of a whole, in units of 10^-decimals, of which `step` make one unit of the whole."""

    units: int
    decimals: int
    step: int

    @property
    def amount(self) -> float:
        return amount(self.units, self.decimals)

    def split(self, weights: Sequence[int]) -> list[float]:
        """Its parts as amounts."""
        return [amount(part, self.decimals) for part in split(self.units, weights, self.step)]


def rest_beside(whole: int, decimals: int, fixed: Iterable[float], argument: str) -> Rest:
    """The rest beside parts that keep digits of their own, finer ones too."""
    held = exact(fixed)
    finest = max(decimals, min(held.scale, FINEST))
    step = _power(finest - decimals)
    units = whole * step - held.total(finest)
    fit_to_cell(abs(units) // step, decimals, argument)
    return Rest(units, finest, step)
