"""Answers in words: those that the user says on Import, and the usual ones of surveys in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from udfs.calling.labels import name_key

_NEITHER: Final = "neither satisfied nor dissatisfied"
_SCALES: Final = (
    ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"),
    ("very dissatisfied", "dissatisfied", _NEITHER, "satisfied", "very satisfied"),
    ("very unsatisfied", "unsatisfied", "neutral", "satisfied", "very satisfied"),
    ("extremely dissatisfied", "somewhat dissatisfied", _NEITHER, "somewhat satisfied", "extremely satisfied"),
    ("very dissatisfied", "somewhat dissatisfied", _NEITHER, "somewhat satisfied", "very satisfied"),
    ("not at all satisfied", "not so satisfied", "somewhat satisfied", "very satisfied", "extremely satisfied"),
    ("strongly disagree", "disagree", "neither agree nor disagree", "agree", "strongly agree"),
    ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
    ("very unlikely", "unlikely", "neutral", "likely", "very likely"),
    ("very poor", "poor", "average", "good", "excellent"),
    ("very poor", "poor", "fair", "good", "very good"),
    ("poor", "fair", "good", "very good", "excellent"),
    ("terrible", "poor", "average", "good", "excellent"),
    ("非常不满意", "不满意", "一般", "满意", "非常满意"),
    ("很不满意", "不满意", "一般", "满意", "很满意"),
    ("非常不满意", "比较不满意", "一般", "比较满意", "非常满意"),
    ("非常不满", "不满", "一般", "满意", "非常满意"),
    ("非常不同意", "不同意", "一般", "同意", "非常同意"),
    ("很差", "差", "一般", "好", "很好"),
    ("非常差", "差", "一般", "好", "非常好"),
)
"""The words of five levels, the lowest first."""
_NO_ANSWERS: Final = """
n/a, na, n.a., not applicable, don't know, no answer, 不适用, 不清楚, 不知道, 未评价, 无
"""
NOT_APPLICABLE: Final = frozenset(map(name_key, _NO_ANSWERS.split(",")))
"""What customers answer to a question that is not for them."""


def is_level(word: str) -> bool:
    """Whether one of the usual scales has that word."""
    return any(name_key(word) in scale for scale in _SCALES)


def known_words(words: Iterable[str]) -> Mapping[str, float]:
    """The level of each word from 0 to 1, by the scales that have all of them; none where these differ.

    >>> known_words(["Very satisfied", "neutral"])["neutral"]
    0.5
    >>> known_words(["good", "very good"])
    {}
    """
    wanted = {name_key(word) for word in words}
    fitting = [scale for scale in _SCALES if wanted and wanted <= set(scale)]
    levels: dict[str, float] = {}
    for word in wanted:
        places = {scale.index(word) for scale in fitting}
        if len(places) == 1:
            levels[word] = places.pop() / 4
    return levels
