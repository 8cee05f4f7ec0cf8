"""Plain Python objects as VBA objects, which cross to other programs like any other.

A class lists its members by Excel's names in `methods` and `properties`, and in `default` what answers when the object
itself is called. An error in a cell is the number that a COM client in Python sees: -2146828288 plus Excel's own, so
-2146826246 for #N/A. A refused call is an exception with an `excepinfo`, as pywin32's com_error has.
"""

from __future__ import annotations

import datetime
import inspect
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal

from pyopenvba.interpreter._objects import MemberSpec, VBAObject
from pyopenvba.interpreter._values import EMPTY, MISSING, NOTHING, NULL, VBAArray, VBADate, VBAErrorValue, VBAInt, error

CELL_ERRORS = -2146828288


class PythonObject(VBAObject):
    """A Python object with the names that its class makes public."""

    known: dict[int, PythonObject] = {}  # noqa: RUF012 - one object must stay one to VBA's Is

    def __init__(self, held: object) -> None:
        self.held = held
        self.vba_type_name = type(held).__name__
        self.kinds = {name.lower(): (name, "method") for name in getattr(held, "methods", ())}
        self.kinds |= {name.lower(): (name, "property") for name in getattr(held, "properties", ())}

    @classmethod
    def of(cls, held: object) -> PythonObject:
        """The one VBA object that stands for a Python object."""
        found = cls.known.get(id(held))
        if found is None:
            found = cls.known[id(held)] = cls(held)
        return found

    def vba_member(self, name: str) -> MemberSpec | None:
        own, kind = self.kinds.get(name.lower(), ("", ""))
        if kind == "method":
            parameters = tuple(inspect.signature(getattr(self.held, own)).parameters)
            return MemberSpec(name=own, kind=kind, parameters=parameters)
        return MemberSpec(name=own, kind=kind) if kind else None

    def vba_default_member(self) -> MemberSpec | None:
        spec = self.vba_member(getattr(self.held, "default", "") or "Value")
        if spec is not None:
            name = spec.name
            spec.getter = lambda _, *given: self.vba_get(name, given)
        return spec

    def vba_get(self, name: str, args: Sequence[object] = (), named: dict[str, object] | None = None) -> object:
        spec = self._spec(name)
        with _refusals():
            found = getattr(self.held, spec.name)
            if spec.kind == "method":
                return to_vba(found(*_given(args), **self._named(spec, named)))
        if not args:
            return to_vba(found)
        inner = to_vba(found)
        default = inner.vba_default_member() if isinstance(inner, VBAObject) else None
        if not isinstance(inner, VBAObject) or default is None:
            raise error(450)
        return inner.vba_get(default.name, args, named)

    @staticmethod
    def _named(spec: MemberSpec, named: dict[str, object] | None) -> dict[str, object]:
        """Named arguments in the spelling of the Python method."""
        spelled = {parameter.lower(): parameter for parameter in spec.parameters}
        return {spelled[name.lower()]: to_python(value) for name, value in (named or {}).items()}

    def vba_set(
        self,
        name: str,
        value: object,
        args: Sequence[object] = (),
        named: dict[str, object] | None = None,
        *,
        by_ref: bool = False,  # noqa: ARG002 - Python does not tell them apart
    ) -> None:
        if args or named:
            raise error(450)
        with _refusals():
            setattr(self.held, self._spec(name).name, to_python(value))

    def _spec(self, name: str) -> MemberSpec:
        spec = self.vba_member(name)
        if spec is None:
            raise error(438, f"{self.vba_type_name} has no member {name}")
        return spec

    def vba_value(self) -> object:
        spec = self.vba_default_member()
        return super().vba_value() if spec is None else self.vba_get(spec.name)

    def vba_iterate(self) -> Iterator[object]:
        count = self.vba_get("Count")
        assert isinstance(count, int)
        return (self.vba_get("Item", [VBAInt(place, "Long")]) for place in range(1, count + 1))


@contextmanager
def _refusals() -> Iterator[None]:
    """A call that the object refuses is a run-time error to VBA, with the number and text that Excel would give."""
    try:
        yield
    except Exception as refused:
        information = getattr(refused, "excepinfo", None)
        if information is None:
            raise
        raise error(information[5] & 0xFFFF, information[2]) from refused


def _given(values: Sequence[object]) -> list[object]:
    """Positional arguments for Python, where an omitted one in between is None."""
    kept = list(values)
    while kept and kept[-1] is MISSING:
        kept.pop()
    return [to_python(value) for value in kept]


def to_vba(value: object) -> object:
    """A Python value as VBA's."""
    if value is None:
        return EMPTY
    if isinstance(value, bool | float | str | VBAObject):
        return value
    if isinstance(value, int):
        number = value - CELL_ERRORS
        return VBAErrorValue(number) if 2000 <= number < 2100 else VBAInt(value, "Long")
    if isinstance(value, datetime.datetime):
        return VBADate.from_datetime(value.replace(tzinfo=None))
    if isinstance(value, tuple | list):
        return _array(value)
    return PythonObject.of(value)


def _array(rows: Sequence[object]) -> VBAArray:
    if rows and isinstance(rows[0], tuple | list):
        lines = [list(row) for row in rows]  # type: ignore[call-overload]
        columns = zip(*lines, strict=True)
        items = [to_vba(cell) for column in columns for cell in column]
        return VBAArray([(1, len(lines)), (1, len(lines[0]))], items=items)
    return VBAArray([(1, len(rows))], items=[to_vba(value) for value in rows])


def to_python(value: object) -> object:
    """A VBA value as a COM client in Python sees it."""
    if value in (EMPTY, NULL, NOTHING, MISSING):
        return None
    if isinstance(value, PythonObject):
        return value.held
    if isinstance(value, VBAErrorValue):
        return CELL_ERRORS + value.number
    if isinstance(value, VBADate):
        return value.to_datetime()
    if isinstance(value, VBAArray):
        return _tuples(value)
    if isinstance(value, VBAInt):
        return int(value)
    return float(value) if isinstance(value, Decimal) else value


def _tuples(array: VBAArray) -> tuple[object, ...]:
    items = [to_python(item) for item in array.items]
    if array.dimensions == 1:
        return tuple(items)
    height = array.bounds[0][1] - array.bounds[0][0] + 1
    return tuple(tuple(items[row::height]) for row in range(height))
