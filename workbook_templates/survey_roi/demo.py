"""A made-up centre's year as the survey workbook holds it, filled as people fill it, mistakes included."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass
from typing import Any, Final

from workbook_templates.refreshing.record import Form
from workbook_templates.survey_roi.columns import SHORT_MONTHS

YEAR: Final = 2026
MONTHS: Final = 10
"""January to October: November and December have no data yet."""

_CALIBRATED: Final = datetime.date(YEAR - 1, 12, 31)
_SEED: Final = 1997


@dataclass(frozen=True)
class _Segment:
    """One segment of the made-up centre."""

    name: str
    empirical_clv: float
    profit_then: float
    rate_then: float
    profit_now: float
    served: int
    """Customers served in a month."""
    responses: int
    """Answers in a month."""
    loyal: float
    disloyal: float


_SEGMENTS: Final = (
    _Segment("Retail", 145.0, 44.0, 0.10, 46.5, 5200, 262, 0.27, 0.10),
    _Segment("SME", 905.0, 218.0, 0.10, 224.0, 1150, 96, 0.33, 0.08),
    _Segment("Corporate", 6150.0, 1420.0, 0.10, 1385.0, 165, 28, 0.40, 0.06),
)

_Row = tuple[Any, Any, Any, Any]


def fill(book: Form) -> None:
    """Fill the blank survey workbook."""
    book.write_range("report_year", [[YEAR]])
    book.write_range("report_month", [[MONTHS]])
    book.write_columns("source_columns", {"Missing-value codes": [None, None, None, "-99"]})
    book.write_columns(
        "segments",
        {
            "Segment": [segment.name for segment in _SEGMENTS],
            "Empirical CLV": [segment.empirical_clv for segment in _SEGMENTS],
            "Annual profit at calibration": [segment.profit_then for segment in _SEGMENTS],
            "Discount rate at calibration": [segment.rate_then for segment in _SEGMENTS],
            "Calibration date": [_CALIBRATED] * len(_SEGMENTS),
            "Annual profit today": [segment.profit_now for segment in _SEGMENTS],
        },
    )
    book.write_columns(
        "customers_served",
        {"Segment": [segment.name for segment in _SEGMENTS]}
        | {
            name: [_served(segment, month) for segment in _SEGMENTS]
            for month, name in enumerate(SHORT_MONTHS[:MONTHS], start=1)
        },
    )
    headers = ("Month", "Kind", "Owner", "Amount", "Recovery", "Spread over months", "Note")
    book.write_columns("cost_lines", dict(zip(headers, zip(*_cost_lines(), strict=True), strict=True)))
    book.write_table("responses", [[*row, *[None] * 6] for row in responses()])


def _served(segment: _Segment, month: int) -> int:
    """Busy springs and autumns, quiet summers."""
    season = (1.02, 0.98, 1.05, 1.04, 1.0, 0.97, 0.91, 0.9, 1.03, 1.06, 1.04, 1.0)[month - 1]
    return round(segment.served * season)


def _cost_lines() -> list[tuple[Any, ...]]:
    """The centre's books: month, kind, owner, amount, recovery, months it is spread over, note."""
    january = datetime.date(YEAR, 1, 1)
    lines: list[tuple[Any, ...]] = [
        (january, "Software", "IT", 151_000, None, 12, "Licences of the year"),
        (january, "Premises", "Facilities", 288_000, None, 12, "Rent of the year"),
    ]
    for month in range(1, MONTHS + 1):
        first = datetime.date(YEAR, month, 1)
        lines.append((first, "Staff", "Service", 212_400 + 900 * month, 14_500, None, "Recovered: shifts for sales"))
        lines.append((first, "Telephony", "IT", 30_250 + 150 * ((month * 7) % 5), None, None, None))
        if month % 3 == 1:
            lines.append((first, "Training", "HR", 26_500, None, 3, "Course of the quarter"))
    return lines


def responses() -> list[_Row]:
    """Answers in the order of their days, with every kind of mistake that people make strewn in."""
    chance = random.Random(_SEED)  # noqa: S311 - made-up answers, the same on every machine
    rows: list[_Row] = []
    customer = 10_000
    for month in range(1, MONTHS + 1):
        for segment in _SEGMENTS:
            for _ in range(segment.responses + chance.randint(-12, 12)):
                customer += chance.randint(1, 3)
                day = datetime.date(YEAR, month, chance.randint(1, 28))
                rows.append((day, f"C-{customer}", segment.name, _index(chance, segment, month)))
    rows.sort(key=lambda row: row[0])
    for place, row in zip(range(37, len(rows), 61), oddities(), strict=False):
        rows.insert(place, row)
    return rows


def _index(chance: random.Random, segment: _Segment, month: int) -> int:
    """A slow improvement through the year, and a bad July."""
    trend = 0.004 * (month - 5)
    loyal = segment.loyal + trend - (0.06 if month == 7 else 0)
    disloyal = segment.disloyal - trend / 2 + (0.04 if month == 7 else 0)
    draw = chance.random()
    if draw < loyal:
        return chance.randint(86, 100)
    return chance.randint(5, 49) if draw > 1 - disloyal else chance.randint(50, 85)


def oddities() -> list[_Row]:
    """What a survey export really holds; the last column says what becomes of it."""
    day = datetime.date(YEAR, 4, 14)
    return [
        (day, "C-90001", "Retail", 101),  # off the scale
        (day, "C-90002", "Retail", -99),  # the code for no answer
        (day, "C-90003", "Retail", "n/a"),
        (day, "C-90004", "Retail", True),
        (day, "C-90005", "Retail", None),
        (day, "C-90006", "Wholesale", 88),  # no such segment
        (day, "C-90007", None, 88),
        (None, "C-90008", "Retail", 88),
        ("2026-04-14", "C-90009", "Retail", 90),  # a date as text with one reading: counted
        ("03/04/2026", "C-90010", "Retail", 90),  # two readings
        ("mid April", "C-90011", "Retail", 90),
        (datetime.date(YEAR - 1, 12, 30), "C-90012", "Retail", 90),
        (day, "C-90013", "SME", 95),
        (datetime.date(YEAR, 4, 20), "c-90013 ", "SME", 60),  # the same customer again, later: this one counts
        (datetime.date(YEAR, 4, 20), "C-90013", "SME", 72),  # and again on that day: the lowest counts
        (day, None, "Retail", 87),  # anonymous: counted
        (day, "C-90014", "retail ", 87),  # counted as Retail
        (day, "C-90015", "Corporate", 85),  # exactly on the limit: neutral
        (day, "C-90016", "Corporate", 50),  # exactly on the limit: neutral
        (day, "C-90017", "SME", "85,5"),  # a number as text: counted
    ]
