"""The driver: reads jobs as lines of JSON from a socket, does them in the stand-in, and answers each with a line.

Not from stdin: while a read of it waits, every DLL that is loaded and looks at its type waits too.
"""

from __future__ import annotations

import importlib
import json
import os
import select
import socket
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pythoncom
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.formula._values import ExcelError

from tests.hosts.windows.host import python_objects, served
from tests.hosts.windows.host.application import is_addin
from tests.hosts.windows.host.json_values import from_json, to_json, typed
from tests.hosts.windows.host.processes import kill_servers
from tests.hosts.windows.host.standin import StandIn

#: VBA procedures nest in Python's stack, and functions of the add-in may call each other through the server.
RECURSION = 20_000
#: Seconds between two looks at what else was asked.
PAUSE = 0.003
Job = dict[str, Any]


class Driver:
    """The jobs, by their names."""

    excel: StandIn

    def __init__(self) -> None:
        #: What failed where no caller could be told: in a call from outside.
        self.failures: list[str] = []

    def note_failure(self, failure: Any) -> None:
        """Take the place of sys.unraisablehook."""
        lines = traceback.format_exception(failure.exc_type, failure.exc_value, failure.exc_traceback)
        self.failures.append("".join(lines))

    def environment(self, job: Job) -> None:
        """Set environment variables, for VBA and for the programs that it starts."""
        os.environ.update(job["variables"])

    def open_addin(self, job: Job) -> None:
        """Start Excel anew with this add-in."""
        self.excel = StandIn(Path(job["path"]))

    def open_book(self, job: Job) -> str:
        """Open a workbook."""
        return self.excel.open_book(job["path"]).name

    def add_book(self, _job: Job) -> str:
        """A new workbook, active."""
        return self.excel.add_book().name

    def cells(self, job: Job) -> None:
        """Write values into cells."""
        for reference, value in job["values"].items():
            self.excel.range(reference).vba_set("Value", typed(from_json(value, self.excel)))

    def read(self, job: Job) -> Any:
        """The value of a cell or a block."""
        return to_json(self.excel.range(job["range"]).vba_get("Value2"))

    def spoil(self, job: Job) -> None:
        """Have a cell with a formula show an error, as one that was last calculated without the add-in."""
        place = self.excel.range(job["range"])
        cell = place.sheet.cells_[place.first.top, place.first.left]
        cell.value, cell.stale = ExcelError(job["error"]), False

    def select(self, job: Job) -> None:
        """Select cells."""
        self.excel.range(job["range"]).vba_get("Select")

    def calculate(self, job: Job) -> list[Any]:
        """Enter formulas, each of one call, and hand back the whole answers; a failed one is told apart."""
        return [self._calculated(cell, formula) for cell, formula in job["formulas"]]

    def _calculated(self, cell: str, formula: str) -> Any:
        try:
            return to_json(self.excel.calculate(cell, formula))
        except VBARuntimeError as failed:
            return _raised(failed)

    def run(self, job: Job) -> Job:
        """Run a procedure; its answer, and what its arguments hold after it."""
        given = [from_json(value, self.excel) for value in job["arguments"]]
        answer, after = self.excel.run_procedure(job["procedure"], given)
        return {"answer": to_json(answer), "arguments": [to_json(value) for value in after]}

    def evaluate(self, job: Job) -> Any:
        """The value of a VBA expression."""
        return to_json(self.excel.vba_expression(job["expression"]))

    def raise_event(self, job: Job) -> int:
        """Raise an event of Application."""
        return self.excel.raise_event(job["event"], [from_json(value, self.excel) for value in job["arguments"]])

    def links(self, job: Job) -> None:
        """What a workbook's formulas point at."""
        self.excel.workbook.links = list(job["links"])

    def answer(self, job: Job) -> None:
        """What the next dialogs are answered with."""
        self.excel.answer_dialogs(*[from_json(value, self.excel) for value in job["answers"]])

    def traces(self, _job: Job) -> Job:
        """What was shown and recorded since the last time that this was asked."""
        application = self.excel.application
        found = {
            "dialogs": [{"kind": kind, "text": text, "title": title} for kind, text, title, _ in self.excel.dialogs],
            "status": [to_json(text) for text in application.status_texts],
            "recorded": [
                {"name": name, "arguments": {key: to_json(value) for key, value in arguments.items()}}
                for name, arguments in application.recorded
            ],
            "printed": list(self.excel.console),
            "invalidated": list(self.excel.ribbon.invalidated),
            "addin_hidden": application._this_workbook is not None and is_addin(application._this_workbook),
        }
        for kept in (self.excel.dialogs, application.status_texts, application.recorded, self.excel.console):
            kept.clear()
        self.excel.ribbon.invalidated.clear()
        return found

    def model(self, job: Job) -> None:
        """Keep a Python object under a name; as the application's model it answers for its workbooks and selection."""
        module = importlib.import_module(job["module"])
        made = python_objects.PythonObject.of(getattr(module, job["function"])(*job["arguments"]))
        self.excel.models[job["name"]] = made
        if job["name"] == "application":
            self.excel.application.model = made

    def kill_server(self, _job: Job) -> list[str]:
        """End the Python that xlwings' DLL started, as the task manager would."""
        return kill_servers()


def _raised(failed: VBARuntimeError) -> Job:
    return {"raised": {"number": failed.number, "text": failed.description}}


def _done(driver: Driver, line: bytes) -> Job:
    job = json.loads(line)
    operation: Callable[[Job], Any] = getattr(driver, job.pop("operation"))
    try:
        result = operation(job)
    except VBARuntimeError as failed:
        return _raised(failed)
    except Exception:  # noqa: BLE001 - whatever it is, the test must see it
        return {"broken": traceback.format_exc()}
    failures, driver.failures = driver.failures, []
    return {"broken": "\n".join(failures)} if failures else {"result": result}


def main() -> None:
    """Do jobs until the other end is closed."""
    sys.setrecursionlimit(RECURSION)
    assert served.Served.interfaces
    # The path to this code is no business of the programs that are started from here.
    os.environ.pop("PYTHONPATH", None)
    driver = Driver()
    sys.unraisablehook = driver.note_failure
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as connection:
        for line in _lines(connection):
            connection.sendall(json.dumps(_done(driver, line)).encode() + b"\n")
    kill_servers()


def _lines(connection: socket.socket) -> Iterator[bytes]:
    """The jobs as they come; calls from outside are served in between."""
    buffer = b""
    while True:
        ready, _, _ = select.select([connection], [], [], PAUSE)
        pythoncom.PumpWaitingMessages()
        if ready:
            more = connection.recv(1 << 20)
            if not more:
                return
            *whole, buffer = (buffer + more).split(b"\n")
            yield from whole


if __name__ == "__main__":
    main()
