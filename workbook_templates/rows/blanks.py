"""Rows of data as they came, column by column: which of them are blank, and the others alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from workbook_templates.rows.judges import is_blank

RowColumn: TypeAlias = Sequence[Any] | None
"""The cells of a column; None where the source has no such column."""


def blank_rows(columns: Iterable[RowColumn], rows: int) -> Sequence[int]:
    """The rows whose cells are all blank."""
    blank: Sequence[int] = range(rows)
    for column in columns:
        if column is not None and blank:
            blank = _blank_among(blank, column)
    return blank


def _blank_among(rows: Sequence[int], column: Sequence[Any]) -> list[int]:
    """Those of the rows whose cell is blank."""
    if len(rows) < len(column):
        return [row for row in rows if is_blank(column[row])]
    blank = {cell for cell in set(column) if is_blank(cell)}
    # NaN is found by being the same object, not by being equal: as it was put into the set.
    return [row for row, cell in enumerate(column) if cell in blank] if blank else []


def rows_except(rows: Sequence[int], count: int) -> NDArray[np.intp]:
    """The rows of so many that are not among these."""
    return np.delete(np.arange(count), rows)


def select_rows(column: RowColumn, rows: NDArray[np.intp]) -> RowColumn:
    """Those rows of a column."""
    return None if column is None else [column[row] for row in rows.tolist()]
