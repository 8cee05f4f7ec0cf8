"""Workbook, its names and pivot caches, in the model."""

# ruff: noqa: N802
from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin.cells.addresses import parse_area
from addin.workbook.file import WorkbookFile
from tests.addin.hosts.excel.live.excel_model.ranges import Range
from tests.addin.hosts.excel.live.excel_model.shape import Collection, ComObject, ExcelError
from tests.addin.hosts.excel.live.excel_model.store import Store
from tests.addin.hosts.excel.live.excel_model.worksheet import Worksheet, Worksheets

if TYPE_CHECKING:
    from tests.addin.hosts.excel.live.excel_model.application import Application

_REFERENCE = re.compile(r"=(?:'((?:[^']|'')+)'|([^'!]+))!([^!]+)")


class Name(ComObject):
    """A defined name; one of a sheet's own is called Sheet!name."""

    properties = ("Name", "RefersTo", "RefersToRange")

    def __init__(self, workbook: Workbook, name: str, refers_to: str) -> None:
        self.workbook = workbook
        self.name = name
        self.refers_to = refers_to

    Name = property(lambda self: self.name)
    RefersTo = property(lambda self: self.refers_to)

    @property
    def RefersToRange(self) -> Range:
        match = _REFERENCE.fullmatch(self.refers_to)
        area = parse_area(match[3]) if match else None
        if match is None or area is None:
            raise ExcelError("Application-defined or object-defined error")
        return Range(self.workbook.Worksheets((match[1] or match[2]).replace("''", "'")), area)


class Names(Collection):
    """All names, those of sheets among them."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.application = workbook.application

    def members(self) -> list[Name]:
        return self.workbook.names

    def Item(self, index: int | float | str) -> Any:
        """By a text, the active sheet's own name goes before the workbook's."""
        if isinstance(index, str):
            own = f"{self.workbook.active_sheet.name}!{index}".casefold()
            found = [name for name in self.members() if name.name.casefold() == own]
            if found:
                return found[0]
        return super().Item(index)


class PivotCache(ComObject):
    properties = ("SourceData", "SourceType")

    def __init__(self, source: str) -> None:
        self.source = source

    SourceType = property(lambda _: 1)
    SourceData = property(lambda self: self.source)


class PivotCachesOf(Collection):
    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.application = workbook.application

    def members(self) -> list[PivotCache]:
        return list(map(PivotCache, self.workbook.pivots))


class Workbook(ComObject):
    """An open workbook; one without a folder was never saved."""

    methods = ("Activate", "PivotCaches", "SaveCopyAs")
    properties = ("ActiveSheet", "Application", "Date1904", "FullName", "Name", "Names", "Path", "Worksheets")

    def __init__(self, application: Application, file: WorkbookFile, name: str, folder: str) -> None:
        self.application = application
        self.store = Store(file)
        self.name = name
        self.folder = folder
        self.sheets = [Worksheet(self, sheet) for sheet in file.package.sheets]
        self.names = [Name(self, each, f"={text}") for each, text in file.package.names.items()]
        self.pivots: list[str] = []
        self.active_sheet = self.sheets[0]

    Name = property(lambda self: self.name)
    Path = property(lambda self: self.folder)
    FullName = property(lambda self: str(Path(self.folder) / self.name) if self.folder else self.name)
    Date1904 = property(lambda self: self.store.date1904)
    ActiveSheet = property(lambda self: self.active_sheet)
    Names = property(lambda self: Names(self))
    Worksheets = property(lambda self: Worksheets(self))

    def PivotCaches(self) -> PivotCachesOf:
        return PivotCachesOf(self)

    def Activate(self) -> None:
        self.application.active_workbook = self

    def SaveCopyAs(self, Filename: str) -> None:  # noqa: N803
        if self.application.EnableEvents:
            self.application.events.append("BeforeSave")
        self.application.calculate_if_automatic()
        try:
            with Path(Filename).open("wb") as stream:
                self.store.package.write(stream)
        except OSError as error:
            raise ExcelError(f"Microsoft Excel cannot access the file '{Filename}'.") from error
