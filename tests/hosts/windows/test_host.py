"""The ground that the Wine tier stands on: a tiny add-in's VBA, xlwings' real DLL and server, and back."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.hosts.windows import wine
from tests.hosts.windows.session import MISSING, NULL, BrokenHostError, CellError, Excel, Special, VbaError
from tests.hosts.windows.tiny_addin import SOURCES, build_tiny_addin

ERRORS = [2000, 2007, 2015, 2023, 2029, 2036, 2042]


@pytest.fixture(scope="module")
def tiny_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_tiny_addin(tmp_path_factory.mktemp("tiny") / "tiny.xlam")


@pytest.fixture
def tiny(excel: Excel, tiny_path: Path, windows_python: Path) -> Excel:
    excel.open_addin(tiny_path, settings(windows_python))
    return excel


def settings(root: Path, interpreter: str = "pythonw.exe") -> dict[str, str]:
    home = wine.python_home(root)
    return {
        "TINY_DLL": wine.windows_path(next(home.glob("xlwings64-*.dll"))),
        "TINY_COMMAND": f'"{wine.windows_path(home / interpreter)}" -B -m tiny_server $(CLSID)',
        "PYTHONPATH": wine.windows_path(SOURCES),
    }


def test_values_go_to_python_and_come_back_as_they_were(tiny: Excel) -> None:
    cells = {"A1": 2.5, "A2": "text", "A3": None, "A4": True, "A5": False, "A6": "", "A7": "Grüße €", "A8": -3}
    tiny.cells(cells)
    answers = tiny.calculate_all([(f"C{row}", f"=Echo(A{row})") for row in range(1, 9)])
    # Python's None is VBA's Null: a blank cell that Python gives back is not blank to VBA.
    assert answers == [2.5, "text", NULL, True, False, "", "Grüße €", -3]
    assert [type(answer) for answer in answers[3:5]] == [bool, bool]


@pytest.mark.parametrize("number", ERRORS)
def test_an_error_cell_reaches_python_with_its_own_code(tiny: Excel, number: int) -> None:
    tiny.cells({"A1": CellError(number)})
    assert tiny.read("A1") == CellError(number)
    assert tiny.calculate("B1", "=Seen(A1)") == str(-2146828288 + number)


def test_an_omitted_argument_is_not_an_error_cell(tiny: Excel) -> None:
    assert tiny.calculate("B1", "=Seen()") == "'omitted'"
    assert tiny.run("Seen", MISSING) == "'omitted'"


def test_arguments_are_what_excel_hands_over(tiny: Excel) -> None:
    tiny.cells({"A1:B2": [[1, 2], [3, CellError(2042)]], "Sheet1!D1": "far"})
    formulas = {
        "=Seen(A1:B2)": "((1.0, 2.0), (3.0, -2146826246))",
        "=Seen({1,2;3,4})": "((1.0, 2.0), (3.0, 4.0))",
        "=Seen({1,#N/A,\"a,b\"})": "(1.0, -2146826246, 'a,b')",
        "=Seen(#DIV/0!)": "-2146826281",
        "=Seen(10%)": "0.1",
        "=Seen(-1.5e3)": "-1500.0",
        "=Seen(\"say \"\"so\"\"\")": "'say \"so\"'",
        "=Seen(TRUE)": "True",
        "=Seen(Sheet1!D1)": "'far'",
    }  # fmt: skip
    assert tiny.calculate_all([("F1", formula) for formula in formulas]) == list(formulas.values())


def test_arrays_come_back_as_rows_with_errors_seen_by_vba(tiny: Excel) -> None:
    tiny.cells({"A1:B3": [[1, "a"], [None, CellError(2036)], [True, 4]]})
    # An error that Python gives back is a number: only VBA can make it an error again.
    assert tiny.calculate("D1", "=Echo(A1:B3)") == [[1, "a"], [NULL, -2146826252], [True, 4]]
    assert tiny.calculate("D1", "=BlanksAreMissing(A1:B3)") == [[1, "a"], [CellError(2042), CellError(2036)], [True, 4]]
    assert tiny.calculate("D1", "=Echo({1,2,3})") == [1, 2, 3]


def test_ten_thousand_cells_in_one_call(tiny: Excel) -> None:
    rows = [[float(100 * row + column) for column in range(100)] for row in range(100)]
    tiny.cells({"A1:CV100": rows})
    tiny.calculate("DA1", "=Echo(A1)")
    start = time.perf_counter()
    assert tiny.calculate("DA1", "=Echo(A1:CV100)") == rows
    assert time.perf_counter() - start < 1.0


def test_an_exception_arrives_as_its_text(tiny: Excel) -> None:
    (answer,) = tiny.calculate_all([("A1", '=Broken("this")')])
    assert isinstance(answer, str)
    assert "not 'this', please" in answer


def test_the_caller_is_the_cell(tiny: Excel) -> None:
    assert tiny.calculate("C7", "=WhereFrom()") == "$C$7"


def test_a_wrong_interpreter_is_an_error_that_says_so(excel: Excel, tiny_path: Path, windows_python: Path) -> None:
    excel.open_addin(tiny_path, settings(windows_python, "nowhere.exe"))
    assert "nowhere.exe" in excel.calculate("A1", "=Seen(1)")


def test_a_cell_is_computed_again_by_range_calculate(tiny: Excel) -> None:
    tiny.cells({"A1": 1})
    assert tiny.calculate("B1", "=Echo(A1)") == 1
    tiny.cells({"A1": 2})
    tiny.ask("select", range="B1")
    tiny.run("Recalculate")
    assert tiny.read("B1") == 2
    assert tiny.evaluate("ActiveCell.Formula") == "=Echo(A1)"


def test_python_calls_back_while_vba_waits(tiny: Excel) -> None:
    """A refresh in a live book does this: VBA -> Python -> Excel -> VBA -> Python, all in one click."""
    assert tiny.run("GivenTo", "runs_vba", Special("application")) == "2.5"


def test_excels_objects_are_objects_to_python(tiny: Excel) -> None:
    tiny.cells({"B2": CellError(2042)})
    name = tiny.evaluate("ActiveWorkbook.Name")
    answer = tiny.run("GivenTo", "members", Special("workbook", name))
    assert answer == "(['Sheet1'], 7.5, ((7.5, None), (None, -2146826246)), '$A$1')"
    assert tiny.read("A1") == 7.5


def test_python_objects_of_the_test_are_objects_to_both_sides(tiny: Excel) -> None:
    model = tiny.model("thing", "tests.hosts.windows.tiny.tiny_model", "thing", "Book")
    assert tiny.run("GivenTo", "of_model", model) == "('Book twice', 6.0, 'part x', ['a', 'b'], 'b')"
    with pytest.raises(VbaError, match="the thing is locked"):
        tiny.run("GivenTo", "of_model", tiny.model("thing", "tests.hosts.windows.tiny.tiny_model", "thing", "Locked"))


def test_the_workbooks_of_a_model_are_excels(tiny: Excel) -> None:
    tiny.model("application", "tests.hosts.windows.tiny.tiny_model", "application")
    assert tiny.evaluate("ActiveWorkbook.Title") == "Modelled"
    assert tiny.evaluate("ActiveWorkbook.Parts(2).Name") == "b"
    assert tiny.evaluate("Application.Name") == "Microsoft Excel"


def test_ribbon_callbacks_get_their_control(tiny: Excel) -> None:
    tiny.click("Clicked", identity="go", tag="now")
    assert tiny.traces().texts == ["go/now"]
    assert tiny.click("ItemCount", None) == [3]
    assert tiny.click("ItemLabel", 2, None) == [2, "Item 2"]


def test_dialogs_are_answered_and_the_status_bar_is_read(tiny: Excel) -> None:
    tiny.run("Ask")
    assert tiny.traces().texts == []
    tiny.answer("C:\\survey.csv", "because", 1)
    tiny.run("Ask")
    traces = tiny.traces()
    assert traces.texts == ["Why?", "because C:\\survey.csv"]
    assert traces.status == ["Reading C:\\survey.csv", False]
    assert traces.calls("GetOpenFilename") == [{"FileFilter": "CSV,*.csv"}] * 1


def test_macro_options_need_an_add_in_that_shows(tiny: Excel) -> None:
    tiny.run("Describe")
    traces = tiny.traces()
    (options,) = traces.calls("MacroOptions")
    assert options["Macro"] == "Echo"
    assert options["ArgumentDescriptions"] == ["what", "ever"]
    assert traces.addin_hidden
    with pytest.raises(VbaError, match="hidden workbook"):
        tiny.run("DescribeHidden")


def test_links_are_changed(tiny: Excel) -> None:
    tiny.ask("links", links=["D:\\old\\tiny.xlam"])
    tiny.run("Relink")
    (change,) = tiny.traces().calls("ChangeLink")
    assert change["Name"] == "D:\\old\\tiny.xlam"
    assert change["NewName"].endswith("tiny.xlam")


def test_events_reach_the_add_in(tiny: Excel) -> None:
    assert tiny.raise_event("WorkbookOpen", Special("workbook", tiny.evaluate("ActiveWorkbook.Name"))) == 1
    assert tiny.traces().printed == ["opened", "saw Book1"]


def test_vba_reads_a_settings_file(tiny: Excel, tmp_path: Path) -> None:
    settings = tmp_path / "tiny.conf"
    settings.write_bytes("FIRST=1\r\nNAME=C:\\Users\\Zoë\\python.exe\r\n".encode("cp1252"))
    assert tiny.run("Setting", wine.windows_path(settings), "NAME") == "C:\\Users\\Zoë\\python.exe"
    assert tiny.run("Setting", wine.windows_path(tmp_path / "none"), "NAME") == ""


def test_a_module_that_does_not_parse_is_an_error(excel: Excel, tmp_path: Path) -> None:
    broken = build_tiny_addin(tmp_path / "broken.xlam", Wrong="Sub Wrong()\n    If Then\nEnd Sub\n")
    with pytest.raises(BrokenHostError, match="module Wrong"):
        excel.open_addin(broken)


def test_an_error_that_vba_does_not_handle_is_raised(tiny: Excel) -> None:
    with pytest.raises(VbaError, match="Sub or Function not defined"):
        tiny.run("NoSuchThing")


def test_a_driver_that_hangs_is_ended_and_started_again(tiny: Excel, tiny_path: Path, windows_python: Path) -> None:
    with pytest.raises(BrokenHostError, match=r"did not answer in 0\.5 s on run"):
        tiny.ask("run", procedure="Hang", arguments=[], patience=0.5)
    tiny.open_addin(tiny_path, settings(windows_python))
    assert tiny.calculate("A1", "=Seen(1)") == "1.0"
