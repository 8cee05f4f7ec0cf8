"""Pictures that a copy may hold: those made of dots or strokes, told by their bytes and not by their names.

Others (SVG, EPS, PDF) are programs or pages of their own, which may name files and addresses.
"""

from __future__ import annotations

import re
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


def kind_of_picture(data: bytes) -> tuple[str, str] | None:
    """The ending of a picture's name and its content type; None where it is no picture that a copy may hold."""
    return next(((ending, content) for bytes_, ending, content in _BEGINNINGS if bytes_.match(data)), None)
