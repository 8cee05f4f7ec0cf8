"""How a file calls its columns: the block of them on Inputs, and the columns that are found by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from udfs.columns import matching
from udfs.date_texts import ORDERS, DateOrder
from workbook_templates.input_cells import listed, text
from workbook_templates.record import Places, SourceRows, Unusable

Line: TypeAlias = Mapping[str, Any]
"""A line of the block: header -> cell."""

_OUR_NAME: Final = "Our name"
_LONGEST_LIST: Final = 120


def source_columns(
    workbook: Places, headers: Sequence[str], names: Sequence[str], block: str = "source_columns"
) -> dict[str, Line]:
    """A block of columns on Inputs, a line for each of our names."""
    table = workbook.read_table(block)
    for header in headers:
        if header not in table.headers:
            raise Unusable(f'Inputs: the block of columns lacks the header "{header}"; type it there again.')
    rows = [dict(zip(table.headers, cells, strict=True)) for cells in zip(*table.columns, strict=True)]
    found = {matching(text(row[_OUR_NAME])): row for row in rows}
    for name in names:
        if matching(name) not in found:
            raise Unusable(
                f'Inputs: the block of columns lacks the line "{name}"; type the name into its first column.'
            )
    return {name: found[matching(name)] for name in names}


def headers_of(name: str, cell: Any, several: bool = False) -> tuple[str, ...]:
    """The headers by which a file calls one of our columns; our own name where the cell is blank."""
    headers = tuple(listed(cell)) or (name,)
    if not several and len(headers) > 1:
        raise Unusable(
            f'Inputs: {name} takes one header, not {len(headers)}; put one that holds a comma into quotes ("").'
        )
    return headers


def date_order(cell: Any) -> DateOrder | None:
    """In which order texts give day, month and year."""
    order = text(cell).upper()
    if order and order not in ORDERS:
        raise Unusable(f'Inputs: the date order must be DMY, MDY, YMD or blank; it is "{order}".')
    return order or None


def by_header(source: SourceRows) -> dict[str, Sequence[Any]]:
    """The columns, by their headers as these are compared."""
    return {matching(header): cells for header, cells in zip(source.headers, source.columns, strict=True)}


def column_of_file(source: SourceRows, header: str) -> Sequence[Any] | None:
    """A file's column of that header; a header that stands there twice is refused."""
    if [matching(each) for each in source.headers].count(matching(header)) > 1:
        raise Unusable(f'{source.name} has several columns "{header}"; rename all but the one that counts.')
    return by_header(source).get(matching(header))


def no_header(source: SourceRows, name: str, header: str, hint: str) -> Unusable:
    """That a file lacks the header which Inputs gives for one of our names."""
    others = ", ".join(" ".join(header.split()) for header in source.headers if header.strip())
    there = others if len(others) <= _LONGEST_LIST else others[: _LONGEST_LIST - 3] + "..."
    return Unusable(
        f'{source.name} has no column "{header}" for {name}; its columns are: {there}. Say on Inputs which one '
        f"holds {name}{hint}."
    )


def row_numbers(source: SourceRows) -> NDArray[np.int64]:
    """How the source numbers its rows."""
    rows = len(source.columns[0]) if source.columns else 0
    return np.arange(source.first_row, source.first_row + rows)
