"""Who may read and write a file, carried over to another one: the same people, or fewer, never more."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from addin.system.access_list import ATTRIBUTE, AccessList

_KEEPS_NONE: Final = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.ENODATA}
_OF_THE_SYSTEM: Final = ("security.", "trusted.")
"""Attributes that the system gives by its own rules, and lets few set."""


@dataclass(frozen=True)
class Rights:
    """Owner, group, access list and attributes of a file."""

    owner: int
    group: int
    access: AccessList
    attributes: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, file: int | Path) -> Rights:
        """Those of a file, by its handle or its path."""
        state = os.stat(file)
        attributes = _attributes(file)
        access = AccessList.of_mode(stat.S_IMODE(state.st_mode))
        with suppress(ValueError, KeyError):
            access = AccessList.read(attributes.pop(ATTRIBUTE, b""))
        return cls(state.st_uid, state.st_gid, access, attributes)

    def give(self, handle: int) -> None:
        """The same rights to a file of ours; where owner or group cannot be kept, narrower ones."""
        if sys.platform == "win32":
            return
        access = _give_owner_and_group(handle, self)
        for name, value in self.attributes.items():
            _set_attribute(handle, name, value)
        _give_access(handle, access)

    def give_to_copy(self, handle: int) -> None:
        """No more than these rights, and no more than this person gives to new files, to a copy for other people."""
        if sys.platform == "win32":
            return
        _give_access(handle, _give_owner_and_group(handle, self, owner=False).within(0o666 & ~_file_mask()))


def _give_owner_and_group(handle: int, rights: Rights, *, owner: bool = True) -> AccessList:
    """Both given as far as the system lets us, and what the access list then has to be."""
    os.fchmod(handle, 0o600)
    # One after the other: a group can be given by many who may not give the owner.
    if owner and os.fstat(handle).st_uid != rights.owner:
        with suppress(PermissionError):
            os.fchown(handle, rights.owner, -1)
    if os.fstat(handle).st_gid != rights.group:
        with suppress(PermissionError):
            os.fchown(handle, -1, rights.group)
    given = os.fstat(handle)
    access = rights.access if given.st_gid == rights.group else rights.access.without_group()
    return access.with_user(rights.owner) if given.st_uid != rights.owner else access


def _give_access(handle: int, access: AccessList) -> None:
    """The access list, in the place of one that the folder gave; on a drive without them a mode that is no wider."""
    if sys.platform == "linux":
        try:
            if access.named:
                os.setxattr(handle, ATTRIBUTE, access.stored())
                return
            os.removexattr(handle, ATTRIBUTE)
        except OSError as error:
            if error.errno not in _KEEPS_NONE:
                raise
    os.fchmod(handle, access.without_named().mode)


def _attributes(file: int | Path) -> dict[str, bytes]:
    if sys.platform != "linux":
        return {}
    try:
        return {name: os.getxattr(file, name) for name in os.listxattr(file)}
    except OSError as error:
        if error.errno not in _KEEPS_NONE:
            raise
        return {}


def _set_attribute(handle: int, name: str, value: bytes) -> None:
    if sys.platform != "linux":
        return
    try:
        os.setxattr(handle, name, value)
    except OSError:
        if not name.startswith(_OF_THE_SYSTEM):
            raise


def _file_mask() -> int:
    """What the system takes from the rights of each new file."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
