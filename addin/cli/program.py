"""The command `centre-roi`: its commands, what goes wrong in them, and the status they end with."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from addin.cli.steps import FINE, REFUSED, clear_bar
from addin.refusal import Refusal

_READING = ("import", "refresh", "check", "export")
"""The commands that are given workbooks of others."""


def program() -> int:
    """The command as a program."""
    try:
        return run(sys.argv[1:])
    finally:
        gc.freeze()  # at its end Python would look for cycles in all that was loaded, which takes as long as a formula


def run(arguments: Sequence[str]) -> int:
    """Run one command; what reads workbooks of others does so in a guarded process."""
    if not arguments or arguments[0] not in _READING:
        return main(arguments)
    from addin.cli.guard import run_guarded

    try:
        files = [Path(word) for word in arguments[1:] if not word.startswith("-")]
        return run_guarded(lambda: main(arguments), files, arguments)
    except Refusal as refusal:
        clear_bar()
        print(refusal, file=sys.stderr)
        return REFUSED


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
    except MemoryError:
        print("The file needs more memory than it is given; nothing was changed. Make it smaller.", file=sys.stderr)
    except BrokenPipeError:
        sys.stdout = None  # whoever read the output has had enough
        return FINE
    except Exception as error:
        import logging

        logging.getLogger(__name__).debug("stopped", exc_info=True)
        print(f"centre-roi stopped by a fault of its own ({type(error).__name__}: {error}).", file=sys.stderr)
        print("Nothing was written. Please report it with the command and the file.", file=sys.stderr)
        if os.environ.get("CENTRE_ROI_TRACE"):
            raise
    return REFUSED


def _run(arguments: Sequence[str]) -> int:
    """A plain formula is answered at once; all else is read by the command line proper, which takes longer to load."""
    if list(arguments[:1]) == ["call"]:
        from addin.cli.answers import answer_formula, plain_formula

        formula = plain_formula(arguments[1:])
        if formula is not None:
            return answer_formula(*formula)
    from addin.cli.application import run_command

    return run_command(arguments)
