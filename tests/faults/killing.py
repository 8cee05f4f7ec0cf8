"""Refreshes ended by kill -9 at points that a seed chooses, and what is found afterwards."""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from addin.actions.refresh import refresh, refresh_open
from addin.system.backups import backup_names
from addin.system.file_state import FileState
from addin.system.swap import locked
from addin.workbook.file import WorkbookFile

ALL = 200
WRITING = 0.7
"""The part of the kills that fall into the writing, which is a fiftieth of a refresh."""

NOON = datetime.datetime(2026, 2, 1, 12, 0, 0)


@dataclass
class Victim:
    """A workbook, the bytes it may have, and how long its refresh takes."""

    path: Path
    old: bytes
    new: bytes
    book: WorkbookFile
    refreshing: float
    writing: float

    @classmethod
    def of(cls, path: Path) -> Victim:
        """A workbook that was filled, refreshed once in memory to know what a whole refresh makes of it."""
        old = path.read_bytes()
        started = time.monotonic()
        book = WorkbookFile(path)
        refresh_open(book, now=NOON, who="Ann")
        refreshing = time.monotonic() - started
        stream = io.BytesIO()
        book.package.write(stream)
        victim = cls(path, old, stream.getvalue(), book, refreshing, 0.0)
        victim.writing = max(_until_ended(victim.save) for _ in range(3))
        return victim

    def save(self) -> None:
        """The writing part of a refresh: lock, part file, backups, swap."""
        with locked(self.path) as target:
            target.replace(self.book.package.write, FileState.of(self.path))

    def reset(self) -> None:
        """The old workbook again, with the debris of earlier kills left beside it."""
        self.path.write_bytes(self.old)

    def faults(self) -> list[str]:
        """What a kill broke; nothing, if all is well."""
        name = self.path.name
        allowed = {name, f".{name}.part", f".{name}.bak", *backup_names(name)}
        files = {path.name: path.read_bytes() for path in self.path.parent.iterdir()}
        faults = [f"left {other}" for other in sorted(set(files) - allowed)]
        if files.get(name) not in (self.old, self.new):
            faults.append("the workbook is neither the old one nor the new one")
        faults += [
            f"{other} is no whole workbook"
            for other, data in files.items()
            if other.endswith(".bak") and data not in (self.old, self.new)
        ]
        return faults


def _until_ended(work: Callable[[], object]) -> float:
    """Seconds that the work takes in a process that is about to be killed."""
    started = time.monotonic()
    _kill(work, None)
    return time.monotonic() - started


def killed(victim: Victim, chance: random.Random) -> str:
    """Kill one refresh; answers where."""
    victim.reset()
    if chance.random() < WRITING:
        wait = chance.uniform(0, victim.writing * 1.3)
        _kill(victim.save, wait)
        return f"writing, after {wait * 1000:.2f} ms"
    wait = chance.uniform(0, victim.refreshing * 1.2)
    _kill(lambda: refresh(victim.path, now=NOON, who="Ann"), wait)
    return f"refreshing, after {wait:.2f} s"


def killed_at_call(victim: Victim, number: int) -> bool:
    """Kill the writing at its call of that number to the file system; False once there are fewer calls."""
    victim.reset()

    def ended_at_the_call() -> None:
        left = number

        def hook(event: str, _: tuple[object, ...]) -> None:
            nonlocal left
            if event == "open" or event.startswith(("os.", "shutil.")):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        victim.save()

    return _kill(ended_at_the_call, None) == -signal.SIGKILL


def _kill(work: Callable[[], object], wait: float | None) -> int:
    """Do the work in a child process and kill it after that time; without one, let it end itself."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os.write(writer, b"!")
            work()
        os._exit(0)
    select.select([reader], [], [])
    if wait is not None:
        time.sleep(wait)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reader)
    os.close(writer)
    return os.waitstatus_to_exitcode(status)


def kill_many(victim: Victim, seed: int, number: int) -> tuple[list[str], int]:
    """So many kills, the debris of each left for the next one; the faults, and how often the new workbook was there."""
    chance = random.Random(f"kills {seed}")
    faults, swapped = [], 0
    for _ in range(number):
        where = killed(victim, chance)
        faults += [f"killed {where}: {fault}" for fault in victim.faults()]
        swapped += victim.path.read_bytes() == victim.new
        if chance.random() < 0.1:
            faults += _next_one_works(victim)
    return faults + _next_one_works(victim), swapped


def _next_one_works(victim: Victim) -> list[str]:
    victim.reset()
    refresh(victim.path, now=NOON, who="Ann")
    name = victim.path.name
    left = {path.name for path in victim.path.parent.iterdir()}
    faults = [f"the next refresh leaves {each}" for each in sorted(left) if each.startswith(".")]
    if victim.path.read_bytes() != victim.new:
        faults.append("the next refresh came to something else")
    if left - {f".{name}.part"} > {name, *backup_names(name)}:
        faults.append("backups grow")
    return faults
