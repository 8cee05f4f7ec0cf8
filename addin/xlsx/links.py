"""The link to the add-in's file, which Excel saves in a workbook whose formulas call it."""

from __future__ import annotations

import re

from addin.xlsx.package import Package

_OURS = re.compile(r"(?:.*[/\\])?CentreROI\.xlam", re.IGNORECASE)
_LINK = re.compile(r"xl/externalLinks/(?:_rels/)?[^/]+")
_LISTED = re.compile(rb"<((?:\w+:)?externalReferences)\b[^>]*?(?:/>|>.*?</\1>)", re.DOTALL)
_USED = re.compile(rb"\[\d+\]!")


def drop_link_to_addin(package: Package) -> None:
    """Without the link, whoever opens a copy of values is not asked whether to update it.

    It stays where the workbook has other links, whose numbers would change, or where something still uses it.
    """
    links = package.external_links.values()
    if not links or not all(map(_OURS.fullmatch, links)):
        return
    parts = [name for name in package.part_names() if _LINK.fullmatch(name)]
    xml = (name for name in package.part_names() if name.endswith(".xml") and name not in parts)
    if any(_USED.search(package.part(name)) for name in xml):
        return
    for part in parts:
        package.drop_part(part)
    package.replace_part(package.workbook_part, _LISTED.sub(b"", package.part(package.workbook_part)))
