"""A copy to send: values in place of formulas, so that whoever opens it sees the numbers without the add-in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from addin.cells.values import Cell
from addin.refusal import Refusal
from addin.system.new_file import create
from addin.workbook.file import WorkbookFile
from addin.xlsx.cell_xml import is_unchanged
from addin.xlsx.links import drop_link_to_addin
from addin.xlsx.package import Package
from addin.xlsx.sheet_xml import ABSENT, Absent

if TYPE_CHECKING:
    from addin.engine.evaluation import Evaluation

_CALCULATED_COLUMN = re.compile(
    rb"<((?:\w+:)?(?:calculatedColumnFormula|totalsRowFormula))\b[^>]*?(?:/>|>.*?</\1>)", re.DOTALL
)
_CALCULATION_CHAIN = "xl/calcChain.xml"
_TEMPLATE_NAME = re.compile(
    rb"(<(?:\w+:)?definedName\b[^>]*\bname=[\"']centre_roi_template[\"'][^>]*>(?:\"|&quot;)[^\"&<]*)", re.IGNORECASE
)
VALUES_ONLY = " values"
"""Ends the template's tag in a copy without formulas: a refresh could not change its report."""


def values_copy(path: Path) -> Path:
    """Where the copy of a workbook goes: beside it."""
    return path.with_name(f"{path.stem} - values{path.suffix}")


def export_values(path: Path, target: Path) -> tuple[int, int]:
    """Write the copy. What a formula showed last is what is sent.

    Answers how many formulas became values, and how many of these a fresh calculation would change.
    """
    if target.suffix.lower() not in (".xlsx", ".xlsm"):
        raise Refusal(f"{target.name}: the copy is a workbook; let its name end in .xlsx.")
    if target.exists():
        raise Refusal(f"{target.name}: there is such a file already; choose another name, or remove it.")
    book = WorkbookFile(path)
    package = book.package
    changed = 0
    if any(_has_uncomputed(package, name) for name in package.sheets):
        book.recalculate()
    else:
        from addin.engine.evaluation import evaluate_package  # the engine takes a moment to load

        changed = sum(1 for _ in stale(package, evaluate_package(package)))
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
    drop_link_to_addin(package)
    workbook = package.part(package.workbook_part)
    package.replace_part(package.workbook_part, _TEMPLATE_NAME.sub(rb"\1" + VALUES_ONLY.encode(), workbook))
    create(target, package.write)
    return formulas, changed


def stale(package: Package, evaluation: Evaluation) -> Iterator[tuple[str, int, int]]:
    """Formula cells whose last value is not what their formula gives now: sheet, row, column."""
    return (
        (name, row, column)
        for name, values in evaluation.values.items()
        for (row, column), value in values.items()
        if not _same(value, package.sheet(name).cached(row, column))
    )


def _same(computed: Cell, shown: Cell | Absent) -> bool:
    if isinstance(computed, float) and isinstance(shown, float):
        return math.isclose(computed, shown, rel_tol=1e-9, abs_tol=1e-9)
    return shown is not ABSENT and is_unchanged(shown, computed)


def _has_uncomputed(package: Package, name: str) -> bool:
    if not package.has_formulas(name):
        return False
    sheet = package.sheet(name)
    return any(sheet.cached(formula.row, formula.column) is ABSENT for formula in sheet.formulas)
