"""The embedded engine, formualizer, with our functions: formulas computed where no spreadsheet program is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import formualizer
from formualizer import EvaluationConfig, LiteralValue, RangeAddress, WorkbookConfig

import udfs  # noqa: F401  registers the functions
from addin.addresses import LAST_COLUMN, Area, address, column_letters
from addin.hosts import array_functions, calls, explain, single, staging
from addin.hosts.array_functions import repeated, substituted
from addin.hosts.calls import Cell, LettersCounted, OurFunctions, Rows, fit, incoming, outgoing_error
from addin.hosts.explain import Explanation
from addin.hosts.formulas import Unreadable
from addin.hosts.lifting import LEFT_OUT, each_by
from addin.hosts.limits import LONGEST_TEXTS, Budget, TooMuch
from addin.hosts.references import absolute
from addin.hosts.rewriting import EACH, FIT, OWN, Place, Rewriter, Surroundings
from addin.hosts.staging import Position, Staged
from addin.refusal import Refusal
from addin.sheet_xml import ABSENT, Absent
from udfs.errors import CellError

if TYPE_CHECKING:
    from addin.package import Package

_RESULT = "CENTRE_ROI_RESULT"
"""The engine's function that hands a formula's whole answer to Python."""
_TOO_LONG = f"its formulas answer texts of more than {LONGEST_TEXTS / 1e6:,.0f} million letters"
_INCOMPLETE = "it is not a complete formula"


def _computed_for(
    date_system: str, name: str, arguments: Sequence[Any], lifted: Sequence[bool], combinations: list[tuple[Any, ...]]
) -> list[Any]:
    """The function's answer for each combination of its lifted arguments, in a workbook of its own."""
    book = _empty_book(date_system)
    rows = len(combinations)
    varying = iter(range(2, 2 + sum(lifted)))
    column = 2 + sum(lifted)
    if combinations[0]:
        book.set_values_batch(_ONLY_SHEET, 1, 2, [[_literal(cell) for cell in cells] for cells in combinations])
    texts: list[str] = []
    for argument, several in zip(arguments, lifted, strict=True):
        if several:
            texts.append(f"${column_letters(next(varying))}{{row}}")
        elif argument is LEFT_OUT:
            texts.append("")
        else:
            cells = argument if isinstance(argument, list) else [[argument]]
            book.set_values_batch(_ONLY_SHEET, 1, column, [[_literal(cell) for cell in row] for row in cells])
            used = Area(1, column, len(cells), column + len(cells[0]) - 1)
            texts.append(absolute(used))
            column = used.last_column + 1
    call = f"={name}({','.join(texts)})"
    book.set_formulas_batch(_ONLY_SHEET, 1, 1, [[call.format(row=row)] for row in range(1, rows + 1)])
    book.evaluate_all()
    block = book.sheet(_ONLY_SHEET).get_values(RangeAddress(_ONLY_SHEET, 1, 1, rows, 1))
    return [cells[0] for cells in block]


def _literal(cell: Any) -> Any:
    return LiteralValue.error(cell["kind"], "") if isinstance(cell, dict) else cell


_ONLY_SHEET = "Sheet1"


def config(date_system: str) -> WorkbookConfig:
    """How the engine computes for us."""
    evaluation = EvaluationConfig()
    evaluation.date_system = date_system
    # As Excel has it, a formula refers to itself only by the cells that it really reads.
    evaluation.cycle_detection = "runtime"
    # Our functions are Python: the engine's threads would only wait for one another, which takes five times as long.
    evaluation.enable_parallel = False
    return WorkbookConfig(eval_config=evaluation)


def _empty_book(date_system: str = "1900") -> formualizer.Workbook:
    book = formualizer.Workbook(config=config(date_system))
    book.set_temporal_egress("serial")
    book.add_sheet(_ONLY_SHEET)
    return book


class _Known(dict[str, bool]):
    """Whether the engine has a function by this name; asked once each."""

    def __missing__(self, name: str) -> bool:
        book = _empty_book()
        try:
            book.set_formula(_ONLY_SHEET, 1, 1, f"={name}()")
            value = book.evaluate_cell(_ONLY_SHEET, 1, 1)
            known = not (isinstance(value, dict) and value.get("kind") == "Name")
        except Exception:  # noqa: BLE001  the engine's parser raises errors of several kinds: not even a name
            known = False
        self[name] = known
        return known


_known = _Known(LET=True, LAMBDA=True)


class _Book:
    """A workbook in the engine, and the one way to compute a text in it."""

    def __init__(self, book: formualizer.Workbook, date_system: str, budget: Budget | None = None) -> None:
        self.book = book
        self.budget = budget
        self.ours = OurFunctions()
        self.computed = 0
        answers = self._answers = list[Any]()

        self.letters = LettersCounted(LONGEST_TEXTS)

        def keep(answer: Any) -> float:
            answers.append(answer)
            return 0.0

        # Nothing registered may lead back to the book: Python does not see such a cycle and would never free it.
        book.set_temporal_egress("serial")
        for name, function in self.ours.callables().items():
            book.register_function(name, function)
        for name, function in array_functions.BY_NAME.items():
            book.register_function(f"{OWN}{name}", function)
        book.register_function("SUBSTITUTE", substituted, min_args=3, max_args=4, allow_override_builtin=True)
        book.register_function(FIT, self.letters.counted(fit), min_args=3, max_args=3)
        book.register_function(
            "REPT", self.letters.counted(repeated), min_args=2, max_args=2, allow_override_builtin=True
        )
        book.register_function(EACH, each_by(partial(_computed_for, date_system)))
        book.register_function(_RESULT, keep, min_args=1, max_args=1)

    def has_sheet(self, name: str) -> bool:
        """Whether it has a sheet by this name, in any case."""
        return any(sheet.casefold() == name.casefold() for sheet in self.book.sheet_names)

    def raw(self, sheet: str, row: int, column: int) -> Any:
        return self.book.get_value(sheet, row, column)

    def compute(self, text: str, sheet: str) -> tuple[Any, list[Any]]:
        """The whole answer of a rewritten formula as if it stood on that sheet, and what our functions refused."""
        self.computed += 1
        self._answers.clear()
        self.ours.refused.clear()
        try:
            formualizer.parse(f"={text}")
            self.book.set_formula(sheet, 1, LAST_COLUMN, f"={_RESULT}({text})")
            with self.budget.watching(self.book) if self.budget else nullcontext():
                value = self.book.evaluate_cell(sheet, 1, LAST_COLUMN)
        except TooMuch as error:
            raise Refusal(f"Computing was broken off: {error}.") from error
        except Exception as error:  # the engine's parser raises errors of several kinds
            raise Unreadable(_engine_complaint(error)) from error
        # A name or sheet that does not exist is an error before the function is called at all.
        return calls.of_formula(self._answers[-1] if self._answers else value), list(self.ours.refused)


def _unreadable_for_the_engine(text: str) -> str:
    """Why the engine cannot read a formula; empty where it can."""
    try:
        formualizer.parse(f"={text}")
    except formualizer.ParserError as error:
        return _engine_complaint(error)
    return ""


def _engine_complaint(error: Exception) -> str:
    return _INCOMPLETE if "end of tokens" in str(error) else "it is not a formula that Excel would take"


@dataclass(frozen=True, slots=True)
class Kept:
    """A formula cell that only Excel can compute; its last known value stands in."""

    sheet: str
    address: str
    function: str


class Evaluation:
    """A workbook's formulas, computed."""

    values: dict[str, dict[Position, Cell]]
    """By sheet: the value of each formula cell and of each cell that an array formula fills."""
    kept: list[Kept]

    def __init__(self, package: Package) -> None:
        date_system = "1904" if package.date1904 else "1900"
        self._package = package
        rewriter = Rewriter(staging.surroundings(package, calls.ours_by_name(), _known))
        try:
            self._formulas = staging.staged_formulas(package, rewriter)
        except TooMuch as error:
            raise self._refusal(str(error)) from error
        self.kept = []
        self._stood_in = self._stand_ins()
        self._kept_before = tuple(self.kept)
        data = staging.staged_bytes(package, self._formulas, self._stood_in)
        self._budget = Budget(sum(map(len, self._formulas.values())), len(data), package.size)
        with self._in_plain_words(), self._budget.watching():
            book = formualizer.Workbook.from_bytes(data, config=config(date_system))
        self._book = _Book(book, date_system, self._budget)
        self._refused: set[str] = set()
        """The codes of all that our functions refused, in any cell."""
        self._compute()

    def update(self, cells: Mapping[tuple[str, int, int], Cell]) -> None:
        """Computed again after constants were written into cells; tables, names and formulas are as they were."""
        with self._in_plain_words():
            for place, value in cells.items():
                self._book.book.set_value(*place, outgoing_error(value) if isinstance(value, CellError) else value)
        self._compute()

    def _compute(self) -> None:
        """What has not been computed since it changed, and every value read."""
        with self._in_plain_words(), self._budget.watching(self._book.book):
            self._book.book.evaluate_all()
        if self._book.letters.too_many:
            raise self._refusal(_TOO_LONG)
        self._refused.update(error.code for error in explain.own_refusals(self._book.ours.refused))
        self._book.ours.refused.clear()
        self.kept = list(self._kept_before)
        self._explained: dict[Place, Explanation] = {}
        self._circular: set[tuple[str, int, int]] = set()
        self._anchors: dict[tuple[str, int, int], Staged] = {}
        self.values = {sheet: {} for sheet in self._package.sheets}
        self._letters = 0
        for sheet, formulas in self._formulas.items():
            for position, staged in formulas.items():
                self._read(sheet, position, staged, self._stood_in.get(sheet, {}))

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Many explanations at once: they count as computing, and no more is looked into once that takes too much."""
        with self._in_plain_words(), self._budget.watching(self._book.book):
            yield

    @contextmanager
    def _in_plain_words(self) -> Iterator[None]:
        """The engine's errors are of several kinds, its panics none that a class stands for; none may show as such."""
        try:
            yield
        except TooMuch as error:
            raise self._refusal(str(error)) from error
        except BaseException as error:
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            raise self._refusal(f"cannot be computed without Excel ({error})") from error

    def _refusal(self, why: str) -> Refusal:
        return Refusal(f"{self._package.path.name}: {why}. Nothing was changed; open and save it in Excel instead.")

    def _stand_ins(self) -> dict[str, dict[Position, Cell]]:
        """Constants in place of the formulas that the engine cannot compute."""
        stand_ins: dict[str, dict[Position, Cell]] = {}
        for sheet, formulas in self._formulas.items():
            for position, staged in formulas.items():
                if staged.computed:
                    continue
                cells = stand_ins.setdefault(sheet, {})
                for place in staged.positions:
                    cells[place] = (
                        CellError(staging.NAME) if staged.rewritten.problem else self._last_known(sheet, place)
                    )
                if staged.rewritten.unknown and self._was_computed(sheet, position):
                    self._keep(sheet, position, staged.rewritten.unknown[0])
        return stand_ins

    def _keep(self, sheet: str, position: Position, function: str) -> None:
        self.kept.append(Kept(sheet, address(*position), function))

    def _was_computed(self, sheet: str, position: Position) -> bool:
        return self._package.sheet(sheet).cached(*position) is not ABSENT

    def _last_known(self, sheet: str, position: Position) -> Cell:
        value = self._package.sheet(sheet).cached(*position)
        return CellError(staging.NAME) if isinstance(value, Absent) else value

    def _read(self, sheet: str, position: Position, staged: Staged, stand_ins: dict[Position, Cell]) -> None:
        values = self.values[sheet]
        for place in (position,) if staged.array is None else staged.positions:
            self._anchors[(sheet, *place)] = staged
            if position in stand_ins:
                values[place] = stand_ins[place]
                continue
            raw = self._book.raw(sheet, *place)
            if raw is None:
                # The engine puts an error from before any call, a name that is not defined, in the first cell alone.
                raw = self._book.raw(sheet, *position)
            if not isinstance(raw, dict):
                values[place] = raw
                if type(raw) is str:
                    self._letters += len(raw)
                    if self._letters > LONGEST_TEXTS:
                        raise self._refusal(_TOO_LONG)
                continue
            kind = raw.get("kind")
            values[place] = incoming(raw)
            if kind == calls.CIRCULAR:
                self._circular.add((sheet, *place))
            elif kind == calls.UNREADABLE and (problem := _unreadable_for_the_engine(staged.rewritten.text)):
                self._anchors[(sheet, *place)] = replace(staged, rewritten=replace(staged.rewritten, problem=problem))
            elif kind == calls.NOT_BUILT and self._was_computed(sheet, place):
                values[place] = self._last_known(sheet, place)
                self._keep(sheet, place, "a part of the formula")

    def explain(self, sheet: str, row: int, column: int) -> Explanation | None:
        """Where the error of a cell began and why; None where the cell holds no error."""
        return explain.explained(self, Place(sheet, row, column), self._explained)

    def value(self, place: Place) -> Cell:
        """What a cell shows, computed or typed."""
        known = self.values.get(place.sheet, {})
        if (place.row, place.column) in known:
            return known[place.row, place.column]
        return incoming(self._book.raw(place.sheet, place.row, place.column))

    def formula(self, place: Place) -> Staged | None:
        """The formula that fills a cell."""
        return self._anchors.get((place.sheet, place.row, place.column))

    def is_circular(self, place: Place) -> bool:
        """Whether a cell needs its own value, or that of one that does."""
        return (place.sheet, place.row, place.column) in self._circular

    def has_refused(self, code: str) -> bool:
        """Whether one of our functions answered that error, in any cell."""
        return code in self._refused

    def errors(self, sheet: str, area: Area) -> Iterable[Place]:
        """The error cells of a range, row by row."""
        sheet = next((name for name in self.values if name.casefold() == sheet.casefold()), sheet)
        if sheet not in self.values:
            return
        last_column = min(area.last_column, LAST_COLUMN - 1)
        top, rows = area.first_row, _ROWS_AT_FIRST
        while top <= area.last_row:
            bottom = min(top + rows - 1, area.last_row)
            block = self._book.book.sheet(sheet).get_values(
                RangeAddress(sheet, top, area.first_column, bottom, last_column)
            )
            for row, cells in enumerate(block, start=top):
                for column, cell in enumerate(cells, start=area.first_column):
                    if isinstance(cell, dict):
                        yield Place(sheet, row, column)
            top, rows = bottom + 1, min(rows * 4, _MOST_ROWS_AT_ONCE)

    def has_sheet(self, name: str) -> bool:
        """Whether the workbook has a sheet by this name."""
        return self._book.has_sheet(name)

    def compute(self, text: str, sheet: str) -> tuple[Any, list[Any]]:
        """What a rewritten formula answers on that sheet, and what our functions refused in it."""
        return self._book.compute(text, sheet)


_ROWS_AT_FIRST = 32
_MOST_ROWS_AT_ONCE = 20_000


def evaluate_package(package: Package) -> Evaluation:
    """Every formula of a workbook, computed as Excel would."""
    return Evaluation(package)


_MOST_IN_ONE_BOOK = 200
_spare: list[_Book] = []
"""The empty book for the next single formula; taken out while in use, so that no two threads share it."""


def evaluate_formula(text: str) -> Cell | Rows:
    """The answer of one formula; a failed cell is a CellError that says why."""
    rewritten = Rewriter(Surroundings(calls.ours_by_name(), _known.__getitem__)).single(text)
    if rewritten.problem:
        return single.unreadable(rewritten.problem)
    if rewritten.unknown:
        return single.not_computed(text, rewritten.unknown[0])
    book = _spare.pop() if _spare else _Book(_empty_book(), "1900")
    try:
        answer, refused = book.compute(rewritten.text, _ONLY_SHEET)
    except Unreadable as unreadable:
        return single.unreadable(str(unreadable))
    result = single.with_reasons(book, rewritten.text, Place(_ONLY_SHEET, 1, 1), answer, refused)
    # Making a book takes a hundred times as long as computing in it; but it keeps 5 KB of each formula for good.
    if book.computed < _MOST_IN_ONE_BOOK and not _spare:
        _spare.append(book)
    return result


__all__ = ["Evaluation", "Explanation", "Kept", "evaluate_formula", "evaluate_package"]
