"""A refresh whose rows a configured source has: the same numbers, and every failure told in words."""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.actions.refresh import refresh
from addin.cli.program import main
from addin.refusal import Refusal
from addin.sources import rows as source_rows
from tests.addin.sources.described import Describe, describing, refreshed, tallied, with_numbers
from tests.addin.sources.messy import ROWS, delimited, parquet, sqlite
from tests.conftest import Survey, type_in
from workbook_templates.catalogue import workbook_bytes

DAY = datetime.date(2026, 1, 15)
COLUMNS = "[survey.columns]\ndate = 'Date'\ncustomer = 'Customer'\nsegment = 'Segment'\nindex = 'Index'\n"


@pytest.fixture
def describe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Describe:
    return describing(tmp_path, monkeypatch)


@pytest.fixture
def three_segments(survey: Survey) -> Survey:
    return survey.fill(columns={"segments": {"Segment": ["Retail", "SME", "企业客户"]}})


def refusal(survey: Survey, **cells: Any) -> str:
    survey.fill(cells)
    before = survey.path.read_bytes()
    with pytest.raises(Refusal) as caught:
        refresh(survey.path)
    assert survey.path.read_bytes() == before
    return str(caught.value)


def keyed_sqlite(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE answers (id INTEGER, day TEXT, who TEXT, seg TEXT, points TEXT)")
        connection.executemany("INSERT INTO answers VALUES (?, ?, ?, ?, ?)", rows)
        connection.commit()


def test_a_source_gives_the_numbers_that_the_sheet_gives(three_segments: Survey, describe: Describe) -> None:
    survey = three_segments.fill(
        columns={"source_columns": {"Missing-value codes": [None, None, None, "99, n/a"]}}, responses=ROWS
    )
    of_sheet, tally, rejected = refreshed(survey)
    folder = describe(
        "[Survey]\nkind = 'sqlite'\nfile = 'survey.db'\ntable = 'answers'\nkey = 'id'\n"
        "[Survey.columns]\ndate = 'day'\ncustomer = 'who'\nsegment = 'seg'\nindex = 'points'\n"
    )
    keyed_sqlite(folder / "survey.db", with_numbers(ROWS, survey.read().read_table("responses").first_row))
    before = survey.path.read_bytes()
    survey.fill({"survey_source": " survey "})
    dry = refresh(survey.path, dry_run=True)
    assert (dry.written, dry.source, dry.read) == (False, "source Survey", len(ROWS))
    assert survey.rows("history")[0][3] == "the table responses of this workbook"
    of_source, tally_of_source, rejected_of_source = refreshed(survey)
    assert survey.path.read_bytes() != before
    assert tally_of_source == tally != []
    assert rejected_of_source == rejected != []
    assert (of_source.read, of_source.tallied, of_source.after) == (of_sheet.read, of_sheet.tallied, of_sheet.after)
    book = survey.read()
    assert (book.read_cell("refreshed_kind"), book.read_cell("refreshed_source")) == ("source", "source Survey")
    assert len(str(book.read_cell("refreshed_hash"))) == 64
    newest, older = survey.rows("history")
    assert newest[3:5] == ["source Survey", book.read_cell("refreshed_hash")]
    assert older[4] != newest[4]
    assert of_source.findings.failed == of_sheet.findings.failed


def test_every_kind_of_file(three_segments: Survey, describe: Describe) -> None:
    """What they say of scale, codes and order of dates takes the place of Inputs."""
    text = ""
    for kind in ("csv", "parquet", "xlsx"):
        text += f"[{kind}]\nkind = '{kind}'\nfile = 'answers.{kind}'\nmissing = [99, 'n/a']\ndate_order = 'DMY'\n"
    folder = describe(text)
    delimited(folder / "answers.csv", ROWS)
    parquet(folder / "answers.parquet", ROWS)
    book = openpyxl.Workbook()
    for row in (("Date", "Customer", "Segment", "Index"), *ROWS):
        book.active.append(row)
    book.save(folder / "answers.xlsx")
    found = {kind: tallied(three_segments.path, kind) for kind in ("csv", "parquet", "xlsx")}
    assert found["csv"]["tally"] == found["parquet"]["tally"] == found["xlsx"]["tally"] != []
    april = datetime.date(2026, 4, 1)
    assert [line[2] for line in found["csv"]["tally"] if line[0] == april] == [1], "3/4/2026 is in April"
    assert found["csv"]["rejected"] == found["xlsx"]["rejected"]
    reasons = {kind: [row[-1].partition("; row")[0] for row in tables["rejected"]] for kind, tables in found.items()}
    assert reasons["xlsx"] == reasons["parquet"]
    assert not [reason for reason in reasons["csv"] if "ambiguous" in reason]


def test_a_csv_file_that_is_not_plain_is_read_as_a_whole(survey: Survey, describe: Describe) -> None:
    folder = describe(
        "[s]\nkind = 'csv'\nfile = 's.csv'\n[s.columns]\ndate = '日期'\ncustomer = '客户'\nindex = '分数'\n"
    )
    (folder / "s.csv").write_bytes("日期,客户,Segment,分数\n2026-01-15,王芳,Retail,90\n\n,,,\n".encode("gb18030"))
    found = tallied(survey.path, "s")
    assert found["figures"] == [[1, 1, 0]]
    assert any("GB18030" in note for note in found["notes"][0])


def test_answers_on_a_scale_that_the_source_names(survey: Survey, describe: Describe) -> None:
    folder = describe(
        "[s]\nkind = 'csv'\nfile = 's.csv'\nscale = [1, 5]\n[s.columns]\nindex = ['q1', 'q2']\ncustomer = 'no'\n"
    )
    (folder / "s.csv").write_text("Date,no,Segment,q1,q2\n2026-01-15,1,Retail,5,4\n2026-01-15,2,SME,6,4\n", "utf-8")
    found = tallied(survey.path, "s")
    assert [(line[2], line[6]) for line in found["tally"]] == [(1, 87.5), (0, None)]
    assert found["rejected"][0][-1] == "q1 6 is not on the scale 1 to 5"


def test_failures_in_words(survey: Survey, describe: Describe) -> None:
    folder = describe(
        f"[survey]\nkind = 'sqlite'\nfile = 'none.db'\ntable = 'answers'\n{COLUMNS}"
        "[table]\nkind = 'sqlite'\nfile = 'survey.db'\ntable = 'orders'\n"
        "[column]\nkind = 'sqlite'\nfile = 'survey.db'\ntable = 'answers'\n[column.columns]\nindex = 'Score'\n"
        "[key]\nkind = 'sqlite'\nfile = 'survey.db'\ntable = 'answers'\nkey = 'id'\n"
        "[name]\nkind = 'sqlite'\nfile = 'survey.db'\ntable = 'answers'\n[name.columns]\nagent = 'Customer'\n"
        "[other]\nkind = 'sqlite'\nfile = 'sources.toml'\ntable = 'answers'\n"
        "[parquet]\nkind = 'parquet'\nfile = 'sources.toml'\n"
        "[duckdb]\nkind = 'duckdb'\nfile = 'sources.toml'\ntable = 'answers'\n"
        "[server]\nkind = 'postgres'\nhost = '127.0.0.1'\nport = 9\ndatabase = 'd'\ntable = 't'\n"
        "[secret]\nkind = 'postgres'\nhost = '127.0.0.1'\nport = 9\ndatabase = 'd'\ntable = 't'\n"
        "password_from = 'CENTRE_ROI_NOT_SET'\n"
        "[sheet]\nkind = 'xlsx'\nfile = 'book.xlsx'\nsheet = 'Answers'\n"
    )
    sqlite(folder / "survey.db", ROWS)
    openpyxl.Workbook().save(folder / "book.xlsx")

    def begins(name: str, message: str) -> None:
        assert refusal(survey, survey_source=name).startswith(message), refusal(survey, survey_source=name)

    database = folder / "survey.db"
    begins("survey", f"source survey: there is no file {folder / 'none.db'}; look at file in sources.toml.")
    begins(
        "table", f'source table (sqlite, orders in {database}): there is no table "orders" (look at table and schema'
    )
    begins(
        "column", 'source column has no column "Score" for Index; its columns are: Date, Customer, Segment, Index. Say'
    )
    begins("key", 'source key has no column "id"; its columns are: Date, Customer, Segment, Index. Write the right one')
    begins(
        "name", 'source name: sources.toml gives it a column "agent", which these rows do not have; they have: Date,'
    )
    begins(
        "other", f"source other (sqlite, answers in {folder / 'sources.toml'}): the file is no SQLite database (look"
    )
    begins("parquet", f"source parquet (parquet, {folder / 'sources.toml'}): the file is no Parquet file (look at file")
    begins("duckdb", f"source duckdb (duckdb, answers in {folder / 'sources.toml'}): the file is no DuckDB database")
    begins("server", "source server (postgres, t in d on 127.0.0.1:9): no server answers there (look at host and port")
    begins(
        "secret",
        "source secret: the environment variable that password_from names in sources.toml is not set;",
    )
    begins("sheet", 'book.xlsx has no sheet "Answers"; its sheets are: Sheet.')
    begins("nothing", f'There is no source "nothing" in {folder / "sources.toml"}; there is: survey, table, column')


def test_without_the_packages_of_sources(survey: Survey, describe: Describe, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = describe("[survey]\nkind = 'parquet'\nfile = 'survey.parquet'\n")
    parquet(folder / "survey.parquet", ROWS)
    for module in ("addin.sources.engines", "addin.sources.dialects"):
        monkeypatch.delitem(sys.modules, module)
        monkeypatch.delattr(module)
    monkeypatch.setitem(sys.modules, "ibis", None)
    assert refusal(survey, survey_source="survey") == (
        "source survey: to read a source of the kind parquet, ibis is missing. Install it: "
        'pip install "centre-roi[sources]"'
    )


def test_counts_of_a_source_are_not_replaced_by_an_empty_sheet(survey: Survey, describe: Describe) -> None:
    folder = describe("[survey]\nkind = 'parquet'\nfile = 'survey.parquet'\n")
    parquet(folder / "survey.parquet", ROWS)
    refreshed(survey, survey_source="survey")
    assert refusal(survey, survey_source=None) == (
        "The workbook has no rows of its own, and its last refresh counted source survey. Name it again on Inputs, or "
        "enter rows first."
    )


def test_a_file_named_for_once_goes_before_the_source(survey: Survey, describe: Describe, tmp_path: Path) -> None:
    describe("")
    (tmp_path / "rows.csv").write_text("Date,Customer,Segment,Index\n2026-01-15,1,Retail,90\n", "utf-8")
    survey.fill({"survey_source": "survey"})
    summary = refresh(survey.path, {"responses": tmp_path / "rows.csv"}, dry_run=True)
    assert (summary.source, summary.read) == ("rows.csv", 1)


def test_actuals_come_as_rows(describe: Describe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The target workbook adds up amounts to the last decimal, for which it needs every row."""
    folder = describe(
        "[sales]\nkind = 'sqlite'\nfile = 'sales.db'\ntable = 'sales'\nkey = 'id'\nmissing = ['-']\n"
        "[sales.columns]\ndate = 'day'\nperson = 'seller'\nsales = 'amount'\n"
    )
    with contextlib.closing(sqlite3.connect(folder / "sales.db")) as connection:
        connection.execute("CREATE TABLE sales (id INTEGER, day TEXT, seller TEXT, amount, profit, cost, remark TEXT)")
        rows = [
            (2, "2026-01-15 09:12", "ann", 0.2, "0,05", None, None),
            (1, "2026-01-15", "Ann", 100.1, 25, 5, None),
            (3, "2026-01-16", "Bo", "-", 5, 1, None),
            (4, None, None, None, None, None, "nobody was there"),
            (5, "", "", "", "", "", " "),
        ]
        connection.executemany("INSERT INTO sales VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        connection.commit()
    path = tmp_path / "targets.xlsx"
    path.write_bytes(workbook_bytes("target_breakdown"))
    people = {"people": {"Person": ["Ann", "Bo"], "Quota share": [0.6, 0.4]}}
    type_in(path, {"plan_year": 2026, "annual_sales": 1804, "actuals_source": "sales"}, people, {})
    found = tallied(path, "sales")
    assert found["figures"] == [[5, 2, 2]]
    assert found["day_tally"] == [(DAY, 100.3, 25.05, 5)]
    assert [row[-1] for row in found["rejected"]] == [
        "date is blank; sales, profit and cost are blank",
        "date is blank; sales, profit and cost are blank",
    ]
    monkeypatch.setattr(source_rows, "_MOST_DELIVERED", 3)
    with pytest.raises(Refusal, match="source sales has more than 3 rows, and this workbook needs each of them"):
        refresh(path, dry_run=True)


def test_sources_are_listed_and_tried(
    describe: Describe, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEY_PASSWORD", "sesame")
    assert main(["sources"]) == 0
    assert "There are no sources yet" in capsys.readouterr().out
    folder = describe(
        "[server]\nkind = 'postgres'\nhost = 'db'\ndatabase = 'd'\ntable = 't'\npassword_from = 'SURVEY_PASSWORD'\n"
        f"[survey]\nkind = 'parquet'\nfile = 'survey.parquet'\n{COLUMNS}"
        "[bare]\nkind = 'csv'\nfile = 'survey.csv'\n"
    )
    parquet(folder / "survey.parquet", ROWS)
    delimited(folder / "survey.csv", ROWS[:1])
    assert main(["sources"]) == 0
    listed = capsys.readouterr().out
    assert (
        "server (postgres): t in d on db:5432\n  password from the environment variable SURVEY_PASSWORD, which is set"
        in listed
    )
    assert f"survey (parquet): {folder / 'survey.parquet'}\n  date = Date\n" in listed
    assert "sesame" not in listed
    assert main(["sources", "test", "Survey"]) == 1
    tried = capsys.readouterr().out
    assert "  22 rows\n  columns: Date, Customer, Segment, Index\n  date = Date\n" in tried
    assert '  Problem: Date: 1 row: date "31 Feb 2026" is no date\n' in tried
    assert "  Problem: Index: 1 row: index 101 is not on the scale 0 to 100\n" in tried
    assert main(["sources", "test", "bare"]) == 0
    assert "  1 rows\n" in capsys.readouterr().out
    assert main(["sources", "test", "nothing"]) == 2
    assert main(["sources", "test", "server"]) == 2
    assert "there is no computer of that name" in capsys.readouterr().err


def test_a_refresh_without_a_source_loads_no_engine(survey: Survey) -> None:
    import subprocess

    survey.fill(responses=[(DAY, "Ann", "Retail", 90)])
    code = (
        "import sys; from pathlib import Path; from addin.actions.refresh import refresh; refresh(Path(sys.argv[1]));"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(survey.path)], capture_output=True, text=True, check=True)
    assert not {"ibis", "duckdb", "pandas", "psycopg", "pyspark", "pyarrow"} & set(done.stdout.split())


def test_a_password_that_stands_where_its_variable_should_is_not_repeated(
    survey: Survey, describe: Describe, capsys: pytest.CaptureFixture[str]
) -> None:
    describe("[s]\nkind = 'postgres'\nhost = 'db'\ndatabase = 'd'\ntable = 't'\npassword_from = 'hunter2'\n")
    assert main(["sources"]) == 0
    assert main(["sources", "test", "s"]) == 2
    said = capsys.readouterr()
    assert "an environment variable that is NOT SET: see password_from" in said.out
    assert "hunter2" not in said.out + said.err + refusal(survey, survey_source="s")


@pytest.mark.parametrize("kind", ["parquet", "csv", "sqlite", "folder"])
def test_a_path_with_letters_of_patterns(describe: Describe, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder of that name is no pattern that stands for others."""
    name = {"csv": "survey [1].csv", "folder": "."}.get(kind, f"survey [1] {{a}}.{kind}")
    table = "table = 'answers'\n" if kind == "sqlite" else ""
    written = "parquet" if kind == "folder" else kind
    folder = describe(f"[survey]\nkind = '{written}'\nfile = 'a [x] b/{name}'\n{table}{COLUMNS}")
    place = folder / "a [x] b"
    place.mkdir()
    (folder / "a x b").mkdir()
    if kind == "folder":
        parquet(place / "one [1].parquet", ROWS)
    else:
        {"parquet": parquet, "csv": delimited, "sqlite": sqlite}[kind](place / name, ROWS)
    parquet(folder / "a x b" / "other.parquet", ROWS[:1])
    assert main(["sources", "test", "survey"]) == 1
    assert "  22 rows\n" in capsys.readouterr().out


def test_a_folder_without_files_says_so(describe: Describe, capsys: pytest.CaptureFixture[str]) -> None:
    folder = describe(f"[survey]\nkind = 'parquet'\nfile = 'empty [x]'\n{COLUMNS}")
    (folder / "empty [x]").mkdir()
    assert main(["sources", "test", "survey"]) == 2
    assert "no .parquet file lies in" in capsys.readouterr().err
