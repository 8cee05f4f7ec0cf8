"""The cells of a workbook in the model: a WorkbookFile, changed as Excel would change it."""

from __future__ import annotations

from typing import Any

from lxml import etree

from addin.cells.addresses import Area, parse_area
from addin.workbook.file import WorkbookFile
from addin.xlsx import cell_xml
from addin.xlsx.safe_xml import child
from addin.xlsx.sheet_xml import SheetXml
from tests.addin.hosts.excel.live.excel_model.shape import ExcelError
from tests.addin.hosts.excel.live.excel_model.values import Formula


class Store:
    """Cells, formulas and formats; `is_stale` while formulas are not up to date."""

    def __init__(self, file: WorkbookFile) -> None:
        self.file = file
        self.package = file.package
        self.date1904 = file.date1904
        self.is_stale = False

    def value(self, sheet: str, row: int, column: int) -> Any:
        return self.package.sheet(sheet).value(row, column)

    def is_date(self, sheet: str, row: int, column: int) -> bool:
        cell = self.package.sheet(sheet)._cells.get(row, column)
        style = int(cell.get("s", "0")) if cell is not None else 0
        return style < len(self.package.date_styles) and self.package.date_styles[style]

    def style(self, sheet: str, row: int, column: int) -> str | None:
        cell = self.package.sheet(sheet)._cells.get(row, column)
        return None if cell is None else cell.get("s")

    def formula(self, sheet: str, row: int, column: int) -> str | None:
        """The cell's own formula, with its "="."""
        if not self.package.has_formulas(sheet):
            return None
        found = self._formulas(sheet).get((row, column))
        return None if found is None else f"={found}"

    def put(self, sheet: str, row: int, column: int, value: Any) -> None:
        """A constant or Formula in place of what stood there."""
        cells = self.package.sheet(sheet)
        self.is_stale = True
        cell = cells._cells.get(row, column)
        if cell is not None and (old := child(cell, "f")) is not None:
            if old.get("t") == "array":
                raise ExcelError("You can't change part of an array.")
            cell.remove(old)
            self._forget(cells)
        if not isinstance(value, Formula):
            cells.set_value(row, column, value)
            return
        if cell is None:
            cell = cells._create(row, column, None)
        cell_xml.clear(cell)
        etree.SubElement(cell, cells._namespace + "f").text = str(value)
        cells.changed = True
        self.package._formulas_seen[sheet] = True
        self._forget(cells)

    def copy_format(self, sheet: str, source: tuple[int, int], target: tuple[int, int]) -> None:
        cells = self.package.sheet(sheet)
        if self.formula(sheet, *target) is None:
            cells.set_value(*target, cells.value(*target), style_of=source)

    def used(self, sheet: str) -> Area:
        cells = self.package.sheet(sheet)
        rows = [row for row in cells._rows.numbers if cells._cells.in_row(row)]
        columns = [column for row in rows for column in cells._cells.in_row(row)]
        return Area(rows[0], min(columns), rows[-1], max(columns)) if rows else Area(1, 1, 1, 1)

    def calculate(self) -> None:
        if self.is_stale:
            self.file.evaluation = None  # anything may have changed, formulas too
            self.file.recalculate()
            self.is_stale = False

    def _formulas(self, sheet: str) -> dict[tuple[int, int], str]:
        cells = self.package.sheet(sheet)
        known = cells.__dict__.get("_by_place")
        if known is None:
            known = cells.__dict__["_by_place"] = {}
            for each in cells.formulas:
                # Every cell of an array formula shows it.
                area = (parse_area(each.array) if each.array else None) or Area(
                    each.row, each.column, each.row, each.column
                )
                for row in range(area.first_row, area.last_row + 1):
                    for column in range(area.first_column, area.last_column + 1):
                        known[row, column] = each.text
        return known

    def _forget(self, cells: SheetXml) -> None:
        for stale in ("formulas", "computed_areas", "_by_place"):
            cells.__dict__.pop(stale, None)
        cells._array_columns.clear()
