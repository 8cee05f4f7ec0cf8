"""CentreROI.conf: the Python and the DLLs of xlwings that the add-in starts, one NAME=value a line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, fields

from addin.refusal import Refusal

ANSI = "mbcs" if sys.platform == "win32" else "cp1252"
"""What VBA reads a text file in: the code page of Windows' language."""


@dataclass(frozen=True)
class Configuration:
    """The lines of the file; the names are those of the fields, in capitals."""

    python: str
    dll64: str
    dll32: str
    version: str

    def encoded(self, short_path: Callable[[str], str | None], encoding: str = ANSI) -> bytes:
        """The file's bytes; a path that the code page cannot hold is written by its short name."""
        lines = []
        for field in fields(self):
            value = getattr(self, field.name)
            if not fits(value, encoding):
                value = short_path(value) or value
            if not fits(value, encoding):
                raise Refusal(
                    f"{value}: Excel's macros cannot read this path on this Windows, as its language has no such "
                    "letters, and the drive keeps no short names. Install Python and centre-roi in a folder with plain "
                    "letters, such as C:\\CentreROI, and run centre-roi install there."
                )
            lines.append(f"{field.name.upper()}={value}\r\n")
        return "".join(lines).encode(encoding)

    @classmethod
    def decoded(cls, content: bytes, encoding: str = ANSI) -> Configuration | None:
        """What the file says; None where one of the lines is missing."""
        lines = (line.partition("=") for line in content.decode(encoding, errors="replace").splitlines())
        values = {name.strip().lower(): value.strip() for name, _, value in lines}
        names = [field.name for field in fields(cls)]
        if not all(values.get(name) for name in names):
            return None
        return cls(**{name: values[name] for name in names})


def fits(text: str, encoding: str = ANSI) -> bool:
    """Whether Excel's macros can read this text, or open a file of this name."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def short_path(path: str) -> str | None:
    """The path in 8.3 names, which are plain letters; None where the drive keeps none."""
    if sys.platform != "win32":
        return None
    import ctypes

    room = ctypes.create_unicode_buffer(1024)
    length = ctypes.windll.kernel32.GetShortPathNameW(path, room, len(room))
    return room.value if 0 < length < len(room) else None
