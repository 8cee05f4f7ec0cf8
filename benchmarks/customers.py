"""The workbook that the engines compute: one CLV formula for each customer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import openpyxl

SHEET = "Customers"
ANSWERS = 4
"""The column of the formulas."""


@contextmanager
def customers(formulas: int) -> Iterator[Path]:
    """Three numbers and a one-cell formula in each row."""
    chance = np.random.default_rng(1997)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    for row in range(1, formulas + 1):
        numbers = [chance.uniform(50, 5_000), chance.uniform(0.01, 0.2), chance.uniform(1, 20)]
        sheet.append([*(round(number, 4) for number in numbers), f"=CLV(A{row},B{row},C{row})"])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "customers.xlsx"
        book.save(path)
        yield path
