"""A source opened: the table that its engine has, the rows numbered where they can be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from addin.refusal import Refusal
from addin.sources.connections import duckdb_connection, postgres_connection, restrict, spark_session, sqlite_connection
from addin.sources.delimited_text import plain_layout
from addin.sources.dialects import Language, PostgresLanguage, SparkLanguage, SqliteLanguage, row_number
from addin.sources.records import (
    CsvSource,
    DuckdbSource,
    FileSource,
    ParquetSource,
    PostgresSource,
    Source,
    SparkSource,
    SqliteSource,
)
from addin.sources.settings import place_of

NUMBER: Final = "centre_roi_number"
"""The column that tells rows apart."""

_PATTERN_LETTERS: Final = re.compile(r"[\[\]{}*?\\]")
"""What Spark would take for more than a letter of a file's name."""
_NUMBERED: Final = "centre_roi_row"


class NeedsWholeRead(Exception):
    """A text file that has to be read as a whole to know what it holds."""


@dataclass(frozen=True)
class Opened:
    """A source's table, and how its engine is asked."""

    table: Any
    """With the column NUMBER beside its own, where its rows have a number or key."""
    columns: list[str]
    headers: list[str]
    """What the source calls these columns."""
    language: Language


@contextmanager
def open_source(source: Source, wanted: Sequence[str] = ()) -> Iterator[Opened]:
    """The source's table, asked until the end; `wanted` are headers that it should have."""
    with _OPEN[type(source)](source, wanted) as found:
        yield found


@contextmanager
def _duckdb_language(source: FileSource, database: Path | None = None) -> Iterator[Language]:
    with duckdb_connection(source, database) as connection:
        language = Language.of(connection)
        restrict(connection, source, database)
        yield language


@contextmanager
def _csv(source: CsvSource, wanted: Sequence[str]) -> Iterator[Opened]:
    layout = plain_layout(source.file, wanted)
    if layout is None:
        raise NeedsWholeRead
    with _duckdb_language(source) as language:
        lines = language.backend.read_csv(
            source.file,
            columns={f"column{place}": "VARCHAR" for place in range(len(layout.headers))},
            auto_detect=False,
            header=False,
            skip=1,
            delim=layout.delimiter,
            quote='"',
            escape='"',
            strict_mode=True,
        )
        try:
            # What is wrong with the file is known before anything else.
            table = language.materialize(lines.mutate((row_number() + 2).name(_NUMBERED)))
        except duckdb.Error:
            raise NeedsWholeRead from None
        yield _numbered_table(source, language, table, layout.headers)


@contextmanager
def _parquet(source: ParquetSource, _: Sequence[str]) -> Iterator[Opened]:
    with _duckdb_language(source) as language:
        if source.file.is_dir():
            table = language.backend.read_parquet(_files_in(source))
            table = table.mutate((row_number() + 1).name(_NUMBERED))
        else:
            table = language.backend.read_parquet(source.file, file_row_number=True)
            table = table.rename({_NUMBERED: "file_row_number"}).mutate(**{_NUMBERED: lambda rows: rows[_NUMBERED] + 1})
        yield _numbered_table(source, language, table)


def _files_in(source: ParquetSource) -> list[str]:
    """The files of a folder, found without DuckDB: in a pattern the folder's own [ and * would mean something else."""
    found = sorted(map(str, source.file.rglob("*.parquet")))
    if not found:
        raise Refusal(f"source {source.name}: no .parquet file lies in {source.file}; look at file in sources.toml.")
    return found


@contextmanager
def _duckdb(source: DuckdbSource, _: Sequence[str]) -> Iterator[Opened]:
    with _duckdb_language(source, source.file) as language:
        yield _numbered_table(source, language, language.backend.table(source.table))


@contextmanager
def _sqlite(source: SqliteSource, _: Sequence[str]) -> Iterator[Opened]:
    with sqlite_connection(source) as connection:
        language = SqliteLanguage(connection)
        yield _numbered_table(source, language, language.table(source.table, source.key))


@contextmanager
def _postgres(source: PostgresSource, _: Sequence[str]) -> Iterator[Opened]:
    with postgres_connection(source) as connection:
        language = PostgresLanguage.of(connection)
        connection.execute(f"SET TIMEZONE = '{source.time_zone}'")
        yield _numbered_table(source, language, language.backend.table(source.table, database=source.schema or None))


@contextmanager
def _spark(source: SparkSource, _: Sequence[str]) -> Iterator[Opened]:
    with spark_session(source) as session, closing(SparkLanguage(session)) as language:
        session.conf.set("spark.sql.session.timeZone", source.time_zone)
        if source.file is None:
            table = language.backend.table(source.table)
        else:
            table = language.view(session.read.parquet(_PATTERN_LETTERS.sub(r"\\\g<0>", source.file.as_posix())))
        yield _numbered_table(source, language, table)


_OPEN: Final[dict[type[Source], Callable[[Any, Sequence[str]], AbstractContextManager[Opened]]]] = {
    CsvSource: _csv,
    ParquetSource: _parquet,
    DuckdbSource: _duckdb,
    SqliteSource: _sqlite,
    PostgresSource: _postgres,
    SparkSource: _spark,
}


def _numbered_table(source: Source, language: Language, table: Any, headers: list[str] | None = None) -> Opened:
    """The table with its rows numbered by its key, else by what the file says."""
    columns = [name for name in table.columns if name != _NUMBERED]
    headers = headers or columns
    if source.key:
        table = table.mutate(table[columns[place_of(source, headers, source.key)]].name(NUMBER))
    elif _NUMBERED in table.columns:
        table = table.mutate(table[_NUMBERED].name(NUMBER))
    return Opened(table, columns, headers, language)
