"""How much text a sheet comes to when each cell has its own copy: one shared text may stand in a million cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from addin.refusal import Refusal

if TYPE_CHECKING:
    from addin.xlsx.package import Package

LARGEST_TEXTS = 128 << 20
"""Letters of all cells of a sheet."""

_LONG = 1_000
"""Letters of a text that is worth counting: without one, a sheet's own size limits its texts."""
_INDEX = re.compile(rb"""<c\b[^>]*\bt="s"[^>]*><v>([0-9]{1,9})</v>""")


def require_modest_texts(package: Package, sheet: str, part: bytes) -> None:
    """Refuse a sheet whose cells hold more text than memory should be given to."""
    lengths = _long_texts(package)
    if not lengths:
        return
    found = _INDEX.findall(part)
    if len(found) == _shared_cells(part):
        letters = sum(lengths.get(int(index), 0) for index in found)
    else:
        letters = sum(len(value) for _, _, value in package.sheet(sheet).cells() if isinstance(value, str))
    if letters > LARGEST_TEXTS:
        raise Refusal(
            f"{package.path.name}: the texts of its sheet {sheet} come to {letters / 1e6:,.0f} million letters "
            f"(at most {LARGEST_TEXTS / 1e6:,.0f} million are read). Shorten them, or split the sheet."
        )


def _long_texts(package: Package) -> dict[int, int]:
    """The lengths of the long shared texts by their index."""
    data = package.part(package.strings_part) if package.strings_part else b""
    return {index: size for index, size in enumerate(_sizes(data)) if size > _LONG} if len(data) > _LONG else {}


def _sizes(data: bytes) -> Iterator[int]:
    return map(len, re.split(rb"</(?:\w+:)?si>|<(?:\w+:)?si\s*/>", data))


def _shared_cells(part: bytes) -> int:
    """How many cells there are that say, however they write it, that their text is a shared one."""
    return len(re.findall(rb"""\st\s*=\s*["'](?:s|&#)""", part))
