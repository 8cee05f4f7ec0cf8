"""A server that answers at once, so that what is left of a call is the time of the VBA interpreter."""

from __future__ import annotations


class AtOnce:
    """Stands for our server and for the bare one."""

    methods = ("CallUDF", "Answer")
    properties = ()

    def CallUDF(self, module: object, function: object, arguments: object) -> float:  # noqa: N802 - COM's names
        """As xlwings' server."""
        del module, function, arguments
        return 1.0

    def Answer(self, first: object, second: object, third: object) -> float:  # noqa: N802
        """As the bare server."""
        del first, second, third
        return 1.0
