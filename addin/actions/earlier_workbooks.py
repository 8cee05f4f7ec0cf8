"""What workbooks of earlier versions lack: the cells and headers that a refresh leaves out there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from addin.workbook.protocol import Workbook
from udfs.calling.labels import name_key
from workbook_templates.refreshing.record import Stamp
from workbook_templates.refreshing.recording import LATER_FACTS
from workbook_templates.rows.source_fields import LATER_HEADERS


def known_cells(workbook: Workbook, cells: Mapping[str, Any]) -> dict[str, Any]:
    """The named cells that the workbook has. One that cannot show rows apart has them among the rejected ones."""
    known = dict(cells)
    for name, value in cells.items():
        facts, _, fact = name.rpartition("_")
        if fact in LATER_FACTS and not workbook.has_name(name):
            del known[name]
            if fact == "apart":
                known[f"{facts}_rejected"] += value
    return known


def untold_doubts(workbook: Workbook, stamp: Stamp, notes: Sequence[str]) -> list[str]:
    """What is doubtful about the rows, where the workbook has no check that says so."""
    several = len(stamp.origins) > 1
    return [
        f"{origin.feed.table}: {doubt}" if several else doubt
        for origin in stamp.origins
        if not workbook.has_name(f"{origin.feed.facts}_doubts")
        for doubt in origin.counts.doubts
        if not any(note.endswith(doubt) for note in notes)
    ]


def known_headers(workbook: Workbook, table: str, headers: Sequence[str]) -> Sequence[str]:
    """Those under which the refresh writes: an older table lacks the later ones, and any other must be there."""
    if not set(headers) & set(LATER_HEADERS):
        return headers
    there = {name_key(header) for header in workbook.headers(table)}
    return [header for header in headers if name_key(header) in there or header not in LATER_HEADERS]
