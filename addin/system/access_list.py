"""The access list of a file on Linux: who may do what with it, beyond its mode."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

ATTRIBUTE: Final = "system.posix_acl_access"

_VERSION: Final = struct.pack("<I", 2)
_ENTRY: Final = struct.Struct("<HHI")
_OWNER, _USER, _GROUP, _NAMED_GROUP, _MASK, _OTHERS = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
_NOBODY: Final = 0xFFFFFFFF


@dataclass(frozen=True)
class AccessList:
    """Rights (4 read, 2 write, 1 run) by kind of people; `named` are users and groups with their own."""

    owner: int
    group: int
    others: int
    mask: int = 7
    named: tuple[tuple[int, int, int], ...] = ()
    """Kind, rights and number of each."""

    @classmethod
    def of_mode(cls, mode: int) -> AccessList:
        """What the nine bits of a mode say."""
        return cls(mode >> 6 & 7, mode >> 3 & 7, mode & 7)

    @classmethod
    def read(cls, stored: bytes) -> AccessList:
        """The list as Linux stores it; ValueError for anything else."""
        if not stored.startswith(_VERSION) or len(stored) % _ENTRY.size != len(_VERSION):
            raise ValueError("no access list")
        entries = list(_ENTRY.iter_unpack(stored[len(_VERSION) :]))
        simple = {kind: rights for kind, rights, _ in entries if kind not in (_USER, _NAMED_GROUP)}
        named = tuple(entry for entry in entries if entry[0] in (_USER, _NAMED_GROUP))
        return cls(simple[_OWNER], simple[_GROUP], simple[_OTHERS], simple.get(_MASK, 7), named)

    def stored(self) -> bytes:
        """As Linux stores it."""
        plain = [(_OWNER, self.owner, _NOBODY), (_GROUP, self.group, _NOBODY), (_OTHERS, self.others, _NOBODY)]
        masked = [(_MASK, self.mask, _NOBODY)] if self.named else []
        return _VERSION + b"".join(_ENTRY.pack(*entry) for entry in sorted([*plain, *self.named, *masked]))

    @property
    def mode(self) -> int:
        """The nine bits of a mode that show no more than the list grants."""
        return self.owner << 6 | (self.mask if self.named else self.group & self.mask) << 3 | self.others

    def without_group(self) -> AccessList:
        """For a file that passed to another group: its people had what others have, and the old ones now are others."""
        both = self.group & self.mask & self.others
        return replace(self, group=both, others=both)

    def with_user(self, number: int) -> AccessList:
        """For a file that passed to another owner: the old one keeps what the owner had, as far as groups may have."""
        room = self.mask if self.named else self.group
        entry = (_USER, self.owner & room, number)
        others = [each for each in self.named if (each[0], each[2]) != (_USER, number)]
        return replace(self, mask=room, named=(*others, entry)) if entry[1] else self

    def without_named(self) -> AccessList:
        """For a drive that keeps no such lists: nobody gets what one of the named was denied."""
        least = self._common(rights for _, rights, _ in self.named)
        return AccessList(self.owner, self.group & self.mask & least, self.others & least)

    def within(self, mode: int) -> AccessList:
        """No more than a mode allows."""
        limit = AccessList.of_mode(mode)
        return AccessList(
            self.owner & limit.owner,
            self.group & limit.group,
            self.others & limit.others,
            self.mask & limit.group,
            self.named,
        )

    @staticmethod
    def _common(rights: Iterable[int]) -> int:
        common = 7
        for each in rights:
            common &= each
        return common
