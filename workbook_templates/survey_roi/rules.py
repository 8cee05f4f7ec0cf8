"""By which rules a survey's rows are judged."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from workbook_templates.rows.rules import Period, RowRules


@dataclass(frozen=True)
class Rules(RowRules):
    """What the workbook's Inputs and Segments say about its responses; missing-value codes are those of Index."""

    year: int
    segments: tuple[str, ...]
    loyal_above: float
    disloyal_below: float
    scale: tuple[float, float] | None = None
    """The scale of the answers; None where they are an index from 0 to 100 already."""
    default_date: datetime.date | None = None
    default_segment: str = ""
    answered_share: float = 0.5
    """Of the questions that make an index, the least that must be answered."""
    apart_is_rejected: bool = False
    """Whether the tally has no place for rows that are counted apart but among the rejected ones: an older one."""

    @cached_property
    def period(self) -> Period:
        """The days of the report year."""
        return Period(datetime.date(self.year, 1, 1), datetime.date(self.year, 12, 31), str(self.year))
