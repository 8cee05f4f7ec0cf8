"""A user's folder with a sources.toml, and a survey workbook whose rows are also elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from addin.actions.refresh import Summary, refresh, template_of
from addin.sources.rows import rows_of_source
from addin.workbook.file import WorkbookFile
from tests.conftest import Survey

Describe = Callable[[str], Path]
"""Writes the text of a sources.toml; answers its folder."""


def describing(home: Path, monkeypatch: pytest.MonkeyPatch) -> Describe:
    """The user's folder is made to be this one."""
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(home))
    folder = home / ".centre-roi"
    folder.mkdir()

    def describe(text: str) -> Path:
        (folder / "sources.toml").write_text(text, encoding="utf-8")
        return folder

    return describe


def refreshed(survey: Survey, **cells: Any) -> tuple[Summary, list[list[Any]], list[list[Any]]]:
    """What a refresh says, and what it wrote on Tally and Rejected."""
    survey.fill(cells)
    summary = refresh(survey.path, who="me")
    return summary, survey.rows("tally"), survey.rows("rejected")


def tallied(path: Path, source: str) -> dict[str, list[list[Any]]]:
    """What a refresh would write of a source's rows."""
    book = WorkbookFile(path)
    template = template_of(book)
    (feed,) = template.feeds
    settings = template.settings(book)
    with ExitStack() as held:
        rows = rows_of_source(source, feed.columns, feed.counted_by_engines, held)
        found = template.tally(settings, {feed.table: rows})
    counts = found.counts[feed.table]
    figures = [[counts.read, counts.tallied, counts.rejected]]
    return {**found.tables, "figures": figures, "notes": [list(found.notes)]}


def with_numbers(rows: Sequence[Sequence[Any]], first: int) -> list[list[Any]]:
    """Each row with a key before its cells."""
    return [[number, *row] for number, row in enumerate(rows, start=first)]
