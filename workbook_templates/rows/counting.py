"""What an engine that counts rows where they lie is asked, and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from workbook_templates.rows.blanks import RowColumn

FAULTY, NO_LEVEL, UNANSWERED = -1, -2, -3
"""In place of a level where an index cannot be used; where it is blank; and where a code stands for no answer."""
OTHER_PERIOD = -1
"""In place of a month, for rows of another period: they are counted apart."""


class Distinct(NamedTuple):
    """Cells that differ, each a tuple since several answers make an index, and how many rows have them."""

    cells: list[tuple[Any, ...]]
    rows: list[int]


class Group(NamedTuple):
    """Responses that are alike to the tally."""

    month: int
    """0 where it is not known, OTHER_PERIOD where it is of no interest."""
    place: int
    level: int
    rows: int
    kept: int
    """Those that are valid and no customer's second answer."""
    anonymous: int
    """Those of them that are valid and name no customer."""


@dataclass(frozen=True)
class Codes:
    """What the distinct cells stand for in whole numbers, in the order in which the engine gave them."""

    months: list[int]
    """0 where a date cannot be used."""
    days_left: list[int]
    """How many the year still has: of a customer's answers the one with the fewest counts."""
    places: list[int]
    """The places of the segments."""
    levels: list[int]
    """The place of an index among those that occur, from the lowest on."""
    segments: int
    highest: int
    """How many levels there are."""


@dataclass(frozen=True)
class RawRows:
    """Rows that were left out, as they stand in the source. A column that it does not have is None."""

    numbers: Sequence[Any]
    """Row or key; None where the source has neither."""
    dates: RowColumn
    customers: RowColumn
    segments: RowColumn
    indexes: Sequence[Sequence[Any]]
    kept: Sequence[Any] = ()
    """The number of the row that stays in place of each second answer."""


class CountingEngine(Protocol):
    """Rows with the columns Date, Customer, Segment and those that make the index, wherever they lie."""

    @property
    def indexes(self) -> tuple[str, ...]:
        """The columns of the index, or of the answers that make it, as the source calls them."""

    def distinct(self, column: str) -> Distinct:
        """The cells of Date or Segment that differ, or of Index, where they may be answers side by side.

        Of a column that the source does not have there is one cell, which is None.
        """

    def counts(self, codes: Codes) -> list[Group]:
        """Every row counted; of a customer's valid answers in a month the first by date, level and place is kept."""

    def blank_rows(self, codes: Codes) -> int:
        """Rows without an index in which no other column of the source holds anything either."""

    def faulty(self, codes: Codes, most: int) -> RawRows:
        """The first rows that are not valid, blank ones and those that are counted apart excepted."""

    def rounded_customers(self) -> tuple[int, str]:
        """How many rows have a customer number that a spreadsheet has rounded, and one of these."""

    def repeated(self, codes: Codes, most: int) -> RawRows:
        """The first valid rows that are a customer's second answer in a month."""
