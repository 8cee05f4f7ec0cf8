"""Formula texts read and rewritten for the embedded engine; no engine is needed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from addin.cells.addresses import Area
from addin.engine.rewriting import Rewriter, Rewritten
from addin.engine.surroundings import MISSING_MARK, CellPlace, Surroundings
from addin.formulas.parsing import Unreadable, parse, render


@dataclass(frozen=True)
class Table:
    name: str
    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int
    columns: tuple[str, ...]
    header_rows: int = 1
    totals_rows: int = 0


SALES = Table("Sales", "My Sheet", 1, 1, 10, 4, ("Month", "Net sales", "it's #1", "利润"), totals_rows=1)
BARE = Table("bare", "Data", 5, 2, 9, 2, ("only",), header_rows=0)
SURROUNDINGS = Surroundings(
    ours={"CLV": True, "SURVEY_TALLY": False},
    known=lambda name: name != "NOSUCH",
    tables={"Sales": SALES, "bare": BARE},
    names={
        "block": "S!$A$1:$A$9",
        "rate": "Inputs!$C$5",
        "last_two": "OFFSET(S!$A$1,0,0,2,1)",
        "kind": '"survey_roi/1"',
        "months": "Sales[Month]",
        "me": "me+1",
        "twice": "rate*2",
    },
    links={
        1: "file:///C:\\Add%20ins\\CENTREroi.xlam",
        2: "other.xlsx",
        3: "/Users/ann/CentreROI.xlam",
        4: "..%5CCentreROI.xlam",
    },
    spills={("S", 1, 2): Area(1, 2, 4, 2)},
)
PLACE = CellPlace("S", 3, 5)


def plain(text: str) -> Rewritten:
    return Rewriter(SURROUNDINGS).plain(text, PLACE)


ROUND_TRIPS = [
    'IF(A1="a,b(c)",{1,"x;";2,#N/A},"say ""hi""")',
    "'Q1''s figures'!$A$1:B2+Data!C:C*-D4%^2",
    "T[[#This Row],[net sales]]+T[@[a b]]&T[it''s '#1]",
    "SUM(A1:A3,,(B1,B2)) <> 1.5E-3",
    "'C:\\x\\[CentreROI.xlam]S'!CLV(1)+[1]!CLV(2)",
    "工作表!A1+表[列]+LOG10(100)",
    "A1:INDEX(A1:A9,2)",
]


@pytest.mark.parametrize("text", ROUND_TRIPS)
def test_a_formula_that_is_read_renders_as_it_was(text: str) -> None:
    assert render(parse(f"={text}")) == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("=", "nothing after"),
        ("SUM(1,2", 'a ")" is missing after SUM('),
        ("SUM(1;2)", "commas, not semicolons"),
        ("1)", 'no "(" before it'),
        ('"abc', "no closing quote"),
        ("{1,2", 'no closing "}"'),
        ("A1 ~ 2", '"~ 2"'),
        ("1,2", "outside of a function"),
    ],
)
def test_what_cannot_be_read_says_where(text: str, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(text)
    assert why in str(refused.value)
    assert why in plain(text).problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1]!CLV(1,2,3)", "CLV(1,2,3)"),
        ("[3]!clv(1,2,3)", "CLV(1,2,3)"),
        ("[4]!CLV(1,2,3)", "CLV(1,2,3)"),
        ("'C:\\Add ins\\CentreROI.xlam'!CLV(1,2,3)", "CLV(1,2,3)"),
        ("'C:\\x\\[centreroi.XLAM]Sheet1'!CLV(1,2,3)", "CLV(1,2,3)"),
        ("CentreROI.xlam!CLV(1,2,3)", "CLV(1,2,3)"),
        ("SUM([1]!CLV([1]!CLV(1,2,3),2,3))", "SUM(CLV(CLV(1,2,3),2,3))"),
    ],
)
def test_a_linked_call_of_ours_is_ours(text: str, expected: str) -> None:
    assert plain(text) == Rewritten(expected)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("[2]!CLV(1)", "[2]!CLV"),
        ("[9]!CLV(1)", "[9]!CLV"),
        ("'D:\\other.xlam'!CLV(1)", "'D:\\other.xlam'!CLV"),
        ("[2]Sheet1!A1*2", "a reference to another workbook"),
        ("1+NOSUCH(2)", "NOSUCH"),
        ("SUM(Jan:Mar!A1)", "a reference across several sheets"),
        ("SUM(A1:B2 B1:B9)", "the crossing of two ranges"),
        ("SUM((A1:A2,B3))", "a reference to several ranges at once"),
        ("AGGREGATE(14,6,A1:A9,1)", "AGGREGATE(14, ...)"),
    ],
)
def test_what_only_excel_has_is_named(text: str, unknown: str) -> None:
    assert plain(text).unknown == (unknown,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SUM(Sales[Net sales])", "SUM('My Sheet'!$B$2:$B$9)"),
        ("SUM(sales[NET SALES])", "SUM('My Sheet'!$B$2:$B$9)"),
        ("SUM(Sales[利润])", "SUM('My Sheet'!$D$2:$D$9)"),
        ("SUM(Sales[it''s '#1])", "SUM('My Sheet'!$C$2:$C$9)"),
        ("Sales[[#This Row],[Month]]", "'My Sheet'!$A$3"),
        ("Sales[@Month]", "'My Sheet'!$A$3"),
        ("Sales[@[Net sales]]", "'My Sheet'!$B$3"),
        ("SUM(Sales[@])", "SUM('My Sheet'!$A$3:$D$3)"),
        ("SUM(Sales[[#This Row],[Month]:[Net sales]])", "SUM('My Sheet'!$A$3:$B$3)"),
        ("SUM(Sales[@[Month]:[it''s '#1]])", "SUM('My Sheet'!$A$3:$C$3)"),
        ("ROWS(Sales)", "ROWS('My Sheet'!$A$2:$D$9)"),
        ("ROWS(Sales[])", "ROWS('My Sheet'!$A$2:$D$9)"),
        ("ROWS(Sales[#All])", "ROWS('My Sheet'!$A$1:$D$10)"),
        ("ROWS(Sales[#Data])", "ROWS('My Sheet'!$A$2:$D$9)"),
        ("COLUMNS(Sales[#Headers])", "COLUMNS('My Sheet'!$A$1:$D$1)"),
        ("SUM(Sales[#Totals])", "SUM('My Sheet'!$A$10:$D$10)"),
        ("Sales[[#Headers],[Net sales]]", "'My Sheet'!$B$1"),
        ("Sales[[#Totals],[Net sales]]", "'My Sheet'!$B$10"),
        ("SUM(Sales[[#Headers],[#Data],[Month]])", "SUM('My Sheet'!$A$1:$A$9)"),
        ("SUM(Sales[[Month]:[it''s '#1]])", "SUM('My Sheet'!$A$2:$C$9)"),
        ("SUM(Sales[[ #Data ], [Month]])", "SUM('My Sheet'!$A$2:$A$9)"),
        ("SUM(Sales[Month]:Sales[Net sales])", "SUM('My Sheet'!$A$2:$B$9)"),
        ("SUM(bare[only])", "SUM(Data!$B$5:$B$9)"),
        ("bare[#Headers]", "#REF!"),
        ("bare[@only]", "#VALUE!"),
        ("SUM(Sales[nope])", "SUM(#REF!)"),
        ("SUM(Nobody[Month])", "SUM(#REF!)"),
        ("[@Month]", "#REF!"),
        ("SUM(months)", "SUM('My Sheet'!$A$2:$A$9)"),
    ],
)
def test_a_reference_to_a_table_becomes_an_address(text: str, expected: str) -> None:
    assert plain(text) == Rewritten(expected)


def test_inside_its_own_table_a_reference_needs_no_name() -> None:
    rewriter = Rewriter(SURROUNDINGS)
    inside = CellPlace("My Sheet", 4, 4)
    assert rewriter.plain("[@[Net sales]]*SUM([Month])", inside).text == "'My Sheet'!$B$4*SUM('My Sheet'!$A$2:$A$9)"
    below = CellPlace("My Sheet", 5, 4)
    assert rewriter.plain("[@[Net sales]]*SUM([Month])", below).text == "'My Sheet'!$B$5*SUM('My Sheet'!$A$2:$A$9)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CLV(2400,,5)", f'CLV(2400,"{MISSING_MARK}",5)'),
        ("CLV(2400,)", f'CLV(2400,"{MISSING_MARK}")'),
        ("CLV(, 1)", f'CLV("{MISSING_MARK}",1)'),
        ("CLV()", "CLV()"),
        ("IF(A1,,5)", "IF(A1,,5)"),
        ("CLV(IF(A1,,5),1)", "CLV(IF(A1,,5),1)"),
    ],
)
def test_an_argument_left_out_of_ours_is_marked(text: str, expected: str) -> None:
    assert plain(text).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1:A9", "$A$3"),
        ("A1:A9*2", "$A$3*2"),
        ("Data!A1:Z1+1", "Data!$E$1+1"),
        ("ABS(A:A)", "ABS($A$3)"),
        ("ABS(A1:A2)", "ABS(#VALUE!)"),
        ("SUM(A1:A9)", "SUM(A1:A9)"),
        ("SUM(A1:A9*2)", "SUM($A$3*2)"),
        ("block*2", "S!$A$3*2"),
        ("SUM(block)", "SUM(S!$A$1:$A$9)"),
        ("COUNTIF(A1:A9,B1:B9)", "COUNTIF(A1:A9,$B$3)"),
        ("IF(A1,B1:B9,0)", "IF(A1,$B$3,0)"),
        ("@A1:A9", "$A$3"),
        ("_xlfn.SINGLE(A1:A9)", "$A$3"),
        ("CLV(A1:A9,0.1,5)", "CENTRE_ROI_FIT(CLV(A1:A9,0.1,5),1,1)"),
        ("SURVEY_TALLY(A1:A9,B1:B9)", "CENTRE_ROI_FIT(SURVEY_TALLY(A1:A9,B1:B9),1,1)"),
        ("SUM(SURVEY_TALLY(A1:A9,B1:B9))", "SUM(SURVEY_TALLY(A1:A9,B1:B9))"),
        ("_xlfn._xlws.SORT(A1:A9)", "CENTRE_ROI_FIT(SORT(A1:A9),1,1)"),
        ("{1,2}", "CENTRE_ROI_FIT({1,2},1,1)"),
        ("SUM(_xlfn.ANCHORARRAY(B1))", "SUM($B$1:$B$4)"),
        ("SUM(B1#)", "SUM($B$1:$B$4)"),
        ("SUM(C1#)", "SUM(#REF!)"),
    ],
)
def test_a_plain_formula_is_cut_to_one_cell_as_excel_does(text: str, expected: str) -> None:
    assert plain(text) == Rewritten(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SUMPRODUCT(--ISERROR(A1:A9))", 'SUMPRODUCT(--CENTRE_ROI_EACH("ISERROR","v",A1:A9))'),
        ("SUM(LARGE(A1:A9,{1,2}))", 'SUM(CENTRE_ROI_EACH("LARGE","av",A1:A9,{1,2}))'),
        ("SUMPRODUCT((ROW(A2:A9)>3)*1)", "SUMPRODUCT((SEQUENCE(8,1,2)>3)*1)"),
        ("SUMPRODUCT(A1:A9,B1:B9)", 'SUMPRODUCT(A1:A9,B1:B9,--(A1:A9<""),--(B1:B9<""))'),
        ("SUMPRODUCT(LEFT(A1:A9,))", f'SUMPRODUCT(CENTRE_ROI_EACH("LEFT","vv",A1:A9,"{MISSING_MARK}"))'),
    ],
)
def test_a_function_of_single_values_is_called_for_each_of_an_array(text: str, expected: str) -> None:
    assert plain(text) == Rewritten(expected)


def test_an_array_formula_fills_its_declared_range() -> None:
    rewriter = Rewriter(SURROUNDINGS)
    done = rewriter.array("ABS(A1:A2)*2", PLACE, Area(3, 5, 6, 6))
    assert done.text == 'CENTRE_ROI_FIT(CENTRE_ROI_EACH("ABS","v",A1:A2)*2,4,2)'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rate", "Inputs!$C$5"),
        ("RATE+1", "Inputs!$C$5+1"),
        ('kind&"x"', '"survey_roi/1"&"x"'),
        ("SUM(last_two)", "SUM(OFFSET(S!$A$1,0,0,2,1))"),
        ("-twice", "-(Inputs!$C$5*2)"),
        ("[0]!rate", "Inputs!$C$5"),
        ('"rate"', '"rate"'),
    ],
)
def test_a_defined_name_becomes_what_it_stands_for(text: str, expected: str) -> None:
    assert plain(text).text == expected


def test_a_name_that_stands_for_itself_is_refused() -> None:
    assert "stands for itself" in plain("me").problem


def test_a_column_of_one_formula_is_rewritten_row_by_row() -> None:
    """The second of a kind comes from memory, which must not carry the first one's cells."""
    rewriter = Rewriter(SURROUNDINGS)
    for row in (3, 4):
        assert rewriter.plain(f"CLV(A{row},B{row},5)", CellPlace("S", row, 5)).text == f"CLV(A{row},B{row},5)"
        assert rewriter.plain(f"ABS(A1:A9)+B{row}", CellPlace("S", row, 5)).text == f"ABS($A${row})+B{row}"
        assert rewriter.plain(f"NOSUCH(B{row})", CellPlace("S", row, 5)).unknown == ("NOSUCH",)
        assert rewriter.plain("ABS(A1:A1)", CellPlace("S", row, 5)).text == "ABS(A1:A1)"
        assert rewriter.plain("ABS(C3:C4)", CellPlace("S", row, 5)).text == f"ABS($C${row})"
        assert (
            rewriter.plain(f"SUM(B{row}:H{row})*$B${row}", CellPlace("S", row, 9)).text
            == f"SUM(B{row}:H{row})*$B${row}"
        )
        assert rewriter.plain(f"SUM($B$3:B{row})", CellPlace("S", row, 9)).text == f"SUM($B$3:B{row})"
        assert rewriter.plain(f'B{row}&"B{row}, ZQX"', CellPlace("S", row, 9)).text == f'B{row}&"B{row}, ZQX"'
        assert rewriter.plain(f"'Q1 of B{row}'!B{row}", CellPlace("S", row, 9)).text == f"'Q1 of B{row}'!B{row}"
        assert rewriter.plain(f"SUM(A1:B{row}:C9)", CellPlace("S", row, 9)).text == "SUM($A$1:$C$9)"
        this_row = rewriter.plain(f"Sales[[#This Row],[Net sales]]*B{row}", CellPlace("S", row, 9))
        assert this_row.text == f"'My Sheet'!$B${row}*B{row}"


@pytest.mark.parametrize(
    "text", ['"ZQX9000000"&A1', "ZQX9000000+A1", "'ZQX9000000'!A1+A2", "A1+A2 A3", "A1:B2#", "(A1"]
)
def test_a_formula_that_looks_like_a_shape_is_rewritten_as_it_stands(text: str) -> None:
    place = CellPlace("S", 3, 5)
    twice = Rewriter(SURROUNDINGS)
    assert twice.plain(text, place) == twice.plain(text, place) == Rewriter(SURROUNDINGS)._plain(text, place)[0]
