"""Open workbooks for tests.

Which object model ran: xlwings' real one (main.py and _xlwindows.py, pywin32 stubbed) on top of an Excel-shaped model
in plain Python (excel_model), whose cells are computed by the embedded engine. It is not Excel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.addin.hosts.excel.live.excel_model import Application
from tests.addin.hosts.excel.live.windows_xlwings import windows_xlwings

if TYPE_CHECKING:
    from addin.hosts.excel.live.book import LiveBook
    from tests.addin.hosts.excel.live.excel_model.workbook import Workbook


@pytest.fixture(scope="package", autouse=True)
def _xlwings() -> Iterator[None]:
    with windows_xlwings():
        yield


@pytest.fixture
def excel() -> Application:
    """Excel as a user left it: computing by itself, with events, its status bar its own."""
    return Application()


@pytest.fixture
def in_excel(excel: Application) -> Callable[[Path], LiveBook]:
    """Opens a file in Excel, as the add-in's macro hands it to Python."""
    from addin.hosts.excel.live.book import open_live_book

    return lambda path: open_live_book(excel.Workbooks.Open(str(path)))


@pytest.fixture
def without_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of other things: to look for errors, the whole workbook is computed once more."""
    from addin.engine.error_origins import ErrorReport
    from addin.hosts.excel.live.book import LiveBook

    monkeypatch.setattr(LiveBook, "errors", lambda _: ErrorReport(0))


def compute(book: LiveBook) -> None:
    """Every formula, as Excel does when it opens a file that another program wrote."""
    book.api.store.is_stale = True
    book.api.store.calculate()


def values(workbook: Workbook) -> dict[str, dict[tuple[int, int], Any]]:
    """Every value of every sheet, the computed ones among them; empty text counts as none."""
    return {
        sheet: {
            (row, column): value
            for row, column, value in workbook.store.package.sheet(sheet).cells()
            if value not in (None, "")
        }
        for sheet in workbook.store.package.sheets
    }


def formulas(workbook: Workbook) -> dict[str, dict[tuple[int, int], str]]:
    """Every formula of every sheet."""
    return {
        sheet: {(each.row, each.column): each.text for each in workbook.store.package.sheet(sheet).formulas}
        for sheet in workbook.store.package.sheets
    }


def areas(workbook: Workbook) -> dict[str, Any]:
    """Where each table lies."""
    return {table.name: table.area for table in workbook.store.package.tables.values()}
