"""What the refresh of any template records: counts, rejected rows, the cells beside the counts, results."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from udfs.calling.errors import CellError
from workbook_templates.refreshing.record import RowCounts, SourceRows, Stamp, Tallied


class CountResult(Protocol):
    """What every count of rows says of itself."""

    @property
    def read(self) -> int: ...
    @property
    def tallied(self) -> int: ...
    @property
    def rejected_rows(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def notes(self) -> list[str]: ...
    @property
    def apart(self) -> int: ...
    @property
    def stake(self) -> float | None: ...
    @property
    def decisions(self) -> tuple[str, ...]: ...
    @property
    def doubts(self) -> tuple[str, ...]: ...


def make_tallied(
    sources: Mapping[str, SourceRows],
    counted: Mapping[str, CountResult],
    tables: Mapping[str, Sequence[Sequence[Any]]],
    notes: Sequence[str],
) -> Tallied:
    """Counts and tables, ready to be written; with several tables of rows a note says which one it is about."""
    counts, said = {}, list[str]()
    for table, count in counted.items():
        counts[table] = RowCounts(
            count.read,
            count.tallied,
            count.rejected_rows,
            count.digest,
            count.apart,
            count.stake,
            tuple(sorted((*sources[table].doubts, *count.doubts), key=lambda doubt: doubt.startswith("Warning:"))),
            count.decisions,
        )
        empty = [] if count.read else ["There were no rows to count."]
        about = "" if len(counted) == 1 else f"{table}: "
        said += [f"{about}{note}" for note in (*sources[table].notes, *count.decisions, *count.notes, *empty)]
    return Tallied(tables, counts, (*said, *notes))


def note_of(number: int, one: str, several: str) -> list[str]:
    """A note that begins with a number of rows; none where there are none."""
    return [f"{number:,} {one if number == 1 else several}."] if number else []


def listable(cell: Any) -> Any:
    """A cell of the source as the list of rejected rows keeps it: a length of time as its text.

    An error is text: in the workbook it would count as an error of its own. So is a truth value:
    LibreOffice saves one as a formula, which the next refresh could not replace.
    """
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime.timedelta):
        return str(cell)
    return cell.code if isinstance(cell, CellError) else cell


LATER_FACTS: Final = ("apart", "stake", "doubts", "decisions")
"""The ends of names that workbooks of 0.1.0 lack."""


def stamp_cells(stamp: Stamp) -> dict[str, Any]:
    """Named cell -> value: when and by what, and of each table of rows the facts; the later ones last."""
    cells = {"refreshed_time": stamp.when, "refreshed_version": stamp.version}
    for origin in stamp.origins:
        facts = {
            "source": origin.source,
            "kind": origin.kind,
            "hash": origin.counts.digest,
            "rows": origin.counts.read,
            "tallied": origin.counts.tallied,
            "rejected": origin.counts.rejected,
            "apart": origin.counts.apart,
            "stake": origin.counts.stake,
            "doubts": "\n".join(sorted(origin.counts.doubts, key=_is_warning)) or None,
            "decisions": origin.decisions or None,
        }
        cells |= {f"{origin.feed.facts}_{fact}": value for fact, value in facts.items()}
    return cells


def _is_warning(doubt: str) -> bool:
    """Whether it is for the user to judge; a check that begins with such a doubt would not fail for the others."""
    return doubt.startswith("Warning: ")


def history_line(stamp: Stamp, state: Sequence[Any]) -> list[Any]:
    """A line of the history; `state` is what the template keeps of its inputs, its last value how columns were read."""
    counts = [stamp.read, stamp.tallied, stamp.rejected]
    results = [value if isinstance(value, float) else None for value in (stamp.before, stamp.after)]
    read_as = stamp.decisions or None
    return [stamp.when, stamp.who, stamp.version, stamp.source, stamp.digest, *state, *counts, *results, read_as]
