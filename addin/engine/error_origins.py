"""The error cells of a computed workbook, gathered by the place where each error began."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from addin.cells.addresses import address
from udfs.calling.errors import CellError

if TYPE_CHECKING:
    from addin.engine.evaluation import Evaluation
    from addin.engine.explain import Explanation

MOST_EXPLAINED: Final = 20_000
"""Error cells of a workbook that are looked into: each takes 0.1 ms, and memory that the engine gives back no more."""
_BEYOND: Final = f"was not looked into: more than {MOST_EXPLAINED:,} cells show errors"


class ErrorCell(NamedTuple):
    """A cell that shows an error."""

    sheet: str
    row: int
    column: int
    code: str

    @property
    def place(self) -> str:
        return f"{self.sheet}!{address(self.row, self.column)}"


@dataclass(frozen=True)
class ErrorOrigin:
    """One place where an error began, and the cells that show it."""

    sheet: str
    address: str
    code: str
    reason: str
    cells: tuple[str, ...]

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.address}"

    @property
    def description(self) -> str:
        """All but the place."""
        others = [cell for cell in self.cells if cell != self.place]
        if not others:
            return f"{self.code} {self.reason}"
        shown = ", ".join(others[:3]) + (f" and {len(others) - 3:,} more" if len(others) > 3 else "")
        return f"{self.code} {self.reason} (also in {shown})"

    def __str__(self) -> str:
        return f"{self.place} {self.description}"


@dataclass(frozen=True)
class ErrorReport:
    """The error cells of a workbook."""

    formulas: int
    """Formula cells that were looked at."""
    origins: list[ErrorOrigin] = field(default_factory=list)
    without_data: int = 0
    """Cells that show #N/A on purpose: periods without data."""
    kept: list[str] = field(default_factory=list)
    """What could not be computed or explained, in words."""
    needs_excel: list[tuple[str, int, int]] = field(default_factory=list)
    """Cells of the user's own that kept their last value, though it may be another now: sheet, row, column."""
    followers: list[tuple[str, int, int]] = field(default_factory=list)
    """Cells of the template that follow from those, and kept theirs."""


def errors_of(evaluation: Evaluation) -> ErrorReport:
    """What the embedded engine came to."""
    cells = [
        ErrorCell(sheet, row, column, value.code)
        for sheet, values in evaluation.values.items()
        for (row, column), value in values.items()
        if isinstance(value, CellError)
    ]
    origins, without_data, _ = group_by_origin(evaluation, cells)
    kept = [
        f"{kept.sheet}!{kept.address}: {kept.function} can be computed by Excel only; its last value was kept"
        for kept in evaluation.kept
    ]
    formulas = sum(map(len, evaluation.values.values())) + sum(map(len, evaluation.rich.values()))
    return ErrorReport(formulas, origins, without_data, kept)


def group_by_origin(
    evaluation: Evaluation, cells: Iterable[ErrorCell]
) -> tuple[list[ErrorOrigin], int, list[ErrorCell]]:
    """The cells by where their error began, how many show #N/A on purpose, and those that the engine has no error in.

    A cell that shows another error than the engine's is among the last. Cells beyond MOST_EXPLAINED are only listed.
    """
    begun: dict[tuple[str, str], tuple[Explanation, list[str]]] = {}
    without_data = 0
    unknown = []
    remaining = iter(cells)
    with evaluation.watched():
        for cell in islice(remaining, MOST_EXPLAINED):
            if evaluation.shows_rich_value(cell.sheet, (cell.row, cell.column)):
                continue
            explanation = evaluation.explain(cell.sheet, cell.row, cell.column)
            if explanation is None or explanation.code != cell.code:
                unknown.append(cell)
            elif explanation.deliberate:
                without_data += 1
            else:
                key = (explanation.sheet, explanation.address)
                begun.setdefault(key, (explanation, []))[1].append(cell.place)
    origins = [
        ErrorOrigin(origin.sheet, origin.address, origin.code, origin.reason, tuple(cells))
        for origin, cells in begun.values()
    ]
    return [*origins, *group_unexplained(remaining, _BEYOND)], without_data, unknown


def group_unexplained(cells: Iterable[ErrorCell], reason: str) -> list[ErrorOrigin]:
    """Cells without a known origin, those of a sheet with the same error as one."""
    alike: dict[tuple[str, str], list[ErrorCell]] = {}
    for cell in cells:
        alike.setdefault((cell.sheet, cell.code), []).append(cell)
    return [
        ErrorOrigin(sheet, address(group[0].row, group[0].column), code, reason, tuple(cell.place for cell in group))
        for (sheet, code), group in alike.items()
    ]
