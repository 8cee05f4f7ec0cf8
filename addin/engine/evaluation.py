"""The embedded engine, formualizer, with our functions: formulas computed where no spreadsheet program is there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import formualizer
from formualizer import RangeAddress

from addin.cells.addresses import LAST_COLUMN, Area, address
from addin.cells.values import Cell
from addin.engine import calls, explain, staging
from addin.engine.blame import is_deliberate, replace_na_calls
from addin.engine.book import Book, config, known_functions, unreadable_for_the_engine
from addin.engine.calls import error_to_engine, from_engine
from addin.engine.explain import Explanation
from addin.engine.limits import LONGEST_TEXTS, Budget, TooMuch
from addin.engine.marks import MADE_OF, holds_mark, mark, number_of_mark, readable
from addin.engine.rewriting import Rewriter
from addin.engine.staging import Formulas, Position, Staged
from addin.engine.surroundings import CellPlace
from addin.refusal import Refusal
from addin.xlsx.sheet_xml import ABSENT, Absent
from udfs.calling.errors import NA, NAME, CellError

if TYPE_CHECKING:
    from addin.xlsx.package import Package

_TOO_LONG = f"its formulas answer texts of more than {LONGEST_TEXTS / 1e6:,.0f} million letters"


@dataclass(frozen=True, slots=True)
class Kept:
    """A formula cell that only Excel can compute; its last known value stands in."""

    sheet: str
    address: str
    function: str


class Evaluation:
    """A workbook's formulas, computed."""

    values: dict[str, dict[Position, Cell]]
    """The value of each formula cell, and of each cell that an array formula fills, by sheet."""
    rich: dict[str, dict[Position, int]]
    """The number (vm) of the picture or data type of those that are handed one: they have no value."""
    kept: list[Kept]

    def __init__(self, package: Package, own_of: Callable[[Formulas], Mapping[str, Collection[Position]]]) -> None:
        date_system = "1904" if package.date1904 else "1900"
        self._package = package
        self.surroundings = staging.surroundings_of(package, calls.ours_by_name(), known_functions)
        try:
            self._formulas = staging.stage_formulas(package, Rewriter(self.surroundings))
        except TooMuch as error:
            raise self._refusal(str(error)) from error
        self.own: Formulas = {
            sheet: {position: self._formulas[sheet][position] for position in positions}
            for sheet, positions in own_of(self._formulas).items()
        }
        """The formulas that are not computed here: their cells show what they are given."""
        self._own_cells: dict[str, dict[Position, Cell]] = {}
        self.kept = []
        self._stood_in = self._stand_ins()
        self._kept_before = tuple(self.kept)
        data = staging.stage_package(package, self._formulas, self._stood_in)
        formulas, own = (sum(map(len, each.values())) for each in (self._formulas, self.own))
        self.budget = Budget(formulas, len(data), package.size, own)
        with self._in_plain_words(), self.budget.watching():
            book = formualizer.Workbook.from_bytes(data, config=config(date_system))
        self._book = Book(book, date_system, self.budget)
        self._refused: set[str] = set()
        """The codes of all that our functions refused, in any cell."""
        self._compute()

    def update(self, cells: Mapping[tuple[str, int, int], Cell]) -> None:
        """Computed again after constants were written into cells; tables, names and formulas are as they were."""
        with self._in_plain_words():
            for place, value in cells.items():
                self._book.book.set_value(*place, error_to_engine(value) if isinstance(value, CellError) else value)
        self._compute()

    def _compute(self) -> None:
        """What has not been computed since it changed, and every value read."""
        with self._in_plain_words(), self.budget.watching(self._book.book):
            self._book.book.evaluate_all()
        self._book.ours.forget()
        if self._book.letters.too_many:
            raise self._refusal(_TOO_LONG)
        self._refused.update(error.code for error in explain.own_refusals(self._book.ours.refused))
        self._book.ours.refused.clear()
        self.kept = list(self._kept_before)
        self._explained: dict[CellPlace, Explanation] = {}
        self._gaps: set[CellPlace] | None = None
        self._circular: set[tuple[str, int, int]] = set()
        self._anchors: dict[tuple[str, int, int], Staged] = {}
        self.values = {sheet: {} for sheet in self._package.sheets}
        self.rich = {sheet: {} for sheet in self._package.sheets}
        self._letters = 0
        for sheet, formulas in self._formulas.items():
            own = self.own.get(sheet, {})
            for position, staged in formulas.items():
                if position not in own:
                    self._read(sheet, position, staged, self._stood_in.get(sheet, {}))
        self._read_own()

    def _read_own(self) -> None:
        for sheet, cells in self._own_cells.items():
            self.values[sheet].update(cells)
            anchors = {place: staged for staged in self.own.get(sheet, {}).values() for place in staged.positions}
            for place in cells:
                if place in anchors:
                    self._anchors[(sheet, *place)] = anchors[place]

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Many explanations at once: they count as computing, and no more is looked into once that takes too much."""
        with self._in_plain_words(), self.budget.watching(self._book.book):
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
            own = self.own.get(sheet, {})
            for position, staged in formulas.items():
                if position in own:
                    stand_ins.setdefault(sheet, {}).update(self._own_values(sheet, staged))
                    continue
                if staged.computed:
                    continue
                cells = stand_ins.setdefault(sheet, {})
                for place in staged.positions:
                    cells[place] = CellError(NAME) if staged.rewritten.problem else self._last_known(sheet, place)
                if staged.rewritten.unknown and self._was_computed(sheet, position):
                    self._keep(sheet, position, staged.rewritten.unknown[0])
        return stand_ins

    def _own_values(self, sheet: str, staged: Staged) -> dict[Position, Cell]:
        """What the cells of a user's formula show so far; nothing in those never computed."""
        cells = self._package.sheet(sheet)
        values = {place: cells.value(*place) for place in staged.positions}
        self._own_cells.setdefault(sheet, {}).update(values)
        return values

    def place_own(self, values: Mapping[tuple[str, int, int], Cell]) -> None:
        """The values of all cells that the user's formulas fill; what depends on them is computed again."""
        own: dict[str, dict[Position, Cell]] = {}
        for (sheet, row, column), value in values.items():
            own.setdefault(sheet, {})[row, column] = value
        changed: dict[tuple[str, int, int], Cell] = {}
        for sheet in own.keys() | self._own_cells.keys():
            before, now = self._own_cells.get(sheet, {}), own.get(sheet, {})
            changed |= {
                (sheet, *place): now.get(place)
                for place in before.keys() | now.keys()
                if before.get(place) != now.get(place)
            }
        self._own_cells = own
        if changed:
            self.update(changed)

    def hold(self, values: Mapping[tuple[str, int, int], Cell]) -> None:
        """Cells that show this, whatever their formulas came to."""
        for (sheet, row, column), value in values.items():
            self.values[sheet][row, column] = value

    def of_template(self) -> Iterator[tuple[str, Position, Staged]]:
        """The formulas that are computed here, with their places."""
        for sheet, formulas in self._formulas.items():
            own = self.own.get(sheet, {})
            for position, staged in formulas.items():
                if position not in own:
                    yield sheet, position, staged

    def _keep(self, sheet: str, position: Position, function: str) -> None:
        self.kept.append(Kept(sheet, address(*position), function))

    def _was_computed(self, sheet: str, position: Position) -> bool:
        return self._package.sheet(sheet).cached(*position) is not ABSENT

    def _last_known(self, sheet: str, position: Position) -> Cell:
        number = self._package.rich_value(sheet, *position)
        if number is not None:
            return mark(number)
        value = self._package.sheet(sheet).cached(*position)
        return CellError(NAME) if isinstance(value, Absent) else value

    def _read(self, sheet: str, position: Position, staged: Staged, stand_ins: dict[Position, Cell]) -> None:
        values = self.values[sheet]
        for place in (position,) if staged.array is None else staged.positions:
            self._anchors[(sheet, *place)] = staged
            if position in stand_ins:
                self._note(sheet, place, stand_ins[place])
                continue
            raw = self._book.raw(sheet, *place)
            if raw is None:
                # The engine puts an error from before any call, a name that is not defined, in the first cell alone.
                raw = self._book.raw(sheet, *position)
            if not isinstance(raw, dict):
                self._note(sheet, place, raw)
                if type(raw) is str:
                    self._letters += len(raw)
                    if self._letters > LONGEST_TEXTS:
                        raise self._refusal(_TOO_LONG)
                continue
            kind = raw.get("kind")
            values[place] = from_engine(raw)
            if kind == calls.CIRCULAR:
                self._circular.add((sheet, *place))
            elif kind == calls.UNREADABLE and (problem := unreadable_for_the_engine(staged.rewritten.text)):
                self._anchors[(sheet, *place)] = replace(staged, rewritten=replace(staged.rewritten, problem=problem))
            elif kind == calls.NOT_BUILT and self._was_computed(sheet, place):
                self._note(sheet, place, self._last_known(sheet, place))
                self._keep(sheet, place, "a part of the formula")

    def _note(self, sheet: str, place: Position, value: Cell) -> None:
        """What a cell comes to: a value, or a picture or data type that it was handed."""
        if type(value) is not str or not holds_mark(value) or not self._package.rich_values:
            self.values[sheet][place] = value
            return
        self.values[sheet].pop(place, None)
        number = number_of_mark(value)
        if number is None:
            self._keep(sheet, place, MADE_OF)
            number = self._package.rich_value(sheet, *place)
        if number is None:
            self.values[sheet][place] = self._package.sheet(sheet).value(*place)
        else:
            self.rich[sheet][place] = number

    def explain(self, sheet: str, row: int, column: int) -> Explanation | None:
        """Where the error of a cell began and why; None where the cell holds no error."""
        explanation = explain.explain(self, CellPlace(sheet, row, column), self._explained)
        return explanation and replace(explanation, reason=readable(explanation.reason))

    def value(self, place: CellPlace) -> Cell:
        """What a cell shows, computed or typed."""
        known = self.values.get(place.sheet, {})
        if (place.row, place.column) in known:
            return known[place.row, place.column]
        return from_engine(self._book.raw(place.sheet, place.row, place.column))

    def formula(self, place: CellPlace) -> Staged | None:
        """The formula that fills a cell."""
        return self._anchors.get((place.sheet, place.row, place.column))

    def is_circular(self, place: CellPlace) -> bool:
        """Whether a cell needs its own value, or that of one that does."""
        return (place.sheet, place.row, place.column) in self._circular

    def has_refused(self, code: str) -> bool:
        """Whether one of our functions answered that error, in any cell."""
        return code in self._refused

    def is_gap(self, place: CellPlace) -> bool:
        """Whether a cell shows #N/A because its formula says NA(); all cells are looked into at the first question."""
        if self._gaps is None:
            self._gaps = self._deliberate_gaps()
        return place in self._gaps

    def _deliberate_gaps(self) -> set[CellPlace]:
        missing = (
            CellPlace(sheet, *position)
            for sheet, values in self.values.items()
            for position, value in values.items()
            if isinstance(value, CellError) and value.code == NA
        )
        staged = {place: found for place in islice(missing, _MOST_GAPS) if (found := self.formula(place))}
        texts = {found.place: text for found in staged.values() if (text := replace_na_calls(found.rewritten.text))}
        answers = self._book.compute_all([(place.sheet, text) for place, text in texts.items()])
        answer_of = dict(zip(texts, answers, strict=True))
        return {
            place
            for place, found in staged.items()
            if found.place in answer_of and is_deliberate(answer_of[found.place], found, place)
        }

    def errors(self, sheet: str, area: Area) -> Iterable[CellPlace]:
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
                        yield CellPlace(sheet, row, column)
            top, rows = bottom + 1, min(rows * 4, _MOST_ROWS_AT_ONCE)

    def shows_rich_value(self, sheet: str, position: Position) -> bool:
        """Whether a formula cell is handed a picture or data type, which is no error though it looks like one."""
        return position in self.rich.get(sheet, {})

    def has_sheet(self, name: str) -> bool:
        """Whether the workbook has a sheet by this name."""
        return self._book.has_sheet(name)

    def compute(self, text: str, sheet: str) -> tuple[Any, list[Any]]:
        """What a rewritten formula answers on that sheet, and what our functions refused in it."""
        return self._book.compute(text, sheet)

    def compute_all(self, texts: Sequence[tuple[str, str]]) -> list[Any]:
        """What each rewritten formula answers on its sheet, None where it cannot be read."""
        return self._book.compute_all(texts)


def _none(_: Formulas) -> dict[str, set[Position]]:
    return {}


_MOST_GAPS = 20_000
_ROWS_AT_FIRST = 32
_MOST_ROWS_AT_ONCE = 20_000


def evaluate_package(
    package: Package, own_of: Callable[[Formulas], Mapping[str, Collection[Position]]] = _none
) -> Evaluation:
    """Every formula of a workbook, computed as Excel would; those that `own_of` names keep their values."""
    return Evaluation(package, own_of)
