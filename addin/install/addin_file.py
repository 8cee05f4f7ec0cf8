"""The add-in's file as it came with this program, and how a file found elsewhere is known to be one of ours."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from importlib.resources import files

from addin.hosts.excel.folders import ADDIN_NAME
from addin.refusal import Refusal

_PROPERTIES = "docProps/core.xml"
_TITLE = b"<dc:title>Centre ROI</dc:title>"
_SIGNATURE = "vbaProjectSignature"
_LARGEST_PROPERTIES = 1 << 20


def packaged_addin() -> bytes:
    """The add-in of this version."""
    try:
        return files("addin").joinpath(ADDIN_NAME).read_bytes()
    except FileNotFoundError:
        raise Refusal(
            f"{ADDIN_NAME} is missing from this installation of centre-roi; install it again: "
            "pip install --force-reinstall ."
        ) from None


def version_of(content: bytes) -> str | None:
    """The version of an add-in of ours, by the title and description that it was built with; None where it is not."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            part = package.getinfo(_PROPERTIES)
            properties = package.read(part) if part.file_size < _LARGEST_PROPERTIES else b""
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError):
        return None
    if _TITLE not in properties:
        return None
    found = re.search(rb"Version ([0-9][^<\s]*)\.?</dc:description>", properties)
    return found[1].decode("ascii", "replace").rstrip(".") if found else "unknown"


def is_signed(content: bytes) -> bool:
    """Whether its macros carry a signature, which only an organisation that signs its add-ins puts there."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return any(_SIGNATURE in name for name in package.namelist())
    except zipfile.BadZipFile:
        return False
