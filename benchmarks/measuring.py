"""Rounds in which every contestant runs once, and what came of two of them beside each other."""

from __future__ import annotations

import gc
import multiprocessing
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

Contestant = Callable[[], float]
"""Runs once and answers its seconds."""

ROUNDS = 15


class NotMeasured(Exception):
    """What stood in the way of a measurement."""


@dataclass(frozen=True, slots=True)
class Timing:
    """The seconds of one contestant, round by round."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def least(self) -> float:
        return min(self.seconds)


@dataclass(frozen=True, slots=True)
class Limit:
    """What is promised: so many times the other's time at most, or so many times faster at least."""

    times: float
    faster: bool = False

    def __str__(self) -> str:
        if self.times == 1 and self.faster:
            return "faster"
        return f"{self.times:g}x faster" if self.faster else f"<= {self.times:g}x"

    def shown(self, ratio: float) -> str:
        """A ratio of our time to the other's, told as the promise is."""
        return f"{1 / ratio:.1f}x faster" if self.faster and self.times > 1 else f"{ratio:.2f}x"

    def holds(self, ratio: float) -> bool:
        if self.faster:
            return ratio * self.times < 1
        return ratio <= self.times


@dataclass(frozen=True, slots=True)
class Row:
    """One promise and what was measured."""

    what: str
    ours: Timing
    compared_with: str
    theirs: Timing
    limit: Limit

    @property
    def median_ratio(self) -> float:
        return self.ours.median / self.theirs.median

    @property
    def least_ratio(self) -> float:
        return self.ours.least / self.theirs.least

    @property
    def holds(self) -> bool:
        """Judged by the median; the minimum stands beside it because memory makes single runs jump."""
        return self.limit.holds(self.median_ratio)


@dataclass(frozen=True, slots=True)
class Result:
    """The rows of one benchmark, and what a reader must know of them."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def stopwatch(action: Callable[[], object]) -> float:
    """The seconds that an action takes, the release of its answer included; what came before is cleared away first."""
    gc.collect()
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def each_time(action: Callable[[], object]) -> Contestant:
    """A contestant that needs no preparation between rounds."""
    return partial(stopwatch, action)


def interleaved(contestants: Mapping[str, Contestant], rounds: int = ROUNDS) -> dict[str, Timing]:
    """A B C, A B C, ...: whatever slows the machine for a while slows all of them; a first round is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, contestant in contestants.items():
            spent = contestant()
            if number:
                seconds[name].append(spent)
    return {name: Timing(tuple(spent)) for name, spent in seconds.items()}


def in_processes(rounds: Sequence[Callable[[], Mapping[str, Timing]]], processes: int) -> dict[str, Timing]:
    """Rounds repeated in fresh processes, one at a time and by turns, and taken together."""
    seconds: dict[str, tuple[float, ...]] = {}
    for each in [*rounds] * processes:
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
            for name, timing in process.submit(each).result().items():
                seconds[name] = seconds.get(name, ()) + timing.seconds
    return {name: Timing(spent) for name, spent in seconds.items()}
