"""Formulas that call VBA functions, computed by running the VBA."""

from __future__ import annotations

from typing import Any, Protocol

from pyopenvba.apps.excel._calc import ERROR_NUMBERS, Calculator
from pyopenvba.apps.excel._model import Range, Workbook, Worksheet
from pyopenvba.formula._values import ExcelError
from pyopenvba.interpreter._objects import VBAObject
from pyopenvba.interpreter._runtime import Interpreter
from pyopenvba.interpreter._values import EMPTY, MISSING, VBAArray, VBAErrorValue

from tests.hosts.windows.host.formulas import argument, parsed

ERROR_NAMES = {number: name for name, number in ERROR_NUMBERS.items()}


class Calling(Protocol):
    """The application, which knows the cell that a function is called from."""

    interpreter: Interpreter
    caller: Range | None


class CallingCalculator(Calculator):
    """Excel's formulas, and those of the add-in: `=CLV(A1:A3, 10%)` runs the VBA function CLV."""

    def __init__(self, book: Workbook, application: Calling) -> None:
        super().__init__(book)
        self.calling = application
        #: The whole answer of the last call from a cell, of which the cell shows the first value.
        self.answers: dict[tuple[str, int, int], object] = {}

    def _computed(self, compiled: Any, sheet: str, row: int, column: int) -> object:
        owner = self._worksheet(sheet)
        call = parsed(owner.cells_[row, column].formula)
        if call is None or self.calling.interpreter.find_procedure(call.name)[0] is None:
            return super()._computed(compiled, sheet, row, column)
        answer = self._called(owner, call.name, call.arguments, row, column)
        self.answers[sheet.lower(), row, column] = answer
        return _shown(answer)

    def _called(self, sheet: Worksheet, name: str, written: list[str], row: int, column: int) -> object:
        arguments = [argument(one, sheet) for one in written]
        while arguments and arguments[-1] is MISSING:
            arguments.pop()
        outer = self.calling.caller
        cell = sheet.vba_get("Cells", [row, column])
        assert isinstance(cell, Range)
        self.calling.caller = cell
        try:
            answer = self.calling.interpreter.run(name, arguments)
        finally:
            self.calling.caller = outer
        return answer.vba_value() if isinstance(answer, VBAObject) else answer


def _shown(answer: object) -> object:
    """What the cell itself shows of an answer."""
    if isinstance(answer, VBAArray):
        answer = answer.items[0] if answer.items else VBAErrorValue(2015)
    if isinstance(answer, VBAErrorValue):
        return ExcelError(ERROR_NAMES.get(answer.number, "#VALUE!"))
    return 0.0 if answer is EMPTY else answer
