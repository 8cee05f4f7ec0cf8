"""Counted responses by month and segment: the lines of a survey's tally."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from udfs.functions.survey import NO_SEGMENT, is_disloyal, is_loyal
from workbook_templates.survey_roi.rules import Rules

UNKNOWN_SEGMENT: Final = "(unknown segment)"
UNKNOWN, BLANK = -1, -2
"""In place of a segment's place in the list."""
_MONTHS: Final = 14
"""1 to 12, and 13 for rows whose month is not known."""


@dataclass(frozen=True)
class MonthSegment:
    """One line of the tally. `month` is None where it could not be told."""

    month: int | None
    segment: str
    responses: int
    loyal: int
    neutral: int
    disloyal: int
    mean_index: float | None
    rejected: int


@dataclass(frozen=True)
class ResponseCounts:
    """How many responses are alike: rows one by one, or groups of them that an engine counted."""

    months: NDArray[np.int64]
    """0 where the month is not known."""
    places: NDArray[np.int64]
    points: NDArray[np.float64]
    """The indexes of those that count."""
    counted: NDArray[np.int64]
    left_out: NDArray[np.int64]


def month_lines(counts: ResponseCounts, rules: Rules) -> list[MonthSegment]:
    """A line for each month and segment that has some; those whose month or segment is not known stand at the end."""
    segments = [*rules.segments, NO_SEGMENT, UNKNOWN_SEGMENT]
    known = len(rules.segments)
    places = np.where(counts.places >= 0, counts.places, np.where(counts.places == BLANK, known, known + 1))
    cells = np.where(counts.months > 0, counts.months, _MONTHS - 1) * len(segments) + places
    size = _MONTHS * len(segments)
    left_out = _sums(cells, counts.left_out, size)
    cells, points, counted = _alike(cells, counts)
    responses = _sums(cells, counted, size)
    loyals = _sums(cells, counted * is_loyal(points, rules.loyal_above), size)
    disloyals = _sums(cells, counted * is_disloyal(points, rules.disloyal_below), size)
    totals = np.bincount(cells, points * counted, size)
    return [
        MonthSegment(
            month=int(cell) // len(segments) if cell // len(segments) < _MONTHS - 1 else None,
            segment=segments[cell % len(segments)],
            responses=int(responses[cell]),
            loyal=int(loyals[cell]),
            neutral=int(responses[cell] - loyals[cell] - disloyals[cell]),
            disloyal=int(disloyals[cell]),
            mean_index=float(totals[cell] / responses[cell]) if responses[cell] else None,
            rejected=int(left_out[cell]),
        )
        for cell in np.flatnonzero(responses + left_out)
    ]


def _alike(
    cells: NDArray[np.int64], counts: ResponseCounts
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Cell, index and number of those that count, the equal ones taken together in the order of their index.

    A mean is then the same to the last digit, in whatever order the rows came and whoever counted them.
    """
    some = counts.counted > 0
    levels, ranks = np.unique(counts.points[some], return_inverse=True)
    keys, groups = np.unique(cells[some] * max(len(levels), 1) + ranks, return_inverse=True)
    together = _sums(groups, counts.counted[some], len(keys))
    places, level = np.divmod(keys, max(len(levels), 1))
    return places, levels[level], together


def _sums(places: NDArray[np.int64], numbers: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    return np.bincount(places, numbers, size).astype(np.int64)
