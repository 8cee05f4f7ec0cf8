"""What Excel answers to a call by COM that it refuses."""

from __future__ import annotations

from importlib import import_module
from typing import cast


def excel_error() -> type[Exception]:
    """The exception of a refused call; pywin32 is there on Windows only."""
    return cast(type[Exception], import_module("pywintypes").com_error)


def com_message(error: Exception) -> str:
    """Excel's own words for a refused call."""
    details = error.args[2] if len(error.args) > 2 else None
    words = details[2] if details else error.args[1] if len(error.args) > 1 else ""
    return " ".join(str(words or type(error).__name__).split())
