"""What a command is doing and how it ended, for the person and the program that wait for it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from addin.cells.text import one_line, shown
from addin.progress import Advance, Rows

FINE, FAILED, REFUSED = 0, 1, 2
"""How a command ends: as it should, with a check or formula that failed, or refused with nothing changed."""

_PATIENCE: Final = 1.0
"""Seconds after which a person is told what takes so long."""

_TO_LINE_START: Final = "\r\x1b[2K"


def say(*words: object, to_errors: bool = False) -> None:
    """Print for a person; names and reasons out of strangers' files steer no terminal."""
    stream = sys.stderr if to_errors else sys.stdout
    if stream is not None:
        print(*(shown(str(each)) for each in words), file=stream, flush=to_errors)


@contextmanager
def step(doing: str) -> Iterator[Advance]:
    """Say what is being done, if it takes longer than a moment: a line, or on a terminal a bar that goes again."""
    rows, over = Rows(), threading.Event()
    watcher = threading.Thread(target=_watch, args=(doing, rows, over), daemon=True)
    watcher.start()
    try:
        yield rows.advance
    finally:
        over.set()
        watcher.join()


def _watch(doing: str, rows: Rows, over: threading.Event) -> None:
    if over.wait(_PATIENCE):
        return
    if not is_terminal(sys.stderr):
        say(f"... {one_line(doing)}", to_errors=True)
        return
    with suppress(MemoryError, OSError):  # a bar is worth no failure of the work
        from addin.cli.bar import show

        show(one_line(doing), rows, over)


def clear_bar() -> None:
    """Take away the bar of a process that ended without doing so."""
    if is_terminal(sys.stderr):
        print(_TO_LINE_START, end="", file=sys.stderr, flush=True)


def is_terminal(stream: Any) -> bool:
    """Whether a person is looking at what is written there, rather than a file or another program."""
    with suppress(AttributeError, ValueError):  # no stream at all, or a closed one
        return bool(stream.isatty())
    return False
