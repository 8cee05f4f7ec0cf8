"""Excel on Windows: the registry's functions as xlwings functions, and the server that answers the add-in's VBA."""

from __future__ import annotations

import inspect
import logging
import sys
from collections.abc import Callable
from typing import Any

import xlwings

import udfs  # noqa: F401  registers the functions
from addin.hosts.excel.com_cells import from_excel, to_excel
from udfs.calling.call import call
from udfs.calling.errors import VALUE, CellError
from udfs.calling.function import Function
from udfs.calling.kinds import MISSING
from udfs.calling.registry import FUNCTIONS

_RAW = "raw"
"""xlwings' converter that converts nothing: its others turn an error into a blank and a blank into a zero."""

_log = logging.getLogger(__name__)


def xlwings_function(function: Function) -> Callable[..., list[Any]]:
    """One function as xlwings calls it, described by its record alone."""

    def answer(*cells: Any) -> list[Any]:
        try:
            return to_excel(call(function, *map(from_excel, cells)))
        except Exception:  # noqa: BLE001 - what leaves here as an exception would be text in a cell
            _log.exception("%s: its cells could not be carried over", function.name)
            fault = CellError(VALUE, function.name, rule="stopped by a fault of its own", fix="see the log, report it")
            return to_excel(fault)

    answer.__name__ = function.name
    answer.__doc__ = function.summary
    # For an argument that is left out, a required one too, xlwings passes the default.
    answer.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(argument.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=MISSING)
            for argument in function.arguments
        ]
    )
    registered = xlwings.ret(_RAW)(answer)
    for argument in function.arguments:
        registered = xlwings.arg(argument.name, _RAW, doc=argument.help)(registered)
    # Last, for each of the other decorators sets the category back.
    return xlwings.func(category="Centre ROI")(registered)


# xlwings looks a function up by its name in this module.
globals().update({name: xlwings_function(function) for name, function in FUNCTIONS.items()})


def serve(class_id: str) -> None:
    """Answer the add-in's calls until Excel ends this process."""
    from xlwings import udfs as server_side  # there on Windows only
    from xlwings.com_server import serve as serve_class

    # Or it would look at each call whether this file has changed, and load it anew in the middle of a session.
    server_side.udf_modules[__name__] = {"module": sys.modules[__name__], "filename": __file__, "filetime": None}
    serve_class(class_id)  # type: ignore[no-untyped-call]
