"""What stands behind an error cell that shows something else: a picture in a cell, a data type.

A cell that Excel of before 2019 could not hold is stored as `<c t="e" vm="3"><v>#VALUE!</v></c>`. The number leads to

    xl/metadata.xml                           valueMetadata, 3rd bk: rc t="1" (a type), v="0" (of its futureMetadata)
                                              futureMetadata XLRICHVALUE, 1st bk: rvb i="2"
    xl/richData/rdrichvalue.xml               3rd rv: s="1"
    xl/richData/rdrichvaluestructure.xml      2nd s: t="_localImage", "_linkedentity", ... or "_error"

The last is an error after all, one that is younger than the kind "e": #SPILL!, #CALC!.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from addin.cells.text import whole_number
from addin.xlsx.safe_xml import children

RICH = "XLRICHVALUE"
"""The type of metadata that leads to a rich value."""
_ERROR = "_error"
_NUMBERED = re.compile(rb"\svm\s*=")


def may_hold_rich_values(sheet: bytes) -> bool:
    """Whether a sheet's part may hold such cells, told by a search that takes no time."""
    return b"vm" in sheet and _NUMBERED.search(sheet) is not None


def numbers_of_rich_values(
    metadata: etree._Element, values: etree._Element, structures: etree._Element
) -> frozenset[int]:
    """The numbers (vm) that lead to a rich value; one that leads nowhere, or to an error, is not among them."""
    kinds = [structure.get("t", "") for structure in children(structures, "s")]
    kind_of = [_at(kinds, value.get("s")) for value in children(values, "rv")]
    rich = [_at(kind_of, each) for each in _rich_values(metadata)]
    types = [each.get("name") for group in children(metadata, "metadataTypes") for each in group]
    found = set()
    for group in children(metadata, "valueMetadata"):
        for number, block in enumerate(children(group, "bk"), start=1):
            for record in children(block, "rc"):
                of_type = whole_number(record.get("t", "")) or 0
                if 0 < of_type <= len(types) and types[of_type - 1] == RICH:
                    kind = _at(rich, record.get("v"))
                    if kind and not kind.startswith(_ERROR):
                        found.add(number)
    return frozenset(found)


def _rich_values(metadata: etree._Element) -> Iterator[str | None]:
    """The number of the rich value of each block, None where it has none."""
    for group in children(metadata, "futureMetadata"):
        if group.get("name") == RICH:
            for block in children(group, "bk"):
                yield next((each.get("i") for each in block.iter("{*}rvb")), None)


def _at(values: Sequence[str | None], index: str | None) -> str | None:
    """The value of that number, None where there is none."""
    number = whole_number(index or "")
    return values[number] if number is not None and number < len(values) else None


def number_of(cell: etree._Element) -> int | None:
    """The number (vm) of what stands behind an error cell; None where nothing does."""
    return whole_number(cell.get("vm", "")) if cell.get("t") == "e" else None
