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


def _defined(*names: tuple[str, int | None, str]) -> bytes:
    """The names of a workbook, each with the number of the sheet that alone knows it."""
    lines = (
        f'<definedName name="{name}"' + ("" if sheet is None else f' localSheetId="{sheet}"') + f">{text}</definedName>"
        for name, sheet, text in names
    )
    return f"<definedNames>{''.join(lines)}</definedNames>".encode()


SCOPED = _defined(
    ("both", None, "Calc!$A$1"),
    ("both", 1, "Other!$A$2"),
    ("twice", 0, "Calc!$A$2"),
    ("twice", 1, "Other!$A$1"),
    ("of_all", None, "both*2"),
    ("of_other", 1, "both*2"),
    ("beside", None, "Calc!$A1"),
    ("above", None, "Calc!$A1048576"),
    ("so_far", None, "SUM(Calc!$A$1:$A1)"),
    ("next", None, "beside+1"),
)
SCOPED_ANSWERS: dict[str, dict[str, float | CellError]] = {
    "Calc": {
        "both": 1,
        "Other!both": 20,
        "Calc!both": 1,
        "twice": 2,
        "Other!twice": 10,
        "[0]!both": 1,
        "of_all": 2,
        "Other!of_other": 40,
        "of_other": CellError("#NAME?"),
        "beside": 10,
        "so_far": 66,
        "next": 13,
        "above": 12,
        "SUM(beside:A15)": 29,
        "SUM(both:A3)": 6,
    },
    "Other": {"both": 20, "Calc!both": 1, "twice": 10, "Calc!twice": 2, "of_all": 2, "of_other": 40, "beside": 7},
}


def test_a_sheets_own_name_and_a_reference_that_moves_mean_what_they_do_in_excel(tmp_path: Path) -> None:
    """The same formula stands for another cell on another sheet, or in another row."""
    cells: dict[str, dict[str, object]] = {"Calc": {f"A{row}": row for row in range(1, 40)}, "Other": {}}
    for sheet, answers in SCOPED_ANSWERS.items():
        cells[sheet] |= {f"E{row}": f"={formula}" for row, formula in enumerate(answers, start=1)}
    cells["Other"] |= {"A1": 10, "A2": 20}
    book = package(
        tmp_path,
        cells["Calc"],
        others={"Other": cells["Other"]},
        edits={"xl/workbook.xml": lambda data: data.replace(b"</sheets>", b"</sheets>" + SCOPED)},
    )
    values = evaluate_package(book).values
    for sheet, answers in SCOPED_ANSWERS.items():
        found = {formula: values[sheet][row, 5] for row, formula in enumerate(answers, start=1)}
        assert found == answers


@pytest.mark.parametrize(("deep", "value"), [(15, 7.0), (500, 7.0)])
def test_names_that_stand_for_one_another(tmp_path: Path, deep: int, value: float) -> None:
    """Right, or unchanged and listed: Excel's last value stays where there are more than are followed."""
    names = {f"step_{number}": f"step_{number + 1}" for number in range(deep)} | {f"step_{deep}": "Calc!$A$1"}
    cached = b'<c r="B1"><f>step_0</f><v>7</v></c>'
    book = package(
        tmp_path,
        {"A1": 7, "B1": "=step_0"},
        names=names,
        edits={"xl/worksheets/sheet1.xml": lambda data: _with_cell(data, cached)},
    )
    evaluation = evaluate_package(book)
    assert evaluation.values["Calc"][1, 2] == value
    assert [kept.address for kept in evaluation.kept] == (["B1"] if deep > 20 else [])


def _with_cell(data: bytes, cell: bytes) -> bytes:
    start = data.index(b'<c r="B1"')
    return data[:start] + cell + data[data.index(b"</c>", start) + 4 :]


def test_names_that_stand_for_each_other_are_no_formula(tmp_path: Path) -> None:
    names = {"one_way": "other_way", "other_way": "one_way"}
    book = package(tmp_path, {"B1": "=one_way"}, names=names)
    assert evaluate_package(book).values["Calc"][1, 2] == CellError("#NAME?")


def test_a_reference_by_numbers_keeps_its_last_value(tmp_path: Path) -> None:
    cached = b'<c r="B1"><f>INDIRECT("R1C1",FALSE)</f><v>7</v></c>'
    book = package(
        tmp_path,
        {"A1": 7, "B1": '=INDIRECT("R1C1",FALSE)'},
        edits={"xl/worksheets/sheet1.xml": lambda data: _with_cell(data, cached)},
    )
    evaluation = evaluate_package(book)
    assert evaluation.values["Calc"][1, 2] == 7
    assert "R1C1" in evaluation.kept[0].function
