"""Our lock on a workbook: the operating system's, on bytes that no workbook reaches; it dies with its process."""

from __future__ import annotations

import errno
import os
import struct
import sys

from addin.refusal import Refusal

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS}
_BYTE = 0x7FFF_0000
"""Some locks keep others from reading what is locked: ours lies behind all that is read."""


def take_lock(handle: int, name: str) -> None:
    """The lock on an open file; a Refusal where another process, or another handle, has it."""
    try:
        if sys.platform == "win32":
            os.lseek(handle, _BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        elif sys.platform == "linux":
            # Of the open file, not of the process: closing another handle of the same file does not give it up.
            wanted = struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, _BYTE, 1, 0)
            fcntl.fcntl(handle, fcntl.F_OFD_SETLK, wanted)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            raise Refusal(
                f"{name}: its drive cannot lock files, so two refreshes could collide. Work on a copy on a local drive."
            ) from error
        raise Refusal(f"{name}: another refresh of it is running. Wait until it has finished.") from error
