"""The structures, functions and interface methods of COM that the stand-in calls, as ctypes declares them."""

from __future__ import annotations

import ctypes
import uuid
from ctypes import POINTER, WINFUNCTYPE, c_int32, c_long, c_uint, c_uint16, c_uint32, c_uint64, c_void_p, c_wchar_p

DISPATCH_METHOD, DISPATCH_PROPERTYGET, DISPATCH_PROPERTYPUT, DISPATCH_PROPERTYPUTREF = 1, 2, 4, 8
DISPID_VALUE, DISPID_PROPERTYPUT, DISPID_NEWENUM = 0, -3, -4

S_OK, S_FALSE = 0, 1
E_NOTIMPL, E_NOINTERFACE = 0x80004001, 0x80004002
DISP_E_MEMBERNOTFOUND, DISP_E_TYPEMISMATCH, DISP_E_UNKNOWNNAME = 0x80020003, 0x80020005, 0x80020006
DISP_E_EXCEPTION, DISP_E_BADINDEX, DISP_E_BADPARAMCOUNT = 0x80020009, 0x8002000B, 0x8002000E
RPC_S_SERVER_UNAVAILABLE = 0x800706BA


class Variant(ctypes.Structure):
    """A VARIANT: its type, and 16 bytes of which most types use the first 8."""

    _fields_ = [("type", c_uint16), ("reserved", c_uint16 * 3), ("low", c_uint64), ("high", c_uint64)]


class DispatchParameters(ctypes.Structure):
    """DISPPARAMS: arguments in reverse order, the named ones first."""

    _fields_ = [
        ("arguments", POINTER(Variant)),
        ("named", POINTER(c_int32)),
        ("count", c_uint),
        ("named_count", c_uint),
    ]


class ExceptionInformation(ctypes.Structure):
    """EXCEPINFO: what a server says of its failure."""

    _fields_ = [
        ("code", c_uint16),
        ("reserved", c_uint16),
        ("source", c_void_p),
        ("description", c_void_p),
        ("help_file", c_void_p),
        ("help_context", c_uint32),
        ("reserved_pointer", c_void_p),
        ("deferred", c_void_p),
        ("result", c_int32),
    ]


class Guid(ctypes.Structure):
    """A GUID as it lies in memory."""

    _fields_ = [("bytes", ctypes.c_ubyte * 16)]


def guid(text: str) -> Guid:
    """The GUID written as text."""
    return Guid.from_buffer_copy(uuid.UUID(text).bytes_le)


IID_NULL = guid("{00000000-0000-0000-0000-000000000000}")
IID_UNKNOWN = guid("{00000000-0000-0000-C000-000000000046}")
IID_DISPATCH = guid("{00020400-0000-0000-C000-000000000046}")
IID_ENUM_VARIANT = guid("{00020404-0000-0000-C000-000000000046}")

# Methods of interfaces, by their places in the table of functions: the pointer to the object is the first argument.
QUERY_INTERFACE = WINFUNCTYPE(c_long, POINTER(Guid), POINTER(c_void_p))(0, "QueryInterface")
ADD_REFERENCE = WINFUNCTYPE(c_uint32)(1, "AddRef")
RELEASE = WINFUNCTYPE(c_uint32)(2, "Release")
GET_IDS_OF_NAMES = WINFUNCTYPE(c_long, POINTER(Guid), POINTER(c_wchar_p), c_uint, c_uint32, POINTER(c_int32))(
    5, "GetIDsOfNames"
)
INVOKE = WINFUNCTYPE(
    c_long,
    c_int32,
    POINTER(Guid),
    c_uint32,
    c_uint16,
    POINTER(DispatchParameters),
    POINTER(Variant),
    POINTER(ExceptionInformation),
    POINTER(c_uint),
)(6, "Invoke")
ENUMERATOR_NEXT = WINFUNCTYPE(c_long, c_uint32, POINTER(Variant), POINTER(c_uint32))(3, "Next")
TYPE_INFO_OF_GUID = WINFUNCTYPE(c_long, POINTER(Guid), POINTER(c_void_p))(6, "GetTypeInfoOfGuid")

automation = ctypes.OleDLL("oleaut32")
objects = ctypes.OleDLL("ole32")
for plain, arguments, result in (
    ("SysAllocStringLen", [c_wchar_p, c_uint], c_void_p),
    ("SysFreeString", [c_void_p], None),
    ("SysStringLen", [c_void_p], c_uint),
    ("SafeArrayCreate", [c_uint16, c_uint, c_void_p], c_void_p),
    ("SafeArrayGetDim", [c_void_p], c_uint),
):
    function = getattr(automation, plain)
    function.argtypes, function.restype = arguments, result
for checked, arguments in (
    ("SafeArrayAccessData", [c_void_p, POINTER(c_void_p)]),
    ("SafeArrayUnaccessData", [c_void_p]),
    ("SafeArrayGetLBound", [c_void_p, c_uint, POINTER(c_long)]),
    ("SafeArrayGetUBound", [c_void_p, c_uint, POINTER(c_long)]),
    ("SafeArrayGetVartype", [c_void_p, POINTER(c_uint16)]),
    ("VariantClear", [POINTER(Variant)]),
    ("VariantCopyInd", [POINTER(Variant), POINTER(Variant)]),
):
    getattr(automation, checked).argtypes = arguments


def new_string(text: str) -> int:
    """A BSTR, to be freed by whoever gets it."""
    # The length counts UTF-16 units, of which an emoji takes two.
    return automation.SysAllocStringLen(text, len(text.encode("utf-16-le", "surrogatepass")) // 2) or 0


def string_at(address: int | None) -> str:
    """The text of a BSTR; a null one is the empty text."""
    return ctypes.wstring_at(address, automation.SysStringLen(address)) if address else ""


def taken_string(address: int | None) -> str:
    """The text of a BSTR that is ours to free."""
    text = string_at(address)
    automation.SysFreeString(address)
    return text
