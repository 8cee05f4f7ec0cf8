"""Every function as Excel calls it: the add-in's VBA, xlwings' DLL, its COM server, and the answer as VBA sees it."""

from __future__ import annotations

from typing import Any

import pytest

from addin.cells.addresses import Area, address, area_address
from addin.hosts.excel.com_cells import NUMBERS
from tests.hosts.windows import session
from tests.hosts.windows.session import Excel, VbaError
from tests.udfs.sample_calls import sample
from udfs.calling.call import call
from udfs.calling.errors import CellError
from udfs.calling.function import Function
from udfs.calling.kinds import MISSING
from udfs.calling.registry import FUNCTIONS

SPOILERS = (None, "a text", "#NUM!", True, CellError("#N/A"), CellError("#NAME?"))
BESIDE = 20
"""Columns between one argument's cells and the next one's."""

every_function = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda function: function.name)


def on_sheet(cell: Any) -> Any:
    return session.CellError(NUMBERS[cell.code]) if isinstance(cell, CellError) else cell


def seen_by_vba(answer: Any) -> Any:
    """The registry's answer as it must arrive: true errors, and a blank as empty text."""
    if isinstance(answer, list):
        return [[seen_by_vba(cell) for cell in row] for row in answer]
    return "" if answer is None else on_sheet(answer)


class Sheet:
    """Calls laid out on a sheet below one another, each argument in cells of its own."""

    def __init__(self, excel: Excel) -> None:
        self.excel = excel
        self.cells: dict[str, Any] = {}
        self.formulas: list[tuple[str, str]] = []
        self.expected: list[Any] = []
        self._row = 1

    def add(self, function: Function, cells: list[Any]) -> None:
        """One call with ranges as arguments."""
        texts = []
        height = 1
        for place, given in enumerate(cells):
            column = 2 + place * BESIDE
            if given is MISSING:
                texts.append("")
                continue
            rows = given if isinstance(given, list) else [[given]]
            area = Area(self._row, column, self._row + len(rows) - 1, column + len(rows[0]) - 1)
            self.cells[area_address(area)] = [[on_sheet(cell) for cell in row] for row in rows]
            texts.append(area_address(area))
            height = max(height, len(rows))
        while texts and not texts[-1]:
            texts.pop()
        self.formulas.append((address(self._row, 1), f"={function.name}({','.join(texts)})"))
        required = [argument.required for argument in function.arguments]
        left_out = any(given is MISSING and needed for given, needed in zip(cells, required, strict=True))
        self.expected.append(VbaError if left_out else seen_by_vba(call(function, *cells)))
        self._row += height

    def check(self) -> None:
        """Calculate all of them and compare."""
        self.excel.cells(self.cells)
        answers = self.excel.calculate_all(self.formulas)
        for (_, formula), answer, expected in zip(self.formulas, answers, self.expected, strict=True):
            if expected is VbaError:
                assert isinstance(answer, VbaError), formula  # Excel shows #VALUE!, as the registry answers
            else:
                assert answer == expected, formula


@every_function
def test_cells_ranges_and_whatever_users_put_into_them(addin: Excel, function: Function) -> None:
    sheet = Sheet(addin)
    cells = sample(function)
    sheet.add(function, cells)
    for place, given in enumerate(cells):
        for spoiler in SPOILERS:
            spoiled = list(cells)
            spoiled[place] = [[spoiler, *given[0][1:]], *given[1:]] if isinstance(given, list) else spoiler
            sheet.add(function, spoiled)
            if not isinstance(given, list) and given is not MISSING:
                spoiled = list(cells)
                spoiled[place] = [[given], [spoiler], [given]]
                sheet.add(function, spoiled)
        without = list(cells)
        without[place] = MISSING
        sheet.add(function, without)
    sheet.check()


@every_function
def test_values_typed_into_the_formula(addin: Excel, function: Function) -> None:
    """Numbers, texts and arrays in braces: what is not a reference."""
    cells = sample(function)
    texts = ["" if given is MISSING else typed(given) for given in cells]
    while not texts[-1]:
        texts.pop()
    assert addin.calculate("A1", f"={function.name}({','.join(texts)})") == seen_by_vba(call(function, *cells))


def typed(given: Any) -> str:
    if isinstance(given, list):
        return "{" + ";".join(",".join(map(typed, row)) for row in given) + "}"
    return '""' if given is None else f'"{given}"' if isinstance(given, str) else repr(given)


def test_an_array_answer_holds_true_errors_in_their_cells(addin: Excel) -> None:
    addin.cells({"A1:A4": [[2400], [None], ["x"], [session.CellError(2042)]]})
    assert addin.calculate("B1", "=CLV(A1:A4,10%,5)") == [
        [pytest.approx(9097.888246580276, abs=1e-12)],
        [""],
        [session.CellError(2015)],
        [session.CellError(2042)],
    ]


def test_a_whole_column_is_read_as_far_as_the_sheet_is_filled(addin: Excel) -> None:
    addin.cells({"A1:A3": [[90], [40], [85]], "C9": 1})
    assert addin.calculate("B1", "=LOYAL_COUNT(A:A)") == 1


def test_a_million_rows_are_one_call(addin: Excel) -> None:
    """Excel's sheets end at row 1,048,576; the stand-in's cells are slow to fill, so most of them stay blank."""
    addin.cells({"A1:A2": [[90], [95]], "A1000000": 90})
    assert addin.calculate_all([("B1", "=LOYAL_COUNT(A1:A1000000)")], patience=120) == [3]


def test_several_ranges_at_once_are_refused_in_words(addin: Excel) -> None:
    addin.cells({"A1": 90, "C1": 90})
    assert addin.evaluate('LOYAL_COUNT(Range("A1,C1"))') == session.CellError(2015)
