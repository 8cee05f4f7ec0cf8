"""Why a cell shows an error: the first cell that failed on the way to it, and the reason in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from addin.cells.addresses import Area, address, parse_reference
from addin.engine import blame
from addin.engine.surroundings import CellPlace
from addin.formulas.parsing import Call, Leaf, LeafKind, Unreadable, nodes, parse
from addin.formulas.references import is_one_cell, sheet_of
from udfs.calling.errors import NA, CellError
from udfs.calling.registry import FUNCTIONS

if TYPE_CHECKING:
    from addin.engine.staging import Staged


class ComputedBook(blame.Computes, Protocol):
    """What an explanation needs of a computed workbook."""

    def value(self, place: CellPlace) -> Any: ...
    def formula(self, place: CellPlace) -> Staged | None: ...
    def is_circular(self, place: CellPlace) -> bool: ...
    def has_refused(self, code: str) -> bool: ...
    def is_gap(self, place: CellPlace) -> bool: ...
    def errors(self, sheet: str, area: Area) -> Iterable[CellPlace]: ...


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where an error began and why. `deliberate`: the formula says NA() itself, to leave a gap in a chart."""

    sheet: str
    row: int
    column: int
    address: str
    code: str
    reason: str
    deliberate: bool = False


def explain(book: ComputedBook, place: CellPlace, known: dict[CellPlace, Explanation]) -> Explanation | None:
    """The explanation of an error cell; None where the cell holds none. `known` remembers those given before."""
    error = book.value(place)
    if not isinstance(error, CellError):
        return None
    walked: dict[CellPlace, None] = {}
    while place not in known:
        walked[place] = None
        further = _next_step(book, place, error, walked)
        if isinstance(further, Explanation):
            known[place] = further
        else:
            place, error = further, book.value(further)
    # A thousand sums over one bad cell are asked about one by one.
    for each in walked:
        known.setdefault(each, known[place])
    return known[place]


def _next_step(
    book: ComputedBook, place: CellPlace, error: CellError, walked: dict[CellPlace, None]
) -> CellPlace | Explanation:
    """The next cell on the way to where an error began, or the explanation where it began here."""
    staged = book.formula(place)
    if staged is None:
        return _explanation(place, error, f"the cell itself holds {error.code}; nothing computes it")
    if not staged.computed:
        return _explanation(place, error, _why_not_computed(staged))
    circular = book.is_circular(place)
    if not circular and (refused := _refusal_at(book, staged, place, error.code)):
        return _explanation(place, error, refused.message)
    further = _failed_precedent(book, staged, error.code, () if circular else walked)
    if further in walked:
        return _explanation(place, error, _loop(list(walked), further))
    if further is not None:
        return further
    if blame.is_padding(book, staged, place, error.code):
        declared = blame.range_of(staged)
        return _explanation(
            place, error, f"the array formula's answer does not reach this cell: its range is {declared}"
        )
    if error.code == NA and book.is_gap(place):
        return _explanation(place, error, "NA() on purpose: no data", deliberate=True)
    return _explanation(place, error, blame.blame(book, staged.rewritten.text, place, error.code).message)


def _explanation(place: CellPlace, error: CellError, reason: str, *, deliberate: bool = False) -> Explanation:
    return Explanation(
        place.sheet, place.row, place.column, address(place.row, place.column), error.code, reason, deliberate
    )


def _why_not_computed(staged: Staged) -> str:
    if staged.rewritten.problem:
        return f"the formula cannot be read: {staged.rewritten.problem}"
    return f"{staged.rewritten.unknown[0]} is not known here, and Excel left no better value"


def _loop(walked: Sequence[CellPlace], start: CellPlace) -> str:
    around = [*walked[list(walked).index(start) :], start]
    cells = [address(each.row, each.column) for each in around]
    if len(cells) > 8:
        cells = [*cells[:4], "...", *cells[-3:]]
    return f"a circular reference: {' needs '.join(cells)}"


def _failed_precedent(book: ComputedBook, staged: Staged, code: str, walked: Iterable[CellPlace]) -> CellPlace | None:
    """The first cell that the formula reads which holds the same error."""
    seen = set(walked)
    for sheet, area in precedents(staged):
        cells: Iterable[CellPlace]
        cells = (
            (CellPlace(sheet, area.first_row, area.first_column),) if is_one_cell(area) else book.errors(sheet, area)
        )
        for place in cells:
            if place not in seen:
                value = book.value(place)
                if isinstance(value, CellError) and value.code == code:
                    return place
    return None


def precedents(staged: Staged) -> Iterator[tuple[str, Area]]:
    """The cells and ranges that a formula reads, in the order it names them."""
    try:
        tree = parse(staged.rewritten.text)
    except Unreadable:
        return
    for node in nodes(tree):
        if isinstance(node, Leaf) and node.kind is LeafKind.REFERENCE:
            area = parse_reference(node.text)
            if area:
                yield sheet_of(node.prefix) or staged.place.sheet, area


def _refusal_at(book: ComputedBook, staged: Staged, place: CellPlace, code: str) -> CellError | None:
    """What one of our functions refused in this very formula, computed once more for it."""
    if not book.has_refused(code):
        return None
    try:
        if not any(isinstance(node, Call) and node.name in FUNCTIONS for node in nodes(parse(staged.rewritten.text))):
            return None
        _, refused = book.compute(staged.rewritten.text, staged.place.sheet)
    except Unreadable:
        return None
    row, column = place.row - staged.place.row, place.column - staged.place.column
    return own_refusal(refused, code, row, column)


def own_refusal(refused: Sequence[Any], code: str, row: int = 0, column: int = 0) -> CellError | None:
    """The logged refusal with this code that carries a reason: of a table, the one in that place first."""
    for answer in refused:
        if isinstance(answer, list) and row < len(answer) and column < len(answer[row]):
            cell = answer[row][column]
            if isinstance(cell, CellError) and cell.code == code and cell.function:
                return cell
    return next((cell for cell in own_refusals(refused) if cell.code == code), None)


def own_refusals(refused: Iterable[Any]) -> Iterator[CellError]:
    """The errors with a reason among logged answers."""
    for answer in refused:
        for cell in [cell for line in answer for cell in line] if isinstance(answer, list) else [answer]:
            if isinstance(cell, CellError) and cell.function:
                yield cell
