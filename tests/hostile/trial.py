"""One case opened by a process of its own: what came out, what it took, and what it touched."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import signal
import sys
import sysconfig
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from addin.cli.program import run
from addin.engine.proving.compiled import get_ready
from addin.xlsx.package import Package
from tests import ROOT
from tests.hostile.cases import BAIT, BOOK

LONGEST = 30.0
"""Seconds of processor time that a file may take."""
LARGEST = 1 << 30
"""Bytes of memory that a file may take."""

_ADDRESSES = 24 << 30
"""Of which the second engine sets 4 GB aside for itself, without taking them."""
_WALL = 600.0
"""Seconds after which one that neither ends nor computes is ended here."""
_OWN = (
    *{str(Path(path).resolve()) for path in sysconfig.get_paths().values()},
    *{sys.base_prefix, sys.prefix, str(Path(sys.prefix).resolve())},
    *(str(ROOT / folder) for folder in ("addin", "udfs", "workbook_templates", "tests")),
    "/proc/self/statm",
    "/proc/self/status",
)
_BY_HANDLE = (BOOK, f".{BOOK}.part", f".{BOOK}.bak", ".")
"""Opened in the workbook's folder by its handle, which Python does not tell; strace does, in test_traced."""
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.fork",
    "urllib.",
    "webbrowser.",
    "http.",
    "ftplib.",
    "smtplib.",
    "ctypes.dlopen",
    "pty.",
)


@dataclass
class Outcome:
    """What one case came to; `faults` is empty where all promises were kept."""

    status: int
    seconds: float = 0.0
    peak: int = 0
    said: str = ""
    faults: list[str] = field(default_factory=list)


def tried(folder: Path, table: str) -> Outcome:
    """Refresh the workbook in the folder as the program does, with the file of rows beside it if there is one.

    One that is refused is checked too.
    """
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    options = [word for path in folder.iterdir() if path.name not in (BOOK, BAIT) for word in (f"--{table}", str(path))]
    outcome = _run(["refresh", str(folder / BOOK), *options], folder)
    # In a process of its own again: what it takes to look into a hostile file is not to be counted with the next one.
    broken, ended, _ = in_a_process(lambda: json.dumps(_broken_promises(outcome.status, before, folder)).encode())
    outcome.faults += json.loads(broken) if broken else [f"its files could not be compared ({ended})"]
    if outcome.status == 2:
        checked = _run(["check", str(folder / BOOK)], folder)
        outcome.faults += [f"in check: {fault}" for fault in checked.faults]
    return outcome


def _run(command: list[str], folder: Path) -> Outcome:
    """One command as a program, in a child process of this one."""

    def work() -> bytes:
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
        os.environ["CENTRE_ROI_TRACE"] = "1"
        with _watched(folder, faults.fileno()):
            return str(run(command)).encode()

    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as faults:
        status, ended, used = in_a_process(work)
        said.seek(0)
        faults.seek(0)
        words = said.read().decode(errors="replace")
        outcome = Outcome(
            int(status or -1),
            used.ru_utime + used.ru_stime,
            used.ru_maxrss * 1024,
            words[-600:],
            faults.read().decode(errors="replace").splitlines(),
        )
    if not status:
        outcome.faults.append(f"the process ended with {ended}")
    elif outcome.status not in (0, 1, 2):
        outcome.faults.append(f"the status {outcome.status}")
    if "fault of its own" in words or "Traceback" in words:
        outcome.faults.append("a crash")
    if outcome.seconds > LONGEST:
        outcome.faults.append(f"took {outcome.seconds:.1f} s")
    if outcome.peak > LARGEST:
        outcome.faults.append(f"took {outcome.peak / 1e6:,.0f} MB")
    return outcome


def in_a_process(work: Callable[[], bytes | None]) -> tuple[bytes, int, resource.struct_rusage]:
    """What work answers in a child process under limits, how that ended and what it took; b"" where it died."""
    get_ready()  # its libraries are loaded before what is opened is looked at
    started = time.monotonic()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        status = 70
        try:
            resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
            resource.setrlimit(resource.RLIMIT_CPU, (60, 61))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            answer = work()
            with os.fdopen(writer, "wb") as stream:
                stream.write(answer or b"")
            status = 0
        except BaseException:  # noqa: BLE001 - the parent is told by the status
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writer)
    report = _report(reader, child, started)
    _, status, used = os.wait4(child, 0)
    return report, os.waitstatus_to_exitcode(status), used


def _report(reader: int, child: int, started: float) -> bytes:
    """What the child says at its end; one that hangs is ended."""
    chunks: list[bytes] = []
    with contextlib.closing(os.fdopen(reader, "rb", buffering=0)) as stream:
        while True:
            ready, _, _ = select.select([stream], [], [], max(0.0, started + _WALL - time.monotonic()))
            if not ready:
                os.kill(child, signal.SIGKILL)
                return b""
            chunk = stream.read(1 << 16)
            if not chunk:
                return b"".join(chunks)
            chunks.append(chunk)


@contextlib.contextmanager
def _watched(folder: Path, faults: int) -> Iterator[None]:
    """Every file that Python opens and every connection or program that it starts, looked at."""
    watching = True
    mine = str(folder)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if not watching:
            return
        # A child is made, and tied to its parent by a call of the system: the C library is there already.
        tied = event == "ctypes.dlopen" and arguments == (None,)
        if event.startswith(_FORBIDDEN) and not tied and not (event == "os.fork" and os.getpid() == guarding):
            os.write(faults, f"{event} {arguments!r}"[:300].encode() + b"\n")
        elif event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
            path = os.fsdecode(arguments[0])
            own = path.startswith(_OWN) and not arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if (
                not own
                and path not in _BY_HANDLE
                and (str(Path(path).parent) != mine or Path(path).name == BAIT)
                and path not in (mine, os.devnull)
            ):
                os.write(faults, f"opened {path}".encode() + b"\n")

    guarding = os.getpid()
    sys.addaudithook(hook)
    yield
    watching = False


def _broken_promises(status: int, before: dict[str, bytes], folder: Path) -> list[str]:
    """What is wrong with the files afterwards."""
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    if status not in (0, 1):
        return [] if after == before else [f"refused, but changed: {sorted(set(after) ^ set(before)) or 'contents'}"]
    faults = []
    if set(after) - set(before) != {f"{BOOK}.1.bak"}:
        faults.append(f"files left: {sorted(set(after) - set(before))}")
    if after.get(f"{BOOK}.1.bak") != before[BOOK]:
        faults.append("the backup is not what was there")
    old, new = Package(Path(BOOK), before[BOOK]), Package(Path(BOOK), after[BOOK])
    if old.part_names() != new.part_names():
        faults.append("parts were added or removed")
    changed = {name for name in old.part_names() if old.part(name) != new.part(name)}
    if others := {name for name in changed if not name.lower().startswith(("xl/worksheets/", "xl/tables/"))}:
        sheets = {old.sheet_part(sheet) for sheet in old.sheets} | {table.part for table in old.tables.values()}
        if new.computes_on_opening:  # the mark that cells wait for Excel
            sheets.add(new.workbook_part)
        if others - sheets:
            faults.append(f"changed: {sorted(others - sheets)[:5]}")
    rewritten = [sheet for sheet in old.sheets if old.sheet_part(sheet) in changed]
    faults += [
        f"formulas of {sheet} were changed"
        for sheet in rewritten
        if old.sheet(sheet).formulas != new.sheet(sheet).formulas
    ]
    return faults
