"""What a template declares to the refresh: a plain record, so that the refresh itself knows no template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


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


class Places(Protocol):
    """What a template reads of its workbook; places are names, never addresses."""

    @property
    def date1904(self) -> bool: ...
    def read_cell(self, name: str) -> Any: ...
    def read_range(self, name: str) -> list[list[Any]]: ...
    def read_table(self, name: str) -> Any: ...
    def read_column(self, name: str, header: str) -> list[Any]: ...


@dataclass(frozen=True)
class SourceRows:
    """Rows from the workbook's own sheet or from a file, column by column, as they stand there."""

    name: str
    kind: str
    """"sheet" or "file"."""
    headers: Sequence[str]
    columns: Sequence[Sequence[Any]]
    first_row: int
    """The number that the source gives to its first row of data."""
    date1904: bool = False
    notes: tuple[str, ...] = ()
    """What was detected on reading, for the summary."""


@dataclass(frozen=True)
class Tallied:
    """What the rows came to, ready to be written."""

    tables: Mapping[str, Sequence[Sequence[Any]]]
    """Rows of the owned tables, under their headers."""
    read: int
    tallied: int
    rejected: int
    digest: str
    """Hash of the rows as they were judged."""
    notes: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Stamp:
    """One refresh, as its history keeps it."""

    when: Any
    who: str
    version: str
    source: str
    kind: str
    digest: str
    read: int
    tallied: int
    rejected: int
    before: Any
    after: Any


@dataclass(frozen=True)
class Template:
    """One kind of workbook, as far as the refresh has to know it."""

    kind: str
    version: int
    title: str
    about: str
    """What it is for, in a few words."""
    rows: str
    """The table that users fill; also the name of the option that takes a file in its place."""
    rows_help: str
    """What becomes of that file, for the help of the option."""
    result: str
    """The named cell that all is for."""
    result_name: str
    result_format: str
    """How Python's format() writes it."""
    owned: Mapping[str, tuple[str, ...]]
    """Tables whose rows the refresh replaces, with the headers that it fills."""
    settings: Callable[[Places], Any]
    """Reads and checks the inputs; raises Unusable."""
    wanted: Callable[[Any], Sequence[str]]
    """The headers by which the right sheet of a workbook with rows is known."""
    tally: Callable[[Any, SourceRows], Tallied]
    """Rows to counts; raises Unusable."""
    stamps: Callable[[Stamp], Mapping[str, Any]]
    """Named cell -> value, written beside the counts."""
    history: str
    history_row: Callable[[Any, Stamp], Sequence[Any]]
    state_now: str
    state_at_refresh: str
    source_cell: str
    """The named cell in which a workbook may name a configured source."""
    last_source: tuple[str, str]
    """The named cells that keep the kind and the name of the last refresh's source."""

    @property
    def option(self) -> str:
        """What takes a file on the command line in place of the table."""
        return f"--{self.rows}"

    @property
    def tag(self) -> str:
        """What the workbook's `centre_roi_template` says."""
        return f"{self.kind}/{self.version}"
