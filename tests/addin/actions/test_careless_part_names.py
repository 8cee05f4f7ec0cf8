"""Workbooks whose parts have other slashes or letters in their names than the parts that refer to them write."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from addin.actions.refresh import refresh
from addin.sources.files import rows_of_file
from tests.conftest import Survey


def _with_backslashes(name: str) -> str:
    return name.replace("/", "\\") if name.startswith("xl/") else name


def _in_other_letters(name: str) -> str:
    return (
        name.replace("worksheets", "Worksheets").replace("sharedStrings", "SharedStrings").replace("tables", "TABLES")
    )


def renamed(path: Path, rename: Callable[[str], str]) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(rename(name), data)
    return path


@pytest.mark.parametrize("rename", [_with_backslashes, _in_other_letters])
def test_they_are_refreshed_and_keep_their_names(survey: Survey, rename: Callable[[str], str]) -> None:
    survey.fill(responses=[["2026-01-15", "c1", "Retail", 90], ["2026-01-16", "c2", "Retail", 40]])
    plain = refresh(survey.path, dry_run=True)
    path = renamed(survey.path, rename)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    result = refresh(path)
    assert (result.tallied, result.after) == (2, plain.after)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == names
    assert refresh(path).before == plain.after


@pytest.mark.parametrize("rename", [_with_backslashes, _in_other_letters])
def test_their_rows_are_read(survey: Survey, rename: Callable[[str], str]) -> None:
    survey.fill(responses=[["2026-01-15", "c1", "Retail", 90]])
    rows = rows_of_file(renamed(survey.path, rename), ("Date", "Customer", "Segment", "Index"), ["Responses"])
    assert [column[0] for column in rows.columns[:4]] == ["2026-01-15", "c1", "Retail", 90]
