"""Processes that tests start and end: who is whose child, and who still runs."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable

_PATIENCE = 30.0


def children_of(process: int) -> list[int]:
    """The processes that it started and that still run."""
    return [number for number, (parent, state) in _table().items() if parent == process and not state.startswith("Z")]


def is_running(process: int) -> bool:
    """Whether there is that process, and it has not ended."""
    found = _table().get(process)
    return found is not None and not found[1].startswith("Z")


def _table() -> dict[int, tuple[int, str]]:
    done = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True)
    rows = (line.split() for line in done.stdout.splitlines())
    return {int(number): (int(parent), state) for number, parent, state in rows}


def wait_until(is_so: Callable[[], bool]) -> None:
    """A moment that comes soon, however busy the machine is."""
    end = time.monotonic() + _PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.01)
