"""The hostile cases by number: which kind each is, its files, and what came of them."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from tests.hostile.cases import Case
from tests.hostile.mutations import MUTATIONS
from tests.hostile.seeds import SEEDS, Seed, healthy
from tests.hostile.trial import Outcome, in_a_process, tried

ALL = 1000


def kind_of(number: int) -> str:
    """Every kind in turn."""
    return list(MUTATIONS)[number % len(MUTATIONS)]


def seed_of(number: int) -> Seed:
    """The workbook that a case is made from: another one each time that its kind comes round."""
    return SEEDS[(number // len(MUTATIONS) + number) % len(SEEDS)]


def case(seed: int, number: int) -> Case:
    """The case of that number: each time that its kind comes round, with other chances."""
    return MUTATIONS[kind_of(number)](random.Random(f"{seed}/{number}"), healthy(seed_of(number)))


def outcome(seed: int, number: int) -> tuple[int, Outcome]:
    """Make the case and open it, each in a process of its own."""
    table = healthy(seed_of(number)).table
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        in_a_process(lambda: case(seed, number).write(folder))
        return number, tried(folder, table)
