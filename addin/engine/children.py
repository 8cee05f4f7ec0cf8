"""A child process that works under limits: how it begins, and in words how it ended where a workbook overwhelmed it."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from addin.engine.limits import OUT_OF_MEMORY, OUT_OF_TIME, ROOM, allow_ending_process
from addin.refusal import Refusal
from addin.system.dying_with_parent import Tie
from addin.system.file_state import FileState, told_of_writing
from addin.system.swap import locked

FAULT = 70
NO_TRACES = {"RUST_BACKTRACE": "0", "RUST_LIB_BACKTRACE": "0"}
"""What the engines are told by the environment: a trace takes memory, which there may be none of."""
_STOPPED = 2
_ERRORS = 2
_TOO_LONG = "computing it takes too long"
_TOO_MUCH = f"its formulas take more than {ROOM / 1e6:,.0f} MB of memory, or are more than our engine can compute"
_BEYOND_MEMORY = (signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS) if sys.platform != "win32" else ()
"""How an engine ends that is given no more memory; a fault of its own looks the same."""
_BROKEN_ON_WINDOWS = 0xC000_0000
"""From here on, the statuses of processes that Windows itself ended."""
_ABORTED_ON_WINDOWS = 3


def why_broken_off(status: int) -> str:
    """In words, why a child with this exit status was ended by its limits; "" where it was not."""
    if sys.platform == "win32":
        if status == OUT_OF_TIME:
            return _TOO_LONG
        is_broken = status in (OUT_OF_MEMORY, _ABORTED_ON_WINDOWS) or status & 0xFFFF_FFFF >= _BROKEN_ON_WINDOWS
        return _TOO_MUCH if is_broken else ""
    if status in (-signal.SIGXCPU, -signal.SIGALRM):
        return _TOO_LONG
    return _TOO_MUCH if -status in _BEYOND_MEMORY else ""


class Touched:
    """The files that a child may change: what they were before, and what is left behind when it ends early."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files
        self._before = self._now()

    def refusal(self, why: str, instead: str = "open and save it in Excel instead") -> Refusal:
        """What is told of a child that was broken off."""
        self.clear_locks()
        name = self._files[0].name if self._files else "The command"
        kept = "Nothing was changed" if self._now() == self._before else "The refresh itself was finished"
        return Refusal(f"{name}: was broken off: {why}. {kept}; {instead}.")

    def clear_locks(self) -> None:
        """What a child that is no more has left beside the files is removed."""
        for path in self._files:
            if path.with_name(f".{path.name}.part").exists():
                with suppress(Refusal, OSError), locked(path) as target:
                    target.clear_leftovers()

    def _now(self) -> list[FileState | None]:
        return [FileState.of(path) for path in self._files]


def work_in_child(work: Callable[[], int], tie: Tie) -> None:
    """In a child that was forked: the work, and the end of the process with the status that it answers."""
    import resource

    status = FAULT
    try:
        tie.hold()
        allow_ending_process()
        _silence_libraries()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))  # what its parent may hold is no limit of its own
        status = work()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else FAULT
    except KeyboardInterrupt:  # before the work began, or after it ended
        status = _STOPPED
        with suppress(OSError, ValueError, AttributeError):
            sys.stderr.write(f"Stopped; {told_of_writing()}\n")
    except BaseException:  # noqa: BLE001 - nothing may run on in the child as if it were the parent
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):
                stream.flush()
        os._exit(status)


def _silence_libraries() -> None:
    """What Python says reaches the user as before, the traces of an engine without memory do not.

    Making such a trace takes memory, and without any the engine would wait for itself for ever.
    """
    os.environ.update(NO_TRACES)
    with suppress(OSError, ValueError, AttributeError):  # no stream at all
        if sys.stderr.fileno() == _ERRORS:
            sys.stderr = os.fdopen(os.dup(_ERRORS), "w", encoding=sys.stderr.encoding, errors="replace", buffering=1)
            with Path(os.devnull).open("wb") as nowhere:
                os.dup2(nowhere.fileno(), _ERRORS)
