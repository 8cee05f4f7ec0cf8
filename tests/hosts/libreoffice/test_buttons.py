"""The buttons pressed with a mouse, in a window: what is asked, what the workbook shows afterwards, what is kept."""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from addin.actions.demo import SURVEY
from addin.assembly.oxt.descriptions import address_of
from addin.assembly.picture_file import small_png
from addin.assembly.pictures import FOLDER
from tests.hosts.libreoffice.office import Office, tool
from tests.hosts.libreoffice.screen import TOOLS, Mouse, screen
from workbook_templates.catalogue import TEMPLATES

MONTH = datetime.date(2026, 10, 1)


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Mouse]]:
    missing = [name for name in TOOLS if tool(name) is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not installed; .ci/libreoffice does it")
    image = tmp_path_factory.mktemp("screen")
    with screen(image) as display:
        office = Office(tmp_path_factory.mktemp("window"), display)
        office.start()
        try:
            yield office, Mouse(office, display, image)
        finally:
            office.stop()


def named_value(office: Office, name: str) -> float:
    """A result in the document in front."""
    document = office.desktop.getCurrentComponent()
    return float(document.NamedRanges.getByName(name).ReferredCells.Value)


def loyal_everywhere(document: Any, month: datetime.date) -> None:
    """Every response of the month made a 99, as if typed."""
    sheet = document.Sheets.getByName("Responses")
    area = document.DatabaseRanges.getByName("responses").ReferredCells.RangeAddress
    dates, indexes = (
        sheet.getCellRangeByPosition(area.StartColumn + place, area.StartRow + 1, area.StartColumn + place, area.EndRow)
        for place in (0, 3)
    )
    first = (month - datetime.date(1899, 12, 30)).days
    indexes.setDataArray(
        tuple(
            (99.0,) if isinstance(date, float) and first <= date < first + 31 else index
            for (date,), index in zip(dates.getDataArray(), indexes.getDataArray(), strict=True)
        )
    )


def test_refresh_counts_what_was_typed_and_changes_the_report(
    window: tuple[Office, Mouse], tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    office, mouse = window
    survey, _ = SURVEY.write(tmp_path, now=datetime.datetime(2026, 11, 22, 9, 30))
    content = survey.read_bytes()
    with office.patience():
        document = office.load(survey)
        document.CurrentController.setActiveSheet(document.Sheets.getByName("Report"))
        before = named_value(office, "report_roi")
        loyal_everywhere(document, MONTH)
        assert named_value(office, "report_roi") == before  # it is the refresh that counts
        assert (
            mouse.click_for("Refresh", "unsaved changes")
            == f"{survey.name} has unsaved changes. Save it, and refresh it then?"
        )
        mouse.click("Cancel")
        mouse.wait_until_gone("unsaved changes")
        assert document.isModified()
        assert survey.read_bytes() == content
        mouse.click_for("Refresh", "unsaved changes")
        mouse.click("OK")
        said = mouse.wait_for("refreshed, from")
        picture = mouse.picture()
        mouse.dismiss("refreshed, from")
        after = named_value(office, "report_roi")
        document = office.desktop.getCurrentComponent()
        assert after > before + 1
        assert f"{after:.1%}" in said
        assert "Checks: " in said
        assert document.CurrentController.ActiveSheet.Name == "Report"
        assert not document.isModified()
        assert survey.with_name(f"{survey.name}.1.bak").is_file()
        document.close(True)
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 100  # a window, not an empty screen
    if pytestconfig.getoption("--keep-pictures"):
        (FOLDER / "libreoffice-refreshed.png").write_bytes(small_png(Image.fromarray(picture)))


def test_explain_and_check_say_why_a_cell_shows_an_error(window: tuple[Office, Mouse]) -> None:
    office, mouse = window
    with office.patience():
        document = office.load()
        cell = document.Sheets[0].getCellRangeByName("B2")
        cell.Formula = "=CLV(2400;10;5)"
        document.Sheets[0].getCellRangeByName("B3").Formula = "=CLV(B4;10%;5)"
        document.CurrentController.select(cell)
        said = mouse.click_for("Explain", "shows #NUM!")
        assert said.startswith("Sheet1!B2 shows #NUM!: CLV: discount_rate must be at most 100%; got 10")
        mouse.dismiss("shows #NUM!")
        said = mouse.click_for("Check", "formulas computed")
        assert "Sheet1!B2 #NUM! CLV: discount_rate must be at most 100%" in said
        assert "Sheet1!B3 #VALUE! CLV: annual_profit is blank" in said
        assert "1 cell shows something else in LibreOffice than in Excel, first Sheet1!B3" in said
        mouse.dismiss("formulas computed")
        document.close(True)


def test_a_python_that_is_gone_is_told_once_in_words(window: tuple[Office, Mouse]) -> None:
    office, mouse = window
    with office.patience():
        document = office.load()
        cell = document.Sheets[0].getCellRangeByName("A1")
        office.computed_by("/nowhere/python")
        try:
            cell.Formula = "=CLV(2400;10%;5)"
            assert cell.String == "#NAME?"
            assert "cannot load centre-roi" in mouse.wait_for("Install it there again")
            mouse.dismiss("Install it there again")
            document.calculateAll()
            assert not [text for text in mouse.texts() if "cannot load" in text]
        finally:
            office.computed_by(sys.executable)
        mouse.click_for("Check", "formulas computed")  # a button tries again
        mouse.dismiss("formulas computed")
        document.calculateAll()
        assert cell.Value == pytest.approx(9097.888246580276, rel=1e-12)
        document.close(True)


def test_new_opens_a_blank_workbook_that_is_not_saved_yet(window: tuple[Office, Mouse]) -> None:
    """The menu's entry, by the address that it calls."""
    office, _ = window
    with office.patience():
        front = office.load()
        for kind in TEMPLATES:
            dispatcher = office.service("com.sun.star.frame.DispatchHelper")
            dispatcher.executeDispatch(front.CurrentController.Frame, address_of(f"new/{kind}"), "", 0, ())
            until = time.monotonic() + 30
            while not (made := blank_workbooks(office)):
                assert time.monotonic() < until
                time.sleep(0.1)
            (document,) = made
            assert document.NamedRanges.getByName("centre_roi_template").Content.strip('"') == TEMPLATES[kind].tag
            assert document.URL == ""
            document.close(True)
        front.close(True)


def blank_workbooks(office: Office) -> list[Any]:
    """The open workbooks of ours."""
    return [each for each in office.desktop.Components if each.NamedRanges.hasByName("centre_roi_template")]
