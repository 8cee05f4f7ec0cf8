"""kill -9 in the middle of a refresh, at points of time and at every call to the file system."""

from __future__ import annotations

import sys

import pytest

from addin.system.backups import backup_names
from tests.faults.killing import Victim, kill_many, killed_at_call
from tests.hostile.cases import BOOK
from tests.hostile.seeds import healthy

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="forks and signals of POSIX"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Victim:
    path = tmp_path_factory.mktemp("killed") / BOOK
    path.write_bytes(healthy().book)
    return Victim.of(path)


def test_a_killed_refresh_leaves_the_old_workbook_or_the_new_one(victim: Victim) -> None:
    """The seeded subset; all 200: python -m tests.hostile --all."""
    faults, _ = kill_many(victim, seed=6, number=15)
    assert faults == []


def test_a_kill_at_any_call_to_the_file_system(victim: Victim) -> None:
    number = 0
    seen = set()
    while killed_at_call(victim, number := number + 1):
        assert victim.faults() == [], number
        seen.add(victim.path.read_bytes() == victim.new)
    assert number > 10
    assert seen == {True, False}, "kills before and after the swap"
    victim.save()
    names = {path.name for path in victim.path.parent.iterdir()}
    assert names == {victim.path.name, *backup_names(victim.path.name)}
