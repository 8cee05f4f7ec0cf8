"""How long a source's engine may take: a view need not have an end, and an engine would go on for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from addin.refusal import Refusal
from addin.sources.records import Source

LONGEST_ANSWER: Final = 900.0
"""Seconds: a hundred million rows are counted in a tenth of that."""
_AGAIN: Final = 1.0


@contextmanager
def answering_in_time(
    source: Source, interrupt: Callable[[], object], longest: float = LONGEST_ANSWER
) -> Iterator[None]:
    """What is asked of the source meanwhile is broken off when it takes too long; a Refusal says so."""
    done, expired = threading.Event(), threading.Event()

    def watch() -> None:
        wait = longest
        while not done.wait(wait):
            expired.set()
            wait = _AGAIN
            with suppress(Exception):  # nothing may be under way just then, or all is over
                interrupt()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    except Exception:
        if expired.is_set():
            raise too_slow(source, longest) from None
        raise
    finally:
        done.set()
        watcher.join()


def too_slow(source: Source, longest: float = LONGEST_ANSWER) -> Refusal:
    """What is told of a source that was broken off."""
    return Refusal(
        f"source {source.name} ({source.kind}, {source.place}): has not answered within {longest / 60:,.0f} minutes "
        "and was broken off. A view may have no end, or take a long time: name a table, or a view of fewer rows."
    )
