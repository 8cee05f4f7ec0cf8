"""Our functions through xlwings' own code: its call_udf with its real converters, pywin32 stubbed.

Nothing crosses a process here; the tier `windows` does the same through its DLL and COM server.
"""

from __future__ import annotations

import importlib
import io
import logging
import re
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from addin.assembly.xlam import wrappers
from addin.hosts.excel.com_cells import NUMBERS
from tests.addin.hosts.excel.live.windows_xlwings import windows_xlwings
from tests.udfs.sample_calls import sample
from udfs.calling.call import call
from udfs.calling.errors import CellError
from udfs.calling.kinds import MISSING
from udfs.calling.registry import FUNCTIONS

MODULE = "addin.hosts.excel.functions"
LEFT_OUT = -2147352572
every_function = pytest.mark.parametrize("name", FUNCTIONS)


@pytest.fixture(scope="module")
def xlwings_udfs() -> Iterator[types.ModuleType]:
    """xlwings' udfs.py as on Windows, and our module made with its decorators."""
    with windows_xlwings(), pytest.MonkeyPatch.context() as patch:
        import xlwings
        from xlwings import _xlwindows

        engines = xlwings.main.Engines()
        engines.add(xlwings.main.Engine(impl=_xlwindows.engine))
        patch.setattr(xlwings, "engines", engines)
        loaded = importlib.import_module("xlwings.udfs")
        server = types.ModuleType("xlwings.com_server")
        server.loop = None  # type: ignore[attr-defined]  # for asynchronous functions; ours are none
        patch.setitem(sys.modules, "xlwings.com_server", server)
        for name, decorator in {"func": loaded.xlfunc, "arg": loaded.xlarg, "ret": loaded.xlret}.items():
            patch.setattr(xlwings, name, decorator)
        patch.delitem(sys.modules, MODULE, raising=False)
        yield loaded
        loaded.udf_modules.clear()
        for name in (MODULE, "xlwings.udfs"):
            sys.modules.pop(name, None)


@pytest.fixture
def called(xlwings_udfs: types.ModuleType) -> Callable[..., Any]:
    """A call as the server makes it, with what it does to the answer on its way out."""

    def call(name: str, *cells: Any) -> Any:
        answer = xlwings_udfs.call_udf(MODULE, name, tuple(map(carried, cells)))
        return answer[0][0] if len(answer) == 1 and len(answer[0]) == 1 else answer

    return call


def carried(cell: Any) -> Any:
    """A cell as COM delivers it: nested tuples, floats, an error and a missing argument as integers."""
    if isinstance(cell, (list, tuple)):
        return tuple(map(carried, cell))
    if isinstance(cell, CellError):
        return NUMBERS[cell.code] - 2146828288
    if cell is MISSING:
        return LEFT_OUT
    return float(cell) if type(cell) is int else cell


def shown(answer: Any) -> Any:
    """The answer as the cells show it, once VBA has put the errors in; with the reasons."""
    if not isinstance(answer, list):
        return answer
    count, rows, errors = answer
    assert count == len(errors or [])
    rows = [list(row) for row in rows]
    for row, column, number, reason in errors or []:
        code = next(code for code, each in NUMBERS.items() if each == number)
        rows[int(row)][int(column)] = (code, reason)
    return rows


def expected(answer: Any) -> Any:
    """The registry's answer in the same words."""

    def cell(value: Any) -> Any:
        return (value.code, value.message) if isinstance(value, CellError) else "" if value is None else value

    if isinstance(answer, CellError):
        return [[cell(answer)]]
    return [[cell(each) for each in row] for row in answer] if isinstance(answer, list) else cell(answer)


@every_function
def test_the_sample_call_answers_as_the_registry(name: str, called: Callable[..., Any]) -> None:
    cells = sample(FUNCTIONS[name])
    assert shown(called(name, *cells)) == expected(call(FUNCTIONS[name], *cells))


@every_function
@pytest.mark.parametrize(
    "spoiler", [None, "text", "#NUM!", True, CellError("#N/A"), CellError("#NAME?"), MISSING], ids=repr
)
def test_a_spoiled_argument_is_refused_as_by_the_registry(name: str, spoiler: Any, called: Callable[..., Any]) -> None:
    for place in range(len(FUNCTIONS[name].arguments)):
        cells = sample(FUNCTIONS[name])
        cells[place] = spoiler
        assert shown(called(name, *cells)) == expected(call(FUNCTIONS[name], *cells)), place


@every_function
def test_a_spoiled_cell_of_a_range_too(name: str, called: Callable[..., Any]) -> None:
    for place, given in enumerate(sample(FUNCTIONS[name])):
        column = given if isinstance(given, list) else [[given], [given]]
        for spoiler in (None, "text", CellError("#DIV/0!")):
            cells = sample(FUNCTIONS[name])
            cells[place] = [[spoiler, *column[0][1:]], *column[1:]]
            if any(cell is MISSING for row in cells[place] for cell in row):
                continue
            assert shown(called(name, *cells)) == expected(call(FUNCTIONS[name], *cells)), place


def test_a_users_text_is_no_error(called: Callable[..., Any]) -> None:
    """A segment may be called anything."""
    rows = shown(called("SURVEY_TALLY", [["#NUM!"], ["#NUM!"], [""]], [[90], [40], [None]]))
    assert rows[1][0] == "#NUM!"


def test_a_fault_of_ours_leaves_as_an_error_and_is_logged(
    called: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    called("CLV", 1, 0, 1)
    monkeypatch.setattr(sys.modules[MODULE], "from_excel", None)
    with caplog.at_level(logging.ERROR):
        (((code, reason),),) = shown(called("CLV", 1, 0, 1))
    assert code == "#VALUE!"
    assert reason == "CLV: stopped by a fault of its own (see the log, report it)"
    assert "TypeError" in caplog.text


def test_xlwings_would_generate_the_same_signatures(xlwings_udfs: types.ModuleType) -> None:
    """Its generator reads what its decorators attached: names and order agree with our own wrappers."""
    called = importlib.import_module(MODULE)
    stream = io.StringIO()
    xlwings_udfs.generate_vba_wrapper(MODULE, called, stream, types.SimpleNamespace(Name="CentreROI.xlam"))

    def signatures(source: str) -> dict[str, list[str]]:
        found = re.findall(r"^(?:Public )?Function (\w+)\((.*?)\)", source, re.MULTILINE)
        strip = r"Optional |ByVal | As Variant"
        arguments = {name: re.sub(strip, "", given).casefold().split(", ") for name, given in found}
        # A word of VBA itself has an underscore in our wrappers; xlwings would write code that does not compile.
        return {name: [each.rstrip("_") for each in given] for name, given in arguments.items()}

    assert signatures(stream.getvalue()) == signatures(wrappers.wrappers())


@every_function
def test_xlwings_knows_help_and_category(name: str, xlwings_udfs: types.ModuleType) -> None:
    del xlwings_udfs
    record = getattr(importlib.import_module(MODULE), name).__xlfunc__
    assert record["category"] == "Centre ROI"
    assert record["ret"]["doc"] == FUNCTIONS[name].summary
    assert [each["doc"] for each in record["args"]] == [each.help for each in FUNCTIONS[name].arguments]
    assert record["volatile"] is False
    assert record["async_mode"] is None
