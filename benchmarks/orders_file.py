"""A refresh of the earnings workbook from a file of 100,000 order lines, beside a bare read of that file."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import openpyxl
from python_calamine import CalamineWorkbook

from addin.actions.refresh import refresh
from addin.workbook.file import WorkbookFile
from benchmarks.fresh_files import fresh_copy
from benchmarks.measuring import Contestant, Limit, Result, Row, each_time, interleaved, stopwatch
from workbook_templates.catalogue import workbook_bytes
from workbook_templates.team_earnings.orders import NAMES

_ORDERS = 100_000
_PEOPLE = 100
_ROUNDS = 3
_OF_CALAMINE = Limit(30)
_ITEMS = (("Router", 219.0, 151.0), ("Switch", 640.0, 447.25), ("Headset", 89.0, 52.4), ("Support", 480.0, 214.0))


def measure() -> Result:
    """The whole command: read, judge, split, pay, write every line, recalculate, save."""
    with TemporaryDirectory() as folder:
        orders, book = Path(folder) / "orders.xlsx", Path(folder) / "earnings.xlsx"
        _write_orders(orders)
        _write_book(book)
        summary = refresh(fresh_copy(book), {"orders": orders})
        assert summary.read == summary.tallied == _ORDERS, summary
        assert summary.findings.all_well, summary.findings.failed
        contestants: dict[str, Contestant] = {
            "ours": partial(_refresh, book, orders),
            "calamine": each_time(lambda: CalamineWorkbook.from_path(orders).get_sheet_by_index(0).to_python()),
        }
        timings = interleaved(contestants, _ROUNDS)
    what = f"refresh, {_ORDERS:,} order lines"
    row = Row(what, timings["ours"], "python-calamine's bare read", timings["calamine"], _OF_CALAMINE)
    return Result((row,), ("No requirement yet: each order is written back as a line of 14 cells.",))


def _refresh(book: Path, orders: Path) -> float:
    fresh = fresh_copy(book)
    return stopwatch(lambda: refresh(fresh, {"orders": orders}))


def _write_book(path: Path) -> None:
    path.write_bytes(workbook_bytes("team_earnings"))
    book = WorkbookFile(path)
    book.write_columns(
        "plans",
        {
            "Plan": ["Standard", "Key"],
            "Pays on": ["profit", "sales"],
            "Method": ["marginal", "retroactive"],
            "From 1": [0, 0],
            "Rate 1": [0.05, 0.02],
            "From 2": [5000, 40_000],
            "Rate 2": [0.08, 0.03],
        },
    )
    numbers = range(_PEOPLE)
    book.write_columns(
        "people",
        {
            "Person": [f"Person {number}" for number in numbers],
            "Manager": [None if number < 10 else f"Person {number % 10}" for number in numbers],
            "Team": [f"Team {number % 10}" for number in numbers],
            "Plan": [("Standard", "Key")[number % 2] for number in numbers],
            "Target of the year": [100_000 for _ in numbers],
        },
    )
    book.save()


def _write_orders(path: Path) -> None:
    """A year of orders, one in twenty of them joint, nothing in them to reject."""
    chance = np.random.default_rng(1997)
    first = datetime.date(2026, 1, 1)
    drawn = zip(
        chance.integers(365, size=_ORDERS).tolist(),
        chance.integers(_PEOPLE, size=_ORDERS).tolist(),
        chance.integers(20, size=_ORDERS).tolist(),
        chance.integers(len(_ITEMS), size=_ORDERS).tolist(),
        chance.integers(1, 9, size=_ORDERS).tolist(),
        chance.integers(10, size=_ORDERS).tolist(),
        strict=True,
    )
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Orders")
    sheet.append(list(NAMES))
    for day, person, joint, item, units, discount in drawn:
        second = None if joint else f"Person {(person + 1) % _PEOPLE}"
        name, price, cost = _ITEMS[item]
        reduced = round(price * (1 - discount / 100), 2)
        date = first + datetime.timedelta(day)
        seller, share = f"Person {person}", None if joint else 0.4
        sheet.append([date, seller, None, second, share, name, units, reduced, cost, None])
    book.save(path)
