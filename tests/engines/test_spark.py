"""A real Spark, on this machine: it counts as the workbook does, and what it refuses is told in words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from addin.sources.customer_keys import fold_expression
from addin.sources.engines import open_source
from addin.sources.records import SparkSource
from tests.addin.sources.described import Describe, tallied, with_numbers
from tests.addin.sources.messy import ROWS, in_engine, in_memory, parquet, same
from tests.addin.sources.test_refresh_from_sources import refusal
from tests.conftest import Survey
from tests.engines.the_same import agree, of_the_sheet
from udfs.calling.labels import name_key

pytestmark = [
    pytest.mark.usefixtures("spark"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),  # Spark's own sockets
]


def test_the_same_survey_through_workbook_and_spark(survey: Survey, describe: Describe) -> None:
    expected, first = of_the_sheet(survey)
    ids, *columns = zip(*with_numbers(ROWS, first), strict=True)
    table = pyarrow.table([list(ids), *map(list, columns)], names=["id", "day", "who", "seg", "points"])
    folder = describe(
        "[spark]\nkind = 'spark'\nmaster = 'local[2]'\nfile = 'survey'\nkey = 'id'\n"
        "columns = { date = 'day', customer = 'who', segment = 'seg', index = 'points' }\n"
    )
    (folder / "survey").mkdir()
    for number, part in enumerate((table.slice(0, 9), table.slice(9))):
        pyarrow.parquet.write_table(part, folder / "survey" / f"part-{number}.parquet")
    agree(tallied(survey.path, "spark"), expected)


def test_answers_and_blank_rows_in_a_table(spark: Any) -> None:
    """A view stands for a table of the cluster."""
    rows = [*ROWS, (None, "  ", "", None), (None, None, None, "")]
    schema = "Date string, Customer string, Segment string, Index string"
    spark.createDataFrame(rows, schema).createOrReplaceTempView("answers")
    same(in_engine(SparkSource(name="survey", table="answers")), in_memory(rows), numbered=False)
    assert [table.name for table in spark.catalog.listTables()] == ["answers"], "nothing of ours stays"


def test_every_customers_name_is_folded_as_python_folds_it(tmp_path: Path) -> None:
    surrogates = range(0xD800, 0xE000)
    names = [f"A{chr(code)}b" for code in range(1, 0x20000) if code not in surrogates]
    pyarrow.parquet.write_table(pyarrow.table({"name": [*names, " ẞ  ŉ ", "ﬃ\u3000\tΣ", " "]}), tmp_path / "n.parquet")
    with open_source(SparkSource(name="names", file=tmp_path / "n.parquet")) as found:
        language, table = found.language, found.table
        keys = language.rows(table.select(name=table.name, key=language.customer(table.name)))
    assert len(keys) == len(names) + 3
    rare = re.compile(fold_expression().rare)
    wrong = [(name, key) for name, key in keys if key != (name_key(name) or None) and not rare.search(name)]
    assert wrong == [], "the rare ones are handed over to be read here"


def test_failures_in_words(survey: Survey, describe: Describe) -> None:
    folder = describe(
        "[table]\nkind = 'spark'\ntable = 'nothing'\n"
        "[file]\nkind = 'spark'\nfile = 'nothing'\n"
        "[column]\nkind = 'spark'\nfile = 's.parquet'\ncolumns = { index = 'Score' }\n"
    )
    parquet(folder / "s.parquet", ROWS)
    assert 'there is no table "nothing" (look at table' in refusal(survey, survey_source="table")
    assert "there is no such file (look at file)" in refusal(survey, survey_source="file")
    assert 'source column has no column "Score" for Index' in refusal(survey, survey_source="column")
