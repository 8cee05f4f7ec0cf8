"""Every command on a payroll file, by each of three people: nobody can read or write it who could not before."""

from __future__ import annotations

import os
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.system.access_list import ATTRIBUTE
from addin.system.soffice import find
from tests import ROOT
from tests.hostile.seeds import healthy

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("setpriv"), reason="acts as several users of Linux"
)

PEOPLE = {"alice": (2001, 2500, "3000"), "bob": (2002, 2002, "3000"), "carol": (2003, 2500, "2500")}
"""Number, first group, further ones: Alice and Bob are of payroll (3000), Alice and Carol of the staff (2500)."""
BOOK = "pay.xlsx"
COMMANDS = {
    "refresh": ["refresh", BOOK],
    "refresh from a file": ["refresh", BOOK, "--responses", "rows.csv"],
    "import": ["import", BOOK, "others.csv", "--yes"],
    "check": ["check", BOOK],
    "a copy of values": ["export", BOOK, "--values"],
    "a PDF": ["export", BOOK, "--pdf"],
}
ROWS = "Date,Customer,Segment,Index\n2026-01-15,C-1,Retail,90\n"
OTHERS = "Datum,Kunde,Segment,Note\n2026-01-15,C-1,Retail,90\n"


@pytest.fixture(scope="module")
def book() -> bytes:
    return healthy().book


@pytest.fixture
def folder(book: bytes) -> Iterator[Path]:
    """A folder that everybody may write in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        if as_user("carol", folder, sys.executable, "-c", "import addin.cli.workbooks").returncode:
            pytest.skip("other users cannot reach this Python")
        (folder / BOOK).write_bytes(book)
        (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
        (folder / "others.csv").write_text(OTHERS, encoding="utf-8")
        yield folder


def as_user(who: str, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    user, group, groups = PEOPLE[who]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/nonexistent"}
    return subprocess.run(
        ["setpriv", f"--reuid={user}", f"--regid={group}", f"--groups={groups}", "--no-new-privs", *command],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=environment | {"LOGNAME": who},
        umask=0o022,
    )


def may(who: str, path: Path) -> tuple[bool, bool]:
    """Whether that person can read it, and write it."""
    reads = as_user(who, path.parent, "head", "-c1", str(path)).returncode == 0
    return reads, as_user(who, path.parent, "sh", "-c", 'exec 3>>"$0"', str(path)).returncode == 0


def of_payroll(path: Path) -> None:
    """Bob's, shared with his group."""
    os.chown(path, PEOPLE["bob"][0], 3000)
    path.chmod(0o660)


def for_one_by_name(path: Path) -> None:
    """Alice's alone, and Bob is named."""
    nobody = 0xFFFFFFFF
    entries = [(1, 6, nobody), (2, 6, PEOPLE["bob"][0]), (4, 0, nobody), (0x10, 6, nobody), (0x20, 0, nobody)]
    os.chown(path, PEOPLE["alice"][0], 2500)
    path.chmod(0o600)
    os.setxattr(path, ATTRIBUTE, struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *each) for each in entries))


def for_all_but_the_group(path: Path) -> None:
    """The staff, Alice and Carol, are denied what everybody has."""
    os.chown(path, 0, 2500)
    path.chmod(0o606)


@pytest.mark.parametrize("what", COMMANDS)
@pytest.mark.parametrize("shared", [of_payroll, for_one_by_name, for_all_but_the_group])
def test_no_right_is_widened(folder: Path, shared: object, what: str) -> None:
    if what == "a PDF" and find() is None:
        pytest.skip("LibreOffice is not installed")
    path = folder / BOOK
    assert callable(shared)
    shared(path)
    before = {who: may(who, path) for who in PEOPLE}
    ran = 0
    for who in PEOPLE:
        done = as_user(who, folder, sys.executable, "-m", "addin.cli", *COMMANDS[what])
        assert "fault of its own" not in done.stderr, done.stderr
        allowed = before[who][0] and (before[who][1] or what.startswith(("a ", "check")))
        assert (done.returncode in (0, 1)) == allowed or "such a file already" in done.stderr, (who, done)
        ran += allowed
        for file in folder.iterdir():
            if file.suffix == ".csv":
                continue
            owner = file.stat().st_uid
            for other in PEOPLE:
                if PEOPLE[other][0] != owner:
                    now = may(other, file)
                    assert now[0] <= before[other][0], (who, file.name, other, oct(file.stat().st_mode))
                    assert now[1] <= before[other][1], (who, file.name, other, oct(file.stat().st_mode))
            assert not stat.S_IMODE(file.stat().st_mode) & 0o111
    assert ran
