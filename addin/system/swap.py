"""A workbook replaced as a whole: our lock, the new file written beside the old, backups, the swap."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from addin.refusal import Refusal
from addin.system.backups import backup_names, clear_fresh, in_the_way, keep_backup, make_new, require_room
from addin.system.file_state import FileState, begin_writing
from addin.system.folder import Folder, same_file
from addin.system.foreign_locks import foreign_lock
from addin.system.locking import take_lock
from addin.system.plain_file import require_plain
from addin.system.rights import Rights
from addin.system.windows_files import replace_file

_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NOT_PERMITTED = {errno.EACCES, errno.EPERM, errno.EROFS}
_LONGEST_NAME = 255 - len(".x.bak")
"""Bytes of a name, so that those of the backups and of the part fit into what file systems take."""


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
    """The place of a workbook. The lock is the operating system's, on the workbook, and dies with the process."""

    def __init__(self, path: Path) -> None:
        # A link stays a link: what it points to is replaced.
        self.path = Path(os.path.realpath(path))
        self.part = self.path.with_name(f".{self.path.name}.part")
        self._named = path
        self._folder: Folder | None = None
        self._lock: int | None = None

    def acquire(self) -> None:
        """The lock taken, or a Refusal that says who is in the way."""
        self._require_writable()
        self._require_closed()
        with self._plain_errors():
            self._folder = Folder(self.path.parent)
            try:
                self._take_lock()
                if not self._folder.may_be_written():
                    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))  # noqa: TRY301 - worded as all are
                require_room(self._folder, self.path.name)
            except BaseException:
                self.release()
                raise

    def release(self) -> None:
        """The lock given up; afterwards nothing of ours is left."""
        if self._lock is not None:
            os.close(self._lock)
        if self._folder is not None:
            self._folder.close()
        self._lock = self._folder = None

    def clear_leftovers(self) -> None:
        """What a refresh that was killed has left beside the workbook, which is ours now."""
        assert self._folder is not None
        with suppress(OSError):
            self._folder.remove(self.part.name)
        clear_fresh(self._folder, self.path.name)

    def replace(self, write: Callable[[BinaryIO], None], seen: FileState | None) -> FileState | None:
        """The workbook swapped for what `write` writes, if it is still the version that was seen."""
        if self._lock is None:
            self.acquire()
        assert self._folder is not None
        assert self._lock is not None
        try:
            with self._plain_errors():
                self._replace(self._folder, self._lock, write, seen)
        finally:
            self.release()
        return FileState.of(self.path)

    def _replace(self, folder: Folder, lock: int, write: Callable[[BinaryIO], None], seen: FileState | None) -> None:
        self._require_version(folder, seen)
        rights = Rights.of(lock)
        name, handle = self._new_part(folder)
        try:
            with open(handle, "wb", closefd=False) as stream:
                write(stream)
            rights.give(handle)
            os.fsync(handle)
            self._require_closed()
            self._require_version(folder, seen)
            keep_backup(folder, self.path.name, lock, rights)
            self._require_version(folder, seen)
            self._require_own(folder, name, handle)
            begin_writing(self.path)
            self._swap(folder, name, handle)
        except BaseException:
            with suppress(OSError):  # not after the swap: then the name is that of the next refresh
                if same_file(folder.state(name), os.fstat(handle)):
                    folder.remove(name)
            raise
        finally:
            with suppress(OSError):
                os.close(handle)

    def _take_lock(self) -> None:
        """Whoever held the lock may have swapped the workbook between our opening and locking it: then once more."""
        assert self._folder is not None
        while self._lock is None:
            handle = self._folder.open(self.path.name)
            try:
                found = os.fstat(handle)
                take_lock(handle, self._named.name)
                if same_file(found, self._folder.state(self.path.name)):
                    handle, self._lock = -1, handle
            finally:
                if handle >= 0:
                    os.close(handle)

    def _new_part(self, folder: Folder) -> tuple[str, int]:
        """The file that is written, which only we may read. What a refresh that was ended has left is no obstacle."""
        name = self.part.name
        try:
            folder.remove(name)
        except OSError:  # somebody else's, in a folder where only its owner may remove it
            name = f".{self.path.name[:200]}.{secrets.token_hex(4)}.part"
        return name, make_new(folder, self._named.name, name)

    def _require_own(self, folder: Folder, name: str, handle: int) -> None:
        if not same_file(folder.state(name), os.fstat(handle)):
            raise in_the_way(self._named.name, name)

    def _swap(self, folder: Folder, name: str, handle: int) -> None:
        """The part under the workbook's name."""
        if sys.platform == "win32":
            self._swap_closed(folder, name, handle)
            return
        folder.rename(name, self.path.name)
        if not same_file(folder.state(self.path.name), os.fstat(handle)):
            raise Refusal(
                f"{self._named.name}: somebody has put another file in its place while it was written. The workbook as "
                f"it was is in {backup_names(self.path.name)[0]} beside it. Find out who writes in that folder."
            )
        folder.sync()

    def _swap_closed(self, folder: Folder, name: str, handle: int) -> None:
        """The same on Windows, which renames no file that is open."""
        os.close(handle)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
        try:
            replace_file(folder.path / self.path.name, folder.path / name)
        except OSError:
            with suppress(OSError):
                folder.remove(name)
            raise

    def _require_writable(self) -> None:
        require_plain(self._named, "workbook")
        try:
            found = self.path.stat()
        except (OSError, ValueError):
            raise Refusal(f"{self._named}: there is no such file. Check the name and the folder.") from None
        # A swap needs no right to write the file, so its owner's wish is asked for here.
        if not found.st_mode & 0o222 or not os.access(self.path, os.W_OK):
            raise Refusal(
                f"{self._named.name}: is read-only; nothing was changed. Allow writing to it (in its properties), or "
                "work on a copy."
            )
        if len(os.fsencode(self.path.name)) > _LONGEST_NAME:
            raise Refusal(
                f"{self._named.name}: its name is too long for the backups beside it, whose names are longer still; "
                "nothing was changed. Give it a shorter name."
            )

    def _require_closed(self) -> None:
        for path in {self._named, self.path}:
            reason = foreign_lock(path)
            if reason:
                raise Refusal(f"{self._named.name}: {reason}")

    def _require_version(self, folder: Folder, seen: FileState | None) -> None:
        found = folder.state(self.path.name)
        if found is None or FileState.read(found) != seen:
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
