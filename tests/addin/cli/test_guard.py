"""A command that its workbook overwhelms: the child ends, the program says why, and the file is as it was."""

from __future__ import annotations

import faulthandler
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from addin.cli.guard import run_guarded
from addin.engine.limits import end_process_beyond
from addin.refusal import Refusal
from tests.hostile.cases import BOOK
from tests.hostile.mutations.formulas import FIRST
from tests.hostile.seeds import healthy
from tests.workbooks import SHEET, package

if sys.platform != "win32":
    import resource

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="forks and limits of POSIX"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
LIMITED = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone limits the memory of a process by /proc")


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "addin.cli", *map(str, arguments)]
    return subprocess.run(program, capture_output=True, text=True, check=False)


def broken() -> int:
    """As an engine ends that is given no memory."""
    faulthandler.disable()
    os.abort()


@pytest.mark.parametrize("status", [0, 1, 2])
def test_the_status_is_handed_on(status: int) -> None:
    assert run_guarded(lambda: status, []) == status


def test_a_child_that_breaks_is_a_refusal(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"old")
    with pytest.raises(Refusal, match=r"book.xlsx: was broken off: .* Nothing was changed"):
        run_guarded(broken, [book])

    def changed_and_broken() -> int:
        book.write_bytes(b"new one")
        return broken()

    with pytest.raises(Refusal, match="The refresh itself was finished"):
        run_guarded(changed_and_broken, [book])


def test_a_child_that_computes_for_ever_is_stopped() -> None:
    def endless() -> int:
        with end_process_beyond(0.5, 1 << 30):
            while True:
                pass

    with pytest.raises(Refusal, match=r"takes too long\. Nothing was changed"):
        run_guarded(endless, [])


def test_a_child_at_a_standstill_is_ended() -> None:
    """An engine that waits for itself takes no time of the processor."""

    def waiting() -> int:
        with end_process_beyond(0.05, 1 << 30, standstill=0.5):
            time.sleep(60)
        return 0

    started = time.monotonic()
    with pytest.raises(Refusal, match=r"takes too long\. Nothing was changed"):
        run_guarded(waiting, [])
    assert time.monotonic() - started < 30


def test_an_engine_without_memory_makes_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stood still over a trace that it had no memory for, where a user's environment asks for traces."""
    monkeypatch.setenv("RUST_BACKTRACE", "1")
    assert run_guarded(lambda: int(os.environ["RUST_BACKTRACE"]), []) == 0
    assert os.environ["RUST_BACKTRACE"] == "1"


def test_a_child_may_wait_when_it_has_computed() -> None:
    def waiting() -> int:
        with end_process_beyond(0.05, 1 << 30):
            pass
        time.sleep(0.6)
        return 0

    assert run_guarded(waiting, []) == 0


@LIMITED
def test_a_child_gets_no_more_memory_than_it_may_have_while_it_computes() -> None:
    def greedy() -> int:
        try:
            with end_process_beyond(9.0, 64 << 20):
                return len(bytearray(128 << 20)) and 1
        except MemoryError:
            return 2 if len(bytearray(128 << 20)) else 1

    assert run_guarded(greedy, []) == 2


@LIMITED
@pytest.mark.parametrize(
    "formula",
    ['SUM(INDIRECT("A1:XF"&"D1048576"))', "SUM(OFFSET(A1,0,0,SUM(1048576),16000))", 'IFERROR(A1,REPT("x",9))'],
)
def test_formulas_that_fill_the_memory_are_broken_off(tmp_path: Path, formula: str) -> None:
    """Ranges that are made while computing, and one long text that 25,000 cells show."""
    times = 25_000 if formula.startswith("IFERROR") else 1
    numbers = range(FIRST, FIRST + times)
    rows = "".join(f'<row r="{row}"><c r="E{row}"><f>{escape(formula)}</f></c></row>' for row in numbers)
    edits = {SHEET: lambda data: data.replace(b"</sheetData>", rows.encode() + b"</sheetData>")}
    book = package(tmp_path, {"A1": "y" * 32_767}, edits=edits).path
    before = book.read_bytes()
    done = command("check", book)
    assert done.returncode == 2
    assert "book.xlsx: " in done.stderr
    assert "memory" in done.stderr or "letters" in done.stderr
    assert "Nothing was changed" in done.stderr
    assert "Traceback" not in done.stderr
    assert "stack backtrace" not in done.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {book.name: before}


def test_formulas_that_compute_for_ever_are_broken_off(tmp_path: Path) -> None:
    """The engine does not look up from a formula over whole columns, and of these there are many."""
    formulas = {f"A{row}": f"=SUMPRODUCT((B$1:B$1048576={row})*(C$1:C$1048576={row}))" for row in range(1, 300)}
    book = package(tmp_path, {**formulas, "B1": 1, "C900000": 1}).path
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = command("check", book)
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 2
    assert re.search(r"takes too long|seconds to compute|MB of memory", done.stderr)
    assert "Nothing was changed" in done.stderr
    assert now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime < 10


def test_who_ends_the_program_ends_the_refresh(tmp_path: Path) -> None:
    book = tmp_path / BOOK
    book.write_bytes(healthy().book)
    program = [sys.executable, "-m", "addin.cli", "refresh", str(book)]
    with subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        while not (tmp_path / f".{BOOK}.part").exists():
            assert running.poll() is None, "it ended before it took the lock"
            time.sleep(0.005)
        running.terminate()
    assert running.returncode == -signal.SIGTERM
    assert book.read_bytes() == healthy().book
