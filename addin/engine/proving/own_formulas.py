"""The formulas of a workbook's user, taken from the state that Excel left to the one that a refresh makes."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from addin.cells.values import Cell
from addin.engine.calls import Rows
from addin.engine.evaluation import Evaluation, evaluate_package
from addin.engine.proving.data_tables import OwnTable, own_tables
from addin.engine.proving.formula_engine import Beyond, shown
from addin.engine.proving.prover import OwnFormula, Proof, Prover, rewritten_now
from addin.engine.proving.reads import Reader
from addin.engine.proving.session import Answers, Session
from addin.engine.proving.state import CellSet, Changes, Needed, Place, Values, cells_of, is_same, overlay
from addin.engine.proving.voices import Voice
from addin.engine.rewriting import Rewriter
from addin.engine.staging import Formulas
from udfs.calling.errors import CellError

if TYPE_CHECKING:
    from addin.cells.addresses import Area
    from addin.xlsx.package import Package

_MOST_ROUNDS = 12
"""Times that both engines are asked in turn, should each need what the other computes."""


@dataclass
class Settled:
    """What the user's formulas came to."""

    values: dict[Place, Cell] = field(default_factory=dict)
    """Of each cell that they fill."""
    areas: dict[Place, Area] = field(default_factory=dict)
    """The cells that each array formula fills now."""
    emptied: set[Place] = field(default_factory=set)
    """Cells that an array formula filled when it was read, and fills no more."""
    kept: set[Place] = field(default_factory=set)
    """Formulas that kept their last value, though it may be another now."""
    followers: dict[Place, Cell] = field(default_factory=dict)
    """Formulas of the template that follow from those, with their last value."""


class OwnFormulas:
    """The user's own formulas; made once, from the workbook as it was read."""

    def __init__(
        self,
        old: Package,
        evaluation: Evaluation,
        waiting: Collection[tuple[str, Area]],
        moments: Sequence[datetime.datetime],
    ) -> None:
        self._old_package = old
        reader = Reader(evaluation.surroundings, old.sheets)
        self._own = {
            (sheet, *position): OwnFormula(staged, reader.reads(staged), old.sheet(sheet).is_dynamic(*position))
            for sheet, cells in evaluation.own.items()
            for position, staged in cells.items()
        }
        self._needed = Needed(old.sheets)
        for each in self._own.values():
            self._needed.add(each.reads)
            self._needed.add_area(each.place[0], each.area)
        self._tables = own_tables(old, evaluation, reader)
        for table in self._tables:
            self._needed.add(table.reads)
            self._needed.add_area(table.sheet, table.area)
        self._old = self._needed.values_of(old)
        self._members = {cell for each in self._own.values() for cell in cells_of(each.place[0], each.area)}
        self._session: Session | None = None
        self._answers = self._as_read()
        self._held: set[Place] = set()
        self._disputed: set[Place] = set()
        """Formulas on whose new value the engines differ, though both came to the old one."""
        self._filled = set(self._members)
        """All cells that they fill, or filled at some time since."""
        self._proof = self._prove(evaluation, waiting, moments)

    def _prove(
        self, evaluation: Evaluation, waiting: Collection[tuple[str, Area]], moments: Sequence[datetime.datetime]
    ) -> Proof:
        self._prover = Prover(self._old_package, self._own, self._old, evaluation.surroundings, moments)
        proof = self._prover.prove()
        if self._old_package.computes_as_displayed:
            return Proof(doubted=set(self._own) - proof.unseen, unseen=proof.unseen)
        for place in self._own:
            if any(sheet.casefold() == place[0].casefold() and area.holds(*place[1:]) for sheet, area in waiting):
                proof.voices.pop(place, None)
                proof.doubted.add(place)
        return proof

    def covers(self, own: Formulas) -> bool:
        """Whether these are the formulas that it was made for: a person may enter one more before the next refresh."""
        return {(sheet, *position) for sheet, cells in own.items() for position in cells} == self._own.keys()

    def settle(self, package: Package, evaluation: Evaluation) -> Settled:
        """The user's formulas in the workbook as it is now; the template's are computed on with them."""
        base = self._needed.values_of(package)
        if self._session is None or self._session.evaluation is not evaluation:
            # Other rows, or the first time; else what came out before is what most of it comes to again.
            self._session = Session(package, evaluation, self._own, self._proof, self._old, self._filled)
            self._answers, self._held = self._as_read(), set()
        if self._proof.unseen:
            self._session.vote = evaluate_package(package).values
        session, answers, held = self._session, self._answers, set(self._held)
        for _ in range(_MOST_ROUNDS):
            try:
                came = session.answers(self._now(base, evaluation, answers), answers, held)
            except Beyond:
                held, answers = set(self._own), self._as_read()
                evaluation.place_own(answers.values)
                break
            stale = self._stale(self._now(base, evaluation, came))
            settled = came.values == answers.values
            answers = self._keep(came, stale | held)
            evaluation.place_own(answers.values)
            if settled and stale <= held and not self._dispute(answers, held, evaluation):
                break
            held |= stale
        else:
            held = set(self._own)
            answers = self._as_read()
            evaluation.place_own(answers.values)
        self._answers, self._held = answers, held
        stale_tables = self._stale_tables(Changes(self._old, self._now(base, evaluation, answers)))
        return self._settled(answers, held, [cell for each in stale_tables for cell in each.cells], evaluation)

    def _dispute(self, answers: Answers, held: Collection[Place], evaluation: Evaluation) -> bool:
        """Whether there are more formulas on whose new value the engines differ, though both came to the old one."""
        changed = [
            each
            for place, each in self._own.items()
            if place not in held
            and place not in answers.refused
            and self._proof.voices.get(place, Voice.FIRST) is not Voice.FIRST
            and answers.values.get(place) != self._old.get(place[0], {}).get(place[1:])
        ]
        rewriter = Rewriter(evaluation.surroundings)
        done = {each.place: rewritten_now(each, evaluation, rewriter) for each in changed if not each.reads.clock}
        texts = {place: each.text for place, each in done.items() if not (each.unknown or each.problem)}
        others = dict(
            zip(texts, evaluation.compute_all([(place[0], text) for place, text in texts.items()]), strict=True)
        )
        different = [self._own[place] for place, answer in others.items() if self._differs(place, answer, answers)]
        disputed = set(self._prover.of_first(different)) - self._disputed
        self._disputed |= disputed
        return bool(disputed)

    def _differs(self, place: Place, other: Cell | Rows, answers: Answers) -> bool:
        """Whether the first engine comes to another value; an error of it says that it cannot tell."""
        first = other[0][0] if isinstance(other, list) else other
        return not isinstance(first, CellError) and not is_same(shown(first), answers.values.get(place))

    def _as_read(self) -> Answers:
        values = {cell: self._old.get(cell[0], {}).get(cell[1:]) for cell in self._members}
        return Answers(values, {place: each.area for place, each in self._own.items() if each.is_array})

    def _keep(self, came: Answers, held: Collection[Place]) -> Answers:
        """The answers, those that are held as they were read."""
        for place in held:
            for cell in cells_of(place[0], came.areas.get(place, self._own[place].area)):
                came.values.pop(cell, None)
            for cell in cells_of(place[0], self._own[place].area):
                came.values[cell] = self._old.get(cell[0], {}).get(cell[1:])
            if self._own[place].is_array:
                came.areas[place] = self._own[place].area
        return came

    def _now(self, base: Values, evaluation: Evaluation, answers: Answers) -> Values:
        """The values of all cells that own formulas may read."""
        now = {sheet: dict(cells) for sheet, cells in base.items()}
        overlay(now, evaluation.values, self._needed)
        for sheet, row, column in self._filled - answers.values.keys():
            now.get(sheet, {}).pop((row, column), None)
        for cell, value in answers.values.items():
            now.setdefault(cell[0], {})[cell[1:]] = value
        return now

    def _stale(self, now: Values) -> set[Place]:
        """The formulas that no engine may speak for, though something changed that they read; and what follows."""
        changes = Changes(self._old, now)
        cells = CellSet()
        for table in self._stale_tables(changes):
            for cell in table.cells:
                cells.add(cell)
        silent = [each for place, each in self._own.items() if not self._proof.speaks_for(place)]
        stale = {each.place for each in silent if changes.meet(each.reads) or self._is_doubtful(each)}
        stale |= self._disputed
        self._add_cells(cells, stale)
        while new := {place for place, each in self._own.items() if place not in stale and cells.meet(each.reads)}:
            stale |= new
            self._add_cells(cells, new)
        return stale

    def _add_cells(self, cells: CellSet, places: Collection[Place]) -> None:
        """All cells that some formulas filled when they were read."""
        for place in places:
            for cell in cells_of(place[0], self._own[place].area):
                cells.add(cell)

    def _stale_tables(self, changes: Changes) -> list[OwnTable]:
        return [table for table in self._tables if changes.meet(table.reads)]

    def _is_doubtful(self, own: OwnFormula) -> bool:
        """Whether its value may be an old one already: an engine comes to another."""
        return own.place in self._proof.doubted and not (own.reads.is_constant or own.reads.random)

    def _settled(
        self, answers: Answers, held: set[Place], in_tables: Collection[Place], evaluation: Evaluation
    ) -> Settled:
        self._filled |= answers.values.keys()
        return Settled(
            answers.values,
            answers.areas,
            self._filled - answers.values.keys(),
            held | answers.refused | set(in_tables),
            self._followers([*held, *(answers.refused & self._proof.unseen)], in_tables, evaluation),
        )

    def _followers(
        self, places: Collection[Place], in_tables: Collection[Place], evaluation: Evaluation
    ) -> dict[Place, Cell]:
        """The template's formulas that follow from cells of the user's that could not be computed."""
        if not places and not in_tables:
            return {}
        cells = CellSet()
        for cell in in_tables:
            cells.add(cell)
        self._add_cells(cells, places)
        reader = Reader(evaluation.surroundings, self._old_package.sheets)
        others = {(sheet, *position): reader.reads(staged) for sheet, position, staged in evaluation.of_template()}
        found: set[Place] = set()
        while new := {place for place, reads in others.items() if place not in found and cells.meet(reads)}:
            found |= new
            cells = CellSet()
            for place in new:
                cells.add(place)
        return {place: self._old_package.sheet(place[0]).value(*place[1:]) for place in found}
