"""What a workbook gives meaning to while formulas are rewritten, and the names of the engine's own functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property, lru_cache
from urllib.parse import unquote

from addin.cells.addresses import Area
from addin.formulas import structured as tables
from addin.formulas.references import sheet_of
from addin.formulas.shared import shift_formula
from addin.formulas.structured import TableLike

OUR_FILE = "centreroi.xlam"
OWN = "CENTRE_ROI_"
"""What the names of the engine's functions that are built here begin with."""


FIT = "CENTRE_ROI_FIT"
"""The engine's function that cuts or pads an answer to a number of rows and columns."""


EACH = "CENTRE_ROI_EACH"
"""The engine's function that calls one of Excel's cell by cell."""


MISSING_MARK = "\ue000missing\ue000"
"""Stands in a call of ours for an argument left out; private-use characters, which no one types."""


class Context(Enum):
    """How a range is taken where it stands."""

    VALUE = "cut to the cell in the formula's own row or column"
    RANGE = "left whole, unless something is computed with it"
    ARRAY = "left whole"


@dataclass(frozen=True, slots=True)
class CellPlace:
    """The cell a formula stands in."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a defined name stands for in a cell."""

    text: str
    scope: str
    """The sheet that alone knows the name, "" where all do: there the names in the text are looked up."""
    moves: bool
    """Whether a reference in it has no `$`: it stands for other cells in other cells."""
    depends: bool
    """Whether it stands for something else elsewhere, that way or because another sheet has one of its own."""


@lru_cache(maxsize=4096)
def _moves(text: str) -> bool:
    """Whether what a name stands for is another cell in other cells."""
    return shift_formula(text, 1, 1) != text


@dataclass(frozen=True)
class Surroundings:
    """What a workbook gives meaning to, and what the engine knows."""

    ours: Mapping[str, bool]
    """Our functions by name; True where single values are answered with a single value."""
    known: Callable[[str], bool]
    """Whether the engine has a function of its own by this name."""
    tables: Mapping[str, TableLike] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[int, str] = field(default_factory=dict)
    spills: Mapping[tuple[str, int, int], Area] = field(default_factory=dict)
    """The declared range of each array formula, by its first cell."""
    local_names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Names that one sheet alone knows, by that sheet and the name."""

    @cached_property
    def folded_tables(self) -> dict[str, TableLike]:
        return tables.by_folded_name(self.tables)

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        """All names by sheet and name, without capitals; those that all sheets know have none."""
        of_all = {("", name.casefold()): text for name, text in self.names.items()}
        return of_all | {(sheet.casefold(), name.casefold()): text for (sheet, name), text in self.local_names.items()}

    @cached_property
    def _local(self) -> frozenset[str]:
        return frozenset(name.casefold() for _, name in self.local_names)

    def meaning(self, name: str, scope: str, place: CellPlace) -> Meaning | None:
        """What a name stands for in a cell: the sheet's own goes before that of all. None where there is no such name.

        A reference without `$` in it is written as it reads in A1, and moves along with the cell.
        """
        folded = name.casefold()
        sheet = scope if (scope.casefold(), folded) in self._names else ""
        text = self._names.get((sheet.casefold(), folded))
        if text is None:
            return None
        moves = _moves(text)
        moved = shift_formula(text, place.row - 1, place.column - 1) if moves else text
        return Meaning(moved, sheet, moves, moves or folded in self._local)

    def is_local(self, name: str) -> bool:
        """Whether there is a sheet that has a name of its own of that spelling."""
        return name.casefold() in self._local

    def ours_by_link(self, prefix: str) -> bool:
        """Whether `[1]!` or `'C:\\...\\CentreROI.xlam'!` before a function means our add-in."""
        name = sheet_of(prefix)
        number = re.fullmatch(r"\[([0-9]{1,9})\].*", name)
        target = self.links.get(int(number[1]), "") if number else name
        parts = [part for part in re.split(r"[\\/\[\]]", unquote(target)) if part]
        return any(part.casefold() == OUR_FILE for part in parts)
