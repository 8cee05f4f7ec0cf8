"""A template with two tables of rows: which file is for which, and what comes from the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from addin.actions.feeding import BY_HEADERS, Files, require_rows, rows_of_tables
from addin.refusal import Refusal
from tests.conftest import Survey
from workbook_templates.catalogue import TEMPLATES
from workbook_templates.refreshing.record import Feed, RowCounts, SourceRows

COST_HEADERS = ("Kind", "Amount")
TWO = replace(
    TEMPLATES["survey_roi"],
    feeds=(
        Feed("responses", "", ("Date", "Index"), lambda _: ("Date", "Index"), "survey_source"),
        Feed("cost_lines", "", COST_HEADERS, lambda _: COST_HEADERS, "survey_source"),
    ),
)
ANSWERS = "Date,Segment,Index\n2026-01-15,Retail,90\n"
COSTS = "Kind,Amount\nRent,10\nPhones,5\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(survey: Survey, files: Files) -> dict[str, SourceRows]:
    with ExitStack() as held:
        return rows_of_tables(survey.read(), TWO, None, files, held)


def test_each_table_has_its_file_and_a_table_without_one_its_sheet(survey: Survey, tmp_path: Path) -> None:
    costs = written(tmp_path, "costs.csv", COSTS)
    found = read(survey, {"cost_lines": costs})
    assert [found[table].kind for table in ("responses", "cost_lines")] == ["sheet", "file"]
    assert [list(column) for column in found["cost_lines"].columns] == [["Rent", "Phones"], ["10", "5"]]
    both = read(survey, {"cost_lines": costs, "responses": written(tmp_path, "answers.csv", ANSWERS)})
    assert [(rows.name, rows.kind) for rows in both.values()] == [("answers.csv", "file"), ("costs.csv", "file")]
    assert len({rows.digest for rows in both.values()}) == 2
    assert list(both) == ["responses", "cost_lines"]


def test_a_file_without_a_tables_name_is_known_by_its_headers(survey: Survey, tmp_path: Path) -> None:
    found = read(survey, {BY_HEADERS: written(tmp_path, "costs.csv", COSTS)})
    assert (found["cost_lines"].name, found["responses"].kind) == ("costs.csv", "sheet")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Date,Index,Kind,Amount\n1,2,3,4\n",
            r"rows\.csv has the headers of responses and of cost_lines; .*--cost_lin",
        ),
        ("Date,Kind\n1,2\n", r"headers of no table .*responses has Date, Index; cost_lines has Kind, Amount\. Put"),
    ],
)
def test_a_file_of_both_tables_or_of_none_is_refused(survey: Survey, tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        read(survey, {BY_HEADERS: written(tmp_path, "rows.csv", text)})


@pytest.mark.parametrize(("kind", "rows", "refused"), [("sheet", 0, True), ("sheet", 1, False), ("file", 0, False)])
def test_an_empty_sheet_takes_no_files_place_in_any_table(survey: Survey, kind: str, rows: int, refused: bool) -> None:
    book = survey.read()
    book.write_range("refreshed_kind", [["file"]])
    book.write_range("refreshed_source", [["costs.csv"]])
    cells: Sequence[Any] = [1] * rows
    found = {"responses": SourceRows("a.csv", "file", [], [], 2), "cost_lines": SourceRows("", kind, ["x"], [cells], 2)}
    counts = {"responses": RowCounts(0, 0, 0, ""), "cost_lines": RowCounts(rows, rows, 0, "")}
    if not refused:
        require_rows(book, TWO, found, counts)
        return
    with pytest.raises(Refusal) as caught:
        require_rows(book, TWO, found, counts)
    assert str(caught.value) == (
        "The table cost_lines has no rows of its own, and its last refresh counted costs.csv. Name that file again "
        "(--cost_lines FILE), or enter rows first."
    )
