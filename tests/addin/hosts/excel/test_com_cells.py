"""What crosses COM between Excel and Python, as xlwings' server hands it over and takes it back."""

from __future__ import annotations

from typing import Any

import pytest

from addin.hosts.excel.com_cells import NUMBERS, from_excel, to_excel
from udfs.calling.errors import CellError
from udfs.calling.kinds import MISSING

XL_ERR_NUM = -2146826252
XL_ERR_NA = -2146826246
LEFT_OUT = -2147352572


@pytest.mark.parametrize(
    ("carried", "cell"),
    [
        (2400.0, 2400.0),
        ("North", "North"),
        ("#NUM!", "#NUM!"),
        (True, True),
        (None, None),
        (XL_ERR_NUM, CellError("#NUM!")),
        (-2146826259, CellError("#NAME?")),
        (-2146826188, CellError("#VALUE!")),  # a code of an Excel to come: an error all the same
        (LEFT_OUT, MISSING),
        (float(LEFT_OUT), float(LEFT_OUT)),
        (float(XL_ERR_NUM), float(XL_ERR_NUM)),
        (7, 7.0),  # VBA's own integers, where a macro calls the function
    ],
)
def test_a_single_cell(carried: Any, cell: Any) -> None:
    assert from_excel(carried) == cell
    assert type(from_excel(carried)) is type(cell)


def test_a_range_keeps_its_rows() -> None:
    assert from_excel(((1.0, None), ("x", True))) == ((1.0, None), ("x", True))


def test_an_error_in_a_range_is_that_error() -> None:
    assert from_excel(((1.0, XL_ERR_NA), ("#N/A", None))) == [[1.0, CellError("#N/A")], ["#N/A", None]]


def test_a_row_typed_in_braces_arrives_as_one_row() -> None:
    """Excel hands {1,2,3} to VBA in one dimension."""
    assert from_excel((1.0, 2.0, 3.0)) == ((1.0, 2.0, 3.0),)
    assert from_excel((1.0, XL_ERR_NUM)) == [[1.0, CellError("#NUM!")]]


def test_a_single_answer_travels_bare() -> None:
    assert to_excel(9097.89) == [[9097.89]]
    assert to_excel("loyal") == [["loyal"]]
    assert to_excel(None) == [[""]], "Excel would show 0 for an empty answer"


def test_a_table_without_errors_travels_as_it_is() -> None:
    rows = [[1.0, "a"], [True, "#NUM!"]]
    assert to_excel(rows) == [0.0, rows, None]


def test_errors_travel_beside_the_cells() -> None:
    refused = CellError("#NUM!", "CLV", "years", "must not be negative", -3.0)
    passed_on = CellError("#N/A")
    assert to_excel([[1.0, refused], [None, passed_on]]) == [
        2.0,
        [[1.0, ""], ["", ""]],
        [[0.0, 1.0, 2036.0, "CLV: years must not be negative; got -3"], [1.0, 1.0, 2042.0, ""]],
    ]
    assert to_excel(refused) == [1.0, [[""]], [[0.0, 0.0, 2036.0, refused.message]]]


def test_an_answer_without_cells_is_excels_own_error_for_it() -> None:
    assert to_excel([]) == to_excel([[]]) == [1.0, [[""]], [[0.0, 0.0, 2050.0, ""]]]


@pytest.mark.parametrize("answer", [1.0, "x", None, [[1.0]], [["a", None]], CellError("#NUM!"), [[CellError("#N/A")]]])
def test_xlwings_carries_every_answer(answer: Any) -> None:
    """Its server asks for lengths: `len(res) == 1 and len(res[0]) == 1` is unpacked, a jagged table refused."""
    sent = to_excel(answer)
    unpacked = sent[0][0] if len(sent) == 1 and len(sent[0]) == 1 else sent
    assert isinstance(unpacked, list) is isinstance(answer, (list, CellError))
    assert not isinstance(unpacked, list) or isinstance(unpacked[0], float)


def test_every_code_has_excels_number() -> None:
    """XlCVError, with the later members of Excel 365."""
    assert NUMBERS["#DIV/0!"] == 2007
    assert NUMBERS["#CALC!"] == 2050
    assert len(set(NUMBERS.values())) == len(NUMBERS) == 14
