"""Type information under Excel's own interface ids: xlwings looks at it to tell a range from a value."""

from __future__ import annotations

import tempfile
from ctypes import byref, c_void_p, c_wchar_p
from functools import cache
from pathlib import Path

import pythoncom
import pywintypes

from tests.hosts.windows.host import com_interfaces as com

INTERFACES = {
    "Range": "{00020846-0000-0000-C000-000000000046}",
    "Worksheet": "{000208D8-0000-0000-C000-000000000046}",
    "Workbook": "{000208DA-0000-0000-C000-000000000046}",
    "Application": "{000208D5-0000-0000-C000-000000000046}",
    "Sheets": "{000208D7-0000-0000-C000-000000000046}",
    "Workbooks": "{000208DB-0000-0000-C000-000000000046}",
    "Name": "{000208B9-0000-0000-C000-000000000046}",
    "Names": "{000208B8-0000-0000-C000-000000000046}",
}
#: For every other object: an id of our own.
OTHER = "{7B1E1E50-93A8-4C53-9A11-0B3B8F5F3A02}"
LIBRARY = "{7B1E1E50-93A8-4C53-9A11-0B3B8F5F3A01}"
DISPATCHABLE = 0x1000
SYS_WIN64 = 3


def type_info_of(type_name: str) -> int:
    """A pointer to the ITypeInfo of an object, with a reference for whoever gets it."""
    interface = com.guid(INTERFACES.get(type_name, OTHER))
    found = c_void_p()
    code = com.TYPE_INFO_OF_GUID(_library(), byref(interface), byref(found))
    assert not code, f"no type information for {type_name}: {code:#x}"
    assert found.value
    return found.value


@cache
def _library() -> c_void_p:
    """A type library of empty interfaces: members are found by their names."""
    path = Path(tempfile.mkdtemp(), "stand-in.tlb")
    library = pythoncom.CreateTypeLib2(SYS_WIN64, str(path))
    library.SetGuid(pywintypes.IID(LIBRARY))
    library.SetName("StandIn")
    library.SetVersion(1, 9)
    for name, interface in {**INTERFACES, "Other": OTHER}.items():
        info = library.CreateTypeInfo(name, pythoncom.TKIND_DISPATCH)
        info.SetGuid(pywintypes.IID(interface))
        info.SetTypeFlags(DISPATCHABLE)
        info.LayOut()
    library.SaveAllChanges()
    loaded = c_void_p()
    com.automation.LoadTypeLibEx(c_wchar_p(str(path)), 2, byref(loaded))  # 2: without registering it
    return loaded
