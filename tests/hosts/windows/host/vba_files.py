"""What VBA does with files and the machine: Environ, Dir, GetAttr, and files that are open under a number."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pythoncom
from pyopenvba.interpreter._runtime import Interpreter
from pyopenvba.interpreter._values import MISSING, VBAInt, error, to_integer, to_text

Intrinsic = Callable[[Interpreter, list[object], dict[str, object]], object]
MODES = {"input": "r", "output": "w", "append": "a"}
DIRECTORY, NORMAL = 16, 32


class Files:
    """The open files of a project, by number, and the search that Dir is in."""

    def __init__(self) -> None:
        self.open: dict[int, IO[str]] = {}
        self.found: Iterator[str] = iter(())

    def intrinsics(self) -> dict[str, Intrinsic]:
        """The functions by the names that VBA finds them under, in lower case."""
        functions: dict[str, Callable[..., object]] = {
            "environ": lambda name: os.environ.get(to_text(name), ""),
            "curdir": lambda *_: str(Path.cwd()),
            "dir": self._dir,
            "getattr": _attributes,
            "filelen": lambda path: VBAInt(_existing(path).stat().st_size, "Long"),
            "doevents": _do_events,
            "freefile": lambda *_: VBAInt(next(n for n in range(1, 512) if n not in self.open), "Integer"),
            "eof": lambda number: not self._peek(self._file(number)),
            "lof": lambda number: VBAInt(os.fstat(self._file(number).fileno()).st_size, "Long"),
            "vbaopenfile": self._open,
            "vbaclosefile": self._close,
            "vbareadline": self._read_line,
            "vbareadcharacters": lambda count, number: self._file(number).read(int(to_integer(count, "Long"))),
            "vbaprintline": lambda number, text="": self._file(number).write(to_text(text) + "\n"),
        }
        return {name: _positional(function) for name, function in functions.items()}

    def _open(self, path: object, mode: object, number: object) -> object:
        try:
            opened = Path(to_text(path)).open(MODES[to_text(mode).lower()], encoding="mbcs")  # noqa: SIM115 - VBA closes it
            self.open[int(to_integer(number, "Long"))] = opened
        except FileNotFoundError:
            raise error(53) from None
        except OSError:
            raise error(70) from None
        return 0

    def _close(self, number: object = MISSING) -> object:
        for one in list(self.open) if number is MISSING else [int(to_integer(number, "Long"))]:
            self.open.pop(one).close()
        return 0

    def _file(self, number: object) -> IO[str]:
        try:
            return self.open[int(to_integer(number, "Long"))]
        except KeyError:
            raise error(52) from None

    def _read_line(self, number: object) -> object:
        line = self._file(number).readline()
        if not line:
            raise error(62)
        return line.removesuffix("\n")

    @staticmethod
    def _peek(file: IO[str]) -> str:
        place = file.tell()
        character: str = file.read(1)
        file.seek(place)
        return character

    def _dir(self, pattern: object = MISSING, attributes: object = MISSING) -> object:
        if pattern is not MISSING:
            folders = attributes is not MISSING and int(to_integer(attributes, "Long")) & DIRECTORY
            sought = Path(to_text(pattern))
            paths = sorted(sought.parent.glob(sought.name)) if sought.name else []
            self.found = iter([path.name for path in paths if folders or path.is_file()])
        return next(self.found, "")


def _attributes(path: object) -> object:
    return VBAInt(DIRECTORY if _existing(path).is_dir() else NORMAL, "Integer")


def _existing(path: object) -> Path:
    found = Path(to_text(path))
    if not found.exists():
        raise error(53)
    return found


def _do_events(*_: object) -> object:
    pythoncom.PumpWaitingMessages()
    return VBAInt(0, "Integer")


def _positional(function: Callable[..., object]) -> Intrinsic:
    return lambda _interpreter, arguments, _named: function(*arguments)
