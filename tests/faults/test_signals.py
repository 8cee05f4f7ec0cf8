"""Signals to a refresh's first process alone: the one that works ends with it, and what is said is true."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from addin.workbook.file import WorkbookFile
from tests.hostile.cases import BOOK
from tests.hostile.seeds import healthy
from tests.processes import children_of, is_running, wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
ENDING = ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGKILL")


def started(book: Path) -> tuple[subprocess.Popen[str], int]:
    """A refresh, and the process that works for it."""
    program = [sys.executable, "-m", "addin.cli", "refresh", str(book)]
    running = subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    wait_until(lambda: bool(children_of(running.pid)) or running.poll() is not None)
    (child,) = children_of(running.pid)
    return running, child


@pytest.mark.parametrize("name", ENDING)
@pytest.mark.parametrize("moment", ["at once", "later"])
def test_who_ends_the_command_ends_its_work(name: str, moment: str, tmp_path: Path) -> None:
    book = tmp_path / BOOK
    book.write_bytes(healthy().book)
    number = getattr(signal, name)
    running, child = started(book)
    if moment == "later":
        time.sleep(random.Random(name).uniform(0.05, 2.5))
    os.kill(running.pid, number)
    said, complained = running.communicate(timeout=60)
    wait_until(lambda: not is_running(child))
    found = book.read_bytes()
    time.sleep(0.2)
    assert book.read_bytes() == found, "nobody writes it any more"
    assert "Traceback" not in complained
    if running.returncode in (0, 1):
        assert "refreshed" in said or "had been written before" in complained, "the signal came after the swap"
        return
    assert running.returncode == (2 if name == "SIGINT" else -number)
    if found == healthy().book:
        assert name != "SIGINT" or complained.splitlines()[-1] == "Stopped; nothing was written."
        assert [path.name for path in tmp_path.iterdir() if path.suffix == ".bak"] == []
    else:
        assert "nothing was" not in complained.lower()
        assert WorkbookFile(book).template() == "survey_roi/1"
    if name != "SIGKILL":
        assert not book.with_name(f".{book.name}.part").exists()


def test_a_child_whose_parent_is_gone_already_does_nothing(tmp_path: Path) -> None:
    """The parent ends between the fork and the child's first step."""
    mark = tmp_path / "mark"
    code = (
        "import os, time\n"
        "from pathlib import Path\n"
        "from addin.system.dying_with_parent import Tie\n"
        "tie = Tie()\n"
        "if os.fork():\n"
        "    os._exit(0)\n"
        "time.sleep(0.3)\n"
        "tie.hold()\n"
        "time.sleep(0.3)\n"
        f"Path({str(mark)!r}).touch()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    time.sleep(1.2)
    assert not mark.exists()


def test_where_the_system_does_not_end_it_the_pipe_does(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code = (
        "import os, sys, time\n"
        "from pathlib import Path\n"
        "sys.platform = 'darwin'\n"
        "from addin.system.dying_with_parent import Tie\n"
        "tie = Tie()\n"
        "if os.fork():\n"
        "    time.sleep(0.3)\n"
        "    os._exit(0)\n"
        "tie.hold()\n"
        "time.sleep(1)\n"
        f"Path({str(mark)!r}).touch()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    time.sleep(1.5)
    assert not mark.exists()
