"""Range, in the model."""

# ruff: noqa: N802
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from addin.cells.addresses import Area, area_address
from tests.addin.hosts.excel.live.excel_model.shape import ComObject, Counted, ExcelError
from tests.addin.hosts.excel.live.excel_model.values import LONGEST_IN_ARRAY, outgoing, shown_as_date, typed

if TYPE_CHECKING:
    from tests.addin.hosts.excel.live.excel_model.worksheet import Worksheet

_MOST_CELLS = 2_000_000
_FORMATS = 3


class Range(ComObject):
    """A rectangle of cells."""

    methods = ("AutoFill", "AutoFilter", "ClearContents", "Select")
    properties = (
        "Address",
        "Application",
        "Areas",
        "Column",
        "ColumnWidth",
        "Columns",
        "Formula",
        "HasFormula",
        "MergeCells",
        "Parent",
        "Row",
        "Rows",
        "Value",
        "Value2",
        "Worksheet",
    )
    settable = ("ColumnWidth", "Formula", "Value", "Value2")

    def __init__(self, sheet: Worksheet, area: Area) -> None:
        self.sheet = sheet
        self.area = area
        self.application = sheet.application

    Row = property(lambda self: self.area.first_row)
    Column = property(lambda self: self.area.first_column)
    Rows = property(lambda self: Counted(self.height))
    Columns = property(lambda self: Counted(self.width))
    Areas = property(lambda _: Counted(1))
    Address = property(lambda self: area_address(self.area))
    Worksheet = property(lambda self: self.sheet)
    Parent = property(lambda self: self.sheet)

    @property
    def height(self) -> int:
        return self.area.last_row - self.area.first_row + 1

    @property
    def width(self) -> int:
        return self.area.last_column - self.area.first_column + 1

    def rows(self) -> Iterator[list[tuple[int, int]]]:
        for row in range(self.area.first_row, self.area.last_row + 1):
            yield [(row, column) for column in range(self.area.first_column, self.area.last_column + 1)]

    def cells(self) -> Iterator[tuple[int, int]]:
        return (cell for row in self.rows() for cell in row)

    def _read(self, of: Callable[[int, int], Any]) -> Any:
        """One cell bare, several as rows."""
        if self.height * self.width > _MOST_CELLS:
            raise ExcelError("Not enough memory.")
        if self.height == self.width == 1:
            return of(self.area.first_row, self.area.first_column)
        return tuple(tuple(of(*cell) for cell in row) for row in self.rows())

    def _write(self, value: Any, member: str) -> None:
        self.sheet.changing(f"{member} of {self.sheet.name}!{self.Address}")
        if self.height * self.width > _MOST_CELLS:
            raise ExcelError("Not enough memory.")
        several = isinstance(value, (tuple, list))
        for line, row in enumerate(self.rows()):
            for place, cell in enumerate(row):
                given = value
                if several:
                    fits = line < len(value) and place < len(value[line])
                    given = value[line][place] if fits else "#N/A"
                    if isinstance(given, str) and len(given) > LONGEST_IN_ARRAY:
                        raise ExcelError("Unable to set the property of the Range class.")
                self.sheet.store.put(self.sheet.name, *cell, typed(given, self.sheet.store.date1904))

    @property
    def Value2(self) -> Any:
        self.application.calculate_if_automatic()
        return self._read(lambda row, column: outgoing(self.sheet.store.value(self.sheet.name, row, column)))

    @Value2.setter
    def Value2(self, value: Any) -> None:
        self._write(value, "Value2")

    @property
    def Value(self) -> Any:
        self.application.calculate_if_automatic()
        store, sheet = self.sheet.store, self.sheet.name

        def shown(row: int, column: int) -> Any:
            value = outgoing(store.value(sheet, row, column))
            is_date = isinstance(value, float) and store.is_date(sheet, row, column)
            return shown_as_date(value, store.date1904) if is_date else value

        return self._read(shown)

    @Value.setter
    def Value(self, value: Any) -> None:
        self._write(value, "Value")

    @property
    def Formula(self) -> Any:
        store, sheet = self.sheet.store, self.sheet.name

        def text(row: int, column: int) -> Any:
            formula = store.formula(sheet, row, column)
            if formula is not None:
                return formula
            value = store.value(sheet, row, column)
            if isinstance(value, float):
                return f"{value:.15g}"
            return "" if value is None else getattr(value, "code", value)

        return self._read(text)

    @Formula.setter
    def Formula(self, value: Any) -> None:
        self._write(value, "Formula")

    @property
    def HasFormula(self) -> bool | None:
        if not self.sheet.store.package.has_formulas(self.sheet.name):
            return False
        cells = self.sheet.store.package.sheet(self.sheet.name)
        found = {cells.is_computed(*cell) for cell in self.cells()}
        return found.pop() if len(found) == 1 else None

    @property
    def MergeCells(self) -> bool | None:
        merged = self.sheet.store.package.sheet(self.sheet.name).merged_areas
        found = {any(area.holds(*cell) for area in merged) for cell in self.cells()}
        return found.pop() if len(found) == 1 else None

    @property
    def ColumnWidth(self) -> float:
        return self.sheet.widths.get(self.area.first_column, 8.43)

    @ColumnWidth.setter
    def ColumnWidth(self, width: float) -> None:
        self.sheet.changing("ColumnWidth")
        for column in range(self.area.first_column, self.area.last_column + 1):
            self.sheet.widths[column] = float(width)

    def ClearContents(self) -> None:
        self.sheet.changing(f"ClearContents of {self.sheet.name}!{self.Address}")
        for cell in self.cells():
            self.sheet.store.put(self.sheet.name, *cell, None)

    def AutoFill(self, Destination: Range, Type: int = 0) -> None:  # noqa: N803
        target = self.unwrap(Destination)
        self.sheet.changing(f"AutoFill of {self.sheet.name}!{self.Address}")
        if int(Type) != _FORMATS:
            raise ExcelError("The model fills formats alone.")
        if target.area[:2] != self.area[:2] or target.area.last_column != self.area.last_column or self.height != 1:
            raise ExcelError("AutoFill method of Range class failed")
        for row, column in target.cells():
            if row != self.area.first_row:
                self.sheet.store.copy_format(self.sheet.name, (self.area.first_row, column), (row, column))

    def AutoFilter(self, Field: int, Criteria1: Any = None, Operator: int = 0, Criteria2: Any = None) -> None:  # noqa: N803
        self.sheet.changing(f"AutoFilter of {self.sheet.name}!{self.Address}")
        for table in self.sheet.ListObjects.members():
            if table.Range.area == self.area:
                table.filtered[int(Field)] = (int(Operator), Criteria1, Criteria2)
                return
        raise ExcelError("AutoFilter method of Range class failed")

    def Select(self) -> None:
        self.application.selection = self
