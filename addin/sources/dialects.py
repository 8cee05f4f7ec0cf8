"""What engines are asked through Ibis, and where they differ from each other."""

from __future__ import annotations

import datetime
import json
import sqlite3
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, Self

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import pyarrow

from addin.sources import sqlite_cells
from addin.sources.customer_keys import CAPITALS, SMALL, SPACES, fold_expression
from addin.sources.sqlite_cells import TIMED
from udfs.calling.labels import name_key
from workbook_templates.survey_roi.answers import ROUNDED, ROUNDED_FROM

_FIRST_DAY, _LAST_DAY = datetime.date(1, 1, 1), datetime.date(9999, 12, 31)
_POSTGRES_TYPES: Final = {
    "string": "text",
    "date": "date",
    "boolean": "boolean",
    "int64": "bigint",
    "float64": "double precision",
}
"""What cells are, once they are told apart."""
_SPARK_TYPES: Final = {**_POSTGRES_TYPES, "string": "string", "float64": "double"}


Meanings = Mapping[str, Sequence[Any]]
"""What cells stand for: columns of whole numbers or of texts."""


class Language:
    """What DuckDB says, and others say differently."""

    types_each_cell = False
    """Whether a cell has a type of its own, whatever its column's."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend

    @classmethod
    def of(cls, connection: Any) -> Self:
        """Spoken over a connection of the engine's own."""
        connection.create_function(_DUCKDB_NAME, name_key, ["VARCHAR"], "VARCHAR")
        return cls(ibis.duckdb.from_connection(connection))

    def comparable_key(self, column: Any, is_date: bool = False) -> Any:
        """A column in which cells that mean the same may have become one, and which can be compared."""
        kind = column.type()
        if kind.is_string():
            return self._matches(column, TIMED).ifelse(column.re_extract(TIMED, 1), column) if is_date else column
        if kind.is_timestamp():
            return _is_python_year(column.date())
        if kind.is_date():
            return _is_python_year(column)
        if kind.is_floating() or kind.is_decimal() or kind.is_uint64():
            column = column.cast("float64")
            return column.isnan().ifelse(ibis.null("float64"), column)
        if kind.is_integer():
            return column.cast("int64")
        return column if kind.is_boolean() else column.cast("string")

    def cell(self, value: Any) -> Any:
        """A cell as Python has it."""
        return value

    def customer(self, column: Any) -> Any:
        """What tells customers apart; null for an anonymous one, and for one whose number was rounded."""
        kind = column.type()
        if kind.is_floating():
            return self.is_rounded(column).ifelse(ibis.null("float64"), self.comparable_key(column))
        if kind.is_numeric() or kind.is_boolean() or kind.is_temporal():
            return column
        text = column if kind.is_string() else column.cast("string")
        return self.is_rounded(text).ifelse(nothing(), self._name(text).nullif(""))

    def is_rounded(self, column: Any) -> Any:
        """Where a spreadsheet has rounded a customer's number; never where a column's type rules it out."""
        kind = column.type()
        if kind.is_floating():
            return (column.abs() >= ROUNDED_FROM).fill_null(False)
        if not kind.is_string():
            return ibis.literal(False)
        likely = column.contains("+") | column.endswith("00")
        return (likely & self._matches(column, ROUNDED)).fill_null(False)

    def rare_customers(self, _column: Any) -> Any | None:
        """Where a name must be handed over to be read; None where the engine reads every name."""
        return None

    def _name(self, text: Any) -> Any:
        """As `udfs.calling.labels.name_key` does it."""
        return self._matches(text, fold_expression().odd).ifelse(self._folded(text), self._small(text))

    def _folded(self, text: Any) -> Any:
        return _duckdb_name(text)

    def _small(self, text: Any) -> Any:
        return text.lower()

    def _matches(self, text: Any, pattern: str) -> Any:
        return text.re_search(pattern)

    def holds_something(self, column: Any) -> Any:
        """Where a column's cell is not blank."""
        kind = column.type()
        if kind.is_floating() or kind.is_decimal():
            return (~column.cast("float64").isnan()).fill_null(False)
        if not kind.is_string():
            return column.notnull()
        return self._matches(column, f"[^{SPACES}]").fill_null(False)

    def pairs(self, kind: Any, cells: Sequence[Any], codes: Meanings) -> Any:
        """A table of cells, none of them null, and of what each stands for."""
        schema = _schema_of_pairs(kind, codes)
        return ibis.memtable(pyarrow.table({"cell": list(cells), **codes}, schema=schema.to_pyarrow()))

    def materialize(self, expression: Any) -> Any:
        """What an expression comes to, for several questions to be asked of it."""
        return self.backend.create_table(ibis.util.gen_name("centre_roi"), expression, temp=True)

    def rows(self, expression: Any) -> list[tuple[Any, ...]]:
        """What an expression comes to, row by row."""
        found = expression.to_pyarrow()
        return list(zip(*(found[name].to_pylist() for name in found.column_names), strict=True))


class _ServerLanguage(Language):
    """An engine that takes no function of ours: it folds names by its own, step by step."""

    def rare_customers(self, _column: Any) -> Any | None:
        kind = _column.type()
        return self._matches(_column, fold_expression().rare).fill_null(False) if kind.is_string() else None

    def _folded(self, text: Any) -> Any:
        fold = fold_expression()
        return text.translate(fold.translated, fold.to).re_replace(" +", " ").strip()

    def _small(self, text: Any) -> Any:
        # What lower() does depends on the language of a database, or on the edition of Unicode.
        return text.translate(CAPITALS, SMALL)


class PostgresLanguage(_ServerLanguage):
    """PostgreSQL, within transactions that may only read: nothing can be put beside the data."""

    @classmethod
    def of(cls, connection: Any) -> Self:
        """Spoken over a connection of psycopg."""
        return cls(ibis.postgres.from_connection(connection))

    def comparable_key(self, column: Any, is_date: bool = False) -> Any:
        # A char(n) is padded with spaces that do not count when it is compared, and a text beside it has none.
        padded = column.concat("") if column.type().is_string() else column
        return super().comparable_key(padded, is_date)

    def _matches(self, text: Any, pattern: str) -> Any:
        return _postgres_matches(text, pattern)  # what Ibis writes came with version 15

    def materialize(self, expression: Any) -> Any:
        return expression

    def pairs(self, kind: Any, cells: Sequence[Any], codes: Meanings) -> Any:
        """As one text, which the server takes apart."""
        texts = [cell if isinstance(cell, bool) else str(cell) for cell in cells]  # JSON knows no date, nor infinity
        lines = [list(line) for line in zip(texts, *codes.values(), strict=True)]
        text = json.dumps(lines, ensure_ascii=False).replace("'", "''")
        named = _POSTGRES_TYPES[str(kind.copy(nullable=True))]
        kinds = {name: "text" if _is_text(each) else "bigint" for name, each in codes.items()}
        numbers = ", ".join(
            f'CAST(line ->> {place} AS {kind_of}) AS "{name}"' for place, (name, kind_of) in enumerate(kinds.items(), 1)
        )
        query = f"SELECT CAST(line ->> 0 AS {named}) AS \"cell\", {numbers} FROM json_array_elements('{text}') AS line"  # noqa: S608 - the quotes of the text are doubled
        return ops.SQLQueryResult(query, _schema_of_pairs(kind, codes), self.backend).to_expr()


class SparkLanguage(_ServerLanguage):
    """Spark: its rows come back as Python's own values, and its executors keep others until they are told to let go."""

    def __init__(self, session: Any) -> None:
        with _ignore_pandas_warning():
            super().__init__(ibis.pyspark.from_connection(session))
        self.session = session
        self._views: dict[str, Any] = {}

    def materialize(self, expression: Any) -> Any:
        return self.view(self._asked(expression).cache())

    def pairs(self, kind: Any, cells: Sequence[Any], codes: Meanings) -> Any:
        named = _SPARK_TYPES[str(kind.copy(nullable=True))]
        kinds = {name: "string" if _is_text(each) else "bigint" for name, each in codes.items()}
        schema = ", ".join([f"cell {named}", *(f"{name} {kind_of}" for name, kind_of in kinds.items())])
        with _ignore_pandas_warning():
            return self.view(self.session.createDataFrame(list(zip(cells, *codes.values(), strict=True)), schema))

    def rows(self, expression: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._asked(expression).collect()]

    def close(self) -> None:
        """Let go of what was kept."""
        for name, frame in self._views.items():
            self.session.catalog.dropTempView(name)
            frame.unpersist()
        self._views.clear()

    def _asked(self, expression: Any) -> Any:
        return self.session.sql(self.backend.compile(expression))

    def view(self, frame: Any) -> Any:
        """What Spark has read or computed, for expressions; it is let go of at the end."""
        name = ibis.util.gen_name("centre_roi")
        frame.createOrReplaceTempView(name)
        self._views[name] = frame
        return self.backend.table(name)


class SqliteLanguage(Language):
    """SQLite, which calls Python for each cell."""

    types_each_cell = True

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(ibis.sqlite.from_connection(connection))
        self.connection = connection
        for name, function in sqlite_cells.FUNCTIONS.items():
            connection.create_function(name, 1, function, deterministic=True)

    def table(self, name: str, key: str) -> Any:
        """A table whose cells are handed to Python as they are: what a column declares says little of them.

        A key of numbers has their order.
        """
        declared = self.backend.table(name).schema()
        kinds = {
            column: "int64" if kind.is_integer() and name_key(column) == name_key(key) else "string"
            for column, kind in declared.items()
        }
        return ops.DatabaseTable(name, ibis.schema(kinds), self.backend, ops.Namespace()).to_expr()

    def comparable_key(self, column: Any, is_date: bool = False) -> Any:
        if column.type().is_integer():
            return _sqlite_key(column)
        return _sqlite_date(column) if is_date else _sqlite_cell(column)

    def cell(self, value: Any) -> Any:
        return sqlite_cells.untag_cell(value)

    def customer(self, column: Any) -> Any:
        return _sqlite_customer(column)

    def is_rounded(self, column: Any) -> Any:
        return _sqlite_rounded(column).notnull()

    def holds_something(self, column: Any) -> Any:
        return self.comparable_key(column).notnull()

    def pairs(self, kind: Any, cells: Sequence[Any], codes: Meanings) -> Any:
        name = ibis.util.gen_name("centre_roi")
        table = self.backend.create_table(name, schema=_schema_of_pairs(kind, codes), temp=True)
        marks = ", ".join("?" * (1 + len(codes)))
        lines = zip(cells, *codes.values(), strict=True)
        self.connection.executemany(f'INSERT INTO temp."{name}" VALUES ({marks})', lines)  # noqa: S608 - ours
        return table

    def rows(self, expression: Any) -> list[tuple[Any, ...]]:
        return list(self.connection.execute(self.backend.compile(expression)))


@contextmanager
def _ignore_pandas_warning() -> Iterator[None]:
    """PySpark warns of pandas 3 wherever it is installed; none of our rows goes through it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
        yield


def literal(value: int) -> Any:
    """A whole number in every row."""
    return ibis.literal(value, type="int64")


def nothing() -> Any:
    """Nothing in every row."""
    return ibis.null("string")


def row_number() -> Any:
    """How many rows stand before a row."""
    return ibis.row_number()


def _schema_of_pairs(kind: Any, codes: Meanings) -> Any:
    return ibis.schema(
        {"cell": kind, **{name: "string" if _is_text(each) else "int64" for name, each in codes.items()}}
    )


def _is_text(meanings: Sequence[Any]) -> bool:
    return bool(meanings) and isinstance(meanings[0], str)


def _is_python_year(day: Any) -> Any:
    """Python knows the years 1 to 9999; a day beyond them is in no report year, wherever it is put."""
    first, last = ibis.date(_FIRST_DAY), ibis.date(_LAST_DAY)
    return (day > last).ifelse(last, (day < first).ifelse(first, day))


def _of_one(_cell: Any) -> Any:
    """Computed by the engine, which was given the function."""


def _of_two(_text: Any, _pattern: Any) -> Any:
    """Computed by the engine, which has the function."""


def _given(name: str, argument: Any) -> Any:
    return ibis.udf.scalar.builtin(_of_one, name=name, signature=((argument,), dt.string))


_DUCKDB_NAME: Final = "centre_roi_name"
_duckdb_name: Final = _given(_DUCKDB_NAME, dt.string)
_sqlite_cell: Final = _given("centre_roi_cell", dt.string)
_sqlite_key: Final = _given("centre_roi_cell", dt.int64)
_sqlite_date: Final = _given("centre_roi_date", dt.string)
_sqlite_customer: Final = _given("centre_roi_customer", dt.string)
_sqlite_rounded: Final = _given("centre_roi_rounded", dt.string)
_postgres_matches: Final[Any] = ibis.udf.scalar.builtin(
    _of_two, name="textregexeq", signature=((dt.string, dt.string), dt.boolean)
)
"""What stands behind PostgreSQL's operator ~."""
