"""One state of a file told from another, and which files this process has written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FileState:
    """What tells one state of a file from another."""

    device: int
    inode: int
    modified: int
    size: int

    @classmethod
    def of(cls, path: Path) -> FileState | None:
        """The file's state now; None where there is no such file."""
        try:
            found = path.stat()
        except (OSError, ValueError):
            return None
        return cls.read(found)

    @classmethod
    def read(cls, found: os.stat_result) -> FileState:
        """As the system tells it."""
        return cls(found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size)


_begun: list[tuple[Path, FileState | None]] = []


def begin_command() -> None:
    """From now on it is told what one command has written."""
    _begun.clear()


def begin_writing(path: Path) -> None:
    """From now on this file may be written; its state before is remembered."""
    _begun.append((path, FileState.of(path)))


def written_files() -> list[Path]:
    """Those that are no longer as they were, whatever has stopped us meanwhile."""
    first = dict(reversed(_begun))
    return [path for path, before in first.items() if FileState.of(path) != before]


def told_of_writing() -> str:
    """Which files were written, as the end of a sentence on why no more is."""
    written = written_files()
    return f"{', '.join(map(str, written))} had been written before." if written else "nothing was written."
