"""The swap: locks, backups, faults in the middle, and that the old file is there whatever happens."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from addin.refusal import Refusal
from addin.system.file_state import FileState
from addin.system.swap import locked
from tests import ROOT

posix = pytest.mark.skipif(sys.platform == "win32", reason="rights, links and signals of a POSIX system")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "报告 2026.xlsx"
    path.write_bytes(b"version 0")
    return path


def content(data: bytes) -> Callable[[BinaryIO], None]:
    def write(stream: BinaryIO) -> None:
        stream.write(data)

    return write


def replace(path: Path, data: bytes) -> None:
    seen = FileState.of(path)
    with locked(path) as target:
        target.replace(content(data), seen)


def files(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir())


def test_the_new_file_takes_the_name_and_the_old_ones_become_backups(book: Path) -> None:
    for number in range(1, 6):
        replace(book, b"version %d" % number)
    assert book.read_bytes() == b"version 5"
    backups = {name: (book.parent / name).read_bytes() for name in files(book) if name != book.name}
    assert backups == {
        f"{book.name}.1.bak": b"version 4",
        f"{book.name}.2.bak": b"version 3",
        f"{book.name}.3.bak": b"version 2",
    }


def test_a_drive_without_hard_links_gets_copies(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", no_links)
    replace(book, b"new")
    assert (book.parent / f"{book.name}.1.bak").read_bytes() == b"version 0"
    assert files(book) == sorted([book.name, f"{book.name}.1.bak"])


def test_one_hold_serves_two_saves(book: Path) -> None:
    with locked(book) as target:
        seen = target.replace(content(b"one"), FileState.of(book))
        target.replace(content(b"two"), seen)
    assert book.read_bytes() == b"two"
    assert len(files(book)) == 3


def test_holding_and_letting_go_leaves_nothing(book: Path) -> None:
    with locked(book):
        assert files(book) == [book.name]
    assert files(book) == [book.name]


@posix
def test_mode_is_kept(book: Path) -> None:
    book.chmod(0o640)
    replace(book, b"new")
    assert stat.S_IMODE(book.stat().st_mode) == 0o640


@posix
def test_a_link_stays_a_link_and_its_target_is_replaced(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "link.xlsx"
    link.symlink_to(Path("..") / book.name)
    replace(link, b"new")
    assert link.is_symlink()
    assert book.read_bytes() == b"new"
    assert files(link) == ["link.xlsx"]


def test_a_second_refresh_is_refused_in_the_same_process(book: Path) -> None:
    with locked(book), pytest.raises(Refusal, match="another refresh of it is running"), locked(book):
        pass
    with locked(book):
        pass


@contextmanager
def holder(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock and has written half a file."""
    program = """
        import sys, time
        from pathlib import Path
        from addin.system.swap import locked
        with locked(Path(sys.argv[1])) as target:
            target.part.write_bytes(b"half")
            print("held", flush=True)
            sys.stdin.read()
    """
    command = [sys.executable, "-c", textwrap.dedent(program), str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_lock_holds_against_another_process_and_dies_with_it(book: Path) -> None:
    with holder(book) as process:
        with pytest.raises(Refusal, match=r"another refresh of it is running\. Wait"):
            replace(book, b"new")
        assert book.read_bytes() == b"version 0"
        process.kill()
        process.wait()
        part = book.with_name(f".{book.name}.part")
        assert part.read_bytes() == b"half"  # what kill -9 leaves behind
        replace(book, b"new")
    assert book.read_bytes() == b"new"
    assert not part.exists()


@posix
def test_many_processes_never_lose_an_update(tmp_path: Path) -> None:
    """Each adds one to a counter, whenever it gets the lock: the lock file's coming and going lets nobody in twice."""
    path = tmp_path / "counter.xlsx"
    path.write_bytes(b"0")
    program = """
        import sys, time
        from pathlib import Path
        from addin.refusal import Refusal
        from addin.system.file_state import FileState
        from addin.system.swap import locked
        path, done = Path(sys.argv[1]), 0
        while done < 15:
            try:
                with locked(path) as target:
                    seen, count = FileState.of(path), int(path.read_bytes())
                    target.replace(lambda stream: stream.write(b"%d" % (count + 1)), seen)
                    done += 1
            except Refusal as refusal:
                assert "another refresh" in str(refusal), refusal
                time.sleep(0.001)
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", textwrap.dedent(program), str(path)]
    processes = [subprocess.Popen(command, env=environment) for _ in range(4)]
    assert [process.wait() for process in processes] == [0] * 4
    assert path.read_bytes() == b"60"


def test_libreoffice_open_is_refused_with_who_and_how(book: Path) -> None:
    lock = book.with_name(f".~lock.{book.name}#")
    lock.write_text("Ann Li,ann,pc-7,21.11.2026 09:30,file:///home/ann/.config;", encoding="utf-8")
    with pytest.raises(Refusal, match=r"open in LibreOffice by Ann Li on pc-7 since 21.11.2026 09:30.*crashed.*delete"):
        replace(book, b"new")
    lock.write_bytes(b"\xff\x00")
    with pytest.raises(Refusal, match=r"open in LibreOffice\. Save and close"):
        replace(book, b"new")
    lock.unlink()
    replace(book, b"new")


def test_excel_open_is_refused_with_who_and_how(book: Path) -> None:
    lock = book.with_name(f"~${book.name}")
    name = "Ann 李\n"
    utf16 = name.encode("utf-16-le")
    lock.write_bytes(b"\x05Ann ?".ljust(55) + len(name).to_bytes(2, "little") + utf16.ljust(108, b" "))
    with pytest.raises(Refusal, match=r"open in Excel by Ann 李\. Save and close.*delete the file ~\$报告 2026.xlsx"):
        replace(book, b"new")
    lock.write_bytes(b"")
    with pytest.raises(Refusal, match=r"open in Excel\. "):
        replace(book, b"new")
    assert book.read_bytes() == b"version 0"


def test_a_program_that_opens_the_file_meanwhile_is_respected(book: Path) -> None:
    with locked(book) as target:
        book.with_name(f"~${book.name}").write_bytes(b"")
        with pytest.raises(Refusal, match="open in Excel"):
            target.replace(content(b"new"), FileState.of(book))
    assert book.read_bytes() == b"version 0"
    assert len(files(book)) == 2


def test_a_file_changed_underneath_is_left_alone(book: Path) -> None:
    seen = FileState.of(book)
    with locked(book) as target:
        other = book.with_name("other")
        other.write_bytes(b"version X")
        other.replace(book)
        with pytest.raises(Refusal, match=r"was changed by another program.*Start again"):
            target.replace(content(b"new"), seen)
    assert book.read_bytes() == b"version X"
    assert files(book) == [book.name]


def test_a_file_removed_underneath_is_not_made_again(book: Path) -> None:
    seen = FileState.of(book)
    with locked(book) as target:
        book.unlink()
        with pytest.raises(Refusal):
            target.replace(content(b"new"), seen)
    assert files(book) == []


def test_a_missing_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no such file"), locked(tmp_path / "none.xlsx"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_an_error_while_writing_leaves_the_old_file(book: Path) -> None:
    def fail(stream: BinaryIO) -> None:
        stream.write(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), locked(book) as target:
        target.replace(fail, FileState.of(book))
    assert book.read_bytes() == b"version 0"
    assert files(book) == [book.name]


@pytest.mark.parametrize("step", ["fsync", "link and copy", "replace"])
def test_a_fault_at_any_step_leaves_the_old_file(book: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fault(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for name in {"fsync": ["os.fsync"], "link and copy": ["os.link", "shutil.copyfileobj"], "replace": ["os.replace"]}[
        step
    ]:
        monkeypatch.setattr(name, fault)
    with pytest.raises(Refusal, match=r"no room left to write it .* the workbook is as it was"):
        replace(book, b"new")
    assert book.read_bytes() == b"version 0"
    assert files(book) == [book.name]


UNPRIVILEGED = "os.geteuid() or (os.setgroups([]), os.setgid(65534), os.setuid(65534))"
FULL_DISK = "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))"


def refusal_elsewhere(path: Path, circumstances: str) -> str:
    """What a process of its own is told when it swaps the file under those circumstances."""
    program = f"""
        import os, resource, signal, sys
        from pathlib import Path
        from addin.refusal import Refusal
        from addin.system.file_state import FileState
        from addin.system.swap import locked
        path = Path(sys.argv[1])
        {circumstances}
        try:
            with locked(path) as target:
                target.replace(lambda stream: stream.write(b"n" * 100_000), FileState.of(path))
        except Refusal as refusal:
            print(refusal)
    """
    command = [sys.executable, "-c", textwrap.dedent(program), str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(command, env=environment, check=True, capture_output=True, encoding="utf-8").stdout


@posix
def test_a_full_disk_is_refused_in_plain_words(book: Path) -> None:
    assert "there is no room left to write it" in refusal_elsewhere(book, FULL_DISK)
    assert book.read_bytes() == b"version 0"
    assert files(book) == [book.name]


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that another user may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


@posix
def test_a_read_only_folder_is_refused(shared: Path) -> None:
    path = shared / "book.xlsx"
    path.write_bytes(b"version 0")
    path.chmod(0o666)
    shared.chmod(0o555)
    assert "you may not write in its folder" in refusal_elsewhere(path, UNPRIVILEGED)
    assert files(path) == ["book.xlsx"]


@posix
def test_another_users_unfinished_refresh_is_no_obstacle(shared: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root to act as two users")
    shared.chmod(0o777)
    path = shared / "book.xlsx"
    path.write_bytes(b"version 0")
    path.chmod(0o666)
    path.with_name(".book.xlsx.part").write_bytes(b"half")
    path.with_name(".book.xlsx.part").chmod(0o600)
    assert refusal_elsewhere(path, UNPRIVILEGED) == ""
    assert path.read_bytes() == b"n" * 100_000
    assert files(path) == ["book.xlsx", "book.xlsx.1.bak"]


@posix
def test_a_read_only_file_is_refused_though_it_could_be_swapped(book: Path) -> None:
    book.chmod(0o444)
    with pytest.raises(Refusal, match="is read-only; nothing was changed"):
        replace(book, b"new")
    assert files(book) == [book.name]


@posix
@pytest.mark.parametrize("make", ["symlink", "hard link", "folder"])
def test_a_part_file_that_is_not_ours_is_never_written(book: Path, tmp_path: Path, make: str) -> None:
    victim, part = tmp_path / "victim", book.with_name(f".{book.name}.part")
    victim.write_bytes(b"precious")
    if make == "folder":
        part.mkdir()
    elif make == "symlink":
        part.symlink_to(victim)
    else:
        os.link(victim, part)
    replace(book, b"new")
    assert victim.read_bytes() == b"precious"
    assert book.read_bytes() == b"new"
    assert part.exists() == (make == "folder")
