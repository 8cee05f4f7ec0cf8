"""One hostile case: the files that a stranger sent, and the healthy ones that they are made from."""

from __future__ import annotations

import datetime
import io
import random
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from openpyxl import Workbook

from tests.conftest import Survey

Parts = dict[str, bytes]

BOOK = "survey.xlsx"
"""The name of the workbook that is refreshed."""
BAIT = "bait.csv"
"""A file that hostile workbooks point to."""

DAY = datetime.date(2026, 1, 15)
ROWS = [
    (DAY, "C-1", "Retail", 90),
    (DAY, "C-2", "Retail", 30),
    (DAY, "C-3", "SME", 95),
    (DAY, "C-4", "Wholesale", 60),
    ("03/04/2026", "C-5", "SME", "n/a"),
]
CSV = "Date,Customer,Segment,Index\n2026-01-15,C-1,Retail,90\n2026-01-15,C-2,SME,30\n2026-01-15,C-3,Wholesale,95\n"


@dataclass(frozen=True)
class Case:
    """A workbook that is refreshed, and the file of rows that takes the place of its own, if there is one."""

    book: bytes
    rows: bytes | None = None
    rows_name: str = "answers.csv"

    def write(self, folder: Path) -> None:
        """The files into a folder, and beside them one that nobody asked for."""
        (folder / BOOK).write_bytes(self.book)
        (folder / BAIT).write_text(CSV, encoding="utf-8")
        if self.rows is not None:
            (folder / self.rows_name).write_bytes(self.rows)

    def with_parts(self, parts: Parts) -> Case:
        """The workbook made of other parts."""
        return replace(self, book=packed(parts))


Mutation = Callable[[random.Random, Case], Case]

MUTATIONS: dict[str, Mutation] = {}
"""Every kind of hostile case by name; a module of mutations adds its own."""


def mutation(function: Mutation) -> Mutation:
    """A function that makes a hostile case from a healthy one."""
    MUTATIONS[function.__name__] = function
    return function


def unpacked(data: bytes) -> Parts:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    """A package of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


@cache
def healthy() -> Case:
    """A survey workbook with segments, costs and a few responses, as the template makes it."""
    with tempfile.TemporaryDirectory() as folder:
        survey = Survey(Path(folder) / BOOK).fill(
            {"report_year": 2026, "report_month": 1, "value_basis": "year"},
            {
                "segments": {
                    "Segment": ["Retail", "SME"],
                    "Empirical CLV": [2000, 4000],
                    "Annual profit at calibration": [1000, 2000],
                    "Discount rate at calibration": [0, 0],
                    "Calibration date": [datetime.date(2025, 12, 31)] * 2,
                    "Annual profit today": [1000, 2000],
                },
                "cost_lines": {"Month": [datetime.date(2026, 1, 1)], "Kind": ["Staff"], "Amount": [2000]},
            },
            ROWS,
        )
        return Case(survey.path.read_bytes())


@cache
def rows_workbook() -> bytes:
    """The same rows in a workbook of their own, with shared texts, dates and a formula."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Date", "Customer", "Segment", "Index"), *ROWS, (DAY, "C-6", "SME", "=80+5")):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_parts(parts: Parts) -> list[str]:
    """The parts that hold cells."""
    return sorted(name for name in parts if name.startswith("xl/worksheets/sheet"))


def xml_parts(parts: Parts) -> list[str]:
    """The parts that hold XML."""
    return sorted(name for name in parts if name.endswith((".xml", ".rels", ".vml")))
