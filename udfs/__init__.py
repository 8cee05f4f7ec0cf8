"""The calculations of Centre ROI: each function once, importable under its name in lower case."""

# A new function of a topic is there without an edit here: `__all__` is the registry.
from udfs.errors import CellError, Refused
from udfs.registry import FUNCTIONS

# The topics stand in the order in which the reference shows them.
# isort: off
from udfs.lifetime import *  # noqa: F403
from udfs.survey import *  # noqa: F403
from udfs.service import *  # noqa: F403
from udfs.benefit import *  # noqa: F403
from udfs.fiscal import *  # noqa: F403
from udfs.targets import *  # noqa: F403
from udfs.pay import *  # noqa: F403
# isort: on

__all__ = ["CellError", "FUNCTIONS", "Refused", *(name.lower() for name in FUNCTIONS)]
