"""Each row of docs/libreoffice-differences.md, run as it stands there: Calc's own answer, and the engine's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from addin.assembly.__main__ import ROOT
from addin.cells.addresses import parse_area
from addin.engine.evaluation import evaluate_package
from addin.xlsx.package import Package
from tests.hosts.libreoffice.office import Office
from tests.hosts.libreoffice.parity import same, shown
from tests.udfs.case_files import read
from tests.workbooks import SHEET, cached, package
from udfs.calling.errors import CellError

PAGE = (ROOT / "docs" / "libreoffice-differences.md").read_text(encoding="utf-8")
_ALONE = "H20"
_FORMULA = re.compile(
    r"`\{=(?P<array>.+?)\}` in (?P<area>\w+:\w+)(?:, shown in (?P<place>\w+)|, then `=(?P<then>.+?)`)|`=(?P<alone>.+?)`"
)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    title: str
    cells: dict[str, Any]
    formula: re.Match[str]
    calc: Any
    elsewhere: Any

    @property
    def place(self) -> str:
        """The cell that is looked at."""
        return self.formula["place"] or _ALONE

    def write(self, path: Path) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "Calc"
        for place, value in self.cells.items():
            sheet[place] = value
        if self.formula["array"]:
            sheet[self.formula["area"].partition(":")[0]] = ArrayFormula(
                self.formula["area"], f"={self.formula['array']}"
            )
        alone = self.formula["alone"] or self.formula["then"]
        if alone:
            sheet[_ALONE] = f"={alone}"
        book.save(path)
        return path


def rows() -> list[Row]:
    found = []
    for line in PAGE.splitlines():
        parts = [part.strip() for part in line.strip("|").split("|")]
        if not line.startswith("| ") or parts[0] == "in Calc":
            continue
        title, cells, formula, calc, elsewhere, _ = parts
        matched = _FORMULA.fullmatch(formula)
        assert matched, formula
        given = dict(cell.split(": ") for cell in cells.split("; ")) if cells else {}
        written = {place: _cell(text) for place, text in given.items()}
        found.append(Row(title, written, matched, _cell(calc), _cell(elsewhere)))
    return found


def _cell(text: str) -> Any:
    value = "" if text == "empty" else read(text)
    return value.code if isinstance(value, CellError) else value


def _answer(expected: Any) -> Any:
    return CellError(expected) if isinstance(expected, str) and expected.startswith("#") else expected


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.title)
def test_both_answers_are_as_the_page_says(row: Row, office: Office, tmp_path: Path) -> None:
    path = row.write(tmp_path / "row.xlsx")
    area = parse_area(row.place)
    assert area is not None
    place = (area.first_row, area.first_column)
    evaluation = evaluate_package(Package.open(path))
    engine = evaluation.values["Calc"][place]
    assert engine == row.elsewhere or same(engine, _answer(row.elsewhere))
    with office.document(path) as document:
        document.calculateAll()
        calc = shown(document, {"Calc": {place: None}})["Calc", *place]
    assert same(calc, _answer(row.calc))
    assert row.calc != row.elsewhere


def test_the_page_has_its_rows() -> None:
    assert len(rows()) >= 15


def test_a_formula_saved_by_excel_keeps_its_value_until_it_is_recalculated(office: Office, tmp_path: Path) -> None:
    """[1]!CLV(...) with a link to the add-in is CLV(...) to every reader of ours, and an unknown name to Calc."""
    link = "file:///C:/Users/ann/AppData/Roaming/Microsoft/Excel/XLSTART/CentreROI.xlam"
    given = package(
        tmp_path, {"A1": "=[1]!CLV(2400,10%,5)"}, links=(link,), edits={SHEET: cached("A1", "9097.888246580276")}
    )
    (engine,) = evaluate_package(given).values["Calc"].values()
    with office.document(given.path) as document:
        sheet = document.Sheets[0]
        assert same(a1(document), engine)
        document.calculateAll()
        assert a1(document) == CellError("#NAME?")
        replacing = sheet.createReplaceDescriptor()
        replacing.SearchString, replacing.ReplaceString, replacing.SearchType = "[1]!", "", 0
        assert sheet.replaceAll(replacing) == 1
        assert same(a1(document), engine)


def a1(document: Any) -> Any:
    return shown(document, {"Calc": {(1, 1): None}})["Calc", 1, 1]
