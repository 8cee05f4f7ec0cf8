"""Every worked example of tests/cases, through a host's call and, where it is plain, through Python."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import udfs
from tests.udfs.case_files import FOLDER, Case, argument_names, cases, check, split
from udfs import FUNCTIONS, Refused
from udfs.calling.call import call
from udfs.calling.function import Argument
from udfs.calling.kinds import MISSING, TABLE, Content

ALL = [case for function in FUNCTIONS for case in cases(function)]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_has_cases_under_its_argument_names(function: str) -> None:
    assert argument_names(function) == [argument.name for argument in FUNCTIONS[function].arguments]
    own = cases(function)
    assert len({case.name for case in own}) == len(own), "two cases have the same name"
    assert all(case.source for case in own), "a case without a source"
    assert any(case.expected.startswith("#") for case in own), "no error text among the cases"
    assert any(not case.expected.startswith("#") for case in own), "no answer among the cases"


def test_each_file_belongs_to_a_function() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} <= set(FUNCTIONS)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_a_host_gets_the_expected_answer(case: Case) -> None:
    check(call(FUNCTIONS[case.function], *case.cells), case.expected)


def is_plain(argument: Argument, cell: Any) -> bool:
    """Whether Python can be given a cell as a number, or as a name where one is asked for."""
    if isinstance(cell, list):
        return all(is_plain(argument, inner) for row in cell for inner in row)
    if argument.kind.content is Content.TRUTH:
        return type(cell) is bool
    return type(cell) is float or (isinstance(cell, str) and argument.kind.content is not Content.NUMBER)


def plain_cases() -> Iterator[Case]:
    for case in ALL:
        arguments = FUNCTIONS[case.function].arguments
        given = list(zip(arguments, case.cells, strict=True))
        if all(is_plain(argument, cell) or (cell is MISSING and not argument.required) for argument, cell in given):
            yield case


@pytest.mark.parametrize("case", list(plain_cases()), ids=str)
def test_python_gets_the_expected_answer(case: Case) -> None:
    arguments = FUNCTIONS[case.function].arguments
    given = {
        argument.name: np.array(cell) if isinstance(cell, list) else cell
        for argument, cell in zip(arguments, case.cells, strict=True)
        if cell is not MISSING
    }
    function = getattr(udfs, case.function.lower())
    if case.expected.startswith("#") or ("#" in case.expected and FUNCTIONS[case.function].answer is not TABLE):
        with pytest.raises(Refused) as refused:
            function(**given)
        if case.expected.startswith("#"):
            check(refused.value.error, case.expected)
        else:
            firsts = [cell for row in split(case.expected) for cell in row if cell.startswith("#")]
            assert refused.value.error.code == firsts[0]
        return
    answer = function(**given)
    check(in_cells(answer), case.expected)


def in_cells(answer: Any) -> Any:
    """A Python answer laid out as a host's."""
    if isinstance(answer, tuple):
        return [list(answer)]
    if isinstance(answer, np.ndarray):
        return answer.item() if answer.size == 1 else np.reshape(answer, (len(answer), -1)).tolist()
    return answer
