"""A made-up centre's targets for a year, and nine months of its actuals with the mistakes that people make."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from workbook_templates.refreshing.record import Form

YEAR: Final = 2026
FIRST_DAY: Final = datetime.date(2025, 12, 28)
"""By the calendar that the blank workbook has; it ends on 26 December 2026."""
STATUS_DATE: Final = datetime.date(2026, 9, 30)
_SEED: Final = 2026
_SALES: Final = 6_000_000
_GROWTH: Final = 0.03
_COST: Final = 840_000
_WORKDAYS: Final = 254


@dataclass(frozen=True)
class _Person:
    """One person of the made-up centre."""

    name: str
    manager: str | None
    team: str
    share: float
    """The share of the centre's target."""
    skill: float
    """What the person reaches of that share."""


_PEOPLE: Final = (
    _Person("Nora Lindqvist", None, "North", 0.08, 1.02),
    _Person("Ahmed Farouk", "Nora Lindqvist", "North", 0.12, 1.09),
    _Person("Beth Olsen", "Nora Lindqvist", "North", 0.11, 0.97),
    _Person("Chen Wei", "Nora Lindqvist", "North", 0.10, 1.04),
    _Person("Dora Klein", "Nora Lindqvist", "North", 0.09, 0.88),
    _Person("Samuel Ortiz", None, "South", 0.08, 0.99),
    _Person("Emil Novak", "Samuel Ortiz", "South", 0.12, 1.01),
    _Person("Farah Haddad", "Samuel Ortiz", "South", 0.11, 1.06),
    _Person("Grace Mbeki", "Samuel Ortiz", "South", 0.10, 0.93),
    _Person("Hugo Silva", "Samuel Ortiz", "South", 0.09, 0.98),
)
_RATES: Final = ((0.22, 0.20, 0.25), (0.22, 0.20, 0.25), (0.23, 0.21, 0.26), (0.24, 0.21, 0.27))
_RATES_REACHED: Final = (0.226, 0.264, 0.214, 0.24)
"""A second quarter above its ceiling: the dear half of the range was sold first."""

_HOLIDAYS: Final = (
    (datetime.date(2026, 1, 1), "New Year"),
    (datetime.date(2026, 4, 3), "Good Friday"),
    (datetime.date(2026, 4, 6), "Easter Monday"),
    (datetime.date(2026, 5, 1), "Labour Day"),
    (datetime.date(2026, 5, 25), "Whit Monday"),
    (datetime.date(2026, 12, 24), "Christmas Eve"),
    (datetime.date(2026, 12, 25), "Christmas Day"),
)
_EXTRA_DAYS: Final = ((datetime.date(2026, 11, 28), "Saturday of the autumn sale"),)

_Row = tuple[Any, Any, Any, Any, Any]


def fill(book: Form) -> None:
    """Fill the blank target workbook."""
    cells: dict[str, Any] = {
        "plan_year": YEAR,
        "status_date": STATUS_DATE,
        "annual_sales": _SALES,
        "sales_growth": _GROWTH,
        "cost_budget": _COST,
        "am_share": 0.55,
    }
    for name, value in cells.items():
        book.write_range(name, [[value]])
    rates, floors, ceilings = zip(*_RATES, strict=True)
    book.write_columns("profit_rates", {"Profit rate": rates, "Floor": floors, "Ceiling": ceilings})
    reason = "Supplier's discount agreed in February"
    day = datetime.date(2026, 3, 2)
    book.write_columns("rate_changes", {"Date": [day], "Quarter": [2], "New rate": [0.23], "Reason": [reason]})
    for table, headers, days in (
        ("holiday_days", ("Holiday", "Name"), _HOLIDAYS),
        ("extra_days", ("Extra workday", "Reason"), _EXTRA_DAYS),
    ):
        book.write_columns(table, dict(zip(headers, map(list, zip(*days, strict=True)), strict=True)))
    book.write_columns(
        "people",
        {
            "Person": [person.name for person in _PEOPLE],
            "Manager": [person.manager for person in _PEOPLE],
            "Team": [person.team for person in _PEOPLE],
            "Quota share": [person.share for person in _PEOPLE],
        },
    )
    book.write_range("team_shown", [[_PEOPLE[0].team]])
    book.write_range("person_shown", [[_PEOPLE[1].name]])
    book.write_table("actuals", actuals())


def actuals() -> list[_Row]:
    """Sales and costs in the order of their days, with every kind of mistake that people make strewn in."""
    chance = random.Random(_SEED)  # noqa: S311 - made-up sales, the same on every machine
    rows = [row for day in _days() for row in _rows_of_day(day, chance)]
    for place, row in zip(range(53, len(rows), 97), oddities(), strict=False):
        rows.insert(place, row)
    return rows


def _days() -> Iterator[datetime.date]:
    """The workdays up to the status date."""
    free = {day for day, _ in _HOLIDAYS}
    for place in range((STATUS_DATE - FIRST_DAY).days + 1):
        day = FIRST_DAY + datetime.timedelta(place)
        if day.weekday() < 5 and day not in free:
            yield day


def _rows_of_day(day: datetime.date, chance: random.Random) -> Iterator[_Row]:
    """What each person sold, and on some days what the centre paid."""
    quarter = (day - FIRST_DAY).days // 91
    season = (1 + _GROWTH) ** (quarter - 1.5)
    summer = 0.94 if day.month == 7 else 1.0
    for person in _PEOPLE:
        if chance.random() < 0.05:
            continue  # ill, or at a course
        sales = _SALES / _WORKDAYS * person.share * person.skill * season * summer * (0.7 + 0.66 * chance.random())
        rate = _RATES_REACHED[quarter] * (0.85 + 0.3 * chance.random())
        yield day, person.name, round(sales, 2), round(sales * rate, 2), round(8 + 30 * chance.random(), 2)
    if day.day in (14, 15, 16) and day.weekday() in (0, 3):
        yield day, None, None, None, round(_COST * (0.028 + 0.002 * chance.random()), 2)
    if day.weekday() == 4:
        yield day, None, None, None, round(_COST * (0.0115 + 0.001 * chance.random()), 2)


def oddities() -> list[_Row]:
    """What a list of sales really holds; beside each what becomes of it."""
    day = datetime.date(YEAR, 4, 14)
    return [
        (day, "Ivan Petrov", 950, 210, None),  # not on People
        (datetime.date(YEAR, 12, 28), "Chen Wei", 950, 210, None),  # next year's
        (datetime.date(YEAR - 1, 12, 23), "Chen Wei", 950, 210, None),  # last year's
        ("2026-04-14", "chen  wei ", 950, 210, None),  # a date as text with one reading: counted
        ("03/04/2026", "Chen Wei", 950, 210, None),  # two readings
        ("mid April", "Chen Wei", 950, 210, None),
        (None, "Chen Wei", 950, 210, None),
        (day, "Beth Olsen", "n/a", 210, None),
        (day, "Beth Olsen", "1250 or so", 280, None),
        (day, "Beth Olsen", "1,250.50", "281,25", None),  # numbers as text: counted
        (day, "Beth Olsen", True, 210, None),
        (day, "Beth Olsen", None, None, None),
        (day, "Hugo Silva", -480, -105, None),  # goods returned: counted
        (day, "Hugo Silva", 320, 70, 12.5),
        (day, "Hugo Silva", 320, 70, 12.5),  # the same again: two sales
    ]
