"""What the refresh of any template records: counts, rejected rows, the cells beside the counts, results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from udfs.errors import CellError
from workbook_templates.record import SourceRows, Stamp, Tallied

LAST_SOURCE: Final = ("refreshed_kind", "refreshed_source")
"""The cells that keep the kind and the name of the last refresh's source."""


class Counted(Protocol):
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


def tallied(
    source: SourceRows, counted: Counted, tables: Mapping[str, Sequence[Sequence[Any]]], notes: Sequence[str]
) -> Tallied:
    """Counts and tables, ready to be written."""
    empty = [] if counted.read else ["There were no rows to count."]
    return Tallied(
        tables=tables,
        read=counted.read,
        tallied=counted.tallied,
        rejected=counted.rejected_rows,
        digest=counted.digest,
        notes=(*source.notes, *counted.notes, *empty, *notes),
    )


def note_of(number: int, one: str, several: str) -> list[str]:
    """A note that begins with a number of rows; none where there are none."""
    return [f"{number:,} {one if number == 1 else several}."] if number else []


def listable(cell: Any) -> Any:
    """A cell of the source as the list of rejected rows keeps it.

    An error is text: in the workbook it would count as an error of its own. So is a truth value:
    LibreOffice saves one as a formula, which the next refresh could not replace.
    """
    if isinstance(cell, bool):
        return str(cell).upper()
    return cell.code if isinstance(cell, CellError) else cell


def stamps(stamp: Stamp) -> dict[str, Any]:
    """Named cell -> value."""
    return {
        "refreshed_source": stamp.source,
        "refreshed_kind": stamp.kind,
        "refreshed_hash": stamp.digest,
        "refreshed_time": stamp.when,
        "refreshed_version": stamp.version,
        "refreshed_rows": stamp.read,
        "refreshed_tallied": stamp.tallied,
        "refreshed_rejected": stamp.rejected,
    }


def history_line(stamp: Stamp, state: Sequence[Any]) -> list[Any]:
    """A line of the history; `state` is what the template keeps of its inputs."""
    counts = [stamp.read, stamp.tallied, stamp.rejected]
    results = [value if isinstance(value, float) else None for value in (stamp.before, stamp.after)]
    return [stamp.when, stamp.who, stamp.version, stamp.source, stamp.digest, *state, *counts, *results]
