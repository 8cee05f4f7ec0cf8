"""The stand-in for Excel as a test holds it: a driver process under Wine, and what it answers as Python values."""

from __future__ import annotations

import json
import socket
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from addin.hosts.excel.com_cells import NUMBERS
from tests.hosts.windows import wine
from tests.hosts.windows.project import CHECKOUT

ERROR_TEXTS = {number: code for code, number in NUMBERS.items()}
#: Longer than any call takes, a server that starts included.
PATIENCE = 60.0


@dataclass(frozen=True)
class CellError:
    """A true error in a cell, by Excel's number."""

    number: int

    def __str__(self) -> str:
        return ERROR_TEXTS.get(self.number, f"Error {self.number}")


@dataclass(frozen=True)
class Special:
    """A value that JSON has no form for: `Special("missing")`, `Special("range", "A1:B2")`."""

    kind: str
    content: Any = True


MISSING = Special("missing")
NOTHING = Special("nothing")
#: VBA's Null: what Python's None is to VBA.
NULL = Special("null")


class VbaError(Exception):
    """A run-time error that no VBA code handled; in a cell Excel shows it as #VALUE!."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__(f"run-time error {number}: {text}")
        self.number, self.text = number, text


class BrokenHostError(Exception):
    """The stand-in itself failed, or lacks something that the VBA needs."""


@dataclass
class Traces:
    """What the VBA showed and asked of Excel."""

    dialogs: list[dict[str, str]]
    status: list[Any]
    recorded: list[dict[str, Any]]
    printed: list[str]
    invalidated: list[str]
    addin_hidden: bool

    def calls(self, name: str) -> list[dict[str, Any]]:
        """The arguments of each call of a member that was recorded."""
        return [one["arguments"] for one in self.recorded if one["name"] == name]

    @property
    def texts(self) -> list[str]:
        """What stood in the dialogs."""
        return [dialog["text"] for dialog in self.dialogs]


@dataclass
class Excel:
    """One driver process, from start to end of a test session."""

    root: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._start()

    def _start(self) -> None:
        own = {"PYTHONPATH": wine.windows_path(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"}
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            self._process = subprocess.Popen(
                wine.command(self.root, ["-u", "-m", "tests.hosts.windows.host.driver", str(port)]),
                env=wine.environment(self.root) | own | dict(self.environment),
                cwd=tempfile.gettempdir(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,  # a plain file kills Python under Wine 8
                stderr=subprocess.STDOUT,
            )
            self._said: deque[str] = deque(maxlen=60)
            self._listener = threading.Thread(target=self._listen, daemon=True)
            self._listener.start()
            server.settimeout(PATIENCE)
            try:
                self._connection, _ = server.accept()
            except TimeoutError:
                self._process.kill()
                raise BrokenHostError(f"the driver did not start:\n{''.join(self._said)}") from None
        self._buffer = b""

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout:
            self._said.extend(line.decode(errors="replace") for line in self._process.stdout)

    def close(self) -> None:
        """End the driver, and with it the server that it started."""
        self._connection.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._listener.join(10)

    def _broken(self, how: str) -> BrokenHostError:
        """The driver is of no more use: why, and what it said. `open_addin` starts another."""
        self._process.kill()
        self.close()
        return BrokenHostError(f"the driver {how}:\n{''.join(self._said)}")

    def ask(self, operation: str, *, patience: float = PATIENCE, **job: Any) -> Any:
        """Have the driver do something, and its answer as it was written."""
        self._connection.sendall(json.dumps({"operation": operation, **job}).encode() + b"\n")
        answer = json.loads(self._line(operation, patience))
        if "broken" in answer:
            raise BrokenHostError(answer["broken"])
        if "raised" in answer:
            raise _vba_error(answer)
        return answer["result"]

    def _line(self, operation: str, patience: float) -> bytes:
        end = time.monotonic() + patience
        while b"\n" not in self._buffer:
            self._connection.settimeout(max(0.01, end - time.monotonic()))
            try:
                more = self._connection.recv(1 << 20)
            except TimeoutError:
                raise self._broken(f"did not answer in {patience:g} s on {operation}") from None
            if not more:
                raise self._broken(f"ended on {operation}")
            self._buffer += more
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line

    def open_addin(self, path: Path, environment: Mapping[str, str] | None = None) -> None:
        """Start Excel anew with this add-in and an empty workbook."""
        if self._process.poll() is not None:
            self._start()
        if environment:
            self.ask("environment", variables=dict(environment))
        self.ask("open_addin", path=wine.windows_path(path))

    def cells(self, values: Mapping[str, Any]) -> None:
        """Write into cells or blocks: numbers, texts, booleans, None, `CellError`, lists of rows."""
        self.ask("cells", values={reference: encoded(value) for reference, value in values.items()})

    def read(self, reference: str) -> Any:
        """The value of a cell, or the rows of a block."""
        return decoded(self.ask("read", range=reference))

    def calculate(self, cell: str, formula: str) -> Any:
        """Enter a formula of one call; the whole answer."""
        (answer,) = self.calculate_all([(cell, formula)])
        if isinstance(answer, VbaError):
            raise answer
        return answer

    def calculate_all(self, formulas: Sequence[tuple[str, str]], patience: float = PATIENCE) -> list[Any]:
        """Enter several formulas at once; a run-time error stands in its place as a `VbaError`."""
        answers = self.ask("calculate", formulas=list(formulas), patience=patience)
        return [_vba_error(answer) if _is_raised(answer) else decoded(answer) for answer in answers]

    def run(self, procedure: str, *arguments: Any) -> Any:
        """Run a Sub or Function; its answer."""
        return self.run_by_reference(procedure, *arguments)[0]

    def run_by_reference(self, procedure: str, *arguments: Any) -> tuple[Any, list[Any]]:
        """Run a Sub or Function; its answer, and what its arguments hold after it."""
        done = self.ask("run", procedure=procedure, arguments=[encoded(value) for value in arguments])
        return decoded(done["answer"]), [decoded(value) for value in done["arguments"]]

    def click(self, callback: str, *arguments: Any, identity: str = "", tag: str = "") -> list[Any]:
        """Have the ribbon call back; what the arguments behind the control hold after it."""
        control = Special("control", {"id": identity, "tag": tag})
        return self.run_by_reference(callback, control, *arguments)[1][1:]

    def evaluate(self, expression: str) -> Any:
        """The value of a VBA expression."""
        return decoded(self.ask("evaluate", expression=expression))

    def raise_event(self, event: str, *arguments: Any) -> int:
        """Raise an event of Application; how many procedures handled it."""
        return int(self.ask("raise_event", event=event, arguments=[encoded(value) for value in arguments]))

    def answer(self, *answers: Any) -> None:
        """What the next dialogs are answered with."""
        self.ask("answer", answers=[encoded(value) for value in answers])

    def traces(self) -> Traces:
        """What the VBA showed and asked of Excel since the last time that this was asked."""
        found = self.ask("traces")
        for one in found["recorded"]:
            one["arguments"] = {key: decoded(value) for key, value in one["arguments"].items()}
        return Traces(**{**found, "status": [decoded(text) for text in found["status"]]})

    def model(self, name: str, module: str, function: str, *arguments: Any) -> Special:
        """Make a Python object in the driver; called `application`, its workbooks and selection are Excel's."""
        self.ask("model", name=name, module=module, function=function, arguments=list(arguments))
        return Special("model", name)

    def kill_server(self) -> list[str]:
        """End the Python that xlwings' DLL started, as the task manager would."""
        return list(self.ask("kill_server"))


def encoded(value: Any) -> Any:
    """A Python value as the driver reads it."""
    if isinstance(value, CellError):
        return {"error": value.number}
    if isinstance(value, Special):
        return {value.kind: value.content}
    if isinstance(value, list | tuple):
        nested = value and isinstance(value[0], list | tuple)
        return {"rows": [[encoded(cell) for cell in row] for row in value]} if nested else {
            "row": [encoded(cell) for cell in value]
        }  # fmt: skip
    return value


def decoded(written: Any) -> Any:
    """What the driver wrote as a Python value; an array is a list of rows, and a row is one list."""
    if not isinstance(written, dict):
        return written
    ((kind, content),) = written.items()
    if kind == "error":
        return CellError(content)
    if kind == "rows":
        return [[decoded(cell) for cell in row] for row in content]
    if kind == "row":
        return [decoded(cell) for cell in content]
    return Special(kind, content)


def _is_raised(answer: Any) -> bool:
    return isinstance(answer, dict) and "raised" in answer


def _vba_error(answer: dict[str, Any]) -> VbaError:
    return VbaError(answer["raised"]["number"], answer["raised"]["text"])
