"""Every function of the registry in a workbook, computed by LibreOffice and by the embedded engine."""

from __future__ import annotations

import itertools
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.engine.evaluation import Evaluation, evaluate_package
from addin.xlsx.package import Package
from tests.hosts.libreoffice.calls import Call, Calls
from tests.hosts.libreoffice.office import Office
from tests.hosts.libreoffice.parity import differences, same, shown
from tests.udfs.case_files import Case, cases, check_cell, split
from tests.udfs.sample_calls import sample
from udfs.calling.errors import CellError
from udfs.calling.kinds import MISSING
from udfs.calling.registry import FUNCTIONS

SPOILERS = (None, "a text", True, CellError("#N/A"), CellError("#DIV/0!"))


@dataclass(frozen=True)
class Written:
    """The workbook of all calls, and which of them are worked examples."""

    path: Path
    calls: list[Call]
    examples: list[tuple[Call, Case]]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Each function's worked examples, and a call with each argument spoiled, left out, or given as a column."""
    workbook, examples = Calls(), []
    for name, function in FUNCTIONS.items():
        writable = (case for case in cases(name) if is_writable(case.cells))
        examples += [(workbook.add(name, list(case.cells)), case) for case in writable]
        good = sample(function)
        if not any(
            isinstance(cell, bool) for given in good if isinstance(given, list) for row in given for cell in row
        ):
            workbook.add(name, good, typed=True)
        for place, given in enumerate(good):
            for spoiler in SPOILERS:
                spoiled = list(good)
                spoiled[place] = [[spoiler, *given[0][1:]], *given[1:]] if isinstance(given, list) else spoiler
                workbook.add(name, spoiled)
                if not isinstance(given, list) and given is not MISSING:
                    spoiled = list(good)
                    spoiled[place] = [[given], [spoiler], [given]]
                    workbook.add(name, spoiled)
    path = workbook.save(tmp_path_factory.mktemp("calls") / "calls.xlsx")
    return Written(path, workbook.calls, examples)


@pytest.fixture(scope="module")
def evaluation(written: Written) -> Evaluation:
    return evaluate_package(Package.open(written.path))


@pytest.fixture(scope="module")
def in_calc(office: Office, written: Written, evaluation: Evaluation) -> dict[tuple[str, int, int], Any]:
    with office.document(written.path) as document:
        document.calculateAll()
        return shown(document, evaluation.values)


def is_writable(cells: Sequence[Any]) -> bool:
    """Whether a worksheet can hold them: there is no infinite number, and a text like #N/A would become the error."""
    flat = [each for cell in cells for each in (itertools.chain(*cell) if isinstance(cell, list) else [cell])]
    return not any(
        each.startswith("#") if isinstance(each, str) else isinstance(each, float) and not math.isfinite(each)
        for each in flat
    )


def cells_of(call: Call) -> list[tuple[int, int]]:
    area = call.area
    return [
        (row, column)
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
    ]


def printed(expected: str) -> list[str]:
    """The cells of an expected answer, an error by its code."""
    cells = itertools.chain(*split(expected)) if expected.startswith("{") else [expected]
    return [cell.partition(" ")[0] if cell.startswith("#") else cell for cell in cells]


def test_calc_shows_what_the_engine_shows_and_else_what_the_differences_say(
    written: Written, evaluation: Evaluation, in_calc: dict[tuple[str, int, int], Any]
) -> None:
    """A call whose cells Calc hands over as they are: as the engine; any other: as docs/libreoffice-differences.md."""
    wrong = []
    for call in written.calls:
        engine, here = evaluation.values[call.function.name], call.in_calc()
        for place, own in zip(cells_of(call), itertools.chain(*here), strict=True):
            expected = engine[place] if call.as_elsewhere else own
            calc = in_calc[(call.function.name, *place)]
            if not same(calc, expected):
                wrong.append((call.formula, call.cells, calc, expected))
    assert not wrong
    assert {call.function.name for call in written.calls if call.as_elsewhere} == set(FUNCTIONS)
    assert {call.function.name for call in written.calls if not call.as_elsewhere} == set(FUNCTIONS)


def test_calc_shows_the_printed_answers_of_the_worked_examples(
    written: Written, in_calc: dict[tuple[str, int, int], Any]
) -> None:
    """Calc and the engine run the same function; that it is right stands in tests/cases, with sources."""
    seen = set()
    for call, case in written.examples:
        if call.as_elsewhere:
            for place, text in zip(cells_of(call), printed(case.expected), strict=True):
                check_cell(in_calc[(case.function, *place)], text)
                seen |= set() if text.startswith("#") else {case.function}
    assert seen == set(FUNCTIONS)


def test_values_and_years_are_those_of_calcs_own_functions(office: Office, tmp_path: Path) -> None:
    """CLV = -PV and LOYALTY_YEARS = NPER, each in the column beside."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    grid = itertools.product((2400, -37.5, 1e6), (-0.05, 0, 0.01, 0.1, 1), (0.5, 1, 7, 40))
    for row, (profit, rate, years) in enumerate(grid, start=1):
        sheet.append([profit, rate, years, f"=CLV(A{row},B{row},C{row})", f"=-PV(B{row},C{row},A{row})"])
        sheet.cell(row, 6).value = f"=LOYALTY_YEARS(D{row},A{row},B{row})"
        sheet.cell(row, 7).value = f"=NPER(B{row},A{row},-D{row})"
    book.save(tmp_path / "own.xlsx")
    with office.document(tmp_path / "own.xlsx") as document:
        document.calculateAll()
        rows = document.Sheets[0].getCellRangeByName(f"A1:G{sheet.max_row}").getDataArray()
    assert len(rows) == 60
    for profit, rate, years, clv, value, loyalty, periods in rows:
        assert clv == pytest.approx(value, rel=1e-12), (profit, rate, years)
        if (1 + rate) ** years <= 1e5:  # beyond, a value that is stored no longer determines the years
            assert loyalty == pytest.approx(periods, rel=1e-9), (profit, rate, years)
            assert loyalty == pytest.approx(years, rel=1e-9), (profit, rate, years)


def test_a_wrong_constant_in_one_function_is_noticed(office: Office, tmp_path: Path) -> None:
    """What Calc shows comes from the process that computes for it, and the comparison sees the eleventh digit."""
    workbook = Calls()
    workbook.add("CLV", [2400.0, 0.1, 5.0])
    workbook.add("CLV", [[[2400.0], [1200.0]], 0.1, 5.0])
    workbook.add("CLV", [2400.0, 10.0, 5.0])
    workbook.add("ROI", [3.0, 1.0])
    path = workbook.save(tmp_path / "calls.xlsx")
    engine = evaluate_package(Package.open(path))
    spoiled = (
        "from dataclasses import replace",
        "from udfs import FUNCTIONS",
        'clv = FUNCTIONS["CLV"]',
        'FUNCTIONS["CLV"] = replace(clv, body=lambda *given: clv.body(*given) * 1.00000000001)',
    )
    with office.document(path) as document:
        assert differences(document, engine) == []
        office.computed_by(sys.executable, *spoiled)
        try:
            found = differences(document, engine)
        finally:
            office.computed_by(sys.executable)
        assert [each.engine for each in found] == [pytest.approx(each.calc, rel=1e-10) for each in found]
        assert len(found) == 3  # one cell, a column of two; neither the error nor the other function
        assert differences(document, engine) == []
