"""Application and its open workbooks, in the model."""

# ruff: noqa: N802
from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import openpyxl

from addin.workbook.file import WorkbookFile
from tests.addin.hosts.excel.live.excel_model.shape import Collection, ComObject, ExcelError
from tests.addin.hosts.excel.live.excel_model.workbook import Workbook

AUTOMATIC, MANUAL = -4105, -4135


class Application(ComObject):
    """Excel. `fail_at` makes the change of that number, from 1, be refused; `changes` says what was changed."""

    methods = ("Calculate",)
    properties = (
        "ActiveWorkbook",
        "Application",
        "Calculation",
        "EnableEvents",
        "Hwnd",
        "Name",
        "ScreenUpdating",
        "Selection",
        "StatusBar",
        "Version",
        "Workbooks",
    )
    settable = ("Calculation", "EnableEvents", "ScreenUpdating", "StatusBar")

    def __init__(self) -> None:
        self.application = self
        self.workbooks: list[Workbook] = []
        self.active_workbook: Workbook | None = None
        self.selection: Any = None
        self.changes: list[str] = []
        self.fail_at = 0
        self.events: list[str] = []
        self.status_texts: list[Any] = []
        self.state = {"Calculation": AUTOMATIC, "EnableEvents": True, "ScreenUpdating": True, "StatusBar": False}

    def changing(self, what: str) -> None:
        self.changes.append(what)
        if len(self.changes) == self.fail_at:
            raise ExcelError("Call was rejected by callee.")

    def _set(self, name: str, value: Any) -> None:
        self.changing(name)
        self.state[name] = value

    Name = property(lambda _: "Microsoft Excel")
    Version = property(lambda _: "16.0")
    Hwnd = property(lambda _: 1)
    Workbooks = property(lambda self: Workbooks(self))
    ActiveWorkbook = property(lambda self: self.active_workbook)
    Selection = property(lambda self: self.selection)
    Calculation = property(
        lambda self: self.state["Calculation"], lambda self, value: self._set("Calculation", int(value))
    )
    EnableEvents = property(
        lambda self: self.state["EnableEvents"], lambda self, value: self._set("EnableEvents", bool(value))
    )
    ScreenUpdating = property(
        lambda self: self.state["ScreenUpdating"], lambda self, value: self._set("ScreenUpdating", bool(value))
    )

    @property
    def StatusBar(self) -> Any:
        return self.state["StatusBar"]

    @StatusBar.setter
    def StatusBar(self, value: Any) -> None:
        self._set("StatusBar", value)
        self.status_texts.append(value)

    def Calculate(self) -> None:
        self.changing("Calculate")
        for workbook in self.workbooks:
            workbook.store.calculate()

    def calculate_if_automatic(self) -> None:
        if self.state["Calculation"] == AUTOMATIC:
            for workbook in self.workbooks:
                workbook.store.calculate()


class Workbooks(Collection):
    methods = ("Add", "Item", "Open")

    def __init__(self, application: Application) -> None:
        self.application = application

    def members(self) -> list[Workbook]:
        return self.application.workbooks

    def Open(self, Filename: str) -> Workbook:  # noqa: N803
        path = Path(Filename)
        return self._opened(WorkbookFile(path), path.name, str(path.parent))

    def Add(self, Template: str | None = None) -> Workbook:  # noqa: N803
        """From a template: its name with a number, and no folder."""
        number = len(self.members()) + 1
        if Template:
            path = Path(Template)
            return self._opened(WorkbookFile(path), f"{path.stem}{number}", "")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"Book{number}"
            openpyxl.Workbook().save(path)
            return self._opened(WorkbookFile(path), path.name, "")

    def _opened(self, file: WorkbookFile, name: str, folder: str) -> Workbook:
        if any(workbook.name.casefold() == name.casefold() for workbook in self.members()):
            raise ExcelError("You can't open two workbooks with the same name at the same time.")
        workbook = Workbook(self.application, file, name, folder)
        self.application.workbooks.append(workbook)
        self.application.active_workbook = workbook
        return workbook
