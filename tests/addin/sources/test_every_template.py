"""Every template, each of its tables of rows in a database in place of the sheet: the same counts and rejected rows."""

from __future__ import annotations

import contextlib
import datetime
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from addin.actions.demo import DEMOS, Demo
from addin.actions.feeding import rows_of_tables
from addin.actions.refresh import template_of
from addin.workbook.file import WorkbookFile
from tests.addin.sources.described import Describe, describing
from tests.conftest import type_in
from workbook_templates.catalogue import workbook_bytes
from workbook_templates.refreshing.record import Feed, SourceRows, Template


@pytest.fixture
def describe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Describe:
    return describing(tmp_path, monkeypatch)


@pytest.fixture(params=DEMOS, ids=lambda demo: demo.kind)
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> WorkbookFile:
    demo: Demo = request.param
    path = tmp_path / demo.file
    path.write_bytes(workbook_bytes(demo.kind))
    book = WorkbookFile(path)
    demo.fill(book)
    book.save()
    return WorkbookFile(path)


def in_a_database(path: Path, rows: SourceRows, feed: Feed) -> str:
    """The rows as a table with keys of its own and two columns that mean nothing here; its description."""
    ours = [list(rows.headers).index(name) for name in feed.columns]
    names = ["id", "remark", *(f"their {name}" if place % 2 else name for place, name in enumerate(feed.columns))]
    columns = ", ".join(f'"{name}"' for name in names)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE {feed.table} ({columns})")
        for number, line in enumerate(lines(rows, ours), start=rows.first_row):
            marks = ", ".join("?" * len(names))
            connection.execute(f"INSERT INTO {feed.table} VALUES ({marks})", [number, None, *line])
        connection.commit()
    theirs = "".join(f'"{name}" = "their {name}"\n' for place, name in enumerate(feed.columns) if place % 2)
    table = f"kind = 'sqlite'\nfile = '{path.name}'\ntable = '{feed.table}'\nkey = 'id'\n"
    return f"[{feed.table}]\n{table}[{feed.table}.columns]\n{theirs}"


def lines(rows: SourceRows, places: Sequence[int]) -> Iterator[list[Any]]:
    """SQLite knows neither days nor truth values."""
    columns = [rows.columns[place] for place in places]
    for cells in zip(*columns, strict=True):
        yield [str(cell).upper() if isinstance(cell, (datetime.date, bool)) else cell for cell in cells]


def test_a_source_for_each_table(filled: WorkbookFile, describe: Describe) -> None:
    template: Template = template_of(filled)
    settings = template.settings(filled)
    with ExitStack() as held:
        of_sheet = rows_of_tables(filled, template, settings, {}, held)
    folder = describe("")
    described = [in_a_database(folder / "rows.db", of_sheet[feed.table], feed) for feed in template.feeds]
    (folder / "sources.toml").write_text("".join(described), encoding="utf-8")
    type_in(filled.path, {feed.source_cell: feed.table for feed in template.feeds}, {}, {})
    book = WorkbookFile(filled.path)
    with ExitStack() as held:
        of_source = rows_of_tables(book, template, template.settings(book), {}, held)
        assert {rows.kind for rows in of_source.values()} == {"source"}
        found = template.tally(template.settings(book), of_source)
    expected = template.tally(settings, of_sheet)
    for feed in template.feeds:
        counts, theirs = expected.counts[feed.table], found.counts[feed.table]
        assert (theirs.read, theirs.tallied, theirs.rejected) == (counts.read, counts.tallied, counts.rejected)
        assert counts.tallied > 0
    assert found.tables.keys() == expected.tables.keys()
    for name, rows in expected.tables.items():
        assert as_listed(found.tables[name]) == as_listed(rows), name


def as_listed(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """With days and truth values, and what reasons say of these, as the database has them."""
    return [[text_of_day(cell) for cell in row] for row in rows]


def text_of_day(cell: Any) -> Any:
    return (
        re.sub(r'"?TRUE"?', "TRUE", str(cell)).removesuffix(" 00:00:00")
        if isinstance(cell, (datetime.date, str))
        else cell
    )
