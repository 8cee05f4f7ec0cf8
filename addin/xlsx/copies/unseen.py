"""The cells of a sheet that whoever looks at it does not see: hidden rows and columns, what a merged cell covers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lxml import etree

from addin.cells.addresses import LAST_COLUMN, Area, parse_area
from addin.cells.text import whole_number
from addin.xlsx.safe_xml import child, children

_TRUE: Final = ("1", "true")
_LOWEST: Final = 2.0
"""Points; nobody reads what stands in a lower row."""
_NARROWEST: Final = 0.5
"""Letters, of a column."""
_SHOWS_NOTHING: Final = ";;;"
"""The number format under which a cell looks empty."""


@dataclass(frozen=True)
class Unseen:
    """What is not seen of a sheet, by row, column and cell."""

    rows: frozenset[int]
    columns: frozenset[int]
    cells: frozenset[tuple[int, int]]
    """Those that show nothing though their row and column are seen."""
    covered: tuple[Area, ...]
    hides_all_but: frozenset[int] | None
    """The rows that are seen where all others are hidden."""

    def hides_line(self, row: int, column: int) -> bool:
        """Whether the cell's row or column is hidden: a chart may leave out such cells."""
        return row in self.rows or column in self.columns or not self._is_row_seen(row)

    def hides(self, row: int, column: int) -> bool:
        """Whether nothing is seen of what the cell holds."""
        return (
            self.hides_line(row, column)
            or (row, column) in self.cells
            or any(
                area.holds(row, column) and (row, column) != (area.first_row, area.first_column)
                for area in self._covering(row)
            )
        )

    def hides_any(self, area: Area) -> bool:
        """Whether that is so of any cell of an area."""
        return (
            self.hides_all_but is not None
            or any(area.first_row <= row <= area.last_row for row in self.rows)
            or any(area.first_column <= column <= area.last_column for column in self.columns)
            or any(area.holds(*cell) for cell in self.cells)
            or any(each.meets(area) for each in self.covered)
        )

    def _is_row_seen(self, row: int) -> bool:
        return self.hides_all_but is None or row in self.hides_all_but

    def _covering(self, row: int) -> list[Area]:
        """The merged cells that lie in a row."""
        if row not in self._of_row:
            self._of_row.clear()  # cells are asked for row by row
            self._of_row[row] = [area for area in self.covered if area.first_row <= row <= area.last_row]
        return self._of_row[row]

    @cached_property
    def _of_row(self) -> dict[int, list[Area]]:
        return {}


def unseen(sheet: etree._Element, blank_styles: frozenset[str]) -> Unseen:
    """What is not seen of a sheet; cells of these styles look empty."""
    rows, seen, cells = set[int](), set[int](), set[tuple[int, int]]()
    for number, row in numbered_rows(sheet):
        if row.get("hidden") in _TRUE or _is_below(row.get("ht"), _LOWEST):
            rows.add(number)
        elif row.get("customHeight") in _TRUE:
            seen.add(number)
        if blank_styles:
            cells.update((number, column) for column, cell in numbered_cells(row) if cell.get("s", "0") in blank_styles)
    form = child(sheet, "sheetFormatPr")
    all_rows = form is not None and form.get("zeroHeight") in _TRUE
    areas = (
        parse_area(each.get("ref", ""))
        for group in children(sheet, "mergeCells")
        for each in children(group, "mergeCell")
    )
    return Unseen(
        frozenset(rows),
        frozenset(_hidden_columns(sheet)),
        frozenset(cells),
        tuple(area for area in areas if area),
        frozenset(seen) if all_rows else None,
    )


def numbered_rows(sheet: etree._Element) -> list[tuple[int, etree._Element]]:
    """The rows of a sheet with their numbers, which some writers leave out."""
    found, number = [], 0
    for group in children(sheet, "sheetData"):
        for row in children(group, "row"):
            number = whole_number(row.get("r", "")) or number + 1
            found.append((number, row))
    return found


def numbered_cells(row: etree._Element) -> list[tuple[int, etree._Element]]:
    """The cells of a row with the numbers of their columns."""
    found, column = [], 0
    for cell in children(row, "c"):
        area = parse_area(cell.get("r", ""))
        column = area.first_column if area else column + 1
        found.append((column, cell))
    return found


def blank_styles(styles: etree._Element) -> frozenset[str]:
    """The numbers of the cell styles that show nothing."""
    codes = {
        each.get("numFmtId")
        for group in children(styles, "numFmts")
        for each in children(group, "numFmt")
        if each.get("formatCode", "").replace('""', "").strip() == _SHOWS_NOTHING
    }
    formats = [each for group in children(styles, "cellXfs") for each in children(group, "xf")]
    return frozenset(str(number) for number, each in enumerate(formats) if each.get("numFmtId") in codes)


def _hidden_columns(sheet: etree._Element) -> set[int]:
    hidden: set[int] = set()
    for group in children(sheet, "cols"):
        for each in children(group, "col"):
            if each.get("hidden") in _TRUE or _is_below(each.get("width"), _NARROWEST):
                first, last = whole_number(each.get("min", "")) or 1, whole_number(each.get("max", "")) or 0
                hidden.update(range(first, min(last, LAST_COLUMN) + 1))
    return hidden


def _is_below(size: str | None, least: float) -> bool:
    try:
        return size is not None and float(size) < least
    except ValueError:
        return False
