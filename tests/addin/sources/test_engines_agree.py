"""An engine counts a survey as numpy does: the same tally, the same rows rejected, for the same reasons."""

from __future__ import annotations

import datetime
import random
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.refusal import Refusal
from addin.sources import counting as source_counting
from addin.sources.engines import NeedsWholeRead, open_source
from addin.sources.records import CsvSource, ParquetSource
from tests.addin.sources.messy import ROWS, RULES, delimited, in_engine, in_memory, messy_rows, parquet, same, sqlite
from udfs.calling.labels import name_key
from workbook_templates.rows.dates import possible_dates
from workbook_templates.survey_roi.counted import tally_counted
from workbook_templates.survey_roi.points import Shares, UnusableSurvey

BLANK = (None, "", " ", None)
DAY = datetime.date(2026, 1, 15)


def test_the_same_survey_in_every_kind_of_file(tmp_path: Path) -> None:
    rows = [*ROWS[:5], BLANK, *ROWS[5:]]
    expected = in_memory(rows)
    assert (expected.read, expected.tallied, expected.rejected_rows) == (22, 8, 12)
    same(in_engine(parquet(tmp_path / "survey.parquet", rows)), expected)
    same(in_engine(delimited(tmp_path / "survey.csv", rows)), in_memory(rows, first=2))
    same(in_engine(sqlite(tmp_path / "survey.db", rows)), expected, numbered=False)


@settings(max_examples=20)
@given(messy_rows)
def test_any_rows_are_counted_alike_by_duckdb(rows: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        same(in_engine(parquet(Path(folder) / "survey.parquet", rows)), in_memory(rows))


@settings(max_examples=20)
@given(messy_rows)
def test_any_rows_are_counted_alike_by_sqlite(rows: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        same(in_engine(sqlite(Path(folder) / "survey.db", rows)), in_memory(rows), numbered=False)


days = st.one_of(st.none(), st.dates(datetime.date(2025, 12, 30), datetime.date(2026, 2, 10)))
# Shares alone, from 0 to 1, would be refused by both.
numbers = st.one_of(st.none(), st.just(float("nan")), st.floats(11, 101), st.sampled_from([0.0, 50.0, 85.0, 99.0]))
typed_rows = st.lists(
    st.tuples(days, st.one_of(st.none(), st.integers(1, 6)), st.sampled_from(["Retail", "sme", "x", None]), numbers),
    min_size=1,
    max_size=60,
)


@settings(max_examples=8)
@given(typed_rows)
def test_columns_with_a_type_are_counted_alike(rows: list[tuple[Any, ...]]) -> None:
    types = (pyarrow.date32(), pyarrow.int64(), pyarrow.string(), pyarrow.float64())
    with tempfile.TemporaryDirectory() as folder:
        same(in_engine(parquet(Path(folder) / "survey.parquet", rows, types)), in_memory(rows))


def test_moments_count_by_their_day_and_far_ones_are_rejected(tmp_path: Path) -> None:
    moments = [
        datetime.datetime(2026, 1, 15, 23, 59),
        datetime.datetime(2026, 1, 15, 8),
        datetime.datetime(2025, 12, 31, 23, 30),
    ]
    rows = [(each, "Ann", "Retail", "90") for each in moments]
    types = (pyarrow.timestamp("us"), *[pyarrow.string()] * 3)
    found = in_engine(parquet(tmp_path / "survey.parquet", rows, types))
    same(found, in_memory(rows))
    with_zone = (pyarrow.timestamp("us", tz="UTC"), *types[1:])
    source = parquet(tmp_path / "zoned.parquet", rows, with_zone)
    assert in_engine(source).tallied == 1
    later = in_engine(replace(source, time_zone="Asia/Shanghai"))  # there it is next year by then
    assert {row.reason for row in later.rejected} == {"second answer of this customer in 2026-01; row 1 is kept"}
    beyond = pyarrow.array([3_000_000, 5], pyarrow.int32()).cast(pyarrow.date32())
    table = pyarrow.table(
        [beyond, ["a", "b"], ["SME", "SME"], ["1", "1"]], names=["Date", "Customer", "Segment", "Index"]
    )
    pyarrow.parquet.write_table(table, tmp_path / "far.parquet")
    far = in_engine(ParquetSource(name="far", file=tmp_path / "far.parquet"))
    assert (far.read, far.apart, far.rejected_rows) == (2, 2, 0)


def test_the_order_of_the_rows_changes_no_count(tmp_path: Path) -> None:
    rows = [*ROWS] * 3
    random.Random(1997).shuffle(rows)
    first = in_engine(parquet(tmp_path / "one.parquet", rows))
    other = in_engine(parquet(tmp_path / "other.parquet", rows[::-1]))
    assert (first.lines, first.digest) == (other.lines, other.digest) == (in_memory(rows).lines, other.digest)


def test_the_digest_tells_surveys_apart(tmp_path: Path) -> None:
    changed = [*ROWS[:-3], ("2026-03-02", "o'brien \\ co", "SME", "1"), *ROWS[-2:]]
    digests = {in_engine(parquet(tmp_path / "survey.parquet", rows)).digest for rows in (ROWS, changed, ROWS[:-1])}
    assert len(digests) == 3


def test_every_customers_name_is_folded_as_python_folds_it(tmp_path: Path) -> None:
    """Every character that there is, between letters."""
    surrogates = range(0xD800, 0xE000)
    names = [f"A{chr(code)}b" for code in range(1, 0x110000) if code not in surrogates]
    names += [" ẞ  ŉ ", "ﬃ\u3000\tΣ", " "]
    pyarrow.parquet.write_table(pyarrow.table({"name": names}), tmp_path / "names.parquet")
    with open_source(ParquetSource(name="names", file=tmp_path / "names.parquet")) as found:
        language, table = found.language, found.table
        keys = language.rows(table.select(name=table.name, key=language.customer(table.name)))
    assert len(keys) == len(names)
    assert [(name, key) for name, key in keys if key != (name_key(name) or None)] == []


@given(
    st.from_regex(r"\A([0-9./-]{1,10})[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?\Z")
)
def test_a_date_of_digits_means_the_same_without_its_time(text: str) -> None:
    """What engines cut off before dates are told apart."""
    without = text.replace("T", " ").partition(" ")[0]
    assert possible_dates(text) == possible_dates(without)


def test_answers_make_an_index_as_in_memory(tmp_path: Path) -> None:
    chance = random.Random(5)
    cells = ["1", "2", "3", "4", "5", "5", "9", "", None, "x"]
    rows = [(DAY.isoformat(), str(chance.randrange(40)), "SME", *chance.choices(cells, k=3)) for _ in range(200)]
    names = ["Date", "Customer", "Segment", "Q1", "Q2", "Q3"]
    table = pyarrow.table([list(column) for column in zip(*rows, strict=True)], names=names)
    pyarrow.parquet.write_table(table, tmp_path / "survey.parquet")
    rules = replace(RULES, scale=(1.0, 5.0), missing_codes={"Index": ("9",)})
    places = {"Date": [0], "Customer": [1], "Segment": [2], "Index": [3, 4, 5]}
    with open_source(ParquetSource(name="survey", file=tmp_path / "survey.parquet")) as found:
        counting = source_counting.Counting("survey", found, places, _silently)
        counted = tally_counted(counting, rules)
        with pytest.raises(UnusableSurvey, match="names no scale"):
            tally_counted(counting, replace(rules, scale=None))
    columns = list(zip(*rows, strict=True))
    from workbook_templates.survey_roi.responses import Responses, tally

    numbers = range(1, len(rows) + 1)
    expected = tally(Responses(_array(numbers), *columns[:3], None, tuple(columns[3:]), tuple(names[3:])), rules)
    assert expected.tallied > 10
    assert expected.rejected_rows > 80
    same(counted, expected)
    assert [row.cells[3] for row in counted.rejected] == [row.cells[3] for row in expected.rejected]


def _array(numbers: range) -> Any:
    import numpy

    return numpy.array(numbers)


def _silently() -> Any:
    import contextlib

    return contextlib.nullcontext()


def test_without_customers_nobody_answers_twice(tmp_path: Path) -> None:
    source = parquet(tmp_path / "survey.parquet", [(DAY.isoformat(), None, "SME", "90")] * 3)
    with open_source(source) as found:
        places: dict[str, list[int]] = {"Date": [], "Customer": [], "Segment": [2], "Index": [3]}
        counting = source_counting.Counting("survey", found, places, _silently)
        counted = tally_counted(counting, replace(RULES, default_date=DAY))
    assert (counted.tallied, counted.anonymous, counted.lines[0].month) == (3, 3, 1)


def test_a_wrong_scale_is_doubted_as_in_memory(tmp_path: Path) -> None:
    shares = parquet(tmp_path / "shares.parquet", [(DAY.isoformat(), None, "SME", "0.9")] * 3)
    with pytest.raises(Shares):
        in_engine(shares)
    answers = [(DAY.isoformat(), None, "SME", "5")] * 20
    assert in_engine(parquet(tmp_path / "answers.parquet", answers)).doubts == in_memory(answers).doubts != ()


def test_many_rejected_rows_are_counted_and_the_first_are_listed(tmp_path: Path) -> None:
    rows = [(DAY.isoformat(), "Ann", "SME", "90"), (DAY.isoformat(), None, "Other", "90")] * 8_000
    same(in_engine(parquet(tmp_path / "survey.parquet", rows)), in_memory(rows))
    assert len(in_engine(parquet(tmp_path / "survey.parquet", rows)).rejected) == 10_000


def test_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text("Date,Customer,Segment,Index\n", encoding="utf-8")
    counted = in_engine(CsvSource(name="survey", file=path))
    assert (counted.read, counted.lines, counted.rejected) == (0, [], [])


def test_a_column_of_very_many_values_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_counting, "_MOST_DISTINCT", 3)
    rows = [(DAY.isoformat(), None, "SME", str(number)) for number in range(5)]
    with pytest.raises(Refusal, match="Index has more than 3 different values"):
        in_engine(parquet(tmp_path / "survey.parquet", rows))


@pytest.mark.parametrize(
    "content",
    [
        b"Date,Index\n2026-01-15,90\n\n2026-01-16,80\n",
        "日期,Index\n2026-01-15,90\n".encode("gb18030"),
        b"sep=;\nDate;Index\n2026-01-15;90\n",
        b"Survey 2026\nDate,Index\n2026-01-15,90\n",
        b"Date,Index\n2026-01-15,90,x\n",
        b'Date,Index\n"2026-01-15,90\n',
        b"Date,Index\n2026-01-15\n",
        b"Date,Index\n2026-01-15,\xff\xfe\n",
        b"",
    ],
)
def test_a_text_file_that_is_not_plain_is_left_to_our_own_reader(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "survey.csv"
    path.write_bytes(content)
    with pytest.raises(NeedsWholeRead), open_source(CsvSource(name="survey", file=path), ["Date", "Index"]):
        pass


def test_duckdb_reads_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with open_source(parquet(tmp_path / "survey.parquet", ROWS)) as found:
        backend = found.language.backend
        with pytest.raises(Exception, match="Cannot access file"):
            backend.raw_sql(f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')").fetchall()
        with pytest.raises(Exception, match="locked"):
            backend.raw_sql("SET enable_external_access = true")


def test_parquet_in_several_files_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "survey"
    folder.mkdir()
    for number, rows in enumerate((ROWS[:9], ROWS[9:])):
        parquet(folder / f"part-{number}.parquet", rows)
    same(in_engine(ParquetSource(name="survey", file=folder)), in_memory(ROWS))
