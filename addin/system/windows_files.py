"""A file of Windows replaced by another one, which takes over who may read it."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_NOT_KNOWN_THERE = {1, 50, 120}
"""Errors of drives that keep no rights: not a function, not supported, not built."""


def replace_file(path: Path, by: Path) -> None:
    """The file's name, rights, attributes and further streams to the other file; an OSError, and both are there."""
    loader = getattr(ctypes, "WinDLL")  # noqa: B009 - it exists on Windows only, and the type checker knows
    replace = loader("kernel32", use_last_error=True).ReplaceFileW
    replace.argtypes = [ctypes.c_wchar_p] * 3 + [ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p]
    if replace(str(path), str(by), None, 0, None, None):
        return
    code = getattr(ctypes, "get_last_error")()  # noqa: B009
    if code not in _NOT_KNOWN_THERE:
        raise getattr(ctypes, "WinError")(code)  # noqa: B009
    os.replace(by, path)
