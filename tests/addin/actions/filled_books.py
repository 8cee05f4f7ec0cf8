"""Workbooks of each kind, filled in but for their rows, and rows in files: what tests refresh."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from addin.actions.refresh import Summary, refresh
from addin.workbook.file import WorkbookFile
from tests.conftest import filled_rows, type_in
from tests.workbook_templates.test_names_that_are_numbers import FILLINGS, NOON
from workbook_templates.catalogue import workbook_bytes
from workbook_templates.centre_benefits.columns import ROWS as BENEFITS
from workbook_templates.team_earnings.orders import NAMES as EARNINGS

Rows = Sequence[Sequence[Any]]
RESPONSES = ("Date", "Customer", "Segment", "Index", *(f"Answer {number}" for number in range(1, 7)))
TABLES: Mapping[str, tuple[str, Sequence[str]]] = {
    "survey_roi": ("responses", RESPONSES),
    "target_breakdown": ("actuals", ("Date", "Person", "Sales", "Profit", "Cost")),
    "team_earnings": ("orders", EARNINGS),
    "centre_benefits": ("orders", BENEFITS["orders"]),
}
"""The table of rows of each kind that its tests fill first, and its headers."""


@cache
def _without_rows(kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(workbook_bytes(kind))
        cells, forms, _ = FILLINGS[kind][0]
        type_in(path, cells, forms, {})
        return path.read_bytes()


def book(
    folder: Path,
    kind: str,
    rows: Mapping[str, Rows] | None = None,
    columns: Mapping[str, Mapping[str, Sequence[Any]]] | None = None,
    **cells: Any,
) -> Path:
    """A workbook of that kind; `rows` on its sheets, `columns` and cells as a user types them."""
    path = folder / f"{kind}.xlsx"
    path.write_bytes(_without_rows(kind))
    tables = {
        table: [(*row, *[None] * (len(_headers(kind, table)) - len(row))) for row in lines]
        for table, lines in (rows or {}).items()
    }
    if tables or columns or cells:
        type_in(path, cells, columns or {}, tables)
    return path


def _headers(kind: str, table: str) -> Sequence[str]:
    return BENEFITS[table] if kind == "centre_benefits" else TABLES[kind][1]


def csv_file(folder: Path, headers: Sequence[str], rows: Rows, name: str = "rows.csv", **form: Any) -> Path:
    """A text file; `form` is what the writer of csv takes, and its encoding."""
    encoding = form.pop("encoding", "utf-8")
    text = io.StringIO(newline="")
    writer = csv.writer(text, **form)
    writer.writerow(headers)
    writer.writerows(rows)
    path = folder / name
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def xlsx_file(folder: Path, headers: Sequence[str], rows: Rows, name: str = "rows.xlsx", shown_as: str = "") -> Path:
    """A workbook of rows from the first row on, its cells in a number format where one is given."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (headers, *rows):
        sheet.append(list(row))
    for row in sheet.iter_rows(min_row=2) if shown_as else ():
        for cell in row:
            if isinstance(cell.value, (int, float)) or hasattr(cell.value, "total_seconds"):
                cell.number_format = shown_as
    path = folder / name
    workbook.save(path)
    return path


def refreshed(path: Path, table: str = "", file: Path | None = None, **more: Any) -> Summary:
    return refresh(path, {table: file} if file is not None else {}, now=NOON, who="Ann", **more)


def reasons(path: Path) -> dict[Any, str]:
    """Row -> why it was rejected."""
    return {row[1] if isinstance(row[0], str) else row[0]: str(row[-1]) for row in filled_rows(path, "rejected")}


def check(summary: Summary, title: str) -> str:
    """What a check answers."""
    return next(each.result for each in summary.findings.checks if each.name == title)


def cell(path: Path, name: str) -> Any:
    return WorkbookFile(path).read_cell(name)
