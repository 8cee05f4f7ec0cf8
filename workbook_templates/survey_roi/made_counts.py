"""A survey that somebody counted already: rows of a month, a segment, and how many were loyal, neutral and disloyal."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from udfs.calling.errors import quote
from udfs.calling.labels import name_key
from udfs.functions.survey import NO_SEGMENT
from workbook_templates.refreshing.record import SourceRows
from workbook_templates.refreshing.source_columns import row_numbers
from workbook_templates.rows.amounts import NumberKind, number_column
from workbook_templates.rows.columns import Column, required
from workbook_templates.rows.date_columns import date_column
from workbook_templates.rows.table import JudgedRows, SourceColumns
from workbook_templates.survey_roi.answers import survey_columns
from workbook_templates.survey_roi.months import UNKNOWN_SEGMENT, MonthSegment
from workbook_templates.survey_roi.responses import Tally
from workbook_templates.survey_roi.rules import Rules

CLASSES: Final = ("Loyal", "Neutral", "Disloyal")
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "Loyal": ("loyal", "loyal customers", "忠诚", "忠诚客户", "忠诚人数"),
    "Neutral": ("neutral", "neutral customers", "中立", "中性", "中立客户", "中立人数"),
    "Disloyal": ("disloyal", "disloyal customers", "不忠诚", "不忠诚客户", "不忠诚人数"),
}
_LARGEST: Final = 1e9


def places_of_counts(headers: Sequence[str]) -> dict[str, int] | None:
    """Which columns of a file hold the three counts; None where it has not all of them."""
    keys = [name_key(header) for header in headers]
    found = {ours: next((keys.index(name) for name in names if name in keys), None) for ours, names in _NAMES.items()}
    places = {ours: place for ours, place in found.items() if place is not None}
    return places if len(places) == len(CLASSES) else None


def tally_made_counts(
    source: SourceRows, dates: Sequence[Any] | None, segments: Sequence[Any] | None, rules: Rules
) -> Tally:
    """The counts validated and added up by month and segment; a month or quarter stands for its first day."""
    places = places_of_counts(source.headers)
    assert places is not None
    counts = {name: source.columns[place] for name, place in places.items()}
    rows = JudgedRows(
        SourceColumns(row_numbers(source), {"Date": dates, "Segment": segments, **counts}, tuple(source.columns)),
        {"Date": _month_column(rules), "Segment": survey_columns(rules, (), None)["Segment"]}
        | {name: required(_count_column(name.lower()), name.lower()) for name in CLASSES},
    )
    numbers = np.column_stack([rows.numbers_of(name) for name in CLASSES]).astype(np.int64)
    answers = np.maximum(numbers.sum(axis=1), 1)
    left_out, apart = ~rows.counted & ~rows.apart, rows.apart
    result = rows.result(shown=lambda row: _shown(rows, row))
    tallied, rejected, elsewhere = (
        int(number.sum()) for number in (numbers[rows.counted], answers[left_out], answers[apart])
    )
    read = tallied + rejected + elsewhere
    return Tally(
        read=read,
        tallied=tallied,
        rejected=result.rejected,
        rejected_rows=rejected,
        digest=result.digest,
        notes=[
            f"Counts already made: {rows.count:,} rows of {read:,} answers, without an index.",
            *result.notes,
        ],
        apart=elsewhere,
        decisions=result.decisions,
        doubts=result.doubts,
        lines=_lines(rows, numbers, np.where(left_out, answers, 0), rules),
        anonymous=0,
    )


def _month_column(rules: Rules) -> Column:
    default = rules.default_date or datetime.date(rules.year, 1, 1)
    blank = rules.period.place(default) if rules.default_date else (None, "date is blank")
    return date_column(rules.date_kind(datetime.date(rules.year, 1, 1)), rules.period.place, blank)


def _count_column(called: str) -> Column:
    def whole(number: float) -> tuple[float | None, str]:
        if number.is_integer() and 0 <= number < _LARGEST:
            return number, ""
        return None, f"{called} {quote(number)} must be a whole number, 0 or more"

    return number_column(NumberKind(called), whole)


def _shown(rows: JudgedRows, row: int) -> tuple[Any, ...]:
    """The cells of a row as the list of rejected rows has them: the counts in place of an index."""
    date, segment, *counts = rows.cells_of(row)
    return date, None, segment, ", ".join("" if cell is None else str(cell) for cell in counts)


def _lines(
    rows: JudgedRows, numbers: NDArray[np.int64], rejected: NDArray[np.int64], rules: Rules
) -> list[MonthSegment]:
    """A line for each month and segment that has some; those whose month or segment is not known stand at the end."""
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    blank = rows.columns["Segment"].has_fault("segment is blank")
    places = np.where(rows.places_of("Segment") >= 0, rows.places_of("Segment"), len(rules.segments) + ~blank)
    for row, day in enumerate(rows.days().tolist()):
        month = datetime.date.fromordinal(day).month if day else 13
        if rows.counted[row] or rejected[row]:
            counts = sums[month, int(places[row])]
            for each, number in enumerate(numbers[row].tolist() if rows.counted[row] else [0, 0, 0]):
                counts[each] += number
            counts[3] += int(rejected[row])
    segments = [*rules.segments, NO_SEGMENT, UNKNOWN_SEGMENT]
    return [
        MonthSegment(
            month if month < 13 else None,
            segments[place],
            loyal + neutral + disloyal,
            loyal,
            neutral,
            disloyal,
            None,
            left,
        )
        for (month, place), (loyal, neutral, disloyal, left) in sorted(sums.items())
    ]
