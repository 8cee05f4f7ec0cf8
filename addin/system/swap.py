"""A workbook replaced as a whole: our lock, the new file written beside the old, backups, the swap."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from addin.refusal import Refusal
from addin.system.foreign_locks import foreign_lock

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

BACKUPS = 3

_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NOT_PERMITTED = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS}
_LOCKED_BYTE = 0x7FFF_0000
"""Windows locks are mandatory: ours lies on a byte that no workbook reaches."""


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
        except OSError:
            return None
        return cls(found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size)


@contextmanager
def locked(path: Path) -> Iterator[ReplacedFile]:
    """The workbook held against a second refresh and against open spreadsheet programs, as far as these tell."""
    target = ReplacedFile(path)
    target.acquire()
    try:
        yield target
    finally:
        target.release()


class ReplacedFile:
    """The place of a workbook. The lock is the operating system's, on the part file, and dies with the process."""

    def __init__(self, path: Path) -> None:
        # A link stays a link: what it points to is replaced.
        self.path = Path(os.path.realpath(path))
        self.part = self.path.with_name(f".{self.path.name}.part")
        self._named = path
        self._handle: int | None = None

    def acquire(self) -> None:
        """The lock taken, or a Refusal that says who is in the way."""
        self._require_writable()
        self._require_closed()
        with self._plain_errors():
            # Whoever held the lock may have swapped or removed the part between our opening and locking it.
            while not self._locks_the_part():
                pass

    def release(self) -> None:
        """The lock given up and the part file removed; afterwards nothing of ours is left."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if sys.platform == "win32":
            os.close(handle)
        with suppress(OSError):
            self.part.unlink()
        if sys.platform != "win32":
            os.close(handle)

    def replace(self, write: Callable[[BinaryIO], None], seen: FileState | None) -> FileState | None:
        """The workbook swapped for what `write` writes, if it is still the version that was seen."""
        if self._handle is None:
            self.acquire()
        try:
            with self._plain_errors():
                self._write_part(write)
                self._require_closed()
                self._require_version(seen)
                self._take_over_rights()
                self._keep_backup()
                self._require_version(seen)
                self._swap()
        finally:
            self.release()
        return FileState.of(self.path)

    def _locks_the_part(self) -> bool:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        try:
            handle = os.open(self.part, flags, 0o600)
        except PermissionError:
            if self.part.exists():
                raise Refusal(
                    f"{self._named.name}: another user's refresh is running or was broken off. If it is not running, "
                    f"delete the file {self.part.name} beside the workbook."
                ) from None
            raise
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
                raise Refusal(f"{self._named.name}: {self.part.name} beside it is not a file of ours. Delete it.")
            _lock(handle, self._named.name)
            try:
                beside = os.stat(self.part, follow_symlinks=False)
            except FileNotFoundError:
                beside = None
            # Without O_NOFOLLOW (Windows) a link would be caught here: its own inode is another.
            if beside and (beside.st_dev, beside.st_ino) == (found.st_dev, found.st_ino):
                handle, self._handle = -1, handle
                return True
            return False
        finally:
            if handle >= 0:
                os.close(handle)

    def _write_part(self, write: Callable[[BinaryIO], None]) -> None:
        assert self._handle is not None
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        with open(self._handle, "wb", closefd=False) as stream:
            write(stream)
        os.fsync(self._handle)

    def _take_over_rights(self) -> None:
        assert self._handle is not None
        old = self.path.stat()
        if sys.platform == "win32":
            return
        if (old.st_uid, old.st_gid) != (os.geteuid(), os.getegid()):
            with suppress(PermissionError):
                os.fchown(self._handle, old.st_uid, old.st_gid)
        os.fchmod(self._handle, stat.S_IMODE(old.st_mode))

    def _keep_backup(self) -> None:
        """NAME.xlsx.1.bak is the newest. The workbook keeps its name all the time."""
        backups = [self.path.with_name(f"{self.path.name}.{number}.bak") for number in range(1, BACKUPS + 1)]
        fresh = self.path.with_name(f".{self.path.name}.bak")
        fresh.unlink(missing_ok=True)
        try:
            try:
                os.link(self.path, fresh)
            except OSError:  # a drive without hard links
                shutil.copy2(self.path, fresh)
            for newer, older in reversed(list(pairwise(backups))):
                if newer.exists():
                    os.replace(newer, older)
            os.replace(fresh, backups[0])
        finally:
            # Renaming one name of a file to another of the same file does nothing, so it may still be there.
            fresh.unlink(missing_ok=True)

    def _swap(self) -> None:
        assert self._handle is not None
        if sys.platform == "win32":
            # Windows renames no file that is open.
            os.close(self._handle)
            self._handle = None
            try:
                os.replace(self.part, self.path)
            except OSError:
                self.part.unlink(missing_ok=True)
                raise
            return
        os.replace(self.part, self.path)
        os.close(self._handle)
        self._handle = None
        with suppress(OSError):
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _require_writable(self) -> None:
        try:
            mode = self.path.stat().st_mode
        except OSError:
            raise Refusal(f"{self._named}: there is no such file. Check the name and the folder.") from None
        # A swap needs no right to write the file, so its owner's wish is asked for here.
        if not mode & 0o222 or not os.access(self.path, os.W_OK):
            raise Refusal(
                f"{self._named.name}: is read-only; nothing was changed. Allow writing to it (in its properties), or "
                "work on a copy."
            )

    def _require_closed(self) -> None:
        for path in {self._named, self.path}:
            reason = foreign_lock(path)
            if reason:
                raise Refusal(f"{self._named.name}: {reason}")

    def _require_version(self, seen: FileState | None) -> None:
        if FileState.of(self.path) != seen:
            raise Refusal(
                f"{self._named.name}: was changed by another program while it was being worked on; that change was "
                "kept and ours was not written. Start again."
            )

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            name = self._named.name
            if error.errno in _NO_ROOM:
                reason = "there is no room left to write it (disk full, or over your quota). Make room and try again"
            elif error.errno in _NOT_PERMITTED:
                reason = (
                    "you may not write in its folder, or another program holds the file. Close it there, or work on a "
                    "copy in a folder of your own"
                )
            else:
                reason = f"it cannot be written: {error.strerror or error}. Try again, or work on a copy elsewhere"
            raise Refusal(f"{name}: {reason}; the workbook is as it was.") from error


def _lock(handle: int, name: str) -> None:
    try:
        if sys.platform == "win32":
            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            raise Refusal(
                f"{name}: its drive cannot lock files, so two refreshes could collide. Work on a copy on a local drive."
            ) from error
        raise Refusal(f"{name}: another refresh of it is running. Wait until it has finished.") from error
