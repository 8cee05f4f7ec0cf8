"""The command `centre-roi`: its commands, what goes wrong in them, and the status they end with."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from addin.cells.text import one_line
from addin.cli.steps import FAILED, FINE, REFUSED, clear_bar, say
from addin.refusal import Refusal
from addin.system.file_state import begin_command, told_of_writing, written_files

_READING = ("import", "refresh", "check", "export", "sources")
"""The commands that are given workbooks of others, or ask engines that may be deaf to Ctrl-C."""

_OUTPUT_FAILED = {errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EBADF, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""What a standard output fails with; files are written by what words its own errors."""


def program() -> int:
    """The command as a program."""
    _open_standard_handles()
    try:
        return run(sys.argv[1:])
    finally:
        gc.freeze()  # at its end Python would look for cycles in all that was loaded, which takes as long as a formula


def _open_standard_handles() -> None:
    """Where a caller closed one of the first three, the next file opened would get its number, and what is printed."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def run(arguments: Sequence[str]) -> int:
    """Run one command; what reads workbooks of others does so in a guarded process."""
    if not arguments or arguments[0] not in _READING:
        return main(arguments)
    from addin.cli.guard import run_guarded

    try:
        files = [Path(word) for word in arguments[1:] if not word.startswith("-")] if arguments[0] != "sources" else []
        return run_guarded(lambda: main(arguments), files, arguments)
    except Refusal as refusal:
        clear_bar()
        say(one_line(str(refusal)), to_errors=True)
        return REFUSED


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    begin_command()
    try:
        status = _run(sys.argv[1:] if arguments is None else arguments)
        _print_rest()
    except Refusal as refusal:
        say(one_line(str(refusal)), to_errors=True)
        return REFUSED
    except KeyboardInterrupt:
        return _end("Stopped;")
    except MemoryError:
        return _end("The file needs more memory than it is given; make it smaller;")
    except BrokenPipeError:
        sys.stdout = None  # whoever read the output has had enough
        return FINE
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None and error.errno in _OUTPUT_FAILED:
            sys.stdout = None  # no more is tried
            return _end(f"The answer could not be printed ({error.strerror or error});")
        import logging

        logging.getLogger(__name__).debug("stopped", exc_info=True)
        status = _end(f"centre-roi stopped by a fault of its own ({type(error).__name__}: {error});")
        say("Please report it with the command and the file.", to_errors=True)
        if os.environ.get("CENTRE_ROI_TRACE"):
            raise
    return status


def _end(why: str) -> int:
    """Say why the command ended early, and what it had written by then; the status."""
    with suppress(OSError):
        say(why, told_of_writing(), to_errors=True)
    return FAILED if written_files() else REFUSED


def _print_rest() -> None:
    """What was printed reaches its reader now, while it can still be said that it does not."""
    if sys.stdout is not None:
        sys.stdout.flush()


def _run(arguments: Sequence[str]) -> int:
    """A plain formula is answered at once; all else is read by the command line proper, which takes longer to load."""
    if list(arguments[:1]) == ["call"]:
        from addin.cli.answers import answer_formula, plain_formula

        formula = plain_formula(arguments[1:])
        if formula is not None:
            return answer_formula(*formula)
    from addin.cli.application import run_command

    return run_command(arguments)
