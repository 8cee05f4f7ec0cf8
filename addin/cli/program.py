"""The command `centre-roi`: its commands, what goes wrong in them, and the status they end with."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from addin.refusal import Refusal
from addin.system.memory import freeze_loaded

with freeze_loaded():
    import typer
    from typer.core import TyperGroup

    from addin.cli import formulas, machine, sources, workbooks
    from addin.cli.parameters import HELP_OPTIONS, tidy
    from addin.cli.steps import FINE, REFUSED, clear_bar

NAME = "centre-roi"

_READING = ("refresh", "check", "export")
"""The commands that are given workbooks of others."""

_BEGINNING = """To begin:
  centre-roi demo                         filled workbooks to look at
  centre-roi new survey_roi book.xlsx     a blank one of your own
  centre-roi refresh book.xlsx            count it and compute it

Exit status: 0 fine, 1 a check or formula failed, 2 refused (nothing was changed)."""


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
        return run_guarded(lambda: main(arguments), [Path(word) for word in arguments[1:] if not word.startswith("-")])
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
        return _done(sys.argv[1:] if arguments is None else arguments)
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


def _done(arguments: Sequence[str]) -> int:
    """The status of the command; SystemExit where help was asked for, or the command line cannot be read."""
    commands = _commands(arguments[0] if arguments else "")
    try:
        with commands.make_context(NAME, list(arguments)) as context:
            return int(commands.invoke(context))
    except typer.Exit as asked_for:
        raise SystemExit(asked_for.exit_code) from None
    except typer.TyperException as unreadable:
        _explain(unreadable)
        raise SystemExit(REFUSED) from None


def _explain(unreadable: typer.TyperException) -> None:
    """How the command is used, what is wrong, and where the help is."""
    context: typer.Context | None = getattr(unreadable, "ctx", None)
    if context is not None:
        print(context.get_usage().replace("Usage:", "usage:", 1), file=sys.stderr)
    path = NAME if context is None else context.command_path
    print(f"{path}: {unreadable.format_message()}", file=sys.stderr)
    print(f"For help: {path} --help", file=sys.stderr)


@cache
def _commands(word: str) -> TyperGroup:
    """The commands among which that word is one; all of them, in the order of the help, where it is none."""
    app = typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": HELP_OPTIONS},
        invoke_without_command=True,
        subcommand_metavar="COMMAND ...",
        callback=_centre_roi,
        epilog=_BEGINNING,
    )
    every = (workbooks.commands, sources.commands, formulas.commands, machine.commands)
    for part in [part for part in every if word in _names(part)] or every:
        app.add_typer(part)
    group = typer.main.get_group(app)
    tidy(group)
    return group


def _names(part: typer.Typer) -> set[Any]:
    return {part.info.name, *(command.callback.__name__ for command in part.registered_commands if command.callback)}


def _centre_roi(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> int:
    """What a customer contact centre is worth: formulas, template workbooks, and their refresh."""
    if version:
        from addin.release import VERSION  # which asks the installation, and would make every command wait

        print(f"{NAME} {VERSION}")
        raise typer.Exit(FINE)
    if context.invoked_subcommand is None:
        print(context.get_help())
    return FINE
