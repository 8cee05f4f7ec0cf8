"""A file that was not there before: written as a whole or not at all, never over another one."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from addin.refusal import Refusal
from addin.system.rights import Rights

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def create(path: Path, write: Callable[[BinaryIO], object], like: Path | None = None) -> None:
    """Write a new file; a Refusal where one of that name exists or the folder takes none.

    What was made from a workbook is readable by those who may read that, at most.
    """
    rights = None if like is None else Rights.of(like)
    try:
        handle = os.open(path, _NEW, 0o666 if rights is None else 0o600)
    except FileExistsError:
        raise Refusal(f"{path}: there is such a file already; choose another name, or remove it.") from None
    except (OSError, ValueError) as error:
        raise Refusal(f"{path}: {_why(error)}.") from None
    try:
        with os.fdopen(handle, "wb") as stream:
            write(stream)
            stream.flush()
            if rights is not None:
                rights.give_to_copy(handle)
    except BaseException as error:
        with suppress(OSError):
            path.unlink()
        if isinstance(error, OSError):
            raise Refusal(f"{path}: could not be written ({error.strerror}); make room and try again.") from None
        raise


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return "its name is too long; choose a shorter one"
    return f"cannot be written here ({getattr(error, 'strerror', error)}); choose another folder"


def free_name(path: Path) -> Path:
    """The path, or the first of `name-2`, `name-3` ... that is still free."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate
