"""The rows that a filter hides, told anew when other rows were written under it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from addin.cells.addresses import Area, parse_area
from addin.xlsx.filters import FilteredCell, Unjudged, active_columns, drop_criteria, filter_of, shows
from addin.xlsx.safe_xml import parse, serialize

if TYPE_CHECKING:
    from addin.xlsx.package import Package, Table
    from addin.xlsx.sheet_xml import SheetXml


class FilteredRows:
    """The tables that rows were written into, and how far these went before."""

    def __init__(self, package: Package) -> None:
        self.notes: list[str] = []
        self._package = package
        self._ends: dict[str, int] = {}

    def written(self, table: Table) -> None:
        """Other rows stand in the table, which has its new size already; `table` is as it was."""
        self._ends[table.name] = max(self._ends.get(table.name, 0), table.body.last_row)
        self._apply(table.name)

    def apply(self) -> None:
        """Every written table filtered as its criteria say, by what its cells hold now."""
        for name in self._ends:
            self._apply(name)

    def _apply(self, name: str) -> None:
        table = self._package.table(name)
        sheet = self._package.sheet(table.sheet)
        data = self._package.part(table.part)
        if b"filterColumn" in data:
            root = parse(data, self._package.path.name, table.part)
            found = filter_of(root)
            if found is not None and not self._filtered(table, sheet, found):
                self._package.replace_part(table.part, serialize(root, data))
        own = sheet.auto_filter
        if own is not None and not self._filtered(table, sheet, own):
            sheet.changed = True

    def _filtered(self, table: Table, sheet: SheetXml, auto_filter: etree._Element) -> bool:
        """Whether the criteria still hold; where they cannot be judged they are gone, and every row is shown."""
        criteria = active_columns(auto_filter)
        area = parse_area(auto_filter.get("ref", ""))
        if not criteria or area is None or not area.meets(table.area):
            return True
        last = min(max(self._ends.get(table.name, 0), table.body.last_row), sheet.last_row)
        rows = range(max(table.body.first_row, area.first_row + 1), last + 1)
        try:
            within = [row for row in rows if row <= area.last_row]
            hidden = {row for row in within if not self._is_shown(table, sheet, area, criteria, row)}
        except Unjudged:
            drop_criteria(auto_filter)
            sheet.show_rows(rows, set())
            self.notes.append(
                f"The filter of the table {table.name} on {table.sheet} could not be put back; all of its rows are "
                "shown. Set it again."
            )
            return False
        sheet.show_rows(rows, hidden)
        return True

    def _is_shown(
        self, table: Table, sheet: SheetXml, area: Area, criteria: dict[int, etree._Element], row: int
    ) -> bool:
        if row > table.body.last_row:
            return True
        cells = self._cells(sheet, area, criteria, row)
        return all(shows(criterion, cell) for criterion, cell in zip(criteria.values(), cells, strict=True))

    def _cells(
        self, sheet: SheetXml, area: Area, criteria: dict[int, etree._Element], row: int
    ) -> Iterator[FilteredCell]:
        package = self._package
        for offset in criteria:
            column = area.first_column + offset
            style = sheet.style(row, column)
            formats = package.number_formats
            yield FilteredCell(
                sheet.value(row, column),
                sheet.dated_value(row, column, package.date_styles),
                formats[style] if style < len(formats) else "General",
            )
