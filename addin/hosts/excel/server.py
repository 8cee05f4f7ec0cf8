"""The process that Excel's add-in starts: `python -m addin.hosts.excel.server CLSID`."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

from addin.engine.limits import ROOM_OF_A_SERVER, limit_own_memory
from addin.hosts.excel.folders import ExcelFolders
from addin.hosts.server_log import keep_a_log
from addin.refusal import Refusal


def main(class_id: str) -> None:
    """Serve the functions and the ribbon's commands under a COM class of this session."""
    # Excel's current folder is that of the last workbook opened: nothing is looked up there, and it can be removed.
    os.chdir(sys.prefix)
    with suppress(Refusal):  # Windows does not say where the user's files are
        keep_a_log(ExcelFolders.of_this_user().own_folder)
    from addin.hosts.excel import functions as excel  # after the log is there: a failing import is written down

    # Each call makes thousands of cells, none in a cycle: looking for cycles among all modules would double its time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000)
    limit_own_memory(ROOM_OF_A_SERVER)
    excel.serve(class_id)


if __name__ == "__main__":
    main(sys.argv[1])
