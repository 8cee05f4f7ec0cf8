"""Rows that are not counted: a check with their share and stake in each template, those of other years apart."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from addin.cli.program import main
from tests.addin.actions.filled_books import TABLES, book, cell, check, csv_file, reasons, refreshed
from tests.conftest import filled_rows

FEBRUARY = datetime.date(2026, 2, 10)
GOOD: dict[str, tuple[Any, ...]] = {
    "survey_roi": (FEBRUARY, None, "Retail", 90),
    "target_breakdown": (FEBRUARY, "Ann", 100, 10, None),
    "team_earnings": (FEBRUARY, "Ann", None, None, None, "Printer", 1, 400, 300, None),
    "centre_benefits": (FEBRUARY, None, None, "Phone", 1, None, None, None),
}
BAD: dict[str, tuple[Any, ...]] = {
    "survey_roi": (FEBRUARY, None, "Retail", "much"),
    "target_breakdown": (FEBRUARY, "Zed", 250, 10, None),
    "team_earnings": (FEBRUARY, "Zed", None, None, None, "Printer", 2, 125, 100, None),
    "centre_benefits": (FEBRUARY, None, "West", "Phone", 2, 125, None, None),
}
STAKES = {"survey_roi": "", "target_breakdown": "250.00", "team_earnings": "250.00", "centre_benefits": "250.00"}
TITLES = {"centre_benefits": "Rejected rows of Orders"}
KINDS = list(GOOD)


def title(kind: str) -> str:
    return TITLES.get(kind, "Rejected rows")


def stake(kind: str, number: int = 1) -> str:
    return f", {250 * number:.2f} at stake" if STAKES[kind] else ""


@pytest.mark.parametrize("kind", KINDS)
def test_few_rejected_rows_are_a_warning_and_more_than_the_limit_fail(tmp_path: Path, kind: str) -> None:
    table = TABLES[kind][0]
    rows = [*[GOOD[kind]] * 49, BAD[kind]]
    path = book(tmp_path, kind, {table: rows})
    result = refreshed(path)
    assert (result.tallied, result.rejected) == (49, 1)
    some = f"1 of 50 rows rejected (2.0%){stake(kind)}"
    assert check(result, title(kind)) == f"Warning: {some}: see the sheet Rejected"
    path = book(tmp_path, kind, {table: rows}, rejected_limit=0)
    result = refreshed(path)
    assert check(result, title(kind)) == f"{some}, above the limit of 0.0% on Inputs: see the sheet Rejected"
    assert not result.findings.all_well


@pytest.mark.parametrize("kind", KINDS)
def test_half_of_the_rows_rejected_is_exit_status_1(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    table = TABLES[kind][0]
    path = book(tmp_path, kind, {table: [GOOD[kind], BAD[kind]]})
    assert main(["refresh", str(path)]) == 1
    said = f"1 of 2 rows rejected (50.0%){stake(kind)}, above the limit of 2.0% on Inputs"
    assert said in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("kind", KINDS)
def test_all_rows_rejected_fails_whatever_the_limit(tmp_path: Path, kind: str) -> None:
    path = book(tmp_path, kind, {TABLES[kind][0]: [BAD[kind]] * 3}, rejected_limit=1)
    result = refreshed(path)
    assert check(result, title(kind)) == "all 3 rows rejected: see the sheet Rejected"
    assert len(reasons(path)) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_another_year_are_apart(tmp_path: Path, kind: str) -> None:
    table = TABLES[kind][0]
    earlier = (datetime.date(2024, 2, 10), *GOOD[kind][1:])
    path = book(tmp_path, kind, {table: [GOOD[kind], earlier, earlier]})
    result = refreshed(path)
    assert (result.read, result.tallied, result.rejected) == (3, 1, 0)
    assert check(result, title(kind)) == "OK"
    facts = "refreshed_orders" if kind == "centre_benefits" else "refreshed"
    assert cell(path, f"{facts}_apart") == 2
    assert cell(path, "rows_words") == "Rows: 1 counted, 0 rejected, 2 apart"
    assert any("2 rows lie outside" in note for note in result.notes)
    assert filled_rows(path, "rejected") == []


def test_amounts_with_a_currency_are_no_reason_to_reject_half_a_file(tmp_path: Path) -> None:
    """Half of the prices as R$ 1.000,00, the others as numbers: all twenty are paid."""
    headers = ("Date", "Person", "Item", "Units", "Price", "Unit cost")
    texts = [("2026-03-01", "Ann", "Plan", 1, "R$ 1.000,00", "R$ 100,00")] * 10
    file = csv_file(tmp_path, headers, [*texts, *[("2026-03-01", "Ann", "Plan", 1, "1000", "100")] * 10])
    path = book(tmp_path, "team_earnings")
    result = refreshed(path, "orders", file)
    assert (result.tallied, result.rejected) == (20, 0)
    assert sum(line[8] for line in filled_rows(path, "lines")) == 20_000


def test_the_front_says_how_many_were_rejected(tmp_path: Path) -> None:
    path = book(tmp_path, "team_earnings", {"orders": [GOOD["team_earnings"], BAD["team_earnings"]]})
    refreshed(path)
    assert cell(path, "rows_words") == "Rows: 1 counted, 1 rejected (50.0%)"
