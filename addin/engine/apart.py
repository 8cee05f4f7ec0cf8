"""Work that is done in a child process and under limits, for a process that has to go on whatever becomes of it.

Where there is no fork, on Windows, the child is `python -m addin.engine.apart` in a job: it ends with its parent, and
reads what to do from its standard input.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from addin.engine.children import NO_TRACES, Touched, why_broken_off, work_in_child
from addin.engine.limits import allow_ending_process
from addin.refusal import Refusal
from addin.system.dying_with_parent import Tie

LONGEST: Final = 600.0
"""Seconds of the clock: a person waits for the answer in front of a window that shows nothing."""
_BLOCK = 1 << 16
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_ANSWERED, _REFUSED, _FAILED = "answered", "refused", "failed"

Answer = TypeVar("Answer")


class FailedApart(Exception):
    """A fault of ours in the child; the message is its trace."""


def answer_apart(
    work: Callable[..., Answer], *arguments: Any, files: Sequence[Path] = (), longest: float = LONGEST
) -> Answer:
    """What `work` answers for these arguments, or its Refusal; a Refusal, too, where the child was broken off.

    `work` is a function of a module, and what it is given and answers can be pickled. `files` are those it may change.
    """
    touched = Touched(files)
    start = _spawned if sys.platform == "win32" else _forked
    status, said = start(work, arguments, longest)
    if status is None:
        raise touched.refusal(f"it took longer than {longest / 60:,.0f} minutes", _ON_THE_COMMAND_LINE)
    if why := why_broken_off(status):
        raise touched.refusal(why)
    if status or not said:
        touched.clear_locks()
        raise FailedApart(f"the process that computes ended with the status {status}")
    how, answer = pickle.loads(said)  # noqa: S301 - from a process that was started here
    if how == _REFUSED:
        raise Refusal(answer)
    if how == _FAILED:
        raise FailedApart(answer)
    given: Answer = answer
    return given


_ON_THE_COMMAND_LINE = "in a command window it may take as long as it likes: centre-roi --help"


def _tried(work: Callable[..., Any], arguments: Sequence[Any]) -> bytes:
    """In the child: what came of it."""
    try:
        return pickle.dumps((_ANSWERED, work(*arguments)))
    except Refusal as refusal:
        return pickle.dumps((_REFUSED, str(refusal)))
    except BaseException:  # noqa: BLE001 - an engine's panic is none that a class stands for
        return pickle.dumps((_FAILED, traceback.format_exc()))


def _forked(work: Callable[..., Any], arguments: Sequence[Any], longest: float) -> tuple[int | None, bytes]:
    """The exit status and what was said; None where the child took too long and was ended."""
    reader, writer = os.pipe()
    tie = Tie()
    child = os.fork()
    if child == 0:
        os.close(reader)
        work_in_child(lambda: _write(writer, _tried(work, arguments)), tie)
    os.close(writer)
    try:
        said = _read(reader, time.monotonic() + longest)
        if said is None:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    finally:
        os.close(reader)
        tie.release()
    return (None, b"") if said is None else (os.waitstatus_to_exitcode(status), said)


def _write(handle: int, data: bytes) -> int:
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
    return 0


def _read(handle: int, end: float) -> bytes | None:
    """Everything until the child has ended; None where that is not before the end."""
    blocks: list[bytes] = []
    while True:
        if not select.select([handle], [], [], max(0.0, end - time.monotonic()))[0]:
            return None
        block = os.read(handle, _BLOCK)
        if not block:
            return b"".join(blocks)
        blocks.append(block)


def _spawned(work: Callable[..., Any], arguments: Sequence[Any], longest: float) -> tuple[int | None, bytes]:
    """The same where there is no fork."""
    from addin.system.job_object import Job

    job = Job()
    job.limit(ends_with_us=True)
    child = subprocess.Popen(
        [sys.executable, "-E", "-P", "-B", "-m", "addin.engine.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=sys.prefix,  # never the folder of a document
        env=os.environ | NO_TRACES,
        creationflags=_NO_WINDOW,
    )
    try:
        job.hold(child.pid)
        said, _ = child.communicate(pickle.dumps((work, arguments)), timeout=longest)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        return None, b""
    finally:
        job.close()
    return child.returncode, said


def main() -> None:
    """The work that the parent asks for, and the end."""
    allow_ending_process()
    work, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    answers = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever else is printed is no answer
    _write(answers, _tried(work, arguments))


if __name__ == "__main__":
    main()
