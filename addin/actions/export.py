"""A copy to send: chosen sheets with values in place of formulas, and nothing that whoever gets it is not shown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from addin.actions.refresh import template_of
from addin.actions.report_pages import pages_of
from addin.cells.values import Cell
from addin.refusal import Refusal
from addin.system.new_file import create
from addin.workbook.file import WorkbookFile
from addin.workbook.protocol import VALUES_ONLY
from addin.xlsx.cell_xml import is_unchanged
from addin.xlsx.copies.closed_copy import Wanted, closed_copy, write_parts
from addin.xlsx.copies.taken_out import taken_out
from addin.xlsx.copies.workbook_part import chart_sheets
from addin.xlsx.package import Package
from addin.xlsx.sheet_xml import ABSENT, Absent

if TYPE_CHECKING:
    from addin.engine.evaluation import Evaluation

ALL_SHEETS: Final = "*"
"""Names every sheet that Excel shows."""


@dataclass(frozen=True)
class Sent:
    """What went into a copy to send, and what did not."""

    sheets: tuple[str, ...]
    left_out: tuple[str, ...]
    formulas: int
    """How many became values."""
    stale: int
    """How many of the workbook's formulas a fresh calculation would change."""
    taken_out: tuple[str, ...]
    """What else of the sheets in it did not come along, in words."""


def values_copy(path: Path) -> Path:
    """Where the copy of a workbook goes: beside it. It holds no macros, whatever the workbook does."""
    return path.with_name(f"{path.stem} - values.xlsx")


def export_values(path: Path, target: Path, sheets: Sequence[str] = ()) -> Sent:
    """Write the copy: the pages of the report, or these sheets. What a formula showed last is what is sent."""
    if target.suffix.lower() != ".xlsx":
        raise Refusal(f"{target.name}: the copy is a workbook without macros; let its name end in .xlsx.")
    if target.exists():
        raise Refusal(f"{target.name}: there is such a file already; choose another name, or remove it.")
    book = WorkbookFile(path)
    package = book.package
    chosen = _chosen(book, sheets)
    evaluation, old = compute_for_copy(book)
    tag = book.template().removesuffix(VALUES_ONLY)
    tag = f"{tag}{VALUES_ONLY}" if tag else ""
    copy = closed_copy(package, Wanted(chosen, tag=tag, answers=partial(_answers, evaluation)))
    create(target, lambda stream: write_parts(copy.parts, stream), like=path)
    words = taken_out(package, [sheet for sheet in chosen if sheet in package.sheets])
    if copy.unseen:
        cells = "cell that is" if copy.unseen == 1 else "cells that are"
        words.append(f"the values of {copy.unseen:,} {cells} not shown (in hidden rows or columns, or covered)")
    if copy.pictures:
        words.append("pictures and data types in cells")
    left_out = tuple(sheet for sheet in package.all_sheets if sheet not in chosen)
    return Sent(tuple(chosen), left_out, copy.formulas, old, tuple(words))


def _answers(evaluation: Evaluation, texts: Sequence[tuple[str, str]]) -> Sequence[Any]:
    """What formulas come to in the workbook; None for each where that takes too much."""
    try:
        return evaluation.compute_all(texts)
    except Refusal:
        return [None] * len(texts)


def compute_for_copy(book: WorkbookFile) -> tuple[Evaluation, int]:
    """The workbook computed, and how many of its formulas show something else; those without a value get one."""
    package = book.package
    if any(_has_uncomputed(package, name) for name in package.sheets):
        book.recalculate()
        assert book.evaluation is not None
        return book.evaluation, 0
    from addin.engine.evaluation import evaluate_package  # the engine takes a moment to load

    evaluation = evaluate_package(package)
    return evaluation, sum(1 for _ in stale(package, evaluation))


def stale(package: Package, evaluation: Evaluation) -> Iterator[tuple[str, int, int]]:
    """Formula cells whose last value is not what their formula gives now: sheet, row, column."""
    return (
        (name, row, column)
        for name, values in evaluation.values.items()
        for (row, column), value in values.items()
        if not _same(value, package.sheet(name).cached(row, column))
    )


def _chosen(book: WorkbookFile, sheets: Sequence[str]) -> list[str]:
    """The sheets of the copy, in the workbook's order: those that were named, the report's, or all that are shown."""
    package, tag = book.package, book.template()
    shown = [
        sheet
        for sheet in package.all_sheets
        if sheet not in package.hidden and (sheet in package.sheets or sheet in chart_sheets(package))
    ]
    if not shown:
        raise Refusal(f"{book.name}: has no sheet that is shown; show one in Excel (right-click a tab > Unhide).")
    if ALL_SHEETS in sheets or (not sheets and (not tag or tag.endswith(VALUES_ONLY))):
        return shown
    if not sheets:
        pages = pages_of(package, template_of(book).pages)
        return [page for page in pages if page in shown] or _require_shown(book, pages, shown)
    return _require_shown(book, sheets, shown)


def _require_shown(book: WorkbookFile, sheets: Sequence[str], shown: Sequence[str]) -> list[str]:
    known = {sheet.casefold(): sheet for sheet in shown}
    for sheet in sheets:
        if sheet.casefold() in known:
            continue
        if sheet.casefold() in map(str.casefold, book.package.all_sheets):
            raise Refusal(
                f"{book.name}: its sheet {sheet} is hidden, and a copy to send holds what is shown; show it in Excel "
                "first (right-click a tab > Unhide)."
            )
        raise Refusal(f'{book.name}: has no sheet "{sheet}"; it shows {", ".join(shown)}.')
    wanted = {sheet.casefold() for sheet in sheets}
    return [sheet for sheet in shown if sheet.casefold() in wanted]


def _same(computed: Cell, shown: Cell | Absent) -> bool:
    if isinstance(computed, float) and isinstance(shown, float):
        return math.isclose(computed, shown, rel_tol=1e-9, abs_tol=1e-9)
    return shown is not ABSENT and is_unchanged(shown, computed)


def _has_uncomputed(package: Package, name: str) -> bool:
    if not package.has_formulas(name):
        return False
    sheet = package.sheet(name)
    return any(sheet.cached(formula.row, formula.column) is ABSENT for formula in sheet.formulas)
