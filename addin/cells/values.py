"""What a cell may hold."""

from __future__ import annotations

import datetime
from typing import TypeAlias

from udfs.calling.errors import CellError

Cell: TypeAlias = bool | int | float | str | CellError | None
"""What a cell holds; a date is its serial number."""


Dated: TypeAlias = Cell | datetime.date | datetime.timedelta
"""A cell where its format counts: a date without time of day is a date, one with it a datetime, a time a timedelta."""
