"""The copy for the engine: what it cannot read is put in a form that it can."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from addin.cells.values import Cell
from addin.engine.evaluation import evaluate_package
from addin.refusal import Refusal
from addin.xlsx.package import Package
from tests.strict import strict
from tests.workbooks import package

DATA = "xl/worksheets/sheet2.xml"
DAY = 46023
FORMULAS = {"A1": "=Data!A1+1", "A2": '=IF(ISNUMBER(Data!A1),"date","none")', "A3": "=YEAR(Data!A1)"}


def values_of(folder: Path, cell: bytes, own: Mapping[str, object] | None = None, epoch: object = None) -> list[Cell]:
    """What the formulas come to where Data!A1 is that cell, on a sheet with these other cells."""
    book = package(
        folder,
        FORMULAS,
        others={"Data": {"A1": 12345, **(own or {})}},
        edits={DATA: lambda data: _with_cell(data, cell)},
        epoch=epoch,
    )
    return list(evaluate_package(book).values["Calc"].values())


def _with_cell(data: bytes, cell: bytes) -> bytes:
    start = data.index(b"<c ")
    return data[:start] + cell + data[data.index(b"</c>") + len(b"</c>") :]


@pytest.mark.parametrize("own", [{}, {"B1": "=1+1"}, {"B1": "=_xlfn.LET(x,1,SUM(A:A))+CLV(1,0,1)"}])
@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="A1" t="d"><v>2026-01-01T00:00:00</v></c>',
        b"<c r='A1' t='d'><v>2026-01-01Z</v></c>",
        b'<c  t = "d"  r="A1"> <v>2026-01-01</v> </c>',
        b'<c t="d"><v><!-- none -->2026-01-01</v></c>',
    ],
)
def test_a_date_in_words_is_its_number_on_sheets_with_and_without_formulas(
    tmp_path: Path, own: Mapping[str, object], cell: bytes
) -> None:
    assert values_of(tmp_path, cell, own) == [DAY + 1, "date", 2026]


def test_the_1904_system_counts_from_its_own_day(tmp_path: Path) -> None:
    cell = b'<c r="A1" t="d"><v>2026-01-01</v></c>'
    assert values_of(tmp_path, cell, epoch=CALENDAR_MAC_1904) == [DAY + 1 - 1462, "date", 2026]


@pytest.mark.parametrize("own", [{}, {"B1": "=1+1"}])
def test_what_is_no_date_is_refused_by_its_cell(tmp_path: Path, own: Mapping[str, object]) -> None:
    with pytest.raises(Refusal, match='its sheet Data holds "soon" of kind d in A1'):
        values_of(tmp_path, b'<c r="A1" t="d"><v>soon</v></c>', own)


@pytest.mark.parametrize("prefix", ["", "x"])
def test_a_strict_workbook_computes_as_any_other(tmp_path: Path, prefix: str) -> None:
    """Tables, names, shared texts and links to others among what it is made of."""
    cells = {
        "A1": "Amount", "A2": 3, "A3": 4, "C1": "=SUM(amounts[Amount])", "C2": "=first*2", "C3": "=LEN(A4)",
        "A4": "http://purl.oclc.org/ooxml/spreadsheetml/main", "C4": "=[1]S!A1", "C5": "=Other!A1&A1",
    }  # fmt: skip
    book = package(
        tmp_path,
        cells,
        others={"Other": {"A1": "an "}},
        tables={"amounts": "Calc!A1:A3"},
        names={"first": "Calc!$A$2"},
        links=("other.xlsx",),
    )
    expected = evaluate_package(book)
    book.path.write_bytes(strict(book.path.read_bytes(), prefix))
    found = evaluate_package(Package.open(book.path))
    assert found.values == expected.values
    assert list(found.values["Calc"].values())[:3] == [7, 6, 45]
    assert found.kept == expected.kept
