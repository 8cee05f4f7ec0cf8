"""The embedded engine: single formulas, and whole workbooks computed by Excel's rules."""

from __future__ import annotations

import datetime
import gc
import os
import time
import weakref
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula

import udfs
from addin.engine import evaluation as engine
from addin.engine.calls import fit_to_range
from addin.engine.evaluation import Kept, evaluate_package
from addin.engine.single_formula import evaluate_formula
from addin.xlsx.package import Package
from tests.workbooks import SHEET, all_of, cached, package
from udfs.calling.errors import CellError
from udfs.calling.registry import FUNCTIONS

CLV = udfs.clv(2400, 0.10, 5)  # type: ignore[attr-defined]
SEMICOLON = "the formula cannot be read: arguments are separated by commas, not semicolons, and decimals take a point"
BESIDE = "the formula cannot be read: two ranges or words stand beside each other: an operator or comma is missing"


def codes(value: Any) -> Any:
    """Errors as their codes, so that a table reads as in Excel."""
    if isinstance(value, list):
        return [[codes(cell) for cell in row] for row in value]
    return value.code if isinstance(value, CellError) else value


def calc(computed: engine.Evaluation, *cells: str) -> list[Any]:
    """The values of cells of the sheet Calc, errors as codes."""
    columns = {letter: number for number, letter in enumerate("ABCDEFGHIJKLMN", start=1)}
    return [codes(computed.values["Calc"].get((int(cell[1:]), columns[cell[0]]), "no formula")) for cell in cells]


# single formulas


@pytest.mark.parametrize(
    "text", ["CLV(2400,10%,5)", "=CLV(2400,10%,5)", " = clv( 2400 , 0.1 , 5 ) ", "_xludf.CLV(2400,10%,5)"]
)
def test_one_of_ours_alone(text: str) -> None:
    assert evaluate_formula(text) == CLV


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SUM(CLV({2400;2400},10%,5))", 2 * CLV),
        ("ROUND(CLV(2400,10%,5),2)", round(CLV, 2)),
        ("IFERROR(CLV(2400,-2,5),7)", 7.0),
        ('IF(ISERROR(CLV(2400,-2,5)),"bad","good")', "bad"),
        ("LET(x,2,x*3)", 6.0),
        ("_xlfn.XLOOKUP(2,{1,2},{10,20})", 20.0),
        ("SUM(_xlfn._xlws.FILTER({1,2,3},{TRUE,FALSE,TRUE}))", 4.0),
        ("TRUE", True),
        ('"a"&"b"', "ab"),
        ("DATE(2024,1,1)", 45292.0),
        ("A1", 0.0),
        ("A1+1", 1.0),
        ("SUM(A1:B9)", 0.0),
        ("{1,2;3,4}*2", [[2.0, 4.0], [6.0, 8.0]]),
        ("SUMPRODUCT(--ISERROR({1,#N/A,2}))", 1.0),
        ("SUM(LARGE({5,6,7},{1,2}))", 13.0),
        ("SUM(MONTH({45352;45383}))", 7.0),
        ("ROUND({1.26;2.34},{0,1})", [[1.0, 1.3], [2.0, 2.3]]),
        ('VLOOKUP({"b";"a"},{"a",1;"b",2},2,FALSE)', [[2.0], [1.0]]),
        ("SUMPRODUCT(1/COUNTIF({1,1,2},{1,1,2}))", 2.0),
        ('LEFT({"abc","de"},)', [["", ""]]),
        ("FILTER({1,2,3},{TRUE,FALSE,1})", [[1.0, 3.0]]),
        ("FILTER({1,2;3,4},{0;1})", [[3.0, 4.0]]),
        ('FILTER({1;2},{0;0},"none")', "none"),
        ('VLOOKUP("b",CHOOSE({1,2},{"a";"b"},{7;8}),2,FALSE)', 8.0),
        ("IFERROR(CHOOSE({1,3},{1;2},{3;4}),0)", [[1.0, 0.0], [2.0, 0.0]]),
        ('CHOOSE(2,"a","b")', "b"),
        ("INDEX({1,2;3,4},2,1)", 3.0),
        ("INDEX({1,2;3,4}*1,0,2)", [[2.0], [4.0]]),
        ("INDEX({1,2;3,4}*1,2,)", [[3.0, 4.0]]),
        ("INDEX({1,2,3}*1,3)", 3.0),
        ("INDEX({1;2;3}*1,3)", 3.0),
        ("INDEX({1,2;3,4}*1,{2;1},{1,2})", [[3.0, 4.0], [1.0, 2.0]]),
        ("LET(x,{5,6},INDEX(x,1,2))", 6.0),
        ("SUM(INDEX({1;2}*1,A1))", 3.0),
        ('INDEX({5,6}*1,1,"2")', 6.0),
        ("SUM(A1:INDEX(A1:A5,3))", 0.0),
        ("ERROR.TYPE(INDEX(NA(),1,2))", 7.0),
        ("UNIQUE({1,1,2},TRUE)", [[1.0, 2.0]]),
        ('UNIQUE({"a";"A";"b"})', [["a"], ["b"]]),
        ("UNIQUE({1;1;2},,TRUE)", 2.0),
        ("TAKE({1,2,3;4,5,6},,-2)", [[2.0, 3.0], [5.0, 6.0]]),
        ("TAKE({1,2,3;4,5,6},1)", [[1.0, 2.0, 3.0]]),
        ("IFNA(VSTACK({1,2},{3}),0)", [[1.0, 2.0], [3.0, 0.0]]),
        ("IFNA(HSTACK({1;2},{3}),0)", [[1.0, 3.0], [2.0, 0.0]]),
    ],
)
def test_excels_functions_around_and_beside_ours(text: str, expected: object) -> None:
    assert evaluate_formula(text) == (pytest.approx(expected) if isinstance(expected, float) else expected)


def test_today_is_today() -> None:
    serial = (datetime.datetime.now().astimezone().date() - datetime.date(1899, 12, 30)).days
    assert evaluate_formula("TODAY()") in (serial, serial + 1)


def test_a_table_comes_as_rows() -> None:
    rows = evaluate_formula('SURVEY_TALLY({"a";"b";"a"},{90;40;60})')
    assert isinstance(rows, list)
    assert rows[1:] == [["a", 2.0, 1.0, 1.0, 0.0, 75.0, 0.0], ["b", 1.0, 0.0, 0.0, 1.0, 40.0, 0.0]]


def test_a_failed_cell_among_others_keeps_its_own_reason() -> None:
    rows = evaluate_formula("CLV({1;2;3},10%,{1;-2;-3})")
    assert isinstance(rows, list)
    assert codes(rows)[1:] == [["#NUM!"], ["#NUM!"]]
    assert "got -2" in rows[1][0].message  # type: ignore[union-attr]
    assert "got -3" in rows[2][0].message  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CLV(2400,-2,5)", "#NUM! CLV: discount_rate must be above -100%; got -2 (write 10% or 0.1)"),
        ("SUM(1,CLV(2400,-2,5))", "#NUM! CLV: discount_rate must be above -100%; got -2 (write 10% or 0.1)"),
        ("CLVV(1)", "#NAME? CLVV: is not a function known here (did you mean CLV?)"),
        ("ZZZZQ(1)", "#NAME? ZZZZQ: is not a function known here"),
        ("1+", "#NAME? the formula cannot be read: it is not a complete formula"),
        ("SUM(1,2", '#NAME? the formula cannot be read: a ")" is missing after SUM('),
        (
            "SUM(1;2)",
            f"#NAME? {SEMICOLON}",
        ),
        ("SUM(Nope!A1,1)", "#REF! the formula: refers to a sheet that does not exist: Nope"),
        ("LAMBDA(x,CLV(x,10%,5))(2400)", "#NAME? LAMBDA: cannot be computed here (compute it in Excel)"),
        ("LET(f,LAMBDA(x,x+1),f(2))", "#NAME? LAMBDA: cannot be computed here (compute it in Excel)"),
        ("last no newline", f"#NAME? {BESIDE}"),
        ("A1:B2 B1:C3", f"#NAME? {BESIDE}"),
        ("[2]Data!A1", "#REF! a reference to another workbook: cannot be followed from here (compute it in Excel)"),
        ("#N/A", "#N/A the formula: holds #N/A itself, as a value"),
        ("INDEX(NA(),1,2)", "#N/A NA(): on purpose: no data"),
        ("INDEX(1/0,1,2)", "#DIV/0! the formula: divides by zero"),
        ("INDEX({1,2},1,3)", "#REF! INDEX: is sent to a cell outside of its range, or one that no longer exists"),
        ("1/0", "#DIV/0! the formula: divides by zero"),
        ("10/A1", "#DIV/0! the formula: divides by zero: A1 is empty"),
        ("NA()", "#N/A NA(): on purpose: no data"),
        ("VLOOKUP(3,{1,2},1,0)", "#N/A VLOOKUP: does not find what it looks for"),
        ("margin+1", "#NAME? the formula: holds the name margin, which is not defined"),
    ],
)
def test_an_error_says_why(text: str, expected: str) -> None:
    assert str(evaluate_formula(text)) == expected


@pytest.mark.parametrize("text", ["{1,#N/A}", "IF({1,0},1,NA())", "{1,0}/0", "CLV({1;#NUM!},10%,5)"])
def test_no_error_in_a_table_is_without_a_reason(text: str) -> None:
    rows = evaluate_formula(text)
    assert isinstance(rows, list)
    failed = [cell for row in rows for cell in row if isinstance(cell, CellError)]
    assert failed
    assert all(cell.message for cell in failed)


@pytest.mark.parametrize("cell", ["1,1", "1,2"])
def test_index_of_a_refusal_is_the_refusal(cell: str) -> None:
    refusal = evaluate_formula("ROI_INTERVAL(1,2,3,4)")
    assert isinstance(refusal, CellError)
    assert refusal.function == "ROI_INTERVAL"
    assert evaluate_formula(f"INDEX(ROI_INTERVAL(1,2,3,4),{cell})") == refusal


def test_one_formula_leaves_nothing_for_the_next() -> None:
    assert "discount_rate" in str(evaluate_formula("CLV(2400,-2,5)"))
    assert str(evaluate_formula("SQRT(-1)")).startswith("#NUM! SQRT:")
    assert evaluate_formula("LET(x,2,{1,2;3,4}*x)") == [[2.0, 4.0], [6.0, 8.0]]
    assert evaluate_formula("SUM(A1:D9)") == 0.0
    assert codes(evaluate_formula("x+1")) == "#NAME?"


_PROCESS = Path("/proc/self")


@pytest.mark.skipif(not _PROCESS.exists(), reason="counts memory and the engine's threads as Linux shows them")
def test_thousands_of_formulas_take_no_more_memory_or_threads_than_one() -> None:
    def used() -> tuple[int, int]:
        resident = int((_PROCESS / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return resident, len(list((_PROCESS / "task").iterdir()))

    def evaluate(numbers: range) -> None:
        for number in numbers:
            evaluate_formula(
                ("CLV({},10%,5)", "CLV({},-2,5)", "{}/0", "ROUND({{1.2,{}}},0)")[number % 4].format(number)
            )

    evaluate(range(400))
    memory, threads = used()
    started = time.process_time()
    evaluate(range(400, 2400))
    assert time.process_time() - started < 10
    assert used()[0] - memory < 60_000_000
    assert used()[1] <= threads + 2


def test_a_computed_workbook_is_freed(tmp_path: Path) -> None:
    computed = evaluate_package(package(tmp_path, {"A1": "=CLV(1,0,1)"}))
    inner = weakref.ref(computed._book)
    del computed
    gc.collect()
    assert inner() is None


@pytest.mark.parametrize("empty", ["CLV(2400,,5)", "CLV(,10%,5)", "CLV(2400,10%,)"])
def test_an_empty_argument_is_a_missing_one(empty: str) -> None:
    answer = evaluate_formula(empty)
    assert isinstance(answer, CellError)
    assert "missing" in answer.message


def test_an_optional_argument_left_empty_takes_its_default() -> None:
    assert evaluate_formula("LOYALTY_CLASS(60,,50)") == evaluate_formula("LOYALTY_CLASS(60,85,50)") == "neutral"


@pytest.mark.parametrize("code", ["#REF!", "#NAME?", "#NULL!", "#DIV/0!", "#N/A", "#NUM!", "#VALUE!"])
def test_an_error_passes_through_ours_unchanged(code: str) -> None:
    assert codes(evaluate_formula(f"CLV({code},10%,5)")) == code
    assert codes(evaluate_formula(f"CLV({{1;{code}}},10%,0)")) == [[0.0], [code]]


# arrays


@pytest.mark.parametrize(
    ("answer", "rows", "columns", "expected"),
    [
        (7.0, 2, 2, [[7.0, 7.0], [7.0, 7.0]]),
        ([[1.0, 2.0]], 2, 3, [[1.0, 2.0, "#"], [1.0, 2.0, "#"]]),
        ([[1.0], [2.0]], 3, 2, [[1.0, 1.0], [2.0, 2.0], ["#", "#"]]),
        ([[1.0, 2.0], [3.0, 4.0]], 3, 3, [[1.0, 2.0, "#"], [3.0, 4.0, "#"], ["#", "#", "#"]]),
        ([[1.0, 2.0], [3.0, 4.0]], 1, 1, 1.0),
        ([], 1, 1, {"type": "Error", "kind": "Calc"}),
        ([[]], 1, 2, [[{"type": "Error", "kind": "Calc"}] * 2]),
    ],
)
def test_excels_rule_for_a_declared_range(answer: Any, rows: int, columns: int, expected: Any) -> None:
    fitted = fit_to_range(answer, rows, columns)
    if isinstance(fitted, list):
        fitted = [["#" if cell == {"type": "Error", "kind": "Na"} else cell for cell in row] for row in fitted]
    assert fitted == expected


def test_an_array_formula_fills_its_range_and_dependents_see_it(tmp_path: Path) -> None:
    computed = evaluate_package(
        package(
            tmp_path,
            {
                "A1": "=D4+1",
                "B1": 10,
                "B2": 20,
                "D1": ArrayFormula("D1:D4", "=B1:B2*2"),
                "E1": ArrayFormula("E1:E1", "=B1:B2*2"),
                "F1": ArrayFormula("F1:G2", "=CLV(B1:B2,0,{1;-2})"),
                "H1": "=ISNA(D3)",
                "H2": "=SUM(D1:D2)",
                "H3": "=G2",
                "H4": "=SUM(ABS(B1:B2))",
            },
            edits={
                SHEET: lambda data: data.replace(b"</c></row></sheetData>", b"</c></row></sheetData>").replace(
                    b'<c r="H2"', b'<c r="D2"><v>999</v></c><c r="H2"'
                )
            },
        )
    )
    assert calc(computed, "D1", "D2", "D3", "D4") == [20.0, 40.0, "#N/A", "#N/A"]
    assert calc(computed, "E1", "E2") == [20.0, "no formula"]
    assert calc(computed, "F1", "G1", "F2", "G2") == [10.0, 10.0, "#NUM!", "#NUM!"]
    assert calc(computed, "A1", "H1", "H2", "H3") == ["#N/A", True, 60.0, "#NUM!"]


def test_an_array_formula_that_fails_as_a_whole_fails_in_each_cell(tmp_path: Path) -> None:
    computed = evaluate_package(
        package(
            tmp_path,
            {
                "A1": ArrayFormula("A1:A2", "=margin*{1;2}"),
                "B1": ArrayFormula("B1:B2", "=CLV({1;2},-2,1)"),
                "C1": ArrayFormula("C1:C2", "=Nowhere!A1:A2*2"),
                "D1": ArrayFormula("D1:D2", "=1/0"),
            },
        )
    )
    assert calc(computed, "A1", "A2", "B1", "B2") == ["#NAME?", "#NAME?", "#NUM!", "#NUM!"]
    assert calc(computed, "C1", "C2", "D1", "D2") == ["#REF!", "#REF!", "#DIV/0!", "#DIV/0!"]


def test_sumproduct_takes_the_numbers_of_cells_alone(tmp_path: Path) -> None:
    """As Excel documents it, and as LibreOffice computes it: cells that hold no number count as zero."""
    cells = {"A1": "60%", "A2": 2, "A3": "n/a", "A4": "219.00", "A5": True, "A7": "2026-04-14", "A8": -3}
    weights = {f"B{row}": row for row in range(1, 9)}
    formulas = {
        "D1": "=SUMPRODUCT(B1:B8,A1:A8)",
        "D2": "=SUMPRODUCT(A1:A8)",
        "D3": "=SUMPRODUCT(A1:A8,A1:A8)",
        "D4": '=SUMPRODUCT(--(A1:A8="n/a"),B1:B8)',
        "D5": '=SUMPRODUCT({1,"5",TRUE})',
        "D6": "=SUMPRODUCT(A4:A4*1,B4:B4)",
        "D7": "=SUMPRODUCT(ROW(A1:A8)-ROW(A1),A1:A8)",
        "E1": "=NA()",
        "E2": "=SUMPRODUCT(E1:F1)",
    }
    computed = evaluate_package(package(tmp_path, cells | weights | formulas))
    assert calc(computed, *(f"D{row}" for row in range(1, 8))) == [-20.0, -1.0, 13.0, 3.0, 1.0, 876.0, -19.0]
    assert calc(computed, "E2") == ["#N/A"]


def test_a_plain_formula_never_spills(tmp_path: Path) -> None:
    computed = evaluate_package(
        package(
            tmp_path,
            {
                "A1": "a",
                "A2": "b",
                "B1": 90,
                "B2": 40,
                "D1": "=SURVEY_TALLY(A1:A2,B1:B2)",
                "D2": "kept",
                "F2": "=B1:B2*2",
                "F9": "=B1:B2*2",
                "G2": "=_xlfn.SEQUENCE(3,3)",
                "H2": "=SUMPRODUCT(--(LEN(A1:A2)=1),B1:B2)",
                "I2": "=D2",
                "J2": "=INDEX(_xlfn.SEQUENCE(99)*1,B1:B2)",
            },
        )
    )
    assert calc(computed, "D1", "D2", "E1") == ["Segment", "no formula", "no formula"]
    assert calc(computed, "F2", "F9", "G2", "G3", "H2", "I2", "J2") == [
        80.0,
        "#VALUE!",
        1.0,
        "no formula",
        130.0,
        "kept",
        40.0,
    ]


# what a workbook gives meaning to


def test_tables_names_and_this_row(tmp_path: Path) -> None:
    computed = evaluate_package(
        package(
            tmp_path,
            {
                "A1": 0.1,
                "A3": "=SUM(Sales[Net sales])",
                "A4": "=dynamic+1",
                "A5": "=CLV(2400,rate,5)",
                "A6": "=SUM(sales[[#All],[Net sales]])",
                "A7": "=SUM(Sales[gone])",
                "A8": '=label&"!"',
                "A9": "=SUM(Umsätze[利润])",
                "A10": "=ROWS(Sales)",
            },
            others={
                "My 'own' data": {
                    "B1": "Net sales",
                    "C1": "Twice",
                    "B2": 5,
                    "B3": 7,
                    "C2": "=[@[Net sales]]*2",
                    "C3": "=Sales[[#This Row],[Net sales]]*2",
                },
                "数据": {"A1": "利润", "A2": 3, "A3": 4},
            },
            tables={"Sales": "My 'own' data!B1:C3", "Umsätze": "数据!A1:A3"},
            names={"rate": "Calc!$A$1", "dynamic": "SUM(Sales[Twice])", "label": '"survey"'},
        )
    )
    assert calc(computed, "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10") == [
        12.0,
        25.0,
        CLV,
        12.0,
        "#REF!",
        "survey!",
        7.0,
        2.0,
    ]
    assert computed.values["My 'own' data"] == {(2, 3): 10.0, (3, 3): 14.0}


def test_calls_through_a_link_are_ours_and_other_links_are_kept(tmp_path: Path) -> None:
    computed = evaluate_package(
        package(
            tmp_path,
            {
                "A1": "=[1]!CLV(2400,10%,5)",
                "A2": "='C:\\Users\\ann\\CentreROI.xlam'!CLV(2400,10%,5)",
                "A3": "=[2]!CLV(2400,10%,5)",
                "A4": "=[2]Sheet1!A1",
                "A5": "=A3+A4",
            },
            links=("file:///C:\\Users\\ann%20b\\centreroi.XLAM", "other.xlsx"),
            edits={SHEET: all_of(cached("A3", "77"), cached("A4", "3"))},
        )
    )
    assert calc(computed, "A1", "A2", "A3", "A4", "A5") == [CLV, CLV, 77.0, 3.0, 80.0]
    assert computed.kept == [
        Kept("Calc", "A3", "[2]!CLV"),
        Kept("Calc", "A4", "a reference to another workbook"),
    ]


def test_what_only_excel_has_stands_with_its_last_value(tmp_path: Path) -> None:
    computed = evaluate_package(
        package(
            tmp_path,
            {
                "A1": "=BLOOMBERG(1)",
                "A2": "=A1*2",
                "A3": "=BLOOMBERG(2)",
                "A4": '=BLOOMBERG(3)&""',
                "A5": '=A4&"!"',
                "A6": "=IFERROR(BLOOMBERG(4),0)",
                "A7": "=A3",
                "A8": "=AGGREGATE(14,6,{1,2},1)",
            },
            edits={SHEET: all_of(cached("A1", "5"), cached("A4", "txt", "str"), cached("A6", "9"), cached("A8", "2"))},
        )
    )
    assert calc(computed, "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8") == [
        5.0,
        10.0,
        "#NAME?",
        "txt",
        "txt!",
        9.0,
        "#NAME?",
        2.0,
    ]
    assert [(kept.address, kept.function) for kept in computed.kept] == [
        ("A1", "BLOOMBERG"),
        ("A4", "BLOOMBERG"),
        ("A6", "BLOOMBERG"),
        ("A8", "AGGREGATE(14, ...)"),
    ]


def test_an_array_formula_that_only_excel_computes_keeps_all_its_cells(tmp_path: Path) -> None:
    members = b'<c r="A2"><v>11</v></c>'
    computed = evaluate_package(
        package(
            tmp_path,
            {"A1": ArrayFormula("A1:A2", "=BLOOMBERG(1)"), "B1": "=SUM(A1:A2)", "B2": "=A2"},
            edits={SHEET: all_of(cached("A1", "10"), lambda data: data.replace(b'<c r="B2"', members + b'<c r="B2"'))},
        )
    )
    assert calc(computed, "A1", "A2", "B1", "B2") == [10.0, 11.0, 21.0, 11.0]


def test_an_array_formula_over_a_whole_sheet_does_not_fill_the_memory(tmp_path: Path) -> None:
    computed = evaluate_package(package(tmp_path, {"A1": ArrayFormula("A1:XFD1048576", "=B1"), "B1": "=1+1"}))
    assert calc(computed, "A1", "A2", "B1") == ["#NAME?", "no formula", 2.0]


def test_shared_and_dynamic_formulas_as_excel_writes_them(tmp_path: Path) -> None:
    def edit(data: bytes) -> bytes:
        data = data.replace(b"<f>B1*2</f>", b'<f t="shared" ref="C1:C2" si="0">[1]!CLV(B1,0,2)</f>')
        data = data.replace(b"<f>B2*2</f>", b'<f t="shared" si="0"/>')
        return data.replace(b'<c r="D1"><f t="array"', b'<c r="D1" cm="1"><f t="array"')

    computed = evaluate_package(
        package(
            tmp_path,
            {
                "B1": 3,
                "B2": 4,
                "C1": "=B1*2",
                "C2": "=B2*2",
                "D1": ArrayFormula("D1:D2", "=B1:B2+1"),
                "E1": "=SUM(_xlfn.ANCHORARRAY(D1))",
            },
            links=("CentreROI.xlam",),
            edits={SHEET: edit},
        )
    )
    assert calc(computed, "C1", "C2", "D1", "D2", "E1") == [6.0, 8.0, 4.0, 5.0, 9.0]


def test_kinds_of_values(tmp_path: Path) -> None:
    computed = evaluate_package(
        package(
            tmp_path,
            {
                "A1": datetime.datetime(2024, 3, 1),
                "A2": "=A1+1",
                "A3": "=B1",
                "A4": '=""',
                "A5": "=1=1",
                "A6": "#N/A",
                "A7": "=A6",
                "A8": "=CLV(A9,0,1)",
                "A10": "=IF(TRUE,A9)",
                "A11": "=CLV(A6,0,1)",
                "A12": "=#REF!+1",
                "A13": "=Nowhere!A1",
            },
        )
    )
    values = calc(computed, "A2", "A3", "A4", "A5", "A7", "A8", "A10", "A11", "A12", "A13")
    assert values == [45353.0, 0.0, "", True, "#N/A", "#VALUE!", 0.0, "#N/A", "#REF!", "#REF!"]
    assert values[3] is True


def test_the_1904_date_system(tmp_path: Path) -> None:
    computed = evaluate_package(
        package(tmp_path, {"A1": "=DATE(2024,1,1)", "A2": "=YEAR(43830)"}, epoch=CALENDAR_MAC_1904)
    )
    assert calc(computed, "A1", "A2") == [43830.0, 2024.0]


def test_a_circular_reference_is_an_error_and_the_rest_computes(tmp_path: Path) -> None:
    computed = evaluate_package(
        package(tmp_path, {"A1": "=B1", "B1": "=A1+1", "C1": "=B1", "D1": "=1+1", "E1": "=IF(TRUE,1,E1)"})
    )
    assert calc(computed, "A1", "B1", "C1", "D1", "E1") == ["#VALUE!", "#VALUE!", "#VALUE!", 2.0, 1.0]


def test_a_formula_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    computed = evaluate_package(package(tmp_path, {"A1": "=1+", "A2": "=SUM(1", "A3": "=A1", "A4": "=2"}))
    assert calc(computed, "A1", "A2", "A3", "A4") == ["#NAME?", "#NAME?", "#NAME?", 2.0]


def test_a_sheet_of_data_is_never_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = package(tmp_path, {"A1": "=SUM(Data!A1:A3)"}, others={"Data": {"A1": 1, "A2": 2, "A3": 3}})
    parsed: list[str] = []
    sheet = Package.sheet

    def seen(self: Package, name: str) -> Any:
        parsed.append(name)
        return sheet(self, name)

    monkeypatch.setattr(Package, "sheet", seen)
    assert calc(evaluate_package(book), "A1") == [6.0]
    assert set(parsed) == {"Calc"}


def test_what_was_written_to_the_package_is_computed_with(tmp_path: Path) -> None:
    book = package(tmp_path, {"A1": "=Data!A1*2", "A2": "=Data!A2"}, others={"Data": {"A1": 1}})
    book.sheet("Data").set_value(1, 1, 21.0)
    book.sheet("Data").set_value(2, 1, "new")
    assert calc(evaluate_package(book), "A1", "A2") == [42.0, "new"]


def test_evaluating_changes_nothing_in_the_package(tmp_path: Path) -> None:
    book = package(
        tmp_path, {"A1": "=[1]!CLV(1,0,1)", "B1": ArrayFormula("B1:B2", "={1;2}")}, links=("CentreROI.xlam",)
    )
    before = {name: book.part(name) for name in book.part_names()}
    evaluate_package(book)
    assert {name: book.part(name) for name in book.part_names()} == before


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_of_ours_is_known_and_answers_without_arguments(name: str) -> None:
    answer = evaluate_formula(f"{name}()")
    assert isinstance(answer, CellError), answer
    assert answer.message.startswith(f"{name}:")
