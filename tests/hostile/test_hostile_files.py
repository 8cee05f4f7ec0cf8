"""One hostile file of each kind, seeded; a thousand of them: python -m tests.hostile --all."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.hostile.mutations import MUTATIONS
from tests.hostile.numbered import kind_of, seed_of
from tests.hostile.seeds import SEEDS

SOME = 22
"""Of the kinds, in each run of the tests; the seed tells which chances they have."""


@pytest.mark.skipif(sys.platform == "win32", reason="forks and limits of POSIX")
def test_hostile_files_are_refused_or_refreshed() -> None:
    kinds = range(0, len(MUTATIONS), max(1, len(MUTATIONS) // SOME))
    numbers = [f"--only={kind + len(MUTATIONS) * (turn % len(SEEDS))}" for turn, kind in enumerate(kinds)]
    assert len({seed_of(int(number.partition("=")[2])) for number in numbers}) == len(SEEDS)
    command = [sys.executable, "-m", "tests.hostile", "--jobs=1", "--quiet", "--seed=6", *numbers]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "every promise was kept" in done.stdout


def test_every_kind_comes_round() -> None:
    assert {kind_of(number) for number in range(len(MUTATIONS))} == set(MUTATIONS)
    assert len(MUTATIONS) > 80
