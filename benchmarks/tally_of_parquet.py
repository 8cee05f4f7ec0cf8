"""The tally of a survey in Parquet, beside the same rules in DuckDB's SQL written by hand."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from addin.sources.counting import Counting
from addin.sources.engines import open_source
from addin.sources.records import ParquetSource
from benchmarks import parquet_survey
from benchmarks.measuring import Limit, Result, Row, each_time, interleaved
from benchmarks.rivals import rival
from workbook_templates.survey_roi.counted import tally_counted
from workbook_templates.survey_roi.responses import Tally
from workbook_templates.survey_roi.rules import Rules

RULES = Rules(
    year=2026,
    segments=("Retail", "SME", "企业客户"),
    loyal_above=85,
    disloyal_below=50,
    missing_codes={"Index": ("99",)},
)
_RESPONSES = 10_000_000
_ROUNDS = 5
_OF_SQL = Limit(1.5)
_PLACES = {"Date": [0], "Customer": [1], "Segment": [2], "Index": [3]}


def tally_of(path: Path) -> Tally:
    """As a refresh counts a source."""
    with open_source(ParquetSource(name="survey", file=path)) as found:
        return tally_counted(Counting("survey", found, _PLACES, nullcontext), RULES)


def _same_name(column: str) -> str:
    return f"lower(trim(regexp_replace({column}, '\\s+', ' ', 'g')))"


_JUDGED = f"""
CREATE OR REPLACE TEMP TABLE ranked AS
WITH judged AS (
    SELECT
        file_row_number + 1 AS number, "Date", "Customer", "Segment", "Index", place,
        CASE WHEN year("Date") = 2026 THEN month("Date") END AS month,
        nullif({_same_name('"Customer"')}, '') AS who,
        month IS NOT NULL AND place IS NOT NULL AND coalesce("Index" BETWEEN 0 AND 100 AND "Index" <> 99, FALSE) AS fine
    FROM read_parquet(?, file_row_number = TRUE)
    LEFT JOIN (VALUES ('retail', 0), ('sme', 1), ('企业客户', 2)) AS known(name, place)
        ON {_same_name('"Segment"')} = name
)
SELECT *, CASE WHEN fine AND who IS NOT NULL THEN row_number() OVER customer - 1 END AS before,
    first(number) OVER customer AS stays
FROM judged
WINDOW customer AS (PARTITION BY who, month, fine ORDER BY "Date" DESC, "Index", place, number)
"""
_TALLY = """
SELECT month, place,
    count(*) FILTER (kept), count(*) FILTER (kept AND "Index" > 85), count(*) FILTER (kept AND "Index" < 50),
    avg("Index") FILTER (kept), count(*) FILTER (NOT kept), count(*) FILTER (kept AND who IS NULL)
FROM (SELECT *, fine AND coalesce(before, 0) = 0 AS kept FROM ranked)
GROUP BY ALL
"""
_REJECTED = """
SELECT number, "Date", "Customer", "Segment", "Index", CASE
    WHEN before > 0 THEN
        'second answer of this customer in ' || strftime("Date", '%Y-%m') || '; row ' || stays || ' is kept'
    ELSE concat_ws('; ',
        CASE WHEN "Date" IS NULL THEN 'date is blank'
             WHEN year("Date") <> 2026 THEN 'date ' || "Date" || ' is not in 2026' END,
        CASE WHEN "Segment" IS NULL THEN 'segment is blank'
             WHEN place IS NULL THEN 'unknown segment "' || "Segment" || '"' END,
        CASE WHEN "Index" IS NULL THEN 'index is blank'
             WHEN "Index" = 99 THEN 'index is the missing-value code 99'
             WHEN "Index" NOT BETWEEN 0 AND 100 THEN 'index ' || "Index"::INT || ' is not on the scale 0 to 100' END)
    END
FROM ranked WHERE NOT fine OR before > 0 ORDER BY number LIMIT 10000
"""


def by_hand(duckdb: Any, path: Path) -> tuple[list[Any], list[Any]]:
    """The counts by month and segment, and the first rejected rows with their reasons."""
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(_JUDGED, [str(path)])
        return connection.execute(_TALLY).fetchall(), connection.execute(_REJECTED).fetchall()


def measure() -> Result:
    """Both with a connection of their own each time; the file is in the system's memory after the first round."""
    duckdb = rival("duckdb")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "survey.parquet"
        parquet_survey.write(duckdb, path, _RESPONSES)
        _require_same(tally_of(path), *by_hand(duckdb, path))
        ours, theirs = partial(tally_of, path), partial(by_hand, duckdb, path)
        timings = interleaved({"ours": each_time(ours), "theirs": each_time(theirs)}, _ROUNDS)
    what = f"tally of Parquet, {_RESPONSES:,} responses"
    return Result((Row(what, timings["ours"], "DuckDB SQL by hand", timings["theirs"], _OF_SQL),))


def _require_same(ours: Tally, counts: list[Any], rejected: list[Any]) -> None:
    """What is compared must be the same work."""
    assert ours.tallied == sum(line[2] for line in counts)
    assert ours.rejected_rows == sum(line[6] for line in counts)
    assert ours.anonymous == sum(line[7] for line in counts)
    lines = {
        (line.month, line.segment): (line.responses, line.loyal, line.disloyal, line.rejected) for line in ours.lines
    }
    for month, place, responses, loyal, disloyal, _, left_out, _ in counts:
        segment = "(unknown segment)" if place is None else RULES.segments[place]
        assert lines[month, segment] == (responses, loyal, disloyal, left_out)
    assert [(row.number, row.reason) for row in ours.rejected] == [(row[0], row[5]) for row in rejected]
