"""Zip files that say one thing in their directory and hold another: what is written is never more than was read."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib

import pytest

from addin.refusal import Refusal
from addin.xlsx.zip_parts import read_entries, write_entries
from tests.hostile.cases import packed
from tests.hostile.mutations.containers import with_entries

BOOK = packed({"[Content_Types].xml": b"<Types/>" * 50, "xl/workbook.xml": b"<workbook/>" * 50})


def test_what_is_read_is_written_byte_for_byte() -> None:
    stream = io.BytesIO()
    write_entries(stream, read_entries(BOOK, "book.xlsx"))
    with zipfile.ZipFile(stream) as written, zipfile.ZipFile(io.BytesIO(BOOK)) as read:
        assert {name: written.read(name) for name in written.namelist()} == {
            name: read.read(name) for name in read.namelist()
        }
    assert len(stream.getvalue()) <= len(BOOK)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("copies", [2, 9_000])
def test_entries_that_share_bytes(method: int, copies: int) -> None:
    """A finished stream of no bytes with 400 kB of junk behind it, named nine thousand times: 3.6 GB when written."""
    content = b"\x03\x00" + os.urandom(400_000)
    book = with_entries(BOOK, [f"xl/media/{number:06d}.bin" for number in range(copies)], content, method)
    with pytest.raises(Refusal, match=r"parts lie over each other|has two sizes|has two names"):
        read_entries(book, "book.xlsx")


def test_entries_that_overlap_in_their_tails_only() -> None:
    """The second entry lies, header and all, within what the first says are its bytes."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("b.bin", b"inner")
    local = inner.getvalue()[: inner.getvalue().find(b"PK\x01\x02")]
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("a.bin", local)
    data = outer.getvalue()
    start = data.find(b"PK\x01\x02")
    record = zipfile.ZipFile(inner).getinfo("b.bin")
    common = struct.pack("<5H3I2H", 20, 0, 0, 0, 0x21, record.CRC, 5, 5, 5, 0)
    second = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<3H2I", 0, 0, 0, 0, 30 + 5) + b"b.bin"
    directory = data[start : data.rfind(b"PK\x05\x06")] + second
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), start, 0)
    assert zipfile.ZipFile(io.BytesIO(data[:start] + directory + end)).namelist() == ["a.bin", "b.bin"]
    with pytest.raises(Refusal, match="its parts lie over each other"):
        read_entries(data[:start] + directory + end, "book.xlsx")


def test_a_stream_ends_where_its_entry_ends() -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    stream = packer.compress(b"<a/>") + packer.flush() + b"junk"
    book = with_entries(BOOK, ["xl/junk.xml"], stream, zipfile.ZIP_DEFLATED, b"<a/>")
    entry = next(each for each in read_entries(book, "book.xlsx") if each.info.filename == "xl/junk.xml")
    with pytest.raises(Refusal, match=r"behind its part xl/junk.xml there are bytes that belong to no part"):
        entry.content("book.xlsx")


def test_a_stored_part_of_two_sizes() -> None:
    book = with_entries(BOOK, ["xl/a.bin"], b"four", zipfile.ZIP_STORED, b"")
    with pytest.raises(Refusal, match="has two sizes"):
        read_entries(book, "book.xlsx")


def test_a_part_of_two_names() -> None:
    with pytest.raises(Refusal, match="has two names"):
        read_entries(BOOK.replace(b"xl/workbook.xml", b"xl/workbooK.xml", 1), "book.xlsx")
