"""What every template keeps to: the same bytes on every build, names that are no addresses, formulas for every host."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator

from openpyxl.utils import range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from udfs.calling.registry import FUNCTIONS
from workbook_templates.sheets.determinism import workbook_bytes

_BANNED = {"LET", "LAMBDA", "FILTER", "SORT", "UNIQUE", "XLOOKUP", "TEXTJOIN", "MAXIFS", "TODAY", "NOW", "TEXT"}
_BANNED |= {"OFFSET", "INDIRECT", "RAND"}
"""Functions of newer versions, of one language's format codes, of the clock, and volatile ones."""


def assert_the_same_on_every_build(build: Callable[[], Workbook]) -> None:
    def parts() -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(workbook_bytes(build()))) as package:
            return {name: package.read(name) for name in package.namelist()}

    assert parts() == parts()


def assert_headers(workbook: Workbook, table: str, headers: tuple[str, ...]) -> None:
    sheet = next(sheet for sheet in workbook if table in sheet.tables)
    left, top, right, bottom = range_boundaries(sheet.tables[table].ref)
    assert tuple(sheet.tables[table].column_names) == headers
    assert tuple(cell.value for cell in sheet[top][left - 1 : right]) == headers
    assert bottom > top


def assert_no_name_is_a_function_or_an_address(workbook: Workbook) -> None:
    names = [*workbook.defined_names, *(name for sheet in workbook for name in sheet.tables)]
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert name.upper() not in FUNCTIONS
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d{1,7}", name), "reads as A1"
        assert not re.fullmatch(r"(?i)r\d*c?\d*|c\d*", name), "reads as R1C1"


def formulas(workbook: Workbook) -> Iterator[tuple[str, str]]:
    """Place and text of every formula; none of them is an array formula."""
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                assert not isinstance(cell.value, ArrayFormula), f"{sheet.title}!{cell.coordinate}"
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    yield f"{sheet.title}!{cell.coordinate}", cell.value[1:]


def assert_every_host_computes(workbook: Workbook) -> int:
    """No formula hangs on version, language or clock; answers how many there are."""
    number = 0
    for place, formula in formulas(workbook):
        called = set(re.findall(r"([A-Z][A-Z0-9_.]*)\(", re.sub(r'"[^"]*"', '""', formula)))
        assert not _BANNED & called, place
        assert len(formula) < 8192, place
        number += 1
    return number
