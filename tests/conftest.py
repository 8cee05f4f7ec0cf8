"""What several tests need: hypothesis without chance, and workbooks filled in for a purpose."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from addin.workbook.file import WorkbookFile
from workbook_templates.catalogue import workbook_bytes

TWO_SEGMENTS: Mapping[str, Sequence[Any]] = {
    "Segment": ["Retail", "SME"],
    "Empirical CLV": [2000, 4000],
    "Annual profit at calibration": [1000, 2000],
    "Discount rate at calibration": [0, 0],
    "Calibration date": [datetime.date(2025, 12, 31)] * 2,
    "Annual profit today": [1000, 2000],
}
"""Customers who stay two years, as the sheet Segments has them."""

TIERS = {"engines": "engines", "hosts/libreoffice": "libreoffice", "hosts/windows": "windows"}
"""Folders of tests that need a host, and the markers their tests have."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--keep-pictures", action="store_true", help="the window that is tested goes into docs/pictures")
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run: for where every host is")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for folder, marker in TIERS.items():
            if Path(__file__).parent / folder in item.path.parents:
                item.add_marker(marker)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--no-skips") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


settings.register_profile("same every time", derandomize=True, deadline=None)
settings.load_profile("same every time")


def edited(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """A workbook with one part changed as another program, or a person with a zip tool, would."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = change(parts[part])
    assert changed != parts[part]
    parts[part] = changed
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def type_in(
    path: Path,
    cells: Mapping[str, Any],
    columns: Mapping[str, Mapping[str, Sequence[Any]]],
    tables: Mapping[str, Sequence[Sequence[Any]]],
) -> None:
    """Into named cells, into the first lines of tables' columns, and whole tables; as if it was never saved before."""
    book = WorkbookFile(path)
    for name, value in cells.items():
        book.write_range(name, [[value]])
    for table, values in columns.items():
        book.write_columns(table, values)
    for table, rows in tables.items():
        book.write_table(table, rows)
    book.save()
    for backup in path.parent.glob(f"{path.name}.*.bak"):
        backup.unlink()


def filled_rows(path: Path, table: str) -> list[list[Any]]:
    """The lines of a table that hold something."""
    columns = WorkbookFile(path).read_table(table).columns
    return [list(row) for row in zip(*columns, strict=True) if any(cell is not None for cell in row)]


class Survey:
    """A survey workbook on disk that a test fills in as a user would."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_bytes(workbook_bytes("survey_roi"))

    def fill(
        self,
        cells: Mapping[str, Any] | None = None,
        columns: Mapping[str, Mapping[str, Sequence[Any]]] | None = None,
        responses: Sequence[Sequence[Any]] | None = None,
    ) -> Survey:
        """Type into named cells, into the first lines of tables' columns, and into Responses."""
        rows = None if responses is None else [[*row, *[None] * (10 - len(row))] for row in responses]
        type_in(self.path, cells or {}, columns or {}, {} if rows is None else {"responses": rows})
        return self

    def read(self) -> WorkbookFile:
        """The workbook as it is on disk now."""
        return WorkbookFile(self.path)

    def rows(self, table: str) -> list[list[Any]]:
        """The lines of a table that hold something."""
        return filled_rows(self.path, table)


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    """A workbook with one segment, costs in January, and a customer value of 1,000 a year."""
    return Survey(tmp_path / "survey.xlsx").fill(
        {"report_year": 2026, "report_month": 1, "value_basis": "year"},
        {
            "segments": TWO_SEGMENTS,
            "cost_lines": {"Month": [datetime.date(2026, 1, 1)], "Kind": ["Staff"], "Owner": ["HR"], "Amount": [2000]},
        },
    )
