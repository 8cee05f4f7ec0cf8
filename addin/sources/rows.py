"""The rows of a configured source: counted by its engine, or delivered for a template that needs every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

from addin.refusal import Refusal
from addin.sources.failures import failures_as_refusals
from addin.sources.files import rows_of_file
from addin.sources.records import FileSource, Source, XlsxSource
from addin.sources.settings import find_source, place_of
from udfs.calling.labels import name_key
from workbook_templates.refreshing.record import Reading, SourceRows

if TYPE_CHECKING:
    from addin.sources.engines import Opened

_MOST_DELIVERED: Final = 5_000_000
"""Rows that are read into memory; more are for a source whose engine counts them."""

_LARGEST_KEY: Final = (1 << 63) - 1


def rows_of_source(name: str, wanted: Sequence[str], counted: bool, held: ExitStack) -> SourceRows:
    """What the user's own sources.toml describes under that name; connections stay open as long as `held`."""
    source = find_source(name)
    headers = [*source.their_columns, *(header for header in wanted if name_key(header) not in source.columns)]
    with failures_as_refusals(source):
        opened = _open_engine(source, headers, held)
        if opened is None:
            return _rows_of_file(source, headers)
        if counted:
            return _rows_to_count(source, opened)
        return _rows_of_engine(source, opened, wanted)


def described_rows(source: Source, **rows: Any) -> SourceRows:
    """Rows under the name and with the reading of the source."""
    reading = Reading(source.columns, source.scale, source.missing, source.date_order)
    return SourceRows(name=f"source {source.name}", kind="source", reading=reading, **rows)


def open_if_engine(source: Source, held: ExitStack, wanted: Sequence[str] = ()) -> Opened | None:
    """The source's engine and table; None for one that is read as a whole."""
    with failures_as_refusals(source):
        return _open_engine(source, wanted, held)


def _open_engine(source: Source, wanted: Sequence[str], held: ExitStack) -> Opened | None:
    if isinstance(source, XlsxSource):
        return None
    try:
        from addin.sources import engines as source_engines
    except ImportError as error:
        raise Refusal(
            f"source {source.name}: to read a source of the kind {source.kind}, {error.name or 'a package'} is "
            'missing. Install it: pip install "centre-roi[sources]"'
        ) from None
    if isinstance(source, FileSource) and not source.file.exists():
        raise Refusal(f"source {source.name}: there is no file {source.file}; look at file in sources.toml.")
    try:
        return held.enter_context(source_engines.open_source(source, wanted))
    except source_engines.NeedsWholeRead:
        return None
    except ImportError as error:
        raise Refusal(
            f"source {source.name}: Spark is missing ({error.name or error}). Install it: "
            'pip install "centre-roi[spark]"'
        ) from None


def _rows_to_count(source: Source, opened: Opened) -> SourceRows:
    from addin.sources.counting import Counting

    if source.key:
        place_of(source, opened.headers, source.key)

    def counting(places: Mapping[str, Sequence[int]]) -> Counting:
        return Counting(source.name, opened, places, partial(failures_as_refusals, source))

    return described_rows(source, headers=opened.headers, columns=(), first_row=1, counting=counting)


def _rows_of_file(source: Source, wanted: Sequence[str]) -> SourceRows:
    """The rows of a file that is read as a whole."""
    rows = rows_of_whole_file(source, wanted)
    return _rename_columns(
        source,
        described_rows(
            source,
            headers=rows.headers,
            columns=rows.columns,
            first_row=rows.first_row,
            date1904=rows.date1904,
            notes=rows.notes,
            doubts=rows.doubts,
        ),
    )


def rows_of_whole_file(source: Source, wanted: Sequence[str]) -> SourceRows:
    """The rows of a source that no engine opened: a workbook's, or those of a text file that is not plain."""
    assert isinstance(source, FileSource)
    return rows_of_file(source.file, wanted, [source.sheet] if isinstance(source, XlsxSource) and source.sheet else ())


def _rows_of_engine(source: Source, opened: Opened, wanted: Sequence[str]) -> SourceRows:
    """The columns that a template asks for, and whether the others hold anything, all rows of them."""
    from addin.sources.engines import NUMBER

    language, table = opened.language, opened.table
    asked = {name_key(header) for headers in source.columns.values() for header in headers}
    asked |= {name_key(name) for name in wanted if name_key(name) not in source.columns}
    needed = [place for place, header in enumerate(opened.headers) if name_key(header) in asked]
    others = [table[name] for place, name in enumerate(opened.columns) if place not in needed]
    if NUMBER in table.columns:
        table = table.order_by(NUMBER)
    cells = [language.comparable_key(table[opened.columns[place]]).name(f"cell{place}") for place in needed]
    if others:
        cells.append(reduce(or_, map(language.holds_something, others)).name("others"))
    keyed = [table[NUMBER]] if NUMBER in table.columns else []
    found = language.rows(table.select([*cells, *keyed]).limit(_MOST_DELIVERED + 1)) if cells else []
    if len(found) > _MOST_DELIVERED:
        raise Refusal(
            f"source {source.name} has more than {_MOST_DELIVERED:,} rows, and this workbook needs each of them: name "
            "a view that has fewer, such as those of one year."
        )
    columns: list[list[Any]] = [list(column) for column in zip(*found, strict=True)] or [[] for _ in [*cells, *keyed]]
    numbers = columns.pop() if keyed else None
    notes = []
    if numbers is not None and not all(isinstance(number, int) and abs(number) <= _LARGEST_KEY for number in numbers):
        numbers = None
        notes.append(f"source {source.name}: {source.key} is no whole number in every row; its rows count from 1.")
    plain = [list(map(language.cell, column)) for column in columns[: len(needed)]]
    rest = [[True if each else None for each in column] for column in columns[len(needed) :]]
    headers = [*(opened.headers[place] for place in needed), *("" for _ in rest)]
    rows = described_rows(
        source, headers=headers, columns=[*plain, *rest], first_row=1, numbers=numbers, notes=tuple(notes)
    )
    return _rename_columns(source, rows)


def _rename_columns(source: Source, rows: SourceRows) -> SourceRows:
    """Columns under our names, where one of theirs is one of ours; several keep their own."""
    headers, kept = list(rows.headers), dict[str, tuple[str, ...]]()
    for name, theirs in source.columns.items():
        kept[name] = theirs if len(theirs) > 1 else (name,)
        if len(theirs) == 1:
            headers[place_of(source, rows.headers, theirs[0])] = name
    return replace(rows, headers=headers, reading=replace(rows.reading, headers=kept))
