"""What a formula of the user's reads, and whose functions it calls."""

from __future__ import annotations

import pytest

from addin.cells.addresses import LAST_COLUMN, LAST_ROW, Area
from addin.engine.proving.prover import OwnFormula
from addin.engine.proving.reads import Reader, Reads
from addin.engine.rewriting import Rewritten
from addin.engine.staging import Staged
from addin.engine.surroundings import CellPlace, Surroundings

NAMES = {"report_roi": "Report!$C$5", "worth": "CLV(Report!$C$6,0.1,3)", "span": "Jan:Mar!B2"}


def own(text: str) -> OwnFormula:
    """A formula in Mine!D4."""
    staged = Staged(text, Rewritten(text), CellPlace("Mine", 4, 4), None)
    reader = Reader(Surroundings({}, lambda _: True, names=NAMES), ("Jan", "Feb", "Mar", "Report", "Mine"))
    return OwnFormula(staged, reader.reads(staged), dynamic=False)


def reads(text: str) -> Reads:
    return own(text).reads


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("A1+'Mine'!B2", {("Mine", Area(1, 1, 1, 1)), ("Mine", Area(2, 2, 2, 2))}),
        ("report_roi*2", {("Report", Area(5, 3, 5, 3))}),
        ("SUM(Jan:Mar!B2)", {(sheet, Area(2, 2, 2, 2)) for sheet in ("Jan", "Feb", "Mar")}),
        ('INDIRECT("Report!C5")', {("Report", Area(5, 3, 5, 3))}),
        ("SUM(OFFSET(Report!A1,1,1))", {("Report", Area(1, 1, 1, 1)), ("Report", Area(1, 1, LAST_ROW, LAST_COLUMN))}),
        ('ROW(INDIRECT("1:3"))+COLUMN(A1)', set()),
        ('ROW(INDIRECT("1:"&B7))', {("Mine", Area(7, 2, 7, 2))}),
    ],
)
def test_the_cells_that_a_formula_names(text: str, areas: set[tuple[str, Area]]) -> None:
    found = reads(text)
    assert set(found.areas) == areas
    assert not found.anywhere


@pytest.mark.parametrize(
    "text", ["INDIRECT(A1)", "SUM(A1:INDEX(A:A,3))", "a_name_of_no_one", "OFFSET(INDEX(A:A,2),1,1)", "(("]
)
def test_what_is_not_named_may_be_anywhere(text: str) -> None:
    assert reads(text).anywhere


def test_chance_the_clock_and_other_workbooks_are_told() -> None:
    assert reads("RAND()*2").random
    assert reads("YEAR(TODAY())").clock
    assert reads("[2]Sheet1!A1").outside
    assert reads("1+2").is_constant


@pytest.mark.parametrize("text", ['TEXT(A1,"#,##0")', "IF(A1=1,#N/A,2)", "report_roi+A1"])
def test_a_sign_in_a_text_is_no_spill_and_a_name_no_function_of_ours(text: str) -> None:
    assert not own(text).names_spills
    assert not own(text).calls_ours


def test_spills_and_our_functions_are_told_in_names_too() -> None:
    assert own("SUM(B2#)").names_spills
    assert own("SUM(_xlfn.ANCHORARRAY(B2))").names_spills
    assert own("ROUND(ROI(A1,2),1)").calls_ours
    assert own("worth*2").calls_ours
    assert own("[1]!CLV(A1,0.1,3)").is_ours
    assert not own("CLV(A1,0.1,3)+1").is_ours
