"""What became of each idiom in a refresh: its value is the new one, or the old one was kept and is listed, or wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from addin.cells.addresses import parse_area
from addin.cells.values import Cell
from addin.workbook.file import WorkbookFile
from addin.xlsx.package import Package
from addin.xlsx.sheet_xml import Absent, SheetXml
from tests.hostile.cases import packed, unpacked
from tests.idioms.books import Book
from tests.idioms.notation import Value, rows_of, same, written
from tests.idioms.programs import ONE_CELL
from tests.idioms.reading import idioms, idioms_of, inputs
from tests.idioms.sheets import DATA, MINE, SWITCH, Placed, placed, with_user_sheets

INPUTS: Final = "inputs"
"""The category of the formulas that switch the inputs."""


class Outcome(Enum):
    """What a refresh made of one formula of the user's."""

    RIGHT = "right"
    KEPT = "kept"
    WRONG = "wrong"


@dataclass(frozen=True)
class Verdict:
    """One formula after a refresh."""

    id: str
    category: str
    formula: str
    outcome: Outcome
    found: Value
    wanted: Value

    def __str__(self) -> str:
        return f"{self.id}: ={self.formula} is {written(self.found)}, not {written(self.wanted)}"


def refreshed(book: Book, folder: Path) -> list[Verdict]:
    """The user's sheets put into a template's demo, which is refreshed, and what became of their formulas."""
    path = folder / book.demo.file
    book.write(path)
    places = placed([*idioms(), *idioms_of(book.kind)])
    cached = {place.idiom.id: place.idiom.old for place in places}
    shown = WorkbookFile(path).read_cell(book.switch)
    path.write_bytes(packed(with_user_sheets(unpacked(path.read_bytes()), places, book.switch, cached, shown=shown)))
    summary = book.refresh(path)
    listed = frozenset(getattr(summary.findings, "needs_excel", ()))
    package = Package.open(path)
    return [*_judge_inputs(package.sheet(DATA), listed), *_judge(package.sheet(MINE), places, listed)]


def _judge_inputs(sheet: SheetXml, listed: frozenset[str]) -> list[Verdict]:
    verdicts = []
    for each in inputs():
        if each.changes:
            area = parse_area(each.place)
            assert area is not None
            found = _cached(sheet, area.first_row, area.first_column)
            outcome = _outcome(found, each.old, each.new, f"{DATA}!{each.place}" in listed)
            verdicts.append(Verdict(each.place, INPUTS, f"an input that {SWITCH} switches", outcome, found, each.new))
    return verdicts


def _judge(sheet: SheetXml, places: Sequence[Placed], listed: frozenset[str]) -> list[Verdict]:
    areas = {(formula.row, formula.column): formula.array for formula in sheet.formulas}
    verdicts = []
    for place in places:
        idiom = place.idiom
        found = _found(sheet, place, areas.get((place.row, place.column)))
        outcome = _outcome(found, idiom.old, idiom.new, f"{MINE}!{place.address}" in listed)
        verdicts.append(Verdict(idiom.id, idiom.category, idiom.formula, outcome, found, idiom.new))
    return verdicts


def _found(sheet: SheetXml, place: Placed, array: str | None) -> Value:
    """The last value of an idiom; of an array all cells that its formula says it fills."""
    area = parse_area(array or place.address)
    assert area is not None
    rows = tuple(
        tuple(_cached(sheet, row, column) for column in range(area.first_column, area.last_column + 1))
        for row in range(area.first_row, area.last_row + 1)
    )
    return rows[0][0] if (len(rows), len(rows[0])) == ONE_CELL else rows


def _cached(sheet: SheetXml, row: int, column: int) -> Cell:
    value = sheet.cached(row, column)
    return None if isinstance(value, Absent) else value


def _outcome(found: Value, old: Value, new: Value, is_listed: bool) -> Outcome:
    if same(_shown(found), _shown(new)):
        return Outcome.RIGHT
    return Outcome.KEPT if is_listed and same(_shown(found), _shown(old)) else Outcome.WRONG


def _shown(value: Value) -> Value:
    """A value as cells hold it: what a formula answers for a blank cell is 0."""
    rows = tuple(tuple(0 if cell is None else cell for cell in row) for row in rows_of(value))
    return rows if isinstance(value, tuple) else rows[0][0]


def shares(verdicts: Iterable[Verdict]) -> str:
    """How many are right, kept and wrong, by category and in all, as a table in Markdown."""
    by_category: dict[str, Counter[Outcome]] = {}
    for verdict in verdicts:
        by_category.setdefault(verdict.category, Counter())[verdict.outcome] += 1
    total = sum(by_category.values(), Counter[Outcome]())
    lines = ["| category | formulas | right | kept and listed | wrong |", "|---|---:|---:|---:|---:|"]
    lines += [_line(category, counts) for category, counts in [*by_category.items(), ("**all**", total)]]
    return "\n".join(lines)


def _line(category: str, counts: Counter[Outcome]) -> str:
    formulas = counts.total()
    right, kept, wrong = (counts[outcome] for outcome in Outcome)
    return f"| {category} | {formulas} | {right} ({right / formulas:.1%}) | {kept} | {wrong} |"


def share_right(verdicts: Sequence[Verdict]) -> float:
    """The part of the formulas that came out right."""
    return sum(verdict.outcome is Outcome.RIGHT for verdict in verdicts) / len(verdicts)
