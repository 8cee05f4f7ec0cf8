"""The UNO interface type of our functions, in the binary format that LibreOffice loads (UNOIDL, version 0).

The file is a magic, the place and the size of its root map, and maps and entities that point to one another. An entry
of a map is the place of a name and the place of what it names.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_MAGIC: Final = b"UNOIDL\xff\0"
_MODULE: Final = b"\x00"
_INTERFACE: Final = b"\x05"
_IN: Final = b"\x00"
"""The direction of a parameter."""
_BASE: Final = "com.sun.star.uno.XInterface"
ANY: Final = "any"
DOUBLE: Final = "double"
ROWS: Final = "[][]any"


@dataclass(frozen=True)
class Method:
    """A method as UNO knows it: its name, the type that it answers, and the name and type of each parameter."""

    name: str
    answer: str
    parameters: Sequence[tuple[str, str]]


def interface_file(interface: str, methods: Sequence[Method]) -> bytes:
    """The types.rdb that declares one interface, such as org.centreroi.calc.XFunctions."""
    content = bytearray(_MAGIC + bytes(8))

    def placed(data: bytes) -> int:
        place = len(content)
        content.extend(data)
        return place

    def entry(name: str, data: bytes) -> bytes:
        return _number(placed(name.encode("ascii") + b"\0")) + _number(placed(data))

    *modules, last = interface.split(".")
    inner = entry(last, _interface(methods))
    for module in reversed(modules):
        inner = entry(module, _MODULE + _number(1) + inner)
    content[len(_MAGIC) : len(_MAGIC) + 8] = _number(placed(inner)) + _number(1)
    return bytes(content)


def _interface(methods: Sequence[Method]) -> bytes:
    bases = _count_prefixed([_text(_BASE)])
    optional_bases = attributes = _count_prefixed([])
    return _INTERFACE + bases + optional_bases + attributes + _count_prefixed([_method(method) for method in methods])


def _method(method: Method) -> bytes:
    parameters = _count_prefixed([_IN + _text(name) + _text(kind) for name, kind in method.parameters])
    exceptions = _count_prefixed([])
    return _text(method.name) + _text(method.answer) + parameters + exceptions


def _count_prefixed(parts: Iterable[bytes]) -> bytes:
    listed = list(parts)
    return _number(len(listed)) + b"".join(listed)


def _text(text: str) -> bytes:
    return _number(len(text)) + text.encode("ascii")


def _number(number: int) -> bytes:
    return struct.pack("<I", number)
