"""Survey rows as people have them, and the same rows in every kind of source."""

from __future__ import annotations

import contextlib
import csv
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pyarrow.parquet
from hypothesis import strategies as st

from addin.sources.counting import Counting
from addin.sources.engines import open_source
from addin.sources.records import CsvSource, ParquetSource, Source, SqliteSource
from addin.sources.settings import place_of
from workbook_templates.survey_roi.counted import tally_counted
from workbook_templates.survey_roi.responses import Responses, Tally, tally
from workbook_templates.survey_roi.rules import Rules

NAMES = ("Date", "Customer", "Segment", "Index")
RULES = Rules(
    year=2026,
    segments=("Retail", "SME", "企业客户"),
    loyal_above=85,
    disloyal_below=50,
    missing_codes={"Index": ("99", "n/a")},
)
ROWS: list[tuple[str | None, ...]] = [
    ("2026-01-03", "Ann", "Retail", "90"),
    ("2026-01-03", "ann ", "retail ", "20"),
    ("2026-01-09 10:22", "王芳", "企业客户", "77"),
    ("2026/1/9 8:05:00", "王芳 ", " 企业客户", "77,5"),
    ("03/04/2026", "Bob", "SME", "80"),
    ("25/12/2026", "Straße", "SME", "99"),
    ("25/12/2026", "Straße", "SME", "98"),
    ("26/12/2026", "STRASSE", "SME", "100.00000000000001"),
    ("31 Feb 2026", "İnci", "sme", "50"),
    ("2025-12-31", "ΜΆΡΙΟΣ", "SME", "N/A"),
    ("2026-02-01", None, "SME", "50"),
    ("2026-02-01", None, "Other", "50"),
    ("2026-02-01", "  Ann   Lee", "SME", "50"),
    ("2026-02-01", "ANN LEE", "SME", "50"),
    ("2026-02-01", "Ann\u3000Lee", "Retail", "50"),
    ("1 Mar 2026", "Μάριος", "Retail", "85"),
    ("2026-03-02", "ΜΆΡΙΟΣ", "Retail", "85.0000001"),
    ("2026-03-02", "O'Brien \\ Co", "Retail", "0"),
    ("2026-03-02", "o'brien \\ co", "SME", "0"),
    ("20260303", "x", None, "101"),
    (None, "y", "Retail", "-1"),
    ("2026-03-04", "z", "Retail", None),
]

_dates = st.sampled_from(
    [
        *("2026-01-15", "2026-01-15 08:30", "2026-01-16T00:00:00Z", "16/01/2026", "16.1.2026 7:05", "2026年1月17日"),
        *("2026/01/15 3:04:05 PM GMT+8", "15. Januar 2026", "46037", "46037.5", "15/01/26", "\u200e15/01/2026", "Q1"),
        *("２０２６／１／１５", "04/03/2026 10:30", "Thu Jan 15 2026 10:30:00 GMT+0100", "二〇二六年一月十五日"),
        *("20260118", "3 Feb 2026", "03/04/2026", "2025-12-31", "2026-02-30", "soon", " ", "", None, "2026-01-15 x:30"),
    ]
)
_customers = st.sampled_from(
    [
        *(
            "Ann",
            "ANN",
            " ann",
            "Ann  Lee",
            "ann\tlee",
            "ANN\u00a0LEE",
            "Straße",
            "STRASSE",
            "ﬁn",
            "FIN",
            "王芳",
            "王芳 ",
        ),
        *("Ann\u200b", "ＡＮＮ", "1.23457E+15", "1.2E+20", "12345678901234500"),
        *("Éva", "éva", "E\u0301va", "1001", "1001.0", "ΣΑΣ", "σας", "ᾳ", "ΑΙ", "", "  ", None, "Ꭰ", "ꭰ"),
    ]
)
_segments = st.sampled_from(["Retail", "retail ", "SME", "s m e", "企业客户", "n/a", "Other", "", " ", None])
_indexes = st.sampled_from(
    [
        *("0", "50", "85", "85.5", "77,5", "100", "100.0", "101", "-3", "99", "N/A", "ok", "", None),
        *("85%", "７７", "90分", "0,125", "1.250", "8.5e1", "'60", "(5)", "55 points", "非常满意", "Very satisfied"),
        *("not applicable", "80/100", "$5", "5-", "6 0"),
    ]
)
messy_rows = st.lists(st.tuples(_dates, _customers, _segments, _indexes), min_size=1, max_size=60)


def in_memory(rows: Sequence[Sequence[Any]], rules: Rules = RULES, first: int = 1) -> Tally:
    """Counted in numpy, the rows numbered from `first`."""
    dates, customers, segments, index = zip(*rows, strict=True)
    return tally(Responses(np.arange(first, first + len(rows)), dates, customers, segments, index), rules)


def in_engine(source: Source, rules: Rules = RULES, headers: Sequence[str] = NAMES) -> Tally:
    """Counted by the source's engine."""
    with open_source(source) as found:
        places = {ours: [place_of(source, found.headers, each)] for ours, each in zip(NAMES, headers, strict=True)}
        return tally_counted(Counting(source.name, found, places, contextlib.nullcontext), rules)


def parquet(path: Path, rows: Sequence[Sequence[Any]], types: Sequence[Any] = (pyarrow.string(),) * 4) -> Source:
    columns = [pyarrow.array(column, kind) for column, kind in zip(zip(*rows, strict=True), types, strict=True)]
    pyarrow.parquet.write_table(pyarrow.table(columns, names=list(NAMES)), path)
    return ParquetSource(name="survey", file=path)


def delimited(path: Path, rows: Sequence[Sequence[Any]]) -> Source:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([NAMES, *rows])
    return CsvSource(name="survey", file=path)


def sqlite(path: Path, rows: Sequence[Sequence[Any]]) -> Source:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(
            'CREATE TABLE answers ("Date" DATE, "Customer", "Segment" TEXT COLLATE NOCASE, "Index" REAL)'
        )
        connection.executemany("INSERT INTO answers VALUES (?, ?, ?, ?)", rows)
        connection.commit()
    return SqliteSource(name="survey", file=path, table="answers")


def same(counted: Tally, expected: Tally, numbered: bool = True) -> None:
    """The same counts, and the same rows rejected for the same reasons."""
    figures = ("lines", "read", "tallied", "rejected_rows", "anonymous", "notes", "apart", "doubts")
    assert [getattr(counted, each) for each in figures] == [getattr(expected, each) for each in figures]
    if numbered:
        assert counted.decisions == expected.decisions
        assert [(row.number, row.reason) for row in counted.rejected] == [
            (row.number, row.reason) for row in expected.rejected
        ]
    else:
        assert sorted(_without_number(row.reason) for row in counted.rejected) == sorted(
            _without_number(row.reason) for row in expected.rejected
        )


def _without_number(reason: str) -> str:
    begin, second, _ = reason.partition("; row ")
    return begin if second and begin.startswith("second answer") else reason.removesuffix("; another row is kept")
