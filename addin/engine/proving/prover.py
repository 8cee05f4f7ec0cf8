"""The proof: which of the user's formulas an engine computes as Excel did, on the workbook as Excel left it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import formualizer

from addin.cells.addresses import Area
from addin.cells.dates import serial_number
from addin.cells.values import Cell
from addin.engine.book import Book, config
from addin.engine.calls import Rows
from addin.engine.proving.formula_engine import Beyond, FormulaBook, as_rows, fitted, shown
from addin.engine.proving.reads import Reads
from addin.engine.proving.state import Place, Values, is_same
from addin.engine.proving.voices import Voice
from addin.engine.proving.written_out import WrittenOut
from addin.engine.rewriting import Rewriter, Rewritten
from addin.engine.staging import Staged
from addin.engine.surroundings import CellPlace, Surroundings
from addin.formulas.expressions import plain_name
from addin.formulas.parsing import Call, Expression, Group, Leaf, LeafKind, Unreadable, parse
from addin.xlsx.values_package import SheetCells, values_package
from udfs.calling.errors import CellError
from udfs.calling.registry import FUNCTIONS

if TYPE_CHECKING:
    from addin.engine.evaluation import Evaluation
    from addin.xlsx.package import Package

_MOST_PASSES = 20
_MOST_FOR_SECOND = 20_000
"""Formulas: of so many in a chain each takes the second engine longer than the one before."""
_CLOCK = re.compile(r"\b(TODAY|NOW)\(\s*\)", re.IGNORECASE)


@dataclass(frozen=True)
class OwnFormula:
    """A formula of the user's own."""

    staged: Staged
    reads: Reads
    dynamic: bool
    """Whether it spills into as many cells as its answer has."""

    @property
    def place(self) -> Place:
        return self.staged.place.sheet, self.staged.place.row, self.staged.place.column

    @property
    def is_array(self) -> bool:
        return self.staged.array is not None

    @property
    def area(self) -> Area:
        """The cells that it filled when it was read."""
        row, column = self.staged.place.row, self.staged.place.column
        return self.staged.array or Area(row, column, row, column)

    @property
    def calls_ours(self) -> bool:
        """Whether a function of ours is called in it."""
        return not self.reads.called.isdisjoint(FUNCTIONS)

    @property
    def is_ours(self) -> bool:
        """Whether it is one call of a function of ours, which the first engine hands over to the last digit."""
        try:
            tree = parse(self.staged.written)
        except (Unreadable, RecursionError):
            return False
        return len(tree) == 1 and isinstance(tree[0], Call) and plain_name(tree[0].name) in FUNCTIONS

    @property
    def names_spills(self) -> bool:
        """Whether it reads what another formula spills (`B2#`), of which the second engine is told the cells."""
        return "ANCHORARRAY" in self.reads.called


OwnByPlace = Mapping[Place, OwnFormula]


@dataclass
class Proof:
    """What is known of the user's formulas by the state in which Excel left them."""

    voices: dict[Place, Voice] = field(default_factory=dict)
    """Which way comes to what stands in the cell."""
    doubted: set[Place] = field(default_factory=set)
    """Those of which an engine comes to another value: it is wrong, or the value is an old one."""
    unseen: set[Place] = field(default_factory=set)
    """Those without a value."""
    by_first_alone: bool = False
    """Whether they are too many for the second engine."""

    def speaks_for(self, place: Place) -> bool:
        """Whether a formula is computed, by the way that proved right or, without a value, where both engines agree."""
        return place in self.voices or place in self.unseen


def as_excel_has_it(text: str) -> str:
    """A formula with its equals sign."""
    return f"={text}"


class Prover:
    """Looks for the way in which each formula comes to the value that stands in its cell."""

    def __init__(
        self,
        package: Package,
        own: OwnByPlace,
        values: Values,
        surroundings: Surroundings,
        moments: Sequence[datetime.datetime],
    ) -> None:
        self._package = package
        self._own = own
        self._values = values
        self._surroundings = replace(surroundings, tables=package.tables)
        self._moments = moments
        self._first: Book | None = None
        self._rewriter = Rewriter(self._surroundings)
        self.proof = Proof()

    def prove(self) -> Proof:
        """The proof of all formulas."""
        self.proof.unseen = {place for place in self._own if self._cached(place) is None}
        seen = [each for place, each in self._own.items() if place not in self.proof.unseen]
        self.proof.by_first_alone = len(self._own) > _MOST_FOR_SECOND
        try:
            if not self.proof.by_first_alone:
                self._prove_second(seen)
        except Beyond:
            self.proof.voices.clear()
        self._prove_first(each for each in seen if each.place not in self.proof.voices)
        return self.proof

    def _trust_plain(self, book: FormulaBook, own: OwnFormula) -> None:
        """Sums and products of numbers are what both engines say: another value is an old one.

        So is a formula with the clock in it, where both come to the same at one moment.
        """
        if own.is_array or not (is_arithmetic(own.staged.written) or own.reads.clock):
            return
        text = with_clock_stopped(own.staged.written, serial_number(self._moments[0], self._package.date1904))
        done = self._rewriter.plain(text, own.staged.place)
        if done.unknown or done.problem:
            return
        first, _ = self._compute_first(done.text, own.place[0])
        second = book.answer(*own.place, as_excel_has_it(text))[0][0]
        if is_number(second) and not isinstance(first, list) and is_same(first, second):
            self.proof.voices[own.place] = Voice.LIVE
            self.proof.doubted.discard(own.place)

    def _cached(self, place: Place) -> Cell:
        return self._values.get(place[0], {}).get(place[1:])

    def _prove_second(self, own: Sequence[OwnFormula]) -> None:
        live = [each for each in own if is_live(each)]
        book = FormulaBook(values_package(self._package, sheets_of(self._values, live)))
        book.pin(self._moments[0])
        texts = {each.place: book.formula(*each.place) for each in live}
        self._prove_live(book, live)
        spills = self._surroundings.spills
        written_out = written_out_by(self._package, spills, book, self._compute_first, self._rewriter)
        for each in own:
            if each.place not in self.proof.voices and not (each.is_ours or each.reads.by_first_alone):
                self._prove_alone(book, each, texts.get(each.place, ""), written_out)
        clocks = [each for each in own if each.reads.clock and each.place not in self.proof.voices]
        clocks = [each for each in clocks if not each.reads.by_first_alone]
        for moment in self._moments[1:] if clocks else ():
            book.pin(moment)
            for each in clocks:
                if each.place not in self.proof.voices:
                    self._prove_alone(book, each, texts.get(each.place, ""), written_out)
        for each in live:
            if each.place not in self.proof.voices:
                self._trust_plain(book, each)

    def _prove_live(self, book: FormulaBook, live: Sequence[OwnFormula]) -> None:
        """All formulas at once; what comes out otherwise gives way to the value that Excel had, for the others."""
        proven = {each.place for each in live}
        for _ in range(_MOST_PASSES):
            book.compute()
            wrong = [place for place in proven if not is_same(shown(book.value(*place)), self._cached(place))]
            if not wrong:
                break
            for place in wrong:
                book.put(*place, self._cached(place))
            proven.difference_update(wrong)
        self.proof.voices |= dict.fromkeys(proven, Voice.LIVE)

    def _prove_alone(self, book: FormulaBook, own: OwnFormula, live_text: str, written_out: WrittenOut) -> None:
        """One formula, all others being values."""
        written = as_excel_has_it(own.staged.written)
        ways = [(Voice.LIVE, live_text)] if live_text else []
        ways += [(Voice.WHOLE, written)] if not (own.calls_ours or own.names_spills) else []
        ways.append((Voice.WRITTEN_OUT, as_excel_has_it(written_out.formula(own.staged.written, own.place))))
        for voice, text in ways:
            if voice is Voice.WRITTEN_OUT and text == written:
                continue
            answer = book.answer(*place_for_answer(own), text)
            if self._agrees(own, answer):
                self.proof.voices[own.place] = voice
                self.proof.doubted.discard(own.place)
                return
            if not isinstance(answer[0][0], CellError):
                self.proof.doubted.add(own.place)

    def _agrees(self, own: OwnFormula, answer: Rows) -> bool:
        area = own.area
        height, width = area.last_row - area.first_row + 1, area.last_column - area.first_column + 1
        if own.dynamic and (len(answer), len(answer[0])) != (height, width):
            return False
        cells = self._values.get(own.place[0], {})
        return all(
            is_same(cell, cells.get((row, column)))
            for row, line in enumerate(fitted(answer, height, width), start=area.first_row)
            for column, cell in enumerate(line, start=area.first_column)
        )

    def _prove_first(self, own: Iterable[OwnFormula]) -> None:
        """Those that the second engine does not come to, by the first."""
        for place in self.of_first(own):
            self.proof.voices[place] = Voice.FIRST
            self.proof.doubted.discard(place)

    def of_first(self, own: Iterable[OwnFormula]) -> list[Place]:
        """Those that the first engine comes to."""
        # What a formula spills is to the first engine what it spilled when the workbook was saved.
        done = {each.place: rewritten(self._rewriter, each) for each in own if not each.names_spills}
        texts = {place: each.text for place, each in done.items() if not (each.unknown or each.problem)}
        if not texts:
            return []
        answers = self.first_book().compute_all([(place[0], text) for place, text in texts.items()])
        return [
            place
            for place, answer in zip(texts, answers, strict=True)
            if self._agrees(self._own[place], as_rows(answer))
        ]

    def _compute_first(self, text: str, sheet: str) -> tuple[Any, list[Any]]:
        return self.first_book().compute(text, sheet)

    def first_book(self) -> Book:
        """The same values in the first engine."""
        if self._first is None:
            date_system = "1904" if self._package.date1904 else "1900"
            data = values_package(self._package, sheets_of(self._values, ()))
            self._first = Book(formualizer.Workbook.from_bytes(data, config=config(date_system)), date_system)
        return self._first


_FREE_COLUMN = 14_000
"""Of a sheet: nobody writes so far to the right."""
_ARITHMETIC = frozenset("+-*/%^")
_WORDS = frozenset((LeafKind.NUMBER, LeafKind.REFERENCE, LeafKind.SPACE))


def is_number(cell: Cell) -> bool:
    """Whether it is one; TRUE and FALSE are none."""
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def is_arithmetic(text: str) -> bool:
    """Whether a formula only adds, subtracts, multiplies and divides."""
    try:
        return _is_arithmetic(parse(text))
    except (Unreadable, RecursionError):
        return False


def _is_arithmetic(expression: Expression) -> bool:
    return all(
        all(map(_is_arithmetic, node.parts))
        if isinstance(node, Group)
        else isinstance(node, Leaf) and (node.kind in _WORDS or node.text in _ARITHMETIC)
        for node in expression
    )


def with_clock_stopped(text: str, now: float) -> str:
    """The formula with a moment in place of TODAY() and NOW()."""
    return _CLOCK.sub(lambda call: f"{int(now) if call[1].upper() == 'TODAY' else now!r}", text)


def place_for_answer(own: OwnFormula) -> Place:
    """Where the second engine is asked for an answer: of several cells, beside all others, since it looks for room."""
    sheet, row, column = own.place
    return (sheet, row, _FREE_COLUMN) if own.is_array else (sheet, row, column)


def written_out_by(
    package: Package,
    spills: Mapping[Place, Area],
    book: FormulaBook,
    compute: Callable[[str, str], tuple[Any, list[Any]]],
    rewriter: Rewriter,
) -> WrittenOut:
    """What is written out for the second engine in one state: our functions' answers come from the first."""

    def ours(text: str, place: Place) -> Cell | Rows:
        answer: Cell | Rows
        answer, _ = compute(rewriter.single(text, CellPlace(*place)).text, place[0])
        return answer

    def first_cell(text: str, place: Place) -> Cell:
        return book.answer(*place, as_excel_has_it(text))[0][0]

    return WrittenOut(package.path, spills, ours, first_cell)


def rewritten(rewriter: Rewriter, own: OwnFormula) -> Rewritten:
    """The formula for the first engine, which answers one that spills as a whole."""
    text, place = own.staged.written, own.staged.place
    if own.dynamic:
        return rewriter.single(text, place)
    return rewriter.plain(text, place) if own.staged.array is None else rewriter.array(text, place, own.staged.array)


def rewritten_now(own: OwnFormula, evaluation: Evaluation, rewriter: Rewriter) -> Rewritten:
    """The same in the workbook as it is now; all but those that spill were rewritten as it was staged."""
    place = own.staged.place
    return rewritten(rewriter, own) if own.dynamic else evaluation.own[place.sheet][place.row, place.column].rewritten


def is_live(own: OwnFormula) -> bool:
    """Whether it can stand in the second engine's workbook as a formula."""
    # The engine takes the first alone of an array that is written in such a formula.
    named = own.calls_ours or own.names_spills or own.reads.outside or own.reads.by_first_alone
    return not (own.is_array or named or own.reads.random or "{" in own.staged.written)


def sheets_of(values: Values, live: Iterable[OwnFormula]) -> dict[str, SheetCells]:
    """What the sheets of a small workbook hold, these formulas among it."""
    formulas: dict[str, dict[tuple[int, int], str]] = {}
    for each in live:
        formulas.setdefault(each.place[0], {})[each.place[1:]] = each.staged.written
    return {sheet: SheetCells(cells, formulas.get(sheet, {})) for sheet, cells in values.items()}
