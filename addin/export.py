"""A copy to send: values in place of formulas, so that whoever opens it sees the numbers without the add-in."""

from __future__ import annotations

import re
from pathlib import Path

from addin.new_file import create
from addin.package import Package
from addin.refusal import Refusal
from addin.sheet_xml import ABSENT
from addin.workbook_file import WorkbookFile

_CALCULATED_COLUMN = re.compile(
    rb"<((?:\w+:)?(?:calculatedColumnFormula|totalsRowFormula))\b[^>]*?(?:/>|>.*?</\1>)", re.DOTALL
)
_CALCULATION_CHAIN = "xl/calcChain.xml"


def values_copy(path: Path) -> Path:
    """Where the copy of a workbook goes: beside it."""
    return path.with_name(f"{path.stem} - values{path.suffix}")


def export_values(path: Path, target: Path) -> int:
    """Write the copy; answers how many formulas became values. What a formula shows last is what is sent."""
    if target.exists():
        raise Refusal(f"{target.name}: there is such a file already; name another with --output, or remove it.")
    book = WorkbookFile(path)
    package = book.package
    if any(_has_uncomputed(package, name) for name in package.sheets):
        book.recalculate()
    formulas = 0
    for name in package.sheets:
        if package.has_formulas(name):
            sheet = package.sheet(name)
            formulas += len(sheet.formulas)
            sheet.drop_formulas()
    for table in package.tables.values():
        part = package.part(table.part)
        plain = _CALCULATED_COLUMN.sub(b"", part)
        if plain != part:
            package.replace_part(table.part, plain)
    if package.has_part(_CALCULATION_CHAIN):
        package.drop_part(_CALCULATION_CHAIN)
    create(target, package.write)
    return formulas


def _has_uncomputed(package: Package, name: str) -> bool:
    if not package.has_formulas(name):
        return False
    sheet = package.sheet(name)
    return any(sheet.cached(formula.row, formula.column) is ABSENT for formula in sheet.formulas)
