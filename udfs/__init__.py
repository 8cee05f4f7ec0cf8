"""The calculations of Centre ROI: each function once, importable under its name in lower case."""

# A new function of a topic is there without an edit here: `__all__` is the registry.
from udfs.errors import CellError, Refused
from udfs.lifetime import *  # noqa: F403
from udfs.registry import functions
from udfs.service import *  # noqa: F403
from udfs.survey import *  # noqa: F403

__all__ = ["CellError", "Refused", "functions", *(name.lower() for name in functions)]
