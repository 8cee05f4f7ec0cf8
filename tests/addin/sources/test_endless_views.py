"""A view that never ends: it is broken off in words, and Ctrl-C stops it at once."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from addin.cli.program import main
from addin.sources import patience
from tests.addin.sources.described import Describe, describing
from tests.processes import children_of, is_running, wait_until

VIEW = (
    "CREATE VIEW answers AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    'SELECT i AS Date, i AS Customer, i AS Segment, i AS "Index" FROM n'
)
UNION = VIEW.replace("UNION ALL SELECT i + 1", "UNION ALL SELECT (i + 1) % 1000")


@pytest.fixture
def describe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Describe:
    return describing(tmp_path, monkeypatch)


def endless(describe: Describe, kind: str) -> Path:
    folder = describe(f"[survey]\nkind = '{kind}'\nfile = 'survey.db'\ntable = 'answers'\n")
    if kind == "sqlite":
        with contextlib.closing(sqlite3.connect(folder / "survey.db")) as connection:
            connection.execute(VIEW)
            connection.commit()
    else:
        with duckdb.connect(str(folder / "survey.db")) as connection:
            connection.execute(UNION)
    return folder


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_a_view_without_end_is_broken_off(
    describe: Describe, kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    endless(describe, kind)
    monkeypatch.setattr(patience.answering_in_time.__wrapped__, "__defaults__", (1.0,))
    started = time.monotonic()
    assert main(["sources", "test", "survey"]) == 2
    assert time.monotonic() - started < 30
    assert "has not answered within" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_ctrl_c_stops_a_view_without_end(describe: Describe, kind: str, tmp_path: Path) -> None:
    endless(describe, kind)
    program = [sys.executable, "-m", "addin.cli", "sources", "test", "survey"]
    environment = {**os.environ, "HOME": str(Path.home())}
    with subprocess.Popen(program, stderr=subprocess.PIPE, text=True, env=environment, cwd=tmp_path) as running:
        try:
            time.sleep(3)
            assert running.poll() is None
            running.send_signal(signal.SIGINT)
            _, said = running.communicate(timeout=40)
        finally:
            running.kill()
    assert running.returncode == 2
    # An engine that does not stop by itself is ended by the parent.
    assert said.splitlines()[-1].startswith(("Stopped; nothing was written", "The command: was broken off: it did not"))
    wait_until(lambda: not is_running(running.pid))
    assert children_of(running.pid) == []
