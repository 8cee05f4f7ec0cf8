"""The stand-in for Excel: an add-in opened as Excel opens it, workbooks, and calls from outside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyopenvba.apps.excel import ExcelApplication, _bare_frame
from pyopenvba.apps.excel._io import load_workbook
from pyopenvba.apps.excel._model import Range, Workbook, Worksheet
from pyopenvba.exceptions import VBACompileError
from pyopenvba.interpreter._objects import VBAObject
from pyopenvba.interpreter._parse import parse_expression
from pyopenvba.interpreter._runtime import Slot
from pyopenvba.interpreter._values import MISSING

from tests.hosts.windows.host.application import HostApplication, set_calculator
from tests.hosts.windows.host.formulas import parsed
from tests.hosts.windows.host.interpreter import Bridge, WindowsInterpreter
from tests.hosts.windows.host.python_objects import PythonObject
from tests.hosts.windows.host.ribbon import Ribbon
from tests.hosts.windows.host.vba_sources import modules_of


class StandIn(ExcelApplication):
    """Excel with one add-in and one empty workbook."""

    def __init__(self, addin: Path) -> None:
        self.application = HostApplication()
        self.interpreter = WindowsInterpreter(Bridge(self.application))
        self.application.interpreter = self.interpreter
        self.ribbon = Ribbon()
        #: Python objects that stand in for Excel's own, by the names that a test gave them.
        self.models: dict[str, PythonObject] = {}
        self._open_addin(addin)
        self.add_book()
        self._run_event("Workbook_Open")

    def _open_addin(self, path: Path) -> None:
        book = load_workbook(self.application, path)
        book.is_addin = True
        self.application._this_workbook = book
        for source in modules_of(str(path)):
            kind = "class" if source.is_class else "standard"
            host = self.interpreter.host.global_object(source.name.lower())
            if source.is_class and isinstance(host, VBAObject) and host is not self.application:
                kind = "document"
            try:
                self.add_module(source.text, name=source.name, kind=kind)
            except VBACompileError as broken:
                raise VBACompileError(f"{path.name}, module {source.name}: {broken}") from broken

    def _run_event(self, name: str) -> None:
        """Run a procedure of ThisWorkbook, if there is one."""
        module = self.interpreter.modules.get("thisworkbook")
        if module is not None and module.procedure(name) is not None:
            self.interpreter.run(f"ThisWorkbook.{name}")

    def add_book(self) -> Workbook:
        """A new workbook, active."""
        book = self.add_workbook()
        set_calculator(book)
        return book

    def open_book(self, path: str) -> Workbook:
        """A workbook of a file, active, and the add-in told of it."""
        book = self.open_workbook(path)
        set_calculator(book)
        self.raise_event("WorkbookOpen", [book])
        return book

    def raise_event(self, event: str, arguments: Sequence[object]) -> int:
        """An event of Application, on everything that listens to it; how many did."""
        return self.interpreter.raise_on_listeners(self.application, event, list(arguments))

    def range(self, reference: str) -> Range:
        """Cells of the active workbook: `A1:B2` on the active sheet, or `Sheet2!A1`."""
        sheet_name, _, address = reference.rpartition("!")
        book = self.workbook
        sheet = book.sheet_named(sheet_name.strip("'")) if sheet_name else book.active_sheet
        assert isinstance(sheet, Worksheet)
        found = sheet.vba_get("Range", [address])
        assert isinstance(found, Range)
        return found

    def calculate(self, reference: str, formula: str) -> object:
        """Enter a formula into a cell: the whole answer of the VBA function that it calls."""
        call = parsed(formula)
        if call is None or self.interpreter.find_procedure(call.name)[0] is None:
            raise ValueError(f"{formula} is not one call of a VBA function")
        cell = self.range(reference)
        calculator = set_calculator(self.workbook)
        cell.vba_set("Formula", formula)
        place = (cell.sheet.name, cell.first.top, cell.first.left)
        calculator.value_of(*place, force=True)
        return calculator.answers[place[0].lower(), *place[1:]]

    def run_procedure(self, name: str, arguments: Sequence[object]) -> tuple[object, list[object]]:
        """Run a Sub or Function; its answer, and what its arguments hold after it."""
        slots = [value if value is MISSING else Slot(value, "Variant") for value in arguments]
        answer = self.interpreter.run(name, slots)
        return answer, [slot.value if isinstance(slot, Slot) else slot for slot in slots]

    def vba_expression(self, text: str) -> object:
        """The value of an expression, as the Immediate window of the editor shows it."""
        frame = _bare_frame(self.interpreter)
        value = self.interpreter.evaluate(parse_expression(text), frame)
        return value.vba_value() if isinstance(value, VBAObject) and value.vba_default_member() else value
