"""Survey responses: each distinct cell judged once, rows de-duplicated, what is left counted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from udfs.cells import is_blank, missing_code, text_of
from udfs.columns import matching
from udfs.date_texts import DateOrder
from udfs.errors import shown
from udfs.judged import Judged, digest_of, judge_column
from udfs.row_columns import RowColumn, blank_rows, kept, note_of_unlisted, others_than
from udfs.survey import NO_SEGMENT, is_disloyal, is_loyal, satisfaction_index
from udfs.survey_cells import judge_answer, judge_customer, judge_date, judge_segment

_POINTS = (0.0, 100.0)
_ENOUGH_TO_DOUBT = 10
"""Indexes that must all be 10 or less before the scale is asked about."""


UNKNOWN_SEGMENT = "(unknown segment)"


class Unusable(ValueError):
    """The survey as a whole cannot be tallied; the message says what to change."""


class Shares(Unusable):
    """Indexes from 0 to 1, where every customer would be disloyal."""


@dataclass(frozen=True)
class Rules:
    """What the workbook's Inputs and Segments say about its responses."""

    year: int
    segments: tuple[str, ...]
    loyal_above: float
    disloyal_below: float
    scale: tuple[float, float] | None = None
    """Of the answers; None where they are an index from 0 to 100 already."""
    missing_codes: tuple[str, ...] = ()
    date_order: DateOrder | None = None
    default_date: datetime.date | None = None
    default_segment: str = ""
    date1904: bool = False


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

    number: int
    date: Any
    customer: Any
    segment: Any
    index: Any
    reason: str


@dataclass(frozen=True)
class MonthSegment:
    """One line of the tally. `month` is None where it could not be told."""

    month: int | None
    segment: str
    responses: int
    loyal: int
    neutral: int
    disloyal: int
    mean_index: float | None
    rejected: int


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
        self.notes: list[str] = []
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
        scale = self.responses.index_scale or _POINTS
        judged = judge_column(index, self.count, lambda cell: judge_answer(cell, scale, missing, "index"))
        self.from_answers = judged.has_fault("index is blank")
        self.index_faults.append(judged)
        own = judged.values(np.nan, np.float64)
        given = own[~np.isnan(own)]
        if scale == _POINTS:
            self._doubt_scale(given)
            self.points = own
        elif len(given):
            self.points[~np.isnan(own)] = satisfaction_index(given[:, np.newaxis], *scale)

    def _doubt_scale(self, points: NDArray[np.float64]) -> None:
        """Indexes that are shares are refused; what may be answers on a short scale is only said."""
        if len(points) < 2 or (highest := points.max()) > 10:
            return
        if highest <= 1 and (points % 1 > 0).any():
            raise Shares("the index column looks like shares (all between 0 and 1): multiply it by 100")
        if highest > 1 and len(points) >= _ENOUGH_TO_DOUBT:
            self.notes.append(
                f"No index is above {shown(highest)} of 100: if these are answers on a scale, Inputs must name it."
            )

    def _judge_answers(self, missing: frozenset[str]) -> None:
        """The index of the rows that have none of their own, from their answers."""
        responses, scale = self.responses, self.rules.scale
        if scale is None:
            left = np.flatnonzero(self.from_answers).tolist()
            if all(is_blank(cells[row]) for cells in responses.answers for row in left):
                return
            raise Unusable("the responses hold answers, but Inputs names no scale for them (Scale from, Scale to)")
        judged = [
            judge_column(cells, self.count, lambda cell, name=name: judge_answer(cell, scale, missing, name))  # type: ignore[misc]
            for cells, name in zip(responses.answers, responses.answer_names, strict=True)
        ]
        answers = np.column_stack([each.values(np.nan, np.float64) for each in judged])
        whole = self.from_answers & ~np.isnan(answers).any(axis=1)
        if whole.any():
            self.points[whole] = satisfaction_index(answers[whole], *scale)
        self.answer_faults = judged

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
    """Rows of a customer's month beside the one that stays: the latest date, of those the lowest index, the first."""
    candidates = np.flatnonzero(rows.valid & ~rows.customer.nameless())
    keys = rows.customer.codes[candidates] * 16 + rows.months[candidates]
    ordered = np.sort(keys)
    repeated = ordered[1:][ordered[1:] == ordered[:-1]]
    if repeated.size == 0:
        return {}
    several = np.isin(keys, repeated)
    candidates, keys = candidates[several], keys[several]
    order = np.lexsort((candidates, rows.points[candidates], -rows.days[candidates], keys))
    candidates, keys = candidates[order], keys[order]
    first = np.concatenate(([True], keys[1:] != keys[:-1]))
    stays = candidates[np.maximum.accumulate(np.where(first, np.arange(len(keys)), 0))]
    return dict(zip(candidates[~first].tolist(), stays[~first].tolist(), strict=True))


def tally(responses: Responses, rules: Rules, most_rejected: int = 10_000) -> Tally:
    """Validate, de-duplicate among the valid rows, count by month and segment."""
    rows = _Rows(responses, rules)
    duplicates = _duplicates(rows)
    counted = rows.valid.copy()
    counted[list(duplicates)] = False
    left_out = np.flatnonzero(~counted)
    rejected = [_rejection(rows, row, duplicates) for row in left_out[:most_rejected].tolist()]
    return Tally(
        lines=_lines(rows, counted),
        read=rows.count,
        tallied=int(counted.sum()),
        rejected=rejected,
        rejected_rows=len(left_out),
        anonymous=int((rows.customer.nameless() & counted).sum()),
        digest=rows.digest(),
        notes=[*rows.notes, *note_of_unlisted(len(left_out), most_rejected)],
    )


def _rejection(rows: _Rows, row: int, duplicates: dict[int, int]) -> Rejected:
    responses = rows.responses

    def cell(column: RowColumn) -> Any:
        return None if column is None else column[row]

    if row in duplicates:
        day = datetime.date.fromordinal(int(rows.days[row]))
        kept = int(responses.numbers[duplicates[row]])
        reason = f"second answer of this customer in {day:%Y-%m}; row {kept} is kept"
    else:
        reason = rows.faults(row)
    index = cell(responses.index)
    if rows.from_answers[row] and rows.answered(row):
        index = ", ".join("" if is_blank(column[row]) else text_of(column[row]) for column in responses.answers)
    return Rejected(
        int(responses.numbers[row]),
        cell(responses.dates),
        cell(responses.customers),
        cell(responses.segments),
        index,
        reason,
    )


def _lines(rows: _Rows, counted: NDArray[np.bool_]) -> list[MonthSegment]:
    """Counts by month and segment; rows whose month or segment is not known stand at the end."""
    segments = [*rows.rules.segments, NO_SEGMENT, UNKNOWN_SEGMENT]
    blank = rows.segment.has_fault("segment is blank")
    known = len(rows.rules.segments)
    places = np.where(rows.places >= 0, rows.places, np.where(blank, known, known + 1))
    cells = np.where(rows.months > 0, rows.months, 13) * len(segments) + places
    size = 14 * len(segments)
    loyal = counted & is_loyal(rows.points, rows.rules.loyal_above)
    disloyal = counted & is_disloyal(rows.points, rows.rules.disloyal_below)

    def count(which: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(cells[which], minlength=size)

    responses, loyals, disloyals, left_out = count(counted), count(loyal), count(disloyal), count(~counted)
    points = np.bincount(cells[counted], rows.points[counted], size)
    return [
        MonthSegment(
            month=int(cell) // len(segments) if cell // len(segments) < 13 else None,
            segment=segments[cell % len(segments)],
            responses=int(responses[cell]),
            loyal=int(loyals[cell]),
            neutral=int(responses[cell] - loyals[cell] - disloyals[cell]),
            disloyal=int(disloyals[cell]),
            mean_index=float(points[cell] / responses[cell]) if responses[cell] else None,
            rejected=int(left_out[cell]),
        )
        for cell in np.flatnonzero(responses + left_out)
    ]
