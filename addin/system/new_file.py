"""A file that was not there before: written as a whole or not at all, never over another one."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from addin.refusal import Refusal
from addin.system.file_state import begin_writing
from addin.system.rights import Rights

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def create(path: Path, write: Callable[[BinaryIO], object], like: Path | None = None) -> None:
    """Write a new file; a Refusal where one of that name exists or the folder takes none.

    What was made from a workbook is readable by those who may read that, at most.
    """
    rights = None if like is None else Rights.of(like)
    if os.path.lexists(path):
        raise _exists(path)
    part = path.with_name(f".centre-roi-{secrets.token_hex(6)}.part")
    try:
        handle = os.open(part, _NEW, 0o666 if rights is None else 0o600)
    except (OSError, ValueError) as error:
        raise Refusal(
            f"{path}: cannot be written here ({getattr(error, 'strerror', error)}); choose another folder."
        ) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            write(stream)
            stream.flush()
            if rights is not None:
                rights.give_to_copy(handle)
        begin_writing(path)
        _take_name(part, path)
    except FileExistsError:
        raise _exists(path) from None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise Refusal(f"{path.name}: is too long a name for a file; choose a shorter one.") from None
        raise Refusal(f"{path}: could not be written ({error.strerror}); make room and try again.") from None
    finally:
        with suppress(OSError):
            part.unlink()


def _take_name(part: Path, path: Path) -> None:
    """The finished file under its name, if nobody has taken that meanwhile."""
    if sys.platform == "win32":
        part.rename(path)  # never over another file there
        return
    try:
        os.link(part, path, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise
        # A drive without hard links: the name is taken by an empty file first.
        os.close(os.open(path, _NEW, 0o600))
        os.replace(part, path)


def _exists(path: Path) -> Refusal:
    return Refusal(f"{path}: there is such a file already; choose another name, or remove it.")


def free_name(path: Path) -> Path:
    """The path, or the first of `name-2`, `name-3` ... that is still free."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate
