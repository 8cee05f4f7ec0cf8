"""VBA values as VARIANTs and back, with every error's own code, which pywin32 does not send."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Iterable

from pyopenvba.interpreter._objects import VBAObject
from pyopenvba.interpreter._values import (
    EMPTY,
    MISSING,
    NOTHING,
    NULL,
    VBAArray,
    VBACurrency,
    VBADate,
    VBADecimal,
    VBAErrorValue,
    VBAInt,
    VBASingle,
)

from tests.hosts.windows.host.com_interfaces import Variant, automation, new_string, string_at

VT_EMPTY, VT_NULL, VT_I2, VT_I4, VT_R4, VT_R8, VT_CY, VT_DATE, VT_BSTR = 0, 1, 2, 3, 4, 5, 6, 7, 8
VT_DISPATCH, VT_ERROR, VT_BOOL, VT_VARIANT, VT_UNKNOWN = 9, 10, 11, 12, 13
VT_I1, VT_UI1, VT_UI2, VT_UI4, VT_I8, VT_UI8, VT_INT, VT_UINT = 16, 17, 18, 19, 20, 21, 22, 23
VT_ARRAY, VT_BYREF = 0x2000, 0x4000

PARAMETER_NOT_FOUND = 0x80020004
#: Excel's error in a cell is this plus its number: 2042 is #N/A.
CELL_ERRORS = 0x800A0000

SIZE = ctypes.sizeof(Variant)
_WHOLE = struct.Struct("<H6xqq")
_REAL = struct.Struct("<H6xdq")
_WHOLE_TYPES = {"Byte": VT_UI1, "Integer": VT_I2, "Long": VT_I4, "LongLong": VT_I8, "LongPtr": VT_I8}
_SINGLETONS = {
    id(EMPTY): _WHOLE.pack(VT_EMPTY, 0, 0),
    id(NULL): _WHOLE.pack(VT_NULL, 0, 0),
    id(NOTHING): _WHOLE.pack(VT_DISPATCH, 0, 0),
    id(MISSING): _WHOLE.pack(VT_ERROR, PARAMETER_NOT_FOUND, 0),
}


class Objects:
    """How objects cross; `served.py` and `remote.py` put their functions here when they are loaded."""

    pointer_of: Callable[[VBAObject], int]
    object_at: Callable[[int], object]


def packed(value: object) -> bytes:
    """The bytes of a VARIANT, which owns the text, array or reference in it."""
    kind = type(value)
    if kind is float:
        return _REAL.pack(VT_R8, value, 0)
    if isinstance(value, str):
        return _WHOLE.pack(VT_BSTR, new_string(value), 0)
    if kind is bool:
        return _WHOLE.pack(VT_BOOL, 0xFFFF if value else 0, 0)
    if id(value) in _SINGLETONS:
        return _SINGLETONS[id(value)]
    if isinstance(value, VBAErrorValue):
        return _WHOLE.pack(VT_ERROR, CELL_ERRORS + value.number, 0)
    if isinstance(value, VBAArray):
        return _WHOLE.pack(VT_ARRAY | VT_VARIANT, _new_array(value), 0)
    if isinstance(value, VBAObject):
        return _WHOLE.pack(VT_DISPATCH, Objects.pointer_of(value), 0)
    return _packed_number(value)


def _packed_number(value: object) -> bytes:
    if isinstance(value, VBAInt):
        return _WHOLE.pack(_WHOLE_TYPES[value.kind], value, 0)
    if isinstance(value, VBADate):
        return _REAL.pack(VT_DATE, value.serial, 0)
    if isinstance(value, VBACurrency):
        return _WHOLE.pack(VT_CY, int(value.scaleb(4)), 0)
    if isinstance(value, int):
        return _WHOLE.pack(VT_I4 if -(2**31) <= value < 2**31 else VT_I8, value, 0)
    if isinstance(value, (float, VBADecimal)):
        return _REAL.pack(VT_R8, float(value), 0)
    raise TypeError(f"no VARIANT for {value!r}")


def _new_array(array: VBAArray) -> int:
    """A SAFEARRAY of VARIANTs; it lies in memory as VBA's own does, the first subscript running fastest."""
    bounds = b"".join(struct.pack("<Ii", upper - lower + 1, lower) for lower, upper in array.bounds)
    address: int = automation.SafeArrayCreate(VT_VARIANT, len(array.bounds), bounds)
    data = ctypes.c_void_p()
    automation.SafeArrayAccessData(address, ctypes.byref(data))
    content = b"".join(map(packed, array.items))
    ctypes.memmove(data.value or 0, content, len(content))
    automation.SafeArrayUnaccessData(address)
    return address


def write(variant: Variant, value: object) -> None:
    """Put a value into a VARIANT that holds nothing yet."""
    ctypes.memmove(ctypes.byref(variant), packed(value), SIZE)


def written(values: Iterable[object]) -> ctypes.Array[Variant]:
    """Several values as an array of VARIANTs, to be given to `cleared` after use."""
    content = b"".join(map(packed, values))
    return (Variant * (len(content) // SIZE)).from_buffer_copy(content)


def cleared(variants: Iterable[Variant]) -> None:
    """Free what the VARIANTs own."""
    for variant in variants:
        automation.VariantClear(ctypes.byref(variant))


def read(variant: Variant) -> object:
    """The value in a VARIANT, followed where it only points at another; the VARIANT keeps what it owns."""
    if not variant.type & VT_BYREF:
        return _read_at(ctypes.addressof(variant), 1)[0]
    copy = Variant()
    automation.VariantCopyInd(ctypes.byref(copy), ctypes.byref(variant))
    try:
        return _read_at(ctypes.addressof(copy), 1)[0]
    finally:
        cleared([copy])


def _read_at(address: int, count: int) -> list[object]:
    content = ctypes.string_at(address, count * SIZE)
    wholes, reals = _WHOLE.iter_unpack(content), _REAL.iter_unpack(content)
    return [
        real if type_ == VT_R8 else _value(type_, whole, real)
        for (type_, whole, _), (_, real, _) in zip(wholes, reals, strict=True)
    ]


def _value(type_: int, whole: int, real: float) -> object:
    reader = _READERS.get(type_)
    if reader is not None:
        return reader(whole)
    if type_ == VT_DATE:
        return VBADate(real)
    if type_ & VT_ARRAY:
        return _read_array(whole)
    raise TypeError(f"a VARIANT of type {type_} is not read")


def _read_array(address: int) -> VBAArray:
    element = ctypes.c_uint16()
    automation.SafeArrayGetVartype(address, ctypes.byref(element))
    if element.value != VT_VARIANT:
        raise TypeError(f"an array of type {element.value} is not read")
    bounds = []
    for dimension in range(1, automation.SafeArrayGetDim(address) + 1):
        lower, upper = ctypes.c_long(), ctypes.c_long()
        automation.SafeArrayGetLBound(address, dimension, ctypes.byref(lower))
        automation.SafeArrayGetUBound(address, dimension, ctypes.byref(upper))
        bounds.append((lower.value, upper.value))
    array = VBAArray(bounds, items=[])
    data = ctypes.c_void_p()
    automation.SafeArrayAccessData(address, ctypes.byref(data))
    try:
        if array.size:
            array.items = _read_at(data.value or 0, array.size)
    finally:
        automation.SafeArrayUnaccessData(address)
    return array


def _signed(bits: int) -> Callable[[int], int]:
    half, whole = 1 << (bits - 1), 1 << bits
    return lambda raw: ((raw + half) % whole) - half


def _whole_number(bits: int, kind: str) -> Callable[[int], VBAInt]:
    signed = _signed(bits)
    return lambda raw: VBAInt(signed(raw), kind)


def _error(raw: int) -> object:
    code = raw & 0xFFFFFFFF
    return MISSING if code == PARAMETER_NOT_FOUND else VBAErrorValue(code & 0xFFFF)


def _single(raw: int) -> VBASingle:
    return VBASingle(struct.unpack("<f", struct.pack("<I", raw & 0xFFFFFFFF))[0])


_READERS: dict[int, Callable[[int], object]] = {
    VT_EMPTY: lambda _: EMPTY,
    VT_NULL: lambda _: NULL,
    VT_BSTR: string_at,
    VT_BOOL: lambda raw: raw & 0xFFFF != 0,
    VT_ERROR: _error,
    VT_UI1: lambda raw: VBAInt(raw & 0xFF, "Byte"),
    VT_I2: _whole_number(16, "Integer"),
    VT_I4: _whole_number(32, "Long"),
    VT_INT: _whole_number(32, "Long"),
    VT_I8: _whole_number(64, "LongLong"),
    VT_R4: _single,
    VT_CY: lambda raw: VBACurrency(raw / 10000),
    VT_DISPATCH: lambda raw: Objects.object_at(raw) if raw else NOTHING,
    VT_UNKNOWN: lambda raw: Objects.object_at(raw) if raw else NOTHING,
}
