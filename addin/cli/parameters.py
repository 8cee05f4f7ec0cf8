"""What the command line takes, made quicker to read than typer makes it: for the computer and for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, Final, get_args

import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

HELP_OPTIONS: Final = ["-h", "--help"]


def tidy(command: Any) -> None:
    """A command and those below it: help that fits any width, parameters as people read them."""
    command.help = _flowing(command.help or "")
    asked = typer.Context(command, help_option_names=HELP_OPTIONS)
    tidy_parameters([*command.params, command.get_help_option(asked)])
    if isinstance(command, TyperGroup):
        for each in command.commands.values():
            tidy(each)


def tidy_parameters(parameters: Iterable[Any]) -> None:
    """Texts taken as they were typed, and no names of Python's types in the help."""
    for parameter in parameters:
        parameter.process_value = _as_typed(parameter)
        parameter.display_type_rich = _named_only(parameter)
        if isinstance(parameter, TyperArgument):
            name = parameter.display_name_raw
            pieces: Any = partial(_alone, name if parameter.required else f"[{name}]")
            parameter.get_usage_pieces = pieces  # type: ignore[method-assign]


def _as_typed(parameter: TyperArgument | TyperOption) -> Callable[[Any, Any], Any]:
    """Let a text be a text: typer loads pydantic to see to that, which takes as long as loading numpy."""
    kind: Any = parameter.type_descriptor.annotation
    (of_each,) = get_args(kind) or (kind,)
    checked = parameter.process_value

    def taken(context: typer.Context, value: Any) -> Any:
        if value is None and not parameter.required:
            return [] if parameter.multiple else None
        if of_each in (str, Path) and isinstance(value, str):
            return of_each(value)
        if of_each in (str, Path) and isinstance(value, tuple | list):
            return [of_each(each) for each in value]
        return checked(context, value)

    return taken


def _named_only(parameter: TyperArgument | TyperOption) -> Callable[[Any], str | None]:
    """An option's help names what follows it, such as FILE, and nothing where nothing does."""

    def named(ctx: Any) -> str | None:  # noqa: ARG001 - as typer calls it
        return parameter.metavar if isinstance(parameter, TyperOption) else None

    return named


def _alone(name: str, ctx: Any) -> list[str]:  # noqa: ARG001 - as typer calls it
    return [name]


def _flowing(text: str) -> str:
    """Paragraphs without the line breaks that they have in our code, and no text taken for a style."""
    return plain("\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n")))


def plain(text: str) -> str:
    """A text in which brackets are brackets: typer takes what stands in them for a style."""
    return text.replace("[", r"\[")
