"""A name that is to be that of a file: what is none is refused by what it is, before it is opened."""

from __future__ import annotations

import stat
from pathlib import Path

from addin.refusal import Refusal


def require_plain(path: Path, what: str) -> None:
    """A Refusal for no name, a folder, or a pipe or device, which would make us wait for whoever writes into it."""
    if path == Path():
        raise Refusal(f"A file's name is empty. Name the file that holds the {what}.")
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return  # opening it will say why
    if stat.S_ISDIR(mode):
        raise Refusal(f"{path}: is a folder. Name the file in it that holds the {what}.")
    if not stat.S_ISREG(mode):
        raise Refusal(f"{path}: is a pipe or a device, no file. Write the {what} into a file, and name that.")
