"""The benefits template filled by hand and refreshed, evaluated again after a change, for the tests."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import openpyxl

from addin.engine.evaluation import evaluate_package
from addin.xlsx.package import Package
from tests.conftest import type_in
from tests.workbook_templates.survey_roi.workbook import Change, Evaluated
from workbook_templates.catalogue import workbook_bytes
from workbook_templates.centre_benefits.columns import ROWS as COLUMNS
from workbook_templates.sheets.determinism import workbook_bytes as bytes_of

FIRST: Final = datetime.date(2026, 1, 1)
LAST: Final = datetime.date(2026, 3, 31)
DAY: Final = datetime.date(2026, 2, 10)
Rows = Sequence[Sequence[Any]]

CELLS: Final[dict[str, Any]] = {
    "period_start": FIRST,
    "period_end": LAST,
    "outside_cost": 500,
    "persuaded_share": 0.3,
    "passed_on_share": 0.1,
    "survey_net_profit": 600,
    "survey_net_cost": 400,
    "survey_roi": 0.5,
}
FORMS: Final[dict[str, dict[str, list[Any]]]] = {
    "goods": {
        "Item": ["Phone", "Plan", "Cable"],
        "Price": [100, 50, 9.99],
        "Unit cost": [60, 20, 4.5],
        "Support share": [0.1, 0.4, 0],
    },
    "territories": {
        "Territory": ["North", "South"],
        "Inside representative": ["Ann", "Ben"],
        "Outside representative": ["Oli", "Pia"],
        "Target": [1000, 800],
        "Carried by": ["both", "inside"],
        "Inside share": [0.4, 0.5],
    },
    "departments": {"Department": ["Sales", "Finance"], "Hourly rate": [50, 60]},
    "centre_costs": {"Share of shared lines": [0.3, 0.2, 0.1, 0.1, 0.2, 0.1]},
    "cost_lines": {
        "Centre": [
            "Telesales",
            "Tele-coverage",
            "Opportunity management",
            "Technical support",
            "Customer service",
            "Internal support",
            "shared",
        ],
        "Kind": ["Staff"] * 7,
        "Owner": ["Ann"] * 7,
        "Amount": [200, 150, 100, 80, 380, 60, 100.01],
        "Recovery": [20, None, None, None, None, None, None],
    },
}
ORDERS: Final[Rows] = (
    # Date, order, territory, item, units, price, cost, returned
    (DAY, "A1", None, "Phone", 10, None, None, 2),
    (DAY, "A2", None, "plan ", 4, 45, None, None),
    (DAY, "A3", None, "Cable", 0, None, None, 1),
    (DAY, "B1", "North", "Phone", 5, None, 58.5, None),
    (DAY, "B2", "South", "Plan", 3, None, None, None),
)
LEADS: Final[Rows] = (
    # Date, lead, order, outcome, contribution, value, follower's outcome and contribution
    (DAY, "L1", "a1", "won", "persuaded", 320, "won", "persuaded"),
    (DAY, "L2", None, "Won", "Passed on", 1000, "won", "persuaded"),
    (DAY, "L3", None, "lost", "misread", None, None, None),
    (DAY, "L4", None, "lost", "understood", 70, "pending", None),
    (DAY, "L5", None, "pending", None, None, None, None),
)
CONTACTS: Final[Rows] = (
    # Date, function, contacts, minutes, revenue
    (DAY, "Telesales", 20, 180, 900),
    (DAY, "After-sales", None, 12, None),
    (DAY, "Logistics", 5, 20, -10),
)
REQUESTS: Final[Rows] = (
    # Date, department, minutes given back, difficulty
    (DAY, "Sales", 60, None),
    (DAY, "Finance", 90, 2),
    (DAY, "Finance", 30, 1),
)
ROWS: Final[dict[str, Rows]] = {"orders": ORDERS, "leads": LEADS, "contacts": CONTACTS, "requests": REQUESTS}


def blank(path: Path) -> Path:
    """A blank workbook."""
    path.write_bytes(workbook_bytes("centre_benefits"))
    return path


def filled(path: Path, rows: dict[str, Rows] | None = None, **cells: Any) -> Path:
    """Inputs, forms and rows of a quarter, not refreshed."""
    tables = {
        name: [(*row, *[None] * (len(COLUMNS[name]) - len(row))) for row in lines]
        for name, lines in (ROWS if rows is None else rows).items()
    }
    type_in(blank(path), {**CELLS, **cells}, FORMS, tables)
    return path


def changed(refreshed: bytes, folder: Path, change: Change) -> Evaluated:
    """A refreshed workbook after a change, computed."""
    workbook = openpyxl.load_workbook(io.BytesIO(refreshed))
    change(workbook)
    path = folder / "benefits.xlsx"
    path.write_bytes(bytes_of(workbook))
    package = Package.open(path)
    return Evaluated(package, evaluate_package(package))
