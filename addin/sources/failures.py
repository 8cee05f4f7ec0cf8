"""What an engine fails with, in words: which source, what is in the way, what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from addin.refusal import Refusal
from addin.sources.patience import too_slow
from addin.sources.records import Source

_ENGINES: Final = ("duckdb", "_duckdb", "sqlite3", "psycopg", "pyspark", "py4j", "grpc")
"""Packages whose exceptions tell of the source and not of us."""
_LONGEST: Final = 300
_TIMED_OUT: Final = "57014"

_NOT_LET_IN: Final = ("the server does not let this user in", "look at user, password_from and the variable it names")
_NO_DATABASE: Final = ("the server has no such database", "look at database")
_NO_SERVER: Final = ("no server answers there", "look at host and port, and whether the server runs")
_NO_HOST: Final = ("there is no computer of that name", "look at host, and at the network or VPN")
_NO_FILE: Final = ("there is no such file", "look at file")
_NO_PARQUET: Final = ("the file is no Parquet file", "look at file and kind")
_LATER: Final = "try again later, or tell who runs the server"
_BUSY: Final = ("another program is writing to the file", "try again when it has finished")

_BY_STATE: Final[Mapping[str, tuple[str, str]]] = {
    "28": _NOT_LET_IN,
    "3D000": _NO_DATABASE,
    "3F000": ("the database has no such schema", "look at schema"),
    "42501": ("this user may not read the table", "ask for the right to SELECT from it"),
    "42P01": ("the database has no such table, or this user may not see it", "look at table and schema"),
    "53": ("the server has no room left for this", _LATER),
    "57": ("the server ended the connection", _LATER),
}
"""By the first characters of SQL's own codes."""

_BY_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "timeout expired": ("the server does not answer", "look at host and port, and at the network or VPN"),
    "connection refused": _NO_SERVER,
    "could not translate host name": _NO_HOST,
    "failed to resolve host": _NO_HOST,
    "no password supplied": ("the server wants a password", "name its environment variable: password_from"),
    "password authentication failed": _NOT_LET_IN,
    "no pg_hba.conf entry": _NOT_LET_IN,
    '" does not exist': _NO_DATABASE,
    "server closed the connection": ("the server ended the connection", _LATER),
    "java_gateway_exited": ("Spark could not start", "it needs Java 17 or later: set JAVA_HOME"),
    "table_or_view_not_found": ("Spark has no such table", "look at table"),
    "path_not_found": _NO_FILE,
    "no such table": ("the file has no such table", "look at table"),
    "file is not a database": ("the file is no SQLite database", "look at file and kind"),
    "unable to open database file": ("the file cannot be opened", "look at file"),
    "database is locked": _BUSY,
    "could not set lock on file": _BUSY,
    "no magic bytes": _NO_PARQUET,
    "too small to be a parquet file": _NO_PARQUET,
    "not a valid duckdb database file": ("the file is no DuckDB database", "look at file and kind"),
    "no files found": _NO_FILE,
}
"""By what the engine says, where it has no code."""


@contextmanager
def failures_as_refusals(source: Source) -> Iterator[None]:
    """A failure of the source's engine as a refusal; a fault of ours stays one."""
    try:
        yield
    except Refusal:
        raise
    except Exception as error:
        told = _refusal_of(source, error)
        if told is None:
            raise
        raise told from error


def _refusal_of(source: Source, error: Exception) -> Refusal | None:
    package = type(error).__module__.partition(".")[0]
    if type(error).__name__ == "TableNotFound":
        return _refusal(source, f'there is no table "{getattr(source, "table", "")}"', "look at table and schema")
    if isinstance(error, OSError) and package == "builtins":
        return _refusal(source, f"{error.strerror or error}", "look at file")
    if package not in _ENGINES:
        return None
    state = str(getattr(error, "sqlstate", "") or "")
    if state == _TIMED_OUT:
        return too_slow(source)
    for begin, (what, fix) in _BY_STATE.items():
        if state.startswith(begin):
            return _refusal(source, what, fix)
    said = str(error)
    for words, (what, fix) in _BY_WORDS.items():
        if words in said.lower():
            return _refusal(source, what, fix)
    first = " ".join(said.split("\n", 1)[0].split())
    return _refusal(source, f"its engine says: {first[:_LONGEST]}", "centre-roi sources test " + source.name)


def _refusal(source: Source, what: str, fix: str) -> Refusal:
    return Refusal(f"source {source.name} ({source.kind}, {source.place}): {what} ({fix}).")
