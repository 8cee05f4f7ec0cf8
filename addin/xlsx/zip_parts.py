"""The zip container of a workbook: entries read within limits, and written so that unread ones keep their bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

from addin.refusal import Refusal

LARGEST_FILE = 1 << 30
LARGEST_TOTAL = 384 << 20
"""Bytes of all parts unpacked. A workbook of a million responses is below; a zip bomb is above."""
LARGEST_RATIO = 100
"""Unpacked to packed, of what is large: sheets come to some 10 or 20, blanks made to fill a memory to 1,000."""
_LARGE = 32 << 20

_MOST_ENTRIES = 0xFFFF - 1
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DEFLATE_FLAGS = 0x6
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in the zip: its packed bytes and what the directory says of it."""

    info: zipfile.ZipInfo
    packed: memoryview | bytes

    def content(self, file: str) -> bytes:
        """The unpacked bytes: exactly as many as declared and with the declared checksum, else a Refusal."""
        name, size = self.info.filename, self.info.file_size
        if self.info.compress_type == zipfile.ZIP_STORED:
            data = bytes(self.packed)
        else:
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                # One byte more than declared is enough to see that the entry lies about its size.
                data = unpacker.decompress(self.packed, size + 1)
            except zlib.error as error:
                raise _damage_refusal(file, f"its part {name} cannot be unpacked") from error
            if unpacker.unused_data:
                raise _damage_refusal(file, f"behind its part {name} there are bytes that belong to no part")
        if len(data) != size or zlib.crc32(data) != self.info.CRC:
            raise _damage_refusal(file, f"its part {name} does not match its checksum")
        return data

    def with_content(self, data: bytes) -> Entry:
        """The same entry, name, time and compression, with other content."""
        info = zipfile.ZipInfo(self.info.filename, self.info.date_time)
        for kept in ("compress_type", "create_system", "create_version", "extract_version", "external_attr"):
            setattr(info, kept, getattr(self.info, kept))
        info.internal_attr = self.info.internal_attr
        info.flag_bits = self.info.flag_bits & _UTF8_NAME
        info.file_size, info.CRC = len(data), zlib.crc32(data)
        if info.compress_type == zipfile.ZIP_STORED:
            return Entry(info, data)
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        return Entry(info, packer.compress(data) + packer.flush())


def read_entries(data: bytes, file: str) -> list[Entry]:
    """The entries in the order of the zip's directory; `file` is the name that a Refusal speaks of."""
    _require_zip(data, file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise _damage_refusal(file, "the end of the file is missing or broken, as after an interrupted copy") from error
    if len(infos) > _MOST_ENTRIES:
        raise Refusal(f"{file}: holds {len(infos):,} parts, more than any workbook has; it was not opened.")
    require_modest(sum(info.file_size for info in infos), len(data), file)
    places = [_place_of(data, info, file) for info in infos]
    _require_apart(places, file)
    return [Entry(info, memoryview(data)[start:end]) for info, (_, start, end) in zip(infos, places, strict=True)]


def require_modest(unpacked: int, packed: int, file: str) -> None:
    """Refuse a file that would fill the memory: by what it unpacks to, or by how tightly it is packed."""
    if unpacked > LARGEST_TOTAL:
        raise Refusal(
            f"{file}: would unpack to {unpacked / 1e6:,.0f} MB (at most {LARGEST_TOTAL / 1e6:,.0f} MB are read); "
            "it was not opened. Split the workbook, or pass the rows as a CSV or Parquet file."
        )
    if unpacked > _LARGE and unpacked > LARGEST_RATIO * packed:
        raise Refusal(
            f"{file}: is {packed / 1e6:,.1f} MB and would unpack to {unpacked / 1e6:,.0f} MB, which no workbook "
            "with data does; it was not opened. Open it in Excel and save it again if you trust it."
        )


def write_entries(stream: BinaryIO, entries: Iterable[Entry]) -> None:
    """A zip of these entries; packed bytes are copied as they are, so nothing unchanged is packed again."""
    directory: list[bytes] = []
    offset = 0
    for entry in entries:
        info = entry.info
        # Sizes and checksum stand in the header, so no data descriptor (bit 3) follows.
        flags = info.flag_bits & (_UTF8_NAME | _DEFLATE_FLAGS)
        name = _raw_name(info)
        year, month, day, hour, minute, second = info.date_time
        common = (
            flags,
            info.compress_type,
            hour << 11 | minute << 5 | second // 2,
            (year - 1980) << 9 | month << 5 | day,
            info.CRC,
            len(entry.packed),
            info.file_size,
            len(name),
            0,
        )
        header = _LOCAL.pack(b"PK\x03\x04", info.extract_version, *common) + name
        stream.write(header)
        stream.write(entry.packed)
        made_by = info.create_system << 8 | info.create_version
        attributes = (0, 0, info.internal_attr, info.external_attr, offset)
        directory.append(_CENTRAL.pack(b"PK\x01\x02", made_by, info.extract_version, *common, *attributes) + name)
        offset += len(header) + len(entry.packed)
    central = b"".join(directory)
    stream.write(central)
    stream.write(_END.pack(b"PK\x05\x06", 0, 0, len(directory), len(directory), len(central), offset, 0))


def _require_zip(data: bytes, file: str) -> None:
    if not data:
        raise Refusal(f"{file}: is empty (0 bytes). Restore it from a backup or copy it again.")
    if data.startswith(OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refusal(
                f"{file}: is protected by a password to open. In Excel choose File > Info > Protect Workbook > "
                "Encrypt with Password, clear the password and save."
            )
        raise Refusal(
            f"{file}: is a workbook of the old Excel format (.xls). Open it in Excel or LibreOffice and save it "
            "as Excel Workbook (.xlsx)."
        )
    if not data.startswith(b"PK"):
        raise Refusal(
            f"{file}: is not an Excel workbook, whatever its name says (an .xlsx is a zip file; this looks like "
            "a text or another kind of file). Open it in Excel and save it as Excel Workbook (.xlsx); pass a CSV "
            "as a file of rows instead."
        )


def _place_of(data: bytes, info: zipfile.ZipInfo, file: str) -> tuple[int, int, int]:
    """Where an entry begins, and its compressed bytes: they follow its local header, whose own lengths say where."""
    if info.flag_bits & _ENCRYPTED:
        raise Refusal(f"{file}: its parts are encrypted by a zip program. Unpack it with the password first.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _damage_refusal(file, f"its part {info.filename} is packed by a method that Excel does not use")
    begin = info.header_offset
    header = data[begin : begin + _LOCAL.size]
    if begin < 0 or len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        raise _damage_refusal(file, f"its part {info.filename} is missing")
    name_length, extra_length = _LOCAL.unpack(header)[-2:]
    named = begin + _LOCAL.size
    if data[named : named + name_length] != _raw_name(info):
        raise _damage_refusal(file, f"its part {info.filename} has two names")
    start = named + name_length + extra_length
    end = start + info.compress_size
    if end > len(data):
        raise _damage_refusal(file, f"its part {info.filename} is cut off")
    if info.compress_type == zipfile.ZIP_STORED and info.compress_size != info.file_size:
        raise _damage_refusal(file, f"its part {info.filename} has two sizes")
    return begin, start, end


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    """The name as the directory has it."""
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAME else "cp437")


def _require_apart(places: list[tuple[int, int, int]], file: str) -> None:
    """No two entries share bytes: what is written can never be more than what was read."""
    for (_, _, end), (begin, _, _) in pairwise(sorted(places)):
        if begin < end:
            raise _damage_refusal(file, "its parts lie over each other")


def _damage_refusal(file: str, what: str) -> Refusal:
    return Refusal(
        f"{file}: is damaged: {what}. Copy or download it again, or open it in Excel (which can repair it) and save it."
    )
