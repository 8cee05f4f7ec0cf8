"""Which pictures a copy may hold, and what it leaves out of them."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from addin.xlsx.copies.pictures import kind_of_picture, without_notes


def _drawn(form: str, **options: object) -> bytes:
    stream = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(stream, form, **options)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("form", "ending"), [("PNG", "png"), ("JPEG", "jpeg"), ("GIF", "gif"), ("BMP", "bmp"), ("TIFF", "tiff")]
)
def test_pictures_of_dots_are_told_by_their_bytes(form: str, ending: str) -> None:
    found = kind_of_picture(_drawn(form))
    assert found is not None
    assert found[0] == ending


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<?xml version="1.0"?><svg/>',
        b"\x1f\x8b\x08 a packed svg",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        b"\xc5\xd0\xd3\xc6 an eps with a preview",
        b"%PDF-1.7",
        b"BM<svg/>",
        b"",
        b"GIF88a",
    ],
)
def test_what_is_a_program_or_page_of_its_own_is_none(data: bytes) -> None:
    assert kind_of_picture(data) is None


def test_a_picture_loses_its_notes_and_keeps_its_dots() -> None:
    notes = PngInfo()
    notes.add_text("Author", "ZqPainter")
    notes.add_itxt("Comment", "ZqRemark")
    exif = Image.Exif()
    exif[0x013B] = "ZqPhotographer"
    for data in (
        _drawn("PNG", pnginfo=notes, exif=exif) + b"ZqBehind",
        _drawn("JPEG", exif=exif, comment=b"ZqNote", quality=95),
    ):
        assert b"Zq" in data
        plain = without_notes(data)
        assert b"Zq" not in plain
        with Image.open(io.BytesIO(plain)) as one, Image.open(io.BytesIO(data)) as other:
            assert one.tobytes() == other.tobytes()
        assert without_notes(plain) == plain


@pytest.mark.parametrize("length", [8, 9, 15, 20, 40, 600])
def test_a_picture_that_is_cut_off_is_no_fault(length: int) -> None:
    for form in ("PNG", "JPEG"):
        assert isinstance(without_notes(_drawn(form)[:length]), bytes)
