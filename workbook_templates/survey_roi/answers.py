"""How the columns of a survey are read: dates, customers, segments, and answers on a scale."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from udfs.calling.errors import CellError, quote
from udfs.calling.labels import name_key, plain_text
from udfs.calling.numbers import rounded
from workbook_templates.rows.amounts import NumberKind, number_column
from workbook_templates.rows.columns import (
    Cells,
    Column,
    Judge,
    Looked,
    Reading,
    cell_by_cell,
    changed,
    rows_in_words,
    with_default,
)
from workbook_templates.rows.date_columns import date_column
from workbook_templates.rows.distinct import Apart
from workbook_templates.rows.judges import fault_of_any, is_blank, judge_name, text_of
from workbook_templates.rows.numbers import Mark, number_text
from workbook_templates.survey_roi.points import POINTS
from workbook_templates.survey_roi.rules import Rules
from workbook_templates.survey_roi.scale_words import NOT_APPLICABLE, known_words

Scale = tuple[float, float]

ROUNDED: Final = r"^\s*([0-9]([.,][0-9]+)?[eE]\+[0-9]{2,3}|[0-9]{15}00+)\s*$"
"""A regular expression that finds numbers which a spreadsheet has rounded, in the words that every engine knows."""
_ROUNDED: Final = re.compile(ROUNDED, re.ASCII)
ROUNDED_FROM: Final = 1e15
"""From here on a spreadsheet has rounded a number of 16 digits."""
_LONG: Final = 17
"""Digits of a number that it has rounded if all beyond the fifteenth are 0."""
_LEVELS: Final = 5
_LABELLED: Final = re.compile(r"\s*([-+]?\d{1,3})\s*(?:[-–—:=.．、)）(（]\s*|\s)(\D*[^\W\d_]\D*)", re.ASCII)
OF_MOST: Final = re.compile(r"\s*(\d{1,3}(?:[.,]\d+)?)\s*/\s*(\d{1,3})\s*", re.ASCII)
"""An answer that names the highest one: 4/5."""
_POINT_WORDS: Final = dict.fromkeys(("分", "点", "point", "points", "pt", "pts", "pt.", "pts."), 1.0)


def survey_columns(rules: Rules, answers: Sequence[str], index_scale: Scale | None) -> dict[str, Column]:
    """The columns of a survey by our names; `answers` are what the source calls those that make an index."""
    codes, mark, words = rules.codes("Index"), rules.marks.get("Index"), rules.words.get("Index", {})
    columns = {
        "Date": _date_column(rules),
        "Customer": Column(_look_at_customers),
        "Segment": _segment_column(rules),
        "Index": answer_column("index", index_scale or POINTS, codes, mark, words),
    }
    for number, name in enumerate(answers, start=1):
        if rules.scale is not None:
            columns[f"Answer {number}"] = answer_column(name, rules.scale, codes, mark, words)
    return columns


def _date_column(rules: Rules) -> Column:
    """Days of the year as ordinals; a blank one is the default."""
    default = rules.default_date
    blank = (None, "date is blank") if default is None else rules.period.place(default, "default date")
    return date_column(rules.date_kind(default), rules.period.place, blank)


def _segment_column(rules: Rules) -> Column:
    """Segments of the workbook as their places in the list."""
    known = {name_key(segment): place for place, segment in enumerate(rules.segments)}
    column = cell_by_cell(lambda cell: judge_name(cell, "segment", known, frozenset()))
    return with_default(column, rules.default_segment)


def answer_column(
    called: str, scale: Scale, codes: frozenset[str], mark: Mark | None, words: Mapping[str, str]
) -> Column:
    """Answers or indexes on a scale; a code, or what is not applicable, is an answer that is not there."""
    units = _POINT_WORDS | ({"%": 1.0} if scale == POINTS else {})
    kind = NumberKind(called, codes, mark, *scale, units=units)

    def on_scale(number: float) -> tuple[float | None, str]:
        # A formula's 100.00000000000001 is a 100: compared in 9 decimals as everywhere.
        if not scale[0] <= rounded(number) <= scale[1]:
            return None, f"{called} {text_of(number)} is not on the scale {quote(scale[0])} to {quote(scale[1])}"
        return min(max(number, scale[0]), scale[1]), ""

    numbers = number_column(kind, on_scale)

    def look(cells: Cells) -> Looked:
        said = _words_on_scale(cells, scale, codes, called)

        def judge(usual: Judge, cell: Any) -> tuple[float | None, str]:
            if is_blank(cell):
                return None, f"{called} is blank"
            if fault := fault_of_any(cell, called, codes):
                return None, fault if isinstance(cell, CellError) else Apart(fault)
            if isinstance(cell, str) and name_key(cell) in words:
                return on_scale(float(words[name_key(cell)]))
            if not isinstance(cell, str) or number_text(cell):
                return usual(cell)
            if name_key(cell) in NOT_APPLICABLE:
                return None, Apart(f"{called} {quote(cell.strip())} is no answer")
            level = said.get(name_key(cell), number_beside_words(cell, scale))
            return usual(cell) if level is None else on_scale(level)

        looked = changed(numbers, judge).look(cells)
        return replace(looked, read=lambda others: looked.read(others).deciding(_word_decision(said, called)))

    return Column(look)


def _words_on_scale(cells: Cells, scale: Scale, codes: frozenset[str], called: str) -> dict[str, float]:
    """The usual words among the cells, on a scale of five levels or in points."""
    if scale != POINTS and scale[1] - scale[0] != _LEVELS - 1:
        return {}
    words = [
        cell
        for cell in cells
        if isinstance(cell, str)
        and not (is_blank(cell) or fault_of_any(cell, called, codes) or name_key(cell) in NOT_APPLICABLE)
        and number_text(cell) is None
        and number_beside_words(cell, scale) is None
    ]
    return {word: scale[0] + level * (scale[1] - scale[0]) for word, level in known_words(words).items()}


def number_beside_words(cell: str, scale: Scale) -> float | None:
    """The number of an answer such as 5 - Very satisfied, or of 4/5 on a scale up to 5."""
    plain = plain_text(cell)
    if (of_most := OF_MOST.fullmatch(plain)) and float(of_most[2]) == scale[1]:
        return float(of_most[1].replace(",", "."))
    labelled = _LABELLED.fullmatch(plain) if scale != POINTS else None
    return float(labelled[1]) if labelled else None


def _word_decision(said: Mapping[str, float], called: str) -> tuple[str, ...]:
    if not said:
        return ()
    listed = ", ".join(f"{word} = {quote(level)}" for word, level in sorted(said.items(), key=lambda each: -each[1]))
    return (f"{called.capitalize()}: words read as numbers: {listed}.",)


def _look_at_customers(cells: Cells) -> Looked:
    """Customers as they are told apart; one whose number a spreadsheet has rounded is told apart from nobody."""
    # Most customers are told at a glance: there may be hundreds of thousands.
    suspects = [
        each
        for each in cells
        if (type(each) is str and (len(each) >= _LONG or "+" in each))
        or (type(each) is float and not -ROUNDED_FROM < each < ROUNDED_FROM)
    ]
    damaged = {text_of(each).strip(): cells[each] for each in suspects if is_rounded(each)}
    doubts = (rounded_customers(sum(damaged.values()), min(damaged)),) if damaged else ()
    return Looked(lambda _: Reading(judge_customer, doubts=doubts))


def rounded_customers(rows: int, example: str) -> str:
    """That customer numbers were rounded before they came here."""
    return (
        f'Warning: customer: {rows_in_words(rows)} with numbers that a spreadsheet has rounded, such as "{example}": '
        "they count, but no second answer can be told; bring the file as the survey tool wrote it"
    )


def is_rounded(cell: Any) -> bool:
    """Whether a spreadsheet has rounded a number of many digits."""
    if isinstance(cell, str):
        return _ROUNDED.fullmatch(cell) is not None
    return isinstance(cell, float) and abs(cell) >= ROUNDED_FROM


def judge_customer(cell: Any) -> tuple[str | None, str]:
    """A customer's name as customers are told apart; None for an anonymous one."""
    if isinstance(cell, str):
        damaged = (len(cell) >= _LONG or "+" in cell) and is_rounded(cell)
        return None if damaged else name_key(cell) or None, ""
    if type(cell) is float and cell.is_integer():  # most customers are numbers: no need to ask further
        return str(int(cell)) if -ROUNDED_FROM < cell < ROUNDED_FROM else None, ""
    if is_blank(cell):
        return None, ""
    if isinstance(cell, CellError):
        return None, f"customer is the error {cell.code}"
    return name_key(text_of(cell)), ""
