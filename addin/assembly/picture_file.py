"""Pictures of pages and windows as small PNG files: few colours, no empty margins."""

from __future__ import annotations

import re
import struct
import zlib
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""Rows of points, each red, green and blue."""

MOST_COLOURS: Final = 256
_WHITE: Final = 255
_HEADER: Final = re.compile(rb"P6\s+(\d+)\s+(\d+)\s+255\s")


def parse_ppm(data: bytes) -> Pixels:
    """The picture that pdftoppm draws if no other format is asked for."""
    header = _HEADER.match(data)
    if header is None:
        raise ValueError("not a binary PPM with one byte a colour")
    width, height = int(header[1]), int(header[2])
    return np.frombuffer(data, np.uint8, width * height * 3, header.end()).reshape(height, width, 3)


def trim(pixels: Pixels, margin: int) -> Pixels:
    """Cut away the white around what is drawn, but for a margin."""
    drawn = (pixels != _WHITE).any(axis=2)
    if not drawn.any():
        return pixels
    rows, columns = (np.flatnonzero(drawn.any(axis=axis)) for axis in (1, 0))
    kept = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.pad(kept, ((margin, margin), (margin, margin), (0, 0)), constant_values=_WHITE)


def png(pixels: Pixels) -> bytes:
    """A PNG with a palette of the most frequent colours; the others are drawn in the nearest of these."""
    palette, places = _palette(pixels)
    height, width = places.shape
    lines = np.zeros((height, width + 1), np.uint8)  # the 0 before each line: its points follow as they are
    lines[:, 1:] = places
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(kind, data) for kind, data in parts)


def _palette(pixels: Pixels) -> tuple[Pixels, NDArray[Any]]:
    """The colours, and for each point which of them it has."""
    red, green, blue = (pixels[:, :, place].astype(np.int64) for place in range(3))
    colours, which, counts = np.unique(red << 16 | green << 8 | blue, return_inverse=True, return_counts=True)
    parts = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
    frequent = np.sort(np.argsort(-counts, kind="stable")[:MOST_COLOURS])
    apart = ((parts[:, None, :] - parts[None, frequent, :]) ** 2).sum(axis=2)
    return parts[frequent].astype(np.uint8), apart.argmin(axis=1)[which].reshape(red.shape)


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
