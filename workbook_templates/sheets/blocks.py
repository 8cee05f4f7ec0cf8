"""A block of a sheet: rows under named columns. Formulas take their addresses from it, never from a letter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from openpyxl.utils import get_column_letter

from workbook_templates.sheets.look import quote_title


@dataclass(frozen=True)
class Block:
    """Columns by their headers in order, from column number `left` on, and the rows below the headers.

    A column without a name is a gap.

    >>> sales = Block("Sales by week", ("Week", "Target", "Sold so far"), first=7, last=18)
    >>> sales.column("Target")
    "'Sales by week'!$C$7:$C$18"
    >>> week = sales.here(7)
    >>> f"SUM({week.target},{week.sold_so_far})"
    'SUM($C7,$D7)'
    """

    sheet: str
    columns: Sequence[str]
    first: int
    last: int
    left: int = 2

    def letter(self, column: str) -> str:
        """The letter of a column, which may be written as a header or as the name that a line has for it."""
        key = _key(column)
        if key not in self._letters:
            raise LookupError(f"no column {column} on {self.sheet}; there are {', '.join(self._letters)}")
        return self._letters[key]

    def at(self, column: str, row: int | str) -> str:
        """The address of a cell within its sheet, as it is laid: B7."""
        return f"{self.letter(column)}{row}"

    def cells(self, column: str, to: str = "") -> str:
        """All rows of a column, or of columns up to another, as they are laid: B7:B18."""
        return f"{self.letter(column)}{self.first}:{self.letter(to or column)}{self.last}"

    def area(self) -> str:
        """All rows of all columns, as they are laid."""
        return self.cells(self.columns[0], self.columns[-1])

    def page(self, last: int, to: str = "") -> str:
        """What is printed: from the margin to the last column or another, down to a row."""
        return f"A1:{self.letter(to or self.columns[-1])}{last}"

    def own_cell(self, column: str, row: int | str) -> str:
        """A cell for the formulas of its own sheet: $B$7."""
        return f"${self.letter(column)}${row}"

    def own_column(self, column: str, to: str = "") -> str:
        """All rows of a column, or of columns up to another, for the formulas of their own sheet: $B$7:$B$18."""
        return f"{self.own_cell(column, self.first)}:{self.own_cell(to or column, self.last)}"

    def cell(self, column: str, row: int | str) -> str:
        """A cell for the formulas of every sheet: Sheet!$B$7."""
        return f"{self._prefix}{self.own_cell(column, row)}"

    def column(self, column: str, to: str = "") -> str:
        """All rows of a column, or of columns up to another, for the formulas of every sheet: Sheet!$B$7:$B$18."""
        return f"{self._prefix}{self.own_column(column, to)}"

    def each(self, column: str) -> list[str]:
        """The cells of a column one by one, for the formulas of every sheet."""
        return [self.cell(column, row) for row in range(self.first, self.last + 1)]

    def whole(self) -> str:
        """All rows of all columns, for the formulas of every sheet."""
        return self.column(self.columns[0], self.columns[-1])

    def sheet_cells(self, last: int | None = None) -> str:
        """The columns from the first row of the sheet on, down to the block's last or another row."""
        return self.rows(1, last or self.last).whole()

    def rows(self, first: int, last: int) -> "Block":
        """The same columns in other rows."""
        return replace(self, first=first, last=last)

    def here(self, row: int | str) -> "Line":
        """One row for the formulas of its own sheet."""
        return Line(self, row, "")

    def there(self, row: int | str) -> "Line":
        """One row for the formulas of other sheets."""
        return Line(self, row, self._prefix)

    @cached_property
    def _letters(self) -> dict[str, str]:
        named = [(number, column) for number, column in enumerate(self.columns, self.left) if column]
        letters = {_key(column): get_column_letter(number) for number, column in named}
        if len(letters) < len(named):
            raise ValueError(f"two columns of {self.sheet} have the same name: {', '.join(self.columns)}")
        return letters

    @property
    def _prefix(self) -> str:
        return f"{quote_title(self.sheet)}!"


class Line:
    """One row of a block: its cells by the names of their columns, with the column fixed: `line.sold_so_far` is $D7."""

    def __init__(self, block: Block, row: int | str, prefix: str) -> None:
        self._block, self._row, self._prefix = block, row, prefix

    def __getitem__(self, column: str) -> str:
        return f"{self._prefix}${self._block.letter(column)}{self._row}"

    def __getattr__(self, column: str) -> str:
        if column.startswith("_"):  # what Python itself asks an object for is no column
            raise AttributeError(column)
        return self[column]

    def to(self, first: str, last: str) -> str:
        """The cells from one column to another: $B7:$D7."""
        return f"{self[first]}:${self._block.letter(last)}{self._row}"


def _key(column: str) -> str:
    """A column's name as an identifier: Sold so far and sold_so_far are the same."""
    return re.sub(r"\W+", "_", column.lower()).strip("_")
