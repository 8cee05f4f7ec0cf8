"""The command for sources of rows: `sources` lists them, `sources test` tries one."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from addin.cli.steps import FAILED, FINE, is_terminal, say, step
from addin.cli.workbooks import PANEL

commands = typer.Typer(
    name="sources",
    invoke_without_command=True,
    epilog="Example: centre-roi sources test warehouse",
    subcommand_metavar="[test NAME]",
)


@commands.callback(rich_help_panel=PANEL)
def sources(context: typer.Context) -> int:
    """The sources of rows that you described; sources test NAME tries one.

    Lists the sources that your own sources.toml describes, never a password. With test NAME it connects to one and says
    how many rows and which columns it has, and what is wrong with their cells. It changes nothing.
    """
    if context.invoked_subcommand is not None:
        return FINE
    from addin.cli import printing
    from addin.sources.settings import default_path, read_sources

    described = list(read_sources().values())
    if not described:
        say(f"There are no sources yet. Describe them in {default_path()}; docs/sources.md shows how.")
    elif is_terminal(sys.stdout):
        from addin.cli import tables

        tables.show_sources(described, os.environ)
    else:
        for source in described:
            say("\n".join(printing.source(source, os.environ)))
    return FINE


@commands.command(epilog="Example: centre-roi sources test warehouse")
def test(name: Annotated[str, typer.Argument(metavar="NAME", help="Its section in sources.toml.")]) -> int:
    """Connect to one and look at it.

    Says how many rows and which columns it has, and what is wrong with their cells. It changes nothing.
    """
    from addin.cli import printing
    from addin.sources.settings import find_source
    from addin.sources.trial import try_source

    source = find_source(name)
    with step(f"asking source {source.name}"):
        trial = try_source(source)
    say("\n".join(printing.trial(source, trial)))
    return FAILED if trial.problems else FINE
