"""The backups beside a workbook: NAME.xlsx.1.bak is the newest. The workbook keeps its name all the time."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from itertools import pairwise

from addin.refusal import Refusal
from addin.system.folder import Folder, same_file
from addin.system.rights import Rights

BACKUPS = 3


def backup_names(name: str) -> list[str]:
    """From the newest to the oldest."""
    return [f"{name}.{number}.bak" for number in range(1, BACKUPS + 1)]


def require_room(folder: Folder, name: str) -> None:
    """Refuse where something other than a file has a backup's name."""
    for backup in backup_names(name):
        found = folder.state(backup)
        if found is not None and stat.S_ISDIR(found.st_mode):
            raise Refusal(
                f"{name}: {backup} beside it is a folder, where a backup belongs. Rename or move that folder; nothing "
                "was changed."
            )


def keep_backup(folder: Folder, name: str, workbook: int, rights: Rights) -> None:
    """The workbook, given by its handle, under the newest backup's name too; the older ones move up."""
    fresh = _fresh(name)
    folder.remove(fresh)  # left by a refresh that was killed at this moment
    try:
        kept = _second_name(folder, name, fresh, workbook, rights)
        backups = backup_names(name)
        for newer, older in reversed(list(pairwise(backups))):
            if folder.state(newer) is not None:
                folder.rename(newer, older)
        folder.rename(fresh, backups[0])
        if not same_file(folder.state(backups[0]), kept):
            raise in_the_way(name, backups[0])
    finally:
        # Renaming one name of a file to another of the same file does nothing, so it may still be there.
        clear_fresh(folder, name)


def clear_fresh(folder: Folder, name: str) -> None:
    """The name of a backup in the making taken away."""
    with suppress(OSError):
        folder.remove(_fresh(name))


def _fresh(name: str) -> str:
    return f".{name}.bak"


def make_new(folder: Folder, name: str, file: str) -> int:
    """A new file beside the workbook; a Refusal where its name was taken in the moment since it was cleared."""
    try:
        return folder.create(file)
    except FileExistsError:
        raise in_the_way(name, file) from None


def in_the_way(name: str, file: str) -> Refusal:
    """Somebody else puts files where ours belong."""
    return Refusal(
        f"{name}: somebody, or another program, has just put {file} beside it, where ours was to be. Nothing was "
        "changed. Find out who writes in that folder, or work on a copy in a folder of your own."
    )


def _second_name(folder: Folder, name: str, fresh: str, workbook: int, rights: Rights) -> os.stat_result:
    """The workbook under another name: a link, or a copy on a drive without links. Answers what now bears that name."""
    was = os.fstat(workbook)
    try:
        folder.link(name, fresh)
    except FileExistsError:
        raise in_the_way(name, fresh) from None
    except OSError:  # a drive without hard links
        return _copy(folder, name, fresh, workbook, rights)
    if not same_file(folder.state(fresh), was):
        raise in_the_way(name, fresh)
    return was


def _copy(folder: Folder, name: str, fresh: str, workbook: int, rights: Rights) -> os.stat_result:
    handle = make_new(folder, name, fresh)
    try:
        os.lseek(workbook, 0, os.SEEK_SET)
        with open(workbook, "rb", closefd=False) as old, open(handle, "wb", closefd=False) as new:
            shutil.copyfileobj(old, new, 1 << 20)
        was = os.fstat(workbook)
        os.fsync(handle)
        rights.give(handle)
        if os.utime in os.supports_fd:
            os.utime(handle, ns=(was.st_atime_ns, was.st_mtime_ns))
        return os.fstat(handle)
    finally:
        os.close(handle)
