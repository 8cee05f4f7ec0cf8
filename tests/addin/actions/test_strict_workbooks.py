"""A strict workbook is refreshed as its transitional twin, in every template."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from addin.actions.demo import DEMOS, Demo
from addin.actions.refresh import Summary, refresh
from addin.cells.values import Cell
from addin.refusal import Refusal
from addin.workbook.file import WorkbookFile
from addin.xlsx import large_sheet
from tests.conftest import Survey, edited
from tests.strict import dates_in_words, strict
from workbook_templates.catalogue import TEMPLATES, workbook_bytes

JANUARY = datetime.date(2026, 1, 5)
NOON = datetime.datetime(2026, 2, 1, 12)
TRANSITIONAL = b"schemas.openxmlformats.org/spreadsheetml"


@pytest.fixture(scope="module", params=DEMOS, ids=lambda demo: demo.kind)
def twin(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes, bytes, Summary]:
    """A template's demo: its kind, the file before and after a refresh, and what was said."""
    demo: Demo = request.param
    path = tmp_path_factory.mktemp("twin") / "book.xlsx"
    path.write_bytes(workbook_bytes(demo.kind))
    book = WorkbookFile(path)
    demo.fill(book)
    book.save()
    before = path.read_bytes()
    done = refresh(path, now=NOON, who="Ann")
    return demo.kind, before, path.read_bytes(), done


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cells_of(path: Path) -> dict[tuple[str, int, int], Cell]:
    package = WorkbookFile(path).package
    return {(name, row, column): value for name in package.sheets for row, column, value in package.sheet(name).cells()}


@pytest.mark.parametrize(
    "saved",
    [
        strict,
        dates_in_words,
        lambda data: strict(dates_in_words(data)),
        lambda data: strict(dates_in_words(data), prefix="x"),
    ],
    ids=["strict", "dates in words", "both", "both with a prefix"],
)
def test_every_cell_is_that_of_the_twin(
    twin: tuple[str, bytes, bytes, Summary], saved: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    _, before, after, of_twin = twin
    path, expected = tmp_path / "book.xlsx", tmp_path / "expected.xlsx"
    path.write_bytes(saved(before))
    expected.write_bytes(after)
    done = refresh(path, now=NOON, who="Ann")
    assert done.after is not None
    assert (done.after, done.tallied, done.rejected) == (of_twin.after, of_twin.tallied, of_twin.rejected)
    assert done.findings == of_twin.findings
    assert cells_of(path) == cells_of(expected)


def test_the_file_stays_strict_and_what_is_not_changed_keeps_its_bytes(
    twin: tuple[str, bytes, bytes, Summary], tmp_path: Path
) -> None:
    kind, before, _, _ = twin
    path = tmp_path / "book.xlsx"
    path.write_bytes(strict(before))
    old = parts_of(path)
    refresh(path, now=NOON, who="Ann")
    new = parts_of(path)
    assert list(old) == list(new)
    changed = {name for name in old if old[name] != new[name]}
    tables = {WorkbookFile(path).package.table(name).part for name in TEMPLATES[kind].owned}
    assert changed <= tables | {name for name in old if name.startswith("xl/worksheets/sheet")}
    assert not any(TRANSITIONAL in new[name] for name in new if not name.startswith("["))


@pytest.mark.parametrize("rows", [3, 20_000])
@pytest.mark.parametrize("as_saved", [strict, dates_in_words, lambda data: strict(dates_in_words(data))])
def test_a_file_of_rows_counts_as_any_other(
    survey: Survey, tmp_path: Path, rows: int, as_saved: Callable[[bytes], bytes]
) -> None:
    """The rows of another workbook are those of its own refresh, be they few or for calamine to read."""
    responses = [[JANUARY, f"C{row}", "Retail", row % 101] for row in range(rows)]
    source = Survey(tmp_path / "rows.xlsx").fill(responses=responses)
    source.path.write_bytes(as_saved(source.path.read_bytes()))
    package = source.read().package
    assert (len(package.part(package.sheet_part("Responses"))) >= large_sheet.LARGE_SHEET) is (rows > 3)
    done = refresh(survey.path, {"responses": source.path}, now=NOON, who="Ann")
    assert (done.read, done.tallied, done.rejected) == (rows, rows, 0)


def test_a_date_that_is_none_is_refused_by_its_cell(survey: Survey) -> None:
    """Whatever the engine made of it, a formula would be wrong without a word."""
    edited(
        survey.path,
        "xl/worksheets/sheet6.xml",
        lambda data: re.sub(rb'(<c r="B\d+"[^>]*)><v>46023<', rb'\1 t="d"><v>1 Jan 26<', data),
    )
    before = survey.path.read_bytes()
    with pytest.raises(Refusal, match='its sheet Costs holds "1 Jan 26" of kind d in B'):
        refresh(survey.path)
    assert survey.path.read_bytes() == before
