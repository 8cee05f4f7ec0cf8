"""The container of old Office files (.xls): a small file system of sectors, of which one stream is read."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

_LAST_SECTOR: Final = 0xFFFFFFFA
"""Numbers above are no sectors: the end of a chain, or a free one."""
_IN_HEADER: Final = 109
"""Sectors of the allocation table that the header itself lists."""
_ENTRY: Final = 128
_ROOT: Final = 5


def stream_of(data: bytes, names: Sequence[str]) -> bytes | None:
    """The bytes of the first of these streams that there is; None where there is none or the file is damaged."""
    try:
        return _Container(data).stream(names)
    except (struct.error, IndexError, ValueError):
        return None


class _Container:
    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if not 7 <= shift <= 16 or not 4 <= small_shift <= shift:
            raise ValueError("no size of sectors")
        self._size, self._small_size = 1 << shift, 1 << small_shift
        self._directory_start, _, self._cutoff, small_start, _, more, _ = struct.unpack_from("<7I", data, 48)
        table = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 76))
        for _ in range(len(data) // self._size):
            if more > _LAST_SECTOR:
                break
            *numbers, more = self._numbers(self._sector(more))
            table += numbers
        self._next = [number for each in table if each <= _LAST_SECTOR for number in self._numbers(self._sector(each))]
        self._small_next = self._numbers(self._chain(small_start))

    def stream(self, names: Sequence[str]) -> bytes | None:
        """The bytes of the first of these streams."""
        directory = self._chain(self._directory_start)
        entries: dict[str, tuple[int, int]] = {}
        root = (0, 0)
        for start in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, start + 64)
            first, size = struct.unpack_from("<II", directory, start + 116)
            name = directory[start : start + max(0, length - 2)].decode("utf-16-le", "replace")
            root = (first, size) if kind == _ROOT else root
            entries.setdefault(name.casefold(), (first, size))
        for name in names:
            if name.casefold() in entries:
                first, size = entries[name.casefold()]
                return (self._chain(first) if size >= self._cutoff else self._small_chain(first, root[0]))[:size]
        return None

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    @staticmethod
    def _numbers(data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _chain(self, number: int) -> bytes:
        return b"".join(map(self._sector, _followed(number, self._next)))

    def _small_chain(self, number: int, root: int) -> bytes:
        small = self._chain(root)
        size = self._small_size
        return b"".join(small[each * size : (each + 1) * size] for each in _followed(number, self._small_next))


def _followed(number: int, following: Sequence[int]) -> list[int]:
    """A chain from its first sector; one that bites its own tail is damaged."""
    found: list[int] = []
    while number <= _LAST_SECTOR:
        found.append(number)
        if len(found) > len(following):
            raise ValueError("a chain without end")
        number = following[number]
    return found
