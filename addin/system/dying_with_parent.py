"""A child process that ends when the process that started it is no more, however that one ended."""

from __future__ import annotations

import os
import signal
import sys
import threading

_PR_SET_PDEATHSIG = 1


class Tie:
    """Made before the fork by the parent, which keeps its end of the pipe open for as long as it lives."""

    def __init__(self) -> None:
        self._parent = os.getpid()
        self._reader, self._writer = os.pipe()

    def hold(self) -> None:
        """In the child: end with the parent from now on."""
        os.close(self._writer)
        if not (sys.platform == "linux" and _ended_by_the_system(self._parent)):
            threading.Thread(target=self._end_with_the_pipe, daemon=True).start()

    def release(self) -> None:
        """In the parent: the child has ended."""
        os.close(self._reader)
        os.close(self._writer)

    def _end_with_the_pipe(self) -> None:
        os.read(self._reader, 1)  # nothing is ever written: it answers when the other end is closed
        os.kill(os.getpid(), signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


def _ended_by_the_system(parent: int) -> bool:
    """Whether Linux was asked to kill this process together with its parent; ended at once if that is dead already."""
    import ctypes

    try:
        # Python's own library, which is loaded already: to load one is what a workbook's child must never do.
        asked = ctypes.pythonapi.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    except (OSError, AttributeError):
        return False
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return bool(asked == 0)
