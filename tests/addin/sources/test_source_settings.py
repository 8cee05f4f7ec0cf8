"""The user's own sources.toml: what it may say, and what each wrong entry is answered with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from addin.refusal import Refusal
from addin.sources.records import PostgresSource
from addin.sources.settings import default_path, find_source, read_sources
from tests import ROOT

GOOD = """
[survey]
kind = "postgres"
host = "db.example.com"
database = "surveys"
schema = "public"
table = "answers"
user = "reporting"
password_from = "SURVEY_PASSWORD"
key = "answer_id"
scale = [1, 5]
missing = [99, "n/a"]
date_order = "dmy"
time_zone = "Asia/Shanghai"

[survey.columns]
Date = "answered_on"
customer = "customer_no"
index = ["q1", "q2"]

["Old survey"]
kind = "csv"
file = "data/survey.csv"
"""


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    return tmp_path / "sources.toml"


def said(path: Path, text: str) -> str:
    """What a file is refused with, without the file's folder."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        read_sources(path)
    return str(caught.value).removeprefix(f"{path}, ").removeprefix(f"{path}: ")


def test_a_source_as_described(toml: Path) -> None:
    toml.write_text("\ufeff" + GOOD, encoding="utf-8")
    assert find_source(" SURVEY ", toml) == PostgresSource(
        name="survey",
        columns={"date": ("answered_on",), "customer": ("customer_no",), "index": ("q1", "q2")},
        key="answer_id",
        scale=(1.0, 5.0),
        missing=("99", "n/a"),
        date_order="DMY",
        time_zone="Asia/Shanghai",
        host="db.example.com",
        database="surveys",
        schema="public",
        table="answers",
        user="reporting",
        password_from="SURVEY_PASSWORD",
    )


def test_a_path_lies_beside_the_file_that_names_it(toml: Path) -> None:
    toml.write_text(GOOD, encoding="utf-8")
    assert find_source("old  Survey", toml).file == toml.parent / "data" / "survey.csv"
    toml.write_text("[a]\nkind = 'parquet'\nfile = '/data/a.parquet'\n", encoding="utf-8")
    assert find_source("a", toml).file == Path("/data/a.parquet")


def test_it_lies_in_the_users_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert default_path() == tmp_path / ".centre-roi" / "sources.toml"
    assert read_sources() == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind = 'csv'", "kind stands outside a section; begin one with a line like [survey] above it."),
        (
            "[a]\nkind = 'oracle'",
            (
                '[a], kind: must be one of csv, parquet, xlsx, sqlite, duckdb, postgres, spark; got "oracle" '
                '(write kind = "csv", for example)'
            ),
        ),
        (
            "[a]\nkind = 5",
            (
                "[a], kind: must be one of csv, parquet, xlsx, sqlite, duckdb, postgres, spark; got 5 "
                '(write kind = "csv", for example)'
            ),
        ),
        ("[a]\nkind = 'csv'", '[a], file: is needed for a source of the kind csv (add file = "...")'),
        (
            "[a]\nkind = 'csv'\nfiel = 'a.csv'",
            "[a], fiel: is nothing that a source of the kind csv knows (did you mean file?)",
        ),
        (
            "[a]\nkind = 'csv'\nfile = 'a.csv'\nquery = 'SELECT 1'",
            (
                "[a], query: is nothing that a source of the kind csv knows "
                "(there are: kind, columns, key, scale, missing, date_order, time_zone, file)"
            ),
        ),
        ("[a]\nkind = 'csv'\nfile = 7", '[a], file: must be a text; got 7 (put it into quotes: "...")'),
        (
            "[a]\nkind = 'parquet'\nfile = 's3://bucket/a.parquet'",
            (
                '[a], file: must be a file on this computer or a network drive; got "s3://bucket/a.parquet" '
                "(download it first; no address is opened)"
            ),
        ),
        (
            "[a]\nkind = 'csv'\nfile = 'a.csv'\nscale = [5, 1]",
            "[a], scale: must be two numbers, the lower one first; got [5, 1] (write scale = [1, 5])",
        ),
        (
            "[a]\nkind = 'csv'\nfile = 'a.csv'\nmissing = [[1]]",
            '[a], missing: must be a list of numbers and texts; got [[1]] (write missing = [99, "n/a"])',
        ),
        (
            "[a]\nkind = 'csv'\nfile = 'a.csv'\ndate_order = 'MYD'",
            '[a], date_order: must be one of DMY, MDY, YMD; got "MYD" (3/4/2026 is 3 April in DMY, 4 March in MDY)',
        ),
        (
            "[a]\nkind = 'csv'\nfile = 'a.csv'\ntime_zone = \"'; DROP TABLE a\"",
            (
                '[a], time_zone: must be the name of a time zone; got "\'; DROP TABLE a" '
                '(such as "Asia/Shanghai" or "UTC")'
            ),
        ),
        (
            "[a]\nkind = 'csv'\nfile = 'a.csv'\ncolumns = 'date'",
            '[a], columns: must be lines of our name = theirs; got "date" (write columns = { date = "answered_on" })',
        ),
        (
            "[a]\nkind = 'csv'\nfile = 'a.csv'\ncolumns = { date = 5 }",
            (
                "[a], columns: date must be the source's column, or a list of those that make an index; got 5 "
                '(write date = "their column")'
            ),
        ),
        (
            "[a]\nkind = 'csv'\nfile = 'a.csv'\ncolumns = { date = 'a', Date = 'b' }",
            '[a], columns: Date stands there twice; got "b" (leave one of them)',
        ),
        (
            "[a]\nkind = 'postgres'\nhost = 'h'\ndatabase = 'd'\ntable = 't'\nport = '5432'",
            '[a], port: must be a whole number from 1 to 65535; got "5432" (write port = 5432)',
        ),
        (
            "[a]\nkind = 'postgres'\nhost = 'h'\ndatabase = 'd'\ntable = 't'\nsslmode = 'yes'",
            (
                "[a], sslmode: must be one of disable, allow, prefer, require, verify-ca, verify-full; "
                'got "yes" (such as "disable")'
            ),
        ),
        ("[a]\nkind = 'spark'", '[a], table: or file is needed for Spark, one of them (add table = "...")'),
        (
            "[a]\nkind = 'csv'\nfile = 'a.csv'\n[A]\nkind = 'csv'\nfile = 'b.csv'",
            'there are two sections "A"; names differ by more than capitals and spaces.',
        ),
    ],
)
def test_wrong_entries(toml: Path, text: str, message: str) -> None:
    assert said(toml, text) == message


def test_no_toml_at_all(toml: Path) -> None:
    assert "the file cannot be read as TOML: " in said(toml, '[a]\nfile = "C:\\data\\survey.csv"')
    assert "or put it into single quotes" not in said(toml, "[a]\nkind = 'x'")
    toml.write_bytes("[调查]".encode("gb18030"))
    with pytest.raises(Refusal, match="the text is not UTF-8; save the file as UTF-8"):
        read_sources(toml)
    toml.unlink()
    toml.mkdir()
    with pytest.raises(Refusal, match="the file cannot be read"):
        read_sources(toml)


@pytest.mark.parametrize(
    "line",
    [
        "password = 'sesame'",
        "Passwd = 'sesame'",
        "token = 'sesame'",
        "url = 'postgresql://me:sesame@host/db'",
        "dsn = 'host=h password=sesame'",
        "host = 'me:sesame'\ntable = 'postgresql://me:sesame@host/db'",
        "host = 'h options=-c password=sesame'",
        "host = 'me:sesame@db'",
        "host = 'sesame@db'",
        "host = 'db sesame'",
        "remote = 'sc://host:15002/;token=sesame'",
        "password_from = 'sesame!'",
        "columns = { password = 'sesame' }",
    ],
)
def test_a_secret_is_refused_and_never_repeated(toml: Path, line: str) -> None:
    kind = "spark" if "remote" in line else "postgres"
    message = said(
        toml,
        f"[a]\nkind = '{kind}'\ndatabase = 'd'\n{line}\n"
        + ("" if "table" in line else "table = 't'\n")
        + ("" if "host =" in line else "host = 'h'\n" if kind == "postgres" else ""),
    )
    assert "sesame" not in message
    assert "password_from" in message or "environment variable" in message


def test_the_examples_of_the_page_for_users(toml: Path) -> None:
    page = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    toml.write_text("\n".join(examples), encoding="utf-8")
    assert {name: source.kind for name, source in read_sources(toml).items()} == {
        "survey": "csv",
        "surveys": "postgres",
        "cluster": "spark",
    }


def test_an_unknown_name(toml: Path) -> None:
    toml.write_text(GOOD, encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        find_source("surveys", toml)
    assert str(caught.value) == f'There is no source "surveys" in {toml}; did you mean survey?'
    with pytest.raises(Refusal, match="there is: survey, Old survey"):
        find_source("x", toml)
    toml.unlink()
    with pytest.raises(Refusal, match=r'There is no source "x": .* does not exist or is empty'):
        find_source("x", toml)


def test_what_is_shown_of_a_source_holds_no_secret(toml: Path) -> None:
    toml.write_text(GOOD, encoding="utf-8")
    assert find_source("survey", toml).place == "public.answers in surveys on db.example.com:5432"


@pytest.mark.parametrize(
    "host", ["db", "db-1.example.com", "127.0.0.1", "::1", "fe80::1%eth0", "/var/run/postgresql", "zürich.intern"]
)
def test_hosts(toml: Path, host: str) -> None:
    toml.write_text(f"[a]\nkind = 'postgres'\nhost = '{host}'\ndatabase = 'd'\ntable = 't'\n", encoding="utf-8")
    (source,) = read_sources(toml).values()
    assert isinstance(source, PostgresSource)
    assert source.host == host
