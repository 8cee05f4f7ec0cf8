"""Survey responses: each distinct cell judged once, rows de-duplicated, what is left counted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from udfs.calling.labels import name_key
from workbook_templates.rows.blanks import RowColumn
from workbook_templates.rows.distinct import Judged, digest_of, judge_column
from workbook_templates.rows.judges import is_blank, text_of
from workbook_templates.rows.table import MOST_REJECTED, JudgedCount, JudgedRows, RejectedRow, SourceColumns
from workbook_templates.survey_roi.answers import judge_answer, judge_customer, judge_date, judge_segment
from workbook_templates.survey_roi.months import BLANK, UNKNOWN, MonthSegment, ResponseCounts, month_lines
from workbook_templates.survey_roi.points import POINTS, doubts_of_scale, no_scale, points_of_answers, points_of_index
from workbook_templates.survey_roi.rules import Rules


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

    def __init__(self, responses: Responses, rules: Rules) -> None:
        self._rules, self._responses = rules, responses
        known = {name_key(segment): place for place, segment in enumerate(rules.segments)}
        self.rows = JudgedRows(
            responses.table(),
            {
                "Date": lambda cell: judge_date(cell, rules),
                "Customer": judge_customer,
                "Segment": lambda cell: judge_segment(cell, rules, known),
            },
        )
        self._index, *self._answers = list(self.rows.cells.values())[3:]
        self.points = np.full(self.rows.count, np.nan)
        self._from_answers = np.ones(self.rows.count, dtype=bool)
        self._index_faults: list[Judged] = []
        self._answer_faults: list[Judged] = []
        self._judge_indexes()
        self._judge_answers()
        self.rows.refuse(np.isnan(self.points), self._index_fault)
        self.days = self.rows.days()
        days = self.rows.columns["Date"]
        months = [0 if day is None else datetime.date.fromordinal(day).month for day in days.meanings]
        self.months = np.array(months, dtype=np.int64)[days.codes]
        self.places = self.rows.places_of("Segment")

    def _judge_indexes(self) -> None:
        """The index of each row from its index cell, where that is not blank."""
        if self._index is None:
            return
        scale, missing = self._responses.index_scale or POINTS, self._rules.codes("Index")
        judged = judge_column(self._index, self.rows.count, lambda cell: judge_answer(cell, scale, missing, "index"))
        self._from_answers = judged.has_fault("index is blank")
        self._index_faults.append(judged)
        self.points = points_of_index(judged.values(np.nan, np.float64), scale)

    def _judge_answers(self) -> None:
        """The index of the rows that have none of their own, from their answers."""
        if not self._answers or not self._from_answers.any():
            return
        scale, missing = self._rules.scale, self._rules.codes("Index")
        if scale is None:
            if any(self._is_answered(row) for row in np.flatnonzero(self._from_answers).tolist()):
                raise no_scale()
            return
        judged = [
            judge_column(cells, self.rows.count, lambda cell, name=name: judge_answer(cell, scale, missing, name))  # type: ignore[misc]
            for cells, name in zip(self._answers, self._responses.answer_names, strict=True)
        ]
        points = points_of_answers(np.column_stack([each.values(np.nan, np.float64) for each in judged]), scale)
        self.points = np.where(self._from_answers, points, self.points)
        self._answer_faults = judged

    def doubts(self) -> list[str]:
        """What seems wrong with the scale of the indexes as a whole."""
        if self._index is None or (self._responses.index_scale or POINTS) != POINTS:
            return []
        given = self.points[~(self._from_answers | np.isnan(self.points))]
        return doubts_of_scale(given, len(given))

    def digest(self) -> str:
        """What the cells of every column mean, hashed."""
        columns = self.rows.columns
        own = (columns["Date"], columns["Customer"], columns["Segment"])
        return digest_of((*own, *self._index_faults, *self._answer_faults))

    def shown(self, row: int) -> tuple[Any, ...]:
        """The cells of a row as the list of rejected rows has them: the answers stand in place of a blank index."""
        date, customer, segment, index, *answers = self.rows.cells_of(row)
        if self._from_answers[row] and self._is_answered(row):
            index = ", ".join("" if is_blank(cell) else text_of(cell) for cell in answers)
        return date, customer, segment, index

    def _index_fault(self, row: int) -> str:
        """What is wrong with the index of a row, or with the answers that make it."""
        of_index = self._index_faults and not (self._from_answers[row] and self._is_answered(row))
        columns = self._index_faults if of_index else self._answer_faults
        faults = "; ".join(fault for fault in (column.fault(row) for column in columns) if fault)
        return faults or ("" if self.rows.faults(row) else "index is blank")

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
    survey = _Survey(responses, rules)
    rows, doubts = survey.rows, survey.doubts()
    duplicates = _duplicates(survey)
    repeated = np.zeros(rows.count, dtype=bool)
    repeated[list(duplicates)] = True
    rows.refuse(repeated, lambda row: _repeats(survey, row, rows.numbers[duplicates[row]]))
    count = rows.result(most_rejected, survey.digest(), survey.shown)
    return Tally(
        **vars(replace(count, notes=[*doubts, *count.notes])),
        lines=month_lines(_counts(survey), rules),
        anonymous=int((rows.columns["Customer"].nameless() & rows.counted).sum()),
    )


def rejections(responses: Responses, rules: Rules, kept: Sequence[Any] = ()) -> list[RejectedRow]:
    """Rows that an engine left out: for what is wrong with them, or for those in `kept`, which stay in their place."""
    survey = _Survey(responses, rules)
    left_out = np.ones(survey.rows.count, dtype=bool)
    survey.rows.refuse(left_out, lambda row: _repeats(survey, row, kept[row]) if kept else "")
    return survey.rows.result(survey.rows.count, shown=survey.shown).rejected


def _repeats(survey: _Survey, row: int, kept: Any) -> str:
    """That a row is a customer's second answer in a month."""
    day = datetime.date.fromordinal(int(survey.days[row]))
    which = "another row" if kept is None else f"row {text_of(kept)}"
    return f"second answer of this customer in {day:%Y-%m}; {which} is kept"


def _counts(survey: _Survey) -> ResponseCounts:
    counted = survey.rows.counted
    blank = survey.rows.columns["Segment"].has_fault("segment is blank")
    return ResponseCounts(
        months=survey.months,
        places=np.where(survey.places >= 0, survey.places, np.where(blank, BLANK, UNKNOWN)),
        points=survey.points,
        counted=counted.astype(np.int64),
        left_out=(~counted).astype(np.int64),
    )
