"""The commands for formulas: `call` and `functions`."""

from __future__ import annotations

import difflib
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from addin.cli.answers import JSON, answer_formula
from addin.cli.steps import FINE, is_terminal
from addin.refusal import Refusal
from addin.system.memory import freeze_loaded

PANEL = "Formulas"

commands = typer.Typer()


class _FormulaCommand(TyperCommand):
    """A formula may begin with a minus sign, which would be taken for an option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The formulas behind the options."""
        options = {"-", *(name for option in self.get_params(ctx) for name in option.opts)}
        formulas = [word for word in args if word[:1] == "-" and word not in options]
        if formulas and "--" not in args:
            args = [*(word for word in args if word not in formulas), "--", *formulas]
        return super().parse_args(ctx, args)


@commands.command(cls=_FormulaCommand, rich_help_panel=PANEL, epilog='Example: centre-roi call "CLV(2400,10%,5)"')
def call(
    formula: Annotated[
        str,
        typer.Argument(
            metavar="FORMULA", help='Such as "CLV(2400,10%,5)"; - reads one formula a line from standard input.'
        ),
    ],
    json: Annotated[bool, typer.Option(JSON, help="Each answer as one line of JSON, for programs.")] = False,
) -> int:
    """One formula, evaluated.

    It may use our functions and Excel's own together. A table is printed tab-separated, row by row.
    """
    return answer_formula(formula, json)


@commands.command(rich_help_panel=PANEL, epilog="Example: centre-roi functions CLV")
def functions(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="One of them in full, such as CLV.")] = None,
) -> int:
    """The functions, or one of them in full.

    Lists every function with its arguments; with a NAME: what it computes, from what, and where the formula comes from.
    """
    with freeze_loaded():
        from addin.cli import printing
        from udfs import FUNCTIONS

    if name is not None:
        function = FUNCTIONS.get(name.upper())
        if function is None:
            near = difflib.get_close_matches(name.upper(), FUNCTIONS, n=1)
            hint = f"; did you mean {near[0]}?" if near else ". See them all: centre-roi functions"
            raise Refusal(f'There is no function "{name}"{hint}')
        print(printing.reference(function))
    elif is_terminal(sys.stdout):
        from addin.cli import tables

        tables.show_functions(FUNCTIONS.values())
    else:
        print(printing.contents(FUNCTIONS))
    return FINE
