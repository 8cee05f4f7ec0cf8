"""By which rules a survey's rows are judged."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from workbook_templates.rows.dates import DateOrder


@dataclass(frozen=True)
class Rules:
    """What the workbook's Inputs and Segments say about its responses."""

    year: int
    segments: tuple[str, ...]
    loyal_above: float
    disloyal_below: float
    scale: tuple[float, float] | None = None
    """Of the answers; None where they are an index from 0 to 100 already."""
    missing_codes: tuple[str, ...] = ()
    date_order: DateOrder | None = None
    default_date: datetime.date | None = None
    default_segment: str = ""
    date1904: bool = False
