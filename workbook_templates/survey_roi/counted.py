"""Survey responses that an engine counts: each distinct cell judged here, the rows joined and counted there."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from udfs.calling.labels import name_key
from workbook_templates.rows.columns import Reading, as_read, read_columns
from workbook_templates.rows.counting import (
    FAULTY,
    NO_LEVEL,
    OTHER_PERIOD,
    UNANSWERED,
    Codes,
    CountingEngine,
    Distinct,
    Group,
    RawRows,
)
from workbook_templates.rows.distinct import Apart
from workbook_templates.rows.judges import is_blank, text_of
from workbook_templates.rows.table import MOST_REJECTED, RejectedRow, note_unlisted, notes_of_apart
from workbook_templates.survey_roi.answers import rounded_customers, survey_columns
from workbook_templates.survey_roi.months import BLANK, UNKNOWN, ResponseCounts, month_lines
from workbook_templates.survey_roi.points import (
    POINTS,
    UnusableSurvey,
    doubts_of_answers,
    doubts_of_scale,
    no_scale,
    partly_answered,
    points_of_answers,
    points_of_index,
)
from workbook_templates.survey_roi.responses import Responses, Tally, rejections
from workbook_templates.survey_roi.rules import Rules

_NO_DATE: Final = (0, 0)
_OF_ANOTHER_YEAR: Final = (OTHER_PERIOD, 0)


def tally_counted(
    engine: CountingEngine,
    rules: Rules,
    index_scale: tuple[float, float] | None = None,
    most_rejected: int = MOST_REJECTED,
) -> Tally:
    """Validated, de-duplicated and counted as `tally` does it with rows."""
    read = _read(engine, rules, index_scale)
    points, levels, doubts, partly = _levels(read, rules, index_scale)
    dates = [_date_code(read, cell) for cell in read.dates]
    codes = Codes(
        months=[month for month, _ in dates],
        days_left=[days for _, days in dates],
        places=[_place(read, cell) for cell in read.segments],
        levels=levels,
        segments=len(rules.segments),
        highest=len(points),
    )
    groups = engine.counts(codes)
    if any(group.level == NO_LEVEL for group in groups):
        groups = _drop_blank_rows(groups, engine.blank_rows(codes), read)
    counts, listed = _counts(groups, points), _counts(groups, points, rules.apart_is_rejected)
    elsewhere = sum(group.rows for group in groups if group.month == OTHER_PERIOD)
    unanswered = sum(group.rows for group in groups if _is_unanswered(group))
    tallied, left_out = int(counts.counted.sum()), int(counts.left_out.sum())
    faulty = sum(group.rows for group in groups if _is_faulty(group))
    readings = read.readings.values()
    anonymous = sum(group.anonymous for group in groups)
    rounded = engine.rounded_customers()
    said = (rounded_customers(*rounded),) if rounded[0] else ()
    return Tally(
        lines=month_lines(listed, rules),
        read=tallied + left_out + elsewhere + unanswered,
        tallied=tallied,
        rejected=_rejected_rows(engine, codes, rules, read, index_scale, (faulty, left_out - faulty), most_rejected),
        rejected_rows=left_out,
        anonymous=anonymous,
        digest=_digest(groups, points, rules),
        notes=[*notes_of_apart(elsewhere, unanswered), *note_unlisted(left_out, most_rejected)],
        apart=elsewhere + unanswered,
        decisions=(*(decision for reading in readings for decision in reading.decisions), *partly),
        doubts=(*doubts, *said, *(doubt for reading in readings for doubt in reading.doubts)),
    )


@dataclass(frozen=True)
class _Read:
    """The distinct cells of a source, and how they are read."""

    dates: list[Any]
    segments: list[Any]
    indexes: Distinct
    names: tuple[str, ...]
    """What the source calls the columns of the index."""
    readings: Mapping[str, Reading]

    @property
    def index_readings(self) -> list[Reading]:
        """Of the index, or of each answer that makes it."""
        alone = len(self.names) == 1
        return (
            [self.readings["Index"]]
            if alone
            else [reading for name, reading in self.readings.items() if name.startswith("Answer ")]
        )


def _read(engine: CountingEngine, rules: Rules, index_scale: tuple[float, float] | None) -> _Read:
    """Each column looked at as a whole."""
    found = {name: engine.distinct(name) for name in ("Date", "Segment", "Index")}
    names, alone = engine.indexes, len(engine.indexes) == 1
    columns = survey_columns(rules, () if alone else names, index_scale)
    cells = {name: Counter[Any]() for name in columns}
    for name in ("Date", "Segment"):
        for (cell,), rows in zip(*found[name], strict=True):
            cells[name][cell] += rows
    for side_by_side, rows in zip(*found["Index"], strict=True):
        for place, cell in enumerate(side_by_side, start=1):
            name = "Index" if alone else f"Answer {place}"
            if name in cells:
                cells[name][cell] += rows
    readings = dict(zip(columns, read_columns(list(columns.values()), list(cells.values())), strict=True))
    dates, segments = ([cell for (cell,) in found[name].cells] for name in ("Date", "Segment"))
    return _Read(dates, segments, found["Index"], names, readings)


def _levels(
    read: _Read, rules: Rules, index_scale: tuple[float, float] | None
) -> tuple[NDArray[np.float64], list[int], list[str], list[str]]:
    """The points that occur, in ascending order; the level of each distinct index; what seems wrong with the scale;
    and how many rows lack an answer."""
    found, alone = read.indexes, len(read.names) == 1
    scale = (index_scale or POINTS) if alone else rules.scale
    blank = [all(map(is_blank, cells)) for cells in found.cells]
    if scale is None:
        if not all(blank):
            raise no_scale()
        return np.zeros(0), [NO_LEVEL] * len(blank), [], []
    verdicts = [
        [reading.judge(cell) for cell, reading in zip(cells, read.index_readings, strict=True)] for cells in found.cells
    ]
    answers = np.array([[value for value, _ in each] for each in verdicts], dtype=np.float64)
    answers = answers.reshape(-1, len(read.names))
    points = points_of_index(answers[:, 0], scale) if alone else points_of_answers(answers, scale, rules.answered_share)
    wrong = np.array([_is_wrong(cells, each) for cells, each in zip(found.cells, verdicts, strict=True)], dtype=bool)
    points[wrong] = np.nan
    given = ~np.isnan(points)
    number = np.array(found.rows)
    rows, lacking = int(number[given].sum()), int(number[given & np.isnan(answers).any(axis=1)].sum())
    distinct = np.unique(points[given])
    absent = np.array([_is_absent(each) for each in verdicts], dtype=bool) & ~wrong
    without = np.where(blank, NO_LEVEL, np.where(absent, UNANSWERED, FAULTY))
    ranks = np.where(given, np.searchsorted(distinct, points), without)
    partly = [] if alone else partly_answered(lacking)
    return distinct, ranks.tolist(), _doubts(distinct, rows, scale, alone), partly


def _doubts(points: NDArray[np.float64], rows: int, scale: tuple[float, float], alone: bool) -> list[str]:
    if not len(points):
        return []
    if alone and scale == POINTS:
        return doubts_of_scale(points, rows)
    return doubts_of_answers(points, scale, rows)


def _is_wrong(cells: Sequence[Any], verdicts: Sequence[tuple[Any, str]]) -> bool:
    """Whether one of the answers is neither on the scale nor missing."""
    return any(
        fault and not isinstance(fault, Apart) and not is_blank(cell)
        for cell, (_, fault) in zip(cells, verdicts, strict=True)
    )


def _is_absent(verdicts: Sequence[tuple[Any, str]]) -> bool:
    """Whether no answer is there, and one of them by a code."""
    return all(value is None for value, _ in verdicts) and any(isinstance(fault, Apart) for _, fault in verdicts)


def _date_code(read: _Read, cell: Any) -> tuple[int, int]:
    """The month, and the days that the year still has."""
    ordinal, fault = read.readings["Date"].judge(cell)
    if ordinal is None:
        return _OF_ANOTHER_YEAR if isinstance(fault, Apart) else _NO_DATE
    day = datetime.date.fromordinal(ordinal)
    return day.month, (datetime.date(day.year, 12, 31) - day).days


def _place(read: _Read, cell: Any) -> int:
    place, fault = read.readings["Segment"].judge(cell)
    return place if place is not None else BLANK if fault == "segment is blank" else UNKNOWN


def _is_unanswered(group: Group) -> bool:
    """Whether the rows lack an answer by a code, and nothing else is wrong with them."""
    return group.level == UNANSWERED and group.month > 0 and group.place >= 0


def _is_faulty(group: Group) -> bool:
    """Whether something is wrong with the rows."""
    is_apart = group.month == OTHER_PERIOD or _is_unanswered(group)
    return not is_apart and min(group.month - 1, group.place, group.level) < 0


def _drop_blank_rows(groups: list[Group], blank: int, read: _Read) -> list[Group]:
    """Fully blank rows are no rows: they stand where a blank date and a blank segment lead to."""
    month, _ = _date_code(read, None)
    place = _place(read, None)
    less = [
        group._replace(rows=group.rows - blank) if group[:3] == (month, place, NO_LEVEL) else group for group in groups
    ]
    return [group for group in less if group.rows]


def _counts(groups: Sequence[Group], points: NDArray[np.float64], with_apart: bool = False) -> ResponseCounts:
    months, places, levels, rows, kept, _ = np.array(groups, dtype=np.int64).reshape(-1, len(Group._fields)).T
    by_level = np.append(points, np.nan)  # a level below 0 finds the last one
    apart = np.array([group.month == OTHER_PERIOD or _is_unanswered(group) for group in groups], dtype=bool)
    left_out = rows - kept if with_apart else np.where(apart, 0, rows - kept)
    return ResponseCounts(np.maximum(months, 0), places, by_level[np.maximum(levels, FAULTY)], kept, left_out)


def _digest(groups: Sequence[Group], points: NDArray[np.float64], rules: Rules) -> str:
    """The counts, hashed: the same survey gives the same, whatever engine counted it."""
    names = {place: name_key(segment) for place, segment in enumerate(rules.segments)}
    lines = [
        (month, names.get(place, place), float(points[level]) if level >= 0 else level, *counts)
        for month, place, level, *counts in groups
    ]
    return hashlib.sha256("\n".join(sorted(map(repr, lines))).encode("utf-8", "surrogatepass")).hexdigest()


def _rejected_rows(
    engine: CountingEngine,
    codes: Codes,
    rules: Rules,
    read: _Read,
    index_scale: tuple[float, float] | None,
    numbers: tuple[int, int],
    most: int,
) -> list[RejectedRow]:
    """The first of the rows that were left out; `numbers` says how many are faulty, and how many second answers."""
    columns = {name: as_read(reading) for name, reading in read.readings.items()}
    rejected: list[RejectedRow] = []
    for expected, fetch in zip(numbers, (engine.faulty, engine.repeated), strict=True):
        rows = fetch(codes, most) if expected else None
        if rows is None:
            continue
        if len(rows.numbers) != min(expected, most):
            raise UnusableSurvey("the rows changed while they were counted; refresh again")
        rejected += rejections(_responses(rows, engine.indexes, index_scale), rules, columns, rows.kept)
    return sorted(rejected, key=_sort_key)[:most]


def _sort_key(row: RejectedRow) -> tuple[Any, ...]:
    number = row.number
    if number is None:
        return (2, *map(text_of, row.cells), row.reason)
    return (0, number) if isinstance(number, (int, float)) else (1, str(number))


def _responses(rows: RawRows, names: tuple[str, ...], index_scale: tuple[float, float] | None) -> Responses:
    alone = len(names) == 1
    responses = Responses(
        numbers=_object_array(rows.numbers),
        dates=rows.dates,
        customers=rows.customers,
        segments=rows.segments,
        index=rows.indexes[0] if alone else None,
        index_scale=index_scale,
        others=(["here"] * len(rows.numbers),),  # whatever else the source holds of them, they are rows
    )
    return responses if alone else replace(responses, answers=tuple(rows.indexes), answer_names=names)


def _object_array(keys: Sequence[Any]) -> NDArray[np.object_]:
    """Keys of any kind, each as it is."""
    objects = np.empty(len(keys), dtype=object)
    objects[:] = keys
    return objects
