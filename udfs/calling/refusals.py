"""How a function's body says that it has no answer, for one number or for some of an array's cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np

from udfs.calling.errors import NUM, CellError, quote


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """One rule that was broken: where, by which argument, and what the answer becomes."""

    condition: Any
    argument: str
    rule: str
    fix: str
    code: str
    facts: dict[str, Any]

    def at(
        self, index: tuple[int, ...], shape: tuple[int, ...], name: str, value_of: Callable[[str], Any]
    ) -> CellError:
        """The error of the cell at `index` of an answer of this shape."""

        def there(number: Any) -> Any:
            array = np.asarray(number)
            # Answers made of rows (one customer's answers) carry one axis more than the cells.
            return np.broadcast_to(array, shape)[index] if array.ndim <= len(shape) else array[index]

        facts = {fact: quote(there(number() if callable(number) else number)) for fact, number in self.facts.items()}
        value: Any = there(value_of(self.argument)) if self.argument else None
        if isinstance(value, np.ndarray) and value.ndim:  # a whole list is to blame, not one of its numbers
            value = None
        if value == "" or (isinstance(value, float) and value != value):  # a blank has no value to show
            value = None
        return CellError(self.code, name, self.argument, self.rule.format(**facts), value, self.fix.format(**facts))


class Stopped(Exception):
    """The answer as a whole is refused."""

    def __init__(self, refusal: BrokenRule) -> None:
        super().__init__(refusal.rule)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class _Collection:
    refusals: list[BrokenRule]
    whole: Set[str]


_collection: ContextVar[_Collection | None] = ContextVar("collection of refusals", default=None)


def refuse(
    condition: Any,
    argument: str,
    rule: str,
    fix: str = "",
    *,
    code: str = NUM,
    others_stand: bool = False,
    **facts: Any,
) -> None:
    """No answer where the condition holds: the other cells of a column still compute.

    `argument` is the one to blame: its value is shown. `facts` fill the {places} of rule and fix
    with the numbers of the cell concerned, which a function computes once something is refused.
    Refusals count in their order: the first one is shown. A condition that is one truth value, or
    about an argument read whole, is not about a cell: it refuses the call, unless `others_stand` says
    that the answers beside it do not depend on it.
    """
    if condition is False or not np.any(condition):
        return
    refusal = BrokenRule(condition, argument, rule, fix, code, facts)
    collection = _collection.get()
    whole = np.ndim(condition) == 0 or (not others_stand and collection is not None and argument in collection.whole)
    if collection is None or whole:
        raise Stopped(refusal)
    collection.refusals.append(refusal)


def stop(argument: str, rule: str, fix: str = "", *, code: str = NUM, **facts: Any) -> NoReturn:
    """No answer at all."""
    raise Stopped(BrokenRule(True, argument, rule, fix, code, facts))


@contextmanager
def collect_refusals(whole: Set[str]) -> Iterator[list[BrokenRule]]:
    """Within, refusals are gathered cell by cell instead of ending the call, but for arguments read whole."""
    collection = _Collection([], whole)
    token = _collection.set(collection)
    try:
        yield collection.refusals
    finally:
        _collection.reset(token)
