"""A source tried without a workbook: how many rows it has, which columns are there, what is wrong with their cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final

from addin.refusal import Refusal
from addin.sources.failures import failures_as_refusals
from addin.sources.headers import count_wanted
from addin.sources.records import Source
from addin.sources.rows import open_if_engine, rows_of_whole_file
from addin.sources.settings import place_of
from workbook_templates.rows.judges import judge_day, judge_number, missing_code
from workbook_templates.survey_roi.answers import judge_answer

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
        cells = distinct(place, True)
        problems += _faults(headers[place], cells, lambda cell: judge_day(cell, source.date_order, False)[1])
    indexes = places.get("index", [])
    for place in indexes:
        problems += _faults(headers[place], distinct(place, False), _index_judge(source, len(indexes) > 1))
    return Trial(rows, headers, found, problems)


def _index_judge(source: Source, are_answers: bool) -> Callable[[Any], str]:
    """What is wrong with an index or answer; its scale may stand in the workbook."""
    missing = frozenset(map(missing_code, source.missing or ()))
    scale = source.scale or (None if are_answers else (0.0, 100.0))
    if scale is None:
        return lambda cell: judge_number(cell, "answer", missing)[1]
    known = scale
    return lambda cell: judge_answer(cell, known, missing, "answer" if are_answers else "index")[1]


def _faults(header: str, cells: Iterable[tuple[Any, int]], fault: Callable[[Any], str]) -> list[str]:
    """The faults that most rows have, and how many have others."""
    rows: Counter[str] = Counter()
    for cell, number in cells:
        if said := fault(cell):
            rows[said] += number
    named: Sequence[tuple[str, int]] = rows.most_common(_NAMED)
    rest = sum(rows.values()) - sum(number for _, number in named)
    lines = [f"{header}: {number:,} {'row' if number == 1 else 'rows'}: {said}" for said, number in named]
    return [*lines, f"{header}: {rest:,} more rows with other faults"] if rest else lines
