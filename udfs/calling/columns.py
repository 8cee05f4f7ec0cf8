"""From cells to what a function's body computes with: plain numbers, arrays, and the cells that are in the way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from udfs.calling.errors import NUM, VALUE, CellError
from udfs.calling.kinds import Content, Kind

HostValue: TypeAlias = Any
"""One cell: None (blank), a number, a text, a truth value or a CellError."""

Errors: TypeAlias = NDArray[Any]
"""A CellError where there is one, None elsewhere."""

_PLAIN_NUMBERS = frozenset({float, int})
_ROWS = frozenset({list, tuple})
_TEXT_NUMBER_FIX = "it is stored as text: type it again as a number"


class Unfit(Exception):
    """The whole call has no answer, for the reason in `error`."""

    def __init__(self, error: CellError) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(slots=True)
class Column:
    """One argument as read. `values` is a float (or text) for a single cell, else an array; TRUE is 1.0.

    Where a cell is blank or holds an error the value is NaN (or an empty text).
    """

    values: Any
    single: bool
    blank: NDArray[np.bool_] | None = None
    errors: Errors | None = None
    ends: tuple[float, float] | None = None
    """The smallest and the largest of an array of finite numbers."""

    @property
    def array(self) -> NDArray[Any]:
        return np.asarray(self.values)

    @property
    def shape(self) -> tuple[int, ...]:
        return () if self.single else self.values.shape

    def holes(self) -> NDArray[np.bool_] | None:
        """Where there is no number to check: blanks and errors; None if there is no such cell."""
        holes = self.blank
        if self.errors is not None:
            in_error = np.not_equal(self.errors, np.array(None))
            holes = in_error if holes is None else holes | in_error
        return holes


def is_empty(cell: HostValue) -> bool:
    """A blank cell; empty text counts as blank everywhere."""
    return cell is None or (isinstance(cell, str) and cell == "")


def read_cell(cell: HostValue, kind: Kind) -> Any:
    """One cell that is not blank, as a float or text; a CellError (still without names) where it cannot be."""
    if isinstance(cell, CellError):
        return cell
    if kind.content is Content.LABEL:
        return str(cell).upper() if isinstance(cell, (bool, np.bool_)) else _label(cell)
    if kind.content is Content.TRUTH:
        return _truth(cell)
    if isinstance(cell, (bool, np.bool_)):
        return CellError(VALUE, rule="must be a number", value=bool(cell), fix="TRUE and FALSE are no numbers")
    if isinstance(cell, str):
        fix = _TEXT_NUMBER_FIX if _reads_as_number(cell) else kind.text_fix
        return CellError(VALUE, rule="must be a number", value=cell, fix=fix)
    try:
        number = _number(cell)
    except (TypeError, ValueError):
        return CellError(VALUE, rule="must be a number", value=str(cell))
    if not math.isfinite(number):
        return CellError(NUM, rule="must be a finite number", value=number)
    return number


def _label(cell: HostValue) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _number(cell: Any) -> float:
    try:
        return float(cell)
    except OverflowError:  # an integer beyond any float
        return math.inf


def _truth(cell: HostValue) -> Any:
    """1.0 for TRUE, 0.0 for FALSE; LibreOffice hands them over as these numbers."""
    if isinstance(cell, (bool, np.bool_)) or (isinstance(cell, (int, float)) and cell in (0, 1)):
        return float(cell)
    value = _number(cell) if isinstance(cell, (int, float)) else str(cell)
    return CellError(VALUE, rule="must be TRUE or FALSE", value=value, fix="leave it blank for FALSE")


def _reads_as_number(text: str) -> bool:
    try:
        float(text.strip().rstrip("%"))
    except ValueError:
        return False
    return True


def read(argument: Any, kind: Kind) -> Column:
    """An argument of a call, from a host's cells or from Python's numbers, lists and arrays."""
    is_range = isinstance(argument, (list, tuple)) or hasattr(argument, "__array__")
    if not is_range or isinstance(argument, np.generic):
        return _read_single(argument, kind)
    if isinstance(argument, (list, tuple)):
        return _read_rows(argument, kind)
    array = np.asarray(argument)
    if array.ndim == 0:
        return _read_single(array.item(), kind)
    if array.ndim > 2:
        raise Unfit(CellError(VALUE, rule="must have rows and columns only"))
    if kind.blank_means_something and array.dtype.kind == "f" and np.isnan(array).any():
        missing = np.isnan(array)  # numpy has no other blank
        array = array.astype(object)
        array[missing] = None
    if kind.content is Content.NUMBER and array.dtype.kind in "fiu":
        return _read_array(array.astype(np.float64, copy=False))
    return _read_cells(array.astype(object).ravel().tolist(), array.shape, kind)


def _read_single(cell: HostValue, kind: Kind) -> Column:
    empty: Any = "" if kind.content is Content.LABEL else math.nan
    if is_empty(cell):
        return Column(empty, single=True, blank=np.array(True))
    value = read_cell(cell, kind)
    if isinstance(value, CellError):
        errors = np.empty((), dtype=object)
        errors[()] = value
        return Column(empty, single=True, errors=errors)
    return Column(value, single=True)


def _read_rows(rows: Sequence[Any], kind: Kind) -> Column:
    """Rows of cells as a host delivers them, or a flat list as a Python caller writes it."""
    if not rows:
        return Column(np.empty(0), single=False)
    if not isinstance(rows[0], (list, tuple)):
        return _read_cells(rows, (len(rows),), kind)
    width = len(rows[0])
    if not _ROWS.issuperset(map(type, rows)) or set(map(len, rows)) != {width}:
        raise Unfit(CellError(VALUE, rule="must have rows of the same length"))
    if len(rows) == 1 and width == 1:
        return _read_single(rows[0][0], kind)
    cells = [row[0] for row in rows] if width == 1 else [cell for row in rows for cell in row]
    return _read_cells(cells, (len(rows), width), kind)


def _read_array(array: NDArray[np.float64]) -> Column:
    """Numbers of a Python caller, not copied; NaN and infinity are refused cell by cell."""
    if array.size == 0:
        return Column(array, single=False)
    # The ends tell of NaN and infinity too, at a fraction of what a mask would cost.
    ends = (float(array.min()), float(array.max()))
    if math.isfinite(ends[0]) and math.isfinite(ends[1]):
        return Column(array, single=False, ends=ends)
    errors = np.empty(array.shape, dtype=object)
    for place in zip(*np.nonzero(~np.isfinite(array)), strict=True):
        errors[place] = CellError(NUM, rule="must be a finite number", value=array[place])
    return Column(array, single=False, errors=errors)


def _read_cells(cells: Sequence[HostValue], shape: tuple[int, ...], kind: Kind) -> Column:
    if kind.content is Content.NUMBER and _PLAIN_NUMBERS.issuperset(map(type, cells)):
        try:
            return _read_array(np.array(cells, dtype=np.float64).reshape(shape))
        except OverflowError:  # an integer beyond any float: the slow path names it
            pass
    return _read_mixed(cells, shape, kind)


def _read_mixed(cells: Sequence[HostValue], shape: tuple[int, ...], kind: Kind) -> Column:
    """Cells of which some are blank, text or errors."""
    of_numbers, of_labels = kind.content is Content.NUMBER, kind.content is Content.LABEL
    values: list[Any] = []
    errors: dict[int, CellError] = {}
    blanks: list[int] = []
    for index, cell in enumerate(cells):
        value: Any = cell if of_numbers and type(cell) is float and math.isfinite(cell) else None
        if value is None:
            if is_empty(cell) or (of_labels and isinstance(cell, str) and not cell.strip()):
                blanks.append(index)
            else:
                value = read_cell(cell, kind)
                if isinstance(value, CellError):
                    errors[index] = value
                    value = None
        values.append(value if value is not None else ("" if of_labels else math.nan))
    array = np.array(values, dtype=object if of_labels else np.float64)
    return Column(array.reshape(shape), False, _mask(blanks, shape), _place_cells(errors, shape))


def _mask(indexes: list[int], shape: tuple[int, ...]) -> NDArray[np.bool_] | None:
    if not indexes:
        return None
    mask = np.zeros(math.prod(shape), dtype=bool)
    mask[indexes] = True
    return mask.reshape(shape)


def _place_cells(errors: dict[int, CellError], shape: tuple[int, ...]) -> Errors | None:
    if not errors:
        return None
    placed = np.empty(math.prod(shape), dtype=object)
    for index, error in errors.items():
        placed[index] = error
    return placed.reshape(shape)
