"""VBA values in the driver's JSON, where an error, a blank, a text and an array are told apart.

A blank is null; numbers, texts and booleans are themselves; everything else is an object with one key: error, missing,
nothing, null, date, row, rows, and for what exists only here: range, control, workbook, application, model, object.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pyopenvba.interpreter._objects import VBAObject
from pyopenvba.interpreter._values import EMPTY, MISSING, NOTHING, NULL, VBAArray, VBADate, VBAErrorValue, VBAInt

from tests.hosts.windows.host.ribbon import RibbonControl
from tests.hosts.windows.host.standin import StandIn

SINGLE = {"missing": MISSING, "nothing": NOTHING, "null": NULL}


def to_json(value: object) -> Any:
    """A value as it is written."""
    if value is EMPTY or value is None:
        return None
    for key, single in SINGLE.items():
        if value is single:
            return {key: True}
    if isinstance(value, bool | str):
        return value
    if isinstance(value, VBAErrorValue):
        return {"error": value.number}
    if isinstance(value, VBADate):
        return {"date": value.serial}
    if isinstance(value, VBAArray):
        return _array_to_json(value)
    if isinstance(value, VBAObject):
        return {"object": value.vba_type_name}
    return int(value) if isinstance(value, int) else float(value)  # type: ignore[arg-type]


def _array_to_json(array: VBAArray) -> dict[str, Any]:
    items = [to_json(item) for item in array.items]
    if array.dimensions == 1:
        return {"row": items}
    height = array.bounds[0][1] - array.bounds[0][0] + 1
    return {"rows": [items[row::height] for row in range(height)]}


def from_json(written: Any, excel: StandIn) -> Any:
    """The value that was written, objects found in the stand-in."""
    if not isinstance(written, dict):
        if written is None:
            return EMPTY
        if isinstance(written, int) and not isinstance(written, bool):
            return VBAInt(written, "Long")
        return written
    ((key, content),) = written.items()
    if key in SINGLE:
        return SINGLE[key]
    return _READERS[key](content, excel)


def _row(content: list[Any], excel: StandIn) -> VBAArray:
    return VBAArray([(1, len(content))], items=[from_json(one, excel) for one in content])


def _rows(content: list[list[Any]], excel: StandIn) -> VBAArray:
    columns = zip(*content, strict=True)
    items = [from_json(cell, excel) for column in columns for cell in column]
    return VBAArray([(1, len(content)), (1, len(content[0]))], items=items)


_READERS: dict[str, Callable[[Any, StandIn], Any]] = {
    "error": lambda content, _: VBAErrorValue(content),
    "date": lambda content, _: VBADate(content),
    "row": _row,
    "rows": _rows,
    "range": lambda content, excel: excel.range(content),
    "workbook": lambda content, excel: excel.application.workbooks_.vba_get("Item", [content]),
    "application": lambda _, excel: excel.application,
    "model": lambda content, excel: excel.models[content],
    "control": lambda content, _: RibbonControl(content["id"], content["tag"]),
    "ribbon": lambda _, excel: excel.ribbon,
}


def typed(value: object) -> object:
    """A value as a cell takes it unchanged: a text that looks like a date stays a text."""
    if isinstance(value, str):
        return "'" + value
    if isinstance(value, VBAArray):
        return VBAArray(value.bounds, items=[typed(item) for item in value.items])
    return float(value) if isinstance(value, VBAInt | Decimal) else value
