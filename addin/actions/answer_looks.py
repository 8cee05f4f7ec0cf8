"""What the answers of a survey say of their scale, of codes for no answer, and of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from addin.actions.column_looks import Look, ask_words, look_at_marks, with_codes
from udfs.calling.errors import quote
from udfs.calling.labels import name_key, plain_text
from workbook_templates.rows.amounts import NumberKind
from workbook_templates.rows.columns import Cells, Marks
from workbook_templates.rows.judges import text_of
from workbook_templates.rows.numbers import number_text
from workbook_templates.rows.source_fields import WORDS
from workbook_templates.survey_roi.answers import OF_MOST, number_beside_words
from workbook_templates.survey_roi.points import POINTS
from workbook_templates.survey_roi.scale_words import NOT_APPLICABLE, is_level, known_words

_INDEX: Final = "Index"
_SCALES: Final = ((1.0, 5.0), (1.0, 7.0), (1.0, 10.0), (0.0, 10.0), POINTS)
"""The usual scales, the smallest first."""
_SHARES: Final = (0.0, 1.0)
_FIVE: Final = (1.0, 5.0)
_CODES: Final = (88.0, 98.0, 99.0, 999.0, 9999.0, -1.0, -9.0, -99.0, -999.0)
"""Numbers by which surveys mark that there is no answer."""
_REPEATED: Final = 2


@dataclass
class _Answers:
    """The numbers and the words among the cells of all answers."""

    numbers: Counter[float] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    highest: float = 0.0
    """The highest answer that a cell names itself: 4/5."""


def look_at_answers(cells: Cells, several: bool, others: Marks) -> Look:
    """Scale, codes and words of the answers; `several` columns make an index together."""
    answers = _sorted_out(cells)
    scale = _scale(answers)
    if answers.numbers and scale is None:
        low, high = min(answers.numbers), max(answers.numbers)
        asked = f"{_INDEX}: answers from {quote(low)} to {quote(high)} fit no usual scale: set Scale from and Scale to."
        return Look(questions=(asked,))
    of_words = scale or (_FIVE if several else POINTS)
    used = of_words if answers.words else scale or POINTS
    codes = [quote(code) for code in _CODES if not used[0] <= code <= used[1] and answers.numbers[code] >= _REPEATED]
    look = _with_words(
        look_at_marks(_INDEX, NumberKind("index", frozenset(codes), None, *used), cells, others), answers, used
    )
    fields = dict(look.fields)
    said = list(look.said)
    if used != POINTS or several:
        fields |= {"Scale from": used[0], "Scale to": used[1]}
    if answers.numbers and used != POINTS:
        said.append(_how_sure(answers, used))
    return with_codes(_INDEX, Look(fields, look.questions, tuple(said)), codes)


def _how_sure(answers: _Answers, scale: tuple[float, float]) -> str:
    on = f"{_INDEX}: all answers lie on the scale {quote(scale[0])} to {quote(scale[1])}"
    if scale[1] in answers.numbers or answers.highest == scale[1]:
        return f"{on}, which is the smallest usual one."
    return f"{on}. That is a guess: nobody gave its highest answer, so check what the survey offered."


def _sorted_out(cells: Cells) -> _Answers:
    """Each cell as a number or a word; what is no answer is neither."""
    answers = _Answers()
    for cell, rows in cells.items():
        if not isinstance(cell, str):
            if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                answers.numbers[float(cell)] += rows
        elif name_key(cell) not in NOT_APPLICABLE:
            _sort_text(answers, cell, rows)
    return answers


def _sort_text(answers: _Answers, cell: str, rows: int) -> None:
    number = number_text(cell)
    of_most = OF_MOST.fullmatch(plain_text(cell))
    top = (1.0, float(of_most[2])) if of_most else _FIVE
    beside = number_beside_words(cell, top) if number is None else None
    if of_most and beside is not None:
        answers.highest = max(answers.highest, top[1])
    if number is not None:
        answers.numbers[next(iter(number.values.values()))] += rows
    elif beside is not None:
        answers.numbers[beside] += rows
    else:
        answers.words[text_of(cell).strip()] += rows


def _scale(answers: _Answers) -> tuple[float, float] | None:
    """The smallest usual scale with all numbers that are no codes; None where there is none."""
    sure = [number for number in answers.numbers if number not in _CODES] or list(answers.numbers)
    if not sure:
        return None
    sure.append(answers.highest or sure[0])
    if max(sure) <= 1 and min(sure) >= 0 and any(number % 1 for number in sure):
        return _SHARES
    return next((scale for scale in _SCALES if scale[0] <= min(sure) and max(sure) <= scale[1]), None)


def _with_words(look: Look, answers: _Answers, scale: tuple[float, float]) -> Look:
    """The words that no usual scale has, to be filled in; the known ones beside them are said then."""
    words = answers.words
    has_levels = scale == POINTS or scale[1] - scale[0] == _FIVE[1] - _FIVE[0]
    if not words or (has_levels and len(known_words(words)) == len({name_key(word) for word in words})):
        return look
    known = _some_known(words) if has_levels else {}
    unknown = {word: rows for word, rows in words.items() if word not in known}
    levels = {word: scale[0] + level * (scale[1] - scale[0]) for word, level in known.items()}
    listed = ", ".join(f"{word} = {quote(level)}" for word, level in sorted(levels.items(), key=lambda each: -each[1]))
    fields = {**look.fields, **({WORDS: listed} if listed else {})}
    asked = ask_words(_INDEX, unknown, (f"{quote(scale[0])} to {quote(scale[1])}",))
    return Look(fields, (*look.questions, *asked), look.said)


def _some_known(words: Mapping[str, int]) -> dict[str, float]:
    """The words that belong to one usual scale, where others among them do not."""
    usual = [word for word in words if is_level(word)]
    levels = known_words(usual)
    return {word: levels[name_key(word)] for word in usual if name_key(word) in levels}
