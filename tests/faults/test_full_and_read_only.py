"""A disk without room, one that may not be written, and a file that may not: real ones, mounted for the test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from addin.cli.program import main
from tests.hostile.cases import BOOK
from tests.hostile.seeds import healthy

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts of Linux")

Mount = Callable[[str], Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """A small disk of its own."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()

    def mounted(options: str) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"this system mounts no small disk: {done.stderr.strip()}")
        return place

    yield mounted
    subprocess.run(["umount", str(place)], check=False, capture_output=True)


def refused(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The message of a refresh that is refused and leaves everything as it was."""
    before = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    assert main(["refresh", str(path)]) == 2
    assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == before
    return capsys.readouterr().err


def on(disk: Path) -> Path:
    path = disk / BOOK
    path.write_bytes(healthy().book)
    return path


@pytest.mark.parametrize("free", [0, 65_536])
def test_a_full_disk(mount: Mount, free: int, capsys: pytest.CaptureFixture[str]) -> None:
    path = on(mount("size=600k"))
    ballast = path.with_name("ballast")
    room = os.statvfs(path).f_bavail * os.statvfs(path).f_frsize
    ballast.write_bytes(bytes(room - free))
    assert "there is no room left to write it" in refused(path, capsys)
    ballast.unlink()
    assert main(["refresh", str(path)]) in (0, 1)
    assert sorted(each.name for each in path.parent.iterdir()) == [BOOK, f"{BOOK}.1.bak"]


def test_a_disk_without_room_for_another_name(mount: Mount, capsys: pytest.CaptureFixture[str]) -> None:
    path = on(mount("nr_inodes=2"))
    assert "no room left" in refused(path, capsys)


def test_a_disk_that_may_not_be_written(mount: Mount, capsys: pytest.CaptureFixture[str]) -> None:
    path = on(mount("size=2m"))
    subprocess.run(["mount", "-o", "remount,ro", str(path.parent)], check=True)
    message = refused(path, capsys)
    assert "is read-only" in message or "may not write" in message


def test_a_read_only_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = on(tmp_path)
    path.chmod(0o444)
    assert "is read-only; nothing was changed" in refused(path, capsys)
    path.chmod(0o644)
    assert main(["refresh", str(path)]) in (0, 1)
