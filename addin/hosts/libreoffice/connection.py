"""From LibreOffice's own Python to the user's: settings, the process that answers, and one request at a time.

Packaged into the extension as a module of its own, it may use the standard library alone, of Python 3.8 on: the Python
inside LibreOffice is often another one than that which centre-roi was installed in.
"""

from __future__ import annotations

import marshal
import os
import struct
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

SERVER = "addin.hosts.libreoffice.server"
_FORMAT = 4
"""Of marshal: every Python since 3.4 reads it. A NaN keeps its bits, which is how Calc is told of an error."""
_LENGTH = struct.Struct("<I")
_MOST_CRASHES = 3
"""Requests that ended the process: after so many it is not started again for the next, until a button is pressed."""
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class Unanswered(Exception):
    """There is no answer, for a reason in words."""


class Settings(NamedTuple):
    """The lines of LibreOffice.conf; the names are those of the fields, in capitals."""

    python: str
    version: str


def settings_path() -> Path:
    """Where the settings lie: in the user's own folder. None are taken from a document, or from where it lies."""
    return Path.home() / ".CentreROI" / "LibreOffice.conf"


def read_settings(path: Path) -> Settings | None:
    """What `centre-roi install --libreoffice` wrote; None where there is no such file or a line is missing."""
    try:
        lines = [line.partition("=") for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError):
        return None
    values = {name.strip().lower(): value.strip() for name, _, value in lines}
    if not all(values.get(field) for field in Settings._fields):
        return None
    return Settings(**{field: values[field] for field in Settings._fields})


def send(stream: IO[bytes], message: Any) -> None:
    """One message: its length, then what it says."""
    data = marshal.dumps(message, _FORMAT)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message; EOFError where the other side has ended."""
    data = _exactly(stream, _LENGTH.unpack(_exactly(stream, _LENGTH.size))[0])
    return marshal.loads(data)  # noqa: S302 - from a process that was started here


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


class Connection:
    """The process that computes: started when first needed, and again if it ended in between."""

    def __init__(self, path: Path) -> None:
        self.fault = ""
        """Why there is none: it is not tried again for every cell, only when the user presses a button."""
        self.version = ""
        """Of the centre-roi that answers."""
        self._crashes = 0
        self._path = path
        self._process: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def ask(self, what: str, *details: Any) -> Any:
        """The answer to one request; Unanswered says in words why there is none."""
        with self._one_at_a_time:
            if self.fault:
                raise Unanswered(self.fault)
            fresh = self._process is None
            try:
                try:
                    return self._answer(what, details)
                except (OSError, EOFError):
                    if fresh:
                        raise
                    self._end()  # it was ended from outside since the last request: a new one
                    return self._answer(what, details)
            except (OSError, EOFError):
                words = f"The Python that computes for LibreOffice ended ({self._last_words()})."
                self._end()
                self._crashes += 1
                if self._crashes >= _MOST_CRASHES:
                    self.fault = words
                raise Unanswered(words) from None
            except Unanswered as unanswered:
                self.fault = str(unanswered)
                self._end()
                raise

    def try_again(self) -> None:
        """Forget a fault: the user may have put it right."""
        self.fault = ""
        self._crashes = 0

    def _answer(self, what: str, details: tuple[Any, ...]) -> Any:
        process = self._process or self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        send(process.stdin, (what, details))
        return receive(process.stdout)

    def _started(self) -> subprocess.Popen[bytes]:
        settings = read_settings(self._path)
        if settings is None:
            raise Unanswered(f"{self._path} is missing or lacks a line. Run: centre-roi install --libreoffice")
        said = tempfile.TemporaryFile()  # noqa: SIM115 - read when the process has failed
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the interpreter that the user's own settings name
                [settings.python, "-E", "-P", "-B", "-m", SERVER],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                cwd=Path(settings.python).parent,  # never the folder of a document
                env=_environment(),
                creationflags=_NO_WINDOW,
            )
        except OSError as error:
            said.close()
            raise Unanswered(
                f"{settings.python} does not start ({error.strerror or error}). With the Python that LibreOffice "
                "should use, run: centre-roi install --libreoffice"
            ) from None
        self._said = said
        assert self._process.stdout is not None
        try:
            self.version = receive(self._process.stdout)
        except (OSError, EOFError, ValueError, TypeError):
            raise Unanswered(
                f"{settings.python} cannot load centre-roi ({self._last_words()}). Install it there again, then run: "
                "centre-roi install --libreoffice"
            ) from None
        return self._process

    def _last_words(self) -> str:
        if self._process is not None:
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
        if self._said is None:
            return "it said nothing"
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:200] if lines else "it said nothing"

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):  # what it no longer reads cannot be delivered
                        stream.close()
            process.kill()
            process.wait()
        if self._said is not None:
            self._said.close()
            self._said = None


def _environment() -> dict[str, str]:
    """LibreOffice's own libraries and its Python's settings are not for another Python."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    if sys.platform != "win32":
        ours.pop("LD_LIBRARY_PATH", None)
    return ours
