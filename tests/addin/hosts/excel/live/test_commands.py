"""What the ribbon's buttons answer (xlwings' real object model on the model of Excel in this folder; not Excel)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from addin.release import VERSION
from addin.xlsx.package import Package
from tests.addin.hosts.excel.live.conftest import compute
from tests.addin.hosts.excel.live.excel_model import Application, ExcelError
from tests.conftest import Survey
from tests.workbook_templates.centre_benefits.workbook import filled
from udfs.calling.errors import CellError
from workbook_templates.catalogue import TEMPLATES

if TYPE_CHECKING:
    from addin.hosts.excel.live.book import LiveBook

Open = Callable[[Path], "LiveBook"]
DAY = datetime.date(2026, 1, 15)
ROWS = [(DAY, "C-1", "Retail", 90), (DAY, "C-2", "Retail", 95), (DAY, "C-3", "SME", 40)]


@pytest.fixture
def commands() -> ModuleType:
    from addin.hosts.excel import commands as excel_commands

    return excel_commands


@pytest.fixture
def own(tmp_path: Path) -> Callable[..., Path]:
    """A workbook of somebody's own."""

    def write(cells: dict[str, Any]) -> Path:
        book = openpyxl.Workbook()
        assert book.active is not None
        for place, value in cells.items():
            book.active[place] = value
        book.active.title = "Report"
        book.save(tmp_path / "own.xlsx")
        return tmp_path / "own.xlsx"

    return write


def test_new_opens_a_workbook_that_is_not_saved_yet(commands: ModuleType, excel: Application) -> None:
    assert commands.new(excel, "survey_roi") == ""
    assert excel.ActiveWorkbook is not None
    assert (excel.ActiveWorkbook.Name, excel.ActiveWorkbook.Path) == ("survey_roi1", "")
    refused = commands.new(excel, "tax_return")
    assert refused == f'There is no template "tax_return"; there is: {", ".join(TEMPLATES)}.'


def test_a_new_workbook_never_saved_is_refreshed_checked_and_sent(
    commands: ModuleType, excel: Application, tmp_path: Path
) -> None:
    commands.new(excel, "survey_roi")
    workbook = excel.ActiveWorkbook
    assert commands.refresh(workbook, "") == "Segments: no segment has a name yet; fill in at least one."
    assert re.search(r"survey_roi1: 5,\d{3} formulas computed; ", commands.check(workbook))
    text = commands.copy_to_send(workbook, str(tmp_path / "sent.xlsx"))
    assert text.startswith(f"Written: {tmp_path / 'sent.xlsx'}, with values in place of ")
    assert "In it: Report, Trend." in text
    assert "To send other sheets: centre-roi export BOOK --values --sheets NAME" in text
    assert len(text) <= 1000
    sent = Package.open(tmp_path / "sent.xlsx")
    assert not any(sent.has_formulas(sheet) for sheet in sent.sheets)


def test_a_file_finds_its_table_by_its_headers(commands: ModuleType, in_excel: Open, tmp_path: Path) -> None:
    """The button names no table; a workbook with several of them knows the file by its headers, or says that not."""
    workbook = in_excel(filled(tmp_path / "benefits.xlsx")).api
    leads, other = tmp_path / "leads.csv", tmp_path / "other.csv"
    leads.write_text("Date,Lead,Outcome,Contribution,Value\n2026-02-10,L1,won,persuaded,5\n", encoding="utf-8")
    other.write_text("Date,Person,Sales\n2026-02-10,Ann,5\n", encoding="utf-8")
    assert commands.refresh(workbook, str(other)).startswith("other.csv has the headers of no table of this workbook: ")
    text = commands.refresh(workbook, str(leads))
    assert text.startswith("benefits.xlsx refreshed, from leads: leads.csv; the other tables of this workbook.")
    assert "leads: 1 read, 1 tallied, 0 rejected." in text


def test_refresh_says_what_it_did(commands: ModuleType, survey: Survey, in_excel: Open) -> None:
    text = commands.refresh(in_excel(survey.fill(responses=ROWS).path).api)
    assert text.startswith("survey.xlsx refreshed, from the table responses of this workbook.\n")
    assert "Rows read              3" in text
    assert text.endswith("Save the workbook to keep this.")


def test_a_refusal_is_its_text(commands: ModuleType, own: Any, in_excel: Open) -> None:
    workbook = in_excel(own({"A1": 1})).api
    assert "own.xlsx: this workbook was not made from a Centre ROI template" in commands.refresh(workbook)
    assert commands.refresh(workbook, "missing.csv").startswith("own.xlsx: this workbook")


def test_check_explains_errors_and_a_long_list_goes_into_a_new_workbook(
    commands: ModuleType, own: Any, in_excel: Open, excel: Application
) -> None:
    book = in_excel(own({f"A{row}": f"=CLV(100,10,{row})" for row in range(1, 40)} | {"B1": "=A1+1", "C1": "=NA()"}))
    compute(book)
    text = commands.check(book.api)
    assert len(text) <= 1000
    assert text.startswith(
        "Report!A1 #NUM! CLV: discount_rate must be at most 100%; got 10 (write 10% or 0.1) (also in"
    )
    assert text.endswith("\n...\nThe whole list is in the new workbook Book2 (View > Switch Windows).")
    rows = excel.Workbooks("Book2").Worksheets(1).Range("A1:B40").Value2
    assert rows[0] == ("Place", "What")
    assert [row[0] for row in rows[1:]] == [f"Report!A{row}" for row in range(1, 40)]
    assert excel.ActiveWorkbook is book.api


def test_check_of_a_workbook_without_errors_makes_no_copy(
    commands: ModuleType, own: Any, in_excel: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = in_excel(own({"A1": "=1+1"}))
    compute(book)
    monkeypatch.setattr(type(book.api), "SaveCopyAs", None)
    assert commands.check(book.api) == "own.xlsx: 1 formulas computed; nothing is wrong."


def test_errors_without_a_copy_are_listed_and_the_reason_is_said(
    commands: ModuleType, own: Any, in_excel: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = in_excel(own({"A1": "=1/0", "A2": "=A1"}))
    compute(book)

    def refused(_: Any, __: str) -> None:
        raise ExcelError("The disk is full.")

    monkeypatch.setattr(type(book.api), "SaveCopyAs", refused)
    why = "Why cells show errors could not be found out, since a copy of the workbook could not be read"
    assert commands.check(book.api).splitlines() == [
        "Report!A1 #DIV/0! shown by Excel (also in Report!A2)",
        f"{why}: The disk is full.",
        "own.xlsx: 2 formulas computed; see above.",
    ]


def only_in_excel(book: LiveBook, row: int, column: int, code: str) -> None:
    """An error that Excel shows and our engine does not, such as that of an add-in which is switched off."""
    book.api.store.package.sheet("Report").set_cached(row, column, CellError(code))


def test_an_error_that_only_excel_shows(commands: ModuleType, own: Any, in_excel: Open) -> None:
    book = in_excel(own({"A1": "=CLV(1,0,1)"}))
    compute(book)
    only_in_excel(book, 1, 1, "#NAME?")
    only = "shown by Excel only: computed outside Excel, the cell has no such error"
    assert commands.check(book.api).splitlines()[0] == f"Report!A1 #NAME? {only}"
    assert commands.explain(book.api, "Report", "$A$1") == f"Report!A1 shows #NAME?: {only}."


RATE = "CLV: discount_rate must be at most 100%; got 10 (write 10% or 0.1)"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("A1", f"Report!A1 shows #NUM!: {RATE}"),
        ("$C$3", f"Report!C3 shows #NUM!: it comes from Report!A1: {RATE}"),
        ("B2", "Report!B2 shows #N/A on purpose: NA() stands for no data."),
        ("D4:E9", "Report!D4 shows no error."),
        ("E5", "Report!E5 shows no error."),
        ("", "Select one cell that shows an error."),
    ],
)
def test_explain(commands: ModuleType, own: Any, in_excel: Open, cell: str, text: str) -> None:
    book = in_excel(own({"A1": "=CLV(100,10,5)", "B2": "=NA()", "C3": "=SUM(A1:A2)*2", "D4": "=1+1"}))
    compute(book)
    assert commands.explain(book.api, "Report", cell) == text


def test_copy_to_send_leaves_the_workbook_and_other_files_alone(
    commands: ModuleType, survey: Survey, in_excel: Open, excel: Application
) -> None:
    book = in_excel(survey.fill(responses=ROWS).path)
    commands.refresh(book.api)
    before = survey.path.read_bytes()
    target = survey.path.with_name("to send.xlsx")
    assert commands.copy_to_send(book.api, str(target)).startswith(f"Written: {target}, with values in place of")
    assert "there is such a file already" in commands.copy_to_send(book.api, str(target))
    assert "let its name end in .xlsx" in commands.copy_to_send(book.api, str(target.with_suffix(".pdf")))
    assert survey.path.read_bytes() == before
    assert sorted(path.name for path in survey.path.parent.iterdir()) == ["survey.xlsx", "to send.xlsx"]
    assert excel.events == []
    assert excel.EnableEvents


def test_about_names_version_python_settings_and_log(
    commands: ModuleType, excel: Application, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("APPDATA", str(tmp_path / "data"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    lines = commands.about(excel).splitlines()
    assert lines[0] == f"Centre ROI {VERSION}"
    assert lines[1].startswith("Python 3.")
    assert lines[2] == f"Settings: {tmp_path / '.CentreROI' / 'CentreROI.conf'}"
    assert lines[3].endswith("centre-roi.log")


def test_help_is_opened(commands: ModuleType, excel: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    assert commands.show_help(excel) == ""
    assert opened[0].startswith("file:")
    assert opened[0].endswith("/addin/help.html")


def test_a_fault_is_logged_and_told_in_a_sentence(
    commands: ModuleType, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Any) -> None:
        raise ZeroDivisionError("by hand")

    monkeypatch.setattr(commands, "open_live_book", broken)
    for command, arguments in (("refresh", ("",)), ("check", ()), ("explain", ("A", "A1")), ("copy_to_send", ("x",))):
        caplog.clear()
        text = getattr(commands, command)(None, *arguments)
        assert "Centre ROI stopped by a fault of its own (ZeroDivisionError)" in text
        assert "Traceback" not in text
        assert "by hand" in caplog.text
    assert "fault of its own" in commands.check("too", "many")


def test_excel_being_busy_is_told_as_that(
    commands: ModuleType, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def busy(_: Any) -> None:
        raise ExcelError("Call was rejected by callee.")

    monkeypatch.setattr(commands, "open_live_book", busy)
    assert commands.check(None).startswith("Excel refused to go on (Call was rejected by callee.). Finish what is open")
    assert "check stopped" in caplog.text
