"""Work in a child process: its answer comes back, and whatever becomes of it the parent goes on."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from addin.engine.apart import FailedApart, answer_apart
from addin.engine.limits import end_process_beyond
from addin.refusal import Refusal
from tests.processes import children_of, is_running, wait_until

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="forks of POSIX"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]


def doubled(text: str) -> tuple[str, int]:
    return text * 2, os.getpid()


def refused() -> None:
    raise Refusal("book.xlsx: no.")


def faulty() -> None:
    raise ZeroDivisionError("of ours")


def aborted() -> None:
    faulthandler.disable()
    os.abort()


def endless() -> None:
    with end_process_beyond(0.3, 1 << 30):
        while True:
            pass


def hanging() -> None:
    time.sleep(60)


def changed(path: Path) -> None:
    faulthandler.disable()
    path.write_bytes(b"another")
    os.kill(os.getpid(), signal.SIGSEGV)


def test_the_answer_comes_from_another_process() -> None:
    text, process = answer_apart(doubled, "ab")
    assert text == "abab"
    assert process != os.getpid()


def test_an_answer_may_be_long() -> None:
    assert len(answer_apart(doubled, "ab" * 3_000_000)[0]) == 12_000_000


def test_a_refusal_is_handed_on() -> None:
    with pytest.raises(Refusal, match=r"^book.xlsx: no\.$"):
        answer_apart(refused)


def test_a_fault_comes_with_its_trace() -> None:
    with pytest.raises(FailedApart, match=r"(?s)Traceback.*in faulty.*ZeroDivisionError: of ours"):
        answer_apart(faulty)


@pytest.mark.parametrize(
    ("work", "words"),
    [(aborted, "MB of memory, or are more than our engine"), (endless, "computing it takes too long")],
)
def test_a_child_that_is_broken_off_is_a_refusal(work: object, words: str, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"old")
    with pytest.raises(Refusal, match=rf"^book.xlsx: was broken off: .*{words}.*Nothing was changed"):
        answer_apart(work, files=[book])  # type: ignore[arg-type]


def test_a_file_that_was_changed_is_not_called_unchanged(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"old")
    with pytest.raises(Refusal, match="The refresh itself was finished"):
        answer_apart(changed, book, files=[book])


def test_a_child_that_hangs_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(Refusal, match=r"it took longer than 0 minutes\. Nothing was changed; in a command window"):
        answer_apart(hanging, longest=0.3)
    assert time.monotonic() - started < 20


def test_a_child_dies_with_its_parent() -> None:
    parent = os.fork()
    if parent == 0:
        try:
            answer_apart(hanging)
        finally:
            os._exit(1)
    wait_until(lambda: len(children_of(parent)) == 1)
    (child,) = children_of(parent)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    wait_until(lambda: not is_running(child))
