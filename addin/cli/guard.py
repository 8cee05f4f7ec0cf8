"""A command in a process of its own and under limits: a workbook that overwhelms it ends that process alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from addin.engine.children import FAULT, Touched, why_broken_off, work_in_child
from addin.system.dying_with_parent import Tie

_HANDED_ON = ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2")
"""What ends a program whose user asks for it: sent to the command, it is meant for its child."""
_UNTIL_ENDED = 10.0
"""Seconds that a child has to stop after Ctrl-C: an engine of a source may be deaf to it. Killing it is safe."""
_DEAF = -1000
"""In place of a signal: the child went on after Ctrl-C until it was killed."""


def run_guarded(work: Callable[[], int], files: Sequence[Path], words: Sequence[str] = ()) -> int:
    """What `work` answers, done in a child process; a Refusal where the child was overwhelmed.

    Windows has no fork: there the child is another program, which is given the words of the command.
    """
    touched = Touched(files)
    status = _spawned(words) if sys.platform == "win32" else _forked(work)
    if why := why_broken_off(status):
        raise touched.refusal(why)
    if status < 0:
        touched.clear_locks()
        if status == _DEAF:
            raise touched.refusal(f"it did not stop by itself within {_UNTIL_ENDED:.0f} seconds", "start it again")
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)  # somebody ended the child, and means the command
        return FAULT
    return status


def _spawned(words: Sequence[str]) -> int:
    """The exit status of a child that Windows ends together with this process."""
    from addin.system.job_object import Job

    job = Job()
    job.limit(ends_with_us=True)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the console tells the child itself
    program = [sys.executable, "-P", "-m", "addin.cli.guarded", *words]
    with subprocess.Popen(program) as child:  # noqa: S603 - this interpreter
        job.hold(child.pid)
    job.close()
    return child.returncode


def _forked(work: Callable[[], int]) -> int:
    """The exit status of the child, negative for the signal that ended it."""
    tie = Tie()
    handed_on = {getattr(signal, name) for name in _HANDED_ON}
    signal.pthread_sigmask(signal.SIG_BLOCK, handed_on)  # until the child is there to hand them on to
    child = os.fork()
    if child == 0:
        _interrupt_once()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, handed_on)
        work_in_child(work, tie)
    status = _wait_for_child(child, handed_on)
    tie.release()
    return status


def _interrupt_once() -> None:
    """In the child: Ctrl-C reaches it from the terminal and from its parent, and stops it once."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, stop)


def _wait_for_child(child: int, handed_on: set[signal.Signals]) -> int:
    """The exit status of the child, negative for the signal that ended it; signals to us are handed on to it."""

    def hand_on(number: int, _: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(child, number)
        if number == signal.SIGINT:
            signal.signal(signal.SIGALRM, end)
            signal.setitimer(signal.ITIMER_REAL, _UNTIL_ENDED)

    def end(*_: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        ended.append(child)

    ended: list[int] = []
    old = {number: signal.signal(number, hand_on) for number in handed_on if not _is_ignored(number)}
    signal.pthread_sigmask(signal.SIG_UNBLOCK, handed_on)
    try:
        _, status = os.waitpid(child, 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in old.items():
            signal.signal(number, handler)
    ended_by = os.waitstatus_to_exitcode(status)
    return _DEAF if ended and ended_by == -signal.SIGKILL else ended_by


def _is_ignored(number: int) -> bool:
    return signal.getsignal(number) is signal.SIG_IGN
