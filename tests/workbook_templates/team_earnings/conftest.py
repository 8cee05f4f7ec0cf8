"""A filled earnings workbook, refreshed once for all tests that start from it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from addin.actions.refresh import refresh
from tests.conftest import type_in
from tests.workbook_templates.team_earnings.ledger import KEY, SELLERS, STANDARD, Row, order
from workbook_templates.catalogue import workbook_bytes

NOON = datetime.datetime(2026, 3, 1, 12, 0)
JANUARY, FEBRUARY = datetime.date(2026, 1, 5), datetime.date(2026, 2, 9)
ROWS: tuple[Row, ...] = (
    order(JANUARY, "Ann", 3, 400.05, 300, item="Printer"),
    order(JANUARY, "Ann", 1, 100.01, 60, second="陈伟", share=0.6),
    order(JANUARY, "Bo", 10, 1000.01, 600, second="Ann", second_share=0.4),
    order(FEBRUARY, "Ann", 0, 400.05, 300, item="Printer", returned=1),
    order(FEBRUARY, "Bo", 4, 50, 20, item="Cable"),
)
TIERS = 3


def plan_columns() -> dict[str, list[Any]]:
    """The plans of the ledger, as the form holds them."""
    both = (STANDARD, KEY)
    columns: dict[str, list[Any]] = {
        "Plan": [plan.name for plan in both],
        "Pays on": ["sales" if plan.on_sales else "profit" for plan in both],
        "Method": [plan.method for plan in both],
    }
    for tier in range(TIERS):
        for header, side in (("From", "thresholds"), ("Rate", "rates")):
            sides = [getattr(plan, side) for plan in both]
            columns[f"{header} {tier + 1}"] = [each[tier] if tier < len(each) else None for each in sides]
    return columns


PEOPLE = {
    "Person": [seller.name for seller in SELLERS],
    "Manager": ["Dora", "Ann", "Dora", None],
    "Team": [seller.team for seller in SELLERS],
    "Plan": [seller.plan.name if seller.plan else None for seller in SELLERS],
    "Pay day": [seller.pay_day for seller in SELLERS],
    "Target of the year": [120_000, None, 60_000, None],
    "Shares the target of": [None, "Ann", None, None],
}


@pytest.fixture(scope="session")
def filled_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Plans, people and five orders; never refreshed."""
    path = tmp_path_factory.mktemp("earnings") / "earnings.xlsx"
    path.write_bytes(workbook_bytes("team_earnings"))
    type_in(path, {"statement_person": "Ann"}, {"plans": plan_columns(), "people": PEOPLE}, {"orders": ROWS})
    return path.read_bytes()


@pytest.fixture(scope="session")
def refreshed_bytes(filled_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("refreshed") / "earnings.xlsx"
    path.write_bytes(filled_bytes)
    refresh(path, now=NOON, who="Ann")
    return path.read_bytes()


@pytest.fixture
def earnings(filled_bytes: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "earnings.xlsx"
    path.write_bytes(filled_bytes)
    return path


@pytest.fixture
def refreshed(refreshed_bytes: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "refreshed.xlsx"
    path.write_bytes(refreshed_bytes)
    return path
