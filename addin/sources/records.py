"""What a source is: a record for each kind, with what that kind needs to be found, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Final

from workbook_templates.rows.dates import DateOrder


@dataclass(frozen=True, kw_only=True)
class Source:
    """One section of sources.toml, of whatever kind: how its columns are called and read."""

    kind: ClassVar[str]
    name: str
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Our name, as names are compared -> theirs; several make one index."""
    key: str = ""
    """Their column that tells rows apart, for the list of rejected ones."""
    scale: tuple[float, float] | None = None
    missing: tuple[str, ...] | None = None
    date_order: DateOrder | None = None
    time_zone: str = "UTC"
    """In which a moment with a time zone is turned into a day."""

    @property
    def place(self) -> str:
        """Where it lies, in words that hold no secret."""
        raise NotImplementedError

    @property
    def password_variable(self) -> str:
        """The environment variable that holds its password; empty where it needs none."""
        return ""

    @property
    def their_columns(self) -> list[str]:
        """The headers that its description names."""
        return [header for headers in self.columns.values() for header in headers]


@dataclass(frozen=True, kw_only=True)
class FileSource(Source):
    """Rows in a file of their own."""

    file: Path

    @property
    def place(self) -> str:
        return str(self.file)


@dataclass(frozen=True, kw_only=True)
class CsvSource(FileSource):
    """A text file with a row on each line."""

    kind = "csv"


@dataclass(frozen=True, kw_only=True)
class ParquetSource(FileSource):
    """A Parquet file, or a folder of them."""

    kind = "parquet"


@dataclass(frozen=True, kw_only=True)
class XlsxSource(FileSource):
    """A sheet of a workbook; the one with the headers where none is named."""

    kind = "xlsx"
    sheet: str = ""

    @property
    def place(self) -> str:
        return f"{self.sheet} in {self.file}" if self.sheet else str(self.file)


@dataclass(frozen=True, kw_only=True)
class DatabaseFileSource(FileSource):
    """A table of a database that is one file."""

    table: str

    @property
    def place(self) -> str:
        return f"{self.table} in {self.file}"


@dataclass(frozen=True, kw_only=True)
class SqliteSource(DatabaseFileSource):
    """A table of an SQLite file."""

    kind = "sqlite"


@dataclass(frozen=True, kw_only=True)
class DuckdbSource(DatabaseFileSource):
    """A table of a DuckDB file."""

    kind = "duckdb"


@dataclass(frozen=True, kw_only=True)
class PostgresSource(Source):
    """A table of a PostgreSQL server."""

    kind = "postgres"
    host: str
    database: str
    table: str
    schema: str = ""
    port: int = 5432
    user: str = ""
    password_from: str = ""
    """The environment variable that holds the password."""
    sslmode: str = "prefer"

    @property
    def place(self) -> str:
        schema = f"{self.schema}." if self.schema else ""
        return f"{schema}{self.table} in {self.database} on {self.host}:{self.port}"

    @property
    def password_variable(self) -> str:
        return self.password_from


@dataclass(frozen=True, kw_only=True)
class SparkSource(Source):
    """A table that Spark knows, or Parquet files that it reads."""

    kind = "spark"
    table: str = ""
    file: Path | None = None
    master: str = ""
    remote: str = ""

    @property
    def place(self) -> str:
        where = f"{self.table} in {self.file}" if self.table and self.file else str(self.file or self.table)
        return f"{where} on {self.remote or self.master}"


KINDS: Final[Mapping[str, type[Source]]] = {
    record.kind: record
    for record in (CsvSource, ParquetSource, XlsxSource, SqliteSource, DuckdbSource, PostgresSource, SparkSource)
}
"""The record of each kind, by the word for it in sources.toml."""
