"""A source tried without a workbook: how many rows it has, which columns are there, what is wrong with their cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final

from addin.refusal import Refusal
from addin.sources.failures import failures_as_refusals
from addin.sources.headers import count_wanted
from addin.sources.records import Source
from addin.sources.rows import open_if_engine, rows_of_whole_file
from addin.sources.settings import place_of
from workbook_templates.rows.amounts import NumberKind, number_column
from workbook_templates.rows.columns import Column, read_columns, required
from workbook_templates.rows.date_columns import DateKind, date_column
from workbook_templates.rows.judges import missing_code
from workbook_templates.survey_roi.answers import answer_column
from workbook_templates.survey_roi.points import POINTS

_LOOKED_AT: Final = 100_000
"""Distinct cells of a column; problems show long before."""
_NAMED: Final = 5
_SURVEY: Final = ("date", "customer", "segment", "index")
Cells = list[tuple[Any, int]]
"""Distinct cells and their rows."""


@dataclass(frozen=True)
class Trial:
    """What a source is found to hold."""

    rows: int
    headers: list[str]
    found: list[tuple[str, str]]
    """Our names and the columns that they stand for."""
    problems: list[str]


def try_source(source: Source) -> Trial:
    """Connected to, counted, and its columns of dates and indexes judged as far as that needs no workbook."""
    with ExitStack() as held:
        opened = open_if_engine(source, held, source.their_columns)
        if opened is None:
            return _try_file(source)
        with failures_as_refusals(source):
            table, language = opened.table, opened.language
            ((rows,),) = language.rows(table.agg(rows=table.count()))

            def distinct(place: int, is_date: bool) -> Cells:
                told = table.select(cell=language.comparable_key(table[opened.columns[place]], is_date))
                groups = told.group_by("cell").agg(rows=told.count()).limit(_LOOKED_AT)
                return [(language.cell(cell), int(number)) for cell, number in language.rows(groups)]

            return _trial(source, int(rows), opened.headers, distinct)


def _try_file(source: Source) -> Trial:
    rows = rows_of_whole_file(source, source.their_columns)
    height = len(rows.columns[0]) if rows.columns else 0

    def distinct(place: int, _: bool) -> Cells:
        return Counter(rows.columns[place]).most_common(_LOOKED_AT)

    return _trial(source, height, list(rows.headers), distinct)


def _trial(source: Source, rows: int, headers: list[str], distinct: Callable[[int, bool], Cells]) -> Trial:
    problems: list[str] = []
    found: list[tuple[str, str]] = []
    places: dict[str, list[int]] = {}
    for ours in dict.fromkeys((*source.columns, *(name for name in _SURVEY if count_wanted(headers, [name])))):
        for theirs in source.columns.get(ours, (ours,)):
            try:
                place = place_of(source, headers, theirs)
            except Refusal as refusal:
                problems.append(str(refusal))
                continue
            found.append((ours, headers[place]))
            places.setdefault(ours, []).append(place)
    if source.key:
        place_of(source, headers, source.key)
    if rows == 0:
        problems.append("There are no rows.")
    for place in places.get("date", ()):
        problems += _faults(headers[place], distinct(place, True), _date_column(source))
    indexes = places.get("index", [])
    for place in indexes:
        problems += _faults(headers[place], distinct(place, False), _index_column(source, len(indexes) > 1))
    return Trial(rows, headers, found, problems)


def _date_column(source: Source) -> Column:
    """Dates of any year: which one counts, the workbook says."""
    kind = DateKind(source.date_order, whose="sources.toml")
    return date_column(kind, lambda day: (day, ""), (None, "date is blank"))


def _index_column(source: Source, are_answers: bool) -> Column:
    """Indexes or answers; their scale may stand in the workbook."""
    missing = frozenset(map(missing_code, source.missing or ()))
    called = "answer" if are_answers else "index"
    scale = source.scale or (None if are_answers else POINTS)
    if scale is None:
        return required(number_column(NumberKind(called, missing)), called)
    return answer_column(called, scale, missing, None, {})


def _faults(header: str, cells: Cells, column: Column) -> list[str]:
    """The faults that most rows have, how many have others, and what the column as a whole leaves in doubt."""
    told: dict[Any, int] = dict(cells)
    (reading,) = read_columns([column], [told])
    rows: Counter[str] = Counter()
    for cell, number in told.items():
        if said := reading.judge(cell)[1]:
            rows[said] += number
    named: Sequence[tuple[str, int]] = rows.most_common(_NAMED)
    rest = sum(rows.values()) - sum(number for _, number in named)
    lines = [f"{header}: {number:,} {'row' if number == 1 else 'rows'}: {said}" for said, number in named]
    return [*lines, *([f"{header}: {rest:,} more rows with other faults"] if rest else []), *reading.doubts]
