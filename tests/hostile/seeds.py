"""The healthy workbooks that hostile ones are made from: one of each template, filled, with a file of its rows."""

from __future__ import annotations

import csv
import datetime
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl

from addin.workbook.file import WorkbookFile
from tests.conftest import TWO_SEGMENTS, Survey, type_in
from tests.hostile.cases import BOOK, CSV, Case
from tests.workbook_templates.centre_benefits import workbook as benefits_workbook
from tests.workbook_templates.target_breakdown import workbook as target_workbook
from tests.workbook_templates.team_earnings import conftest as earnings
from workbook_templates.catalogue import workbook_bytes
from workbook_templates.sheets.determinism import workbook_bytes as bytes_of
from workbook_templates.target_breakdown.sheets.build import build

_DAY = datetime.date(2026, 1, 15)
_ROWS = [
    (_DAY, "C-1", "Retail", 90),
    (_DAY, "C-2", "Retail", 30),
    (_DAY, "C-3", "SME", 95),
    (_DAY, "C-4", "Wholesale", 60),
    ("03/04/2026", "C-5", "SME", "n/a"),
]
_ACTUALS = (
    (_DAY, "Ana Ruiz", 14_400, 1_800, 900),
    (_DAY, "Chen Li", 9_600, 1_200, 700),
    (_DAY, "nobody", 1, 1, 1),
    ("03/04/2026", "Eva Maron", "n/a", 0, 0),
)


@dataclass(frozen=True)
class Seed:
    """A template, the table whose rows a file may bring, and how the workbook is filled."""

    template: str
    table: str
    fill: Callable[[Path], None]


def _survey(path: Path) -> None:
    Survey(path).fill(
        {"report_year": 2026, "report_month": 1, "value_basis": "year"},
        {
            "segments": TWO_SEGMENTS,
            "cost_lines": {"Month": [datetime.date(2026, 1, 1)], "Kind": ["Staff"], "Amount": [2000]},
        },
        _ROWS,
    )


def _targets(path: Path) -> None:
    workbook = build()
    target_workbook.fill(workbook)
    path.write_bytes(bytes_of(workbook))
    type_in(path, {}, {}, {"actuals": _ACTUALS})


def _earnings(path: Path) -> None:
    path.write_bytes(workbook_bytes("team_earnings"))
    forms = {"plans": earnings.plan_columns(), "people": earnings.PEOPLE}
    type_in(path, {"statement_person": "Ann"}, forms, {"orders": earnings.ROWS})


def _benefits(path: Path) -> None:
    benefits_workbook.filled(path)


SEEDS = (
    Seed("survey_roi", "responses", _survey),
    Seed("target_breakdown", "actuals", _targets),
    Seed("team_earnings", "orders", _earnings),
    *(Seed("centre_benefits", table, _benefits) for table in benefits_workbook.ROWS),
)


@cache
def healthy(seed: Seed = SEEDS[0]) -> Case:
    """A workbook of a template, and a file of its own rows."""
    book, text = _filled(seed)
    return Case(book, table=seed.table, csv=CSV if seed.table == "responses" else text, template=seed.template)


@cache
def _filled(seed: Seed) -> tuple[bytes, str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / BOOK
        seed.fill(path)
        rows = WorkbookFile(path).read_table(seed.table)
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(rows.headers)
        for row in zip(*rows.columns, strict=True):
            writer.writerow(cell.date() if isinstance(cell, datetime.datetime) else cell for cell in row)
        return path.read_bytes(), stream.getvalue()


@cache
def rows_workbook(case: Case) -> bytes:
    """The rows of a case's file in a workbook of their own, with shared texts, dates and a formula."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    lines = list(csv.reader(io.StringIO(case.csv)))
    for line in lines:
        sheet.append([_typed(cell) for cell in line])
    sheet.append([_typed(cell) for cell in lines[1][:-1]] + ["=80+5"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _typed(text: str) -> object:
    for kind in (float, datetime.date.fromisoformat):
        try:
            return kind(text)
        except ValueError:
            continue
    return text or None
