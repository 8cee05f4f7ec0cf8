"""Objects of other programs, as VBA code holds and calls them: IDispatch, late bound."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator, Sequence
from ctypes import byref, c_int32, c_void_p, c_wchar_p

from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter._objects import MemberSpec, VBAObject
from pyopenvba.interpreter._values import error

from tests.hosts.windows.host import com_interfaces as com
from tests.hosts.windows.host.com_interfaces import DispatchParameters, ExceptionInformation, Guid, Variant
from tests.hosts.windows.host.variants import cleared, read, written

#: What VBA's Err.Number is for results that it has its own numbers for.
VBA_NUMBERS = {
    com.DISP_E_MEMBERNOTFOUND: 438,
    com.DISP_E_UNKNOWNNAME: 438,
    com.DISP_E_TYPEMISMATCH: 13,
    com.DISP_E_BADPARAMCOUNT: 450,
    com.RPC_S_SERVER_UNAVAILABLE: 462,
}
_GET, _PUT = com.DISPATCH_METHOD | com.DISPATCH_PROPERTYGET, com.DISPATCH_PROPERTYPUT


class RemoteObject(VBAObject):
    """A reference to another program's object."""

    vba_type_name = "Object"

    def __init__(self, address: int) -> None:
        self.pointer = c_void_p(address)
        com.ADD_REFERENCE(self.pointer)

    def __del__(self) -> None:
        with contextlib.suppress(OSError):  # the other program may be gone
            com.RELEASE(self.pointer)

    def vba_member(self, name: str) -> MemberSpec:
        return MemberSpec(name=name, kind="method")

    def vba_default_member(self) -> MemberSpec:
        return MemberSpec(name="", kind="method", getter=lambda _, *given: self.vba_get("", given))

    def vba_get(self, name: str, args: Sequence[object] = (), named: dict[str, object] | None = None) -> object:
        return self._invoke(name, _GET, list(args), named or {})

    def vba_set(
        self,
        name: str,
        value: object,
        args: Sequence[object] = (),
        named: dict[str, object] | None = None,
        *,
        by_ref: bool = False,
    ) -> None:
        flags = com.DISPATCH_PROPERTYPUTREF if by_ref else _PUT
        self._invoke(name, flags, [*args, value], named or {})

    def vba_iterate(self) -> Iterator[object]:
        enumerator = self._invoke("", _GET, [], {}, identifier=com.DISPID_NEWENUM)
        assert isinstance(enumerator, RemoteObject)
        item = Variant()
        while com.ENUMERATOR_NEXT(enumerator.pointer, 1, byref(item), None) == com.S_OK:
            value = read(item)
            cleared([item])
            yield value

    def _invoke(
        self, name: str, flags: int, args: list[object], named: dict[str, object], identifier: int | None = None
    ) -> object:
        identifiers = [identifier] if identifier is not None else self._identifiers(name, list(named))
        if flags & (_PUT | com.DISPATCH_PROPERTYPUTREF):
            names = [com.DISPID_PROPERTYPUT]
        else:
            names = identifiers[1:]
            args = [*args, *reversed(named.values())]
            names.reverse()
        # The arguments stand in reverse order; the names belong to the first of them.
        values = written(reversed(args))
        given = (c_int32 * len(names))(*reversed(names)) if names else None
        parameters = DispatchParameters(values, given, len(values), len(names))
        result, failure = Variant(), ExceptionInformation()
        try:
            code = com.INVOKE(
                self.pointer, identifiers[0], byref(com.IID_NULL), 0, flags, byref(parameters), byref(result),
                byref(failure), None,
            )  # fmt: skip
        finally:
            cleared(values)
        if code:
            raise _failed(code, failure)
        try:
            return read(result)
        finally:
            cleared([result])

    def _identifiers(self, name: str, arguments: list[str]) -> list[int]:
        if not name:
            return [com.DISPID_VALUE]
        names = (c_wchar_p * (1 + len(arguments)))(name, *arguments)
        found = (c_int32 * len(names))()
        code = com.GET_IDS_OF_NAMES(self.pointer, byref(com.IID_NULL), names, len(names), 0, found)
        if code:
            raise _failed(code, ExceptionInformation())
        return list(found)


def _failed(code: int, failure: ExceptionInformation) -> VBARuntimeError:
    """The run-time error that VBA's Err would hold."""
    texts = [com.taken_string(getattr(failure, name)) for name in ("description", "source", "help_file")]
    code &= 0xFFFFFFFF
    if code == com.DISP_E_EXCEPTION:
        code = (failure.result & 0xFFFFFFFF) or failure.code
    number = VBA_NUMBERS.get(code, ctypes.c_int32(code).value)
    return error(number, texts[0] or f"Automation error {code:#010x}", source=texts[1])


def object_at(address: int) -> VBAObject:
    """The object behind an interface pointer, which its owner keeps."""
    found = c_void_p()
    code = com.QUERY_INTERFACE(c_void_p(address), byref(com.IID_DISPATCH), byref(found))
    if code:  # an enumerator, say: kept as it is
        return RemoteObject(address)
    assert found.value
    remote = RemoteObject(found.value)
    com.RELEASE(found)
    return remote


def pointer_of(remote: RemoteObject) -> int:
    """The interface pointer with a reference for whoever gets it."""
    com.ADD_REFERENCE(remote.pointer)
    assert remote.pointer.value
    return remote.pointer.value


def create(program: str) -> object:
    """CreateObject."""
    identity, found = Guid(), c_void_p()
    try:
        com.objects.CLSIDFromProgID(c_wchar_p(program), byref(identity))
        com.objects.CoCreateInstance(byref(identity), None, 1 | 4, byref(com.IID_DISPATCH), byref(found))
    except OSError:
        raise error(429) from None
    assert found.value
    made = RemoteObject(found.value)
    com.RELEASE(found)
    return made
