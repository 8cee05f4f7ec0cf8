"""The calculations of Centre ROI: each function once, importable under its name in lower case."""

# A new function of a topic is there without an edit here: `__all__` is the registry.
from udfs.calling.errors import CellError, Refused
from udfs.calling.registry import FUNCTIONS

# The topics stand in the order in which the reference shows them.
# isort: off
from udfs.functions.lifetime import *  # noqa: F403
from udfs.functions.survey import *  # noqa: F403
from udfs.functions.service import *  # noqa: F403
from udfs.functions.benefit import *  # noqa: F403
from udfs.functions.fiscal import *  # noqa: F403
from udfs.functions.targets import *  # noqa: F403
from udfs.functions.pay import *  # noqa: F403
# isort: on

__all__ = ["CellError", "FUNCTIONS", "Refused", *(name.lower() for name in FUNCTIONS)]
