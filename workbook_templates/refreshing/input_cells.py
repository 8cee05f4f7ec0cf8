"""What users type into a template's input cells: texts, numbers, names, lists; each refusal says where and what."""

from __future__ import annotations

import re
from typing import Any, Final

from udfs.calling.errors import CellError, quote
from udfs.calling.labels import name_key
from workbook_templates.refreshing.record import InputReader, Unusable
from workbook_templates.rows.judges import is_blank, text_of

_ITEM: Final = re.compile(r'\s*(?:"([^"]+)"\s*(?=[,\uff0c\n]|$)|([^,\uff0c\n]+))')


def text(cell: Any) -> str:
    """A cell's text, trimmed; empty where it is blank."""
    return "" if is_blank(cell) else text_of(cell).strip()


def describe_cell(cell: Any) -> str:
    """A cell as a refusal names it."""
    return "blank" if is_blank(cell) else cell.code if isinstance(cell, CellError) else quote(cell)


def split_list(cell: Any) -> list[str]:
    """Texts with commas between (or Chinese ones, or line breaks); one that holds a comma stands in quotes."""
    return [item for in_quotes, plain in _ITEM.findall(text(cell)) if (item := (in_quotes or plain).strip())]


def number(workbook: InputReader, name: str, called: str) -> float:
    """A number of Inputs."""
    value = workbook.read_cell(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Unusable(f"Inputs: {called} must be a number; it is {describe_cell(value)}.")
    return float(value)


def year(workbook: InputReader, name: str, called: str, first: int, last: int) -> int:
    """A year of Inputs."""
    value = number(workbook, name, called)
    if not (value.is_integer() and first <= value <= last):
        raise Unusable(f"Inputs: {called} must be a whole year such as 2026; it is {quote(value)}.")
    return int(value)


def names(workbook: InputReader, table: str, header: str) -> tuple[str, ...]:
    """The names in a column as they stand there, in their order; calculated cells of blank lines are empty."""
    found = tuple(text_of(cell) for cell in workbook.read_column(table, header) if not is_blank(cell))
    sheet, seen = table.capitalize(), set[str]()
    for name in found:
        if name_key(name) in seen:
            raise Unusable(
                f'{sheet}: "{name.strip()}" stands there twice; {table} differ by more than capitals and spaces.'
            )
        seen.add(name_key(name))
    return found
