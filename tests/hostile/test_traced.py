"""A refresh of a workbook that points everywhere, as the operating system sees it: strace names each file and call."""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

from addin.hosts.libreoffice.connection import send, settings_path
from tests import ROOT
from tests.hostile.cases import BAIT, BOOK
from tests.hostile.mutations.formulas import OUTWARD, calling_out
from tests.hostile.mutations.links import connections, links_to_workbooks, things_beside
from tests.hostile.mutations.steering import pictures_by_address
from tests.hostile.seeds import healthy

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace, which Linux has")

_CALL = re.compile(r'^\d+ +(\w+)\((?:AT_FDCWD<[^>]*>, |\d+<([^>]*)>, )?(?:"((?:[^"\\]|\\.)*)")?(.*)')
"""A call, the folder that it is asked of by its handle, a path, and the rest."""
_OF_THE_SYSTEM = (
    "/lib/",
    "/lib64/",
    "/usr/lib/",
    "/usr/lib64/",
    "/proc/",
    "/sys/devices/system/cpu",
    "/sys/kernel/mm/",
    "/usr/share/locale/",
)
_SINGLE = {
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/etc/localtime",
    "/etc/locale.alias",
    "/etc/mime.types",
    os.devnull,
}
"""What the system's loader and C library read, whoever starts."""


def _traced(folder: Path, module: str, *arguments: str, asked: bytes = b"") -> list[tuple[str, str, str]]:
    """Each call of the network, each program started and each file opened: the call, the path, the rest."""
    log = folder.parent / "trace"
    calls = "trace=%network,execve,execveat,open,openat,openat2,creat"
    program = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        ["strace", "-f", "-qq", "-y", "-s", "4096", "-e", "signal=none", "-e", calls, "-o", str(log), *program],
        cwd=ROOT,
        env={**os.environ, "LOGNAME": "Ann"},  # or the C library looks the user's name up
        capture_output=True,
        input=asked,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    lines = log.read_text(errors="replace").splitlines()
    matches = [_CALL.match(line) for line in lines if " resumed>" not in line]
    return [(match[1], str(Path(match[2] or "", match[3] or "")), match[4]) for match in matches if match]


def _is_ours(path: str, folder: Path, writes: bool) -> bool:
    own = [
        str(Path.home() / ".centre-roi" / "compiled"),
        *sysconfig.get_paths().values(),
        sys.prefix,
        sys.base_prefix,
        tempfile.gettempdir() + "/tmp",
    ]
    own += [str(Path(each).resolve()) for each in own]
    own += [str(ROOT / each) for each in ("addin", "udfs", "workbook_templates", "centre_roi.egg-info")]
    if Path(path).parent == folder or path == str(folder):
        return Path(path).name != BAIT
    if Path(path).parent == settings_path().parent or path == str(settings_path().parent):  # the log
        return True
    return path in _SINGLE or (not writes and path.startswith((*own, *_OF_THE_SYSTEM))) or path == str(ROOT)


COMMANDS = {"refresh": ["refresh", BOOK], "check": ["check", BOOK], "export": ["export", BOOK, "--values"]}


def _of_buttons(path: Path) -> bytes:
    """What LibreOffice asks its process for, button by button; Excel's does the same work by the same functions."""
    requests = io.BytesIO()
    for request in (
        ("check", (str(path),)),
        ("explain", (str(path), "Inputs", 1, 1, 519)),
        ("refresh", (str(path), "")),
        ("function", ("CLV", (2400.0, 0.1, 5.0))),
    ):
        send(requests, request)
    return requests.getvalue()


@pytest.mark.parametrize("what", [*COMMANDS, "buttons"])
@pytest.mark.parametrize("seed", [1, 2, 6])
def test_nothing_is_opened_or_connected_to(tmp_path: Path, seed: int, what: str) -> None:
    """Not the linked workbooks, the pictures by address, the databases, DDE, WEBSERVICE, nor the file beside it."""
    folder = tmp_path / "mailed"
    folder.mkdir()
    chance, case = random.Random(seed), healthy()
    for mutation in (links_to_workbooks, connections, things_beside, pictures_by_address, calling_out, calling_out):
        case = mutation(chance, case)
    case.write(folder)
    if what == "buttons":
        calls = _traced(folder, "addin.hosts.libreoffice.server", asked=_of_buttons(folder / BOOK))
    else:
        words = [str(folder / word) if word == BOOK else word for word in COMMANDS[what]]
        calls = _traced(folder, "addin.cli", *words)
    assert sum(path == str(folder / BOOK) for _, path, _ in calls) > 0, "the trace shows what is opened"
    network = [call for call in calls if call[0] not in ("execve", "open", "openat", "openat2", "creat")]
    assert network == []
    assert [path for name, path, _ in calls if name.startswith("execve")] == [sys.executable]
    strange = [
        path
        for name, path, rest in calls
        if not name.startswith("execve") and " ENOENT " not in rest
        if not _is_ours(path, folder, any(flag in rest for flag in ("O_WRONLY", "O_RDWR", "O_CREAT")))
    ]
    assert strange == []
    assert len(OUTWARD) > 20
