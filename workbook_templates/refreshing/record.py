"""What a template declares to the refresh: a plain record, so that the refresh itself knows no template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from workbook_templates.refreshing.wanted import Wanted
from workbook_templates.rows.counting import CountingEngine
from workbook_templates.rows.dates import DateOrder


class Unusable(ValueError):
    """The workbook's inputs or its rows cannot be used; the message names the place and the fix."""


class TableRows(Protocol):
    """A table as read: headers, columns, and the sheet's number of its first row."""

    @property
    def headers(self) -> list[str]: ...
    @property
    def columns(self) -> list[list[Any]]: ...
    @property
    def first_row(self) -> int: ...


class InputReader(Protocol):
    """What a template reads of its workbook; places are names, never addresses."""

    @property
    def date1904(self) -> bool: ...
    def has_name(self, name: str) -> bool: ...
    def read_cell(self, name: str) -> Any: ...
    def read_range(self, name: str) -> list[list[Any]]: ...
    def read_table(self, name: str) -> Any: ...
    def read_column(self, name: str, header: str) -> list[Any]: ...


class Form(Protocol):
    """A blank workbook as a demo fills it; places are names, never addresses."""

    def write_range(self, name: str, rows: Sequence[Sequence[Any]]) -> None: ...
    def write_columns(self, name: str, columns: Mapping[str, Sequence[Any]]) -> None: ...
    def write_table(self, name: str, rows: Sequence[Sequence[Any]]) -> None: ...


@dataclass(frozen=True)
class Reading:
    """How the description of a source says that its columns are read; what it leaves out, Inputs says."""

    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Our name, as names are compared -> theirs; our own name where there is none."""
    scale: tuple[float, float] | None = None
    missing_codes: tuple[str, ...] | None = None
    date_order: DateOrder | None = None


@dataclass(frozen=True)
class SourceRows:
    """Rows from the workbook's own sheet, a file or a configured source, column by column, as they stand there."""

    name: str
    kind: str
    """"sheet", "file" or "source"; the columns of a source have our names, but for several that make one."""
    headers: Sequence[str]
    columns: Sequence[Sequence[Any]]
    first_row: int
    """The number that the source gives to its first row of data."""
    numbers: Sequence[int] | None = None
    """The rows' own numbers, where they do not count on from the first."""
    date1904: bool = False
    notes: tuple[str, ...] = ()
    """What was detected on reading, for the summary."""
    doubts: tuple[str, ...] = ()
    """What may have been left out on reading, for Checks; each stands in the notes too."""
    digest: str = ""
    """Hash of a file as it is; without one, the hash of the rows as they were judged stands for it."""
    reading: Reading = Reading()
    counting: Callable[[Mapping[str, Sequence[int]]], CountingEngine] | None = None
    """Where an engine counts the rows: told at which places its columns lie that have our names. There are no columns
    then."""


@dataclass(frozen=True)
class RowCounts:
    """What became of the rows of one table."""

    read: int
    tallied: int
    rejected: int
    digest: str
    """Hash of the rows as they were judged."""
    apart: int = 0
    """Rows that were not to be counted: of another year or period, or without an answer by a missing-value code."""
    stake: float | None = None
    """The amounts of the rejected rows, as far as they can be read; None where the rows have no amount."""
    doubts: tuple[str, ...] = ()
    """What is doubtful about how the columns were read."""
    decisions: tuple[str, ...] = ()
    """How they were read, where more than one way was possible."""


@dataclass(frozen=True)
class Tallied:
    """What the rows came to, ready to be written."""

    tables: Mapping[str, Sequence[Sequence[Any]]]
    """Rows of the owned tables, under their headers."""
    counts: Mapping[str, RowCounts]
    """The counts, by the tables whose rows were counted."""
    notes: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Feed:
    """A table of rows that users fill; a file may take its place for one refresh."""

    table: str
    """Its name, which is that of the option for such a file too."""
    help: str
    """What becomes of that file, for the help of the option."""
    columns: tuple[str, ...]
    """Our names of its columns."""
    wanted: Callable[[Any], Sequence[Wanted]]
    """From the inputs, the headers by which the right sheet of a workbook with rows, or the right table, is known."""
    source_cell: str
    """The named cell in which a workbook may name a configured source."""
    facts: str = "refreshed"
    """How the names of the cells begin that keep what the last refresh read; each table has its own."""
    counted_by_engines: bool = False
    """Whether the engine of a source may count its rows, which are not read then."""
    headers: Callable[[Any], Mapping[str, Wanted]] = lambda _settings: {}
    """From the inputs, what a file calls each of our columns."""
    block: str = "source_columns"
    """The table of the sheet Import that says so."""
    needed: tuple[str, ...] = ()
    """Our names of the columns without which a file is none of this table's."""

    @property
    def option(self) -> str:
        """What takes a file on the command line in place of the table."""
        return f"--{self.table}"

    @property
    def last_source(self) -> tuple[str, str]:
        """The named cells that keep the kind and the name of the last refresh's source."""
        return f"{self.facts}_kind", f"{self.facts}_source"


@dataclass(frozen=True)
class Origin:
    """Where one refresh had the rows of a table from, and what became of them."""

    feed: Feed
    source: str
    kind: str
    """"sheet", "file" or "source"."""
    counts: RowCounts
    """The digest is that of the file, where there is one."""
    decisions: str = ""
    """How its columns were read, a line a decision."""


@dataclass(frozen=True)
class Stamp:
    """One refresh, as its history keeps it."""

    when: Any
    who: str
    version: str
    origins: tuple[Origin, ...]
    before: Any
    after: Any

    @property
    def read(self) -> int:
        return sum(origin.counts.read for origin in self.origins)

    @property
    def tallied(self) -> int:
        return sum(origin.counts.tallied for origin in self.origins)

    @property
    def rejected(self) -> int:
        return sum(origin.counts.rejected for origin in self.origins)

    @property
    def decisions(self) -> str:
        """How the columns were read, a line a decision; where there are several tables, each says its own."""
        several = len(self.origins) > 1
        return "\n".join(
            f"{origin.feed.table}: {line}" if several else line
            for origin in self.origins
            for line in origin.decisions.splitlines()
        )

    @property
    def source(self) -> str:
        """Where the rows came from; where there are several tables, which of them came from elsewhere."""
        if len(self.origins) == 1:
            return self.origins[0].source
        named = [f"{origin.feed.table}: {origin.source}" for origin in self.origins if origin.kind != "sheet"]
        rest = "the other tables of this workbook" if named else "the tables of this workbook"
        return "; ".join([*named, *([rest] if len(named) < len(self.origins) else [])])

    @property
    def digest(self) -> str:
        """The hash of what was read; where there are several tables, of each."""
        if len(self.origins) == 1:
            return self.origins[0].counts.digest
        return "; ".join(f"{origin.feed.table}: {origin.counts.digest}" for origin in self.origins)


@dataclass(frozen=True)
class Template:
    """One kind of workbook, as far as the refresh has to know it."""

    kind: str
    version: int
    title: str
    about: str
    """What it is for, in a few words."""
    feeds: tuple[Feed, ...]
    """The tables of rows that it counts."""
    result: str
    """The named cell that all is for."""
    result_name: str
    result_format: str
    """How Python's format() writes it."""
    owned: Mapping[str, tuple[str, ...]]
    """Tables whose rows the refresh replaces, with the headers that it fills; older workbooks lack the later ones."""
    settings: Callable[[InputReader], Any]
    """Reads and checks the inputs; raises Unusable."""
    tally: Callable[[Any, Mapping[str, SourceRows]], Tallied]
    """The rows of each table to counts; raises Unusable."""
    stamps: Callable[[Stamp], Mapping[str, Any]]
    """Named cell -> value, written beside the counts."""
    history_row: Callable[[Any, Stamp], Sequence[Any]]
    pages: tuple[str, ...]
    """Names that stand on the report's sheets, in order: `export --pdf` prints these sheets."""
    history: str = "history"
    state_now: str = "state_now"
    """What the counts depend on, as it is now, and as it was when they were made."""
    state_at_refresh: str = "state_at_refresh"

    @property
    def tag(self) -> str:
        """What the workbook's `centre_roi_template` says."""
        return f"{self.kind}/{self.version}"
