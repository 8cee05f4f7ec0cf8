"""COM objects made here: a table of functions, a count of references, and the three methods that all have."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from ctypes import POINTER, WINFUNCTYPE, c_long, c_uint32, c_void_p
from typing import Any, ClassVar

from tests.hosts.windows.host import com_interfaces as com
from tests.hosts.windows.host.com_interfaces import Guid


class ComObject:
    """An object that other programs reach by its address, for as long as one of them holds a reference."""

    alive: ClassVar[dict[int, ComObject]] = {}
    interfaces: ClassVar[Sequence[Guid]] = ()

    def __init__(self, table: ctypes.Array[Any]) -> None:
        # All that COM sees of an object is a pointer to its table.
        self._memory = c_void_p(ctypes.addressof(table))
        self.address = ctypes.addressof(self._memory)
        self.references = 0
        self.alive[self.address] = self

    def gone(self) -> None:
        """Nobody outside holds it any more."""
        del self.alive[self.address]


def function_table(*methods: tuple[Callable[..., int], Sequence[Any]]) -> ctypes.Array[Any]:
    """The table of an interface: the three of IUnknown, then each method with the types of its arguments."""
    functions = [
        WINFUNCTYPE(c_long, c_void_p, POINTER(Guid), POINTER(c_void_p))(_query_interface),
        WINFUNCTYPE(c_uint32, c_void_p)(_add_reference),
        WINFUNCTYPE(c_uint32, c_void_p)(_release),
        *(WINFUNCTYPE(c_long, c_void_p, *types)(method) for method, types in methods),
    ]
    table = (c_void_p * len(functions))(*(ctypes.cast(function, c_void_p).value for function in functions))
    _kept_alive.append(functions)
    return table


_kept_alive: list[Any] = []


def _query_interface(this: int, interface: Any, out: Any) -> int:
    held = ComObject.alive[this]
    if bytes(interface[0].bytes) in [bytes(own.bytes) for own in held.interfaces]:
        held.references += 1
        out[0] = this
        return com.S_OK
    out[0] = None
    return com.E_NOINTERFACE


def _add_reference(this: int) -> int:
    held = ComObject.alive[this]
    held.references += 1
    return held.references


def _release(this: int) -> int:
    held = ComObject.alive[this]
    held.references -= 1
    if not held.references:
        held.gone()
    return held.references
