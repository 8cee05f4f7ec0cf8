"""The index of a response in points from 0 to 100: from an index cell or from answers on a scale."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from udfs.calling.errors import quote
from udfs.functions.survey import satisfaction_index

POINTS: Final = (0.0, 100.0)
_ENOUGH_TO_DOUBT = 10
"""Indexes that must all be 10 or less before the scale is asked about."""


class UnusableSurvey(ValueError):
    """The survey as a whole cannot be tallied; the message says what to change."""


class Shares(UnusableSurvey):
    """Indexes from 0 to 1, where every customer would be disloyal."""


def no_scale() -> UnusableSurvey:
    """That answers make no index without their scale."""
    return UnusableSurvey("the responses hold answers, but Inputs names no scale for them (Scale from, Scale to)")


def points_of_index(values: NDArray[np.float64], scale: tuple[float, float]) -> NDArray[np.float64]:
    """Indexes on a scale as points; what is missing stays NaN."""
    return values if scale == POINTS else points_of_answers(values[:, np.newaxis], scale)


def points_of_answers(answers: NDArray[np.float64], scale: tuple[float, float]) -> NDArray[np.float64]:
    """The index of each row of answers; NaN where one of them is missing."""
    points = np.full(len(answers), np.nan)
    whole = ~np.isnan(answers).any(axis=1)
    if whole.any():
        points[whole] = satisfaction_index(answers[whole], *scale)
    return points


def doubts_of_scale(points: NDArray[np.float64], rows: int) -> list[str]:
    """Indexes that are shares are refused; what may be answers on a short scale is only said.

    `points` are those of all rows, or the distinct ones among them.
    """
    if rows < 2 or (highest := points.max()) > 10:
        return []
    if highest <= 1 and (points % 1 > 0).any():
        raise Shares("the index column looks like shares (all between 0 and 1): multiply it by 100")
    if highest > 1 and rows >= _ENOUGH_TO_DOUBT:
        return [f"No index is above {quote(highest)} of 100: if these are answers on a scale, Inputs must name it."]
    return []
