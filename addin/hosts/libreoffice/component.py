"""The extension as LibreOffice loads it: the service behind the functions, and the one behind menu and toolbar."""

# Run by LibreOffice's own Python, of version 3.8 on, with the standard library, uno and the module of the connection.

from __future__ import annotations

import json
import struct
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uno
import unohelper
from centre_roi_connection import Connection, Unanswered, settings_path
from com.sun.star.awt import XCallback
from com.sun.star.awt.MessageBoxButtons import BUTTONS_OK, BUTTONS_OK_CANCEL
from com.sun.star.awt.MessageBoxResults import OK
from com.sun.star.beans import PropertyValue
from com.sun.star.document.MacroExecMode import USE_CONFIG
from com.sun.star.document.UpdateDocMode import ACCORDING_TO_CONFIG
from com.sun.star.io import IOException
from com.sun.star.lang import XServiceInfo
from com.sun.star.task import XJobExecutor
from org.centreroi.calc import XFunctions

_EXTENSION = json.loads(Path(__file__).with_name("extension.json").read_text(encoding="utf-8"))

_TITLE = "Centre ROI"
_EXCEL_FILTER = "Calc MS Excel 2007 XML"
_NAME_ERROR, _VALUE_ERROR = (struct.unpack("<d", struct.pack("<Q", 0x7FF8_0000_0000_0000 | n))[0] for n in (525, 519))
"""What a cell shows while nothing computes: #NAME?, as where the functions are not installed at all."""

_connection = Connection(settings_path())
_told: list[str] = []
"""Faults that a message was shown of: a thousand cells have the same."""


class _Later(unohelper.Base, XCallback):
    """Something to be done once LibreOffice has finished what it is at."""

    def __init__(self, context: Any, do: Callable[[], None]) -> None:
        self._do = do
        create = context.ServiceManager.createInstanceWithContext
        create("com.sun.star.awt.AsyncCallback", context).addCallback(self, None)

    def notify(self, _: Any) -> None:
        self._do()


class _Service(unohelper.Base, XServiceInfo):
    """What every UNO service can tell of itself."""

    service = ""

    def __init__(self, context: Any) -> None:
        self.context = context

    def getImplementationName(self) -> str:  # noqa: N802 - the names are UNO's
        return f"{self.service}.implementation"

    def supportsService(self, name: str) -> bool:  # noqa: N802
        return name == self.service

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802
        return (self.service,)


class Functions(_Service, XFunctions):
    """The functions; each of its methods is added below."""

    service = _EXTENSION["functions_service"]


def _function(name: str, alone: bool) -> Callable[..., Any]:
    def answer(self: Functions, *cells: Any) -> Any:
        try:
            rows = _connection.ask("function", name, cells)
        except Unanswered as unanswered:
            words = str(unanswered)
            if words not in _told:
                _told.append(words)
                _Later(self.context, lambda: _Window(self.context).say(words))
            rows = ((_NAME_ERROR,),)
        if not alone:
            return rows
        if len(rows) > 1 or len(rows[0]) > 1:
            return _VALUE_ERROR
        return rows[0][0]

    return answer


for _name, _alone in _EXTENSION["functions"].items():
    setattr(Functions, _name, _function(_name, _alone))


class Commands(_Service, XJobExecutor):
    """Menu and toolbar: each entry triggers a command by its name, `new/survey_roi` with a word after it."""

    service = _EXTENSION["commands_service"]

    def trigger(self, command: str) -> None:
        # A refresh closes the document whose toolbar was just pressed: not before the press is over.
        _Later(self.context, lambda: self._do(*command.split("/")))

    def _do(self, command: str, *details: str) -> None:
        window = _Window(self.context)
        _connection.try_again()
        try:
            _COMMANDS[command](window, *details)
        except Unanswered as words:
            window.say(str(words))
        except IOException as error:
            window.say(f"LibreOffice could not read or write the file ({error.Message}).")
        except Exception as error:
            window.say(f"Centre ROI stopped by a fault of its own ({type(error).__name__}: {error}). Please report it.")
            raise


class _Window:
    """The document in front, and the messages over it."""

    def __init__(self, context: Any) -> None:
        create = context.ServiceManager.createInstanceWithContext
        self.desktop = create("com.sun.star.frame.Desktop", context)
        self._create, self._context = create, context
        self.document = self.desktop.getCurrentComponent()
        self.frame = self.desktop.getCurrentFrame()

    def picked_file(self, title: str, *filters: tuple[str, str]) -> str:
        """The file that the user picks; empty if none."""
        picker = self._create("com.sun.star.ui.dialogs.FilePicker", self._context)
        picker.setTitle(title)
        for name, patterns in filters:
            picker.appendFilter(name, patterns)
        return str(uno.fileUrlToSystemPath(picker.getSelectedFiles()[0])) if picker.execute() == 1 else ""

    def say(self, text: str) -> None:
        """A message to be read and closed."""
        self._ask(text, "INFOBOX", BUTTONS_OK)

    def agreed(self, question: str) -> bool:
        """Whether the user pressed OK."""
        return bool(self._ask(question, "QUERYBOX", BUTTONS_OK_CANCEL) == OK)

    def _ask(self, text: str, kind: str, buttons: int) -> Any:
        frame = self.desktop.getCurrentFrame() or self.frame
        if frame is None or frame.ContainerWindow is None:
            return None
        window = frame.ContainerWindow
        box = window.Toolkit.createMessageBox(
            window, uno.Enum("com.sun.star.awt.MessageBoxType", kind), buttons, _TITLE, text
        )
        try:
            return box.execute()
        finally:
            box.dispose()

    def show(self, answer: tuple[str, str, Sequence[tuple[str, str]]]) -> None:
        """What a command answered: a list in a new document, then the message."""
        text, template, lines = answer
        if template:
            self.desktop.loadComponentFromURL(Path(template).as_uri(), "_blank", 0, (_property("AsTemplate", True),))
        if lines:
            self._list(lines)
        if text:
            self.say(text)

    def _list(self, lines: Sequence[tuple[str, str]]) -> None:
        front = self.frame
        document = self.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
        sheet = document.Sheets.getByIndex(0)
        rows = (("Place", "What"), *lines)
        sheet.getCellRangeByPosition(0, 0, 1, len(rows) - 1).setDataArray(rows)
        sheet.Columns.getByIndex(0).Width, sheet.Columns.getByIndex(1).Width = 5000, 24000
        document.setModified(False)
        if front is not None:
            front.activate()

    @contextmanager
    def copied(self) -> Iterator[str]:
        """A file with the workbook as it is now, for the moment."""
        document = self.document
        with tempfile.TemporaryDirectory(prefix="centre-roi-") as folder:
            path = _path_of(document)
            copy = Path(folder, f"{path.stem if path else 'workbook'}.xlsx")
            document.storeToURL(copy.as_uri(), (_property("FilterName", _EXCEL_FILTER),))
            yield str(copy)

    @contextmanager
    def closed(self, path: Path) -> Iterator[None]:
        """The file closed for the moment, and open again at the same place in the same window."""
        controller = self.document.CurrentController
        sheet, view = controller.ActiveSheet.Name, controller.ViewData
        frame = controller.Frame
        frame.loadComponentFromURL("private:factory/scalc", "_self", 0, ())
        try:
            yield
        finally:
            # Macros and links as when the user opens it: by his own settings.
            as_usual = (_property("MacroExecutionMode", USE_CONFIG), _property("UpdateDocMode", ACCORDING_TO_CONFIG))
            self.document = frame.loadComponentFromURL(path.as_uri(), "_self", 0, as_usual)
            controller = self.document.CurrentController
            controller.restoreViewData(view)
            if self.document.Sheets.hasByName(sheet):
                controller.setActiveSheet(self.document.Sheets.getByName(sheet))


def _refresh(window: _Window, rows_file: str = "") -> None:
    """The file saved, closed, refreshed by the same code as everywhere, and opened again."""
    document = window.document
    path = _path_of(document)
    if path is None or path.suffix.lower() != ".xlsx":
        window.say("Save the workbook as an Excel workbook (.xlsx) in a folder of this computer first: File > Save As.")
        return
    if document.isReadonly():
        window.say(f"{path.name} is open read-only: close it where else it is open, or work on a copy.")
        return
    if document.isModified():
        if not window.agreed(f"{path.name} has unsaved changes. Save it, and refresh it then?"):
            return
        document.store()
    with window.closed(path):
        answer = _connection.ask("refresh", str(path), rows_file)
    window.show(answer)


def _refresh_from_file(window: _Window) -> None:
    rows_file = window.picked_file(
        "A file with the rows to count", ("Rows", "*.csv;*.txt;*.xlsx"), ("All files", "*.*")
    )
    if rows_file:
        _refresh(window, rows_file)


def _check(window: _Window) -> None:
    with window.copied() as copy:
        answer = _connection.ask("check", copy)
    window.show(answer)


def _explain(window: _Window) -> None:
    selection = window.document.CurrentSelection
    if not selection.supportsService("com.sun.star.sheet.SheetCell"):
        window.say("Select one cell that shows an error.")
        return
    place = selection.CellAddress
    sheet = selection.Spreadsheet.Name
    if not selection.getError():
        window.say(f"{sheet}!{selection.AbsoluteName.rpartition('.')[2].replace('$', '')} shows no error.")
        return
    with window.copied() as copy:
        answer = _connection.ask("explain", copy, sheet, place.Row + 1, place.Column + 1, selection.getError())
    window.show(answer)


_COMMANDS: dict[str, Callable[..., None]] = {
    "new": lambda window, kind: window.show(_connection.ask("new", kind)),
    "refresh": _refresh,
    "refresh_from_file": _refresh_from_file,
    "check": _check,
    "explain": _explain,
    "help": lambda window: window.show(_connection.ask("help")),
}


def _path_of(document: Any) -> Path | None:
    """Where a document lies on this computer; None where it was never saved, or lies elsewhere."""
    return Path(uno.fileUrlToSystemPath(document.URL)) if document.URL.startswith("file:") else None


def _property(name: str, value: Any) -> Any:
    return PropertyValue(name, 0, value, uno.Enum("com.sun.star.beans.PropertyState", "DIRECT_VALUE"))


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - the loader looks for this name
for _service in (Functions, Commands):
    g_ImplementationHelper.addImplementation(_service, f"{_service.service}.implementation", (_service.service,))
