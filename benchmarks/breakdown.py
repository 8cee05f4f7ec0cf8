"""A year's target down to half-days, for one person and for a thousand, beside the time that it may take."""

from __future__ import annotations

import numpy as np

from benchmarks.measuring import Contestant, Limit, Result, Row, Timing, each_time, interleaved
from udfs import target_breakdown

_PEOPLE = 1000
_ROUNDS = 5
_YEAR = 2023
_CALENDAR = "NRF"
_HOLIDAYS = np.array([45_292.0, 45_285.0, 45_253.0, 45_173.0, 45_111.0, 45_075.0])
"""Of the United States in the fiscal year 2023: the days that Monday to Friday loses."""


def measure() -> Result:
    """One year as a workbook calls it; then everybody's, each with a quota of their own."""
    rows = len(_one(1_234_567.89)) - 1
    one = interleaved({"ours": each_time(lambda: _one(1_234_567.89))})["ours"]
    many = interleaved({"ours": _everybody()}, _ROUNDS)["ours"]
    return Result(
        (
            Row(f"TARGET_BREAKDOWN to half-days, {rows} rows", one, "10 ms", Timing((0.010,)), Limit(1)),
            Row(f"TARGET_BREAKDOWN, {_PEOPLE:,} people's half-days", many, "5 s", Timing((5.0,)), Limit(1)),
        )
    )


def _one(target: float) -> list[list[object]]:
    return target_breakdown(target, _YEAR, "half-day", _CALENDAR, 0.02, 2, _HOLIDAYS, am_share=0.55)


def _everybody() -> Contestant:
    return each_time(lambda: [_one(10_000.0 + 37.31 * person) for person in range(_PEOPLE)])
