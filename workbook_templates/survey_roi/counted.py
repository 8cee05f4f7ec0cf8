"""Survey responses that an engine counts: each distinct cell judged here, the rows joined and counted there."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from udfs.calling.labels import name_key
from workbook_templates.rows.counting import FAULTY, NO_LEVEL, Codes, CountingEngine, Distinct, Group, RawRows
from workbook_templates.rows.judges import is_blank, text_of
from workbook_templates.rows.table import MOST_REJECTED, RejectedRow, note_unlisted
from workbook_templates.survey_roi.answers import judge_answer, judge_date, judge_segment
from workbook_templates.survey_roi.months import BLANK, UNKNOWN, ResponseCounts, month_lines
from workbook_templates.survey_roi.points import (
    POINTS,
    UnusableSurvey,
    doubts_of_scale,
    no_scale,
    points_of_answers,
    points_of_index,
)
from workbook_templates.survey_roi.responses import Responses, Tally, rejections
from workbook_templates.survey_roi.rules import Rules

_NO_DATE: Final = (0, 0)


def tally_counted(
    engine: CountingEngine,
    rules: Rules,
    index_scale: tuple[float, float] | None = None,
    most_rejected: int = MOST_REJECTED,
) -> Tally:
    """Validated, de-duplicated and counted as `tally` does it with rows."""
    points, levels, notes = _levels(engine, rules, index_scale)
    dates = [_date_code(cell, rules) for (cell,) in engine.distinct("Date").cells]
    codes = Codes(
        months=[month for month, _ in dates],
        days_left=[days for _, days in dates],
        places=_places(engine.distinct("Segment"), rules),
        levels=levels,
        segments=len(rules.segments),
        highest=len(points),
    )
    groups = engine.counts(codes)
    if any(group.level == NO_LEVEL for group in groups):
        groups = _drop_blank_rows(groups, engine.blank_rows(codes), rules)
    counts = _counts(groups, points)
    tallied, left_out = int(counts.counted.sum()), int(counts.left_out.sum())
    faulty = sum(group.rows for group in groups if min(group.month - 1, group.place, group.level) < 0)
    return Tally(
        lines=month_lines(counts, rules),
        read=tallied + left_out,
        tallied=tallied,
        rejected=_rejected_rows(engine, codes, rules, index_scale, (faulty, left_out - faulty), most_rejected),
        rejected_rows=left_out,
        anonymous=sum(group.anonymous for group in groups),
        digest=_digest(groups, points, rules),
        notes=[*notes, *note_unlisted(left_out, most_rejected)],
    )


def _levels(
    engine: CountingEngine, rules: Rules, index_scale: tuple[float, float] | None
) -> tuple[NDArray[np.float64], list[int], list[str]]:
    """The points that occur, in ascending order; the level of each distinct index; what seems wrong with the scale."""
    found = engine.distinct("Index")
    missing = rules.codes("Index")
    alone = len(engine.indexes) == 1
    scale = (index_scale or POINTS) if alone else rules.scale
    blank = [all(map(is_blank, cells)) for cells in found.cells]
    if scale is None and not all(blank):
        raise no_scale()
    names = ("index",) if alone else engine.indexes
    judged = [
        [judge_answer(cell, scale or POINTS, missing, name)[0] for cell, name in zip(cells, names, strict=True)]
        for cells in found.cells
    ]
    answers = np.array(judged, dtype=np.float64).reshape(-1, len(names))
    points = points_of_index(answers[:, 0], scale) if alone and scale else points_of_answers(answers, scale or POINTS)
    given = ~np.isnan(points)
    notes = doubts_of_scale(points[given], int(np.array(found.rows)[given].sum())) if alone and scale == POINTS else []
    distinct = np.unique(points[given])
    ranks = np.where(given, np.searchsorted(distinct, points), np.where(blank, NO_LEVEL, FAULTY))
    return distinct, ranks.tolist(), notes


def _date_code(cell: Any, rules: Rules) -> tuple[int, int]:
    """The month, and the days that the year still has."""
    ordinal, _ = judge_date(cell, rules)
    if ordinal is None:
        return _NO_DATE
    day = datetime.date.fromordinal(ordinal)
    return day.month, (datetime.date(day.year, 12, 31) - day).days


def _places(segments: Distinct, rules: Rules) -> list[int]:
    known = {name_key(segment): place for place, segment in enumerate(rules.segments)}
    return [_place(cell, rules, known) for (cell,) in segments.cells]


def _place(cell: Any, rules: Rules, known: dict[str, int]) -> int:
    place, fault = judge_segment(cell, rules, known)
    return place if place is not None else BLANK if fault == "segment is blank" else UNKNOWN


def _drop_blank_rows(groups: list[Group], blank: int, rules: Rules) -> list[Group]:
    """Fully blank rows are no rows: they stand where a blank date and a blank segment lead to."""
    month, _ = _date_code(None, rules)
    (place,) = _places(Distinct([(None,)], [0]), rules)
    less = [
        group._replace(rows=group.rows - blank) if group[:3] == (month, place, NO_LEVEL) else group for group in groups
    ]
    return [group for group in less if group.rows]


def _counts(groups: Sequence[Group], points: NDArray[np.float64]) -> ResponseCounts:
    months, places, levels, rows, kept, _ = np.array(groups, dtype=np.int64).reshape(-1, len(Group._fields)).T
    by_level = np.append(points, np.nan)  # a level below 0 finds the last one
    return ResponseCounts(months, places, by_level[np.maximum(levels, FAULTY)], kept, rows - kept)


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
    index_scale: tuple[float, float] | None,
    numbers: tuple[int, int],
    most: int,
) -> list[RejectedRow]:
    """The first of the rows that were left out; `numbers` says how many are faulty, and how many second answers."""
    rejected: list[RejectedRow] = []
    for expected, fetch in zip(numbers, (engine.faulty, engine.repeated), strict=True):
        rows = fetch(codes, most) if expected else None
        if rows is None:
            continue
        if len(rows.numbers) != min(expected, most):
            raise UnusableSurvey("the rows changed while they were counted; refresh again")
        rejected += rejections(_responses(rows, engine.indexes, index_scale), rules, rows.kept)
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
