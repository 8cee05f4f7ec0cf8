"""One function and its arguments as plain records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from udfs.calling.kinds import Kind, Shape


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
