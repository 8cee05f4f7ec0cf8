"""What two customers' names must share to be the same, written for engines that know no Python.

`name_key` trims, merges inner spaces, folds case and width as Unicode does, and drops signs that nobody sees. Engines
differ in what their functions for that take for a space or a capital, so they get the very characters. Most names hold
none but plain letters: these are told by one regular expression that every engine reads alike. A few hold characters
that become several or join with their neighbours: these alone are handed over to be read here.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from udfs.calling.labels import name_key

_ASCII = 128
_CHANGED = (*range(1, 0xD800), *range(0xE000, 0x20000), *range(0x2F800, 0x2FA20), *range(0xE0000, 0xE0200))
"""Where every character lies that is not its own key; a test looks at all others."""
_JOINING = (*range(0x1100, 0x1200), *range(0xA960, 0xA980), *range(0xD7B0, 0xD800), *range(0xFF9E, 0xFFDD))
"""Characters that may become one with their neighbours, beside all marks: Hangul's parts, and marks of half width."""


class Folding(NamedTuple):
    """Characters by what becomes of them."""

    odd: str
    """A regular expression that finds names which need more than plain letters made small."""
    rare: str
    """A regular expression that finds those of them which no translation of single characters reads."""
    translated: str
    to: str
    """What each of the first of the translated becomes: a small letter, or a space; the rest vanishes."""


@lru_cache(maxsize=1)
def fold_expression() -> Folding:
    """As `name_key` folds."""
    every = {each: name_key(f"_{each}_")[1:-1] for each in map(chr, _CHANGED) if not each.isspace()}
    joining = {each for each in every if _is_mark(each)} | set(map(chr, _JOINING))
    folded = {each: key for each, key in every.items() if key != each and each not in joining}
    single = {each: key for each, key in folded.items() if len(key) == 1 and not _is_mark(key)}
    vanishing = [each for each, key in folded.items() if not key]
    rare = [*joining, *(each for each in folded if each not in single and folded[each])]
    # A character whose own small letter is no folding, as in Cherokee, must not meet an engine's function for that.
    special = [each for each in every if ord(each) >= _ASCII and (each in folded or each.lower() != each)]
    unusual_spaces = [each for each in SPACES if each != " "]
    return Folding(
        odd=f"^ | $|  |[{_ranges([*unusual_spaces, *special, *joining])}]",
        rare=f"[{_ranges(rare)}]",
        translated="".join([*unusual_spaces, *single, *vanishing]),
        to=" " * len(unusual_spaces) + "".join(single.values()),
    )


CAPITALS, SMALL = string.ascii_uppercase, string.ascii_lowercase
SPACES = "".join(each for each in map(chr, range(1, 0x3001)) if each.isspace())
"""Everything that is a space to Python; U+3000 is the last of them."""


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _ranges(characters: Iterable[str]) -> str:
    """The inside of a character class, neighbours taken together."""
    ranges: list[list[int]] = []
    for code in sorted(set(map(ord, characters))):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in ranges)
