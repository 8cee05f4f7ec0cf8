"""The way to the user's Python: settings that are wrong, a server that is gone, and what the user then reads."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.hosts.windows.our_addin import open_our_addin, settings
from tests.hosts.windows.session import CellError, Excel
from udfs.calling.call import call
from udfs.calling.registry import FUNCTIONS

VALUE = CellError(2015)
DOCTOR = "Run in a command window: centre-roi doctor"


def explained(excel: Excel, cell: str) -> str:
    """What the ribbon's Explain says of a cell."""
    excel.ask("select", range=cell)
    excel.traces()
    excel.click("OnExplain")
    (text,) = excel.traces().texts
    return text


def test_a_server_that_was_killed_is_started_again_by_the_next_call(addin: Excel) -> None:
    assert addin.calculate("A1", "=CLV_SIMPLE(3000,4,10)") == 120000
    assert addin.kill_server(), "there was one"
    assert addin.calculate("A1", "=CLV_SIMPLE(3000,4,10)") == 120000


def test_one_that_keeps_ending_is_not_started_for_every_cell(addin: Excel) -> None:
    for _ in range(2):
        addin.calculate("A1", "=CLV_SIMPLE(3000,4,10)")
        assert addin.kill_server()
    assert addin.calculate("A1", "=CLV_SIMPLE(3000,4,10)") == VALUE
    assert "Centre ROI cannot reach its Python (it ended twice within half a minute)" in explained(addin, "A1")


def test_and_again_by_the_next_button(addin: Excel) -> None:
    addin.click("OnAbout")
    addin.traces()
    assert addin.kill_server()
    addin.click("OnAbout")
    (text,) = addin.traces().texts
    assert text.startswith("Centre ROI ")


def test_a_wrong_interpreter_is_an_error_in_the_cell_and_words_in_explain(
    excel: Excel, windows_python: Path, profile: Path
) -> None:
    open_our_addin(excel, profile, settings(windows_python, "nothing.exe"))
    assert excel.calculate("A1", "=CLV(2400,10%,5)") == VALUE
    text = explained(excel, "A1")
    assert "A1 shows #VALUE!" in text
    assert "Centre ROI cannot reach its Python (" in text
    assert DOCTOR in text


def test_a_sheet_of_formulas_does_not_wait_for_each_of_them(excel: Excel, windows_python: Path, profile: Path) -> None:
    open_our_addin(excel, profile, settings(windows_python, "nothing.exe"))
    excel.calculate("A1", "=CLV(2400,10%,5)")
    began = time.monotonic()
    answers = excel.calculate_all([(f"B{row}", "=CLV(2400,10%,5)") for row in range(1, 101)])
    assert answers == [VALUE] * 100
    assert time.monotonic() - began < 5


def test_settings_that_were_put_right_work_from_the_next_button_on(
    excel: Excel, windows_python: Path, profile: Path
) -> None:
    open_our_addin(excel, profile, None)
    assert excel.calculate("A1", "=CLV_SIMPLE(3000,4,10)") == VALUE
    assert "CentreROI.conf is missing: centre-roi install writes it" in explained(excel, "A1")
    excel.click("OnAbout")
    assert DOCTOR in excel.traces().texts[0]
    (profile / ".CentreROI" / "CentreROI.conf").write_text(
        "".join(f"{name}={value}\r\n" for name, value in settings(windows_python).items()), newline=""
    )
    excel.click("OnAbout")
    assert excel.traces().texts[0].startswith("Centre ROI ")
    assert excel.calculate("A1", "=CLV_SIMPLE(3000,4,10)") == 120000


@pytest.mark.parametrize(
    ("name", "words"),
    [("PYTHON", "has no line PYTHON="), ("DLL64", "has no line DLL64=")],
)
def test_settings_that_lack_a_line(excel: Excel, windows_python: Path, profile: Path, name: str, words: str) -> None:
    chosen = settings(windows_python)
    del chosen[name]
    open_our_addin(excel, profile, chosen)
    assert excel.calculate("A1", "=CLV(2400,10%,5)") == VALUE
    assert words in explained(excel, "A1")


def test_a_library_that_is_not_there(excel: Excel, windows_python: Path, profile: Path) -> None:
    open_our_addin(excel, profile, settings(windows_python) | {"DLL64": r"Z:\nowhere\xlwings64-0.37.8.dll"})
    assert excel.calculate("A1", "=CLV(2400,10%,5)") == VALUE
    assert r"xlwings' library is not where it was installed: Z:\nowhere\xlwings64-0.37.8.dll" in explained(excel, "A1")


def test_explain_tells_what_our_function_refused(addin: Excel) -> None:
    addin.cells({"A1:C1": [[2400, 10, 5]]})
    assert addin.calculate("D1", "=CLV(A1,B1,C1)") == CellError(2036)
    expected = call(FUNCTIONS["CLV"], 2400.0, 10.0, 5.0).message
    assert explained(addin, "D1").endswith(f"D1 shows #NUM!\r\n\r\n{expected}")


def test_explain_tells_the_reason_of_now(addin: Excel) -> None:
    """An input that changed meanwhile counts: the formula is calculated once more."""
    addin.cells({"A1:C1": [[2400, 10, 5]]})
    addin.calculate("D1", "=CLV(A1,B1,C1)")
    addin.cells({"B1": -3})
    assert "must be above -100%; got -3" in explained(addin, "D1")


def test_the_log_is_kept_in_the_users_folder(addin: Excel, profile: Path) -> None:
    addin.calculate("A1", "=CLV_SIMPLE(3000,4,10)")
    assert (profile / ".CentreROI" / "centre-roi.log").exists()
