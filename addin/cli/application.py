"""The command line proper, by typer: which commands there are, and what is said of one that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any

from addin.system.memory import freeze_loaded

with freeze_loaded():
    import typer
    from typer.core import TyperGroup

    from addin.cli import formulas, machine, sources, workbooks
    from addin.cli.parameters import HELP_OPTIONS, tidy
    from addin.cli.steps import FINE, REFUSED, say

NAME = "centre-roi"

_BEGINNING = """To begin:
  centre-roi demo                         filled workbooks to look at
  centre-roi new survey_roi book.xlsx     a blank one of your own
  centre-roi import book.xlsx survey.csv  how its columns are read
  centre-roi refresh book.xlsx            count it and compute it

Exit status: 0 fine, 1 a check or formula failed, 2 refused (nothing was changed)."""


def run_command(arguments: Sequence[str]) -> int:
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
        say(context.get_usage().replace("Usage:", "usage:", 1), to_errors=True)
    path = NAME if context is None else context.command_path
    say(f"{path}: {unreadable.format_message()}", to_errors=True)
    say(f"For help: {path} --help", to_errors=True)


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
    named = (command.name or getattr(command.callback, "__name__", None) for command in part.registered_commands)
    return {part.info.name, *named}


def _centre_roi(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> int:
    """What a customer contact centre is worth: formulas, template workbooks, and their refresh."""
    if version:
        from addin.release import VERSION  # which asks the installation, and would make every command wait

        say(f"{NAME} {VERSION}")
        raise typer.Exit(FINE)
    if context.invoked_subcommand is None:
        print(context.get_help())
    return FINE
