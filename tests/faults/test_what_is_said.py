"""What a command says of files when it is stopped, or nobody takes what it prints: it has to be so."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.hostile.cases import BOOK
from tests.hostile.seeds import healthy

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals and devices of Linux")

COMMAND = [sys.executable, "-m", "addin.cli"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / BOOK
    path.write_bytes(healthy().book)
    return path


def is_true(said: str, path: Path, old: bytes) -> bool:
    """Whether what is said of the workbook is so."""
    changed = path.read_bytes() != old
    if "nothing was written" in said.lower() or "nothing was changed" in said.lower():
        return not changed
    return changed or "had been written" not in said


@pytest.mark.parametrize("seed", range(8))
def test_stopped_about_the_swap(path: Path, seed: int) -> None:
    """Ctrl-C within 30 ms of the backup, which comes a moment before the swap; 8 of 24 were told a lie."""
    old = path.read_bytes()
    command = [*COMMAND, "refresh", str(path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as p:
        started = time.monotonic()
        while not path.with_name(f"{BOOK}.1.bak").exists() and p.poll() is None and time.monotonic() - started < 60:
            time.sleep(0.0005)
        time.sleep(random.Random(seed).random() * 0.03)
        if p.poll() is None:
            os.killpg(p.pid, signal.SIGINT)
        out, err = p.communicate(timeout=60)
    assert is_true(err, path, old), err
    # The program itself may be ended by the signal, once all was said.
    assert p.returncode in ((0, 1, -signal.SIGINT) if path.read_bytes() != old else (2,)), (p.returncode, out, err)
    assert p.returncode != -signal.SIGINT or "Checks:" in out
    assert sorted(each.name for each in path.parent.iterdir()) == [BOOK, f"{BOOK}.1.bak"]


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [["refresh"], ["check"], ["export", "--values"]])
def test_an_output_that_is_full(path: Path, words: list[str], unbuffered: str) -> None:
    before = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, words[0], str(path), *words[1:]],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    changed = {each.name: each.read_bytes() for each in path.parent.iterdir()} != before
    assert changed == (words[0] != "check")
    assert "The answer could not be printed (No space left on device); " in done.stderr
    assert ("had been written before." in done.stderr) == changed
    assert done.returncode == (1 if changed else 2)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_handles_are_not_those_of_the_workbook(path: Path, closed: str) -> None:
    """The next file that is opened gets the number of a closed one; what is printed there must not land in it."""
    old = path.read_bytes()
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m addin.cli refresh "$1" {closed}', sys.executable, str(path)], check=False
    )
    assert done.returncode == 1  # for what its checks found
    assert path.read_bytes() != old
    assert path.read_bytes().startswith(b"PK")
    checked = subprocess.run([*COMMAND, "check", str(path)], capture_output=True, text=True, check=False)
    assert checked.returncode == 1, checked.stderr
