"""Zip files that are cut, patched, swollen or lie about what they hold."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from dataclasses import replace
from functools import cache

from tests.hostile.cases import Case, Parts, mutation, packed, sheet_parts, unpacked

_CENTRAL = b"PK\x01\x02"
_NASTY_NAMES = (
    "../../../../tmp/centre-roi-evil.txt",
    "..\\..\\evil.xml",
    "/etc/passwd",
    "C:\\Windows\\evil.xml",
    "xl/worksheets/../../../evil.xml",
    "xl/" + "a" * 60_000 + ".xml",
    "xl/\u202egnp.xml",
    "xl/worksheets/",
    "\n",
    "CON",
)


def _directory(data: bytes) -> list[int]:
    """Where the entries of the zip's directory begin."""
    places, at = [], data.find(_CENTRAL)
    while at >= 0:
        places.append(at)
        at = data.find(_CENTRAL, at + 4)
    return places


def _patched(data: bytes, at: int, layout: str, value: int) -> bytes:
    changed = bytearray(data)
    struct.pack_into(layout, changed, at, value)
    return bytes(changed)


@mutation
def truncated(chance: random.Random, case: Case) -> Case:
    return replace(case, book=case.book[: chance.randrange(len(case.book))])


@mutation
def bytes_flipped(chance: random.Random, case: Case) -> Case:
    data = bytearray(case.book)
    for _ in range(chance.choice((1, 5, 50, 1000))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return replace(case, book=bytes(data))


@mutation
def directory_flipped(chance: random.Random, case: Case) -> Case:
    data = bytearray(case.book)
    start = data.find(_CENTRAL)
    for _ in range(chance.choice((1, 3, 10))):
        data[chance.randrange(start, len(data))] = chance.randrange(256)
    return replace(case, book=bytes(data))


@mutation
def lying_sizes(chance: random.Random, case: Case) -> Case:
    """Offset 20 of a directory entry is the packed size, 24 the unpacked one, 42 where the entry lies."""
    entry = chance.choice(_directory(case.book))
    value = chance.choice((0, 1, 100, 0x7FFFFFFF, 0xFFFFFFFF, len(case.book)))
    return replace(case, book=_patched(case.book, entry + chance.choice((20, 24, 42)), "<I", value))


@mutation
def strange_methods(chance: random.Random, case: Case) -> Case:
    """Offset 8 holds the flags (1 is encrypted), 10 the method, 12 the time, 14 the date."""
    entry = chance.choice(_directory(case.book))
    at, value = chance.choice(((8, 1), (8, 0xFFFF), (10, 12), (10, 14), (10, 99), (10, 0), (12, 0xFFFF), (14, 0)))
    return replace(case, book=_patched(case.book, entry + at, "<H", value))


@cache
def _blanks(millions: int) -> tuple[bytes, int, int]:
    """So many million spaces, packed: the bytes, their checksum, their number."""
    packer, checksum = zlib.compressobj(9, wbits=-zlib.MAX_WBITS), 0
    block, chunks = b" " * 1_000_000, []
    for _ in range(millions):
        chunks.append(packer.compress(block))
        checksum = zlib.crc32(block, checksum)
    chunks.append(packer.flush())
    return b"".join(chunks), checksum, millions * 1_000_000


def _entry(name: bytes, content: bytes, checksum: int, size: int) -> tuple[bytes, bytes]:
    """An entry by hand: local header with content, and the directory's record without the offset."""
    common = struct.pack("<5H3I2H", 20, 0, 8, 0, 0x21, checksum, len(content), size, len(name), 0)
    return b"PK\x03\x04" + common + name + content, b"PK\x01\x02" + struct.pack("<H", 20) + common


def _with_entry(book: bytes, name: str, content: tuple[bytes, int, int], copies: int = 1) -> bytes:
    """The zip with one more entry; its directory may name the same bytes several times."""
    end = book.rfind(b"PK\x05\x06")
    count, size, offset = struct.unpack("<H2I", book[end + 10 : end + 20])
    local, record = _entry(name.encode(), *content)
    records = b""
    for number in range(copies):
        other = (f"{number:05d}{name}"[: len(name)] if copies > 1 else name).encode()
        records += record + struct.pack("<3H2I", 0, 0, 0, 0, offset) + other
    directory = book[offset : offset + size] + records
    total = min(count + copies, 0xFFFF)
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, total, total, len(directory), offset + len(local), 0)
    return book[:offset] + local + directory + tail


def with_entries(book: bytes, names: list[str], packed_bytes: bytes, method: int, unpacked_bytes: bytes = b"") -> bytes:
    """The zip with one more content that the directory lists under all these names, of one length each."""
    end = book.rfind(b"PK\x05\x06")
    count, size, offset = struct.unpack("<H2I", book[end + 10 : end + 20])
    checksum, length = zlib.crc32(unpacked_bytes), len(names[0])
    common = struct.pack("<5H3I2H", 20, 0, method, 0, 0x21, checksum, len(packed_bytes), len(unpacked_bytes), length, 0)
    local = b"PK\x03\x04" + common + names[0].encode() + packed_bytes
    record = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<3H2I", 0, 0, 0, 0, offset)
    directory = book[offset : offset + size] + b"".join(record + name.encode() for name in names)
    total = count + len(names)
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, total, total, len(directory), offset + len(local), 0)
    return book[:offset] + local + directory + tail


@mutation
def bomb(chance: random.Random, case: Case) -> Case:
    """A part of hundreds of megabytes that packs to almost nothing, where nothing needs it."""
    return replace(case, book=_with_entry(case.book, "xl/media/image1.png", _blanks(chance.choice((100, 900)))))


@mutation
def overlapping_entries(chance: random.Random, case: Case) -> Case:
    """Many entries of the directory that are all the same bytes."""
    copies = chance.choice((50, 2_000, 60_000))
    return replace(case, book=_with_entry(case.book, "a-media-of-nine.bin", _blanks(10), copies))


@mutation
def bomb_in_a_sheet(chance: random.Random, case: Case) -> Case:
    """Blanks between the cells of a sheet, or between the shared texts."""
    parts = unpacked(case.book)
    name = chance.choice([*sheet_parts(parts), "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
    end = parts[name].rindex(b"</")
    parts[name] = parts[name][:end] + b" " * (chance.choice((30, 200)) * 1_000_000) + parts[name][end:]
    return case.with_parts(parts)


@mutation
def nested(chance: random.Random, case: Case) -> Case:
    """A workbook within a workbook, and a bomb within that."""
    parts = unpacked(case.book)
    inner = case.book
    for _ in range(chance.randrange(1, 4)):
        inner = packed({"xl/embeddings/book.xlsx": inner})
    parts["xl/embeddings/Microsoft_Excel_Worksheet.xlsx"] = inner
    return case.with_parts(parts)


@mutation
def parts_twice(chance: random.Random, case: Case) -> Case:
    """The same part again: the same name, in other letters, with another slash."""
    name, data = chance.choice(list(unpacked(case.book).items()))
    stream = io.BytesIO(case.book)
    with zipfile.ZipFile(stream, "a") as archive:
        again = chance.choice((name.upper(), name.replace("/", "\\"), "/" + name, "./" + name, name + "\0x"))
        archive.writestr(zipfile.ZipInfo(again), data)
    return replace(case, book=stream.getvalue())


@mutation
def paths_as_names(chance: random.Random, case: Case) -> Case:
    parts = unpacked(case.book)
    parts[chance.choice(_NASTY_NAMES)] = b"<a/>"
    return case.with_parts(parts)


@mutation
def a_part_moved_away(chance: random.Random, case: Case) -> Case:
    """A part that the workbook needs under a name that points out of it."""
    parts = unpacked(case.book)
    name = chance.choice(list(parts))
    return case.with_parts({(chance.choice(_NASTY_NAMES) if key == name else key): parts[key] for key in parts})


@mutation
def too_many_entries(chance: random.Random, case: Case) -> Case:
    parts: Parts = {f"xl/media/{number}": b"" for number in range(chance.choice((5_000, 70_000)))}
    return case.with_parts({**unpacked(case.book), **parts})


@mutation
def a_part_missing(chance: random.Random, case: Case) -> Case:
    parts = unpacked(case.book)
    del parts[chance.choice(list(parts))]
    return case.with_parts(parts)


@mutation
def parts_swapped(chance: random.Random, case: Case) -> Case:
    parts = unpacked(case.book)
    one, other = chance.sample(list(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return case.with_parts(parts)


@mutation
def an_empty_part(chance: random.Random, case: Case) -> Case:
    parts = unpacked(case.book)
    parts[chance.choice(list(parts))] = chance.choice((b"", b"\0" * 100, b"\xef\xbb\xbf", b"<", b"PK\x03\x04"))
    return case.with_parts(parts)


@mutation
def something_before_and_after(chance: random.Random, case: Case) -> Case:
    junk = chance.randbytes(chance.choice((1, 100, 70_000)))
    return replace(case, book=chance.choice((junk + case.book, b"PK" + junk + case.book, case.book + junk)))


@mutation
def another_kind_of_file(chance: random.Random, case: Case) -> Case:
    other = chance.choice(
        (
            b"",
            b"PK\x05\x06" + bytes(18),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(5_000),
            b"%PDF-1.7\n",
            chance.randbytes(10_000),
            b"PK" + chance.randbytes(10_000),
            packed({"content.xml": b"<a/>"}),
            packed({"a": case.book}),
        )
    )
    return replace(case, book=other)


@mutation
def shared_bytes(chance: random.Random, case: Case) -> Case:
    """Entries that declare nothing and share the same junk, which a copy would hold as often as it is listed."""
    content = chance.choice((b"\x03\x00", b"")) + chance.randbytes(chance.choice((400_000, 50_000)))
    names = [f"xl/media/{number:06d}.bin" for number in range(chance.choice((2, 200, 9_000)))]
    method = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    return replace(case, book=with_entries(case.book, names, content, method))


@mutation
def junk_behind_streams(chance: random.Random, case: Case) -> Case:
    """A part that ends before its entry does."""
    parts = unpacked(case.book)
    name = chance.choice(list(parts))
    data = parts.pop(name)
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    stream = packer.compress(data) + packer.flush() + chance.randbytes(chance.choice((1, 100, 1_000_000)))
    return replace(case, book=with_entries(packed(parts), [name], stream, zipfile.ZIP_DEFLATED, data))


@mutation
def two_names(chance: random.Random, case: Case) -> Case:
    """A part that the directory calls otherwise than its own header."""
    name = chance.choice(list(unpacked(case.book))).encode()
    other = chance.choice((name.upper(), name[::-1], name[:-1] + b"\0"))
    places = [place.start() for place in re.finditer(re.escape(name), case.book)]
    at = chance.choice((places[0], places[-1]))
    return replace(case, book=case.book[:at] + other + case.book[at + len(name) :])


@mutation
def two_sizes(chance: random.Random, case: Case) -> Case:
    """A stored part that is longer, or shorter, than it says."""
    content = chance.randbytes(1_000)
    claimed = chance.choice((b"", content[:10], content * 30))
    return replace(case, book=with_entries(case.book, ["xl/media/a.bin"], content, zipfile.ZIP_STORED, claimed))
