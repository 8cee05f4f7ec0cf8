"""ListObject and its filters, in the model."""

# ruff: noqa: N802
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addin.formulas.shared import shift_formula
from addin.xlsx.package import Table
from tests.addin.hosts.excel.live.excel_model.ranges import Range
from tests.addin.hosts.excel.live.excel_model.shape import Collection, ComObject, ExcelError
from tests.addin.hosts.excel.live.excel_model.values import Formula

if TYPE_CHECKING:
    from tests.addin.hosts.excel.live.excel_model.worksheet import Worksheet

COLOUR = 8
GROUPS_OF_DATES = 7


class ListColumn(ComObject):
    properties = ("Name",)

    def __init__(self, name: str) -> None:
        self.name = name

    Name = property(lambda self: self.name)


class ListColumns(Collection):
    def __init__(self, table: ListObject) -> None:
        self.table = table
        self.application = table.application

    def members(self) -> list[ListColumn]:
        return list(map(ListColumn, self.table.record.columns))


class ListObject(ComObject):
    """A table; where it lies is asked of the package each time."""

    methods = ("Resize",)
    properties = (
        "Application",
        "AutoFilter",
        "DataBodyRange",
        "ListColumns",
        "Name",
        "Parent",
        "Range",
        "ShowHeaders",
        "ShowTotals",
    )

    def __init__(self, sheet: Worksheet, name: str) -> None:
        self.sheet = sheet
        self.name = name
        self.application = sheet.application
        self.filtered = sheet.filters.setdefault(name, {})

    @property
    def record(self) -> Table:
        return self.sheet.store.package.table(self.name)

    Name = property(lambda self: self.name)
    Parent = property(lambda self: self.sheet)
    Range = property(lambda self: Range(self.sheet, self.record.area))
    DataBodyRange = property(lambda self: Range(self.sheet, self.record.body))
    ListColumns = property(lambda self: ListColumns(self))
    ShowHeaders = property(lambda self: bool(self.record.header_rows))
    ShowTotals = property(lambda self: bool(self.record.totals_rows))

    @property
    def AutoFilter(self) -> AutoFilter | None:
        has_buttons = b"<autoFilter" in self.sheet.store.package.part(self.record.part)
        return AutoFilter(self) if has_buttons else None

    def Resize(self, Range: Range) -> None:  # noqa: N803
        new, old = self.unwrap(Range).area, self.record
        self.sheet.changing(f"Resize of {self.name}")
        if new[:2] != old.area[:2] or new.last_column != old.last_column or new.last_row <= new.first_row:
            raise ExcelError("The range does not work for table resize.")
        if any(other.name != self.name and other.Range.area.meets(new) for other in self.sheet.ListObjects.members()):
            raise ExcelError("A table cannot overlap another table.")
        if self.filtered:
            raise ExcelError("This operation is not allowed on a filtered table.")
        self.sheet.store.package.resize_table(self.name, new.last_row)
        self.sheet.store.is_stale = True
        self._fill_calculated_columns(old, new.last_row)

    def _fill_calculated_columns(self, old: Table, last_row: int) -> None:
        store, sheet = self.sheet.store, self.sheet.name
        for column in range(old.first_column, old.last_column + 1):
            formula = store.formula(sheet, old.last_row, column)
            for row in range(old.last_row + 1, last_row + 1) if formula else ():
                store.put(sheet, row, column, Formula(shift_formula(formula[1:], row - old.last_row, 0)))


class ListObjects(Collection):
    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.application = sheet.application

    def members(self) -> list[ListObject]:
        tables = self.sheet.store.package.tables.values()
        return [ListObject(self.sheet, table.name) for table in tables if table.sheet == self.sheet.name]


class AutoFilter(ComObject):
    methods = ("ShowAllData",)
    properties = ("Application", "FilterMode", "Filters", "Range")

    def __init__(self, table: ListObject) -> None:
        self.table = table
        self.application = table.application

    FilterMode = property(lambda self: bool(self.table.filtered))
    Filters = property(lambda self: Filters(self.table))
    Range = property(lambda self: self.table.Range)

    def ShowAllData(self) -> None:
        self.table.sheet.changing(f"ShowAllData of {self.table.name}")
        self.table.filtered.clear()


class Filters(Collection):
    def __init__(self, table: ListObject) -> None:
        self.table = table
        self.application = table.application

    def members(self) -> list[Filter]:
        columns = range(1, len(self.table.record.columns) + 1)
        return [Filter(self.table.filtered.get(column)) for column in columns]


class Filter(ComObject):
    """One column's filter; Excel refuses to tell some of its properties."""

    properties = ("Criteria1", "Criteria2", "On", "Operator")

    def __init__(self, criteria: tuple[int, Any, Any] | None) -> None:
        self.criteria = criteria

    On = property(lambda self: self.criteria is not None)

    @property
    def Operator(self) -> int:
        return self._told(0)

    @property
    def Criteria1(self) -> Any:
        return self._told(1)

    @property
    def Criteria2(self) -> Any:
        return self._told(2)

    def _told(self, place: int) -> Any:
        if self.criteria is None or self.criteria[place] is None:
            raise ExcelError("Unable to get the property of the Filter class")
        return self.criteria[place]
