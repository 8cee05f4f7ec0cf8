"""The process that Excel's add-in starts: `python -m addin.hosts.excel_server CLSID`."""

from __future__ import annotations

import gc
import logging
import os
import sys
from logging.handlers import RotatingFileHandler

from addin.excel_places import Places
from addin.refusal import Refusal


def main(class_id: str) -> None:
    """Serve the functions and the ribbon's commands under a COM class of this session."""
    # Excel's current folder is that of the last workbook opened: nothing is looked up there, and it can be removed.
    os.chdir(sys.prefix)
    _keep_a_log()
    from addin.hosts import excel  # after the log is there: a failing import is written down

    # Each call makes thousands of cells, none in a cycle: looking for cycles among all modules would double its time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000)
    excel.serve(class_id)


def _keep_a_log() -> None:
    """What goes wrong is kept in the user's own folder: this process has no window to show it."""
    try:
        log = Places.of_this_user().log
        log.parent.mkdir(exist_ok=True)
        handler = RotatingFileHandler(log, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    except (Refusal, OSError):
        return
    logging.basicConfig(handlers=[handler], level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    sys.excepthook = lambda kind, error, trace: logging.critical("stopped", exc_info=(kind, error, trace))


if __name__ == "__main__":
    main(sys.argv[1])
