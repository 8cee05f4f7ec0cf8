"""Pivot tables over rows that a refresh replaces: they show old numbers until somebody refreshes them."""

from __future__ import annotations

import re
from typing import NamedTuple

from addin.xlsx.package import Package

_CACHE = re.compile(r"xl/pivotCache/pivotCacheDefinition[^/]*\.xml")
_SOURCE = re.compile(rb"<(?:\w+:)?worksheetSource\b[^>]*>")
_ATTRIBUTE = re.compile(rb'\b(name|sheet)="([^"]*)"')
_AREA = re.compile(r"R\d+C\d+(?::R\d+C\d+)?")


def pivot_sources(package: Package) -> list[PivotSource]:
    """What each pivot cache of a file was made from."""
    sources = []
    for part in package.part_names():
        if not _CACHE.fullmatch(part):
            continue
        for source in _SOURCE.findall(package.part(part)):
            places = {key.decode(): value.decode() for key, value in _ATTRIBUTE.findall(source)}
            sources.append(PivotSource(places.get("name", ""), places.get("sheet", "")))
    return sources


def pivot_source(text: str) -> PivotSource:
    """A pivot cache's SourceData as Excel words it: tally, Book1.xlsx!tally or 'My sheet'!R5C2:R9C8."""
    place, _, last = text.rpartition("!")
    if not _AREA.fullmatch(last):
        return PivotSource(last, "")
    sheet = place.removeprefix("'").removesuffix("'").replace("''", "'")
    return PivotSource("", sheet.rpartition("]")[2])


class PivotSource(NamedTuple):
    """What a pivot table was made from: a table, or cells of a sheet; the other one is empty."""

    table: str
    sheet: str
