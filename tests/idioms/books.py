"""The workbooks that the idioms stand in: each template's demo, and the few rows that it is refreshed from."""

from __future__ import annotations

import csv
import datetime
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from addin.actions.demo import DEMOS, Demo
from addin.actions.refresh import Summary, refresh
from addin.cells.values import Dated
from addin.workbook.file import WorkbookFile
from addin.xlsx.copies.closed_copy import Wanted, closed_copy, write_parts
from tests.hostile.cases import packed, unpacked
from tests.idioms.sheets import FEW, Parts
from workbook_templates.catalogue import TEMPLATES

_FIRST_REFRESH: Final = datetime.datetime(2026, 11, 2, 8)
_SECOND_REFRESH: Final = datetime.datetime(2026, 11, 3, 9, 30)
_WHO: Final = "Ann"


@dataclass(frozen=True)
class Book:
    """A template's demo."""

    demo: Demo

    @property
    def kind(self) -> str:
        return self.demo.kind

    @property
    def fed(self) -> str:
        """The table whose rows come from a file in the second refresh."""
        return TEMPLATES[self.kind].feeds[0].table

    @property
    def switch(self) -> str:
        """The name of the cell that says how many rows were tallied."""
        return "refreshed_tallied" if len(TEMPLATES[self.kind].feeds) == 1 else f"refreshed_{self.fed}_tallied"

    def write(self, path: Path) -> None:
        """The demo as it is before the second refresh."""
        path.write_bytes(_written(self.demo))

    def refresh(self, path: Path) -> Summary:
        """A refresh from so few rows that the inputs of the idioms change."""
        rows = path.with_name("rows.csv")
        self._write_rows(path, rows)
        return refresh(path, {self.fed: rows}, now=_SECOND_REFRESH, who=_WHO)

    def _write_rows(self, path: Path, rows: Path) -> None:
        """Rows of the demo, as many as may be, from the whole of its time."""
        table = WorkbookFile(path).read_table(self.fed)
        lines = [row for row in zip(*table.columns, strict=True) if any(cell is not None for cell in row)]
        with rows.open("w", encoding="utf-8", newline="") as stream:
            file = csv.writer(stream)
            file.writerow(table.headers)
            file.writerows(map(_texts, lines[:: len(lines) // (FEW * 9 // 10) + 1]))


def _texts(row: Sequence[Dated]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]


BOOKS: Final = tuple(map(Book, DEMOS))


@cache
def _written(demo: Demo) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path, _ = demo.write(Path(folder), now=_FIRST_REFRESH)
        return path.read_bytes()


def values_only(book: bytes, folder: Path) -> Parts:
    """The parts of a workbook with values in place of its own formulas."""
    source, copy = folder / "source.xlsx", folder / "values.xlsx"
    source.write_bytes(book)
    package = WorkbookFile(source).package
    closed = closed_copy(package, Wanted(package.sheets, to_send=False))
    with copy.open("xb") as stream:
        write_parts(closed.parts, stream)
    return unpacked(copy.read_bytes())


def with_parts(path: Path, parts: Parts) -> None:
    """A workbook on the disk made of other parts."""
    path.write_bytes(packed(parts))
