"""The user's formulas computed on the workbook as it is now, by the ways that proved right before."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from addin.cells.addresses import LAST_COLUMN, LAST_ROW, Area
from addin.cells.values import Cell
from addin.engine.calls import Rows
from addin.engine.evaluation import Evaluation
from addin.engine.proving.formula_engine import Beyond, FormulaBook, area_from, as_rows, fitted, shown
from addin.engine.proving.prover import (
    OwnFormula,
    Proof,
    as_excel_has_it,
    is_live,
    place_for_answer,
    rewritten_now,
    sheets_of,
    written_out_by,
)
from addin.engine.proving.state import Place, Values, cells_of, is_same
from addin.engine.proving.voices import Voice
from addin.engine.rewriting import Rewriter
from addin.engine.staging import Position
from addin.xlsx.values_package import values_package
from udfs.calling.errors import CellError

if TYPE_CHECKING:
    from addin.xlsx.package import Package

_MOST_PASSES = 12
_SPILL = "#SPILL!"


@dataclass
class Answers:
    """What the user's formulas come to: the value of each cell that they fill, and the cells that arrays fill."""

    values: dict[Place, Cell]
    areas: dict[Place, Area]
    refused: set[Place] = field(default_factory=set)
    """Formulas that no engine could compute, or on which the engines disagree."""


class Session:
    """One workbook in the second engine, kept up to date with what the first comes to."""

    def __init__(
        self,
        package: Package,
        evaluation: Evaluation,
        own: Mapping[Place, OwnFormula],
        proof: Proof,
        old: Values,
        filled: Collection[Place],
    ) -> None:
        self._package = package
        self.evaluation = evaluation
        self._own = own
        self._proof = proof
        self._old = old
        self.vote: Mapping[str, Mapping[Position, Cell]] = {}
        """What the first engine comes to by itself, where Excel left no values to prove formulas by."""
        self._filled = filled
        """Cells in which values stand that formulas of the user's spilled, and nobody else's."""
        self._book: FormulaBook | None = None
        self._given: Values = {}
        """What stands in it, but for the formulas in it."""
        self._held: Collection[Place] = ()
        self._moment = datetime.datetime.now()  # noqa: DTZ005 - the user's own clock, as Excel's NOW()
        self._rewriter = Rewriter(evaluation.surroundings)
        self._live = {
            place
            for place, each in own.items()
            if proof.voices.get(place) is Voice.LIVE
            or (place in proof.unseen and is_live(each) and not proof.by_first_alone)
        }
        self._alone = [each for place, each in own.items() if place not in self._live and proof.speaks_for(place)]

    def answers(self, now: Values, before: Answers, held: Collection[Place]) -> Answers:
        """What the formulas that are not held come to on these values; the others keep what they have."""
        came = Answers(dict(before.values), dict(before.areas))
        live = self._live.difference(held)
        alone = [each for each in self._alone if each.place not in held]
        book = None
        if live or any(self._asks_second(each) for each in alone):
            try:
                book, is_new = self._current_book(now, live)
            except Beyond:
                came.refused |= live
            else:
                # What the first engine comes to follows from cells that it has been given only now.
                if not is_new and held == self._held and all(map(self._asks_second, alone)):
                    return before
        self._held = set(held)
        for _ in range(_MOST_PASSES):
            if book is not None:
                self._read_live(book, live, came)
            moved = [self._read_alone(book, each, came) for each in alone]
            if not any(moved):
                break
        return came

    def _asks_second(self, own: OwnFormula) -> bool:
        by_first = self._proof.by_first_alone or own.is_ours
        return self._proof.voices.get(own.place) is not Voice.FIRST and not by_first

    def _current_book(self, now: Values, live: Collection[Place]) -> tuple[FormulaBook, bool]:
        """The second engine's workbook with these values, and these formulas in it; whether it held others before."""
        is_new = self._book is None
        if self._book is None:
            stand = [self._own[place] for place in live]
            self._book = FormulaBook(values_package(self._package, sheets_of(now, stand)))
            self._book.pin(self._moment)
        else:
            for sheet, cells in now.items():
                given = self._given.get(sheet, {})
                for position in cells.keys() | given.keys():
                    if (sheet, *position) not in live and cells.get(position) != given.get(position):
                        self._book.put(sheet, *position, cells.get(position))
                        is_new = True
            for place in self._live - set(live):
                self._book.put(*place, now[place[0]].get(place[1:]))
        self._given = {sheet: dict(cells) for sheet, cells in now.items()}
        return self._book, is_new

    def _put(self, book: FormulaBook, cell: Place, value: Cell) -> None:
        """A value that came out, for the formulas that read it; the workbook is known to hold it."""
        given = self._given.setdefault(cell[0], {})
        if given.get(cell[1:]) != value:
            book.put(*cell, value)
            given[cell[1:]] = value

    def _read_live(self, book: FormulaBook, live: Collection[Place], came: Answers) -> None:
        book.compute()
        for place in live:
            value = shown(book.value(*place))
            if place in self._proof.unseen and not self._is_voted(place, value):
                came.refused.add(place)
                value = None
            else:
                came.refused.discard(place)
            came.values[place] = self._old_if_same(place, value)

    def _read_alone(self, book: FormulaBook | None, own: OwnFormula, came: Answers) -> bool:
        """Whether the formula comes to something else than before."""
        place = own.place
        try:
            answer = self._answer(book, own, came)
        except Beyond:
            answer = None
        if answer is None:
            came.refused.add(place)
            return False
        came.refused.discard(place)
        area = came.areas.get(place, own.area)
        if own.dynamic:
            area, answer = self._spilled(own, area, answer, came)
        rows = fitted(answer, area.last_row - area.first_row + 1, area.last_column - area.first_column + 1)
        if place in self._proof.unseen and not self._is_voted(place, rows[0][0]):
            came.refused.add(place)
            return False
        before = {cell: came.values.pop(cell, None) for cell in cells_of(place[0], came.areas.get(place, own.area))}
        if own.is_array:
            came.areas[place] = area
        values = (cell for row in rows for cell in row)
        now = {
            cell: self._old_if_same(cell, value) for cell, value in zip(cells_of(place[0], area), values, strict=True)
        }
        came.values |= now
        if book is not None:
            for cell in before.keys() | now.keys():
                self._put(book, cell, now.get(cell))
        return before != now

    def _answer(self, book: FormulaBook | None, own: OwnFormula, came: Answers) -> Rows | None:
        """The whole answer of one formula, by the way that proved right."""
        voice = self._proof.voices.get(own.place)
        if voice is Voice.FIRST or own.is_ours:
            return self._first_answer(own)
        if book is None:
            return None
        text = own.staged.written
        if voice is not Voice.WHOLE:
            spills = {**self.evaluation.surroundings.spills, **came.areas}
            compute = self.evaluation.compute
            text = written_out_by(self._package, spills, book, compute, self._rewriter).formula(text, own.place)
        return book.answer(*place_for_answer(own), as_excel_has_it(text))

    def _first_answer(self, own: OwnFormula) -> Rows | None:
        done = rewritten_now(own, self.evaluation, self._rewriter)
        if done.unknown or done.problem:
            return None
        answer, _ = self.evaluation.compute(done.text, own.place[0])
        return as_rows(answer)

    def _is_voted(self, place: Place, value: Cell) -> bool:
        """Whether the first engine comes to the same: it has to, where Excel left no value to prove a formula by."""
        voted = self.vote.get(place[0], {})
        return place[1:] in voted and is_same(shown(voted[place[1:]]), value)

    def _old_if_same(self, cell: Place, value: Cell) -> Cell:
        """The value to the last digit as it stood there, unless it is another in the digits that Excel shows."""
        old = self._old.get(cell[0], {}).get(cell[1:])
        return old if old is not None and is_same(old, value) else value

    def _spilled(self, own: OwnFormula, area: Area, answer: Rows, came: Answers) -> tuple[Area, Rows]:
        """Where an answer spills to; #SPILL! in one cell where anything is in its way."""
        row, column = own.place[1:]
        spilled = area_from(row, column, answer)
        if self._is_free(own.place[0], spilled, area, came):
            return spilled, answer
        came.refused.add(own.place)
        return Area(row, column, row, column), [[CellError(_SPILL)]]

    def _is_free(self, sheet: str, area: Area, before: Area, came: Answers) -> bool:
        if area == before:
            return True
        if area.last_row > LAST_ROW or area.last_column > LAST_COLUMN:
            return False
        cells = self._package.sheet(sheet)
        others = {cell for cell in came.values if cell[0] == sheet and not before.holds(*cell[1:])}
        taken = any(not before.holds(*place) and (sheet, *place) not in self._filled for place in cells.occupied(area))
        tables = [each.area for each in self._package.tables.values() if each.sheet == sheet]
        return not (
            taken
            or any(area.holds(*cell[1:]) for cell in others)
            or any(each.meets(area) for each in [*cells.merged_areas, *tables])
        )
