"""Rows of orders, leads, contacts and requests for tests, written row by row."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from workbook_templates.centre_benefits.contacts import (
    CONTACTS,
    REQUESTS,
    GroupRules,
    GroupTally,
    tally_contacts,
    tally_requests,
)
from workbook_templates.centre_benefits.leads import LEADS, LeadRules, LeadTally, tally_leads
from workbook_templates.centre_benefits.orders import ORDERS, Good, OrderRules, OrderTally, tally_orders
from workbook_templates.rows.rules import Period
from workbook_templates.rows.table import JudgedCount, SourceColumns

PERIOD = Period(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
DAY = datetime.date(2026, 2, 10)
GOODS = (Good("Phone", 100.0, 60.0, 0.1), Good("Plan", 49.99, 20.01, 0.35), Good("数据线", 9.9, 4.55, 0.0))
TERRITORIES = ("North", "South")
ORDER_RULES = OrderRules(PERIOD, GOODS, TERRITORIES)
LEAD_RULES = LeadRules(PERIOD)
FUNCTION_RULES = GroupRules(PERIOD, ("Telesales", "After-sales"))
DEPARTMENT_RULES = GroupRules(PERIOD, ("Sales", "Finance"))
Rows = Sequence[Sequence[Any]]


def source(names: Sequence[str], rows: Rows) -> SourceColumns:
    """The columns of rows whose numbers begin with 6; the last columns may be left out."""
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]
    columns += [[None] * len(rows)] * (len(names) - len(columns))
    return SourceColumns(np.arange(6, 6 + len(rows)), dict(zip(names, columns, strict=True)))


def orders(rows: Rows, **rules: Any) -> OrderTally:
    return tally_orders(source(ORDERS, rows), replace(ORDER_RULES, **rules))


def leads(rows: Rows, known: frozenset[str] = frozenset(), **rules: Any) -> LeadTally:
    return tally_leads(source(LEADS, rows), replace(LEAD_RULES, **rules), known)


def contacts(rows: Rows, **rules: Any) -> GroupTally:
    return tally_contacts(source(CONTACTS, rows), replace(FUNCTION_RULES, **rules))


def requests(rows: Rows, **rules: Any) -> GroupTally:
    return tally_requests(source(REQUESTS, rows), replace(DEPARTMENT_RULES, **rules))


def reason(count: JudgedCount) -> str:
    """Why the only row is rejected; "" where it is counted."""
    assert (count.read, count.tallied + count.rejected_rows) == (1, 1)
    return count.rejected[0].reason if count.rejected else ""
