"""How far a long piece of work has come: told by whoever does it, shown by whoever asked for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Advance = Callable[[int, int | None], None]
"""Told how many rows are done, and of how many; None where nobody can know that yet."""


@dataclass
class Rows:
    """How many rows are done, and of how many; one thread tells it, another may show it."""

    done: int = 0
    total: int | None = None

    def advance(self, done: int, total: int | None) -> None:
        """So many are done, of so many where that is known."""
        self.done, self.total = done, total
