"""The buttons, from the ribbon's callback through the add-in's VBA, xlwings' DLL and COM server to Python and back.

The workbook is the Excel-shaped model of the tests of live workbooks, served over COM: xlwings and pywin32 are the real
ones, Excel is not.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from addin.actions.refresh import refresh
from addin.cells.addresses import address
from addin.workbook.file import WorkbookFile
from tests.conftest import Survey
from tests.hosts.windows import wine
from tests.hosts.windows.session import Excel
from udfs.calling.errors import CellError

RESPONSES = [["2026-01-15", "c1", "Retail", 100], ["2026-01-16", "c2", "SME", 20], ["a day", "c3", "SME", 90]]


@pytest.fixture
def filled(survey: Survey) -> Path:
    survey.fill(responses=RESPONSES)
    return survey.path


@pytest.fixture
def opened(addin: Excel, filled: Path) -> Excel:
    """The survey is the active workbook."""
    addin.model("application", "tests.hosts.windows.host.live_model", "excel_with", wine.windows_path(filled))
    addin.traces()
    return addin


def said(excel: Excel) -> str:
    (text,) = excel.traces().texts
    return text


def values(path: Path) -> dict[str, Any]:
    package = WorkbookFile(path).package
    return {
        sheet: {(row, column): value for row, column, value in package.sheet(sheet).cells() if value not in (None, "")}
        for sheet in package.sheets
    }


def test_refresh_gives_what_the_command_gives(opened: Excel, filled: Path, tmp_path: Path) -> None:
    opened.click("OnRefresh")
    text = said(opened)
    assert f"{filled.name} refreshed, from " in text
    assert re.search(r"Rows read +3\n +tallied +2\n +rejected +1 ", text)
    assert text.endswith("Save the workbook to keep this.")
    target = tmp_path / "sent.xlsx"
    opened.answer(wine.windows_path(target))
    opened.click("OnCopyToSend")
    assert "with values in place of" in said(opened)
    refresh(filled)
    live, file = values(target), values(filled)
    assert list(live) == ["Report", "Trend"], "the pages of the report, and nothing else"
    assert live["Report"] == file["Report"]


def test_check_names_what_is_wrong(opened: Excel, filled: Path) -> None:
    opened.click("OnCheck")
    assert f"{filled.name}: " in said(opened)


def test_explain_follows_an_error_to_where_it_began(addin: Excel, filled: Path) -> None:
    book = WorkbookFile(filled)
    book.write_range("discount_rate", [[5]])
    book.recalculate()
    book.save()
    assert book.evaluation is not None
    row, column = next(
        place for place, value in book.evaluation.values["Segments"].items() if isinstance(value, CellError)
    )
    addin.model("application", "tests.hosts.windows.host.live_model", "excel_with", wine.windows_path(filled))
    text = addin.evaluate(f'RunCommand("explain", Array(ActiveWorkbook, "Segments", "{address(row, column)}"))')
    assert text == (
        f"Segments!{address(row, column)} shows #NUM!: CLV: discount_rate must be at most 100%; got 5 "
        "(write 10% or 0.1)"
    )


def test_new_opens_a_template(opened: Excel) -> None:
    opened.click("OnNew", "survey_roi", 0)
    assert opened.traces().texts == []
    assert opened.evaluate("ActiveWorkbook.Worksheets.Count") == 13


def test_without_a_workbook_the_buttons_say_so(addin: Excel) -> None:
    addin.model("application", "tests.addin.hosts.excel.live.excel_model", "Application")
    addin.traces()
    for button in ("OnRefresh", "OnCheck", "OnCopyToSend"):
        addin.click(button)
        assert said(addin) == "Open a workbook first, or start one with New."


def test_cancelled_dialogs_do_nothing(opened: Excel) -> None:
    for button in ("OnRefreshFromFile", "OnCopyToSend"):
        opened.click(button)
    found = opened.traces()
    assert [call["name"] for call in found.recorded] == ["GetOpenFilename", "GetSaveAsFilename"]
    assert found.texts == []
