"""The process that LibreOffice starts: `python -m addin.hosts.libreoffice.server`, asked through its standard input."""

from __future__ import annotations

import gc
import logging
import os
import sys
from typing import IO, Any

import udfs  # noqa: F401  registers the functions
from addin.engine.limits import ROOM_OF_A_SERVER, limit_own_memory
from addin.hosts.libreoffice import connection
from addin.hosts.libreoffice.cells import from_calc, to_calc
from addin.hosts.server_log import keep_a_log
from addin.release import VERSION
from udfs.calling.call import call
from udfs.calling.errors import VALUE, CellError
from udfs.calling.registry import FUNCTIONS

_log = logging.getLogger(__name__)


def answer(what: str, details: tuple[Any, ...]) -> Any:
    """What LibreOffice gets for one request: of a function its rows, of a command what to show."""
    if what == "function":
        return _compute(*details)
    from addin.hosts.libreoffice import commands  # a formula need not wait for what a refresh needs

    return commands.COMMANDS[what](*details)


def _compute(name: str, cells: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
    try:
        return to_calc(call(FUNCTIONS[name], *map(from_calc, cells)))
    except Exception:  # noqa: BLE001 - logged with its trace; the next cell is asked of the same process
        _log.exception("%s: its cells could not be carried over", name)
        return to_calc(CellError(VALUE))


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until LibreOffice ends."""
    connection.send(answers, VERSION)
    while True:
        try:
            what, details = connection.receive(requests)
        except EOFError:
            return
        connection.send(answers, answer(what, details))


def main() -> None:
    """Serve on what were standard input and output; whatever else is printed goes to the log."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    keep_a_log(connection.settings_path().parent)
    # A call makes thousands of cells, none in a cycle: looking for cycles among all modules would double its time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000)
    limit_own_memory(ROOM_OF_A_SERVER)
    try:
        serve(requests, answers)
    except MemoryError:
        sys.exit(f"the cells of a formula take more than {ROOM_OF_A_SERVER / 1e6:,.0f} MB of memory")


if __name__ == "__main__":
    main()
