"""IEnumVARIANT: what `for sheet in book.Worksheets` of another program walks."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from ctypes import POINTER, c_uint32, c_void_p
from typing import Any

from tests.hosts.windows.host import com_interfaces as com
from tests.hosts.windows.host.com_interfaces import Variant
from tests.hosts.windows.host.com_objects import ComObject, function_table
from tests.hosts.windows.host.variants import write


class Enumerator(ComObject):
    """A walk over values from the first to the last."""

    interfaces = (com.IID_UNKNOWN, com.IID_ENUM_VARIANT)

    def __init__(self, values: Sequence[object]) -> None:
        super().__init__(_TABLE)
        self.values = values
        self.place = 0


def _next(this: int, count: int, variants: Any, fetched: Any) -> int:
    walk = _walk(this)
    some = walk.values[walk.place : walk.place + count]
    for place, value in enumerate(some):
        ctypes.memset(ctypes.byref(variants[place]), 0, ctypes.sizeof(Variant))
        write(variants[place], value)
    walk.place += len(some)
    if fetched:
        fetched[0] = len(some)
    return com.S_OK if len(some) == count else com.S_FALSE


def _skip(this: int, count: int) -> int:
    walk = _walk(this)
    walk.place += count
    return com.S_OK if walk.place <= len(walk.values) else com.S_FALSE


def _reset(this: int) -> int:
    _walk(this).place = 0
    return com.S_OK


def _clone(this: int, out: Any) -> int:
    copy = Enumerator(_walk(this).values)
    copy.place, copy.references = _walk(this).place, 1
    out[0] = copy.address
    return com.S_OK


def _walk(this: int) -> Enumerator:
    walk = ComObject.alive[this]
    assert isinstance(walk, Enumerator)
    return walk


_TABLE = function_table(
    (_next, (c_uint32, POINTER(Variant), POINTER(c_uint32))),
    (_skip, (c_uint32,)),
    (_reset, ()),
    (_clone, (POINTER(c_void_p),)),
)
