"""A survey of 250 customers gives the same tally in every disguise, or names the cells that it refuses."""

from __future__ import annotations

import contextlib
import csv
import sqlite3
from contextlib import ExitStack
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from addin.actions.feeding import rows_of_tables
from addin.actions.refresh import template_of
from addin.workbook.file import WorkbookFile
from tests.addin.actions.disguises import DISGUISES, THREE, index_text, responses, tally_by_hand, text_file
from tests.addin.actions.filled_books import book, csv_file, reasons, refreshed
from tests.addin.sources.described import describing
from tests.conftest import filled_rows
from workbook_templates.refreshing.record import Tallied

TALLY = (70, 71, 109)
"""Loyal, neutral, disloyal."""


def counted(path: Path, file: Path | None = None) -> Tallied:
    """What a refresh would write, without computing the workbook."""
    workbook = WorkbookFile(path)
    template = template_of(workbook)
    settings = template.settings(workbook)
    with ExitStack() as held:
        read = rows_of_tables(workbook, template, settings, {} if file is None else {"responses": file}, held)
        return template.tally(settings, read)


def summed(found: Tallied) -> tuple[int, int, int, float]:
    """Loyal, neutral, disloyal and the mean index of all months and segments."""
    lines = found.tables["tally"]
    loyal, neutral, disloyal = (sum(line[place] for line in lines) for place in (3, 4, 5))
    mean = sum(line[2] * (line[6] or 0) for line in lines) / max(1, sum(line[2] for line in lines))
    return loyal, neutral, disloyal, mean


def test_the_survey_is_the_one_that_was_worked_out() -> None:
    assert len(DISGUISES) >= 40
    assert tally_by_hand(responses())[:3] == TALLY


@pytest.mark.parametrize("name", DISGUISES)
def test_every_disguise_gives_the_same_tally(tmp_path: Path, name: str) -> None:
    disguise = DISGUISES[name]
    survey = responses(disguise.early)
    if disguise.five:
        survey = [each.on_five_levels() for each in survey]
    path = book(tmp_path, "survey_roi", columns={"source_columns": disguise.block})
    found = counted(path, disguise.write(tmp_path, survey))
    assert found.tables["rejected"] == []
    assert found.counts["responses"].tallied == 250
    assert found.counts["responses"].apart == (2 if name == "missing codes" else 0)
    loyal, neutral, disloyal, mean = tally_by_hand(survey)
    assert summed(found) == (loyal, neutral, disloyal, pytest.approx(mean, abs=1e-6))
    assert found.counts["responses"].doubts == ()


def test_dates_without_evidence_are_refused_cell_by_cell(tmp_path: Path) -> None:
    """Only a date that is the same in both orders counts."""
    survey = responses(early=True)
    path = book(tmp_path, "survey_roi", columns={"source_columns": THREE})
    found = counted(path, text_file("day first")(tmp_path, survey))
    same = sum(each.day.day == each.day.month for each in survey)
    assert (found.counts["responses"].tallied, found.counts["responses"].rejected) == (same, 250 - same)
    assert all(
        line[-1] == f'date "{line[1]}" is ambiguous: set the date order on Import' for line in found.tables["rejected"]
    )


def test_an_order_against_the_dates_refuses_every_one_that_it_would_swap(tmp_path: Path) -> None:
    survey = responses()
    path = book(tmp_path, "survey_roi", columns={"source_columns": THREE | {"Date order": ["MDY"]}})
    found = counted(path, text_file("day first")(tmp_path, survey))
    same = sum(each.day.day == each.day.month for each in survey)
    assert (found.counts["responses"].tallied, found.counts["responses"].rejected) == (same, 250 - same)
    assert all("date order MDY of Import" in line[-1] for line in found.tables["rejected"])


def test_words_that_no_scale_has_are_refused_by_their_cells(tmp_path: Path) -> None:
    survey = [each.on_five_levels() for each in responses()]
    write = text_file(index=lambda each: "so so" if each.answers[0] < 4 else "fine")
    block = dict(THREE) | {"Header(s) in your file": [None] * 3 + ["Index"], "Scale to": [None] * 3 + [5]}
    path = book(tmp_path, "survey_roi", columns={"source_columns": block})
    found = counted(path, write(tmp_path, survey))
    assert found.counts["responses"].tallied == 0
    assert {line[-1] for line in found.tables["rejected"]} == {
        'index "so so" is no number',
        'index "fine" is no number',
    }
    block |= {"Words": [None] * 3 + ["so so = 2, fine = 5"]}
    path = book(tmp_path, "survey_roi", columns={"source_columns": block})
    found = counted(path, write(tmp_path, survey))
    assert summed(found)[:3] == (
        sum(each.answers[0] > 3 for each in survey),
        0,
        sum(each.answers[0] < 4 for each in survey),
    )


@pytest.mark.parametrize("kind", ["csv", "parquet", "sqlite"])
@pytest.mark.parametrize("date", ["iso", "day first", "forms"])
def test_engines_count_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, date: str) -> None:
    survey = responses()
    alone = kind == "sqlite"
    described = "table = 'answers'\n" if alone else "scale = [1, 10]\n"
    index = "'Index'" if alone else "['Q1', 'Q2', 'Q3']"
    folder = describing(tmp_path, monkeypatch)(
        f"[survey]\nkind = '{kind}'\nfile = 'survey.{kind}'\n{described}[survey.columns]\nindex = {index}\n"
    )
    file = text_file(date, index=index_text("{}") if alone else None)(folder, survey)
    with file.open(encoding="utf-8", newline="") as stream:
        headers, *rows = csv.reader(stream)
    if kind == "parquet":
        columns = list(map(list, zip(*rows, strict=True)))
        pyarrow.parquet.write_table(pyarrow.table(columns, names=headers), folder / "survey.parquet")
    elif kind == "sqlite":
        with contextlib.closing(sqlite3.connect(folder / "survey.sqlite")) as connection:
            connection.execute('CREATE TABLE answers (Date TEXT, Customer TEXT, Segment TEXT, "Index" TEXT)')
            connection.executemany("INSERT INTO answers VALUES (?, ?, ?, ?)", rows)
            connection.commit()
    found = counted(book(tmp_path, "survey_roi", survey_source="survey"))
    assert (found.counts["responses"].tallied, found.tables["rejected"]) == (250, [])
    *counts, mean = tally_by_hand(survey)
    assert summed(found) == (*counts, pytest.approx(mean, abs=1e-6))


@pytest.mark.parametrize("pattern", ["${}", "{} €", "USD {}", "{}元", "￥{}", "RM{}"])
def test_the_twin_of_targets_has_the_same_sums_under_every_currency(tmp_path: Path, pattern: str) -> None:
    """The same numbers as sales: their sum is that of the indexes."""
    survey = [each for each in responses() if each.day.month < 12]
    sales = [round(1000 * float(each.index), 2) for each in survey]
    rows = [
        (each.day.isoformat(), "Ann", pattern.format(f"{amount:,.2f}"), None, None)
        for each, amount in zip(survey, sales, strict=True)
    ]
    path = book(tmp_path, "target_breakdown")
    file = csv_file(tmp_path, ("Date", "Person", "Sales", "Profit", "Cost"), rows)
    assert refreshed(path, "actuals", file).rejected == 0, reasons(path)
    assert sum(line[1] for line in filled_rows(path, "day_tally")) == pytest.approx(sum(sales))
