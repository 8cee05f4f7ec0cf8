"""A copy and a PDF of a workbook that points everywhere, made while the operating system tells what is opened."""

from __future__ import annotations

import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.actions.refresh import refresh
from tests import ROOT
from tests.conftest import Survey
from tests.hosts.libreoffice.outward import point_outward

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace, which Linux has")

_BAIT = "bait-of-a-stranger"
_NAMES = (
    *("picture.png", "bare.png", "svg.png", "eps.txt", "header.png", "object.xlsx", "linked.xlsx", "package.xlsx"),
    *("dde.xlsx", "query.csv", "name.xlsx", "data.xlsx", "indirect.xlsx", "formula.xlsx", "cell.xlsx"),
)
"""Files that the workbook names."""


class _Server(http.server.ThreadingHTTPServer):
    """What is asked of it is written down."""

    asked: list[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(http.server.BaseHTTPRequestHandler):
    def parse_request(self) -> bool:
        assert isinstance(self.server, _Server)
        self.server.asked.append(self.raw_requestline.decode("latin-1"))
        return False

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server() -> Iterator[_Server]:
    started = _Server(("127.0.0.1", 0), _Handler)
    started.asked = []
    threading.Thread(target=started.serve_forever, daemon=True).start()
    yield started
    started.shutdown()
    started.server_close()


@pytest.fixture
def mailed(survey: Survey, server: _Server, tmp_path: Path) -> Path:
    """The workbook, and beside it in a folder all the files that it names."""
    refresh(survey.fill(responses=[["2026-01-05", "a", "Retail", 90], ["2026-01-06", "b", "SME", 20]]).path)
    bait = tmp_path / _BAIT
    bait.mkdir()
    for name in _NAMES:
        (bait / name).write_bytes(survey.path.read_bytes() if name.endswith("xlsx") else b"(secret) print\n1,2\n")
    point_outward(survey.path, server.address, bait)
    return survey.path


@pytest.mark.parametrize("what", ["--pdf", "--values"])
def test_nothing_that_the_workbook_names_is_opened_or_called(
    what: str, mailed: Path, server: _Server, tmp_path: Path
) -> None:
    log = tmp_path / "trace"
    calls = "trace=%network,%file,openat2,creat"
    command = [sys.executable, "-m", "addin.cli", "export", str(mailed), what]
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    done = subprocess.run(
        ["strace", "-f", "-qq", "-s", "4096", "-e", "signal=none", "-e", calls, "-o", str(log), *command],
        cwd=ROOT,
        env={**environment, "LOGNAME": "Ann"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    traced = log.read_text(errors="replace")
    assert f'"{mailed}"' in traced, "the trace shows what is opened"
    assert server.asked == []
    assert re.findall(rf'"[^"]*{_BAIT}[^"]*"', traced) == []
    connected = re.findall(r"\b(?:connect|sendto|sendmsg)\(.*?sa_family=(AF_\w+)", traced)
    assert set(connected) <= {"AF_UNIX", "AF_NETLINK"}
    if what == "--values":
        assert connected == []
        assert len(re.findall(r"\bexecve\(", traced)) == 1, "no program is started"
    else:
        assert mailed.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
