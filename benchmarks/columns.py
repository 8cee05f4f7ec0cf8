"""A column call as a host makes it, nested lists in and out, beside the conversion of those lists alone."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from benchmarks.measuring import Limit, Result, Row, each_time, interleaved
from udfs.calling.call import call
from udfs.calling.registry import FUNCTIONS

_ROWS = 100_000
_LIMIT = Limit(3)


def measure() -> Result:
    """Three columns; then one column and two numbers, as most workbooks have it."""
    chance = np.random.default_rng(1997)
    profit, rate, years = (
        chance.uniform(least, most, (_ROWS, 1)).tolist() for least, most in ((50, 5_000), (0.01, 0.2), (1, 20))
    )
    return Result(
        (
            _row("CLV, three columns", [profit, rate, years]),
            _row("CLV, a column and two numbers", [profit, 0.1, 5.0]),
        )
    )


def _row(name: str, cells: list[Any]) -> Row:
    clv = partial(call, FUNCTIONS["CLV"])
    answers = clv(*cells)
    assert isinstance(answers, list)
    assert isinstance(answers[-1][0], float)
    computed = np.array(answers)
    columns = [cell for cell in cells if isinstance(cell, list)]

    def convert() -> Any:
        for column in columns:
            np.array(column)
        return computed.tolist()

    timings = interleaved({"ours": each_time(lambda: clv(*cells)), "conversion": each_time(convert)})
    what = f"{name}, {_ROWS:,} rows of lists"
    return Row(what, timings["ours"], "converting the lists alone", timings["conversion"], _LIMIT)
