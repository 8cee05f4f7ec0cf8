"""Times of a spreadsheet and in words are lengths of time in minutes, from files and from the sheet."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.addin.actions.filled_books import book, csv_file, reasons, refreshed, xlsx_file
from tests.conftest import filled_rows

DAY = datetime.date(2026, 2, 10)
REQUESTS = ("Date", "Department", "Minutes given back")
CONTACTS = ("Date", "Function", "Contacts", "Minutes")


def requests(*minutes: Any) -> list[tuple[Any, ...]]:
    return [(DAY, "Sales", each) for each in minutes]


def given_back(path: Path) -> float:
    return float(filled_rows(path, "department_tally")[0][2])


@pytest.mark.parametrize("shown", ["h:mm", "[h]:mm:ss", "h:mm:ss", "mm:ss", "[mm]"])
@pytest.mark.parametrize("host", ["xlsx", "sheet"])
def test_time_cells_are_lengths_of_time(tmp_path: Path, shown: str, host: str) -> None:
    """30 + 45 + 45 minutes are 120, however the cells show them."""
    times = [datetime.time(0, 30), datetime.time(0, 45), datetime.timedelta(minutes=45)]
    if host == "xlsx":
        path = book(tmp_path, "centre_benefits")
        file = xlsx_file(tmp_path, REQUESTS, requests(*times), shown_as=shown)
        result = refreshed(path, "requests", file)
    else:
        path = typed(book(tmp_path, "centre_benefits", {"requests": requests(1, 1, 1)}), times, shown)
        result = refreshed(path)
    assert (result.tallied, result.rejected) == (3, 0), reasons(path)
    assert given_back(path) == 120


def typed(path: Path, times: list[Any], shown: str) -> Path:
    """The workbook with these times typed into Minutes given back, as a spreadsheet saves them."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Requests"]
    header = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Minutes given back")
    for offset, time in enumerate(times, start=1):
        place = sheet.cell(header.row + offset, header.column)
        place.value, place.number_format = time, shown
    workbook.save(path)
    return path


def test_more_than_a_day_is_no_time_of_day(tmp_path: Path) -> None:
    path = book(tmp_path, "centre_benefits")
    file = xlsx_file(tmp_path, REQUESTS, requests(datetime.timedelta(hours=30, minutes=1)), shown_as="[h]:mm:ss")
    refreshed(path, "requests", file)
    assert given_back(path) == 1801


def test_texts_of_time_are_minutes(tmp_path: Path) -> None:
    """5 + 10 + 90 + 5 + 5 + 90 + 30 + 0.5 + 7 minutes by hand."""
    texts = ("0:05:00", "00:10:00", "1h 30min", "5 min", "5分钟", "1.5 hours", "30 Minuten", "30秒", "7")
    path = book(tmp_path, "centre_benefits")
    result = refreshed(path, "requests", csv_file(tmp_path, REQUESTS, requests(*texts)))
    assert (result.tallied, result.rejected) == (len(texts), 0), reasons(path)
    assert given_back(path) == pytest.approx(242.5)


def test_two_parts_need_a_unit(tmp_path: Path) -> None:
    file = csv_file(tmp_path, CONTACTS, [(DAY, "Telesales", 1, "5:30")])
    path = book(tmp_path, "centre_benefits")
    refreshed(path, "contacts", file)
    assert reasons(path) == {2: 'minutes "5:30" has two readings: set its unit on Import, hours for 5:30 hours'}
    for unit, minutes in (("hours", 330), ("minutes", 5.5)):
        path = book(tmp_path, "centre_benefits", columns={"contacts_columns": {"Unit": [None] * 3 + [unit]}})
        assert refreshed(path, "contacts", file).rejected == 0
        assert filled_rows(path, "function_tally")[0][2] == minutes


@pytest.mark.parametrize(("unit", "minutes"), [("seconds", 5), ("hours", 18000), (None, 300)])
def test_bare_numbers_are_in_the_unit_of_import(tmp_path: Path, unit: str | None, minutes: float) -> None:
    path = book(tmp_path, "centre_benefits", columns={"contacts_columns": {"Unit": [None] * 3 + [unit]}})
    file = csv_file(tmp_path, CONTACTS, [(DAY, "Telesales", 1, 300)])
    refreshed(path, "contacts", file)
    assert filled_rows(path, "function_tally")[0][2] == minutes


def test_a_date_is_no_length_of_time(tmp_path: Path) -> None:
    path = book(tmp_path, "centre_benefits")
    file = xlsx_file(tmp_path, REQUESTS, requests(datetime.datetime(2026, 2, 10, 5, 30), -5, "soon"))
    result = refreshed(path, "requests", file)
    assert (result.tallied, result.rejected) == (0, 3)
    assert "is not a length of time" in reasons(path)[2]
