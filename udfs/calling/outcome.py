"""What a call came to, as a host's cells and as Python's values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from udfs.calling.columns import Errors, HostValue
from udfs.calling.errors import Refused


@dataclass(slots=True)
class Outcome:
    """What a call came to: values (a tuple stands side by side), the errors over them, the blank rows of a form."""

    values: Any
    errors: Errors | None = None
    blank: NDArray[np.bool_] | None = None

    def cells(self) -> HostValue:
        """What a host takes: one cell, or rows of cells."""
        values = self.values
        if isinstance(values, tuple):
            return [list(values)]
        if not isinstance(values, np.ndarray):
            return values
        if self.errors is not None or self.blank is not None:
            values = values.astype(object)
            if self.blank is not None:
                values[self.blank] = ""
            if self.errors is not None:
                failed = error_mask(self.errors)
                values[failed] = self.errors[failed]
        if values.size == 1:
            return values.item()
        return values.tolist() if values.ndim > 1 else [[value] for value in values.tolist()]

    def python(self) -> Any:
        """What Python takes: a number, array, tuple or table; the first refusal is raised, a blank row is NaN."""
        if self.errors is not None:
            raise Refused(next(error for error in self.errors.flat if error is not None))
        if self.blank is not None:
            return np.where(self.blank, math.nan if self.values.dtype.kind == "f" else "", self.values)
        return self.values


def error_mask(errors: Errors) -> NDArray[np.bool_]:
    """Where a cell is in error."""
    return np.asarray(np.not_equal(errors, np.array(None)), dtype=bool)
