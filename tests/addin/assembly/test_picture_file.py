"""Pictures as small files: what comes out when they are read again by the rules of PNG."""

from __future__ import annotations

import struct
import zlib
from itertools import product

import numpy as np
import pytest

from addin.assembly.picture_file import MOST_COLOURS, Pixels, parse_ppm, png, trim


def read(data: bytes) -> Pixels:
    """A PNG with a palette and lines that are kept as they are; each part's checksum is looked at."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    parts, place = {}, 8
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        kind, content = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        assert struct.unpack_from(">I", data, place + 8 + length)[0] == zlib.crc32(kind + content)
        parts[kind] = content
        place += length + 12
    assert list(parts) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    width, height, *rest = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    assert rest == [8, 3, 0, 0, 0]
    lines = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(height, width + 1)
    assert not lines[:, 0].any()
    return np.frombuffer(parts[b"PLTE"], np.uint8).reshape(-1, 3)[lines[:, 1:]]


def ppm(pixels: Pixels) -> bytes:
    return b"P6\n%d %d\n255\n" % (pixels.shape[1], pixels.shape[0]) + pixels.tobytes()


def test_a_picture_of_few_colours_is_kept_point_by_point() -> None:
    pixels = np.zeros((7, 5, 3), np.uint8)
    pixels[1:3, 2] = (27, 54, 93)
    pixels[6, 4] = (255, 255, 255)
    assert (read(png(parse_ppm(ppm(pixels)))) == pixels).all()


def test_the_frequent_colours_of_many_are_kept_and_the_others_are_drawn_in_the_nearest() -> None:
    shades = np.array(list(product(range(0, 256, 16), range(0, 256, 16), (0, 128))), np.uint8)
    assert len(shades) > MOST_COLOURS
    pixels = np.concatenate([np.tile(np.array([[200, 10, 77]], np.uint8), (512, 1)), shades]).reshape(32, 32, 3)
    drawn = read(png(pixels))
    assert (drawn[:16] == (200, 10, 77)).all()
    kept = {tuple(point) for point in drawn.reshape(-1, 3)}
    assert len(kept) <= MOST_COLOURS
    for point, other in zip(pixels.reshape(-1, 3).astype(int), drawn.reshape(-1, 3).astype(int), strict=True):
        apart = ((point - other) ** 2).sum()
        assert apart == min(((point - np.array(colour)) ** 2).sum() for colour in kept)


def test_white_around_what_is_drawn_goes_but_for_a_margin() -> None:
    page = np.full((40, 30, 3), 255, np.uint8)
    page[10:12, 5:20] = 0
    kept = trim(page, 3)
    assert kept.shape == (8, 21, 3)
    assert (kept[3:5, 3:18] == 0).all()
    assert int((kept == 0).sum()) == int((page == 0).sum())
    empty = np.full((4, 4, 3), 255, np.uint8)
    assert trim(empty, 3).shape == (4, 4, 3)


@pytest.mark.parametrize("data", [b"", b"P5\n1 1\n255\n\x00", b"P6\n1 1\n65535\n" + bytes(6)])
def test_another_format_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a binary PPM"):
        parse_ppm(data)
