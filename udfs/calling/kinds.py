"""What an argument or answer may hold: its unit, its cell format, its domain, and how it is read."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass, replace
from typing import Final


class _Missing:
    """The type of MISSING, so that it shows its name."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()
"""An argument left out, in the middle of a formula too: `CLV(2400,,5)`."""


class Shape(enum.Enum):
    """How a range given to an argument is taken."""

    EACH = "a cell, row, column or block"
    ONE = "a single value"
    LIST = "a range, read whole"
    ALIGNED = "a column, row by row with the others"
    ROWS = "a row of cells for each answer"


class Content(enum.Enum):
    """What a cell of an argument is read as."""

    NUMBER = "number"
    LABEL = "text that names something; compared trimmed and in any case"
    TRUTH = "TRUE or FALSE"


@dataclass(frozen=True, slots=True)
class Limit:
    """One end of a domain: the last number that is allowed, and what to say beyond it."""

    last: float
    rule: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A unit of the field with its domain; the same for every function that uses it."""

    unit: str
    cell_format: str = "General"
    least: Limit | None = None
    most: Limit | None = None
    gap: tuple[float, float, str, str] | None = None
    """Numbers strictly between the first two are refused with this rule and fix."""
    content: Content = Content.NUMBER
    shape: Shape = Shape.EACH
    stands_for_all: bool = False
    """Whether a single value of an aligned argument serves every row."""
    tolerant: bool = False
    """What is no such number is handed to the body as NaN, which counts it."""
    shares_look_wrong: bool = False
    """A column of numbers that all lie between 0 and 1 is refused: percentages are meant."""
    blank_means_something: bool = False
    """A blank, of an aligned argument one beside filled cells, is handed to the body as NaN or empty text."""
    text_fix: str = ""
    """What to do about text where the number belongs."""

    @property
    def lowest(self) -> float:
        return self.least.last if self.least else -math.inf

    @property
    def highest(self) -> float:
        return self.most.last if self.most else math.inf

    @property
    def one(self) -> Kind:
        """The same, taken as a single value."""
        return replace(self, shape=Shape.ONE)

    @property
    def list(self) -> Kind:
        """The same, a range read whole."""
        return replace(self, shape=Shape.LIST)

    @property
    def rows(self) -> Kind:
        """The same, one row of cells for each answer."""
        return replace(self, shape=Shape.ROWS)

    @property
    def aligned(self) -> Kind:
        """The same, a column beside the function's other columns."""
        return replace(self, shape=Shape.ALIGNED)

    @property
    def aligned_or_single(self) -> Kind:
        """The same, a column beside the others, or a single value for all of their rows."""
        return replace(self, shape=Shape.ALIGNED, stands_for_all=True)

    @property
    def aligned_with_gaps(self) -> Kind:
        """The same, a column beside the others in which a blank says something too."""
        return replace(self, shape=Shape.ALIGNED, blank_means_something=True)

    @property
    def or_none(self) -> Kind:
        """The same, where a blank may stand in a required place: the body says when."""
        return replace(self, blank_means_something=True)

    @property
    def counting_the_rest(self) -> Kind:
        """The same, where the body counts what does not fit instead of refusing it."""
        return replace(self, tolerant=True)


def _at_least(bound: float, rule: str, fix: str = "") -> Limit:
    return Limit(bound, rule, fix)


def _above(bound: float, rule: str, fix: str = "") -> Limit:
    return Limit(math.nextafter(bound, math.inf), rule, fix)


def _at_most(bound: float, rule: str, fix: str = "") -> Limit:
    return Limit(bound, rule, fix)


def _below(bound: float, rule: str, fix: str = "") -> Limit:
    return Limit(math.nextafter(bound, -math.inf), rule, fix)


_AS_FRACTION = "write 10% or 0.1"
_ORDER = "swap the sign, or check the argument order"
_NOT_NEGATIVE = _at_least(0.0, "must not be negative", _ORDER)

NUMBER = Kind("number", "General")
MONEY = Kind("money", "#,##0.00")
MONEY_PER_YEAR = Kind("money per year", "#,##0.00")
MONEY_PER_MONTH = Kind("money per month", "#,##0.00")
RATE_PER_YEAR = Kind(
    "fraction per year",
    "0.0%",
    least=_above(-1.0, "must be above -100%", _AS_FRACTION),
    most=_at_most(1.0, "must be at most 100%", _AS_FRACTION),
)
RATE_PER_PERIOD = Kind("fraction per period", "0.0%", least=RATE_PER_YEAR.least, most=RATE_PER_YEAR.most)
SHARE = Kind(
    "share from 0 to 1",
    "0.0%",
    least=_at_least(0.0, "must be at least 0%", "write 80% or 0.8"),
    most=_at_most(1.0, "must be at most 100%", "write 80% or 0.8"),
)
CONFIDENCE = Kind(
    "share strictly between 0 and 1",
    "0%",
    least=_above(0.0, "must be above 0%", "write 95% or 0.95"),
    most=_below(1.0, "must be below 100%", "write 95% or 0.95"),
)
RETURN = Kind("fraction of the cost", "0.0%")
TARGET_RETURN = Kind(
    "fraction of the cost", "0.0%", least=_at_least(-1.0, "must be at least -100%", "write 20% or 0.2")
)
YEARS = Kind("years", "0.00", least=_NOT_NEGATIVE)
PER_YEAR = Kind("times per year", "#,##0.##", least=_NOT_NEGATIVE)
PERIODS = Kind("periods", "0", least=_above(0.0, "must be above 0", "write 12 for months, 4 for quarters"))
COUNT = Kind("people", "#,##0", least=_NOT_NEGATIVE)
PROJECTED = Kind("people", "#,##0.0", least=_NOT_NEGATIVE)
WEIGHT = Kind("weight", "0.##", least=_NOT_NEGATIVE)
INDEX = Kind(
    "points from 0 to 100",
    "0.0",
    least=_at_least(0.0, "must be from 0 to 100", "on another scale use SATISFACTION_INDEX first"),
    most=_at_most(100.0, "must be from 0 to 100", "on another scale use SATISFACTION_INDEX first"),
    shares_look_wrong=True,
)
INDEX_LIMIT = Kind(
    "points from 0 to 100",
    "0.0",
    least=_at_least(0.0, "must be from 0 to 100", "write 85"),
    most=_at_most(100.0, "must be from 0 to 100", "write 85"),
    gap=(0.0, 1.0, "must be from 0 to 100, not a share", "write 85, not 0.85"),
)
SEGMENT = Kind("name of a segment", "@", content=Content.LABEL)
UNITS = Kind("units", "#,##0.##", least=_NOT_NEGATIVE)
MINUTES = Kind("minutes", "#,##0.##", least=_NOT_NEGATIVE)
MONEY_PER_UNIT = Kind("money per unit", "#,##0.00")
MONEY_PER_HOUR = Kind("money per hour", "#,##0.00")
FACTOR = Kind("factor", "0.00", least=_NOT_NEGATIVE)
LEAD_OUTCOME = Kind('"won", "lost" or "pending"', "@", content=Content.LABEL)
LEAD_CONTRIBUTION = Kind(
    '"persuaded" or "passed on" where won, "understood" or "misread" where lost', "@", content=Content.LABEL
)
LOYALTY = Kind('"loyal", "neutral" or "disloyal"', "@", content=Content.LABEL)
TABLE = Kind("table with a header row", "General")
DATE = Kind(
    "date",
    "yyyy-mm-dd",
    # The 1900 system counts a 29 February 1900 that never was: hosts disagree about the days before March.
    least=_at_least(61.0, "must be a date from 1 March 1900 on", "type a date, such as 2026-01-31"),
    most=_below(2_958_466.0, "must be a date before the year 10000", "type a date, such as 2026-01-31"),
    text_fix="type it as a date: this is text",
)
FISCAL_YEAR = Kind(
    "fiscal year",
    "0",
    least=_at_least(1902.0, "must be a year from 1902 to 9998", "write all four digits, such as 2026"),
    most=_at_most(9998.0, "must be a year from 1902 to 9998", "write all four digits, such as 2026"),
)
QUARTER = Kind("quarter from 1 to 4", "0")
MONTH = Kind("month from 1 to 12", "0")
WEEK = Kind("week from 1 to 53", "0")
WEEKS = Kind("weeks", "0")
CALENDAR = Kind('text such as "4-5-4 nearest Saturday of January", or "NRF"', "@", content=Content.LABEL)
LEVEL = Kind('"quarter", "month", "week", "day" or "half-day"', "@", content=Content.LABEL)
WEEKDAYS = Kind('weekdays, such as "Mon-Fri" or "Mon, Wed, Fri"', "@", content=Content.LABEL)
DECIMALS = Kind(
    "decimals from -3 to 6",
    "0",
    least=_at_least(-3.0, "must be from -3 to 6", "write 2 for cents, -3 for thousands"),
    most=_at_most(6.0, "must be from -3 to 6", "write 2 for cents, -3 for thousands"),
)
HELD = Kind("TRUE or FALSE", "General", content=Content.TRUTH)
PART_WEIGHT = Kind("weight, or the part itself where held", "#,##0.##")
GROWTH_WEIGHT = Kind("weight", "0.0000")
PERIODS_WANTED = Kind(
    "periods",
    "0",
    least=_at_least(1.0, "must be at least 1", "write 4 for quarters, 12 for months"),
    most=_at_most(1_048_576.0, "must be at most 1048576, the rows of a sheet", "write 4 for quarters, 12 for months"),
)
PERIODS_LEFT = Kind("periods", "0.##", least=_NOT_NEGATIVE)
TARGET = Kind("money", "#,##0.00", least=_NOT_NEGATIVE)
ATTAINED = Kind("fraction of the target", "0.0%")
PROFIT_SHARE = Kind("fraction of the sales", "0.0%")
PROFIT_LIMIT = Kind(
    "fraction of the sales",
    "0.0%",
    least=_at_least(-1.0, "must be at least -100%", _AS_FRACTION),
    most=_at_most(1.0, "must be at most 100%", _AS_FRACTION),
)
BAND = Kind('"below", "within" or "above"', "@", content=Content.LABEL)
THRESHOLD = Kind("money", "#,##0.00", least=_at_least(0.0, "must not be negative", "write 0 for a tier from the start"))
COMMISSION_RATE = Kind(
    "share from 0 to 1",
    "0.0%",
    least=_at_least(0.0, "must be at least 0%", "write 5% or 0.05"),
    most=_at_most(1.0, "must be at most 100%", "write 5% or 0.05"),
)
METHOD = Kind('"marginal" or "retroactive"', "@", content=Content.LABEL)
BASIS = Kind('"profit" or "sales"', "@", content=Content.LABEL)
MEMBER = Kind("name of a person, team or centre", "@", content=Content.LABEL)
MANAGER = Kind("name of a member, blank at the top", "@", content=Content.LABEL)
PAY_DAY = Kind(
    "day of the month from 1 to 31",
    "0",
    least=_at_least(1.0, "must be from 1 to 31", "write 31 for the last day of each month"),
    most=_at_most(31.0, "must be from 1 to 31", "write 31 for the last day of each month"),
)
MONTHS_LATER = Kind(
    "months",
    "0",
    least=_NOT_NEGATIVE,
    most=_at_most(1200.0, "must be at most 1200", "write 1 for the month after the sale"),
)
