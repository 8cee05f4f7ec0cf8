"""Which error cells show a picture or data type instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from addin.xlsx.package import Package
from tests.conftest import edited
from tests.rich_values import with_rich_values

KINDS = ("_localImage", "_webimage", "_linkedentity2", "_linkedentitycore", "_error", "_formattednumber")
METADATA = "xl/metadata.xml"
VALUES = "xl/richData/rdrichvalue.xml"
STRUCTURES = "xl/richData/rdrichvaluestructure.xml"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A cell for each kind, and error cells with nothing, and with a number that leads nowhere, behind them."""
    path = tmp_path / "book.xlsx"
    openpyxl.Workbook().save(path)
    numbers = [*range(1, len(KINDS) + 1), 99]
    cells = "".join(f'<c r="{chr(64 + each)}1" t="e" vm="{each}"><v>#VALUE!</v></c>' for each in numbers[:-1])
    cells += '<c r="X1" t="e"><v>#VALUE!</v></c><c r="Y1" t="e" vm="99"><v>#VALUE!</v></c><c r="Z1" vm="1"><v>1</v></c>'
    path.write_bytes(with_rich_values(path.read_bytes(), KINDS, cells=f'<row r="1">{cells}</row>'))
    return path


def shown(path: Path) -> list[int]:
    """The columns of the cells that show something rich."""
    package = Package.open(path)
    assert package.has_rich_values("Sheet") is bool(package.rich_values)
    return [column for column in range(1, 27) if package.rich_value("Sheet", 1, column) is not None]


def test_all_but_errors_are_shown(book: Path) -> None:
    assert shown(book) == [1, 2, 3, 4, 6]


@pytest.mark.parametrize("part", [METADATA, VALUES, STRUCTURES])
def test_without_a_part_that_tells_they_are_errors(book: Path, part: str) -> None:
    book.write_bytes(with_rich_values(_plain(book), KINDS, without=[part]))
    assert shown(book) == []


def _plain(path: Path) -> bytes:
    openpyxl.Workbook().save(path)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("part", "change", "expected"),
    [
        (METADATA, lambda data: data[:100], []),
        (METADATA, lambda data: data.replace(b"XLRICHVALUE", b"XLOTHER"), []),
        (METADATA, lambda data: data.replace(b'<rc t="2" v="0"/>', b'<rc t="9" v="0"/>'), [2, 3, 4, 6]),
        (METADATA, lambda data: data.replace(b'<rc t="2" v="0"/>', b'<rc t="-1" v="0"/>'), [2, 3, 4, 6]),
        (METADATA, lambda data: data.replace(b'<rc t="2" v="0"/>', b'<rc t="2" v="99"/>'), [2, 3, 4, 6]),
        (METADATA, lambda data: data.replace(b'<rc t="2" v="1"/>', b"<rc/>"), [1, 3, 4, 6]),
        (METADATA, lambda data: data.replace(b'rvb i="0"', b'rvb i="4"'), [2, 3, 4, 6]),
        (METADATA, lambda data: data.replace(b'rvb i="0"', b'rvb i="x"'), [2, 3, 4, 6]),
        (VALUES, lambda data: data.replace(b'<rv s="0">', b'<rv s="4">'), [2, 3, 4, 6]),
        (VALUES, lambda data: re.sub(rb"<rvData.*", b"<rvData/>", data), []),
        (STRUCTURES, lambda data: data.replace(b't="_localImage"', b""), [2, 3, 4, 6]),
    ],
)
def test_what_leads_nowhere_is_an_error(
    book: Path, part: str, change: Callable[[bytes], bytes], expected: list[int]
) -> None:
    edited(book, part, change)
    assert shown(book) == expected
