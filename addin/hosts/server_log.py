"""The log of a process that serves a spreadsheet program and has no window to show what goes wrong."""

from __future__ import annotations

import logging
import os
import sys
from io import BufferedWriter, FileIO, TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

NAME = "centre-roi.log"


class _OwnLog(RotatingFileHandler):
    """A log that its user alone may read: what failed is told there with the amounts it failed on."""

    def _open(self) -> TextIOWrapper:
        handle = os.open(
            self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0), 0o600
        )
        return TextIOWrapper(BufferedWriter(FileIO(handle, "a")), encoding=self.encoding, errors="backslashreplace")


def keep_a_log(folder: Path) -> None:
    """From now on, warnings and what stops the process are kept in the user's own folder."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        for log in folder.glob(f"{NAME}*"):
            log.chmod(0o600)
        handler = _OwnLog(folder / NAME, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    except OSError:
        return
    logging.basicConfig(handlers=[handler], level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    sys.excepthook = _log_stop


def _log_stop(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.critical("stopped", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)
