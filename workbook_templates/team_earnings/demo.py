"""A made-up centre's sales team: nine months of orders with joint sales, returns and the mistakes that people make."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from workbook_templates.refreshing.record import Form

YEAR: Final = 2026
LAST_DAY: Final = datetime.date(2026, 9, 30)
_SEED: Final = 2026
_STANDARD, _SENIOR, _KEY = "Standard", "Senior", "Key accounts"
_PLANS: Final = (
    (_STANDARD, "profit", "marginal", (0, 4_000, 8_000), (0.08, 0.12, 0.16)),
    (_SENIOR, "profit", "marginal", (0, 5_000, 10_000, 15_000), (0.1, 0.13, 0.16, 0.2)),
    (_KEY, "sales", "retroactive", (0, 30_000, 50_000), (0.03, 0.04, 0.05)),
)


@dataclass(frozen=True)
class _Person:
    """One person of the made-up centre."""

    name: str
    manager: str | None
    team: str | None
    plan: str | None = None
    pay_day: int | None = None
    target: int | None = None
    shares_with: str | None = None
    orders: float = 0
    """A day."""


_PEOPLE: Final = (
    _Person("Helena Brandt", None, None),
    _Person("Nora Lindqvist", "Helena Brandt", "North", _SENIOR, None, 115_000, None, 0.5),
    _Person("Ahmed Farouk", "Nora Lindqvist", "North", _SENIOR, 31, 290_000, None, 1.0),
    _Person("Beth Olsen", "Nora Lindqvist", "North", _STANDARD, None, 290_000, None, 0.7),
    _Person("王芳", "Nora Lindqvist", "North", _STANDARD, None, 210_000, None, 0.8),
    _Person("Dora Klein", "Nora Lindqvist", "North", _STANDARD, None, None, "Beth Olsen", 0.3),
    _Person("Samuel Ortiz", "Helena Brandt", "South", _SENIOR, None, 130_000, None, 0.5),
    _Person("Emil Novak", "Samuel Ortiz", "South", _STANDARD, None, 200_000, None, 0.8),
    _Person("李伟", "Samuel Ortiz", "South", _SENIOR, 31, 275_000, None, 1.0),
    _Person("Grace Mbeki", "Samuel Ortiz", "South", _STANDARD, None, 215_000, None, 0.8),
    _Person("Farah Haddad", "Helena Brandt", "Key accounts", _KEY, None, 470_000, None, 0.8),
    _Person("Hugo Silva", "Farah Haddad", "Key accounts", _KEY, None, 380_000, None, 0.7),
)
_WEIGHTS: Final = (1, 1, 1.1, 1, 1, 1, 0.8, 0.9, 1.1, 1.1, 1.2, 0.8)
_ITEMS: Final = (
    ("Headset H20", 89.0, 52.4),
    ("Desk phone D5", 149.0, 96.5),
    ("Router R2", 219.0, 151.0),
    ("Support plan, a year", 480.0, 214.0),
    ("Switch S8", 640.0, 447.25),
    ("Video bar V3", 1_190.0, 822.0),
)

Row = tuple[Any, ...]


def fill(book: Form) -> None:
    """Fill the blank earnings workbook."""
    book.write_range("plan_year", [[YEAR]])
    book.write_range("month_weights", [list(_WEIGHTS)])
    plans: dict[str, list[Any]] = {
        "Plan": [name for name, *_ in _PLANS],
        "Pays on": [basis for _, basis, *_ in _PLANS],
        "Method": [method for _, _, method, *_ in _PLANS],
    }
    for tier in range(4):
        for header, side in (("From", 3), ("Rate", 4)):
            tiers = [plan[side] for plan in _PLANS]
            plans[f"{header} {tier + 1}"] = [each[tier] if tier < len(each) else None for each in tiers]
    book.write_columns("plans", plans)
    book.write_columns(
        "people",
        {
            "Person": [person.name for person in _PEOPLE],
            "Manager": [person.manager for person in _PEOPLE],
            "Team": [person.team for person in _PEOPLE],
            "Plan": [person.plan for person in _PEOPLE],
            "Pay day": [person.pay_day for person in _PEOPLE],
            "Target of the year": [person.target for person in _PEOPLE],
            "Shares the target of": [person.shares_with for person in _PEOPLE],
        },
    )
    book.write_range("statement_person", [["李伟"]])
    book.write_table("orders", [(*row, None, None) for row in orders()])


def orders() -> list[Row]:
    """Orders in the order of their days, with every kind of mistake that people make strewn in."""
    chance = random.Random(_SEED)  # noqa: S311 - made-up sales, the same on every machine
    rows = [row for day in _days() for row in _rows_of_day(day, chance)]
    for place, row in zip(range(41, len(rows), 83), oddities(), strict=False):
        rows.insert(place, row)
    return rows


def _days() -> Iterator[datetime.date]:
    """The workdays up to the last day."""
    first = datetime.date(YEAR, 1, 2)
    for place in range((LAST_DAY - first).days + 1):
        day = first + datetime.timedelta(place)
        if day.weekday() < 5:
            yield day


def _rows_of_day(day: datetime.date, chance: random.Random) -> Iterator[Row]:
    """What each person sold, now and then with a colleague, and what came back."""
    sellers = [person for person in _PEOPLE if person.orders]
    for person in sellers:
        if chance.random() >= person.orders * _WEIGHTS[day.month - 1]:
            continue
        key = person.plan == _KEY
        item, price, cost = chance.choice(_ITEMS[2:] if key else _ITEMS)
        units = chance.randint(2, 6) if key else chance.randint(1, 8 if price < 300 else 3)
        price = round(price * (1 - 0.01 * chance.randint(0, 8)), 2)
        partner, second = (
            (chance.choice(sellers).name, chance.choice((0.25, 0.4, 0.5))) if chance.random() < 0.04 else (None, None)
        )
        if partner == person.name:
            partner = second = None
        yield day, person.name, None, partner, second, item, units, price, cost, None
        if chance.random() < 0.02 and units > 1 and day.month < LAST_DAY.month:
            back = day + datetime.timedelta(chance.randint(10, 40))
            yield min(back, LAST_DAY), person.name, None, partner, second, item, 0, price, cost, 1


def oddities() -> list[Row]:
    """What a list of orders really holds; beside each what becomes of it."""
    day = datetime.date(YEAR, 4, 14)
    return [
        (day, "Ivan Petrov", None, None, None, "Router R2", 1, 219, 151, None),  # not on People
        (datetime.date(YEAR - 1, 12, 30), "Emil Novak", None, None, None, "Router R2", 1, 219, 151, None),
        ("2026-04-14", "emil  novak ", None, None, None, "Router R2", 1, "219.00", 151, None),  # counted
        ("03/04/2026", "Emil Novak", None, None, None, "Router R2", 1, 219, 151, None),  # two readings
        (day, "Emil Novak", 0.6, "王芳", 0.3, "Switch S8", 2, 640, 447.25, None),  # 90%
        (day, "Emil Novak", None, "王芳", 1.4, "Switch S8", 2, 640, 447.25, None),
        (day, "Emil Novak", "60%", "王芳", None, "Switch S8", 2, 640, 447.25, None),  # counted
        (day, "Beth Olsen", None, None, None, "Headset H20", 2, "n/a", 52.4, None),
        (day, "Beth Olsen", None, None, None, "Headset H20", 1, 89, 52.4, 3),  # more back than sold
        (day, "Beth Olsen", None, None, None, "Headset H20", None, 89, 52.4, None),
    ]
