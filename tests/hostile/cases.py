"""One hostile case: the files that a stranger sent, and the healthy ones that they are made from."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

Parts = dict[str, bytes]

BOOK = "book.xlsx"
"""The name of the workbook that is refreshed."""
BAIT = "bait.csv"
"""A file that hostile workbooks point to."""

CSV = "Date,Customer,Segment,Index\n2026-01-15,C-1,Retail,90\n2026-01-15,C-2,SME,30\n2026-01-15,C-3,Wholesale,95\n"


@dataclass(frozen=True)
class Case:
    """A workbook that is refreshed, and the file of rows that takes the place of its own, if there is one."""

    book: bytes
    rows: bytes | None = None
    table: str = "responses"
    """The table whose place the file of rows takes."""
    csv: str = ""
    """A healthy file of rows."""
    template: str = ""
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


def sheet_parts(parts: Parts) -> list[str]:
    """The parts that hold cells."""
    return sorted(name for name in parts if name.startswith("xl/worksheets/sheet"))


def xml_parts(parts: Parts) -> list[str]:
    """The parts that hold XML."""
    return sorted(name for name in parts if name.endswith((".xml", ".rels", ".vml")))
