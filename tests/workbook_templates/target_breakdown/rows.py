"""Rows of actuals for tests, written row by row."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from udfs.calendars.texts import DEFAULT_CALENDAR, read_calendar
from workbook_templates.rows.table import SourceColumns
from workbook_templates.target_breakdown.actuals import ActualsRules, ActualsTally, tally_actuals
from workbook_templates.target_breakdown.columns import ACTUALS

_CALENDAR = read_calendar(DEFAULT_CALENDAR)
assert _CALENDAR is not None
RULES = ActualsRules(fiscal_year=2026, calendar=_CALENDAR, people=("Ann Lee", "Bo", "王芳"))
"""FY2026 runs from 28 December 2025 to 26 December 2026."""
FIRST, LAST = datetime.date(2025, 12, 28), datetime.date(2026, 12, 26)
DAY = datetime.date(2026, 1, 15)
GOOD = (DAY, "Bo", 100, 25, 10)


def actuals(rows: Sequence[Sequence[Any]]) -> SourceColumns:
    """Rows of date, person, sales, profit and cost; their numbers begin with 6."""
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], [], []]
    return SourceColumns(np.arange(6, 6 + len(rows)), dict(zip(ACTUALS, columns, strict=True)))


def tallied(rows: Sequence[Sequence[Any]], **rules: Any) -> ActualsTally:
    return tally_actuals(actuals(rows), replace(RULES, **rules))


def reason(*row: Any, **rules: Any) -> str:
    """Why one row is rejected; "" where it is counted."""
    result = tallied([row], **rules)
    assert (result.read, result.tallied) == (1, 0 if result.rejected else 1)
    return result.rejected[0].reason if result.rejected else ""
