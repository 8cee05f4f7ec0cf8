"""Survey responses: each distinct cell judged once, rows de-duplicated, what is left counted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from workbook_templates.rows.blanks import RowColumn, blank_rows
from workbook_templates.rows.columns import Column
from workbook_templates.rows.distinct import Apart, Judged, digest_of
from workbook_templates.rows.judges import is_blank, text_of
from workbook_templates.rows.table import MOST_REJECTED, JudgedCount, JudgedRows, RejectedRow, SourceColumns
from workbook_templates.survey_roi.answers import survey_columns
from workbook_templates.survey_roi.months import BLANK, UNKNOWN, MonthSegment, ResponseCounts, month_lines
from workbook_templates.survey_roi.points import (
    POINTS,
    doubts_of_answers,
    doubts_of_scale,
    no_scale,
    partly_answered,
    points_of_answers,
    points_of_index,
)
from workbook_templates.survey_roi.rules import Rules

_WHOSE: Final = ("Date", "Customer", "Segment")
_MOST_TOTALS: Final = 3
"""Lines such as a total and an average that may stand below the responses."""


@dataclass(frozen=True)
class Responses:
    """Rows as they came, column by column. A column that the source does not have is None.

    `index` holds indexes or answers on one scale; `answers` are the columns that make an index
    together where `index` is absent or blank.
    """

    numbers: NDArray[Any]
    """How the source numbers its rows, or their keys."""
    dates: RowColumn
    customers: RowColumn
    segments: RowColumn
    index: RowColumn
    answers: tuple[Sequence[Any], ...] = ()
    answer_names: tuple[str, ...] = ()
    index_scale: tuple[float, float] | None = None
    """The scale of `index`; None for 0 to 100."""
    others: tuple[Sequence[Any], ...] = ()
    """Columns that mean nothing here, but a row that has something there is no blank row."""

    def table(self) -> SourceColumns:
        """The same as a table, the answers last."""
        own = {"Date": self.dates, "Customer": self.customers, "Segment": self.segments, "Index": self.index}
        answers = {f"Answer {number}": cells for number, cells in enumerate(self.answers, start=1)}
        return SourceColumns(self.numbers, own | answers, self.others)


@dataclass(frozen=True)
class Tally(JudgedCount):
    """What a survey came to: lines by month and segment, and what was left out.

    Its digest is the hash of the rows as judged: the same rows give the same, from whatever kind of file.
    """

    lines: list[MonthSegment]
    anonymous: int


class _Survey:
    """The rows of one survey while they are judged; each has an index of its own or one made of its answers."""

    def __init__(self, responses: Responses, rules: Rules, columns: Mapping[str, Column]) -> None:
        self._rules, self._responses = rules, responses
        parts = [name for name in columns if name not in ("Date", "Customer", "Segment")]
        table = responses.table()
        self.rows = JudgedRows(table, {name: columns[name] for name in table.columns if name in columns}, parts)
        self._index, *self._answers = list(self.rows.cells.values())[3:]
        self._has_index = self._index is not None
        self._judged_answers = [column for name, column in self.rows.columns.items() if name.startswith("Answer ")]
        index = self.rows.columns["Index"]
        self._from_answers = index.has_fault("index is blank") if self._has_index else np.ones(self.rows.count, bool)
        self.points = self._points(index)
        self._refuse_without_index(index)
        self.days = self.rows.days()
        days = self.rows.columns["Date"]
        months = [0 if day is None else datetime.date.fromordinal(day).month for day in days.meanings]
        self.months = np.array(months, dtype=np.int64)[days.codes]
        self.places = self.rows.places_of("Segment")

    def _points(self, index: Judged) -> NDArray[np.float64]:
        """The index of each row from its index cell, where that is not blank; else from its answers."""
        scale = self._responses.index_scale or POINTS
        points = points_of_index(index.values(np.nan, np.float64), scale)
        if not self._answers or not self._from_answers.any():
            return points
        if self._rules.scale is None:
            if any(self._is_answered(row) for row in np.flatnonzero(self._from_answers).tolist()):
                raise no_scale()
            return points
        answers = np.column_stack([each.values(np.nan, np.float64) for each in self._judged_answers])
        made = points_of_answers(answers, self._rules.scale, self._rules.answered_share)
        made[self._wrong_answers()] = np.nan
        return np.where(self._from_answers, made, points)

    def _wrong_answers(self) -> NDArray[np.bool_]:
        """Rows with an answer that is neither on the scale nor missing."""
        wrong = np.zeros(self.rows.count, dtype=bool)
        for name, column in zip(self._responses.answer_names, self._judged_answers, strict=True):
            wrong |= column.faulty() & ~column.apart() & ~column.has_fault(f"{name} is blank")
        return wrong

    def _refuse_without_index(self, index: Judged) -> None:
        """Rows that have no index; where all that lacks is an answer by a code, nothing is wrong with them."""
        without = np.isnan(self.points)
        apart = index.apart()
        if self._judged_answers:
            none = np.logical_and.reduce([column.nameless() for column in self._judged_answers])
            some_code = np.logical_or.reduce([column.apart() for column in self._judged_answers])
            apart |= self._from_answers & none & some_code & ~self._wrong_answers()
        self.rows.set_apart(without & apart)
        self.rows.refuse(without & ~apart, self._index_fault)

    def doubts(self) -> list[str]:
        """What seems wrong with the scale of the indexes, and of the answers that make others, as a whole."""
        own = ~self._from_answers & ~np.isnan(self.points)
        made = self._from_answers & ~np.isnan(self.points)
        scale = self._responses.index_scale or POINTS
        doubts = doubts_of_scale(self.points[own], int(own.sum())) if scale == POINTS else []
        used = ((own, scale), (made, self._rules.scale))
        return doubts + [
            doubt for rows, of in used if of and rows.any() for doubt in doubts_of_answers(self.points[rows], of)
        ]

    def decisions(self) -> list[str]:
        """How many rows have an index although an answer is missing."""
        if not self._judged_answers:
            return []
        lacking = np.logical_or.reduce([column.nameless() for column in self._judged_answers])
        return partly_answered(int((self._from_answers & lacking & ~np.isnan(self.points)).sum()))

    def doubts_of_last(self) -> list[str]:
        """That rows below all others have an index and nothing else, as totals and averages have."""
        there = {name: self.rows.cells[name] for name in _WHOSE if self.rows.cells[name] is not None}
        if not there.keys() & {"Date", "Segment"}:  # that customers are left out is usual
            return []
        bare = blank_rows(there.values(), self.rows.count)
        first = self.rows.count - len(bare)
        if not 0 < len(bare) <= _MOST_TOTALS or not first or bare[0] != first:
            return []
        counted = [text_of(self.rows.numbers[row]) for row in bare if self.rows.counted[row]]
        if not counted:
            return []
        *others, lacking = map(str.lower, there)
        lacks = f"{', '.join(others)} or {lacking}" if others else lacking
        where, has, counts = ("row", "has", "it counts") if len(counted) == 1 else ("rows", "have", "they count")
        doubt = (
            f"Warning: Index: {where} {' and '.join(counted)} below all others {has} an index but no {lacks}: {counts} "
            "with the defaults of Import; take out what is a total or an average"
        )
        return [doubt]

    def digest(self) -> str:
        """What the cells of every column mean, hashed."""
        columns = self.rows.columns
        own = (columns["Date"], columns["Customer"], columns["Segment"])
        index = (columns["Index"],) if self._has_index else ()
        return digest_of((*own, *index, *(self._judged_answers if self._from_answers.any() else ())))

    def shown(self, row: int) -> tuple[Any, ...]:
        """The cells of a row as the list of rejected rows has them: the answers stand in place of a blank index."""
        date, customer, segment, index, *answers = self.rows.cells_of(row)
        if self._from_answers[row] and self._is_answered(row):
            index = ", ".join("" if is_blank(cell) else text_of(cell) for cell in answers)
        return date, customer, segment, index

    def _index_fault(self, row: int) -> str:
        """What is wrong with the index of a row, or with the answers that make it."""
        if self._has_index and not (self._from_answers[row] and self._is_answered(row)):
            return self.rows.columns["Index"].fault(row)
        faults = [column.fault(row) for column in self._judged_answers]
        names = self._responses.answer_names
        wrong = [
            fault
            for fault, name in zip(faults, names, strict=False)
            if fault and not isinstance(fault, Apart) and fault != f"{name} is blank"
        ]
        if wrong or not self._is_answered(row):
            return "; ".join(wrong) or ("" if self.rows.faults(row) else "index is blank")
        answered, least = sum(not fault for fault in faults), self._rules.answered_share
        return f"{answered} of {len(faults)} questions answered: at least {least:.0%} are needed (Inputs)"

    def _is_answered(self, row: int) -> bool:
        """Whether one of the row's answers is not blank."""
        return not all(cells is None or is_blank(cells[row]) for cells in self._answers)


def _duplicates(survey: _Survey) -> dict[int, int]:
    """Rows of a customer's month beside the one that stays.

    The latest date stays, of those the lowest index, of those the segment that is first in the list, and the first row.
    """
    customer = survey.rows.columns["Customer"]
    candidates = np.flatnonzero(survey.rows.counted & ~customer.nameless())
    keys = customer.codes[candidates] * 16 + survey.months[candidates]
    ordered = np.sort(keys)
    repeated = ordered[1:][ordered[1:] == ordered[:-1]]
    if repeated.size == 0:
        return {}
    several = np.isin(keys, repeated)
    candidates, keys = candidates[several], keys[several]
    ranks = (candidates, survey.places[candidates], survey.points[candidates], -survey.days[candidates], keys)
    order = np.lexsort(ranks)
    candidates, keys = candidates[order], keys[order]
    first = np.concatenate(([True], keys[1:] != keys[:-1]))
    stays = candidates[np.maximum.accumulate(np.where(first, np.arange(len(keys)), 0))]
    return dict(zip(candidates[~first].tolist(), stays[~first].tolist(), strict=True))


def tally(responses: Responses, rules: Rules, most_rejected: int = MOST_REJECTED) -> Tally:
    """Validate, de-duplicate among the valid rows, count by month and segment."""
    survey = _Survey(responses, rules, survey_columns(rules, responses.answer_names, responses.index_scale))
    rows, doubts = survey.rows, [*survey.doubts(), *survey.doubts_of_last()]
    duplicates = _duplicates(survey)
    repeated = np.zeros(rows.count, dtype=bool)
    repeated[list(duplicates)] = True
    rows.refuse(repeated, lambda row: _repeats(survey, row, rows.numbers[duplicates[row]]))
    count = rows.result(most_rejected, survey.digest(), survey.shown)
    return Tally(
        **vars(replace(count, doubts=(*doubts, *count.doubts), decisions=(*count.decisions, *survey.decisions()))),
        lines=month_lines(_counts(survey, rules), rules),
        anonymous=int((rows.columns["Customer"].nameless() & rows.counted).sum()),
    )


def rejections(
    responses: Responses, rules: Rules, columns: Mapping[str, Column], kept: Sequence[Any] = ()
) -> list[RejectedRow]:
    """Rows that an engine left out: for what is wrong with them, or for those in `kept`, which stay in their place."""
    survey = _Survey(responses, rules, columns)
    left_out = np.ones(survey.rows.count, dtype=bool)
    survey.rows.refuse(left_out, lambda row: _repeats(survey, row, kept[row]) if kept else "")
    return survey.rows.result(survey.rows.count, shown=survey.shown).rejected


def _repeats(survey: _Survey, row: int, kept: Any) -> str:
    """That a row is a customer's second answer in a month."""
    day = datetime.date.fromordinal(int(survey.days[row]))
    which = "another row" if kept is None else f"row {text_of(kept)}"
    return f"second answer of this customer in {day:%Y-%m}; {which} is kept"


def _counts(survey: _Survey, rules: Rules) -> ResponseCounts:
    counted = survey.rows.counted
    blank = survey.rows.columns["Segment"].has_fault("segment is blank")
    return ResponseCounts(
        months=survey.months,
        places=np.where(survey.places >= 0, survey.places, np.where(blank, BLANK, UNKNOWN)),
        points=survey.points,
        counted=counted.astype(np.int64),
        left_out=(~counted & (~survey.rows.apart | rules.apart_is_rejected)).astype(np.int64),
    )
