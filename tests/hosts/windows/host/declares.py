"""`Declare`d functions, really called: VBA's types for the arguments of a DLL, through ctypes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyopenvba.exceptions import VBAUnsupportedError
from pyopenvba.interpreter._ast import Argument, DeclareDef, Name, Param
from pyopenvba.interpreter._runtime import Frame, Interpreter, Slot
from pyopenvba.interpreter._values import VBAInt, error, to_integer, to_number, to_text

from tests.hosts.windows.host.com_interfaces import Variant
from tests.hosts.windows.host.variants import cleared, read, write

NUMBERS: dict[str, Any] = {
    "Byte": ctypes.c_uint8,
    "Boolean": ctypes.c_int16,
    "Integer": ctypes.c_int16,
    "Long": ctypes.c_int32,
    "LongLong": ctypes.c_int64,
    "Single": ctypes.c_float,
    "Double": ctypes.c_double,
}


@dataclass
class Passed:
    """One argument as the DLL gets it, and how what the DLL made of it comes back into the variable."""

    value: Any
    back: Callable[[], object] | None = None
    slot: Slot | None = None


def call_declared(interpreter: Interpreter, declared: DeclareDef, given: list[Argument], frame: Frame) -> object:
    """Call the function of the DLL as VBA does."""
    function = _function(declared)
    arguments: list[Argument | None] = [*given, *[None] * (len(declared.params) - len(given))]
    passed = [
        _passed(interpreter, declared, parameter, argument, frame)
        for parameter, argument in zip(declared.params, arguments, strict=True)
    ]
    if declared.is_function and declared.returns not in NUMBERS:
        raise VBAUnsupportedError(f"Declare {declared.name} As {declared.returns}")
    function.restype = NUMBERS[declared.returns] if declared.is_function else None
    result = function(*(one.value for one in passed))
    for one in passed:
        if one.back is not None:
            value = one.back()
            if one.slot is not None:
                one.slot.set(value)
    return _number(declared.returns, result) if declared.is_function else None


def _function(declared: DeclareDef) -> Any:
    try:
        # Windows' own search order: a DLL that LoadLibrary brought in from elsewhere is found by its name.
        library = ctypes.WinDLL(declared.library, winmode=0)
    except OSError:
        raise error(53, f"File not found: {declared.library}") from None
    try:
        return library[declared.alias or declared.name]
    except AttributeError:
        raise error(453, f"Can't find DLL entry point {declared.name} in {declared.library}") from None


def _passed(
    interpreter: Interpreter, declared: DeclareDef, parameter: Param, argument: Argument | None, frame: Frame
) -> Passed:
    slot: object = None
    if argument is None or argument.value is None:
        if parameter.default is None:
            raise error(449)
        value = interpreter.evaluate_constant(parameter.default, frame.module)
    else:
        if isinstance(argument.value, Name):
            slot = interpreter.lookup(argument.value.name, frame, want_slot=True)
        value = slot.get() if isinstance(slot, Slot) else interpreter.evaluate(argument.value, frame)
    return _converted(declared, parameter, value, slot if isinstance(slot, Slot) else None)


def _converted(declared: DeclareDef, parameter: Param, value: object, slot: Slot | None) -> Passed:
    kind = parameter.declared
    if kind == "String" and parameter.by_val:
        buffer = ctypes.create_string_buffer(to_text(value).encode("mbcs"))
        return Passed(buffer, lambda: buffer.raw[:-1].decode("mbcs"), slot)
    if kind == "Variant" and not parameter.by_val:
        variant = Variant()
        write(variant, value)
        return Passed(ctypes.byref(variant), lambda: _taken(variant), slot)
    if kind in NUMBERS:
        whole = kind not in ("Single", "Double")
        number = NUMBERS[kind](int(to_integer(value, "LongLong")) if whole else float(to_number(value)))
        if parameter.by_val:
            return Passed(number)
        return Passed(ctypes.byref(number), lambda: _number(kind, number.value), slot)
    raise VBAUnsupportedError(f"Declare {declared.name}: an argument As {kind} is not passed")


def _taken(variant: Variant) -> object:
    value = read(variant)
    cleared([variant])
    return value


def _number(kind: str, value: float) -> object:
    if kind == "Boolean":
        return value != 0
    return float(value) if kind in ("Single", "Double") else VBAInt(int(value), kind)
