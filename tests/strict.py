"""A workbook as Excel saves it under "Strict Open XML Spreadsheet", and its dates as some writers put them."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from addin.cells.dates import moment
from addin.xlsx.package import Package

_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = re.compile(
    rb"http://schemas\.openxmlformats\.org/(spreadsheetml|drawingml|officeDocument)/2006/([\w/-]+)"
)
_RENAMED = {b"extended-properties": b"extendedProperties", b"custom-properties": b"customProperties"}

_NUMBER = re.compile(rb'(<c r="[A-Z]+[0-9]+" s="([0-9]+)")(?: t="n")?>(<f[^>]*>[^<]*</f>)?<v>([0-9.]+)</v></c>')


def strict(data: bytes, prefix: str = "") -> bytes:
    """The file with the strict namespaces in all parts; with a prefix for those of the workbook where one is given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith((".xml", ".rels")) and name != "[Content_Types].xml":
                part = _TRANSITIONAL.sub(_strict_address, part)
            if prefix and re.match(r"xl/(workbook|styles|sharedStrings|worksheets/[^/]+|tables/[^/]+)\.xml", name):
                part = _prefixed(part, prefix.encode())
            if name == "xl/workbook.xml":
                part = re.sub(rb"<((?:\w+:)?workbook) ", rb'<\1 conformance="strict" ', part, count=1)
            new.writestr(name, part)
    return stream.getvalue()


def dates_in_words(data: bytes) -> bytes:
    """The file with every date as a cell of the kind "d", those that formulas came to as well."""
    package = Package(Path("book.xlsx"), data)
    sheets = {package.sheet_part(name) for name in package.sheets}
    stream = io.BytesIO()

    def in_words(match: re.Match[bytes]) -> bytes:
        day = moment(float(match[4]), package.date1904)
        if not package.date_styles[int(match[2])] or isinstance(day, (int, float)):
            return match[0]
        return match[1] + b' t="d">' + (match[3] or b"") + b"<v>" + day.isoformat().encode() + b"</v></c>"

    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _NUMBER.sub(in_words, part) if name in sheets else part)
    return stream.getvalue()


def _strict_address(match: re.Match[bytes]) -> bytes:
    before, slash, last = match[2].rpartition(b"/")
    return _STRICT + match[1] + b"/" + before + slash + _RENAMED.get(last, last)


def _prefixed(part: bytes, prefix: bytes) -> bytes:
    """The elements without a prefix with this one."""
    part = re.sub(rb"<(/?)(\w+)(?=[\s>/])", rb"<\1" + prefix + rb":\2", part)
    return re.sub(rb'(\s)xmlns="', rb"\1xmlns:" + prefix + rb'="', part)
