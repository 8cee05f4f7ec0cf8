"""A refresh that Excel refuses halfway, at every change in turn (the model of Excel in this folder, not Excel)."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from addin.refusal import Refusal
from tests.addin.hosts.excel.live.conftest import areas, compute, formulas, values
from tests.addin.hosts.excel.live.excel_model import Application, ExcelError
from tests.addin.hosts.excel.live.excel_model.store import Store
from tests.conftest import Survey

if TYPE_CHECKING:
    from addin.hosts.excel.live.book import LiveBook

DAY = datetime.date(2026, 1, 15)
pytestmark = pytest.mark.usefixtures("without_findings")

GOOD = [(DAY, "C-1", "Retail", 90), (DAY, "C-3", "SME", 40)]
BAD = [(DAY, f"B-{number}", "Wholesale", 90) for number in range(3)]


@pytest.fixture
def book(survey: Survey, in_excel: Callable[[Path], LiveBook]) -> LiveBook:
    """Refreshed once; of the rows since then fewer count and more are rejected, and all tables are filtered."""
    from addin.hosts.excel.commands import refresh_live

    book = in_excel(survey.fill(responses=[*GOOD, BAD[0]]).path)
    refresh_live(book)
    book.api.store.file.write_table("responses", [[*row, *[None] * 6] for row in [GOOD[0], *BAD]])
    compute(book)
    for sheet in book.api.Worksheets.members():
        for table in sheet.ListObjects.members():
            table.filtered[2] = (1, "<>0", "<>x")
    return book


def state(book: LiveBook) -> Any:
    filters = [copy.deepcopy(sheet.filters) for sheet in book.api.sheets]
    return values(book.api), formulas(book.api), areas(book.api), filters, dict(book.application.state)


def test_whatever_excel_refuses_everything_is_as_before(
    book: LiveBook, excel: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    from addin.hosts.excel.commands import refresh_live

    monkeypatch.setattr(Store, "calculate", lambda store: setattr(store, "is_stale", False))
    filters_and_settings = state(book)[3:]
    refused: list[str] = []
    for number in range(1, 100):
        before, start = state(book), len(excel.changes)
        excel.fail_at = start + number
        try:
            refresh_live(book, now=datetime.datetime(2026, 2, 1, 12, 0), who="Ann")
        except (Refusal, ExcelError):
            refused.append(excel.changes[excel.fail_at - 1])
            assert state(book) == before, refused[-1]
        # What is only put back is tried again: the refresh itself was complete.
        assert state(book)[3:] == filters_and_settings
        if len(excel.changes) < excel.fail_at:
            break
    assert {"Resize of tally", "Resize of rejected", "Resize of history", "Calculate", "StatusBar"} <= set(refused)
    assert number > len(refused) >= 30


def test_the_report_is_computed_again_after_putting_back(book: LiveBook, excel: Application) -> None:
    from addin.hosts.excel.commands import refresh_live

    before = state(book)
    excel.changes.clear()
    calls: list[int] = []

    def refused_the_second_time() -> None:
        calls.append(1)
        if len(calls) == 2:
            raise ExcelError("Call was rejected by callee.")
        Application.Calculate(excel)

    excel.__dict__["Calculate"] = refused_the_second_time
    with pytest.raises(Refusal, match=r"Excel refused to go on \(Call was rejected by callee\.\)\. Everything was put"):
        refresh_live(book)
    assert len(calls) == 3
    assert state(book) == before


def test_what_cannot_be_put_back_is_said(book: LiveBook, monkeypatch: pytest.MonkeyPatch) -> None:
    from addin.hosts.excel.commands import refresh_live
    from tests.addin.hosts.excel.live.excel_model.tables import ListObject

    book.api.Worksheets("History").is_protected = True
    resize = ListObject.Resize

    def only_once(table: ListObject, area: Any) -> None:
        monkeypatch.setattr(ListObject, "Resize", lambda *_: (_ for _ in ()).throw(ExcelError("No.")))
        resize(table, area)

    monkeypatch.setattr(ListObject, "Resize", only_once)
    with pytest.raises(Refusal, match=r"could not be put back everywhere\. Close the workbook without saving it"):
        refresh_live(book)
