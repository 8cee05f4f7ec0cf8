"""xlwings' own code for Windows (main.py and _xlwindows.py), loaded on any system with pywin32 stubbed."""

from __future__ import annotations

import atexit
import ctypes
import datetime
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import pytest

from tests.addin.hosts.excel.live.excel_model import ExcelError

_EMPTY = ("win32api", "win32con", "win32gui", "win32process", "win32event")


@contextmanager
def windows_xlwings() -> Iterator[None]:
    """`xlwings._xlwindows` can be imported meanwhile; afterwards nothing of it is left."""
    with pytest.MonkeyPatch.context() as patch:
        for name, module in _stubs().items():
            patch.setitem(sys.modules, name, module)
        for name in ("oledll", "windll"):
            patch.setattr(ctypes, name, mock.MagicMock(), raising=False)
        library = ctypes.PyDLL
        ctypes.PyDLL = mock.MagicMock()  # type: ignore[misc]
        try:
            from xlwings import _xlwindows
        finally:
            ctypes.PyDLL = library  # type: ignore[misc]
        atexit.unregister(_xlwindows.cleanup)  # it ends Excels that nobody sees
        try:
            yield
        finally:
            import xlwings

            sys.modules.pop("xlwings._xlwindows", None)
            del xlwings._xlwindows


def _stubs() -> dict[str, types.ModuleType]:
    """pywin32's modules as far as importing xlwings' code needs them; a refused call is the model's own error."""
    modules = {name: types.ModuleType(name) for name in ("pythoncom", "pywintypes", "win32com", "win32timezone")}
    modules |= {name: mock.MagicMock(name=name) for name in _EMPTY}
    pythoncom, pywintypes = modules["pythoncom"], modules["pywintypes"]
    pythoncom.CoInitialize = lambda: None  # type: ignore[attr-defined]
    pythoncom.__file__ = None
    pythoncom.com_error = pythoncom.ole_error = pywintypes.com_error = ExcelError  # type: ignore[attr-defined]
    pywintypes.error = OSError  # type: ignore[attr-defined]
    pywintypes.IID = str  # type: ignore[attr-defined]
    pywintypes.TimeType = datetime.datetime  # type: ignore[attr-defined]
    client = types.ModuleType("win32com.client")
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(client, name, type(name, (), {}))
    client.Dispatch = client.DispatchEx = mock.Mock(side_effect=ExcelError("no Excel"))  # type: ignore[attr-defined]
    modules["win32com"].client = client  # type: ignore[attr-defined]
    return {**modules, "win32com.client": client}
