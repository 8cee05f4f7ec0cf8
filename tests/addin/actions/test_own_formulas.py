"""Formulas of the user's own beside the report: a refresh makes them right, or leaves and lists them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from addin.actions.checking import findings
from addin.actions.refresh import refresh
from addin.actions.wording import describe_check, summary
from addin.cells.addresses import cell_position
from addin.cells.values import Cell
from addin.refusal import Refusal
from addin.workbook.file import WorkbookFile
from addin.xlsx.recalculation_mark import NAME
from tests.conftest import Survey, edited
from tests.workbooks import add_sheet, formula_cell, rows_of, value_cell
from udfs.calling.errors import CellError

DAY = datetime.date(2026, 1, 15)
TWO = [(DAY, "C-1", "Retail", 90), (DAY, "C-2", "Retail", 40)]
FOUR = [*TWO, (DAY, "C-3", "Retail", 95), (DAY, "C-4", "SME", 60)]
METADATA = {
    "xl/metadata.xml": b"""<metadata xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray"><metadataTypes count="1"><metadataType
 name="XLDAPR" minSupportedVersion="120000" cellMeta="1"/></metadataTypes><futureMetadata name="XLDAPR" count="1"><bk>
<extLst><ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}"><xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/>
</ext></extLst></bk></futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>"""
}
DYNAMIC = ' cm="1"'


def shown(path: Path, place: str, sheet: str = "My sheet") -> Cell:
    """What a cell of the user's shows in the file."""
    position = cell_position(place)
    assert position
    return WorkbookFile(path).package.sheet(sheet).value(*position)


def with_own(survey: Survey, cells: Mapping[str, str]) -> Path:
    """The survey as it was refreshed with two responses, and a sheet of the user's with these cells."""
    refresh(survey.fill(responses=TWO).path)
    add_sheet(survey.path, "My sheet", rows_of(cells))
    return survey.path


def with_formulas(survey: Survey, formulas: Mapping[str, object], values: Mapping[str, object] | None = None) -> Path:
    """The same with formulas below one another from H1 on, each with the value that Excel left, beside constants."""
    cells = {place: value_cell(place, value) for place, value in (values or {}).items()}
    for row, (formula, value) in enumerate(formulas.items(), start=1):
        cells[f"H{row}"] = formula_cell(f"H{row}", formula, value)
    return with_own(survey, cells)


def kept(path: Path, formulas: Mapping[str, object]) -> dict[str, Cell]:
    """The formulas whose values are no more what Excel left."""
    return {
        formula: now
        for row, (formula, value) in enumerate(formulas.items(), start=1)
        if (now := shown(path, f"H{row}")) != value
    }


TIERS = {"A1": 0, "B1": 0.02, "A2": 5000, "B2": 0.03, "A3": 10000, "B3": 0.05, "A4": 20000, "B4": 0.08}
SALES = {
    "A1": "north", "B1": 10, "A2": "south", "B2": 20, "A3": "north", "B3": 30, "A4": "south", "B4": 40, "A5": "south",
    "B5": 50,
}  # fmt: skip
IDIOMS: dict[str, tuple[dict[str, Any], dict[str, object]]] = {
    "look-ups over a form with blank rows": (
        {**TIERS, "D1": 10, "D2": 20, "D3": 30, "E1": "Jan", "E2": "Feb"},
        {
            "LOOKUP(12000,A1:A10,B1:B10)": 0.05,
            "LOOKUP(99999,A1:A10,B1:B10)": 0.08,
            "LOOKUP(4000,A1:B10)": 0.02,
            "12000*LOOKUP(12000,A1:A10,B1:B10)": 600.0,
            "LOOKUP(9.99E+307,D1:D12)": 30.0,
            "_xlfn.XLOOKUP(12000,A1:A10,B1:B10,0,-1)": 0.05,
            'MATCH("zzz",E1:E12)': 2.0,
        },
    ),
    "fractions that no binary number holds": (
        {"A1": 1.1, "B1": 2.2, "C1": 3.3},
        {
            'IF(A1+B1=C1,"OK","Difference")': "OK",
            'IF(SUM(A1:B1)<>C1,"Difference","OK")': "OK",
            'IF(A1+B1>C1,"over budget","within")': "within",
            '"Total "&A1+B1': "Total 3.3",
            'A1/3&""': "0.366666666666667",
            "INT(0.29*100)": 29.0,
            "FLOOR(4.1*100,1)": 410.0,
            "C1-A1-B1": 0.0,
        },
    ),
    "arrays as finance models have them": (
        SALES,
        {
            'SUMPRODUCT(LARGE(B1:B5,ROW(INDIRECT("1:3"))))': 120.0,
            "SUMPRODUCT(SUBTOTAL(3,OFFSET(A1,ROW(A1:A5)-ROW(A1),0)))": 5.0,
            'SUMPRODUCT(SUBTOTAL(9,OFFSET(B1,ROW(B1:B5)-ROW(B1),0))*(A1:A5="south"))': 110.0,
            'INDEX(B1:B5,MATCH(1,INDEX((A1:A5="south")*(B1:B5>20),0),0))': 40.0,
            "SUM(N(OFFSET(B1,{0;2;4},0)))": 90.0,
            "AVERAGE(OFFSET(B1,COUNT(B1:B12)-1,0,-3,1))": 40.0,
            'INDIRECT(ADDRESS(2,2,,,"My sheet"))': 20.0,
        },
    ),
    "formats, criteria and signs": (
        {"A1": -1234.5, "A2": 5551234, "A3": 0.25, "A4": "a\u00a0", "A5": -2.5, "A6": 0.5},
        {
            'TEXT(A1,"#,##0.00_);(#,##0.00)")': "(1,234.50)",
            'TEXT(A2,"000-0000")': "555-1234",
            'TEXT(A1,"0.00E+00")': "-1.23E+03",
            'TEXT(44,"[>100]0;""low""")': "low",
            'COUNTIF(A3:A6,">10%")': 2.0,
            "CEILING(A5,-1)": -3.0,
            "FLOOR(A5,-1)": -2.0,
            "LEN(TRIM(A4))": 2.0,
            "LEN(_xlfn.UNICHAR(128512))": 2.0,
        },
    ),
    "dates, times and amounts that are texts": (
        {"A1": "2026-01-15", "A2": "1,234.50", "A3": "14:30"},
        {
            "EOMONTH(A1,0)": 46053.0,
            "MONTH(A1)": 1.0,
            "YEAR(A1)": 2026.0,
            "WEEKDAY(A1)": 5.0,
            'DATEDIF(A1,"2026-03-15","d")': 59.0,
            'NETWORKDAYS(A1,"2026-01-31")': 12.0,
            "VALUE(A2)": 1234.5,
            "A2*2": 2469.0,
            "HOUR(A3)": 14.0,
            "A1+1": 46038.0,
        },
    ),
    "what only Excel tells, and functions as arguments": (
        {},
        {
            'MID(CELL("filename",H1),FIND("]",CELL("filename",H1))+1,31)': "My sheet",
            '_xlfn.TEXTAFTER(CELL("filename",A1),"]")': "My sheet",
            "_xlfn.GROUPBY(responses[Segment],responses[Index],SUM)": "Retail",
            "SUM(_xlfn.BYROW(responses[Index],SUM))": 130.0,
            "SUM(_xlfn.MAP(responses[Index],_xlfn.LAMBDA(_xlpm.v,_xlpm.v*2)))": 260.0,
        },
    ),
}
"""Situations that people reported of programs that compute workbooks; values as Excel shows them."""


@pytest.mark.parametrize("situation", IDIOMS)
def test_no_value_that_excel_had_is_replaced_by_another(survey: Survey, situation: str) -> None:
    values, formulas = IDIOMS[situation]
    path = with_formulas(survey, formulas, values)
    result = refresh(path)
    assert kept(path, formulas) == {}
    assert not result.findings.errors


def test_what_follows_from_the_report_is_computed(survey: Survey) -> None:
    formulas = {"report_net_profit*2+7": 7.0, 'IF(report_net_profit=0,"as ever","other")': "as ever"}
    path = with_formulas(survey, formulas)
    assert survey.read().read_cell("report_net_profit") == 0
    result = refresh(survey.fill(responses=FOUR).path)
    assert survey.read().read_cell("report_net_profit") == 1000
    assert shown(path, "H1") == 2007
    assert shown(path, "H2") == "other"
    assert result.findings.needs_excel == ()


def test_a_formula_that_no_engine_came_to_keeps_its_value_and_is_listed(survey: Survey) -> None:
    """So does what follows from it, and the workbook tells Excel to compute it on opening."""
    path = with_formulas(
        survey, {'CUBEVALUE("Sales","[Measures]")+report_net_profit': 5.0, "H1*2": 10.0, 'H2&"x"': "10x"}
    )
    result = refresh(survey.fill(responses=FOUR).path)
    assert [shown(path, place) for place in ("H1", "H2", "H3")] == [5.0, 10.0, "10x"]
    assert result.findings.needs_excel == ("My sheet!H1", "My sheet!H2", "My sheet!H3")
    assert "3 cells of your own need Excel: My sheet!H1, My sheet!H2, My sheet!H3; open the workbook" in summary(
        result, "b"
    )
    package = WorkbookFile(path).package
    assert package.computes_on_opening
    assert package.names[NAME] == "'My sheet'!$H$1:$H$3"
    book = WorkbookFile(path)
    book.recalculate()
    assert findings(book).needs_excel == result.findings.needs_excel
    assert any("3 cells of your own need Excel" in line for line in describe_check(findings(book), "b"))
    assert "nothing is wrong" not in describe_check(findings(book), "b")[-1]


def test_nothing_is_proven_by_values_that_wait_for_excel(survey: Survey) -> None:
    """The value is an old one, and right by chance: it says nothing of how its formula is computed."""
    path = with_formulas(survey, {"ABS(report_net_profit)": 0.0})
    edited(
        path,
        "xl/workbook.xml",
        lambda xml: xml.replace(
            b"</definedNames>",
            f'<definedName name="{NAME}" hidden="1">\'My sheet\'!$H$1</definedName></definedNames>'.encode(),
        ).replace(b"<calcPr ", b'<calcPr fullCalcOnLoad="1" '),
    )
    result = refresh(survey.fill(responses=FOUR).path)
    assert shown(path, "H1") == 0
    assert result.findings.needs_excel == ("My sheet!H1",)


def test_the_mark_goes_when_excel_has_computed(survey: Survey) -> None:
    """Excel takes its own mark away as it saves; the hidden name stays and means nothing."""
    path = with_formulas(survey, {'CUBEVALUE("Sales","[Measures]")+report_net_profit': 5.0})
    refresh(survey.fill(responses=FOUR).path)
    edited(path, "xl/workbook.xml", lambda xml: xml.replace(b' fullCalcOnLoad="1"', b""))
    result = refresh(path)
    assert result.findings.needs_excel == ()
    assert NAME not in WorkbookFile(path).package.names


def test_a_report_that_follows_from_what_only_excel_computes_is_refused(survey: Survey) -> None:
    path = with_formulas(survey, {'CUBEVALUE("Sales","[Measures]")+0*report_net_profit': 85.0})
    place = survey.read().package.place("loyal_above")
    with_formula = formula_cell("X1", "'My sheet'!H1", 85)
    column = chr(64 + place.first_column)
    part = survey.read().package.sheet_part("Inputs")

    def change(xml: bytes) -> bytes:
        address = f'r="{column}{place.first_row}"'.encode()
        start = xml.index(b"<c " + address)
        end = xml.index(b"</c>", start) + 4
        return xml[:start] + with_formula.replace('r="X1"', address.decode()).encode() + xml[end:]

    edited(path, part, change)
    before = path.read_bytes()
    survey.fill(responses=FOUR)
    before = path.read_bytes()
    with pytest.raises(
        Refusal, match="the report follows from formulas of your own that only Excel can compute: Inputs!"
    ):
        refresh(path)
    assert path.read_bytes() == before


def spilled(survey: Survey, responses: list[tuple[Any, ...]], beside: str = "") -> Path:
    """A sheet that spills the segments and indices of these responses, as Excel leaves it."""
    refresh(survey.fill(responses=responses).path)
    segments = sorted({row[2] for row in responses}, key=[row[2] for row in responses].index)
    indices = sorted((row[3] for row in responses), reverse=True)
    cells = {
        "B2": formula_cell("B2", "_xlfn.UNIQUE(tally[Segment])", segments[0], f"B2:B{1 + len(segments)}", DYNAMIC),
        "F2": formula_cell("F2", "COUNTA(_xlfn.ANCHORARRAY(B2))", len(segments)),
        "D2": formula_cell(
            "D2", "_xlfn._xlws.SORT(responses[Index],,-1)", indices[0], f"D2:D{1 + len(indices)}", DYNAMIC
        ),
        "G2": formula_cell("G2", "SUM(_xlfn.ANCHORARRAY(D2))", sum(indices)),
    }
    cells |= {f"B{row}": value_cell(f"B{row}", name) for row, name in enumerate(segments[1:], start=3)}
    cells |= {f"D{row}": value_cell(f"D{row}", index) for row, index in enumerate(indices[1:], start=3)}
    if beside:
        cells[beside] = value_cell(beside, "in the way")
    add_sheet(survey.path, "My sheet", rows_of(cells), METADATA)
    return survey.path


def test_a_spill_grows_with_what_it_lists(survey: Survey) -> None:
    """The tally lists a segment more after the refresh."""
    path = spilled(survey, TWO)
    survey.fill(responses=FOUR)
    result = refresh(path)
    assert [shown(path, f"B{row}") for row in (2, 3, 4)] == ["Retail", "SME", None]
    assert shown(path, "F2") == 2
    cells = WorkbookFile(path).package.sheet("My sheet")
    assert {each.array for each in cells.formulas if each.row == 2 and each.column == 2} == {"B2:B3"}
    # What the responses spill was old before the refresh began: the workbook was changed, and never computed.
    assert result.findings.needs_excel == ("My sheet!D2", "My sheet!G2")
    assert shown(path, "G2") == 130


def test_a_spill_shrinks_and_empties_the_cells_behind(survey: Survey) -> None:
    path = spilled(survey, FOUR)
    survey.fill(responses=TWO)
    refresh(path)
    assert [shown(path, f"B{row}") for row in (2, 3)] == ["Retail", None]
    assert shown(path, "F2") == 1


def test_a_spill_with_something_in_its_way_says_so(survey: Survey) -> None:
    path = spilled(survey, TWO, beside="B3")
    survey.fill(responses=FOUR)
    result = refresh(path)
    assert str(shown(path, "B2")) in ("#VALUE!", "#SPILL!") or getattr(shown(path, "B2"), "code", "") == "#VALUE!"
    assert shown(path, "B3") == "in the way"
    assert "My sheet!B2" in result.findings.needs_excel


def test_a_data_table_over_the_result_is_listed(survey: Survey) -> None:
    cells = {
        "A1": value_cell("A1", 0.1),
        "B1": formula_cell("B1", "report_net_profit*A1", 0),
        "A2": value_cell("A2", 0.1),
        "B2": '<c r="B2"><f t="dataTable" ref="B2:B4" dt2D="0" dtr="0" r1="A1"/><v>-100</v></c>',
        "A3": value_cell("A3", 0.2),
        "B3": value_cell("B3", -200),
        "A4": value_cell("A4", 0.3),
        "B4": value_cell("B4", -300),
        "D1": formula_cell("D1", "SUM(B2:B4)", -600),
    }
    path = with_own(survey, cells)
    assert refresh(path).findings.needs_excel == ()
    result = refresh(survey.fill(responses=FOUR).path)
    assert result.findings.needs_excel == tuple(f"My sheet!{place}" for place in ("D1", "B2", "B3", "B4"))
    assert shown(path, "B1") == 100
    assert [shown(path, place) for place in ("B2", "B3", "B4", "D1")] == [-100, -200, -300, -600]


def test_with_the_precision_as_displayed_own_formulas_are_listed(survey: Survey) -> None:
    path = with_formulas(survey, {"report_net_profit/3": 0.0})
    edited(path, "xl/workbook.xml", lambda xml: xml.replace(b"<calcPr ", b'<calcPr fullPrecision="0" '))
    result = refresh(survey.fill(responses=FOUR).path)
    assert shown(path, "H1") == 0
    assert result.findings.needs_excel == ("My sheet!H1",)


def test_today_is_proven_with_the_day_of_the_file_and_chance_keeps_its_value(survey: Survey) -> None:
    today = (datetime.datetime.now().date() - datetime.date(1899, 12, 30)).days  # noqa: DTZ005 - the user's own clock
    path = with_formulas(survey, {"TODAY()": today - 400, "RAND()": 0.25, "TODAY()-1": today - 401, "H2*2": 0.5})
    result = refresh(path)
    assert [shown(path, f"H{row}") for row in (1, 2, 3, 4)] == [today, 0.25, today - 1, 0.5]
    assert result.findings.needs_excel == ()


def test_our_functions_in_own_formulas_are_computed(survey: Survey) -> None:
    path = with_formulas(survey, {"CLV(100,0.1,3)": None, "ROUND(ROI(report_net_profit,300),2)": -1.0})
    refresh(path)
    assert shown(path, "H1") == pytest.approx(248.685199098422, abs=5e-13)
    refresh(survey.fill(responses=FOUR).path)
    assert shown(path, "H2") == 2.33


def test_without_a_value_of_excels_both_engines_have_to_agree(survey: Survey) -> None:
    path = with_formulas(survey, {"SUM(A1:A2)": None, "LOOKUP(3,A1:A9)": None, "H1+1": None}, {"A1": 1, "A2": 2})
    result = refresh(path)
    assert shown(path, "H1") == 3
    assert shown(path, "H3") == 4
    assert shown(path, "H2") in (2, None)
    assert (shown(path, "H2") is None) == ("My sheet!H2" in result.findings.needs_excel)


def test_a_workbook_without_own_formulas_needs_no_second_engine(
    survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    from addin.engine.proving import own_formulas

    monkeypatch.setattr(own_formulas, "OwnFormulas", None)
    assert refresh(survey.fill(responses=TWO).path).findings.needs_excel == ()


COUNTED = "SUM(tally[Responses])"
"""2 after the first refresh, 4 after the next."""


def test_names_of_one_sheet_and_names_that_move_are_followed_as_excel_does(survey: Survey) -> None:
    """Where the old values are alike by chance: of the cell that is meant, and of the one that an engine takes."""
    formulas = {COUNTED: 2.0, "either": 2.0, "beside": 2.0, "SUM(beside,0)": 2.0, "twice_either": 4.0}
    path = with_formulas(survey, formulas, {"G1": 2, "G2": 2, "G3": 5, "G4": 2})
    sheets = WorkbookFile(path).package.all_sheets
    own = sheets.index("My sheet")
    names = (
        f"<definedName name=\"either\">'My sheet'!$G$1</definedName>"
        f'<definedName name="either" localSheetId="{own}">\'My sheet\'!$H$1</definedName>'
        f'<definedName name="twice_either">either*2</definedName>'
        f"<definedName name=\"beside\">'My sheet'!$H1048575</definedName>"
    )
    edited(path, "xl/workbook.xml", lambda data: data.replace(b"</definedNames>", names.encode() + b"</definedNames>"))
    result = refresh(survey.fill(responses=FOUR).path)
    assert shown(path, "H1") == 4
    assert shown(path, "H2") == 4
    assert shown(path, "H3") == 4
    assert shown(path, "H5") == 4, "the name of all sheets means the one that all sheets know"
    listed = {cell for cell in result.findings.needs_excel if cell.startswith("My sheet")}
    stale = {f"My sheet!H{row}" for row, right in ((3, 4), (4, 4)) if shown(path, f"H{row}") != right}
    assert stale <= listed


@pytest.mark.parametrize("deep", [15, 500])
def test_names_that_stand_for_many_others_are_right_or_listed(survey: Survey, deep: int) -> None:
    path = with_formulas(survey, {COUNTED: 2.0, "step_0": 2.0})
    chain = [(f"step_{number}", f"step_{number + 1}") for number in range(deep)] + [(f"step_{deep}", "'My sheet'!$H$1")]
    names = "".join(f'<definedName name="{name}">{text}</definedName>' for name, text in chain)
    edited(path, "xl/workbook.xml", lambda data: data.replace(b"</definedNames>", names.encode() + b"</definedNames>"))
    result = refresh(survey.fill(responses=FOUR).path)
    assert shown(path, "H1") == 4
    assert shown(path, "H2") == 4 or (shown(path, "H2") == 2 and "My sheet!H2" in result.findings.needs_excel)


def test_references_by_numbers_are_right_or_listed(survey: Survey) -> None:
    formulas = {
        COUNTED: 2.0,
        'INDIRECT("R1C8",FALSE)': 2.0,
        'INDIRECT("R[-2]C",FALSE)': 2.0,
        'SUM(INDIRECT("C1",FALSE))': 2.0,
        'INDIRECT("R"&1&"C"&8,0)': 2.0,
    }
    path = with_formulas(survey, formulas, {"A1": 1, "A2": 1, "C1": 2})
    result = refresh(survey.fill(responses=FOUR).path)
    for row, right in ((1, 4), (2, 4), (3, 4), (4, 2), (5, 4)):
        assert shown(path, f"H{row}") == right or f"My sheet!H{row}" in result.findings.needs_excel


def test_a_typed_spill_error_stays_what_it_is(survey: Survey) -> None:
    """Written without a formula by other programs, and in copies of values."""
    formulas = {"ERROR.TYPE(A1)": 9.0, 'IFERROR(A1,"none")': "none", COUNTED: 2.0, "A1": "#SPILL!"}
    path = with_formulas(survey, formulas)
    edited(
        path,
        "xl/worksheets/own.xml",
        lambda data: data.replace(b'<row r="1">', b'<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c>', 1),
    )
    result = refresh(survey.fill(responses=FOUR).path)
    listed = result.findings.needs_excel
    assert shown(path, "A1") == CellError("#SPILL!")
    assert shown(path, "H1") == 9 or "My sheet!H1" in listed
    assert shown(path, "H2") == "none"
    assert shown(path, "H3") == 4
    assert shown(path, "H4") in (CellError("#SPILL!"), CellError("#VALUE!"))


def test_our_functions_follow_other_own_formulas(survey: Survey) -> None:
    """The first engine computes them, and is told what the second came to."""
    path = with_formulas(survey, {COUNTED: 2.0, "CLV(H1,0,1)": 2.0, "H2*10": 20.0, "ROUND(CLV(H3,0,1),0)": 20.0})
    assert refresh(survey.fill(responses=FOUR).path).findings.needs_excel == ()
    assert [shown(path, f"H{row}") for row in (1, 2, 3, 4)] == [4, 4, 40, 40]
