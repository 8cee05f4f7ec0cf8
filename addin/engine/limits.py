"""What a workbook's formulas may take of time and memory, watched while the engine computes them."""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Final, Protocol

from addin.system.memory import memory_held, private_memory

SECONDS: Final = 2.5
"""Of the processor, as all that follow: how busy the machine is makes no difference."""
SECONDS_A_FORMULA: Final = 0.004
"""More than twenty times what a formula of our own workbooks takes: none of them may ever be broken off."""
SECONDS_AN_OWN_FORMULA: Final = 0.02
"""Of those that users added, besides: the second engine takes longer, and is asked on the old state and on the new."""
MOST_SECONDS_FOR_OWN: Final = 20.0
SECONDS_A_BYTE: Final = 1e-7
"""Of the parts unpacked."""
SECONDS_A_PACKED_BYTE: Final = 1e-5
"""Of a file beyond its first megabyte: one that people filled is large, one that was made to take long is not."""
_SMALL = 1_000_000
LARGEST: Final = 384 << 20
"""Bytes that computing may add to what is held."""
ROOM: Final = 640 << 20
"""The same, where the system refuses more."""
ROOM_OF_A_SERVER: Final = 3 << 30
"""For all that is asked of a process at once by a spreadsheet program: a million cells take a tenth of it."""
LONGEST_TEXTS: Final = 32 << 20
"""Letters of all texts that the formulas of a workbook answer."""

OUT_OF_MEMORY: Final = 86
"""The status that a process of its own ends with on Windows, where the system may not refuse memory."""
OUT_OF_TIME: Final = 1816
"""The status of a process that Windows ended for the time that it took: ERROR_NOT_ENOUGH_QUOTA."""

_LOOK = 0.03
_GRACE = 0.5
_BY_THE_CLOCK = 60
"""Times the seconds of the processor: by then a process stands still, however busy the machine is."""
_STANDSTILL = 600.0
"""Seconds of the clock that any process is given before it is taken to stand still."""


class Engine(Protocol):
    """What is watched."""

    def cancel(self) -> None: ...


class TooMuch(Exception):
    """Computing was broken off; the message says why."""


_in_own_process = False


def allow_ending_process() -> None:
    """From now on this process may be ended when it takes too much: a parent says why."""
    global _in_own_process
    _in_own_process = True


@contextmanager
def end_process_beyond(seconds: float, room: int, standstill: float = _STANDSTILL) -> Iterator[None]:
    """The system ends the process that takes more seconds of the processor, or gives it no more memory.

    The clock only ends one that stands still: it is given many times as long, as a machine may be busy.
    """
    if sys.platform == "win32":
        with _limited_by_job(seconds, room):
            yield
        return
    import resource
    import signal

    limits = {resource.RLIMIT_CPU: math.ceil(time.process_time() + seconds)}
    if held := private_memory():
        limits[resource.RLIMIT_DATA] = held + room
    before = {what: resource.getrlimit(what) for what in limits}
    for what, most in limits.items():
        soft, hard = before[what]
        if soft == resource.RLIM_INFINITY or most < soft:
            resource.setrlimit(what, (most, hard))
    signal.setitimer(signal.ITIMER_REAL, max(standstill, _BY_THE_CLOCK * seconds))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for what, old in before.items():
            resource.setrlimit(what, old)


@contextmanager
def _limited_by_job(seconds: float, room: int) -> Iterator[None]:
    """The same by a job of this process alone, which Windows keeps within a job of its parent's."""
    from addin.system.job_object import own_job

    own_job().limit(memory=private_memory() + room, seconds=time.process_time() + seconds)
    try:
        yield
    finally:
        own_job().limit()


def limit_own_memory(room: int) -> None:
    """From now on the system gives this process no more than so many bytes beyond what it holds, if it tells that."""
    held = private_memory()
    if not held:
        return
    if sys.platform == "win32":
        from addin.system.job_object import own_job

        own_job().limit(memory=held + room)
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (held + room, hard))


def _end_where_windows_does_not(beyond: float, memory: int) -> None:
    """A process of its own is ended that goes on beyond its budget, or has taken all memory.

    Not every Windows keeps to the limits of a job, and an engine need not look up.
    """
    if sys.platform == "win32" and _in_own_process:
        if memory > ROOM:
            os._exit(OUT_OF_MEMORY)
        if beyond > _GRACE:
            os._exit(OUT_OF_TIME)


class Budget:
    """Processor time of one workbook's formulas, however many times the engine is called, and memory of each call."""

    def __init__(self, formulas: int = 0, size: int = 0, packed: int = 0, own: int = 0) -> None:
        by_size = SECONDS_A_BYTE * size + SECONDS_A_PACKED_BYTE * max(0, packed - _SMALL)
        by_own = min(SECONDS_AN_OWN_FORMULA * own, MOST_SECONDS_FOR_OWN)
        self.seconds = SECONDS + SECONDS_A_FORMULA * formulas + by_own + by_size
        self._left = self.seconds
        self._watched = False
        self._exceeded = ""

    @property
    def taken(self) -> float:
        """The seconds that computing took so far."""
        return self.seconds - self._left

    @classmethod
    def require_time(cls, start: float, formulas: int) -> None:
        """Refuse formulas that take too long to be read alone, counted from a time of the processor."""
        budget = cls(formulas)
        if time.process_time() - start > budget.seconds:
            raise TooMuch(f"its formulas take more than {budget.seconds:,.0f} seconds to read")

    @contextmanager
    def watching(self, engine: Engine | None = None) -> Iterator[None]:
        """The engine is stopped when the budget is used up; TooMuch says so. Inside of another watch, that one goes on.

        A process of its own is ended, should the engine not look up from a formula, or need memory at once.
        """
        if self._left <= 0:
            self._exceed_time()
        try:
            self._require_no_more()
            with nullcontext() if self._watched else self._watch(engine):
                yield
        except Exception as error:
            if self._exceeded:
                raise TooMuch(self._exceeded) from error
            raise

    @contextmanager
    def _watch(self, engine: Engine | None) -> Iterator[None]:
        done = threading.Event()
        start, held = time.process_time(), memory_held()

        def watch() -> None:
            while not done.wait(_LOOK):
                taken, more = time.process_time() - start, memory_held() - held
                if self._exceeded:
                    _end_where_windows_does_not(taken - self._left, more)
                    continue
                if taken > self._left:
                    self._exceed_time()
                elif more > LARGEST:
                    self._exceeded = f"its formulas take more than {LARGEST / 1e6:,.0f} MB of memory"
                if self._exceeded and engine is not None:
                    engine.cancel()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        self._watched = True
        try:
            with end_process_beyond(self._left + _GRACE, ROOM) if _in_own_process else nullcontext():
                yield
        finally:
            self._watched = False
            done.set()
            watcher.join()
            self._left -= time.process_time() - start

    def _exceed_time(self) -> None:
        self._exceeded = f"its formulas take more than {self.seconds:,.0f} seconds of computing"

    def _require_no_more(self) -> None:
        if self._exceeded:
            raise TooMuch(self._exceeded)
