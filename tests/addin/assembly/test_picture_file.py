"""Pictures as small files: what comes out when they are read again."""

from __future__ import annotations

import io
from itertools import product

import numpy as np
from PIL import Image

from addin.assembly.picture_file import MOST_COLOURS, small_png, trim


def read(data: bytes) -> np.ndarray:
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.mode) == ("PNG", "P")
    return np.array(picture.convert("RGB"))


def test_a_picture_of_few_colours_is_kept_point_by_point() -> None:
    pixels = np.zeros((7, 5, 3), np.uint8)
    pixels[1:3, 2] = (27, 54, 93)
    pixels[6, 4] = (255, 255, 255)
    assert (read(small_png(Image.fromarray(pixels))) == pixels).all()


def test_of_many_colours_no_more_are_left_than_a_palette_holds_and_none_is_far_off() -> None:
    shades = np.array(list(product(range(0, 256, 16), range(0, 256, 16), (0, 128))), np.uint8)
    assert len(shades) > MOST_COLOURS
    pixels = np.concatenate([np.tile(np.array([[200, 10, 77]], np.uint8), (512, 1)), shades]).reshape(32, 32, 3)
    drawn = read(small_png(Image.fromarray(pixels)))
    assert len({tuple(point) for point in drawn.reshape(-1, 3).tolist()}) <= MOST_COLOURS
    assert np.abs(drawn.astype(int) - pixels.astype(int)).max() <= 32


def test_white_around_what_is_drawn_goes_but_for_a_margin() -> None:
    page = np.full((40, 30, 3), 255, np.uint8)
    page[10:12, 5:20] = 0
    kept = np.array(trim(Image.fromarray(page), 3))
    assert kept.shape == (8, 21, 3)
    assert (kept[3:5, 3:18] == 0).all()
    assert int((kept == 0).sum()) == int((page == 0).sum())
    empty = Image.fromarray(np.full((4, 4, 3), 255, np.uint8))
    assert trim(empty, 3).size == (4, 4)
