"""Why a cell has no answer, in words: what a message says, in which order, and that a cell can hold it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from udfs import CellError, Refused
from udfs.calling.errors import LONGEST_MESSAGE, NUM, quote


def test_function_argument_rule_value_fix() -> None:
    error = CellError(NUM, "CLV", "years", "must not be negative", -3.0, "swap the sign, or check the argument order")
    assert error.message == "CLV: years must not be negative; got -3 (swap the sign, or check the argument order)"
    assert str(error) == f"#NUM! {error.message}"
    assert str(Refused(error)) == str(error)


def test_the_parts_that_are_missing_leave_no_trace() -> None:
    assert CellError(NUM, "CLV", rule="has no answer").message == "CLV: has no answer"
    assert CellError(NUM, "CLV", "years", "is bad", position="row 2").message == "CLV: years in row 2 is bad"
    assert CellError(NUM, "CLV", "years", "is bad", 0).message == "CLV: years is bad; got 0"
    assert (CellError("#REF!").message, str(CellError("#REF!"))) == ("", "#REF!")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-3.0, "-3"),
        (0.1, "0.1"),
        (1 / 3, "0.3333333333"),
        (1e300, "1e+300"),
        (12345678901.25, "12345678901.25"),
        (123456789012345.0, "123456789012345"),
        (-1e12, "-1000000000000"),
        (1e15, "1e+15"),
        (1e-12, "1e-12"),
        (np.float64(2400.0), "2400"),
        (10, "10"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("abc", '"abc"'),
        ("x" * 40, f'"{"x" * 40}"'),
        ("x" * 41, f'"{"x" * 37}..."'),
        (object, "<class 'object'>"),
    ],
)
def test_a_value_is_shown_short(value: Any, text: str) -> None:
    assert quote(value) == text


def test_a_long_message_is_cut_to_what_excel_takes() -> None:
    fitting = CellError(NUM, "F", "x", "y" * (LONGEST_MESSAGE - len("F: x ")))
    assert len(fitting.message) == LONGEST_MESSAGE
    assert not fitting.message.endswith("...")
    longer = CellError(NUM, "F", "x", fitting.rule + "y")
    assert longer.message == fitting.message[: LONGEST_MESSAGE - 3] + "..."


def test_a_long_text_makes_room_for_the_fix() -> None:
    error = CellError(NUM, "F", "x", "y" * 200, "v" * 60, "the fix")
    assert error.message == f'F: x {"y" * 200}; got "{"v" * 28}..." (the fix)'
    assert len(error.message) == LONGEST_MESSAGE
    shorter = CellError(NUM, "F", "x", "y" * 200, "v" * 35, "the fix")
    assert shorter.message == f'F: x {"y" * 200}; got "{"v" * 28}..." (the fix)'
    assert CellError(NUM, "F", "x", "y" * 245, "v" * 60).message.startswith(f"F: x {'y' * 245}")
