"""Connections to what a source lies in: opened to read, closed at the end, and to nothing else."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from addin.refusal import Refusal
from addin.sources.patience import LONGEST_ANSWER, answering_in_time
from addin.sources.records import FileSource, PostgresSource, SparkSource, SqliteSource

_CONNECT_SECONDS: Final = 15
_STEPS_BETWEEN_LOOKS: Final = 1_000_000
"""Of SQLite's own program: a few hundredths of a second."""
_MOST_MEMORY: Final = "4GB"
"""Of DuckDB, which would take four fifths of the machine's; beyond it the disk serves."""

_LOCAL_SPARK: Final = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),  # 200, where nothing is said
}


@contextmanager
def duckdb_connection(source: FileSource, database: Path | None = None) -> Iterator[Any]:
    """DuckDB, which fetches nothing from the internet."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="centre-roi-") as spilled:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "temp_directory": spilled,
            "memory_limit": _MOST_MEMORY,
        }
        place = ":memory:" if database is None else str(database)
        with duckdb.connect(place, read_only=database is not None, config=settings) as connection:
            connection.execute("SET enable_progress_bar = false")
            with _interrupted_by_user(RuntimeError), answering_in_time(source, connection.interrupt):
                yield connection


def restrict(connection: Any, source: FileSource, database: Path | None = None) -> None:
    """From here on DuckDB opens no file but the source's, whatever it is asked."""
    connection.execute(f"SET TimeZone = '{source.time_zone}'")
    if database is None:
        allowed = "allowed_directories" if source.file.is_dir() else "allowed_paths"
        connection.execute(f"SET {allowed} = [?]", [str(source.file)])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


@contextmanager
def sqlite_connection(source: SqliteSource) -> Iterator[sqlite3.Connection]:
    """SQLite, which keeps what it needs for a moment in memory."""
    with closing(sqlite3.connect(f"{source.file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("PRAGMA temp_store = MEMORY")
        # Called while SQLite works, it lets Python see that Ctrl-C was pressed.
        connection.set_progress_handler(lambda: 0, _STEPS_BETWEEN_LOOKS)
        with _interrupted_by_user(sqlite3.OperationalError), answering_in_time(source, connection.interrupt):
            yield connection


@contextmanager
def _interrupted_by_user(*kinds: type[Exception]) -> Iterator[None]:
    """Ctrl-C while an engine worked: the engine alone is told, and says that it was interrupted."""
    try:
        yield
    except Exception as error:
        said = error.__cause__ if isinstance(error, Refusal) else error
        if isinstance(said, kinds) and "interrupted" in str(said):
            raise KeyboardInterrupt from None
        raise


@contextmanager
def postgres_connection(source: PostgresSource) -> Iterator[Any]:
    """PostgreSQL, where every transaction may only read."""
    import psycopg

    with psycopg.connect(
        host=source.host,
        port=source.port,
        dbname=source.database,
        user=source.user or None,
        password=password_of(source),
        sslmode=source.sslmode,
        connect_timeout=_CONNECT_SECONDS,
        application_name="centre-roi",
        options=f"-c default_transaction_read_only=on -c statement_timeout={LONGEST_ANSWER:.0f}s",
        autocommit=True,
    ) as connection:
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise Refusal(
                f"source {source.name}: the database {source.database} keeps texts as {encoding}; only UTF8 is read. "
                "Export the table as CSV or Parquet and name that file."
            )
        yield connection


def password_of(source: PostgresSource) -> str | None:
    """The password in the environment variable that the source names; None where it names none."""
    if not source.password_from:
        return None
    password = os.environ.get(source.password_from)
    if not password:
        # Its name is not repeated: somebody may have written the password itself there.
        raise Refusal(
            f"source {source.name}: the environment variable that password_from names in sources.toml is not set; it "
            "should hold the password. Set it for your user and start the program (Excel too) again."
        )
    return password


@contextmanager
def spark_session(source: SparkSource) -> Iterator[Any]:
    """A Spark session: one that runs already, or one of our own, which ends with us."""
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    builder = SparkSession.builder.appName("centre-roi")
    if source.remote:
        builder = builder.remote(source.remote)
    else:
        master = source.master or "local[*]"
        builder = builder.master(master).config("spark.ui.enabled", "false")
        builder = builder.config("spark.ui.showConsoleProgress", "false")
        if master.startswith("local"):
            for setting, value in _LOCAL_SPARK.items():
                builder = builder.config(setting, value)
    session = builder.getOrCreate()
    try:
        if not source.remote:
            session.sparkContext.setLogLevel("ERROR")
        stop = session.interruptAll if source.remote else session.sparkContext.cancelAllJobs
        with answering_in_time(source, stop):
            yield session
    finally:
        session.stop()
