"""Amounts as finance systems write them: a column is read as a whole, in each template, from files and sheets."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.addin.actions.filled_books import TABLES, book, cell, check, csv_file, reasons, refreshed, xlsx_file
from tests.conftest import filled_rows

DAY = datetime.date(2026, 1, 15)
POINTS = [
    ("(100.00)", -100),
    ("50-", -50),
    ("$1,987.25", 1987.25),
    ("1’987.25", 1987.25),
    ("−50", -50),
    ("１２３４．５０", 1234.5),
    ("'-4.0", -4),
    ("1,23,456.00", 123456),
    ("-$5.00", -5),
    ("$-5.00", -5),
    ("($5.00)", -5),
    ("RM1,234.50", 1234.5),
    ("USD 1,234.50", 1234.5),
    ("1234.5元", 1234.5),
    ("￥1,234.50", 1234.5),
    ("1.5k", 1500),
    ("1.2万", 12000),
    ("0.003亿", 300000),
    ("1e3", 1000),
    ("+5", 5),
    (" 42 ", 42),
    ("2,500", 2500),
]
COMMAS = [
    ("1.234,50", 1234.5),
    ("2.500", 2500),
    ("987,25", 987.25),
    ("12 345,67 €", 12345.67),
    ("€ 1.234,50", 1234.5),
    ("R$ 1.500,00", 1500),
    ("1.234,50-", -1234.5),
    ("(12,5)", -12.5),
    ("1,2万", 12000),
    ("1’987,25", 1987.25),
]


def days(count: int) -> list[datetime.date]:
    return [DAY + datetime.timedelta(number) for number in range(count)]


@pytest.mark.parametrize("notation", [POINTS, COMMAS], ids=["points", "commas"])
def test_each_amount_of_a_column_counts(tmp_path: Path, notation: list[tuple[str, float]]) -> None:
    targets = book(tmp_path, "target_breakdown")
    dates = days(len(notation))
    rows = [(day, "Ann", text, 1, None) for day, (text, _) in zip(dates, notation, strict=True)]
    file = csv_file(tmp_path, TABLES["target_breakdown"][1], rows)
    result = refreshed(targets, "actuals", file)
    assert reasons(targets) == {}
    tallied = [row[1] for row in filled_rows(targets, "day_tally")]
    assert tallied == pytest.approx([amount for _, amount in notation])
    assert result.tallied == len(notation)


def test_a_sheets_own_texts_are_read_alike(tmp_path: Path) -> None:
    rows = [(day, "Ann", text, None, None) for day, (text, _) in zip(days(len(COMMAS)), COMMAS, strict=True)]
    targets = book(tmp_path, "target_breakdown", {"actuals": rows})
    assert refreshed(targets).tallied == len(COMMAS)
    assert [row[1] for row in filled_rows(targets, "day_tally")] == pytest.approx([amount for _, amount in COMMAS])


def test_what_is_no_amount_is_rejected_by_its_cell(tmp_path: Path) -> None:
    texts = ["12%", "1234.50 CR", "1,2,3", "1.2.3", "$5€", "--5", "(5", "½", "3pm", "1,234.5,6", "5 pieces", "²"]
    rows = [(day, "Ann", text, None, None) for day, text in zip(days(len(texts)), texts, strict=True)]
    targets = book(tmp_path, "target_breakdown", {"actuals": rows})
    result = refreshed(targets)
    assert (result.tallied, result.rejected) == (0, len(texts))
    assert all(
        "sales" in reason and text in reason for text, reason in zip(texts, reasons(targets).values(), strict=True)
    )
    assert not result.findings.all_well


SOLD = {
    "team_earnings": (
        ("Date", "Person", "Item", "Units", "Price", "Unit cost"),
        ("2026-01-15", "Ann", "Printer", "2", "1.250", "900,00"),
        ("sales", 2500.0),
    ),
    "centre_benefits": (
        ("Date", "Territory", "Item", "Units", "Unit price", "Unit cost"),
        ("2026-01-15", "North", "Phone", "2", "1.250", "900,00"),
        ("Sales", 2500.0),
    ),
    "target_breakdown": (
        ("Date", "Person", "Sales", "Profit", "Cost"),
        ("2026-01-15", "Ann", "2.500", "100,00", None),
        ("Sales", 2500.0),
    ),
}
"""A price of which only another column of the file tells that 1.250 is no 1.25."""


def _sales(path: Path, kind: str) -> Any:
    tables = {
        "team_earnings": ("lines", 8),
        "centre_benefits": ("territory_tally", 3),
        "target_breakdown": ("day_tally", 1),
    }
    table, place = tables[kind]
    return filled_rows(path, table)[0][place]


@pytest.mark.parametrize("kind", SOLD)
@pytest.mark.parametrize("host", ["csv", "xlsx", "sheet"])
def test_another_column_of_the_file_tells_the_decimal_mark(tmp_path: Path, kind: str, host: str) -> None:
    headers, row, (_, sales) = SOLD[kind]
    table, every = TABLES[kind]
    cells = dict(zip(headers, row, strict=True))
    if host == "sheet":
        path = book(tmp_path, kind, {table: [tuple(cells.get(header) for header in every)]})
        result = refreshed(path)
    else:
        path = book(tmp_path, kind)
        write = csv_file if host == "csv" else xlsx_file
        file = write(tmp_path, headers, [row], **({"delimiter": ";"} if host == "csv" else {}))
        result = refreshed(path, table, file)
    assert (result.tallied, result.rejected) == (1, 0), reasons(path)
    assert _sales(path, kind) == sales
    assert any("read with a decimal comma: as the other columns of the file" in note for note in result.notes)


def test_without_any_evidence_two_readings_are_rejected_and_import_decides(tmp_path: Path) -> None:
    headers = TABLES["target_breakdown"][1]
    file = csv_file(
        tmp_path, headers, [("2026-01-15", "Ann", "2,500", None, None), ("2026-01-16", "Ann", "7", None, None)]
    )
    targets = book(tmp_path, "target_breakdown")
    refreshed(targets, "actuals", file)
    assert reasons(targets) == {2: 'sales "2,500" has two readings: set its decimal mark on Import'}
    for mark, sales in (("point", 2500.0), ("comma", 2.5)):
        targets = book(tmp_path, "target_breakdown", columns={"source_columns": {"Decimal mark": [None, None, mark]}})
        assert refreshed(targets, "actuals", file).rejected == 0
        assert filled_rows(targets, "day_tally")[0][1] == sales


def test_a_mark_that_a_cell_contradicts_rejects_that_cell(tmp_path: Path) -> None:
    rows = [("2026-01-15", "Ann", "1,234.50", None, None), ("2026-01-16", "Ann", "2,5", None, None)]
    targets = book(tmp_path, "target_breakdown", columns={"source_columns": {"Decimal mark": [None, None, "comma"]}})
    refreshed(targets, "actuals", csv_file(tmp_path, TABLES["target_breakdown"][1], rows))
    assert reasons(targets) == {2: 'sales "1,234.50" is not written with the decimal comma that Import says'}


def test_both_marks_in_one_column_are_read_where_they_are_clear(tmp_path: Path) -> None:
    texts = ["1,234.50", "1.234,50", "2,500", "3"]
    rows = [(day, "Ann", text, None, None) for day, text in zip(days(4), texts, strict=True)]
    targets = book(tmp_path, "target_breakdown")
    result = refreshed(targets, "actuals", csv_file(tmp_path, TABLES["target_breakdown"][1], rows))
    assert [row[1] for row in filled_rows(targets, "day_tally")] == [1234.5, 1234.5, 3]
    assert list(reasons(targets)) == [4]
    assert "decimal points and decimal commas" in reasons(targets)[4]
    assert any("1 row with a decimal point and 1 row with a decimal comma" in note for note in result.notes)


def test_several_currencies_in_a_column_are_a_warning(tmp_path: Path) -> None:
    texts = ["$1", "€2", "US$ 3", "4"]
    rows = [(day, "Ann", text, None, None) for day, text in zip(days(4), texts, strict=True)]
    targets = book(tmp_path, "target_breakdown", {"actuals": rows})
    result = refreshed(targets)
    said = check(result, "Columns are read without doubt")
    assert said == ("Warning: sales has several currencies ($ in 2 rows, € in 1 row): they are added as they stand")
    assert cell(targets, "refreshed_doubts") == said
