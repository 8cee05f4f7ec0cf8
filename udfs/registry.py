"""@udf, the record it makes of a function, and the one path from a host's cells to its answer."""

from __future__ import annotations

import functools
import inspect
import logging
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ParamSpec, TypeVar

import numpy as np

from udfs import calling
from udfs.arguments import read_arguments
from udfs.columns import Cell, Unfit
from udfs.errors import LONGEST_MESSAGE, VALUE, CellError, Refused
from udfs.kinds import MISSING, Content, Kind, Shape
from udfs.numbers import LARGEST
from udfs.outcome import Outcome
from udfs.refusals import Stopped

_log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as every host needs it."""

    name: str
    kind: Kind
    help: str
    required: bool
    default: Any = None


@dataclass(frozen=True)
class Function:
    """One function: its body and all that is derived from its signature."""

    name: str
    topic: str
    doc: str
    source: str
    arguments: tuple[Argument, ...]
    answer: Kind
    width: int
    """How many cells one answer takes side by side."""
    counts_nothing: bool
    """Whether blanks alone are a count of 0; else there is nothing to work on."""
    body: Callable[..., Any]
    bounds: tuple[tuple[float, float], ...] | None
    """The domains alone where every argument is a plain number: the short way of a one-cell call."""

    @property
    def summary(self) -> str:
        """What the answer is, in the docstring's first line."""
        return self.doc.partition("\n")[0]

    @property
    def required(self) -> int:
        return sum(argument.required for argument in self.arguments)

    @property
    def answers_in_rows(self) -> bool:
        """Whether one answer may take several cells side by side, so that the answers stand below each other."""
        return self.width > 1 or (
            self.answer.shape is Shape.ALIGNED and any(each.kind.shape is Shape.EACH for each in self.arguments)
        )

    def call(self, *cells: Cell) -> Cell:
        """A host's call: cells and rows of cells in, a cell or rows of cells out. Never raises."""
        bounds = self.bounds
        if bounds is not None and len(cells) == len(bounds):
            for cell, (lowest, highest) in zip(cells, bounds, strict=True):
                if type(cell) is not float or not lowest <= cell <= highest:
                    break
            else:
                try:
                    answer = self.body(*cells)
                    if answer - answer == 0.0:  # neither infinite nor NaN
                        return answer
                except (Stopped, OverflowError):
                    pass  # the long way names what is wrong
                except Exception:  # noqa: BLE001 - no host can take one; it is logged with its trace
                    return self._failure()
        return self._call(cells)

    def _call(self, cells: Sequence[Cell]) -> Cell:
        try:
            return self.outcome(cells).cells()
        except Unfit as unfit:
            return unfit.error
        except Exception:  # noqa: BLE001 - as above
            return self._failure()

    def outcome(self, values: Sequence[Any]) -> Outcome:
        """The answer of one call before it is put into cells or arrays; raises Unfit for the whole call."""
        with np.errstate(all="ignore"):
            return calling.in_blocks(self, values) or calling.answer(self, read_arguments(self, values))

    def _failure(self) -> CellError:
        _log.exception("%s stopped unexpectedly", self.name)
        return CellError(VALUE, self.name, rule="stopped by a fault of its own", fix="please report it with the inputs")


functions: dict[str, Function] = {}
"""Every function by its name in a workbook, in order of definition."""


def udf(name: str, *, source: str, counts_nothing: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a body as the workbook function `name`; what Python gets calls it with numbers or arrays."""

    def register(body: Callable[P, R]) -> Callable[P, R]:
        function = _record(name, body, source, counts_nothing)
        functions[name] = function
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
            return typing.cast(R, function.outcome(values).python())
        except Unfit as unfit:
            raise Refused(unfit.error) from None

    signature = inspect.signature(body)
    return called


def _record(name: str, body: Callable[..., Any], source: str, counts_nothing: bool) -> Function:
    """The record of a body, checked: a wrong declaration fails here, by name."""
    doc = inspect.cleandoc(body.__doc__ or "")
    hints = typing.get_type_hints(body, include_extras=True)
    answer_type, answer = _annotation(name, "answer", hints.get("return"))
    arguments = tuple(
        _argument(name, parameter, hints.get(parameter.name))
        for parameter in inspect.signature(body).parameters.values()
    )
    _declare(name not in functions, name, "is registered twice")
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
