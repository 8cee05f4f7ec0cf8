"""Why a cell shows an error: found at the first cell that failed, said in plain words."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.formula import ArrayFormula

from addin.engine.evaluation import Explanation, evaluate_package
from addin.engine.surroundings import CellPlace
from tests.workbooks import SHEET, cached, package

NO_COST = "net_cost is missing (give the cost, or a range of cost lines with recoveries negative; summed first)"


def explained(folder: Path, cells: dict[str, object], cell: str = "A1", **more: Any) -> Explanation:
    explanation = evaluate_package(package(folder, cells, **more)).explain("Calc", *coordinate_to_tuple(cell))
    assert explanation is not None
    return explanation


def test_a_refusal_of_ours_is_found_through_cells_ranges_names_and_tables(tmp_path: Path) -> None:
    book = package(
        tmp_path,
        {
            "A1": "=CLV(2400,B1,5)",
            "B1": -2,
            "A2": "=A1*2",
            "A3": "=SUM(A2:A2,5)",
            "A4": "=SUM(all_of_it)",
            "A5": "=SUM(Gains[gain])+1",
            "A6": "=ROI(A5,100)",
        },
        others={"Data": {"A1": "gain", "A2": "=Calc!A4", "A3": 7}},
        tables={"Gains": "Data!A1:A3"},
        names={"all_of_it": "Calc!$A$3:$A$3"},
    )
    computed = evaluate_package(book)
    for row in range(1, 7):
        assert computed.explain("Calc", row, 1) == Explanation(
            "Calc", 1, 1, "A1", "#NUM!", "CLV: discount_rate must be above -100%; got -2 (write 10% or 0.1)"
        )


def test_many_gaps_are_explained_for_little_more_than_one(tmp_path: Path) -> None:
    """Each took a look at all formulas of the workbook: two thousand gaps took as many times as long as computing."""
    cells = {f"A{row}": f"=IF(B{row}>0,B{row},NA())" for row in range(1, 3_001)}
    computed = evaluate_package(package(tmp_path, cells))
    started = time.process_time()
    found = [computed.explain("Calc", row, 1) for row in range(1, 3_001)]
    assert all(each is not None and each.deliberate for each in found)
    assert time.process_time() - started < 3


def test_an_explanation_leaves_nothing_on_the_sheet(tmp_path: Path) -> None:
    cells = {"A1": "=IF(B1>0,B1,NA())", "A2": "=IF(B2>0,B2,NA())", "A3": "=1/B3", "C9": "=COUNTA(1:3)+B1"}
    computed = evaluate_package(package(tmp_path, cells))
    before = computed.value(CellPlace("Calc", 9, 3))
    for row in (1, 2, 3):
        assert computed.explain("Calc", row, 1) is not None
    computed.update({("Calc", 1, 2): 0})
    assert computed.value(CellPlace("Calc", 9, 3)) == before + 1


def test_a_cell_without_an_error_has_nothing_to_explain(tmp_path: Path) -> None:
    computed = evaluate_package(package(tmp_path, {"A1": "=1/1", "A2": 5}))
    assert computed.explain("Calc", 1, 1) is None
    assert computed.explain("Calc", 2, 1) is None
    assert computed.explain("Calc", 99, 1) is None


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("=1/B1", "the formula: divides by zero: B1 is empty"),
        ("=1/B2", "the formula: divides by zero: B2 is 0"),
        ("=SUM(1/$B$2,3)", "the formula: divides by zero: B2 is 0"),
        ("=AVERAGE(B1:B1)", "AVERAGE: divides by zero, or finds no number to average"),
        ("=B3*2", 'the formula: computes with a text where a number belongs: B3 holds the text "abc"'),
        ('=VLOOKUP("q",B3:C4,2,FALSE)', "VLOOKUP: does not find what it looks for"),
        ('=INDEX(C3:C4,MATCH("q",B3:B4,0))', "MATCH: does not find what it looks for"),
        ("=INDEX(C3:C4,9)", "INDEX: is sent to a cell outside of its range, or one that no longer exists"),
        ("=SQRT(-1)+1", "SQRT: is given a number outside of what it can work with"),
        ("=SUM(#REF!,1)", "the formula: refers to a cell, sheet, table or column that no longer exists"),
        ("=SUM(Nobody[x])", "the formula: refers to a cell, sheet, table or column that no longer exists"),
        ("=Nowhere!A1+1", "the formula: refers to a sheet that does not exist: Nowhere"),
        ("=SUM('No one''s'!A1:B2)", "the formula: refers to a sheet that does not exist: No one's"),
        ("=INDEX(1/B2,1,2)", "the formula: divides by zero: B2 is 0"),
        (
            "=INDEX(ROI_INTERVAL(1,2,3,4),1,2)",
            f"ROI_INTERVAL: {NO_COST}",
        ),
        ("=margin*2", "the formula: holds the name margin, which is not defined"),
        ("=_xlfn._xlws.FILTER(B3:B4,{0;0})", "FILTER: leaves nothing over"),
        ("=SUMPRODUCT(SQRT({4,-1}))", "SQRT: is given a number outside of what it can work with"),
        ("=BLOOMBERG(1)", "BLOOMBERG is not known here, and Excel left no better value"),
        ("=1+", "the formula cannot be read: it is not a complete formula"),
        ("=SUM(1", 'the formula cannot be read: a ")" is missing after SUM('),
    ],
)
def test_excels_own_errors_in_words(tmp_path: Path, formula: str, reason: str) -> None:
    found = explained(tmp_path, {"A1": formula, "B2": 0, "B3": "abc", "B4": "def", "A9": "=A1"}, "A9")
    assert (found.address, found.reason, found.deliberate) == ("A1", reason, False)


def test_a_typed_error_is_named_where_it_stands(tmp_path: Path) -> None:
    found = explained(tmp_path, {"A1": "=SUM(Data!A1:B2)"}, others={"Data": {"B1": 4, "B2": "#N/A"}})
    assert (found.sheet, found.address, found.code) == ("Data", "B2", "#N/A")
    assert found.reason == "the cell itself holds #N/A; nothing computes it"


@pytest.mark.parametrize("formula", ["=NA()", "=IF(1=1,NA(),5)", "=IF(B9=0,NA(),1)*2"])
def test_na_on_purpose(tmp_path: Path, formula: str) -> None:
    found = explained(tmp_path, {"A1": formula, "A2": "=A1+1"}, "A2")
    assert found == Explanation("Calc", 1, 1, "A1", "#N/A", "NA() on purpose: no data", deliberate=True)


@pytest.mark.parametrize(
    "formula", ['=IF(B1=0,MATCH("q",B3:B4,0),NA())', "=IF(B1=0,B2,NA())", "=IF(B1=0,SURVEY_MEAN,NA())"]
)
def test_na_in_the_formula_excuses_no_other_failure(tmp_path: Path, formula: str) -> None:
    cells = {"A1": formula, "B2": "#N/A", "B3": "x"}
    found = explained(tmp_path, cells, names={"SURVEY_MEAN": 'VLOOKUP("q",Calc!$B$3:$B$4,1,FALSE)'})
    assert not found.deliberate


def test_of_an_array_each_cell_has_its_own_reason(tmp_path: Path) -> None:
    computed = evaluate_package(
        package(tmp_path, {"A1": ArrayFormula("A1:A4", "=CLV({1;2;3},0,{1;-2;-3})"), "B1": "=A3"})
    )
    reasons = [computed.explain("Calc", row, 1) for row in (2, 3, 4)]
    assert [each.reason for each in reasons if each] == [
        "CLV: years must not be negative; got -2 (swap the sign, or check the argument order)",
        "CLV: years must not be negative; got -3 (swap the sign, or check the argument order)",
        "the array formula's answer does not reach this cell: its range is A1:A4",
    ]
    through = computed.explain("Calc", 1, 2)
    assert through is not None
    assert (through.address, through.reason) == ("A3", reasons[1].reason if reasons[1] else "")


def test_a_circular_reference_names_its_cells(tmp_path: Path) -> None:
    found = explained(tmp_path, {"A1": "=B1", "B1": "=C1+1", "C1": "=SUM(B1:B2)"})
    assert found.address == "C1"
    assert found.reason == "a circular reference: B1 needs C1 needs B1"


def test_a_kept_error_is_not_blamed_on_the_engine_when_excel_computed_it(tmp_path: Path) -> None:
    found = explained(tmp_path, {"A1": "=BLOOMBERG(1)", "A2": "=A1"}, "A2", edits={SHEET: cached("A1", "#N/A", "e")})
    assert (found.address, found.code) == ("A1", "#N/A")
    assert "BLOOMBERG" in found.reason


def test_the_reason_is_the_present_one_after_another_explanation(tmp_path: Path) -> None:
    """Each formula is computed again for its own log; what another refused before must not be told."""
    computed = evaluate_package(package(tmp_path, {"A1": "=CLV(1,-2,1)", "A2": "=CLV(1,-3,1)", "A3": "=SQRT(-1)"}))
    told = [computed.explain("Calc", row, 1) for row in (1, 2, 3, 1)]
    assert [("-2" in each.reason, "-3" in each.reason, "SQRT" in each.reason) for each in told if each] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
        (True, False, False),
    ]


def test_a_name_that_is_not_defined_is_named_after_another_explanation(tmp_path: Path) -> None:
    computed = evaluate_package(package(tmp_path, {"A1": "=1/B1", "A2": "=margin*2"}))
    told = [computed.explain("Calc", row, 1) for row in (1, 2)]
    assert [each.reason for each in told if each] == [
        "the formula: divides by zero: B1 is empty",
        "the formula: holds the name margin, which is not defined",
    ]


def test_an_error_of_another_kind_that_the_formula_reads_is_not_the_cause(tmp_path: Path) -> None:
    found = explained(tmp_path, {"A1": "=IF(ISERROR(B1),1/C1,0)", "B1": "#N/A"})
    assert (found.address, found.reason) == ("A1", "the formula: divides by zero: C1 is empty")
