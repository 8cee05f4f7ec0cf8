"""Excel's Application and workbooks, with the members that an add-in uses and pyOpenVBA leaves out."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pyopenvba.apps.excel._model import Application, Range, Workbook, Workbooks
from pyopenvba.interpreter._objects import MemberSpec, VBAObject, member, setter
from pyopenvba.interpreter._runtime import Interpreter
from pyopenvba.interpreter._values import (
    EMPTY,
    MISSING,
    NOTHING,
    VBAArray,
    VBAErrorValue,
    VBAInt,
    error,
    to_bool,
    to_text,
)

from tests.hosts.windows.host.calculator import CallingCalculator

MACRO_OPTIONS = (
    "Macro", "Description", "HasMenu", "MenuText", "HasShortcutKey", "ShortcutKey", "Category", "StatusBar",
    "HelpContextID", "HelpFile", "ArgumentDescriptions",
)  # fmt: skip
FILE_DIALOG = ("FileFilter", "FilterIndex", "Title", "ButtonText", "MultiSelect")
SAVE_DIALOG = ("InitialFilename", "FileFilter", "FilterIndex", "Title", "ButtonText")
INPUT_BOX = ("Prompt", "Title", "Default", "Left", "Top", "HelpFile", "HelpContextID", "Type")

OF_THE_MODEL = ("activeworkbook", "activesheet", "activecell", "selection", "workbooks")


class HostWorkbooks(Workbooks):
    """The open workbooks; an add-in is found by its name, but not among them."""

    def vba_lookup(self, index: object, items: list[object]) -> object:
        addin = self.application._this_workbook
        if isinstance(index, str) and addin is not None and addin.name.lower() == index.lower():
            return addin
        return super().vba_lookup(index, items)


class HostApplication(Application):
    """Excel, with what was done to it written down, and its dialogs answered from a list."""

    vba_type_name = "Application"
    interpreter: Interpreter

    def __init__(self) -> None:
        super().__init__()
        self.workbooks_ = HostWorkbooks(self)
        self.caller: Range | None = None
        #: Each call of a member that only leaves a trace here: its name and its arguments by name.
        self.recorded: list[tuple[str, dict[str, object]]] = []
        self.status_texts: list[object] = []
        self.cancel_key: object = VBAInt(1, "Long")
        #: An object that answers for the workbooks and the selection, in place of pyOpenVBA's.
        self.model: VBAObject | None = None

    def vba_get(self, name: str, args: Any = (), named: Any = None) -> object:
        if self.model is not None and name.lower() in OF_THE_MODEL and self.model.vba_member(name) is not None:
            found = self.model.vba_get(name, args, named)
            return NOTHING if found is EMPTY else found
        return super().vba_get(name, args, named)

    def record(self, name: str, arguments: dict[str, object]) -> None:
        self.recorded.append((name, {key: value for key, value in arguments.items() if value is not MISSING}))

    @member(name="Caller")
    def caller_(self) -> object:
        return self.caller if self.caller is not None else VBAErrorValue(2023)

    @setter("StatusBar")
    def set_status_bar(self, value: object) -> None:
        self.status_bar = value
        self.status_texts.append(value)

    @member(name="StartupPath")
    def startup_path(self) -> object:
        return str(Path(os.environ.get("APPDATA", ""), "Microsoft", "Excel", "XLSTART"))

    @member(name="PathSeparator")
    def path_separator(self) -> object:
        return "\\"

    @member(name="OperatingSystem")
    def operating_system(self) -> object:
        return "Windows (64-bit) NT 10.00"

    @member(name="Interactive")
    def interactive(self) -> object:
        return True

    @member(name="EnableCancelKey")
    def enable_cancel_key(self) -> object:
        return self.cancel_key

    @setter("EnableCancelKey")
    def set_enable_cancel_key(self, value: object) -> None:
        self.cancel_key = value

    @member(name="Hwnd")
    def window_handle(self) -> object:
        return VBAInt(0, "Long")


def _register(owner: type[VBAObject], name: str, parameters: Sequence[str], function: Callable[..., object]) -> None:
    """A method whose parameters carry VBA's names."""
    owner.vba_add_member(MemberSpec(name=name, kind="method", getter=function, parameters=tuple(parameters)))


def _recorder(name: str, parameters: Sequence[str], answer: object = EMPTY) -> Callable[..., object]:
    def record(held: Any, *values: object) -> object:
        application = held if isinstance(held, HostApplication) else held.application
        named = dict(zip(parameters, values, strict=True))
        application.record(name, named if held is application else {"Workbook": held.name, **named})
        return answer

    return record


def _macro_options(application: HostApplication, *values: object) -> object:
    """Excel cannot edit a macro of a hidden workbook, which an add-in is."""
    addin = application._this_workbook
    if addin is not None and is_addin(addin):
        raise error(1004, "Cannot edit a macro on a hidden workbook. Unhide the workbook using the Unhide command.")
    return _recorder("MacroOptions", MACRO_OPTIONS)(application, *values)


def _dialog(name: str, parameters: Sequence[str]) -> Callable[..., object]:
    """A dialog that the next scripted answer answers; without one it is cancelled: False."""

    def ask(application: HostApplication, *values: object) -> object:
        _recorder(name, parameters)(application, *values)
        answers = application.interpreter.answers
        return answers.pop(0) if answers else False

    return ask


def is_addin(book: Workbook) -> bool:
    """Workbook.IsAddin."""
    return bool(getattr(book, "is_addin", False))


def _set_is_addin(book: Workbook, value: object) -> None:
    book.is_addin = to_bool(value)  # type: ignore[attr-defined]


def _link_sources(book: Workbook, *_: object) -> object:
    """The add-ins and workbooks that formulas point at, or Empty."""
    links: list[str] = getattr(book, "links", [])
    return VBAArray([(1, len(links))], items=list(links)) if links else EMPTY


def _change_link(book: Workbook, name: object, new_name: object, kind: object) -> object:
    links: list[str] = getattr(book, "links", [])
    if to_text(name) not in links:
        raise error(1004, "Method 'ChangeLink' of object '_Workbook' failed")
    links[links.index(to_text(name))] = to_text(new_name)
    return _recorder("ChangeLink", ("Name", "NewName", "Type"))(book, name, new_name, kind)


def set_calculator(book: Workbook) -> CallingCalculator:
    """The book's calculator, which runs the add-in's functions."""
    if not isinstance(book._calculator, CallingCalculator):
        book._calculator = CallingCalculator(book, book.application)  # type: ignore[arg-type]
    return book._calculator


_RECORDED: dict[str, Sequence[str]] = {
    "OnTime": ("EarliestTime", "Procedure", "LatestTime", "Schedule"),
    "OnKey": ("Key", "Procedure"),
    "CalculateFull": (),
    "CalculateFullRebuild": (),
}
_DIALOGS = {"GetOpenFilename": FILE_DIALOG, "GetSaveAsFilename": SAVE_DIALOG, "InputBox": INPUT_BOX}
for _name, _parameters in _RECORDED.items():
    _register(HostApplication, _name, _parameters, _recorder(_name, _parameters))
_register(HostApplication, "MacroOptions", MACRO_OPTIONS, _macro_options)
for _name, _parameters in _DIALOGS.items():
    _register(HostApplication, _name, _parameters, _dialog(_name, _parameters))
_HYPERLINK = ("Address", "SubAddress", "NewWindow", "AddHistory", "ExtraInfo", "Method", "HeaderInfo")
_register(Workbook, "FollowHyperlink", _HYPERLINK, _recorder("FollowHyperlink", _HYPERLINK))
_register(Workbook, "LinkSources", ("Type",), _link_sources)
_register(Workbook, "ChangeLink", ("Name", "NewName", "Type"), _change_link)
Workbook.vba_add_member(MemberSpec(name="IsAddin", kind="property", getter=is_addin, setter=_set_is_addin))
