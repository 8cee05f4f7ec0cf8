"""Pictures of pages and windows as small PNG files: few colours, no empty margins."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageChops, ImageOps

MOST_COLOURS: Final = 256
_WHITE: Final = (255, 255, 255)


def trim(picture: Image.Image, margin: int) -> Image.Image:
    """Cut away the white around what is drawn, but for a margin."""
    drawn = ImageChops.difference(picture, Image.new("RGB", picture.size, _WHITE)).getbbox()
    return picture if drawn is None else ImageOps.expand(picture.crop(drawn), margin, _WHITE)


def small_png(picture: Image.Image) -> bytes:
    """A PNG with a palette: colours beyond the palette's are drawn in the nearest of it."""
    stream = io.BytesIO()
    picture.quantize(MOST_COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()
