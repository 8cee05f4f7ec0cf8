"""What files usually call our columns, in English and Chinese, and which header of a file each one must be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from udfs.calling.labels import name_key
from workbook_templates.refreshing.header_words import NEVER, USUAL, WITHIN

_SPLIT_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])")
_NUMBERED: Final = re.compile(r"^(?:q(?:uestion)?\s*)?\d{1,3}\s*[.:、)）]\s*", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\s*(?:\([^)]*\)|\[[^]]*\])\s*$")
_SIGNS: Final = re.compile(r"[_\-./:?？!！*#\s]+")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_SERIES: Final = re.compile(
    r"(?:q|answer|question|item|csat|satisfaction|score|rating|问题|第|答案|满意度|评分)?\s?\d{1,2}\s?题?"
)


@dataclass(frozen=True)
class Match:
    """What the headers of a file say of one of our columns."""

    headers: tuple[str, ...] = ()
    """The one that it must be; several where they make it together."""
    unclear: tuple[str, ...] = ()
    """Those among which nothing decides."""
    is_exact: bool = False


def usual_names(name: str) -> tuple[str, ...]:
    """All that files usually call one of our columns, our own name first."""
    return (name, *(each for tier in _tiers(USUAL.get(name, "")) for each in tier))


def matches(names: Sequence[str], headers: Iterable[str]) -> dict[str, Match]:
    """For each of our columns the one header of a file that must be it; a header serves one column."""
    free = [header for header in dict.fromkeys(headers) if header.strip()]
    found: dict[str, Match] = {}
    for find in (_own, _exact, _series, _within):
        for name in names:
            if name in found and (found[name].headers or found[name].is_exact):
                continue
            match = find(name, free)
            if match.headers or match.unclear:
                found[name] = match
                free = [header for header in free if header not in match.headers]
    return {name: _still_open(found.get(name, Match()), free) for name in names}


def is_like_index(question: str) -> bool:
    """Whether a question asks how satisfied somebody is."""
    if _has_one_of(_plain(question), _terms(NEVER["Index"])):
        return False
    asked = [term for tier in _tiers(WITHIN["Index"])[:3] for term in tier]
    return _has_one_of(_plain(question), asked) or bool(_exact("Index", [question]).headers)


def _still_open(match: Match, free: Collection[str]) -> Match:
    """Headers that another column took decide nothing here."""
    left = tuple(header for header in match.unclear if header in free)
    if match.headers or len(left) != 1:
        return Match(match.headers, left, match.is_exact)
    return Match(left, (), match.is_exact)


def _own(name: str, headers: Sequence[str]) -> Match:
    same = [header for header in headers if name_key(header) == name_key(name)]
    return Match(tuple(same), is_exact=True) if len(same) == 1 else Match()


def _exact(name: str, headers: Sequence[str]) -> Match:
    """The header that is one of the usual names, of the surest tier that has any."""
    for tier in _tiers(USUAL.get(name, "")):
        hits = [header for header in headers if _plain(header) in tier or _plain(_BRACKETS.sub("", header)) in tier]
        if hits:
            return _of_hits(hits, is_exact=True)
    return Match()


def _series(name: str, headers: Sequence[str]) -> Match:
    """Answers that differ by their number alone, such as Q1, Q2, Q3: together they are an index."""
    if name != "Index":
        return Match()
    alike: dict[str, list[str]] = {}
    for header in headers:
        plain = _SIGNS.sub(" ", name_key(header)).strip()
        if _SERIES.fullmatch(plain):
            alike.setdefault(re.sub(r"\d+", "", plain).strip(), []).append(header)
    series = [each for stem, each in alike.items() if stem and len(each) > 1]
    return Match(tuple(series[0])) if len(series) == 1 else Match()


def _within(name: str, headers: Sequence[str]) -> Match:
    """The header that has a usual name in it, of the surest tier that has any."""
    never = _terms(NEVER.get(name, ""))
    possible = [header for header in headers if not _has_one_of(_plain(header), never)]
    for tier in _tiers(WITHIN.get(name, "")):
        hits = [header for header in possible if _has_one_of(_plain(header), tier)]
        if hits:
            return _of_hits(hits, is_exact=False)
    return Match()


def _of_hits(hits: Sequence[str], *, is_exact: bool) -> Match:
    return Match(tuple(hits), is_exact=is_exact) if len(hits) == 1 else Match(unclear=tuple(hits), is_exact=is_exact)


@cache
def _tiers(words: str) -> tuple[tuple[str, ...], ...]:
    """The names of each tier, the surest first."""
    return tuple(map(_terms, words.split(";"))) if words else ()


@cache
def _terms(words: str) -> tuple[str, ...]:
    """Names as headers are compared."""
    return tuple(_plain(term) for term in re.split(r"[,\n]", words) if term.strip())


def _plain(header: str) -> str:
    """A header as its words: CloseDate, close_date and "Q1. Close date" are close date."""
    key = name_key(_SPLIT_CAMEL.sub(" ", header))
    return _SIGNS.sub(" ", _NUMBERED.sub("", key)).strip()


def _has_one_of(header: str, terms: Iterable[str]) -> bool:
    """Whether one of these stands in a header: as whole words, or anywhere where they are Chinese."""
    return any(term in header if _CHINESE.search(term) else f" {term} " in f" {_words(header)} " for term in terms)


def _words(header: str) -> str:
    return " ".join(re.findall(r"[^\W_]+(?:'s)?", header))
