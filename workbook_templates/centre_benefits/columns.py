"""Headers of the tables that users fill and of those that the refresh owns; a user may move them and add others."""

from typing import Final

from workbook_templates.centre_benefits.contacts import CONTACTS, REQUESTS
from workbook_templates.centre_benefits.leads import LEADS
from workbook_templates.centre_benefits.orders import ORDERS
from workbook_templates.rows.source_fields import READ_AS

ROWS: Final = {"orders": ORDERS, "leads": LEADS, "contacts": CONTACTS, "requests": REQUESTS}
"""The tables of rows, each with its columns."""

GOODS: Final = ("Item", "Price", "Unit cost", "Support share")
TERRITORIES: Final = (
    "Territory",
    "Inside representative",
    "Outside representative",
    "Target",
    "Carried by",
    "Inside share",
    "Outside share",
)
DEPARTMENTS: Final = ("Department", "Hourly rate")
CENTRE_COSTS: Final = (
    "Centre",
    "Share of shared lines",
    "Own cost",
    "Own recoveries",
    "Part of shared lines",
    "Outside representatives",
    "Net cost",
    "Share of net cost",
)
COST_LINES: Final = ("Centre", "Kind", "Owner", "Amount", "Recovery", "Note")

ITEM_TALLY: Final = (
    "Centre",
    "Item",
    "Lines",
    "Units",
    "Returned",
    "Returned later",
    "Price beside list",
    "Cost beside list",
)
TERRITORY_TALLY: Final = ("Territory", "Lines", "Units kept", "Sales", "Profit", "Support part")
LEAD_TALLY: Final = ("Outcome", "Contribution", "Leads", "Value", "Value in orders")
FUNCTION_TALLY: Final = ("Function", "Contacts", "Minutes", "Revenue")
DEPARTMENT_TALLY: Final = ("Department", "Requests", "Minutes", "Minutes x difficulty")
DISAGREEMENTS: Final = ("Row", "Date", "Lead", "Service record", "Follower", "Value")
REJECTED: Final = ("Table", "Row", "Cells", "Reason")
HISTORY: Final = (
    "When",
    "Who",
    "Version",
    "Source",
    "Hash",
    "Period from",
    "Period to",
    "Rows",
    "Tallied",
    "Rejected",
    "ROI before",
    "ROI after",
    READ_AS,
)


def facts(table: str) -> str:
    """How the names of the cells begin that keep what the last refresh read of a table of rows."""
    return f"refreshed_{table}"
