"""What workbooks may take on Windows: children in jobs, which end with their parents and say what overwhelmed them.

Wine keeps a job's processes together, but does not limit their memory: there our own watch ends a child.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.hosts.windows import wine
from tests.processes import wait_until
from tests.workbooks import package

BOMB = {"A1": "=SUMPRODUCT((ROW(B1:B100000)=TRANSPOSE(ROW(B1:B100000)))*1)"}
WORDS = "book.xlsx: was broken off: its formulas take more than 671 MB of memory"


def said_by(root: Path, code: str) -> str:
    """What a Windows Python prints that runs this."""
    done = wine.run(root, ["-E", "-P", "-B", "-c", code])
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_job_takes_this_process_and_a_limit(windows_python: Path) -> None:
    code = (
        "import os; from addin.system.job_object import Job, own_job; job = Job();"
        "print(job.limit(memory=1 << 30, seconds=9, ends_with_us=True), own_job().limit(memory=1 << 30), job.hold(0))"
    )
    assert said_by(windows_python, code) == "True True False"


def test_memory_is_told(windows_python: Path) -> None:
    code = (
        "from addin.system.memory import memory_held, private_memory; before = memory_held(), private_memory();"
        "block = bytearray(b'x') * (100 << 20);"
        "print(*(new - old >= 100 << 20 for old, new in zip(before, (memory_held(), private_memory()))))"
    )
    assert said_by(windows_python, code) == "True True"


def test_an_answer_comes_from_a_child(windows_python: Path) -> None:
    code = (
        "import os; from addin.engine.apart import answer_apart; from addin.cells.addresses import address;"
        "print(answer_apart(address, 2, 3), answer_apart(os.getpid) != os.getpid())"
    )
    assert said_by(windows_python, code) == "C2 True"


@pytest.mark.parametrize("fails", ["os.abort", "time.sleep, 60, longest=3"])
def test_a_child_that_breaks_or_hangs_is_a_refusal(fails: str, windows_python: Path) -> None:
    code = (
        "import os, time\nfrom addin.engine.apart import answer_apart\nfrom addin.refusal import Refusal\n"
        f"try:\n    answer_apart({fails})\nexcept Refusal as refusal:\n    print(refusal)\n"
    )
    assert "was broken off" in said_by(windows_python, code)


def test_a_button_says_what_overwhelmed_it(windows_python: Path, tmp_path: Path) -> None:
    book = package(tmp_path, BOMB).path
    code = f"from addin.hosts.libreoffice import commands\nprint(commands.check({wine.windows_path(book)!r})[0])\n"
    assert said_by(windows_python, code).startswith(WORDS)


def test_a_command_says_what_overwhelmed_it(windows_python: Path, tmp_path: Path) -> None:
    book = package(tmp_path, BOMB).path
    done = wine.run(windows_python, ["-P", "-m", "addin.cli", "check", wine.windows_path(book)])
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1].startswith(WORDS)


def test_a_command_hands_on_what_its_child_says(windows_python: Path, tmp_path: Path) -> None:
    book = package(tmp_path, {"A1": 1, "A2": "=A1/0"}).path
    done = wine.run(windows_python, ["-P", "-m", "addin.cli", "check", wine.windows_path(book)])
    assert done.returncode == 1
    assert "Calc!A2 #DIV/0!" in done.stdout


def test_a_child_ends_with_its_parent(windows_python: Path, tmp_path: Path) -> None:
    """The child writes what time it is; it stops when the parent is killed."""
    mark = tmp_path / "mark"
    (tmp_path / "writing.py").write_text(
        "import time\ndef on(path):\n    while True:\n        with open(path, 'w') as file:\n"
        "            file.write(str(time.time()))\n        time.sleep(0.1)\n"
    )
    code = (
        f"import os, sys; sys.path.insert(0, {wine.windows_path(tmp_path)!r});"
        "import pathlib, runpy; from addin.engine.apart import answer_apart;"
        f"answer_apart(runpy.run_path, {wine.windows_path(tmp_path / 'run.py')!r})"
    )
    (tmp_path / "run.py").write_text((tmp_path / "writing.py").read_text() + f"on({wine.windows_path(mark)!r})\n")
    pipe = subprocess.PIPE
    parent = subprocess.Popen(
        wine.command(windows_python, ["-E", "-P", "-B", "-c", code]),
        env=wine.environment(windows_python),
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
    )
    wait_until(mark.exists)
    parent.kill()
    parent.communicate()
    last = ""

    def stands_still() -> bool:
        nonlocal last
        before, last = last, mark.read_text()
        subprocess.run([sys.executable, "-c", "import time; time.sleep(0.5)"], check=True)
        return bool(last) and before == last

    wait_until(stands_still)
