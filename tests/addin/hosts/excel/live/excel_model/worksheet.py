"""Worksheet, in the model."""

# ruff: noqa: N802
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from addin.cells.addresses import LAST_ROW, Area, column_number, parse_area
from tests.addin.hosts.excel.live.excel_model.ranges import Range
from tests.addin.hosts.excel.live.excel_model.shape import Collection, ComObject, ExcelError
from tests.addin.hosts.excel.live.excel_model.store import Store
from tests.addin.hosts.excel.live.excel_model.tables import ListObjects

if TYPE_CHECKING:
    from tests.addin.hosts.excel.live.excel_model.workbook import Workbook

_COLUMNS = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})")


class Worksheet(ComObject):
    methods = ("Activate", "Range")
    properties = ("Application", "ListObjects", "Name", "Parent", "ProtectContents", "ProtectionMode", "UsedRange")

    def __init__(self, workbook: Workbook, name: str) -> None:
        self.workbook = workbook
        self.name = name
        self.application = workbook.application
        self.is_protected = False
        self.is_open_to_macros = False
        self.filters: dict[str, dict[int, tuple[int, Any, Any]]] = {}
        self.widths: dict[int, float] = {}

    @property
    def store(self) -> Store:
        return self.workbook.store

    def changing(self, what: str) -> None:
        """Every change of a cell or table comes by here."""
        self.application.changing(what)
        if self.is_protected and not self.is_open_to_macros:
            raise ExcelError("The cell or chart you're trying to change is on a protected sheet.")

    Name = property(lambda self: self.name)
    Parent = property(lambda self: self.workbook)
    ProtectContents = property(lambda self: self.is_protected)
    ProtectionMode = property(lambda self: self.is_protected and self.is_open_to_macros)
    ListObjects = property(lambda self: ListObjects(self))
    UsedRange = property(lambda self: Range(self, self.store.used(self.name)))

    def Range(self, Cell1: str) -> Range:  # noqa: N803
        columns = _COLUMNS.fullmatch(Cell1)
        area = parse_area(Cell1)
        if columns:
            area = Area(1, column_number(columns[1]), LAST_ROW, column_number(columns[2]))
        if area is None:
            raise ExcelError("Method 'Range' of object '_Worksheet' failed")
        return Range(self, area)

    def Activate(self) -> None:
        self.workbook.active_sheet = self


class Worksheets(Collection):
    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.application = workbook.application

    def members(self) -> list[Worksheet]:
        return self.workbook.sheets
