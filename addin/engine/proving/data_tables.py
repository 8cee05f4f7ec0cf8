"""What-If data tables: only Excel computes them, so what matters is whether they may be old."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from addin.cells.addresses import Area
from addin.engine.evaluation import Evaluation
from addin.engine.proving.reads import Reader, Reads
from addin.engine.proving.state import Place, cells_of
from addin.engine.staging import Staged, sheets_with_formulas

if TYPE_CHECKING:
    from addin.xlsx.package import Package

_MOST_FORMULAS = 5_000
"""That a data table may follow from before it counts as following from all."""


@dataclass(frozen=True)
class OwnTable:
    """A data table of the user's."""

    sheet: str
    area: Area
    reads: Reads
    """All cells that its values follow from, however far back."""

    @property
    def cells(self) -> Iterator[Place]:
        """The cells that it fills."""
        return cells_of(self.sheet, self.area)


def own_tables(package: Package, evaluation: Evaluation, reader: Reader) -> list[OwnTable]:
    """The data tables of a workbook."""
    found = [(sheet, table) for sheet in sheets_with_formulas(package) for table in package.sheet(sheet).data_tables]
    if not found:
        return []
    formulas: dict[str, dict[tuple[int, int], Staged]] = {sheet: dict(own) for sheet, own in evaluation.own.items()}
    for sheet, position, staged in evaluation.of_template():
        formulas.setdefault(sheet, {})[position] = staged
    tables = []
    for sheet, table in found:
        edge = table.area._replace(
            first_row=max(1, table.area.first_row - 1), first_column=max(1, table.area.first_column - 1)
        )
        reads = Reads([(sheet, edge), *((sheet, each) for each in table.inputs)])
        tables.append(OwnTable(sheet, table.area, _all_behind(reads, formulas, reader)))
    return tables


def _all_behind(reads: Reads, formulas: Mapping[str, Mapping[tuple[int, int], Staged]], reader: Reader) -> Reads:
    """The reads, and those of the formulas in these cells, and so on."""
    seen: set[Place] = set()
    waiting = list(reads.areas)
    known = set(waiting)
    while waiting and not reads.anywhere:
        sheet, area = waiting.pop()
        for place, staged in _formulas_in(area, formulas.get(sheet, {})):
            if (sheet, *place) in seen:
                continue
            seen.add((sheet, *place))
            further = reader.reads(staged)
            reads.called |= further.called
            reads.anywhere |= further.anywhere or len(seen) > _MOST_FORMULAS
            new = [each for each in further.areas if each not in known]
            known.update(new)
            waiting += new
            reads.areas += new
    return reads


def _formulas_in(area: Area, formulas: Mapping[tuple[int, int], Staged]) -> Iterator[tuple[tuple[int, int], Staged]]:
    if (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1) < len(formulas):
        for row in range(area.first_row, area.last_row + 1):
            for column in range(area.first_column, area.last_column + 1):
                if (row, column) in formulas:
                    yield (row, column), formulas[row, column]
        return
    for place, staged in formulas.items():
        if area.holds(*place):
            yield place, staged
