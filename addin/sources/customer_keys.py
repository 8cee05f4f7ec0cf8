"""What two customers' names must share to be the same, written for engines that know no Python.

`name_key` trims, merges inner spaces and folds case as Unicode does. Engines differ in what their functions for that
take for a space or a capital, so they get the very characters. Most names hold none but plain letters: these are told
by one regular expression that every engine reads alike.
"""

from __future__ import annotations

import string
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

_ASCII = 128
_CASED = range(1, 0x20000)
"""Where every character lies that has a case; a test looks at all others."""
_SURROGATES = range(0xD800, 0xE000)


class Folding(NamedTuple):
    """Characters by what becomes of them."""

    odd: str
    """A regular expression that finds names which need more than plain letters made small."""
    long: str
    """A regular expression that finds characters which become several."""
    tails: tuple[tuple[str, str], ...]
    """A regular expression that catches one of them, and what comes behind the letter that it is translated to."""
    translated: str
    to: str
    """What each of the translated becomes: a small letter, or a space."""


@lru_cache(maxsize=1)
def fold_expression() -> Folding:
    """As Python folds: `" ".join(name.split()).casefold()`."""
    every = [chr(code) for code in _CASED if code not in _SURROGATES]
    folded = {each: each.casefold() for each in every if each.casefold() != each}
    tails: dict[str, list[str]] = {}
    for each, small in folded.items():
        if len(small) > 1:
            tails.setdefault(small[1:], []).append(each)
    # A character whose own small letter is no folding, as in Cherokee, must not meet an engine's function for that.
    special = [each for each in every if ord(each) >= _ASCII and (each in folded or each.lower() != each)]
    unusual_spaces = [each for each in SPACES if each != " "]
    return Folding(
        odd=f"^ | $|  |[{_ranges([*unusual_spaces, *special])}]",
        long=f"[{_ranges(chain.from_iterable(tails.values()))}]",
        tails=tuple((f"([{_ranges(letters)}])", tail) for tail, letters in tails.items()),
        translated="".join([*unusual_spaces, *folded]),
        to=" " * len(unusual_spaces) + "".join(small[0] for small in folded.values()),
    )


CAPITALS, SMALL = string.ascii_uppercase, string.ascii_lowercase
SPACES = "".join(each for each in map(chr, range(1, 0x3001)) if each.isspace())
"""Everything that is a space to Python; U+3000 is the last of them."""


def _ranges(characters: Iterable[str]) -> str:
    """The inside of a character class, neighbours taken together."""
    ranges: list[list[int]] = []
    for code in sorted(map(ord, characters)):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in ranges)
