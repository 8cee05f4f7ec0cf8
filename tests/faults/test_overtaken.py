"""Other programs and other refreshes that touch the workbook meanwhile, and the order in which it reaches the disk."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from addin.actions.refresh import refresh
from addin.refusal import Refusal
from addin.workbook.file import WorkbookFile
from tests.conftest import filled_rows
from tests.hostile.cases import BOOK
from tests.hostile.seeds import healthy

posix = pytest.mark.skipif(sys.platform == "win32", reason="forks of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / BOOK
    path.write_bytes(healthy().book)
    return path


def meanwhile(when: str, act: Callable[[], None]) -> Callable[[str], object]:
    """What a refresh is told to call at each of its steps: at the one of that name, another program acts."""

    @contextmanager
    def step(doing: str) -> Iterator[None]:
        if when in doing:
            act()
        yield

    return step


def _saved_elsewhere(path: Path, data: bytes) -> None:
    other = path.with_name("other.tmp")
    other.write_bytes(data)
    os.replace(other, path)


@pytest.mark.parametrize("when", ["reading", "writing book"])
@pytest.mark.parametrize("how", ["replaced", "written over", "removed"])
def test_a_file_changed_by_another_program_is_theirs(path: Path, when: str, how: str) -> None:
    theirs = path.read_bytes() + b"theirs"
    acts: dict[str, Callable[[], object]] = {
        "replaced": lambda: _saved_elsewhere(path, theirs),
        "written over": lambda: path.write_bytes(theirs),
        "removed": lambda: path.unlink(missing_ok=True),
    }
    with pytest.raises(Refusal, match="changed by another program"):
        refresh(path, step=meanwhile(when, lambda: acts[how]()))  # type: ignore[arg-type,func-returns-value]
    left = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    assert left == ({} if how == "removed" else {path.name: theirs})


def test_a_file_saved_between_backup_and_swap_is_theirs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last moment: the backup was made, the swap comes next."""
    theirs = path.read_bytes() + b"theirs"
    real = os.link

    def link_and_be_overtaken(*arguments: object, **options: object) -> None:
        real(*arguments, **options)  # type: ignore[arg-type]
        _saved_elsewhere(path, theirs)

    monkeypatch.setattr(os, "link", link_and_be_overtaken)
    with pytest.raises(Refusal, match="changed by another program"):
        refresh(path)
    assert path.read_bytes() == theirs
    assert not path.with_name(f".{path.name}.part").exists()


@posix
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_refreshes_at_once_take_turns_or_are_refused(path: Path) -> None:
    refresh(path, dry_run=True)  # the engine is loaded before the processes part
    children = []
    for _ in range(3):
        child = os.fork()
        if child == 0:
            status = 9
            try:
                refresh(path)
                status = 0
            except Refusal as refusal:
                status = 2 if "another refresh of it is running" in str(refusal) else 8
            finally:
                os._exit(status)
        children.append(child)
        time.sleep(0.05)
    statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert set(statuses) <= {0, 2}
    done = statuses.count(0)
    assert done >= 1
    assert len(filled_rows(path, "history")) == done
    assert sorted(each.name for each in path.parent.iterdir()) == [
        path.name,
        *(f"{path.name}.{number}.bak" for number in range(1, done + 1)),
    ]


@posix
def test_the_new_workbook_is_on_the_disk_before_it_takes_the_name(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a loss of power may not find: the name on a file whose bytes were not written yet."""
    order: list[tuple[str, int]] = []
    sync, swap = os.fsync, os.replace

    def synced(handle: int) -> None:
        found = os.fstat(handle)
        order.append(("folder" if stat.S_ISDIR(found.st_mode) else "file", found.st_size))
        sync(handle)

    def swapped(source: object, target: object, **folders: object) -> None:
        order.append((Path(str(target)).name, (path.parent / str(source)).stat().st_size))
        swap(source, target, **folders)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", swapped)
    refresh(path)
    size = path.stat().st_size
    steps = [what for what, _ in order]
    assert order[0] == ("file", size), "every byte is there when it is synced"
    assert steps.index(path.name) > steps.index("file")
    assert steps[-1] == "folder", "the new name too"
    assert WorkbookFile(path).template() == "survey_roi/1"
