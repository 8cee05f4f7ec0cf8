"""Cells as COM hands them over, and blocks of them (plain values and the model of Excel in this folder)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from addin.cells.addresses import Area
from addin.hosts.excel.live.cells import blocks, read_columns, read_rows, write_rows
from addin.xlsx.pivots import PivotSource, pivot_source
from udfs.calling.errors import CellError

if TYPE_CHECKING:
    from addin.hosts.excel.live.book import LiveBook


class OneRange:
    """A sheet whose every Range holds the same."""

    def __init__(self, value2: Any, value: Any = None) -> None:
        self.cells = SimpleNamespace(Value2=value2, Value=value2 if value is None else value)

    def Range(self, _: str) -> Any:  # noqa: N802 - Excel's name
        return self.cells


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (-2146826288, "#NULL!"),
        (-2146826281, "#DIV/0!"),
        (-2146826273, "#VALUE!"),
        (-2146826265, "#REF!"),
        (-2146826259, "#NAME?"),
        (-2146826252, "#NUM!"),
        (-2146826246, "#N/A"),
        (-2146826243, "#SPILL!"),
        (-2146826238, "#CALC!"),
    ],
)
def test_an_error_arrives_as_an_error(number: int, code: str) -> None:
    assert read_rows(OneRange(number), Area(1, 1, 1, 1)) == [[CellError(code)]]


def test_one_cell_arrives_without_rows() -> None:
    assert read_rows(OneRange(2.5), Area(1, 1, 1, 1)) == [[2.5]]
    assert read_columns(OneRange(None), Area(1, 1, 1, 1), date1904=False) == [[None]]


def test_an_amount_of_money_becomes_a_number() -> None:
    assert read_rows(OneRange(((Decimal("2.5"), 7),)), Area(1, 1, 1, 2)) == [[2.5, 7.0]]


@pytest.mark.parametrize(("date1904", "serial"), [(False, 46037.0), (True, 44575.0)])
def test_dates_are_read_from_their_numbers(date1904: bool, serial: float) -> None:
    """What COM makes of a date, its time zone and its milliseconds, does not count."""
    shown = datetime.datetime(2000, 1, 1, 9, 30, tzinfo=datetime.UTC)
    cells = OneRange(((serial, serial + 0.5, serial, ""),), ((shown, shown, serial, ""),))
    assert read_columns(cells, Area(1, 1, 1, 4), date1904) == [
        [datetime.date(2026, 1, 15)],
        [datetime.datetime(2026, 1, 15, 12)],
        [serial],
        [None],
    ]


def test_no_call_carries_more_than_half_a_million_cells() -> None:
    area = Area(6, 2, 500_005, 11)
    parts = list(blocks(area))
    assert [part.last_row - part.first_row + 1 for part in parts] == [50_000] * 10
    assert (parts[0].first_row, parts[-1].last_row) == (6, 500_005)
    assert all((part.first_column, part.last_column) == (2, 11) for part in parts)
    assert list(blocks(Area(1, 1, 2, 16_384))) == [Area(1, 1, 2, 16_384)]


def test_what_is_written_is_read_again(tmp_path: Path, in_excel: Callable[[Path], LiveBook]) -> None:
    openpyxl.Workbook().save(tmp_path / "own.xlsx")
    sheet = in_excel(tmp_path / "own.xlsx").api.Worksheets(1)
    rows = [
        ["=1+1", "1-2", True, 3],
        [None, "", CellError("#N/A"), CellError("#NUM!")],
        [datetime.date(2026, 1, 15), datetime.datetime(2026, 1, 15, 12), "x" * 9000, 2**53],
    ]
    write_rows(sheet, Area(2, 2, 4, 5), rows, date1904=False)
    assert read_rows(sheet, Area(2, 2, 4, 5)) == [
        ["=1+1", "1-2", True, 3.0],
        [None, None, CellError("#N/A"), CellError("#NUM!")],
        [46037.0, 46037.5, "x" * 9000, float(2**53)],
    ]
    assert not sheet.Range("B2").HasFormula


def test_a_pivots_source_in_excels_words() -> None:
    assert pivot_source("tally") == PivotSource("tally", "")
    assert pivot_source("Book1.xlsx!tally") == PivotSource("tally", "")
    assert pivot_source("Tally!R6C2:R9C9") == PivotSource("", "Tally")
    assert pivot_source("'[Book 1.xlsx]Ann''s tally'!R6C2") == PivotSource("", "Ann's tally")
