"""Pictures that a copy may hold: those made of dots or strokes, told by their bytes and not by their names.

Others (SVG, EPS, PDF) are programs or pages of their own, which may name files and addresses.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

_BEGINNINGS: Final = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png", "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "jpeg", "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "gif", "image/gif"),
    (re.compile(rb"BM.{12}[\x0c\x28\x38\x40\x6c\x7c]\0\0\0", re.DOTALL), "bmp", "image/bmp"),
    (re.compile(rb"II\*\0|MM\0\*"), "tiff", "image/tiff"),
    (re.compile(rb"\x01\0\0\0.{36} EMF", re.DOTALL), "emf", "image/x-emf"),
    (re.compile(rb"\xd7\xcd\xc6\x9a"), "wmf", "image/x-wmf"),
)


_OF_PNG: Final = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME")
_OF_JPEG: Final = (0xE1, 0xED, 0xFE)
"""Who took a picture, when, where and with what."""
_START, _SCAN, _MARK = 0xD8, 0xDA, 0xFF


def kind_of_picture(data: bytes) -> tuple[str, str] | None:
    """The ending of a picture's name and its content type; None where it is no picture that a copy may hold."""
    return next(((ending, content) for bytes_, ending, content in _BEGINNINGS if bytes_.match(data)), None)


def without_notes(data: bytes) -> bytes:
    """A picture without what it says of its maker, and without what was hung on behind its end."""
    try:
        if data.startswith(b"\x89PNG"):
            return data[:8] + b"".join(_chunks(data))
        if data.startswith(b"\xff\xd8\xff"):
            return b"".join(_segments(data))
    except struct.error:
        pass  # a picture that is cut off is shown as far as it goes
    return data


def _chunks(data: bytes) -> Iterator[bytes]:
    """The chunks of a PNG that are seen, down to its end."""
    place = 8
    while place < len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind not in _OF_PNG:
            yield data[place : place + 12 + length]
        place += 12 + length
        if kind == b"IEND":
            return


def _segments(data: bytes) -> Iterator[bytes]:
    """The segments of a JPEG before its first line, but for notes; then the rest as it is."""
    yield data[:2]
    place = 2
    while place < len(data):
        mark, kind, length = struct.unpack_from(">BBH", data, place)
        if mark != _MARK or kind in (_START, _SCAN):
            break
        if kind not in _OF_JPEG:
            yield data[place : place + 2 + length]
        place += 2 + length
    yield data[place:]
