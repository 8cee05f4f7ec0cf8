"""How often our functions are called for one formula: once for the same arguments, whatever stands around them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from addin.engine import calls
from addin.engine.book import Book, empty_book
from addin.engine.evaluation import evaluate_package
from addin.engine.rewriting import Rewriter
from addin.engine.surroundings import Surroundings
from tests.workbooks import package
from udfs.calling.errors import CellError
from udfs.calling.function import Function

ONE = "CLV(1,0,1)"
COLUMN = "CLV(A1:A3,0,1)"


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, str]]:
    """The calls that were made, each by function and arguments."""
    counted: Counter[tuple[str, str]] = Counter()
    real = calls.call

    def call(function: Function, *arguments: Any) -> Any:
        counted[function.name, repr(arguments)] += 1
        return real(function, *arguments)

    monkeypatch.setattr(calls, "call", call)
    return counted


@pytest.mark.parametrize(
    ("formula", "answer", "times"),
    [
        (ONE, 1, 1),
        (f"CHOOSE(1,{ONE},CLV(2,0,1))", 1, 1),
        ("CHOOSE(2,CLV(1,0,1),CLV(2,0,1))", 2, 1),
        (f"CHOOSE(1,CHOOSE(1,CHOOSE(1,CHOOSE(1,{ONE}))))", 1, 1),
        (f"CHOOSE({ONE},{'+'.join(f'CLV({number},0,1)' for number in range(2, 12))})", 65, 11),
        (f"IF({ONE}>0,{ONE},0)", 1, 1),
        (f"IFERROR({ONE},0)", 1, 1),
        (f"INDEX({COLUMN},2)", 2, 1),
        (f"INDEX({COLUMN},1)+INDEX({COLUMN},2)+SUM({COLUMN})", 9, 1),
        ("INDEX(A1:A3,CLV(2,0,1))", 2, 1),
        ("SUM(A1:INDEX(A1:A3,CLV(2,0,1)))", 3, 1),
        ("SUM(OFFSET(A1,0,0,CLV(2,0,1),1))", 3, 1),
        ('INDIRECT("A"&CLV(2,0,1))', 2, 1),
        ("ROW(INDEX(A1:A3,CLV(2,0,1)))", 2, 1),
        ("CLV(CLV(CLV(1,0,1),0,1),0,1)", 1, 1),
        (f"LET(x,{ONE},x+x)", 2, 1),
        ("IFERROR(CLV(1,-9,1),CLV(2,0,1))", 2, 2),
        ("CHOOSE(1,ERROR.TYPE(CLV(1,-9,1)))", 6, 1),
    ],
)
def test_a_call_is_made_once(
    formula: str, answer: float, times: int, called: Counter[tuple[str, str]], tmp_path: Path
) -> None:
    evaluation = evaluate_package(package(tmp_path, {"A1": 1, "A2": 2, "A3": 3, "C1": f"={formula}"}))
    assert evaluation.values["Calc"][1, 3] == answer
    assert called.total() == times
    assert set(called.values()) == {1}


def test_numbers_and_truths_are_told_apart(tmp_path: Path) -> None:
    """TRUE equals 1 in Python, in a range too, and is none of the numbers that a function takes."""
    cells = {"A1": 1, "A2": True, "B1": "=CLV(A1:A1,0,1)", "B2": "=CLV(A2:A2,0,1)", "B3": "=CLV(TRUE,0,1)&CLV(1,0,1)"}
    values = evaluate_package(package(tmp_path, cells)).values["Calc"]
    separate = {place: evaluate_package(package(tmp_path, {**cells, **_only(place, cells)})) for place in ("B1", "B2")}
    assert values[1, 2] == separate["B1"].values["Calc"][1, 2] == 1
    assert values[2, 2] == separate["B2"].values["Calc"][2, 2]


def _only(place: str, cells: dict[str, object]) -> dict[str, object]:
    return {each: None for each in cells if each.startswith("B") and each != place}


def test_what_was_refused_is_told_of_a_remembered_answer_too() -> None:
    """Each computation says what its functions refused."""
    book = Book(empty_book(), "1900")
    text = Rewriter(Surroundings(calls.ours_by_name(), lambda _: True, {}, {}, {}, {})).single("CLV(1,-9,1)").text
    for _ in range(2):
        answer, refused = book.compute(text, "Sheet1")
        assert isinstance(answer, CellError)
        assert [type(each) for each in refused] == [CellError]


def test_many_calls_are_not_kept(called: Counter[tuple[str, str]], tmp_path: Path) -> None:
    cells = {f"A{row}": f"=CLV({row},0,1)" for row in range(1, 3001)}
    values = evaluate_package(package(tmp_path, cells)).values["Calc"]
    assert [values[row, 1] for row in range(1, 3001)] == list(map(float, range(1, 3001)))
    assert called.total() == 3000
