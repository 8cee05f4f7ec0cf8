"""A folder held by its handle, so that nobody can put another one, or a link, in the way of what is done in it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

_EXACTLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
"""Held without reading it, which not everybody who may write in it may do."""
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL


class Folder:
    """The files of one folder by their names; links are never followed. Windows has no such handles: there by paths."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = None if sys.platform == "win32" else os.open(path, _FOLDER)

    def open(self, name: str) -> int:
        """A file that is there, to read and write; a pipe does not make us wait."""
        return os.open(self._named(name), os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | _EXACTLY, dir_fd=self._handle)

    def create(self, name: str) -> int:
        """A file that was not there, which nobody else may read; FileExistsError where the name is taken."""
        return os.open(self._named(name), _NEW | _EXACTLY, 0o600, dir_fd=self._handle)

    def state(self, name: str) -> os.stat_result | None:
        """What bears the name, a link itself; None for nothing."""
        with suppress(FileNotFoundError):
            return os.stat(self._named(name), dir_fd=self._handle, follow_symlinks=False)
        return None

    def link(self, name: str, other: str) -> None:
        """A second name of a file; FileExistsError where it is taken."""
        if sys.platform == "win32":
            os.link(self._named(name), self._named(other))
        else:
            os.link(name, other, src_dir_fd=self._handle, dst_dir_fd=self._handle, follow_symlinks=False)

    def rename(self, name: str, other: str) -> None:
        """Another name, in the place of the file that has it."""
        os.replace(self._named(name), self._named(other), src_dir_fd=self._handle, dst_dir_fd=self._handle)

    def remove(self, name: str) -> None:
        """The name taken away; nothing where there is none."""
        with suppress(FileNotFoundError):
            os.unlink(self._named(name), dir_fd=self._handle)

    def may_be_written(self) -> bool:
        """Whether files can be made in it; Windows tells when it is tried."""
        return self._handle is None or os.access(".", os.W_OK | os.X_OK, dir_fd=self._handle)

    def sync(self) -> None:
        """The names on the disk."""
        if self._handle is None:
            return
        with suppress(OSError):
            names = os.open(".", os.O_RDONLY | _EXACTLY, dir_fd=self._handle)
            try:
                os.fsync(names)
            finally:
                os.close(names)

    def close(self) -> None:
        """Let go of it."""
        if self._handle is not None:
            os.close(self._handle)

    def _named(self, name: str) -> str:
        return str(self.path / name) if self._handle is None else name


def same_file(one: os.stat_result | None, other: os.stat_result | None) -> bool:
    """Whether both are states of one and the same file."""
    return one is not None and other is not None and (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)
