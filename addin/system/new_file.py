"""A file that was not there before: written as a whole or not at all, never over another one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from addin.refusal import Refusal


def create(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a new file; a Refusal where one of that name exists or the folder takes none."""
    try:
        stream = path.open("xb")
    except FileExistsError:
        raise Refusal(f"{path}: there is such a file already; choose another name, or remove it.") from None
    except OSError as error:
        raise Refusal(f"{path}: cannot be written here ({error.strerror}); choose another folder.") from None
    try:
        with stream:
            write(stream)
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise Refusal(f"{path}: could not be written ({error.strerror}); make room and try again.") from None
        raise


def free_name(path: Path) -> Path:
    """The path, or the first of `name-2`, `name-3` ... that is still free."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate
