"""Headers that a file is wanted to have, as Inputs writes them: one as it stands, or several in one cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from typing import TypeAlias

from udfs.calling.labels import name_key


@dataclass(frozen=True)
class HeaderText:
    """The text of a cell that names a file's headers, and the headers that it names where none reads like the whole.

    Without a whole text it names these alone.
    """

    whole: str
    parts: tuple[str, ...]


Wanted: TypeAlias = str | HeaderText
"""A text alone is one header, whatever stands in it."""


def parts_of(wanted: Wanted) -> tuple[str, ...]:
    """The headers that stand in it, where it is not one as a whole."""
    return (wanted,) if isinstance(wanted, str) else wanted.parts


def whole_of(wanted: Wanted) -> str:
    """The text as it stands there."""
    return wanted if isinstance(wanted, str) else wanted.whole


def headers_among(wanted: Wanted, there: Iterable[str]) -> tuple[str, ...]:
    """The headers that a file with these headers is asked for: the whole text where it has one that reads so."""
    whole = whole_of(wanted)
    return (whole,) if whole and name_key(whole) in map(name_key, there) else parts_of(wanted)


def wanted_keys(wanted: Sequence[Wanted]) -> Set[str]:
    """The headers as they are compared, each once."""
    return {name_key(part) for each in wanted for part in parts_of(each)}


def found_keys(there: Collection[str], wanted: Sequence[Wanted]) -> Set[str]:
    """Which of `wanted_keys` are among these, as they are compared; a whole text stands for all of its parts."""
    found: set[str] = set()
    for each in wanted:
        parts = set(map(name_key, parts_of(each)))
        found |= parts if name_key(whole_of(each)) in there else parts.intersection(there)
    return found
