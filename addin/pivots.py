"""Pivot tables over rows that a refresh replaces: they show old numbers until somebody refreshes them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from addin.package import Package

_CACHE = re.compile(r"xl/pivotCache/pivotCacheDefinition[^/]*\.xml")
_SOURCE = re.compile(rb"<(?:\w+:)?worksheetSource\b[^>]*>")
_ATTRIBUTE = re.compile(rb'\b(name|sheet)="([^"]*)"')


def stale_pivot_tables(package: Package, owned: Iterable[str]) -> list[str]:
    """One note for each pivot cache that was made from an owned table or its sheet."""
    tables = {table.name.casefold(): table for table in package.tables.values()}
    names = {name.casefold() for name in owned}
    sheets = {tables[name].sheet.casefold() for name in names if name in tables}
    notes = []
    for part in package.part_names():
        if not _CACHE.fullmatch(part):
            continue
        for source in _SOURCE.findall(package.part(part)):
            places = {key.decode(): value.decode() for key, value in _ATTRIBUTE.findall(source)}
            if places.get("name", "").casefold() in names or places.get("sheet", "").casefold() in sheets:
                place = places.get("name") or places.get("sheet")
                notes.append(f"A pivot table over {place} shows the numbers from before: refresh it in Excel.")
    return notes
