"""What workbooks of earlier versions lack: the cells and headers that a refresh leaves out there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from addin.actions.checking import OK, WARNING, CheckResult
from addin.workbook.protocol import Workbook
from udfs.calling.labels import name_key
from workbook_templates.refreshing.record import Origin, RowCounts
from workbook_templates.refreshing.recording import LATER_FACTS
from workbook_templates.rows.source_fields import LATER_HEADERS

USUAL_LIMIT: Final = 0.02
"""The share of rows that may be rejected, where the workbook does not say it."""
_CORRECT: Final = "Correct the rows or the sheets that they name, then refresh again."
_SAY: Final = "Say how the column is to be read, then refresh again."


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


def checks_beside(workbook: Workbook, origins: Sequence[Origin]) -> list[CheckResult]:
    """What the sheet Checks of a newer workbook says of the rows, for one whose sheet does not say it."""
    found = []
    for origin in origins:
        if workbook.has_name(f"{origin.feed.facts}_doubts"):
            continue
        whose = f" of {origin.feed.table}" if len(origins) > 1 else ""
        found.append(CheckResult(f"Rejected rows{whose}", _rejected(origin.counts), _CORRECT))
        doubts = "; ".join(origin.counts.doubts) or OK
        found.append(CheckResult(f"Columns{whose} are read without doubt", doubts, _SAY))
    return [check for check in found if not check.is_ok]


def _rejected(counts: RowCounts) -> str:
    """How many of the rows were rejected: a warning up to the usual limit."""
    judged, rejected = counts.read - counts.apart, counts.rejected
    if not rejected:
        return OK
    if rejected >= judged:
        return f"{'the only row was' if judged == 1 else f'all {judged:,} rows were'} rejected: see the sheet Rejected"
    stake = f", {counts.stake:,.2f} at stake" if counts.stake is not None else ""
    rows = f"{rejected:,} of {judged:,} rows rejected ({rejected / judged:.1%}){stake}"
    if rejected / judged > USUAL_LIMIT:
        return f"{rows}, above the limit of {USUAL_LIMIT:.1%}: see the sheet Rejected"
    return f"{WARNING} {rows}: see the sheet Rejected"


def known_headers(workbook: Workbook, table: str, headers: Sequence[str]) -> Sequence[str]:
    """Those under which the refresh writes: an older table lacks the later ones, and any other must be there."""
    if not set(headers) & set(LATER_HEADERS):
        return headers
    there = {name_key(header) for header in workbook.headers(table)}
    return [header for header in headers if name_key(header) in there or header not in LATER_HEADERS]
