"""What a refresh needs of a workbook, whether it is open in Excel or a file on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from addin.cells.values import Cell, Dated
from addin.progress import Advance
from addin.xlsx.pivots import PivotSource

if TYPE_CHECKING:
    from addin.engine.error_origins import ErrorReport


VALUES_ONLY: Final = " values"
"""Ends the template's tag in a copy without formulas: a refresh could not change its report."""


@dataclass(frozen=True)
class TableBody:
    """A table's body, column by column; `first_row` is the sheet's row number of its first line."""

    headers: list[str]
    columns: list[list[Dated]]
    first_row: int


class Workbook(Protocol):
    """Places are found by defined name or table, never by address."""

    date1904: bool

    @property
    def name(self) -> str:
        """What messages call it: the file's name without its folder."""

    @property
    def reads_formulas(self) -> bool:
        """Whether a place that was read holds a formula whose last value may be old: recalculate, and read again."""

    def tables(self) -> Mapping[str, str]:
        """The tables by name, each with the sheet it stands on."""

    def pivot_sources(self) -> Sequence[PivotSource]:
        """What each pivot table was made from."""

    def template(self) -> str:
        """Kind and version, such as "survey_roi/1"; "" where the workbook is none of ours."""

    def has_name(self, name: str) -> bool:
        """Whether there is such a defined name: older workbooks lack some."""

    def headers(self, table: str) -> Sequence[str]:
        """The headers of a table."""

    def read_cell(self, name: str) -> Cell:
        """The single cell of that defined name; a date is its serial number."""

    def read_range(self, name: str) -> list[list[Cell]]:
        """The cells of that defined name, row by row; dates are serial numbers."""

    def read_table(self, name: str) -> TableBody:
        """A table's body. Empty text counts as blank; blank lines at the end may be kept."""

    def read_column(self, name: str, header: str) -> list[Dated]:
        """The body of a table's column."""

    def write_range(self, name: str, rows: Sequence[Sequence[Dated]]) -> None:
        """Constants into a named cell or range of exactly that shape."""

    def write_table(
        self,
        name: str,
        rows: Sequence[Sequence[Dated]],
        headers: Sequence[str] = (),
        advance: Advance | None = None,
    ) -> None:
        """The table's body replaced by these rows, under these headers; without any row, one blank line stays."""

    def recalculate(self) -> None:
        """Afterwards every read gives the new values."""

    def require_computed(self, name: str) -> None:
        """A Refusal where the named cell follows from formulas that could not be computed."""

    def errors(self) -> ErrorReport:
        """The error cells of the computed workbook, each with the reason."""

    def save(self) -> None:
        """The changes made lasting: all of them or none."""


def tag_of(refers_to: str) -> str:
    """The text constant of a defined name: `="survey_roi/1"` is survey_roi/1."""
    text = refers_to.strip().removeprefix("=")
    if len(text) >= 2 and text.startswith('"') and text.endswith('"'):
        return text[1:-1].replace('""', '"')
    return text
