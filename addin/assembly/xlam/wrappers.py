"""The VBA module with one wrapper a function, written from the registry."""

from __future__ import annotations

from collections.abc import Iterable

from udfs.calling.function import Argument, Function
from udfs.calling.registry import FUNCTIONS

MODULE = "Functions"

_HEAD = f"""\
Attribute VB_Name = "{MODULE}"
' Generated from the registry of functions by `python -m addin.assembly`; do not edit.
Option Explicit
"""
_LONGEST_LINE = 1000
"""VBA reads no line of 1,024 characters or more."""
_RESERVED_WORDS = """
and answer any as boolean byref byte byval call case cdate close const currency date declare dim do double each else
elseif empty end enum eqv erase error event exit false for friend function get global gosub goto if imp implements in
input integer is let lib like line lock long loop lset me mod new next not nothing null object on open option optional
or paramarray preserve print private property public put raiseevent redim resume return rset select set single static
step stop string sub tab then time to true type typeof until variant wend while with write xor
"""
_RESERVED = frozenset(_RESERVED_WORDS.split())


def wrappers(described: Iterable[Function] | None = None) -> str:
    """The module's source."""
    chosen = FUNCTIONS.values() if described is None else described
    return "\n".join([_HEAD, *map(_wrapper, chosen)])


def _wrapper(function: Function) -> str:
    names = [_vba_name(function, argument) for argument in function.arguments]
    given = ", ".join(
        f"{'' if argument.required else 'Optional '}ByVal {name} As Variant"
        for argument, name in zip(function.arguments, names, strict=True)
    )
    lines = [
        f"Public Function {function.name}({given}) As Variant",
        f"Attribute {function.name}.VB_Description = {literal(function.summary)}",
        f'Attribute {function.name}.VB_ProcData.VB_Invoke_Func = " \\n14"',
        f'    {function.name} = Answer("{function.name}", {", ".join(names)})',
        "End Function",
        "",
    ]
    if too_long := next((line for line in lines if len(line) > _LONGEST_LINE), ""):
        raise ValueError(f"{function.name}: VBA cannot read a line of {len(too_long)} characters")
    return "\n".join(lines)


def _vba_name(function: Function, argument: Argument) -> str:
    """The argument's name, a word of VBA's own with an underscore behind it.

    VBA keeps one spelling of a name for the whole project, and that is the function's.
    """
    name = argument.name
    if name.upper() == function.name:
        raise ValueError(f"{function.name}: VBA takes no argument called {name}")
    if name.casefold() in _RESERVED:
        return f"{name}_"
    return name.upper() if name.upper() in FUNCTIONS else name


def literal(text: str) -> str:
    """A text as VBA writes it. VBA's source has the characters of one code page: plain ones are in all of them."""
    if not text.isascii() or not text.isprintable():
        raise ValueError(f"VBA takes plain characters only: {text!r}")
    return '"' + text.replace('"', '""') + '"'
