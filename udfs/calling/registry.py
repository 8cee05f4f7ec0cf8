"""@udf, the record it makes of a function, and the one path from a host's cells to its answer."""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable
from typing import Annotated, Any, ParamSpec, TypeVar

from udfs.calling.call import outcome
from udfs.calling.columns import Unfit
from udfs.calling.errors import LONGEST_MESSAGE, Refused
from udfs.calling.function import Argument, Function
from udfs.calling.kinds import MISSING, Content, Kind, Shape
from udfs.calling.numbers import LARGEST

P = ParamSpec("P")
R = TypeVar("R")


FUNCTIONS: dict[str, Function] = {}
"""Every function by its name in a workbook, in order of definition."""


def udf(name: str, *, source: str, counts_nothing: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a body as the workbook function `name`; what Python gets calls it with numbers or arrays."""

    def register(body: Callable[P, R]) -> Callable[P, R]:
        function = _record(name, body, source, counts_nothing)
        FUNCTIONS[name] = function
        return _python_callable(function, body)

    return register


def _python_callable(function: Function, body: Callable[P, R]) -> Callable[P, R]:
    places = {argument.name: index for index, argument in enumerate(function.arguments)}

    @functools.wraps(body)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        values: list[Any] = list(args)
        if kwargs or len(values) < function.required or len(values) > len(places):
            bound = signature.bind(*args, **kwargs).arguments
            values = [MISSING] * len(places)
            for argument, value in bound.items():
                values[places[argument]] = value
        try:
            return typing.cast(R, outcome(function, values).python())
        except Unfit as unfit:
            raise Refused(unfit.error) from None

    signature = inspect.signature(body)
    return called


def _record(name: str, body: Callable[..., Any], source: str, counts_nothing: bool) -> Function:
    """The record of a body, checked: a wrong declaration fails here, by name."""
    doc = inspect.cleandoc(body.__doc__ or "")
    hints = inspect.get_annotations(body, eval_str=True)
    answer_type, answer = _annotation(name, "answer", hints.get("return"))
    arguments = tuple(
        _argument(name, parameter, hints.get(parameter.name))
        for parameter in inspect.signature(body).parameters.values()
    )
    _declare(name not in FUNCTIONS, name, "is registered twice")
    _declare(name == name.upper() and body.__name__ == name.lower(), name, "must be the body's name in capitals")
    _declare(
        0 < len(doc.partition("\n")[0]) <= LONGEST_MESSAGE, name, "needs a first docstring line that fits the wizard"
    )
    _declare(bool(source), name, "needs a source")
    needed = [argument.required for argument in arguments]
    _declare(needed == sorted(needed, reverse=True), name, "has a required argument after an optional one")
    is_row = typing.get_origin(answer_type) is tuple
    plain = all(
        argument.kind.shape is Shape.EACH and argument.kind.content is Content.NUMBER and argument.kind.gap is None
        for argument in arguments
    )
    short_way = plain and not is_row and answer.content is Content.NUMBER
    return Function(
        name=name,
        topic=body.__module__.rpartition(".")[2],
        doc=doc,
        source=source,
        arguments=arguments,
        answer=answer,
        width=len(typing.get_args(answer_type)) if is_row else 1,
        counts_nothing=counts_nothing,
        body=body,
        bounds=tuple(_finite(argument.kind) for argument in arguments) if short_way else None,
    )


def _finite(kind: Kind) -> tuple[float, float]:
    return max(kind.lowest, -LARGEST), min(kind.highest, LARGEST)


def _argument(function: str, parameter: inspect.Parameter, hint: Any) -> Argument:
    _declare(
        parameter.kind is parameter.POSITIONAL_OR_KEYWORD, function, f"{parameter.name} must be an ordinary argument"
    )
    _declare(parameter.name != "caller", function, "must not have an argument called caller: xlwings replaces it")
    _, kind = _annotation(function, parameter.name, hint)
    help_text = next((note for note in hint.__metadata__ if isinstance(note, str)), "")
    _declare(
        0 < len(help_text) <= LONGEST_MESSAGE, function, f"{parameter.name} needs a help text that fits the wizard"
    )
    required = parameter.default is parameter.empty
    return Argument(parameter.name, kind, help_text, required, None if required else parameter.default)


def _annotation(function: str, place: str, hint: Any) -> tuple[Any, Kind]:
    kinds = [note for note in getattr(hint, "__metadata__", ()) if isinstance(note, Kind)]
    _declare(
        typing.get_origin(hint) is Annotated and len(kinds) == 1, function, f"{place} must be Annotated with one Kind"
    )
    return hint.__origin__, kinds[0]


def _declare(holds: bool, function: str, rule: str) -> None:
    if not holds:
        raise TypeError(f"{function}: {rule}")
