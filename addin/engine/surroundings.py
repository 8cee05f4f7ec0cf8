"""What a workbook gives meaning to while formulas are rewritten, and the names of the engine's own functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from urllib.parse import unquote

from addin.cells.addresses import Area
from addin.formulas import structured as tables
from addin.formulas.references import sheet_of
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

    @cached_property
    def folded_tables(self) -> dict[str, TableLike]:
        return tables.by_folded_name(self.tables)

    @cached_property
    def folded_names(self) -> dict[str, str]:
        return {name.casefold(): text for name, text in self.names.items()}

    def ours_by_link(self, prefix: str) -> bool:
        """Whether `[1]!` or `'C:\\...\\CentreROI.xlam'!` before a function means our add-in."""
        name = sheet_of(prefix)
        number = re.fullmatch(r"\[([0-9]{1,9})\].*", name)
        target = self.links.get(int(number[1]), "") if number else name
        parts = [part for part in re.split(r"[\\/\[\]]", unquote(target)) if part]
        return any(part.casefold() == OUR_FILE for part in parts)


@dataclass(frozen=True, slots=True)
class CellPlace:
    """The cell a formula stands in."""

    sheet: str
    row: int
    column: int
