"""The filters of tables in an open workbook: taken off while rows are written, and put back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from addin.hosts.excel.live.changes import succeeded
from addin.hosts.excel.live.com import excel_error

_ALONE: Final = 0
_AND: Final = 1
_OR: Final = 2
_VALUES: Final = 7
_DYNAMIC: Final = 11


@dataclass(frozen=True)
class _Criterion:
    """One column's filter, as Range.AutoFilter takes it; `arguments` is None where Excel does not tell them all."""

    field: int
    arguments: tuple[Any, ...] | None


class Filters:
    """Filters that were taken off."""

    def __init__(self) -> None:
        self._taken_off: dict[str, tuple[Any, list[_Criterion]]] = {}

    def take_off(self, table: Any) -> None:
        """Every row of the table shown: Excel fills and resizes a filtered table only in part."""
        filters = table.AutoFilter
        if filters is None or not filters.FilterMode:
            return
        columns = range(1, int(table.Range.Columns.Count) + 1)
        found = [_criterion(column, filters.Filters(column)) for column in columns if filters.Filters(column).On]
        self._taken_off.setdefault(str(table.Name), (table, found))
        filters.ShowAllData()

    def put_back(self) -> list[str]:
        """Every filter as it was; answers a note for each that could not be."""
        notes = []
        for name, (table, criteria) in self._taken_off.items():
            lost = [each.field for each in criteria if not _applied(table, each)]
            notes += [
                f"The filter of the table {name} in its column {table.ListColumns(field).Name} could not be put back; "
                "set it again."
                for field in lost
            ]
        self._taken_off.clear()
        return notes


def _applied(table: Any, criterion: _Criterion) -> bool:
    arguments = criterion.arguments
    return arguments is not None and succeeded(lambda: table.Range.AutoFilter(criterion.field, *arguments))


def _criterion(field: int, found: Any) -> _Criterion:
    operator, first = _told(found, "Operator") or _ALONE, _told(found, "Criteria1")
    arguments: tuple[Any, ...] | None
    if first is None:
        arguments = None  # filtered by groups of dates: Excel does not tell which
    elif operator == _ALONE:
        arguments = (first,)
    elif operator in (_AND, _OR):
        arguments = (first, operator, _told(found, "Criteria2"))
    elif operator in (_VALUES, _DYNAMIC):
        arguments = (first, operator)
    else:
        arguments = None  # by colour or icon, or the largest ones, of which Excel tells the limit and not the number
    return _Criterion(field, arguments)


def _told(found: Any, name: str) -> Any:
    """A property of a filter; None where Excel refuses to tell it."""
    with suppress(excel_error()):
        return getattr(found, name)
    return None
