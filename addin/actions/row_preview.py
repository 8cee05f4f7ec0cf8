"""The first rows of a file as the refresh would read them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from addin.actions.column_looks import NUMBERS, TIMES, WORDS_OF, cells_of
from addin.actions.proposing import Line, Proposal, lines_of
from udfs.calling.errors import quote
from udfs.calling.labels import name_key
from workbook_templates.centre_benefits.leads import OUTCOME_WORDS, word_judge
from workbook_templates.refreshing.input_cells import split_list, text
from workbook_templates.refreshing.record import SourceRows, Unusable
from workbook_templates.refreshing.source_columns import Notation, date_order, notation_of
from workbook_templates.rows.amounts import NumberKind, number_column
from workbook_templates.rows.columns import Column, Reading, cell_by_cell, read_columns
from workbook_templates.rows.date_columns import DateKind, date_column
from workbook_templates.rows.durations import minutes_column
from workbook_templates.rows.judges import is_blank, missing_code, text_of
from workbook_templates.rows.source_fields import CODES, DATE_ORDER, DEFAULT
from workbook_templates.survey_roi.answers import Scale, answer_column
from workbook_templates.survey_roi.points import POINTS

_MOST_SHOWN: Final = 5
_SHARES: Final = ("Share", "Second share")


@dataclass(frozen=True)
class PreviewRow:
    """One row as it would be read."""

    number: int
    cells: Mapping[str, str]
    """Our name -> what its cell means, or the cell in question marks where it means nothing."""
    verdict: str
    """Why it would not be counted; "" where it counts or that is not known."""


def first_rows(proposal: Proposal, source: SourceRows, verdicts: Mapping[Any, str]) -> tuple[PreviewRow, ...]:
    """The first rows, each column read by all of its cells."""
    shown = [(line, place) for line in proposal.lines for place in _places(line, source)]
    block = _block_with(proposal)
    try:
        kinds = [_column_of(line.name, block, source) for line, _ in shown]
    except Unusable:
        kinds = [cell_by_cell(_as_it_stands) for _ in shown]
    readings = read_columns(kinds, [cells_of(source.columns[place]) for _, place in shown])
    names = _distinct_names(shown)
    numbers = source.numbers or range(source.first_row, source.first_row + _MOST_SHOWN)
    height = min(_MOST_SHOWN, len(source.columns[0]) if source.columns else 0)
    return tuple(
        PreviewRow(
            numbers[row],
            {
                name: _shown(reading, source.columns[place][row])
                for name, (_, place), reading in zip(names, shown, readings, strict=True)
            },
            verdicts.get(numbers[row], ""),
        )
        for row in range(height)
    )


def _places(line: Line, source: SourceRows) -> list[int]:
    """Where the columns lie that hold it; one that the refresh knows by itself has our name there."""
    keys = [name_key(header) for header in source.headers]
    wanted = [name_key(header) for header in line.headers]
    if line.headers and name_key(line.name) in keys:
        wanted = [key if key in keys else name_key(line.name) for key in wanted]
    return [keys.index(key) for key in wanted if key in keys]


def _distinct_names(shown: Sequence[tuple[Line, int]]) -> list[str]:
    """Our names; of several answers each with its number."""
    every = [line.name for line, _ in shown]
    return [
        name if every.count(name) == 1 else f"{name} {every[:place].count(name) + 1}"
        for place, name in enumerate(every)
    ]


def _block_with(proposal: Proposal) -> dict[str, dict[str, Any]]:
    """The lines of the block as they will be."""
    lines = {name: dict(line) for name, line in lines_of(proposal.block, proposal.feed).items()}
    for line in proposal.lines:
        lines[line.name] |= line.fields
    return lines


def _column_of(name: str, block: Mapping[str, Mapping[str, Any]], source: SourceRows) -> Column:
    """How the cells of a column are read."""
    line, notation = block[name], notation_of(block)
    codes = frozenset(map(missing_code, split_list(line.get(CODES))))
    if name == "Date":
        kind = DateKind(date_order(line.get(DATE_ORDER)), source.date1904)
        return date_column(kind, lambda day: (day, ""), (line.get(DEFAULT), ""))
    if name == "Index":
        return answer_column("index", _scale(line), codes, notation.marks.get(name), notation.words.get(name, {}))
    number = NumberKind(name.lower(), codes, notation.marks.get(name), units={"%": 0.01} if name in _SHARES else None)
    if name in TIMES:
        return minutes_column(number, notation.units.get(name, ""))
    if name in NUMBERS:
        return number_column(number)
    return _words_of(name, codes, notation) if name in WORDS_OF else cell_by_cell(_as_it_stands)


def _words_of(name: str, codes: frozenset[str], notation: Notation) -> Column:
    usual = OUTCOME_WORDS if name.endswith("utcome") else {}
    return cell_by_cell(
        partial(
            word_judge(name.lower(), WORDS_OF[name], codes, {**usual, **notation.words.get(name, {})}),
        )
    )


def _scale(line: Mapping[str, Any]) -> Scale:
    low, high = line.get("Scale from"), line.get("Scale to")
    return POINTS if is_blank(low) or is_blank(high) else (float(text(low)), float(text(high)))


def _as_it_stands(cell: Any) -> tuple[Any, str]:
    return (None, "") if is_blank(cell) else (text_of(cell).strip(), "")


def _shown(reading: Reading, cell: Any) -> str:
    """What a cell means, for a person."""
    meaning, fault = reading.judge(cell)
    if fault:
        return "" if is_blank(cell) else f"? {' '.join(text_of(cell).split())}"
    if isinstance(meaning, datetime.date):
        return meaning.isoformat()[:10]
    if isinstance(meaning, float):
        return quote(meaning)
    return "" if meaning is None else " ".join(str(meaning).split())
