"""The hostile cases by number: which kind each is, its files, and what came of them."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from tests.hostile.cases import Case
from tests.hostile.mutations import MUTATIONS
from tests.hostile.seeds import SEEDS, healthy
from tests.hostile.trial import Outcome, in_a_process, tried

ALL = 1000


def kind_of(number: int) -> str:
    """Every kind in turn."""
    return list(MUTATIONS)[number % len(MUTATIONS)]


def seed_of(number: int) -> int:
    """The workbook that a case is made from: another one each time that its kind comes round."""
    return (number // len(MUTATIONS) + number) % len(SEEDS)


_healthy: list[Case] = []


def remember(cases: list[Case]) -> None:
    """The healthy cases, made elsewhere: making them takes memory that no hostile file is to blame for."""
    _healthy[:] = cases


def all_healthy() -> list[Case]:
    """The healthy case of each seed."""
    return list(map(healthy, SEEDS))


def case(seed: int, number: int) -> Case:
    """The case of that number: each time that its kind comes round, with other chances."""
    return MUTATIONS[kind_of(number)](random.Random(f"{seed}/{number}"), _healthy[seed_of(number)])


def outcome(seed: int, number: int) -> tuple[int, Outcome]:
    """Make the case and open it, each in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        in_a_process(lambda: case(seed, number).write(folder))
        return number, tried(folder, _healthy[seed_of(number)].table)
