"""The model of Excel itself: its lists of members are complete, and it has the habits for which it is there."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.addin.hosts.excel.live.excel_model import Application, ComObject, ExcelError


def classes(base: type = ComObject) -> Iterator[type[ComObject]]:
    for each in base.__subclasses__():
        yield each
        yield from classes(each)


@pytest.mark.parametrize("kind", list(classes()), ids=lambda kind: kind.__name__)
def test_the_lists_name_every_member_and_no_other(kind: type[ComObject]) -> None:
    own = {name: member for name, member in inspect.getmembers(kind) if name[0].isupper()}
    if "Application" not in kind.properties:
        own.pop("Application")
    assert {name for name, member in own.items() if callable(member)} == set(kind.methods)
    assert {name for name, member in own.items() if not callable(member)} == set(kind.properties)
    assert {name for name, member in own.items() if isinstance(member, property) and member.fset} == set(kind.settable)
    assert kind.default in ("", *kind.methods)


@pytest.fixture
def sheet(tmp_path: Path, excel: Application) -> Any:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"], book.active["A2"], book.active["A3"] = 2, "=A1*2", "=1/0"
    book.save(tmp_path / "own.xlsx")
    return excel.Workbooks.Open(str(tmp_path / "own.xlsx")).Worksheets(1)


def test_it_reads_texts_as_if_they_were_typed(sheet: Any) -> None:
    for text, value, has_formula in (
        ("=1+1", 2.0, True),
        ("+1", 1.0, False),
        ("1-2", 46024.0, False),
        ("TRUE", True, False),
        ("#N/A", -2146826246, False),
        ("'=1+1", "=1+1", False),
        ("10%", 0.1, False),
        ("", None, False),
        ("plain", "plain", False),
    ):
        sheet.Range("C3").Value2 = text
        assert sheet.Range("C3").Value2 == value
        assert sheet.Range("C3").HasFormula is has_formula
    with pytest.raises(ExcelError):
        sheet.Range("C3").Value2 = "@x"


def test_it_computes_by_itself_unless_told_not_to(sheet: Any, excel: Application) -> None:
    sheet.Range("A1").Value2 = 5.0
    assert sheet.Range("A2").Value2 == 10.0
    excel.Calculation = -4135
    sheet.Range("A1").Value2 = 6.0
    assert sheet.Range("A2").Value2 == 10.0
    excel.Calculate()
    assert sheet.Range("A1:A3").Value2 == ((6.0,), (12.0,), (-2146826281,))
    assert sheet.Range("A1:A2").HasFormula is None


def test_it_refuses_writing_to_a_protected_sheet(sheet: Any) -> None:
    sheet.is_protected = True
    with pytest.raises(ExcelError, match="protected sheet"):
        sheet.Range("A1").Value2 = 5.0


def test_it_refuses_long_texts_among_others(sheet: Any) -> None:
    with pytest.raises(ExcelError):
        sheet.Range("A1:B1").Value2 = (("x" * 9000, "y"),)


def test_members_are_found_by_name_and_number_and_no_others(excel: Application, sheet: Any) -> None:
    assert excel.Workbooks("OWN.xlsx").Worksheets("sheet").Name == sheet.Name == excel.Workbooks(1).Worksheets(1).Name
    with pytest.raises(ExcelError):
        excel.Workbooks("other.xlsx")
    with pytest.raises(AttributeError):
        sheet.Name = "other"
