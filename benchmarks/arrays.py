"""CLV and LOYALTY_YEARS on a million rows from Python, beside the bare expression and two libraries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from benchmarks.measuring import Limit, Result, Row, Timing, each_time, in_processes, interleaved
from benchmarks.rivals import rival
from udfs import clv, loyalty_years

_ROWS = 1_000_000
_PROCESSES = 7
_BARE = "bare numpy"
_AT_MOST = Limit(1.3)
_FASTER = Limit(1, faster=True)

Action = Callable[[], Any]


def measure() -> Result:
    """Several processes, since chance decides once for each which contestants get their memory without page faults."""
    rows: list[Row] = []
    for name, rounds in (("CLV", clv_rounds), ("LOYALTY_YEARS", loyalty_years_rounds)):
        what = f"{name}, {_ROWS:,} rows"
        timings = in_processes([rounds], _PROCESSES)
        ours = timings.pop("ours")
        for other, timing in timings.items():
            rows.append(Row(what, ours, other, timing, _AT_MOST if other == _BARE else _FASTER))
        alone = in_processes([partial(rounds, "ours"), partial(rounds, _BARE)], _PROCESSES)
        rows.append(Row(f"{what}, a process each", alone["ours"], _BARE, alone[_BARE], _AT_MOST))
    return Result(tuple(rows))


def clv_rounds(alone: str = "") -> dict[str, Timing]:
    """All on the same arrays, agreeing with each other."""
    numpy_financial, pyxirr = rival("numpy_financial"), rival("pyxirr")
    profit, rate, years = _customers()
    return _rounds(
        {
            "ours": lambda: clv(profit, rate, years),
            _BARE: lambda: -np.expm1(-years * np.log1p(rate)) * profit / rate,
            "numpy_financial.pv": lambda: numpy_financial.pv(rate, years, profit),
            "pyxirr.pv": lambda: pyxirr.pv(rate, years, profit),
        },
        alone,
    )


def loyalty_years_rounds(alone: str = "") -> dict[str, Timing]:
    """The other way round: the years from the value."""
    numpy_financial, pyxirr = rival("numpy_financial"), rival("pyxirr")
    profit, rate, years = _customers()
    value = np.asarray(clv(profit, rate, years))
    owed = -value
    return _rounds(
        {
            "ours": lambda: loyalty_years(value, profit, rate),
            _BARE: lambda: -np.log1p(-value * rate / profit) / np.log1p(rate),
            "numpy_financial.nper": lambda: numpy_financial.nper(rate, profit, owed),
            "pyxirr.nper": lambda: pyxirr.nper(rate, profit, owed),
        },
        alone,
    )


def _customers() -> tuple[np.ndarray[Any, np.dtype[np.float64]], ...]:
    chance = np.random.default_rng(1997)
    return tuple(chance.uniform(least, most, _ROWS) for least, most in ((50, 5_000), (0.01, 0.2), (1, 20)))


def _rounds(actions: Mapping[str, Action], alone: str) -> dict[str, Timing]:
    """Of one contestant alone, or of all: then each leaves the memory to the next as it does."""
    if alone:
        return interleaved({alone: each_time(actions[alone])})
    expected = actions["ours"]()
    for name, action in actions.items():
        np.testing.assert_allclose(np.abs(action()), expected, rtol=1e-9, err_msg=name)
    return interleaved({name: each_time(action) for name, action in actions.items()})
