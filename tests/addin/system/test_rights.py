"""Three people and a payroll file: whoever refreshes it, nobody can read it afterwards who could not before."""

from __future__ import annotations

import os
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.system.access_list import ATTRIBUTE, AccessList
from tests import ROOT

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("setpriv"), reason="acts as several users of Linux"
)

ALICE, BOB, CAROL = (2001, 2500, "3000"), (2002, 2002, "3000"), (2003, 2500, "2500")
"""Number, first group, further ones: Alice and Bob are of payroll (3000), Alice and Carol of the staff (2500)."""
NOBODY = 0xFFFFFFFF

SWAP = """
    import os, sys
    from pathlib import Path
    from addin.system.file_state import FileState
    from addin.system.swap import locked
    from addin.system import folder
    if "no links" in sys.argv:
        def link(*_): raise OSError(95, "Operation not supported")
        folder.Folder.link = link
    path = Path(sys.argv[1])
    with locked(path) as target:
        target.replace(lambda stream: stream.write(b"new"), FileState.of(path))
"""
COPY = """
    import sys
    from pathlib import Path
    from addin.system.new_file import create
    path = Path(sys.argv[1])
    create(path.with_name("copy.xlsx"), lambda stream: stream.write(b"copy"), like=path)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    if as_user(ALICE, sys.executable, "-c", "import addin.system.swap").returncode:
        pytest.skip("other users cannot reach this Python")
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@pytest.fixture
def pay(folder: Path) -> Path:
    path = folder / "pay.xlsx"
    path.write_bytes(b"pay")
    return path


def as_user(who: tuple[int, int, str], *command: str) -> subprocess.CompletedProcess[str]:
    user, group, groups = who
    begin = ["setpriv", f"--reuid={user}", f"--regid={group}", f"--groups={groups}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/nonexistent"}
    return subprocess.run([*begin, *command], capture_output=True, text=True, check=False, env=environment)


def does(who: tuple[int, int, str], program: str, *words: str, mask: int = 0o022) -> None:
    """That person runs a program of ours."""
    text = f"import os; os.umask({mask})\n{textwrap.dedent(program)}"
    done = as_user(who, sys.executable, "-c", text, *words)
    assert done.returncode == 0, done.stderr


def reads(who: tuple[int, int, str], path: Path) -> bool:
    return as_user(who, "head", "-c1", str(path)).returncode == 0


def writes(who: tuple[int, int, str], path: Path) -> bool:
    return as_user(who, "sh", "-c", 'exec 3>>"$0"', str(path)).returncode == 0


def belongs(path: Path, user: int, group: int, mode: int) -> None:
    os.chown(path, user, group)
    path.chmod(mode)


def names_bob(path: Path, owner: int, group: int, rights: int) -> None:
    """An access list that names Bob, and gives the group nothing."""
    belongs(path, owner, group, 0o600)
    entries = [(1, 6, NOBODY), (2, rights, BOB[0]), (4, 0, NOBODY), (0x10, 6, NOBODY), (0x20, 0, NOBODY)]
    os.setxattr(path, ATTRIBUTE, struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *each) for each in entries))


@pytest.mark.parametrize("words", [(), ("no links",)])
@pytest.mark.parametrize("mode", [0o660, 0o662, 0o606, 0o666])
def test_nobody_gains_a_right(pay: Path, mode: int, words: tuple[str, ...]) -> None:
    belongs(pay, BOB[0], 3000, mode)
    people = [ALICE, BOB, CAROL]
    before = {who: (reads(who, pay), writes(who, pay)) for who in people}
    who = next(each for each in people if before[each] == (True, True) and each != BOB) if mode != 0o606 else CAROL
    does(who, SWAP, str(pay), *words)
    assert pay.read_bytes() == b"new"
    for path in (pay, pay.with_name("pay.xlsx.1.bak")):
        for each in people:
            if each != who:
                assert (reads(each, path), writes(each, path)) <= before[each], (path.name, each)
        assert stat.S_IMODE(path.stat().st_mode) & ~mode == 0


def test_the_group_is_kept_and_bob_can_go_on(pay: Path) -> None:
    belongs(pay, BOB[0], 3000, 0o660)
    does(ALICE, SWAP, str(pay))
    assert pay.stat().st_gid == 3000
    assert not reads(CAROL, pay)
    does(BOB, SWAP, str(pay))
    does(ALICE, SWAP, str(pay))


def test_a_group_that_cannot_be_kept_loses_its_rights(pay: Path) -> None:
    """Carol, who writes as everybody may, is of no payroll: her group gets what everybody had."""
    belongs(pay, BOB[0], 3000, 0o646)
    does(CAROL, SWAP, str(pay))
    assert pay.stat().st_gid == 2500
    assert stat.S_IMODE(pay.stat().st_mode) == 0o644


def test_the_owner_keeps_a_file_that_somebody_else_refreshed(pay: Path) -> None:
    names_bob(pay, ALICE[0], 2500, 6)
    does(BOB, SWAP, str(pay))
    assert pay.stat().st_uid == BOB[0]
    assert writes(ALICE, pay)
    assert not reads(CAROL, pay)


def test_access_lists_and_attributes_are_kept(pay: Path) -> None:
    names_bob(pay, ALICE[0], 2500, 4)
    os.setxattr(pay, "user.tag", b"confidential")
    before = {name: os.getxattr(pay, name) for name in os.listxattr(pay)}
    does(ALICE, SWAP, str(pay))
    assert {name: os.getxattr(pay, name) for name in os.listxattr(pay)} == before
    assert reads(BOB, pay)
    assert not writes(BOB, pay)
    assert not reads(CAROL, pay)


def test_what_a_folder_gives_to_new_files_is_not_given_to_the_workbook(pay: Path) -> None:
    entries = [(1, 7, NOBODY), (2, 7, CAROL[0]), (4, 7, NOBODY), (0x10, 7, NOBODY), (0x20, 5, NOBODY)]
    stored = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *each) for each in entries)
    os.setxattr(pay.parent, "system.posix_acl_default", stored)
    belongs(pay, ALICE[0], 3000, 0o660)
    does(ALICE, SWAP, str(pay))
    does(ALICE, COPY, str(pay))
    for name in ("pay.xlsx", "pay.xlsx.1.bak", "copy.xlsx"):
        assert not reads(CAROL, pay.with_name(name)), name
        assert reads(BOB, pay.with_name(name)), name


@pytest.mark.parametrize("mask", [0, 0o022, 0o077])
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o660])
def test_a_copy_is_no_more_readable_than_its_workbook(pay: Path, mode: int, mask: int) -> None:
    belongs(pay, ALICE[0], 3000, mode)
    does(ALICE, COPY, str(pay), mask=mask)
    copy = pay.with_name("copy.xlsx")
    assert stat.S_IMODE(copy.stat().st_mode) == mode & ~mask
    assert copy.stat().st_gid == 3000
    assert reads(CAROL, copy) <= reads(CAROL, pay)


def test_access_lists_by_hand() -> None:
    named = AccessList(6, 4, 0, 6, ((2, 6, 2002), (8, 4, 3000)))
    assert AccessList.read(named.stored()) == named
    assert named.mode == 0o660
    assert named.without_named() == AccessList(6, 4, 0)
    assert AccessList(6, 6, 6, 7, ((2, 0, 2003),)).without_named() == AccessList(6, 0, 0), "she was denied"
    assert AccessList(6, 6, 4).without_group() == AccessList(6, 4, 4)
    assert AccessList(6, 0, 6).without_group() == AccessList(6, 0, 0), "the group was denied"
    assert AccessList(6, 6, 0).with_user(2002) == AccessList(6, 6, 0, 6, ((2, 6, 2002),))
    assert AccessList(6, 0, 6).with_user(2002) == AccessList(6, 0, 6), "no wider than groups may have"
    with pytest.raises(ValueError, match="no access list"):
        AccessList.read(b"\x03\0\0\0")
