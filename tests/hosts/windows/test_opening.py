"""What the add-in does when Excel opens it, and when a workbook from elsewhere opens."""

from __future__ import annotations

import pytest

from addin.cells.addresses import column_letters
from tests.hosts.windows import wine
from tests.hosts.windows.our_addin import ADDIN
from tests.hosts.windows.session import CellError, Excel, Special
from udfs.calling.registry import FUNCTIONS


def test_every_function_is_described_to_the_wizard(addin: Excel) -> None:
    found = addin.traces()
    described = {call["Macro"]: call for call in found.calls("MacroOptions")}
    assert list(described) == [f"'CentreROI.xlam'!{name}" for name in FUNCTIONS]
    for function in FUNCTIONS.values():
        call = described[f"'CentreROI.xlam'!{function.name}"]
        assert call["Category"] == "Centre ROI"
        assert call["Description"] == function.summary
        assert call["ArgumentDescriptions"] == [argument.help for argument in function.arguments]
    assert found.addin_hidden, "the add-in was shown for it, and hidden again"
    assert found.texts == []


def test_a_workbook_saved_elsewhere_is_led_to_this_addin(addin: Excel) -> None:
    elsewhere = [r"C:\Users\ann\AppData\Roaming\Microsoft\Excel\XLSTART\CentreROI.xlam", r"D:\other\figures.xlsx"]
    in_the_cloud = "https://example.invalid/shared/centreroi.XLAM"
    addin.ask("links", links=[*elsewhere, in_the_cloud])
    addin.raise_event("WorkbookOpen", Special("workbook", 1))
    assert addin.traces().calls("ChangeLink") == [
        {"Workbook": addin.evaluate("ActiveWorkbook.Name"), "Name": old, "NewName": wine.windows_path(ADDIN), "Type": 1}
        for old in (elsewhere[0], in_the_cloud)
    ]


def test_a_workbook_that_is_led_here_already_is_left_alone(addin: Excel) -> None:
    addin.ask("links", links=[wine.windows_path(ADDIN).upper()])
    addin.raise_event("WorkbookOpen", Special("workbook", 1))
    assert addin.traces().calls("ChangeLink") == []


@pytest.mark.parametrize(
    ("links", "shown", "entered"),
    [
        ([wine.windows_path(ADDIN)], "#NAME?", True),
        ([wine.windows_path(ADDIN)], "#N/A", False),
        ([], "#N/A", True),
    ],
    ids=["shows a name error", "is linked and shows something else", "no link yet, as in a new workbook"],
)
def test_formulas_of_ours_that_are_not_bound_are_entered_again(
    addin: Excel, links: list[str], shown: str, entered: bool
) -> None:
    addin.cells({"A1": 3000, "A2": 4, "A3": 10})
    addin.calculate("B1", "=CLV_SIMPLE(A1,A2,A3)")
    addin.ask("spoil", range="B1", error=shown)
    addin.ask("links", links=links)
    addin.raise_event("WorkbookOpen", Special("workbook", 1))
    assert addin.read("B1") == (120000 if entered else CellError(2042))


def test_the_tooltips_sheet_is_there_for_excel_dna(addin: Excel) -> None:
    last = column_letters(3 + 2 * max(len(function.arguments) for function in FUNCTIONS.values()))
    rows = addin.evaluate(f'ThisWorkbook.Worksheets("_IntelliSense_").Range("A1:{last}{len(FUNCTIONS) + 1}").Value2')
    assert [row[0] for row in rows] == ["FunctionInfo", *FUNCTIONS]
