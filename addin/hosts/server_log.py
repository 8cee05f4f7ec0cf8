"""The log of a process that serves a spreadsheet program and has no window to show what goes wrong."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

NAME = "centre-roi.log"


def keep_a_log(folder: Path) -> None:
    """From now on, warnings and what stops the process are kept in the user's own folder."""
    try:
        folder.mkdir(exist_ok=True)
        handler = RotatingFileHandler(folder / NAME, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    except OSError:
        return
    logging.basicConfig(handlers=[handler], level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    sys.excepthook = _log_stop


def _log_stop(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.critical("stopped", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)
