"""Windows' registry, read only; where a key is missing or forbidden there is nothing in it."""

from __future__ import annotations

import sys
from enum import Enum
from typing import Protocol


class Hive(Enum):
    """The two roots that matter here."""

    USER = "HKEY_CURRENT_USER"
    MACHINE = "HKEY_LOCAL_MACHINE"


class Registry(Protocol):
    """What the doctor needs of it. Names are answered in lower case, as Windows compares them so."""

    def values(self, hive: Hive, key: str) -> dict[str, object]:
        """Name -> value of a key; the key's own value has the name ""."""

    def subkeys(self, hive: Hive, key: str) -> list[str]:
        """The names of the keys in a key."""


if sys.platform == "win32":
    import winreg
    from collections.abc import Callable, Iterator
    from contextlib import suppress
    from itertools import count
    from typing import TypeVar

    Entry = TypeVar("Entry")

    class WindowsRegistry:
        """The real one, through both of its views: a 32-bit Excel writes into another than a 64-bit Python reads."""

        def values(self, hive: Hive, key: str) -> dict[str, object]:
            """Name -> value of a key, of both views together."""
            found: dict[str, object] = {}
            for opened in _views(hive, key):
                with opened:
                    for name, value, _ in _each(opened, winreg.EnumValue):
                        found.setdefault(name.lower(), value)
            return found

        def subkeys(self, hive: Hive, key: str) -> list[str]:
            """The names of the keys in a key, of both views together."""
            found: dict[str, None] = {}
            for opened in _views(hive, key):
                with opened:
                    found.update(dict.fromkeys(name.lower() for name in _each(opened, winreg.EnumKey)))
            return list(found)

    def _views(hive: Hive, key: str) -> Iterator[winreg.HKEYType]:
        root = getattr(winreg, hive.value)
        for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
            with suppress(OSError):
                yield winreg.OpenKey(root, key, 0, winreg.KEY_READ | view)

    def _each(opened: winreg.HKEYType, read: Callable[[winreg.HKEYType, int], Entry]) -> Iterator[Entry]:
        with suppress(OSError):  # the end is an error, too
            for index in count():
                yield read(opened, index)
