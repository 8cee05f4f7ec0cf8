"""A command in a process of its own and under limits: a workbook that overwhelms it ends that process alone."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from addin.engine.limits import ROOM, allow_ending_process
from addin.refusal import Refusal
from addin.system.file_state import FileState
from addin.system.swap import locked

_FAULT = 70
_ERRORS = 2
_BEYOND_MEMORY = (signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS) if sys.platform != "win32" else ()
"""How an engine ends that is given no more memory; a fault of its own looks the same."""


def run_guarded(work: Callable[[], int], files: Sequence[Path]) -> int:
    """What `work` answers, done in a child process; a Refusal where the child was overwhelmed.

    Windows has no such children: there only the engine's own watch limits what formulas take.
    """
    if sys.platform == "win32":
        return work()
    before = [FileState.of(path) for path in files]
    child = os.fork()
    if child == 0:
        _work_guarded(work)
    status = _wait_for_child(child)
    if status >= 0:
        return status
    ended_by = signal.Signals(-status)
    if ended_by in (signal.SIGXCPU, signal.SIGALRM):
        why = "computing it takes too long"
    elif ended_by in _BEYOND_MEMORY:
        why = f"its formulas take more than {ROOM / 1e6:,.0f} MB of memory, or are more than our engine can compute"
    else:
        os.kill(os.getpid(), ended_by)  # somebody ended the child, and means the command
        return _FAULT
    name = files[0].name if files else "The command"
    for path in files:
        if path.with_name(f".{path.name}.part").exists():
            _clear_lock(path)
    kept = (
        "Nothing was changed" if [FileState.of(path) for path in files] == before else "The refresh itself was finished"
    )
    raise Refusal(f"{name}: was broken off: {why}. {kept}; open and save it in Excel instead.")


def _work_guarded(work: Callable[[], int]) -> None:
    """In the child: the work, and the end of the process."""
    import resource

    allow_ending_process()

    status = _FAULT
    try:
        _silence_libraries()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        status = work()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else _FAULT
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
    os.environ["RUST_BACKTRACE"] = os.environ["RUST_LIB_BACKTRACE"] = "0"
    with suppress(OSError, ValueError, AttributeError):  # no stream at all
        if sys.stderr.fileno() == _ERRORS:
            sys.stderr = os.fdopen(os.dup(_ERRORS), "w", encoding=sys.stderr.encoding, errors="replace", buffering=1)
            with Path(os.devnull).open("wb") as nowhere:
                os.dup2(nowhere.fileno(), _ERRORS)


def _clear_lock(path: Path) -> None:
    """The empty part file that marked the lock of a child that is no more."""
    with suppress(Refusal, OSError), locked(path):
        pass


def _wait_for_child(child: int) -> int:
    """The exit status of the child, negative for the signal that ended it; signals to us are handed on to it."""

    def hand_on(number: int, _: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(child, number)

    old = {number: signal.signal(number, hand_on) for number in (signal.SIGTERM, signal.SIGHUP)}
    old[signal.SIGINT] = signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells the child itself
    try:
        _, status = os.waitpid(child, 0)
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
    return os.waitstatus_to_exitcode(status)
