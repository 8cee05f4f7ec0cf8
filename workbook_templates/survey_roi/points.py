"""The index of a response in points from 0 to 100: from an index cell or from answers on a scale."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from udfs.calling.errors import quote
from udfs.functions.survey import satisfaction_index

POINTS: Final = (0.0, 100.0)
_SHORT: Final = 10.0
"""Up to here an index may be an answer on a scale."""
_ENOUGH_TO_DOUBT: Final = 10
"""Indexes that must all be so low before that fails a check."""
_HALF: Final = 50.0
_MANY: Final = 30
"""Rows of answers, none in the upper half of the scale, before that is asked about."""


class UnusableSurvey(ValueError):
    """The survey as a whole cannot be tallied; the message says what to change."""


class Shares(UnusableSurvey):
    """Indexes from 0 to 1, where every customer would be disloyal."""


def no_scale() -> UnusableSurvey:
    """That answers make no index without their scale."""
    return UnusableSurvey("the responses hold answers, but Import names no scale for them (Scale from, Scale to)")


def points_of_index(values: NDArray[np.float64], scale: tuple[float, float]) -> NDArray[np.float64]:
    """Indexes on a scale as points; what is missing stays NaN."""
    return values if scale == POINTS else points_of_answers(values[:, np.newaxis], scale)


def points_of_answers(
    answers: NDArray[np.float64], scale: tuple[float, float], least_share: float = 1.0
) -> NDArray[np.float64]:
    """The index of each row of answers, made of those that are there; NaN where fewer than that share of them are."""
    points = np.full(len(answers), np.nan)
    given = ~np.isnan(answers)
    enough = given.any(axis=1) & (given.sum(axis=1) >= least_share * answers.shape[1] - 1e-9)
    patterns, which = np.unique(given[enough], axis=0, return_inverse=True)
    rows = np.flatnonzero(enough)
    for place, pattern in enumerate(patterns):
        alike = rows[which.ravel() == place]
        points[alike] = satisfaction_index(answers[np.ix_(alike, np.flatnonzero(pattern))], *scale)
    return points


def partly_answered(rows: int) -> list[str]:
    """That rows have an index although an answer is missing."""
    lack = "row lacks" if rows == 1 else "rows lack"
    return [f"Index: {rows:,} {lack} an answer: the mean of the others counts."] if rows else []


def doubts_of_scale(points: NDArray[np.float64], rows: int) -> list[str]:
    """What seems wrong with indexes in points: shares are refused, answers on a short scale are doubted.

    `points` are those of all rows, or the distinct ones among them.
    """
    if rows < 2 or (highest := points.max()) > _SHORT:
        return []
    if highest <= 1 and (points % 1 > 0).any():
        raise Shares("the index column looks like shares (all between 0 and 1): multiply it by 100")
    if highest <= 1:
        return []
    said = (
        f"Index: none of {rows:,} indexes is above {quote(highest)} of 100: they look like answers on a scale; write "
        "its lowest and highest answer on Import (Scale from, Scale to) and refresh again"
    )
    return [said if rows >= _ENOUGH_TO_DOUBT else f"Warning: {said}"]


def doubts_of_answers(points: NDArray[np.float64], scale: tuple[float, float], rows: int | None = None) -> list[str]:
    """That nobody of many gave an answer in the upper half of a scale; `rows` where the points are distinct ones."""
    number = len(points) if rows is None else rows
    if number < _MANY or scale == POINTS or points.max() > _HALF:
        return []
    highest = scale[0] + float(points.max()) / 100 * (scale[1] - scale[0])
    on = f"the scale {quote(scale[0])} to {quote(scale[1])}"
    return [f"Warning: Index: no answer of {number:,} rows is above {quote(highest)} on {on}: is it the right scale?"]
