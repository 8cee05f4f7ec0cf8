"""A colleague who may write in the folder keeps putting links where files of ours go."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from addin.refusal import Refusal
from addin.system.file_state import FileState
from addin.system.folder import Folder
from addin.system.new_file import create
from addin.system.swap import locked

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="symbolic links of POSIX")

LOOP = """
import os, sys
target, *names = sys.argv[1:]
print("begun", flush=True)
while True:
    for name in names:
        try:
            os.symlink(target, name)
        except OSError:
            pass
"""
ROUNDS = 150


@contextmanager
def links_put(victim: Path, *names: Path) -> Iterator[None]:
    command = [sys.executable, "-S", "-c", LOOP, str(victim), *map(str, names)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as loop:
        assert loop.stdout
        loop.stdout.readline()
        try:
            yield
        finally:
            loop.kill()


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    path = tmp_path / "precious.txt"
    path.write_bytes(b"precious")
    path.chmod(0o644)
    return path


@pytest.mark.parametrize("links", [True, False], ids=["a drive with hard links", "and one without"])
def test_links_in_the_place_of_backup_and_part(
    tmp_path: Path, victim: Path, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not links:

        def no_link(*_: object) -> None:
            raise OSError(95, "Operation not supported")

        monkeypatch.setattr(Folder, "link", no_link)
    book = tmp_path / "work" / "pay.xlsx"
    book.parent.mkdir()
    book.write_bytes(b"pay")
    book.chmod(0o600)
    with links_put(victim, book.with_name(".pay.xlsx.bak"), book.with_name(".pay.xlsx.part")):
        for number in range(ROUNDS):
            before, new = book.read_bytes(), b"new %d" % number
            try:
                with locked(book) as target:
                    target.replace(lambda stream: stream.write(new), FileState.of(book))  # noqa: B023
                why = ""
            except Refusal as refusal:
                why = str(refusal)
            assert book.read_bytes() == (before if why else new)
            assert not why or "somebody, or another program, has just put" in why
            assert victim.read_bytes() == b"precious"
            assert not book.is_symlink()
    for backup in book.parent.glob("*.bak"):
        assert backup.is_symlink() or backup.stat().st_mode & 0o077 == 0, backup


def test_a_link_in_the_place_of_a_copy(tmp_path: Path, victim: Path) -> None:
    copy = tmp_path / "work" / "copy.xlsx"
    copy.parent.mkdir()
    with links_put(victim, copy):
        for _ in range(ROUNDS):
            copy.unlink(missing_ok=True)
            try:
                create(copy, lambda stream: stream.write(b"copy"))
                why = ""
            except Refusal as refusal:
                why = str(refusal)
            assert not why or "there is such a file already" in why
            assert victim.read_bytes() == b"precious"
    assert [each.name for each in copy.parent.iterdir()] in ([], ["copy.xlsx"])
