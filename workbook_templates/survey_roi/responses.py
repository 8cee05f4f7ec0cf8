"""Survey responses: each distinct cell judged once, rows de-duplicated, what is left counted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from udfs.calling.labels import matching
from workbook_templates.rows.blanks import RowColumn, blank_rows, kept, note_of_unlisted, others_than
from workbook_templates.rows.distinct import Judged, digest_of, judge_column
from workbook_templates.rows.judges import is_blank, missing_code, text_of
from workbook_templates.survey_roi.answers import judge_answer, judge_customer, judge_date, judge_segment
from workbook_templates.survey_roi.months import BLANK, UNKNOWN, Counts, MonthSegment, month_lines
from workbook_templates.survey_roi.points import POINTS, doubts_of_scale, no_scale, points_of_answers, points_of_index
from workbook_templates.survey_roi.rules import Rules

MOST_REJECTED: Final = 10_000
"""Rows that a list of them holds."""
_NOT_REPEATED: Final = object()


@dataclass(frozen=True)
class Responses:
    """Rows as they came, column by column. A column that the source does not have is None.

    `index` holds indexes or answers on one scale; `answers` are the columns that make an index
    together where `index` is absent or blank.
    """

    numbers: NDArray[np.int64]
    """How the source numbers its rows."""
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


@dataclass(frozen=True)
class Rejected:
    """One row that was not tallied."""

    number: Any
    """Of the row, or its key in the source."""
    date: Any
    customer: Any
    segment: Any
    index: Any
    reason: str


@dataclass(frozen=True)
class Tally:
    """What a survey came to: lines by month and segment, and what was left out."""

    lines: list[MonthSegment]
    read: int
    tallied: int
    rejected: list[Rejected]
    rejected_rows: int
    anonymous: int
    digest: str
    """Hash of the rows as judged: the same rows give the same, from whatever kind of file."""
    notes: list[str] = field(default_factory=list)


class _Rows:
    """The rows of one survey while they are judged; fully blank ones are no rows."""

    def __init__(self, responses: Responses, rules: Rules) -> None:
        self.rules = rules
        self.responses = responses = _without_blank_rows(responses)
        self.count = len(responses.numbers)
        known = {matching(segment): place for place, segment in enumerate(rules.segments)}
        missing = frozenset(missing_code(code) for code in rules.missing_codes)
        self.date = judge_column(responses.dates, self.count, lambda cell: judge_date(cell, rules))
        self.segment = judge_column(responses.segments, self.count, lambda cell: judge_segment(cell, rules, known))
        self.customer = judge_column(responses.customers, self.count, judge_customer)
        self.points = np.full(self.count, np.nan)
        self.from_answers = np.ones(self.count, dtype=bool)
        self.index_faults: list[Judged] = []
        self.answer_faults: list[Judged] = []
        if responses.index is not None:
            self._judge_indexes(responses.index, missing)
        if responses.answers and self.from_answers.any():
            self._judge_answers(missing)
        self.days = self.date.values(0, np.int64)
        months = [0 if day is None else datetime.date.fromordinal(day).month for day in self.date.meanings]
        self.months = np.array(months, dtype=np.int64)[self.date.codes]
        self.places = self.segment.values(-1, np.int64)
        faulty = self.date.faulty() | self.segment.faulty() | self.customer.faulty() | np.isnan(self.points)
        self.valid = ~faulty

    def _judge_indexes(self, index: Sequence[Any], missing: frozenset[str]) -> None:
        """The index of each row from its index cell, where that is not blank."""
        scale = self.responses.index_scale or POINTS
        judged = judge_column(index, self.count, lambda cell: judge_answer(cell, scale, missing, "index"))
        self.from_answers = judged.has_fault("index is blank")
        self.index_faults.append(judged)
        self.points = points_of_index(judged.values(np.nan, np.float64), scale)

    def _judge_answers(self, missing: frozenset[str]) -> None:
        """The index of the rows that have none of their own, from their answers."""
        responses, scale = self.responses, self.rules.scale
        if scale is None:
            left = np.flatnonzero(self.from_answers).tolist()
            if all(is_blank(cells[row]) for cells in responses.answers for row in left):
                return
            raise no_scale()
        judged = [
            judge_column(cells, self.count, lambda cell, name=name: judge_answer(cell, scale, missing, name))  # type: ignore[misc]
            for cells, name in zip(responses.answers, responses.answer_names, strict=True)
        ]
        points = points_of_answers(np.column_stack([each.values(np.nan, np.float64) for each in judged]), scale)
        self.points = np.where(self.from_answers, points, self.points)
        self.answer_faults = judged

    def doubts(self) -> list[str]:
        """What seems wrong with the scale of the indexes as a whole."""
        if self.responses.index is None or (self.responses.index_scale or POINTS) != POINTS:
            return []
        given = self.points[~(self.from_answers | np.isnan(self.points))]
        return doubts_of_scale(given, len(given))

    def digest(self) -> str:
        """What the cells of every column mean, hashed."""
        return digest_of((self.date, self.customer, self.segment, *self.index_faults, *self.answer_faults))

    def faults(self, row: int) -> str:
        """Everything that is wrong with one row."""
        columns = [self.date, self.customer, self.segment]
        if self.index_faults and not (self.from_answers[row] and self.answered(row)):
            columns += self.index_faults
        else:
            columns += self.answer_faults
        return "; ".join(fault for fault in (column.fault(row) for column in columns) if fault) or "index is blank"

    def answered(self, row: int) -> bool:
        """Whether one of the row's answers is not blank."""
        return not all(is_blank(cells[row]) for cells in self.responses.answers)


def _without_blank_rows(responses: Responses) -> Responses:
    columns = [responses.dates, responses.customers, responses.segments, responses.index, *responses.answers]
    blank = blank_rows((*columns, *responses.others), len(responses.numbers))
    if not blank:
        return responses
    rows = others_than(blank, len(responses.numbers))
    return replace(
        responses,
        numbers=responses.numbers[rows],
        dates=kept(responses.dates, rows),
        customers=kept(responses.customers, rows),
        segments=kept(responses.segments, rows),
        index=kept(responses.index, rows),
        answers=tuple(kept(column, rows) or [] for column in responses.answers),
        others=(),
    )


def _duplicates(rows: _Rows) -> dict[int, int]:
    """Rows of a customer's month beside the one that stays.

    The latest date stays, of those the lowest index, of those the segment that is first in the list, and the first row.
    """
    candidates = np.flatnonzero(rows.valid & ~rows.customer.nameless())
    keys = rows.customer.codes[candidates] * 16 + rows.months[candidates]
    ordered = np.sort(keys)
    repeated = ordered[1:][ordered[1:] == ordered[:-1]]
    if repeated.size == 0:
        return {}
    several = np.isin(keys, repeated)
    candidates, keys = candidates[several], keys[several]
    order = np.lexsort((candidates, rows.places[candidates], rows.points[candidates], -rows.days[candidates], keys))
    candidates, keys = candidates[order], keys[order]
    first = np.concatenate(([True], keys[1:] != keys[:-1]))
    stays = candidates[np.maximum.accumulate(np.where(first, np.arange(len(keys)), 0))]
    return dict(zip(candidates[~first].tolist(), stays[~first].tolist(), strict=True))


def tally(responses: Responses, rules: Rules, most_rejected: int = MOST_REJECTED) -> Tally:
    """Validate, de-duplicate among the valid rows, count by month and segment."""
    rows = _Rows(responses, rules)
    doubts = rows.doubts()
    duplicates = _duplicates(rows)
    counted = rows.valid.copy()
    counted[list(duplicates)] = False
    left_out = np.flatnonzero(~counted)
    numbers = rows.responses.numbers
    rejected = [
        _rejection(rows, row, int(numbers[row]), int(numbers[duplicates[row]]) if row in duplicates else _NOT_REPEATED)
        for row in left_out[:most_rejected].tolist()
    ]
    return Tally(
        lines=month_lines(_counts(rows, counted), rules),
        read=rows.count,
        tallied=int(counted.sum()),
        rejected=rejected,
        rejected_rows=len(left_out),
        anonymous=int((rows.customer.nameless() & counted).sum()),
        digest=rows.digest(),
        notes=[*doubts, *note_of_unlisted(len(left_out), most_rejected)],
    )


def rejections(responses: Responses, rules: Rules, numbers: Sequence[Any], kept: Sequence[Any] = ()) -> list[Rejected]:
    """Rows that an engine left out: for what is wrong with them, or for those in `kept`, which stay in their place."""
    rows = _Rows(responses, rules)
    return [_rejection(rows, row, number, kept[row] if kept else _NOT_REPEATED) for row, number in enumerate(numbers)]


def _rejection(rows: _Rows, row: int, number: Any, kept: Any) -> Rejected:
    responses = rows.responses

    def cell(column: RowColumn) -> Any:
        return None if column is None else column[row]

    if kept is _NOT_REPEATED:
        reason = rows.faults(row)
    else:
        day = datetime.date.fromordinal(int(rows.days[row]))
        which = "another row" if kept is None else f"row {text_of(kept)}"
        reason = f"second answer of this customer in {day:%Y-%m}; {which} is kept"
    index = cell(responses.index)
    if rows.from_answers[row] and rows.answered(row):
        index = ", ".join("" if is_blank(column[row]) else text_of(column[row]) for column in responses.answers)
    return Rejected(number, cell(responses.dates), cell(responses.customers), cell(responses.segments), index, reason)


def _counts(rows: _Rows, counted: NDArray[np.bool_]) -> Counts:
    blank = rows.segment.has_fault("segment is blank")
    return Counts(
        months=rows.months,
        places=np.where(rows.places >= 0, rows.places, np.where(blank, BLANK, UNKNOWN)),
        points=rows.points,
        counted=counted.astype(np.int64),
        left_out=(~counted).astype(np.int64),
    )
