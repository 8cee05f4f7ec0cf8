"""Headers of the tables that users fill and of those that the refresh owns; a user may move them and add others."""

from typing import Final

from workbook_templates.rows.source_fields import READ_AS
from workbook_templates.team_earnings.orders import NAMES

TIERS: Final = 6
MONTHS: Final = 12

ORDERS: Final = NAMES
OPTIONAL: Final = tuple(name for name in ORDERS if name not in ("Date", "Person"))
"""Columns that a file may do without; it needs a price or total, and the cost where a plan pays on profit."""
PEOPLE: Final = ("Person", "Manager", "Team", "Plan", "Pay day", "Target of the year", "Shares the target of")
THRESHOLDS: Final = tuple(f"From {tier}" for tier in range(1, TIERS + 1))
RATES: Final = tuple(f"Rate {tier}" for tier in range(1, TIERS + 1))
PLANS: Final = ("Plan", "Pays on", "Method", *THRESHOLDS, *RATES)

LINES: Final = (
    "Person",
    "Date",
    "Row",
    "Item",
    "Units",
    "Price",
    "Unit cost",
    "Share",
    "Sales",
    "Profit",
    "Earned",
    "Kept",
    "Paid on",
    "Note",
)
PERSON_MONTHS: Final = (
    "Person",
    "Month",
    "Plan",
    "Lines",
    "First line",
    "Sales",
    "Profit",
    "Pays on",
    "Earned",
    "Kept",
)
PERSON_YEARS: Final = (
    "Person",
    "Plan",
    *(f"Pays on {month}" for month in range(1, MONTHS + 1)),
    *(f"Earned {month}" for month in range(1, MONTHS + 1)),
)
TEAM_MONTHS: Final = ("Team", "Month", "Orders", "Sales", "Profit", "Earned", "Kept")
CENTRE_MONTHS: Final = ("Month", "Orders", "Joint", "Returns", "Sales", "Profit", "Earned", "Kept")
TEAMS: Final = ("Team", "People")
REJECTED: Final = ("Row in source", *ORDERS, "Reason")
HISTORY: Final = (
    "When",
    "Who",
    "Version",
    "Source",
    "Hash",
    "Plan year",
    "Rows",
    "Tallied",
    "Rejected",
    "Kept before",
    "Kept after",
    READ_AS,
)
