"""The cells of a sheet's part by row and column, found and made; the rows they stand in are those of SheetRows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from lxml import etree

from addin.cells.addresses import LAST_COLUMN, Area, address, area_address, cell_position, column_number, parse_area
from addin.cells.text import whole_number
from addin.refusal import Refusal
from addin.xlsx.cell_xml import set_attribute
from addin.xlsx.safe_xml import local
from addin.xlsx.sheet_rows import SheetRows

_ROW_LOOK = ("ht", "customHeight", "s", "customFormat")
"""What a new row takes from the row it is to look like."""


class SheetCells:
    """The <c> elements of a sheet, and the <dimension> that grows with them."""

    def __init__(
        self,
        rows: SheetRows,
        tag: str,
        dimension: etree._Element | None,
        damaged: Callable[[str], Refusal],
    ) -> None:
        self._rows = rows
        self._tag = tag
        self._dimension = dimension
        self._extent = None if dimension is None else parse_area(dimension.get("ref", ""))
        self._damaged = damaged
        self._known: dict[int, dict[int, etree._Element]] = {}

    def get(self, row: int, column: int) -> etree._Element | None:
        """The element of a cell; None where there is none."""
        return self.in_row(row).get(column)

    def in_row(self, row: int) -> dict[int, etree._Element]:
        """The cells of a row by column, in order."""
        known = self._known.get(row)
        if known is None:
            element = self._rows.get(row)
            if element is None:
                return {}
            known = self._known[row] = {}
            previous = 0
            for cell in element.iterchildren(self._tag):
                text = cell.get("r")
                column = previous + 1 if text is None else column_number(text.removesuffix(str(row)))
                if not previous < column <= LAST_COLUMN:
                    text = text or address(row, column)
                    raise self._damaged(f'has a cell "{text[:20]}" out of its place in row {row}')
                known[column] = cell
                previous = column
        return known

    def create(self, row: int, column: int, style_of: tuple[int, int] | None) -> etree._Element:
        """A cell that there is none of yet, in its place; a row that is new looks as that of `style_of`."""
        element = self._rows.get(row)
        if element is None:
            element = self._rows.create(row)
            for name, value in self.look_of(None if style_of is None else style_of[0]).items():
                set_attribute(element, name, value)
        cells = self._addressed(row)
        cell = etree.SubElement(element, self._tag, {"r": address(row, column)})
        after = next((each for each in cells if each > column), None)
        if after is not None:
            cells[after].addprevious(cell)
        cells[column] = cell
        if after is not None:
            self._known[row] = dict(sorted(cells.items()))
        self.extend_dimension(row, column)
        return cell

    def forget(self, rows: Iterable[int]) -> None:
        """The rows are no more what they were."""
        for row in rows:
            self._known.pop(row, None)

    def position_of(self, cell: etree._Element) -> tuple[int, int]:
        """The row and column of an element."""
        parent = cell.getparent()
        if cell.get("r") is None and parent is not None and local(parent) == "row":
            self._addressed(whole_number(parent.get("r", "")) or 0)
        position = cell_position(cell.get("r", ""))
        if position is None:
            raise self._damaged(f'has a cell with the address "{cell.get("r", "")[:20]}"')
        return position

    def styles_of(self, row: int, columns: Sequence[int]) -> list[str | None]:
        """The numbers of the styles of a row's cells."""
        cells = [self.get(row, column) for column in columns]
        return [None if cell is None else cell.get("s") for cell in cells]

    def look_of(self, row: int | None) -> dict[str, str | None]:
        """What a row itself looks like."""
        element = None if row is None else self._rows.get(row)
        return {name: None if element is None else element.get(name) for name in _ROW_LOOK}

    def extend_dimension(self, row: int, column: int) -> None:
        """The area that the part says it uses reaches to that cell."""
        area = self._extent
        if self._dimension is None or area is None or area.holds(row, column):
            return
        first = (min(area.first_row, row), min(area.first_column, column))
        last = (max(area.last_row, row), max(area.last_column, column))
        self._extent = Area(*first, *last)
        self._dimension.set("ref", area_address(self._extent))

    def _addressed(self, row: int) -> dict[int, etree._Element]:
        """The cells of a row, each with its address: some writers leave it out, since the order tells."""
        cells = self.in_row(row)
        for column, cell in cells.items():
            if cell.get("r") is None:
                cell.set("r", address(row, column))
        return cells
