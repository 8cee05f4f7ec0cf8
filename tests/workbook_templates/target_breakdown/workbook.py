"""The target template filled as a user and a refresh would, evaluated, for the tests."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl.workbook.workbook import Workbook

from addin.engine.evaluation import evaluate_package
from addin.xlsx.package import Package
from tests.workbook_templates.survey_roi.workbook import Evaluated, put
from udfs import fiscal_week
from udfs.calendars.texts import DEFAULT_CALENDAR
from udfs.calling.errors import CellError
from workbook_templates.sheets.determinism import workbook_bytes
from workbook_templates.target_breakdown.sheets.build import build
from workbook_templates.target_breakdown.sheets.places import (
    FREE_DAYS_FIRST,
    PEOPLE_FIRST,
    PERSON_TALLY_HEADER,
    RATES_FIRST,
    TALLY_HEADER,
)

STATUS = datetime.date(2026, 6, 17)
HOLIDAYS = (
    datetime.date(2026, 1, 1),
    datetime.date(2026, 4, 3),
    datetime.date(2026, 6, 19),
    datetime.date(2026, 12, 25),
)
PEOPLE = (
    ("Ana Ruiz", "Kim Park", "North", 0.3),
    ("Ben Okoye", "Kim Park", "North", 0.25),
    ("Chen Li", "Lea Blum", "South", 0.2),
    ("Dora Nagy", "Lea Blum", "South", 0.15),
    ("Eva Maron", "Lea Blum", "South", 0.1),
)
RATES = ((0.12, 0.1, 0.14), (0.12, 0.1, 0.14), (0.13, 0.1, 0.14), (0.13, 0.1, 0.14))

Change = Callable[[Workbook], None]


def day_number(date: datetime.date) -> int:
    return (date - datetime.date(1899, 12, 30)).days


def fill(workbook: Workbook, calendar: str = DEFAULT_CALENDAR, year: int = 2026, decimals: int = 0) -> None:
    """Inputs, rates, holidays and people, without actuals."""
    inputs = {"plan_year": year, "calendar_text": calendar, "annual_sales": 12_345_678, "cost_budget": 1_234_567}
    inputs |= {"sales_growth": 0.03, "target_decimals": decimals, "am_share": 0.55}
    for name, value in inputs.items():
        put(workbook, name, value)
    for offset, rates in enumerate(RATES):
        for column, rate in zip("CDE", rates, strict=True):
            workbook["Rates"][f"{column}{RATES_FIRST + offset}"].value = rate
    for offset, holiday in enumerate(HOLIDAYS):
        workbook["Workdays"][f"B{FREE_DAYS_FIRST + offset}"].value = holiday
    for offset, person in enumerate(PEOPLE):
        for column, value in zip("BCDE", person, strict=True):
            workbook["People"][f"{column}{PEOPLE_FIRST + offset}"].value = value


def days_between(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]


def fill_tallies(workbook: Workbook, days: Sequence[datetime.date], daily: float = 48_000, rate: float = 0.125) -> None:
    """What a refresh writes of sales on these days."""
    week_sales: dict[tuple[str, int], float] = {}
    by_day, by_person_day = [], []
    for day in days:
        by_day.append((day, daily, daily * rate, 4_700))
        week = int(fiscal_week(day_number(day), workbook_calendar(workbook)))
        for name, _, _, share in PEOPLE:
            sales = round(daily * share, 2)
            by_person_day.append((name, day, sales, sales * rate))
            week_sales[name, week] = week_sales.get((name, week), 0.0) + sales
    by_week = [(name, week, sales, sales * rate) for (name, week), sales in week_sales.items()]
    put_rows(workbook, "Tally", "day_tally", TALLY_HEADER, by_day)
    put_rows(workbook, "Tally days", "person_day_tally", PERSON_TALLY_HEADER, by_person_day)
    put_rows(workbook, "Tally weeks", "person_week_tally", PERSON_TALLY_HEADER, by_week)
    facts = {"source": "Actuals", "kind": "sheet", "time": datetime.datetime(2026, 6, 17, 9, 30)}
    facts |= {"rows": len(days), "tallied": len(days), "rejected": 0}
    for name, value in facts.items():
        put(workbook, f"refreshed_{name}", value)


def workbook_calendar(workbook: Workbook) -> str:
    sheet, _, address = workbook.defined_names["calendar_text"].attr_text.partition("!")
    return str(workbook[sheet][address.replace("$", "")].value)


def put_rows(workbook: Workbook, sheet: str, table: str, header: int, rows: Sequence[Sequence[Any]]) -> None:
    for row, values in enumerate(rows, start=header + 1):
        for column, value in enumerate(values, start=2):
            workbook[sheet].cell(row, column).value = value
    width = len(workbook[sheet].tables[table].tableColumns)
    ref = f"B{header}:{chr(ord('B') + width - 1)}{header + max(1, len(rows))}"
    workbook[sheet].tables[table].ref = workbook[sheet].tables[table].autoFilter.ref = ref


def filled(change: Change = lambda _: None, **options: Any) -> Workbook:
    """A year of weekdays' sales up to the status date."""
    workbook = build()
    fill(workbook, **options)
    first = datetime.date(2025, 12, 29)
    fill_tallies(workbook, [day for day in days_between(first, STATUS) if day.weekday() < 5 and day not in HOLIDAYS])
    put(workbook, "status_date", STATUS)
    change(workbook)
    return workbook


def compute(folder: Path, workbook: Workbook) -> Evaluated:
    path = folder / "target.xlsx"
    path.write_bytes(workbook_bytes(workbook))
    package = Package.open(path)
    return Evaluated(package, evaluate_package(package))


def errors(book: Evaluated) -> dict[tuple[str, int, int], str]:
    """Error cells but the gaps of the charts."""
    return {
        (sheet, row, column): value.code
        for sheet, cells in book.evaluation.values.items()
        for (row, column), value in cells.items()
        if isinstance(value, CellError) and not (sheet == "Breakdown" and 25 <= column <= 30)
    }


def numbers(book: Evaluated, sheet: str, first: str, last: str) -> list[list[Any]]:
    """The values of a range, row by row."""
    from openpyxl.utils.cell import coordinate_to_tuple

    (top, left), (bottom, right) = coordinate_to_tuple(first), coordinate_to_tuple(last)
    return [[book.cell(sheet, row, column) for column in range(left, right + 1)] for row in range(top, bottom + 1)]
