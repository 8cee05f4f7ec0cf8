"""The stand-in's own objects, as other programs hold and call them: an IDispatch for any VBA object."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from ctypes import POINTER, c_int32, c_uint, c_uint16, c_uint32, c_void_p, c_wchar_p
from typing import Any, ClassVar

from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter._objects import MemberSpec, VBAObject
from pyopenvba.interpreter._values import EMPTY

from tests.hosts.windows.host import com_interfaces as com
from tests.hosts.windows.host import remote
from tests.hosts.windows.host.com_interfaces import DispatchParameters, ExceptionInformation, Guid, Variant
from tests.hosts.windows.host.com_objects import ComObject, function_table
from tests.hosts.windows.host.enumerators import Enumerator
from tests.hosts.windows.host.type_library import type_info_of
from tests.hosts.windows.host.variants import VT_UNKNOWN, Objects, read, write

#: Excel's own number for an error that a macro would see, as its server reports it.
VBA_FAILED = 0x800A0000
_PUTS = com.DISPATCH_PROPERTYPUT | com.DISPATCH_PROPERTYPUTREF
#: Members by number: the numbers are ours to choose, one for a name on every object.
_numbers: dict[str, int] = {}
_names: dict[int, str] = {}


class Served(ComObject):
    """One VBA object, reachable from outside for as long as somebody there holds it."""

    interfaces = (com.IID_UNKNOWN, com.IID_DISPATCH)
    by_object: ClassVar[dict[int, Served]] = {}

    def __init__(self, held: VBAObject) -> None:
        super().__init__(_TABLE)
        self.held = held
        #: xlwings looks at the type of an argument. Of an answer nobody needs it, and to tell it takes a dozen calls
        #: between processes, which are slow under Wine.
        self.tells_type = False
        self.by_object[id(held)] = self

    def gone(self) -> None:
        super().gone()
        del self.by_object[id(self.held)]


def pointer_of(held: VBAObject) -> int:
    """The interface pointer of an object, with a reference for whoever gets it."""
    if isinstance(held, remote.RemoteObject):
        return remote.pointer_of(held)
    served = Served.by_object.get(id(held)) or Served(held)
    served.references += 1
    served.tells_type = True
    return served.address


def object_at(address: int) -> object:
    """The object behind a pointer: our own as itself, another program's as a reference."""
    own = ComObject.alive.get(address)
    return own.held if isinstance(own, Served) else remote.object_at(address)


def _get_type_info_count(this: int, count: Any) -> int:
    count[0] = int(_served(this).tells_type)
    return com.S_OK


def _get_type_info(this: int, _index: int, _locale: int, out: Any) -> int:
    served = _served(this)
    out[0] = type_info_of(served.held.vba_type_name) if served.tells_type else None
    return com.S_OK if served.tells_type else com.E_NOTIMPL


def _get_ids_of_names(this: int, _iid: Any, names: Any, count: int, _locale: int, identifiers: Any) -> int:
    held, name = _served(this).held, names[0].lower()
    spec = held.vba_member(name)
    if spec is None:
        identifiers[0] = -1
        return com.DISP_E_UNKNOWNNAME
    _names.setdefault(_numbers.setdefault(name, 1000 + len(_numbers)), name)
    identifiers[0] = _numbers[name]
    parameters = [parameter.lower() for parameter in spec.parameters]
    for place in range(1, count):
        if names[place].lower() not in parameters:
            return com.DISP_E_UNKNOWNNAME
        identifiers[place] = parameters.index(names[place].lower())
    return com.S_OK


def _invoke(
    this: int,
    identifier: int,
    _iid: Any,
    _locale: int,
    flags: int,
    parameters: Any,
    result: Any,
    failure: Any,
    _at: Any,
) -> int:
    try:
        answer = _answer(_served(this).held, identifier, flags, parameters[0])
        if result:
            _put(result[0], answer)
    except NoSuchCallError as refused:
        return refused.code
    except VBARuntimeError as error:
        return _report(failure, VBA_FAILED + (error.number & 0xFFFF), error.description)
    except Exception:  # noqa: BLE001 - it must not vanish in the other program's call
        return _report(failure, VBA_FAILED + 1004, traceback.format_exc())
    return com.S_OK


def _put(result: Variant, answer: object) -> None:
    if isinstance(answer, Enumerator):
        answer.references += 1
        result.type, result.low = VT_UNKNOWN, answer.address
    else:
        unknown = isinstance(answer, VBAObject) and id(answer) not in Served.by_object
        write(result, answer)
        if unknown and id(answer) in Served.by_object:
            Served.by_object[id(answer)].tells_type = False


class NoSuchCallError(Exception):
    """A call that the object does not understand, in COM's own number."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def _answer(held: VBAObject, identifier: int, flags: int, parameters: DispatchParameters) -> object:
    values = [read(parameters.arguments[place]) for place in range(parameters.count)]
    named = {parameters.named[place]: values[place] for place in range(parameters.named_count)}
    positional = values[parameters.named_count :][::-1]
    if identifier == com.DISPID_NEWENUM:
        return Enumerator(list(held.vba_iterate()))
    if identifier == com.DISPID_VALUE:
        return _default(held, positional)
    name = _names[identifier]
    spec = held.vba_member(name)
    if spec is None:
        raise NoSuchCallError(com.DISP_E_MEMBERNOTFOUND)
    if flags & _PUTS:
        held.vba_set(
            name, named.pop(com.DISPID_PROPERTYPUT), positional, by_ref=bool(flags & com.DISPATCH_PROPERTYPUTREF)
        )
        return EMPTY
    if flags == com.DISPATCH_PROPERTYGET and not positional:
        return _plain_property(held, spec)
    return held.vba_get(name, positional, {spec.parameters[place]: value for place, value in named.items()})


def _plain_property(held: VBAObject, spec: MemberSpec) -> object:
    """A late-bound client reads a name first, and calls it only after it was told that it is no plain property."""
    if spec.kind == "method":
        raise NoSuchCallError(com.DISP_E_MEMBERNOTFOUND)
    try:
        return held.vba_get(spec.name)
    except VBARuntimeError:
        if spec.parameters:
            raise NoSuchCallError(com.DISP_E_BADPARAMCOUNT) from None
        raise


def _default(held: VBAObject, positional: Sequence[object]) -> object:
    if not positional:
        return held.vba_value()
    # To VBA the default of a Range is its Value; with a row and a column it is one of its cells.
    spec = held.vba_member("Item") or held.vba_default_member()
    if spec is None:
        raise NoSuchCallError(com.DISP_E_MEMBERNOTFOUND)
    return held.vba_get(spec.name, positional)


def _report(failure: Any, code: int, text: str) -> int:
    if failure:
        failure[0] = ExceptionInformation(
            source=com.new_string("Microsoft Excel"), description=com.new_string(text), result=c_int32(code).value
        )
    return com.DISP_E_EXCEPTION


def _served(this: int) -> Served:
    served = ComObject.alive[this]
    assert isinstance(served, Served)
    return served


_TABLE = function_table(
    (_get_type_info_count, (POINTER(c_uint),)),
    (_get_type_info, (c_uint, c_uint32, POINTER(c_void_p))),
    (_get_ids_of_names, (POINTER(Guid), POINTER(c_wchar_p), c_uint, c_uint32, POINTER(c_int32))),
    (
        _invoke,
        (
            c_int32,
            POINTER(Guid),
            c_uint32,
            c_uint16,
            POINTER(DispatchParameters),
            POINTER(Variant),
            POINTER(ExceptionInformation),
            POINTER(c_uint),
        ),
    ),
)
Objects.pointer_of, Objects.object_at = staticmethod(pointer_of), staticmethod(object_at)
