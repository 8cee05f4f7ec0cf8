"""A real PostgreSQL: it counts as the workbook does, and what it refuses is told in words."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings

from addin.actions.refresh import refresh
from addin.cli.program import main
from addin.refusal import Refusal
from addin.sources.customer_keys import fold_expression
from addin.sources.engines import open_source
from addin.sources.records import PostgresSource, Source
from tests.addin.sources.described import Describe, tallied, with_numbers
from tests.addin.sources.messy import NAMES, ROWS, RULES, delimited, in_engine, in_memory, messy_rows, parquet, same
from tests.addin.sources.test_refresh_from_sources import keyed_sqlite
from tests.conftest import Survey
from tests.engines.postgres_server import HOST, PASSWORD, Server
from tests.engines.the_same import agree, of_the_sheet
from udfs.calling.labels import name_key


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEY_PASSWORD", PASSWORD)


def source(server: Server, table: str, **settings: Any) -> Source:
    given = {"user": server.owner, "database": server.database, "password_from": "SURVEY_PASSWORD", **settings}
    return PostgresSource(name="survey", host=HOST, port=server.port, table=table, **given)


def create(server: Server, table: str, columns: str, rows: Sequence[Sequence[Any]]) -> None:
    with server.connect() as connection:
        connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.execute(f"CREATE TABLE {table} ({columns})")
        with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


TEXTS = '"Date" text, "Customer" text, "Segment" varchar(40), "Index" text'


def test_the_same_survey_through_workbook_csv_parquet_sqlite_and_postgresql(
    server: Server, survey: Survey, describe: Describe
) -> None:
    expected, first = of_the_sheet(survey)
    rows = with_numbers(ROWS, first)
    columns = "columns = { date = 'Date', customer = 'Customer', segment = 'Segment', index = 'Index' }\n"
    renamed = "columns = { date = 'day', customer = 'who', segment = 'seg', index = 'points' }\n"
    folder = describe(
        f"[csv]\nkind = 'csv'\nfile = 's.csv'\n{columns}"
        f"[parquet]\nkind = 'parquet'\nfile = 's.parquet'\n{columns}"
        f"[sqlite]\nkind = 'sqlite'\nfile = 's.db'\ntable = 'answers'\nkey = 'id'\n{renamed}"
        f"[postgres]\nkind = 'postgres'\nhost = '{HOST}'\nport = {server.port}\ndatabase = '{server.database}'\n"
        f"user = '{server.owner}'\npassword_from = 'SURVEY_PASSWORD'\nschema = 'public'\ntable = 'answers'\n"
        f"key = 'id'\n{renamed}"
    )
    delimited(folder / "s.csv", ROWS)
    parquet(folder / "s.parquet", ROWS)
    keyed_sqlite(folder / "s.db", rows)
    create(server, "answers", "id bigint, day text, who text, seg text, points text", rows)
    for kind in ("sqlite", "postgres"):
        agree(tallied(survey.path, kind), expected)
    for kind, number in (("csv", 2), ("parquet", 1)):
        agree(shifted(tallied(survey.path, kind), first - number), expected)


def shifted(tables: dict[str, Any], by: int) -> dict[str, Any]:
    """Rejected rows numbered as on the sheet, whose first row is not a file's."""
    rejected = []
    for number, *cells, reason in tables["rejected"]:
        begin, second, kept = reason.partition("; row ")
        row, _, rest = kept.partition(" ")
        moved = f"{begin}; row {int(row) + by} {rest}" if second else reason
        rejected.append([number + by, *cells, moved])
    return {**tables, "rejected": rejected}


@settings(max_examples=8)
@given(messy_rows)
def test_any_rows_are_counted_alike(server: Server, rows: list[tuple[Any, ...]]) -> None:
    os.environ["SURVEY_PASSWORD"] = PASSWORD
    create(server, "messy", TEXTS, rows)
    same(in_engine(source(server, "messy")), in_memory(rows), numbered=False)


def test_columns_with_types_of_their_own(server: Server) -> None:
    moment = datetime.datetime(2026, 1, 31, 18, tzinfo=datetime.UTC)
    rows = [
        (1, "2026-01-15", "Ann", "Retail", "85.50", moment),
        (2, "infinity", "Bob", "SME", "NaN", None),
        (3, "-infinity", "Bob", "SME", "12.25", moment),
        (4, "2026-01-15", "ANN ", "retail", "40.00", moment),
        (5, "4713-01-01", None, None, None, None),
    ]
    create(
        server,
        "typed",
        "id numeric, day date, who char(8), seg char(12), points numeric(6,2), at timestamptz",
        rows,
    )
    headers = ("day", "who", "seg", "points")
    found = in_engine(source(server, "typed", key="id"), headers=headers)
    assert [(row.number, row.reason) for row in found.rejected] == [
        (1, "second answer of this customer in 2026-01; row 4 is kept"),
    ]
    assert (found.read, found.tallied, found.apart) == (5, 1, 3)
    by_moment = ("at", *headers[1:])
    assert {line.month for line in in_engine(source(server, "typed"), headers=by_moment).lines} == {1, None}
    shanghai = source(server, "typed", time_zone="Asia/Shanghai")
    assert {line.month for line in in_engine(shanghai, headers=by_moment).lines} == {2, None}


def test_every_customers_name_is_folded_as_python_folds_it(server: Server) -> None:
    """In a Turkish column, too, where the database's own small letter of I is another one."""
    surrogates = range(0xD800, 0xE000)
    names = [f"I{chr(code)}b" for code in range(1, 0x20000) if code not in surrogates]
    names += [" ẞ  ŉ ", "ﬃ\u3000\tΣ", "  "]
    create(server, "names", 'name text COLLATE "tr-x-icu"', [(name,) for name in names])
    with open_source(source(server, "names")) as found:
        language, table = found.language, found.table
        keys = language.rows(table.select(name=table.name, key=language.customer(table.name)))
    assert len(keys) == len(names)
    rare = re.compile(fold_expression().rare)
    wrong = [(name, key) for name, key in keys if key != (name_key(name) or None) and not rare.search(name)]
    assert wrong == [], "the rare ones are handed over to be read here"


def test_nothing_can_be_written(server: Server) -> None:
    create(server, "untouched", "id int", [(1,)])
    with open_source(source(server, "untouched")) as found:
        connection = found.language.backend.con
        for statement in ("DELETE FROM untouched", "CREATE TABLE x (id int)", "CREATE TEMP TABLE x (id int)"):
            with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
                connection.execute(statement)


@pytest.fixture(scope="module")
def stranger(server: Server) -> str:
    """A user who may come in and read nothing."""
    create(server, "secret", TEXTS, ROWS)
    with server.connect() as connection:
        connection.execute("CREATE SCHEMA closed")
        connection.execute("CREATE TABLE closed.answers (LIKE secret)")
        connection.execute(f"CREATE USER stranger PASSWORD '{PASSWORD.replace(chr(39), chr(39) * 2)}'")
    return "stranger"


def test_failures_in_words(
    server: Server, stranger: str, survey: Survey, describe: Describe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WRONG_PASSWORD", "wrong sesame")
    base = f"kind = 'postgres'\nhost = '{HOST}'\nport = {server.port}\n"
    base_of_surveys = f"{base}database = '{server.database}'\n"
    ok = f"{base_of_surveys}password_from = 'SURVEY_PASSWORD'\n"
    describe(
        f"[password]\n{base_of_surveys}user = 'boss'\npassword_from = 'WRONG_PASSWORD'\ntable = 't'\n"
        f"[none]\n{base_of_surveys}user = 'boss'\ntable = 't'\n"
        f"[database]\n{base}database = 'orders'\nuser = 'boss'\npassword_from = 'SURVEY_PASSWORD'\ntable = 't'\n"
        f"[table]\n{ok}user = 'boss'\ntable = 'nothing'\n"
        f"[schema]\n{ok}user = 'boss'\nschema = 'nothing'\ntable = 'secret'\n"
        f"[rights]\n{ok}user = '{stranger}'\ntable = 'secret'\n"
        f"[closed]\n{ok}user = '{stranger}'\nschema = 'closed'\ntable = 'answers'\n"
        f"[western]\n{base}database = 'western'\nuser = 'boss'\npassword_from = 'SURVEY_PASSWORD'\ntable = 't'\n"
    )

    def said(name: str) -> str:
        survey.fill({"survey_source": name})
        with pytest.raises(Refusal) as caught:
            refresh(survey.path, dry_run=True)
        message = str(caught.value)
        assert "sesame" not in message
        return message.partition("): ")[2] or message

    assert said("password").startswith("the server does not let this user in (look at user, password_from")
    assert said("none").startswith("the server wants a password (name its environment variable: password_from")
    assert said("database").startswith("the server has no such database (look at database")
    assert said("table").startswith('there is no table "nothing" (look at table and schema')
    assert said("schema").startswith('there is no table "secret" (look at table and schema')
    assert said("rights").startswith("this user may not read the table (ask for the right to SELECT from it")
    assert said("closed").startswith("this user may not read the table")
    assert "keeps texts as LATIN1; only UTF8 is read" in said("western")


def test_a_source_is_tried(server: Server, describe: Describe, capsys: pytest.CaptureFixture[str]) -> None:
    create(server, "tried", TEXTS, ROWS)
    describe(
        f"[survey]\nkind = 'postgres'\nhost = '{HOST}'\nport = {server.port}\ndatabase = '{server.database}'\n"
        f"user = 'boss'\npassword_from = 'SURVEY_PASSWORD'\ntable = 'tried'\nmissing = [99, 'n/a']\n"
    )
    assert main(["sources", "test", "survey"]) == 1
    out = capsys.readouterr().out
    assert "  22 rows\n  columns: Date, Customer, Segment, Index\n" in out
    assert "  Problem: Index: 2 rows: index is the missing-value code" not in out
    assert "  Problem: Index: 1 row: index is the missing-value code 99\n" in out


def test_rows_that_come_while_others_are_counted_are_noticed(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    create(server, "growing", TEXTS, ROWS)
    found = source(server, "growing")
    from addin.sources.counting import Counting

    counted = Counting.counts

    def later(counting: Counting, codes: Any) -> Any:
        with closing(server.connect()) as connection:
            connection.execute("INSERT INTO growing VALUES ('2026-05-05', 'new', 'Retail', '12.5')")
        return counted(counting, codes)

    monkeypatch.setattr(Counting, "counts", later)
    with pytest.raises(Refusal, match="source survey: its rows changed while they were counted; refresh again"):
        in_engine(found, RULES, NAMES)
