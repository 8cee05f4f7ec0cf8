"""Columns of numbers: one decimal mark for the whole column, and what each cell means by it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

from udfs.arithmetic.parts import LARGEST
from udfs.calling.errors import quote
from workbook_templates.rows.columns import Cells, Column, Looked, Marks, Reading, rows_in_words
from workbook_templates.rows.judges import fault_of_any, is_blank, judge_number
from workbook_templates.rows.numbers import MARK_WORDS, Mark, NumberText, number_text

_DIGITS: Final = 15
"""That a cell shows of an amount: what is beyond them is the noise of a formula."""
NOWHERE: Final = math.inf


@dataclass(frozen=True)
class NumberKind:
    """What the numbers of a column are."""

    called: str
    codes: Set[str] = frozenset()
    """Missing-value codes, as they are compared."""
    mark: Mark | None = None
    """The decimal mark that the user set."""
    least: float = -NOWHERE
    most: float = NOWHERE
    """A reading beyond these is none: 85.125 on a scale to 100 is no 85125."""
    units: Mapping[str, float] | None = None
    """What may stand behind a number, and what it is multiplied with."""
    is_money: bool = False

    def texts(self, cells: Cells) -> dict[str, NumberText]:
        """The texts among the cells that are numbers."""
        found = {}
        for cell in cells:
            if isinstance(cell, str) and (text := number_text(cell)) and not self._is_code(cell):
                found[cell] = self._within(text)
        return found

    def _is_code(self, cell: str) -> bool:
        return bool(self.codes) and bool(fault_of_any(cell, self.called, self.codes))

    def _within(self, text: NumberText) -> NumberText:
        """The same without readings that lie beyond the bounds, unless all of them do."""
        if not text.has_two_readings:
            return text
        inside = {mark: value for mark, value in text.values.items() if self.least <= value <= self.most}
        return NumberText(inside, text.unit, text.currency) if len(inside) == 1 else text


def number_column(kind: NumberKind, finish: Callable[[float], tuple[float | None, str]] | None = None) -> Column:
    """A column of numbers; `finish` says what one means, or what is wrong with it. A blank cell is nothing."""

    def look(cells: Cells) -> Looked:
        texts = kind.texts(cells)
        own = marks_of(texts, cells)

        def read(others: Marks) -> Reading:
            told = _decided(own) or (None if own else _decided(others))
            judge = _number_judge(kind, texts, kind.mark or told, own, finish or (lambda number: (number, "")))
            return Reading(judge, _decisions(kind, texts, cells, own, told), _doubts(kind, texts, cells))

        return Looked(read, own)

    return Column(look)


def marks_of(texts: Mapping[str, NumberText], cells: Cells) -> Marks:
    """How many rows can only have each decimal mark."""
    marks = Counter[Mark]()
    for text, number in texts.items():
        if number.only is not None:
            marks[number.only] += cells[text]
    return marks


def _decided(marks: Marks) -> Mark | None:
    """The decimal mark, where all that tell it tell the same."""
    return next(iter(marks)) if len(marks) == 1 else None


def _number_judge(
    kind: NumberKind,
    texts: Mapping[str, NumberText],
    mark: Mark | None,
    own: Marks,
    finish: Callable[[float], tuple[float | None, str]],
) -> Callable[[Any], tuple[float | None, str]]:
    both = ", and its column has decimal points and decimal commas" if len(own) > 1 else ""

    def judge(cell: Any) -> tuple[float | None, str]:
        if is_blank(cell):
            return None, ""
        text = texts.get(cell) if isinstance(cell, str) else None
        if text is None:
            number, fault = judge_number(cell, kind.called, kind.codes)
            return (None, fault) if number is None else finish(number)
        named = f"{kind.called} {quote(cell.strip())}"
        if kind.mark is not None and kind.mark not in text.values:
            return None, f"{named} is not written with the decimal {MARK_WORDS[kind.mark]} that Import says"
        if mark is None and text.has_two_readings:
            return None, f"{named} has two readings{both}: set its decimal mark on Import"
        factor = (kind.units or {}).get(text.unit) if text.unit else 1.0
        if factor is None:
            return None, f"{named} is no number: {text.unit} does not belong there"
        only = next(iter(text.values.values()))
        return finish((only if mark is None else text.values.get(mark, only)) * factor)

    return judge


def _decisions(
    kind: NumberKind, texts: Mapping[str, NumberText], cells: Cells, own: Marks, mark: Mark | None
) -> tuple[str, ...]:
    """What the whole column, or the others of the file, decided about its numbers."""
    called = kind.called.capitalize()
    if kind.mark is not None:
        return ()
    if len(own) > 1:
        points, commas = (rows_in_words(own[mark]) for mark in (".", ","))
        return (f"{called}: {points} with a decimal point and {commas} with a decimal comma, each read as it must be.",)
    unclear = sum(cells[text] for text, number in texts.items() if number.has_two_readings)
    if mark is None or (not unclear and (mark == "." or not own)):
        return ()
    reason = f"{rows_in_words(own[mark])} can be read in no other way" if own else "as the other columns of the file"
    return (f"{called}: read with a decimal {MARK_WORDS[mark]}: {reason}.",)


def _doubts(kind: NumberKind, texts: Mapping[str, NumberText], cells: Cells) -> tuple[str, ...]:
    """Money of several currencies is no sum of money."""
    currencies = Counter[str]()
    for text, number in texts.items():
        if number.currency:
            currencies[number.currency] += cells[text]
    if len(currencies) < 2 or not kind.is_money:
        return ()
    listed = ", ".join(f"{currency} in {rows_in_words(rows)}" for currency, rows in sorted(currencies.items()))
    return (f"Warning: {kind.called} has several currencies ({listed}): they are added as they stand",)


def amount_column(kind: NumberKind, least: float = -LARGEST) -> Column:
    """A column of amounts: as a cell shows them, in a range that sums keep exact."""

    def finish(number: float) -> tuple[float | None, str]:
        if abs(number) >= LARGEST:
            return None, f"{kind.called} {quote(number)} has more than {_DIGITS} digits"
        if number < least:
            return None, f"{kind.called} {quote(number)} is below {quote(least)}"
        return float(f"{number:.{_DIGITS}g}"), ""

    return number_column(kind, finish)
