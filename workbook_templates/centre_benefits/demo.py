"""A made-up company's half-year: six kinds of centre, their orders, leads, contacts and requests, mistakes included."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from udfs import credit_split
from udfs.functions.benefit import CONTRIBUTIONS, LOST, PENDING, WON
from workbook_templates.refreshing.record import Form

FIRST_DAY: Final = datetime.date(2026, 1, 1)
LAST_DAY: Final = datetime.date(2026, 6, 30)
_SEED: Final = 2026

_GOODS: Final = (
    ("Router R200", 189.0, 121.0, 0.08),
    ("Switch S24", 640.0, 415.0, 0.10),
    ("Firewall F50", 1490.0, 980.0, 0.12),
    ("Headset H7", 79.0, 42.0, 0.04),
    ("Cable kit", 24.0, 11.0, 0.0),
    ("Care plan, a year", 240.0, 95.0, 0.35),
)
_POPULAR: Final = (22, 9, 5, 30, 34, 18)
_TERRITORIES: Final = (
    ("North", "Lena Vogel", "Omar Haddad", 66_000, "both", 0.40),
    ("South", "Paul Weiss", "Ines Costa", 60_000, "both", 0.50),
    ("West", "Lena Vogel", "Jonas Berg", 64_000, "outside", 0.35),
    ("City", "Mei Tanaka", "Omar Haddad", 70_000, "inside", 0.65),
    ("Public sector", "Paul Weiss", "Ines Costa", 45_000, "both", 0.45),
)
_DEPARTMENTS: Final = (
    ("Sales", 52.0, 1.0, 34),
    ("Finance", 58.0, 1.2, 22),
    ("Logistics", 44.0, 1.0, 40),
    ("Engineering", 71.0, 1.5, 30),
)
_FUNCTIONS: Final = (
    # Name on the sheet, contacts of a day, minutes of a contact, revenue of a contact.
    ("Pre-sales", 14, 11.0, 42.0),
    ("Telesales", 26, 9.0, 66.0),
    ("Promotion", 30, 4.0, 9.0),
    ("Media tracking", 18, 3.0, 4.0),
    ("Field support", 8, 17.0, 35.0),
    ("Dealers", 9, 10.0, 52.0),
    ("House accounts", 6, 15.0, 120.0),
    ("Logistics", 22, 5.0, 0.0),
    ("After-sales", 34, 8.0, 11.0),
)
_COSTS: Final = (
    ("Telesales", "Staff", "Maria Lopez, Telesales", 61_400, None),
    ("Telesales", "Telephone", "Maria Lopez, Telesales", 5_250, None),
    ("Tele-coverage", "Staff", "David Kim, Coverage", 38_900, None),
    ("Tele-coverage", "Systems", "David Kim, Coverage", 4_120, 600),
    ("Opportunity management", "Staff", "Sara Jensen, Marketing", 31_800, None),
    ("Opportunity management", "Lists and media", "Sara Jensen, Marketing", 7_400, None),
    ("Technical support", "Staff", "Ivo Marin, Support", 41_300, None),
    ("Technical support", "Spare devices", "Ivo Marin, Support", 6_150, 2_900),
    ("Customer service", "Staff", "Ruth Adler, Service", 88_200, None),
    ("Customer service", "Training", "Ruth Adler, Service", 5_600, 1_500),
    ("Internal support", "Staff", "Tom Okafor, IT", 33_700, None),
    ("shared", "Rent", "Facilities", 24_000, 3_000),
    ("shared", "Telephone system", "Tom Okafor, IT", 12_600.01, None),
    ("shared", "Management", "Head of centres", 29_500, None),
)
_SHARES: Final = (0.22, 0.13, 0.12, 0.16, 0.27, 0.10)
"""Of shared lines, by heads, in the order of the centres on Costs."""

_Row = tuple[Any, ...]


def fill(book: Form) -> None:
    """Fill the blank benefits workbook."""
    # The survey workbook of the same half-year: its cost is what customer service costs here.
    shared = credit_split(24_000 - 3_000 + 12_600.01 + 29_500, np.array(_SHARES)).tolist()
    service = round(88_200 + 5_600 - 1_500 + shared[4], 2)
    net_profit = 171_300
    cells: dict[str, Any] = {
        "period_start": FIRST_DAY,
        "period_end": LAST_DAY,
        "outside_cost": 92_000,
        "persuaded_share": 0.30,
        "passed_on_share": 0.10,
        "survey_net_profit": net_profit,
        "survey_net_cost": service,
        "survey_roi": round(net_profit / service - 1, 3),
        "survey_period": "survey 2026.xlsx, January to June, one year's profit",
    }
    for name, value in cells.items():
        book.write_range(name, [[value]])
    forms: dict[str, tuple[tuple[str, ...], tuple[_Row, ...]]] = {
        "goods": (("Item", "Price", "Unit cost", "Support share"), _GOODS),
        "territories": (
            ("Territory", "Inside representative", "Outside representative", "Target", "Carried by", "Inside share"),
            _TERRITORIES,
        ),
        "departments": (("Department", "Hourly rate"), tuple(row[:2] for row in _DEPARTMENTS)),
        "centre_costs": (("Share of shared lines",), tuple((share,) for share in _SHARES)),
        "cost_lines": (("Centre", "Kind", "Owner", "Amount", "Recovery"), _COSTS),
    }
    for table, (headers, rows) in forms.items():
        book.write_columns(table, dict(zip(headers, map(list, zip(*rows, strict=True)), strict=True)))
    chance = random.Random(_SEED)  # noqa: S311 - made-up sales, the same on every machine
    book.write_table("orders", [(*row, None, None) for row in orders(chance)])
    book.write_table("leads", leads(chance))
    book.write_table("contacts", contacts(chance))
    book.write_table("requests", requests(chance))


def _days() -> Iterator[datetime.date]:
    for place in range((LAST_DAY - FIRST_DAY).days + 1):
        day = FIRST_DAY + datetime.timedelta(place)
        if day.weekday() < 5:
            yield day


def orders(chance: random.Random) -> list[_Row]:
    """Date, order, territory, item, units, price, cost, returned: some at a discount, some sent back."""
    rows: list[_Row] = []
    number, territory = 26_000, None
    for day in _days():
        for place in range(chance.randint(7, 12)):
            item, price, *_ = chance.choices(_GOODS, _POPULAR)[0]
            units = chance.choice((1, 1, 2, 2, 3, 4, 5, 8))
            units = min(units, 2) if price > 1000 else units
            own = round(price * 0.95, 2) if chance.random() < 0.12 else None
            back = 1 if chance.random() < 0.04 else None
            if chance.random() < 0.7 or not place:
                number += 1
                territory = chance.choice(_TERRITORIES)[0] if chance.random() < 0.4 else None
            rows.append((day, f"O-{number}", territory, item, units, own, None, back))
        if chance.random() < 0.08:
            rows.append((day, None, None, chance.choice(_GOODS)[0], 0, None, None, 1))
    for place, row in zip(range(61, len(rows), 83), odd_orders(), strict=False):
        rows.insert(place, row)
    return rows


def odd_orders() -> list[_Row]:
    """What a list of orders really holds; beside each what becomes of it."""
    day = datetime.date(2026, 3, 10)
    return [
        (day, "O-9001", None, "Router R100", 2, None, None, None),  # not on Goods
        (datetime.date(2026, 7, 2), "O-9002", None, "Cable kit", 3, None, None, None),  # after the period
        ("2026-03-10", "O-9003", " north ", "cable  KIT", "2", "23.50", None, None),  # as text: counted
        ("03/04/2026", "O-9004", None, "Cable kit", 1, None, None, None),  # two readings
        (day, "O-9005", "East", "Cable kit", 1, None, None, None),  # no such territory
        (day, "O-9006", None, "Headset H7", 2, None, None, 3),  # more back than sold
        (day, "O-9007", None, "Headset H7", None, None, None, None),
        (day, "O-9008", None, "Headset H7", "n/a", None, None, None),
        (day, "O-9009", None, "Switch S24", 1, "1250 or so", None, None),
        (day, None, None, None, 4, None, None, None),
    ]


def leads(chance: random.Random) -> list[_Row]:
    """Date, lead, order, outcome, contribution, value, and what the follower says of some."""
    rows: list[_Row] = []
    for number, day in enumerate(day for day in _days() for _ in range(chance.choice((1, 1, 2)))):
        outcome = chance.choices((WON, LOST, PENDING), (38, 42, 20))[0]
        words = CONTRIBUTIONS.get(outcome, (None, None))
        contribution = chance.choices(words, (6, 4))[0]
        value = round(chance.lognormvariate(8.0, 0.7), 2) if outcome != PENDING or chance.random() < 0.5 else None
        order = f"O-{26_001 + number * 4}" if outcome == WON and chance.random() < 0.25 else None
        said: tuple[Any, Any] = (None, None)
        if outcome != PENDING and chance.random() < 0.7:
            said = (outcome, contribution)
            if chance.random() < 0.08:
                said = (outcome, words[1] if contribution == words[0] else words[0])
            elif chance.random() < 0.03:
                said = (PENDING, None)
        rows.append((day, f"L-{1_001 + number}", order, outcome, contribution, value, *said))
    rows.insert(40, (datetime.date(2026, 2, 12), "L-1003", None, PENDING, None, 900, None, None))  # its last state
    rows.insert(55, (datetime.date(2026, 2, 12), "L-9001", None, "open", None, 900, None, None))
    rows.insert(70, (datetime.date(2026, 2, 12), "L-9002", None, WON, "persuaded", None, None, None))
    return rows


def contacts(chance: random.Random) -> list[_Row]:
    """Date, function, contacts, minutes, revenue: a row a day and function."""
    rows: list[_Row] = []
    for day in _days():
        for name, usual, minutes, revenue in _FUNCTIONS:
            number = max(0, round(usual * (0.7 + 0.6 * chance.random())))
            if not number:
                continue
            taken = round(number * minutes * (0.85 + 0.3 * chance.random()))
            rows.append((day, name, number, taken, round(number * revenue * (0.8 + 0.4 * chance.random()), 2) or None))
    rows.insert(500, (datetime.date(2026, 4, 3), "Helpdesk", 4, 30, None))  # no such function
    rows.insert(700, (datetime.date(2026, 4, 3), "Dealers", 4, None, None))
    return rows


def requests(chance: random.Random) -> list[_Row]:
    """Date, department, minutes given back, difficulty."""
    rows: list[_Row] = []
    weights = [row[3] for row in _DEPARTMENTS]
    for day in _days():
        for _ in range(chance.randint(6, 11)):
            name, _, difficulty, _ = chance.choices(_DEPARTMENTS, weights)[0]
            hard = difficulty if chance.random() < 0.6 else None
            rows.append((day, name, round(chance.lognormvariate(4.0, 0.5)), hard))
    rows.insert(90, (datetime.date(2026, 2, 3), "Canteen", 30, None))  # not on Departments
    rows.insert(140, (datetime.date(2026, 2, 3), "Finance", "half an hour", None))
    return rows
