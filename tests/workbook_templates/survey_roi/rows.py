"""Survey rows for tests, written row by row."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from workbook_templates.survey_roi.responses import Responses, Tally, tally
from workbook_templates.survey_roi.rules import Rules

JANUARY = datetime.date(2026, 1, 15)
RULES = Rules(year=2026, segments=("Retail", "SME", "企业客户"), loyal_above=85, disloyal_below=50)
GOOD = (JANUARY, "Ann", "Retail", 90)


def responses(rows: Sequence[Sequence[Any]], first_row: int = 2) -> Responses:
    """Rows of date, customer, segment, index and perhaps answers."""
    width = max(map(len, rows), default=4)
    columns = [[row[place] if place < len(row) else None for row in rows] for place in range(width)]
    dates, customers, segments, index, *answers = columns
    names = tuple(f"Q{number}" for number in range(1, len(answers) + 1))
    numbers = np.arange(first_row, first_row + len(rows))
    return Responses(numbers, dates, customers, segments, index, tuple(answers), names)


def tallied(rows: Sequence[Sequence[Any]], **rules: Any) -> Tally:
    return tally(responses(rows), replace(RULES, **rules))


def reason(*row: Any, **rules: Any) -> str:
    """Why one row is rejected; "" where it is counted."""
    result = tallied([row], **rules)
    assert result.read == 1
    return result.rejected[0].reason if result.rejected else ""
