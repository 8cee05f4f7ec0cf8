"""The valid calendar text that is nearest to a wrong one, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

from udfs.calendars.texts import MONTHS, NRF, PATTERNS, RULES, WEEKDAYS

_HEAD: tuple[tuple[str, ...], ...] = (PATTERNS, RULES, WEEKDAYS, ("of",), MONTHS)
"""A valid text takes a word of each."""
_NAMED = tuple(("year", "named", "by", event) for event in ("end", "start"))
_EXTRA = tuple(("extra", "week", "in", f"Q{quarter}") for quarter in range(1, 5))
_TAILS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (),
    *((named,) for named in _NAMED),
    *((extra,) for extra in _EXTRA),
    *((named, extra) for named in _NAMED for extra in _EXTRA),
)
"""Then one of these."""

_SHORT = 3
_WORD_MISSING = 2
_WORD_TOO_MANY = 3
_MOST_WORDS, _LONGEST_WORD = 24, 20
"""What is looked at of a wrong text."""

_Reached = Sequence[tuple[int, tuple[str, ...]]]
"""For each number of words of the wrong text: the fewest changes to them, and the valid words that they became."""


@lru_cache(maxsize=64)
def nearest_calendar_text(text: str) -> str:
    """The valid text that takes the fewest changes of letters and words; clauses may stand in the other order.

    >>> nearest_calendar_text("4-5-4 nearest Satruday of Jan, extra week in Q2, named by start")
    '4-5-4 nearest Saturday of January, year named by start, extra week in Q2'
    """
    wrong = [word[:_LONGEST_WORD] for word in re.findall(r"[^\s,]+", text.casefold())[:_MOST_WORDS]]
    start = [(cost, ()) for cost in accumulate((min(len(word), _WORD_TOO_MANY) for word in wrong), initial=0)]
    head: _Reached = start
    for words in _HEAD:
        head = _best(_insert_word(head, word, wrong) for word in words)
    candidates = [(_insert_word(start, NRF, wrong)[-1][0], NRF)]
    for tail in _TAILS:
        for order in {tail, tail[::-1]}:
            reached = head
            for word in (word for clause in order for word in clause):
                reached = _insert_word(reached, word, wrong)
            cost, found = reached[-1]
            valid = ", ".join([" ".join(found[: len(_HEAD)]), *map(" ".join, tail)])
            candidates.append((cost, valid))
    return min(candidates, key=lambda candidate: candidate[0])[1]


def _insert_word(reached: _Reached, word: str, wrong: Sequence[str]) -> _Reached:
    """One valid word more: it is missing in the wrong text, stands there with changes, or with others behind it."""
    after = [(reached[0][0] + _WORD_MISSING, (*reached[0][1], word))]
    for place, other in enumerate(wrong, start=1):
        ways = (
            (reached[place - 1][0] + _changes(other, word.casefold()), (*reached[place - 1][1], word)),
            (reached[place][0] + _WORD_MISSING, (*reached[place][1], word)),
            (after[-1][0] + min(len(other), _WORD_TOO_MANY), after[-1][1]),
        )
        after.append(min(ways, key=lambda way: way[0]))
    return after


def _best(alternatives: Iterable[_Reached]) -> _Reached:
    return [min(ways, key=lambda way: way[0]) for ways in zip(*alternatives, strict=True)]


@lru_cache(maxsize=1024)
def _changes(wrong: str, word: str) -> int:
    """Levenshtein's distance in letters; a name's first letters stand for it with one change."""
    beginning = wrong.rstrip(".")
    if len(word) > _SHORT <= len(beginning) and word.startswith(beginning):
        return int(wrong != word)
    row = list(range(len(word) + 1))
    for number, letter in enumerate(wrong, start=1):
        above, row = row, [number]
        for place, other in enumerate(word, start=1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (letter != other)))
    return row[-1]
