"""Defined names in formulas: the engine is given those that are places, and what they compute stays Excel's."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.engine import staging
from addin.engine.evaluation import evaluate_package
from addin.xlsx.package import Package
from tests.hostile.seeds import SEEDS, Seed, healthy
from tests.workbooks import package
from udfs.calling.errors import CellError

NAMES = {
    "one": "Calc!$B$1",
    "amounts": "Calc!$B$1:$B$3",
    "all_amounts": "Calc!$B:$B",
    "rate": "0.5",
    "double": "Calc!$B$1*2",
    "filled": "OFFSET(Calc!$B$1,0,0,COUNT(Calc!$B:$B),1)",
    "word": '"abc"',
    "again": "amounts",
    "listed": "list[Value]",
    "north_q1": "'Calc'!$B$2",
    "elsewhere": "[1]Calc!$B$2",
}
CELLS = {"B1": 1, "B2": 2, "B3": 3, "D1": "Name", "E1": "Value", "D2": "a", "E2": 7, "D3": "b", "E3": 8, "F1": "north"}
REF = CellError("#REF!")
ANSWERS = {
    "one": 1,
    "SUM(amounts)": 6,
    "SUM(all_amounts)": 6,
    "rate*2": 1,
    "double": 2,
    "SUM(filled)": 6,
    "word": "abc",
    "SUM(again)": 6,
    "SUM(listed)": 15,
    "INDEX(amounts,2)": 2,
    'COUNTIF(amounts,">1")': 2,
    "SUM(one:B3)": 6,
    "SUM(OFFSET(one,0,0,3,1))": 6,
    # INDIRECT reads a name while it computes. Of one that is no reference Excel makes #REF!.
    'INDIRECT("one")': 1,
    'SUM(INDIRECT("amounts"))': 6,
    'SUM(INDIRECT("all_amounts"))': 6,
    'INDIRECT(F1&"_q1")': 2,
    'INDIRECT("rate")': REF,
    'INDIRECT("double")': REF,
    'INDIRECT("elsewhere")': REF,
}


def test_names_mean_what_they_do_in_excel(tmp_path: Path) -> None:
    cells = CELLS | {f"H{row}": f"={formula}" for row, formula in enumerate(ANSWERS, start=1)}
    values = evaluate_package(package(tmp_path, cells, names=NAMES, tables={"list": "Calc!D1:E3"})).values["Calc"]
    answers = {formula: values[row, 8] for row, formula in enumerate(ANSWERS, start=1)}
    assert answers == ANSWERS


@pytest.mark.parametrize("seed", SEEDS[:4], ids=lambda seed: seed.template)
def test_a_template_computes_the_same_with_every_name_in_the_engine(
    tmp_path: Path, seed: Seed, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(healthy(seed).book)
    ours = evaluate_package(Package.open(path)).values
    monkeypatch.setattr(staging, "_drop_formula_names", lambda book: book.part(book.workbook_part))
    assert evaluate_package(Package.open(path)).values == ours
    assert sum(map(len, ours.values())) > 1_000
