"""@udf: what a body must declare, what becomes of its faults, and what its refusals may be about."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import numpy as np
import pytest

from tests.udfs.sample_calls import assert_clean
from udfs import FUNCTIONS, CellError, Refused
from udfs.calling.call import call
from udfs.calling.function import Function
from udfs.calling.kinds import COUNT, LOYALTY, MONEY, SHARE
from udfs.calling.numbers import Array, Numbers
from udfs.calling.refusals import refuse
from udfs.calling.registry import udf

Each = Annotated[Numbers, MONEY, "an amount"]
Several = Annotated[Array, COUNT.list, "limits, rising"]
Answer = Annotated[Numbers, MONEY]


@pytest.fixture
def temporary() -> Iterator[Callable[[Callable[..., Any]], Function]]:
    """Registers bodies for one test."""
    before = dict(FUNCTIONS)

    def register(body: Callable[..., Any]) -> Function:
        udf(body.__name__.upper(), source="a test")(body)
        return FUNCTIONS[body.__name__.upper()]

    yield register
    FUNCTIONS.clear()
    FUNCTIONS.update(before)


def faulty(amount: Each) -> Answer:
    """Fails."""
    raise KeyError(amount)


def test_a_fault_of_a_body_is_logged_and_shows_a_short_value(
    temporary: Callable[..., Function], caplog: pytest.LogCaptureFixture
) -> None:
    function = temporary(faulty)
    for cells in (1.0, 1, [[1.0], [2.0]]):
        caplog.clear()
        answer = call(function, cells)
        assert isinstance(answer, CellError)
        assert str(answer) == "#VALUE! FAULTY: stopped by a fault of its own (please report it with the inputs)"
        (record,) = caplog.records
        assert record.levelno == logging.ERROR
        assert record.getMessage() == "FAULTY stopped unexpectedly"
        assert record.exc_info is not None
        assert record.exc_info[0] is KeyError


def test_a_fault_of_a_body_stays_a_fault_in_python(temporary: Callable[..., Function]) -> None:
    called = udf("OTHER_FAULT", source="a test")(other_fault)
    with pytest.raises(KeyError):
        called(1.0)
    assert temporary  # puts the registry back


def other_fault(amount: Each) -> Answer:
    """Fails."""
    raise KeyError(amount)


def tiered(amount: Each, limits: Several) -> Answer:
    """Answers each amount, and refuses limits that do not rise."""
    refuse(np.diff(limits, prepend=-1.0) <= 0, "limits", "must rise")
    refuse(amount < limits[0], "amount", "must not be below {first}", "raise it", first=limits[0])
    return amount - limits[0]


def test_a_list_refused_beside_a_column_refuses_the_call(temporary: Callable[..., Function]) -> None:
    function = temporary(tiered)
    column = [[5.0], [0.5], [None], [7.0], [8.0]]
    shown = [str(cell) for (cell,) in call(function, column, [[1.0], [2.0]])]
    assert shown == ["4.0", "#NUM! TIERED: amount must not be below 1; got 0.5 (raise it)", "", "6.0", "7.0"]
    for cells in (column, [[5.0], [6.0]], 5.0):
        answer = call(function, cells, [[1.0], [None], [3.0], [2.0]])
        assert str(answer) == "#NUM! TIERED: limits in row 4 must rise; got 2"
        assert_clean(answer, function)


def endless(amount: Each) -> Answer:
    """Answers what no cell can show."""
    return amount * np.inf


def classed(amount: Each) -> Annotated[Any, LOYALTY]:
    """Answers a word."""
    return "some" if np.ndim(amount) == 0 else np.where(amount > 1, "more", "some")


def test_no_infinite_or_nan_answer_reaches_a_cell(temporary: Callable[..., Function]) -> None:
    function = temporary(endless)
    for cell in (1.0, -1.0, 0.0, 3):
        assert str(call(function, cell)) == "#NUM! ENDLESS: has no answer that fits a number"
    for row in call(function, [[1.0], [0.0]]):
        assert str(row[0]) == "#NUM! ENDLESS: has no answer that fits a number"


def test_words_answer_in_cells_and_arrays(temporary: Callable[..., Function]) -> None:
    function = temporary(classed)
    assert function.bounds is None
    assert call(function, 1.0) == "some"
    assert call(function, [[1.0], [None], [2.0]]) == [["some"], [""], ["more"]]


def documented(amount: Each) -> Answer:
    """One line."""
    return amount


def variant(**changes: Any) -> Callable[..., Any]:
    """The body above with something else about it."""

    def documented(amount: Each) -> Answer:
        """One line."""
        return amount

    annotations = changes.pop("annotations", {})
    documented.__annotations__ = {"amount": Each, "return": Answer, **annotations}
    for name, value in changes.items():
        setattr(documented, name, value)
    return documented


def without_annotation(amount) -> Answer:
    """One line."""
    return amount


def without_answer(amount: Each):
    """One line."""
    return amount


def with_list(*amounts: Each) -> Answer:
    """One line."""
    return amounts[0]


def with_keyword(*, amount: Each) -> Answer:
    """One line."""
    return amount


def with_keywords(**amounts: Each) -> Answer:
    """One line."""
    return amounts["amount"]


def with_place(amount: Each, /) -> Answer:
    """One line."""
    return amount


def with_caller(caller: Each) -> Answer:
    """One line."""
    return caller


WRONG: list[tuple[str, Callable[..., Any], str]] = [
    ("DOCUMENTED", variant(__doc__=None), "DOCUMENTED: needs a first docstring line that fits the wizard"),
    ("DOCUMENTED", variant(__doc__="x" * 255), "DOCUMENTED: needs a first docstring line that fits the wizard"),
    ("Documented", variant(), "Documented: must be the body's name in capitals"),
    ("ANOTHER", variant(), "ANOTHER: must be the body's name in capitals"),
    ("CLV", variant(__name__="clv"), "CLV: is registered twice"),
    (
        "DOCUMENTED",
        variant(annotations={"amount": Annotated[float, MONEY]}),
        "DOCUMENTED: amount needs a help text that fits the wizard",
    ),
    (
        "DOCUMENTED",
        variant(annotations={"amount": Annotated[float, MONEY, "x" * 255]}),
        "DOCUMENTED: amount needs a help text that fits the wizard",
    ),
    (
        "DOCUMENTED",
        variant(annotations={"amount": Annotated[float, MONEY, SHARE, "help"]}),
        "DOCUMENTED: amount must be Annotated with one Kind",
    ),
    (
        "DOCUMENTED",
        variant(annotations={"amount": Annotated[float, "help"]}),
        "DOCUMENTED: amount must be Annotated with one Kind",
    ),
    ("DOCUMENTED", variant(annotations={"amount": float}), "DOCUMENTED: amount must be Annotated with one Kind"),
    ("DOCUMENTED", variant(annotations={"return": float}), "DOCUMENTED: answer must be Annotated with one Kind"),
    (
        "WITHOUT_ANNOTATION",
        without_annotation,
        "WITHOUT_ANNOTATION: amount must be Annotated with one Kind",
    ),
    ("WITHOUT_ANSWER", without_answer, "WITHOUT_ANSWER: answer must be Annotated with one Kind"),
    ("WITH_LIST", with_list, "WITH_LIST: amounts must be an ordinary argument"),
    ("WITH_KEYWORD", with_keyword, "WITH_KEYWORD: amount must be an ordinary argument"),
    ("WITH_KEYWORDS", with_keywords, "WITH_KEYWORDS: amounts must be an ordinary argument"),
    ("WITH_PLACE", with_place, "WITH_PLACE: amount must be an ordinary argument"),
    (
        "WITH_CALLER",
        with_caller,
        "WITH_CALLER: must not have an argument called caller: xlwings replaces it",
    ),
]


@pytest.mark.parametrize(("name", "body", "complaint"), WRONG, ids=[complaint for _, _, complaint in WRONG])
def test_a_wrong_declaration_fails_at_registration_by_name(name: str, body: Callable[..., Any], complaint: str) -> None:
    before = dict(FUNCTIONS)
    with pytest.raises(TypeError) as failed:
        udf(name, source="a test")(body)
    assert str(failed.value) == complaint
    assert before == FUNCTIONS


def test_a_source_is_needed() -> None:
    with pytest.raises(TypeError, match=r"^DOCUMENTED: needs a source$"):
        udf("DOCUMENTED", source="")(documented)
    assert "DOCUMENTED" not in FUNCTIONS


def test_the_record_holds_what_hosts_need(temporary: Callable[..., Function]) -> None:
    function = temporary(documented)
    assert (function.summary, function.topic) == ("One line.", "test_declarations")
    assert (function.width, function.required) == (1, 1)
    (argument,) = function.arguments
    assert (argument.name, argument.kind, argument.help, argument.required) == ("amount", MONEY, "an amount", True)
    with pytest.raises(Refused):
        udf("TIERED", source="a test")(tiered)(0.5, np.array([1.0]))
