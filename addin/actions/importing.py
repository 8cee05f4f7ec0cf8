"""The import: a proposal for the sheet Import by looking at a file, what it would count, and the block written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final

from addin.actions.proposing import Proposal, propose
from addin.actions.refresh import Step, count_rows, silently, template_of
from addin.actions.row_preview import PreviewRow, first_rows
from addin.refusal import Refusal
from addin.workbook.file import WorkbookFile, editing
from udfs.calling.labels import name_key
from workbook_templates.refreshing.record import RowCounts, SourceRows, Tallied, Template, Unusable

_ROW: Final = ("Row", "Row in source")
_REASON: Final = "Reason"
_TABLE: Final = "Table"
_MOST_SHOWN: Final = 5
_QUOTED: Final = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Preview:
    """What a refresh with the proposed block would come to."""

    counts: RowCounts | None = None
    """None where it would be refused."""
    refused: str = ""
    """Why, in words."""
    rows: tuple[PreviewRow, ...] = ()
    """The first rows as they would be read."""
    reasons: tuple[tuple[str, int], ...] = ()
    """The most frequent reasons of rejected rows."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Import:
    """A file looked at for a workbook."""

    book: Path
    file: Path
    sheet: str
    proposal: Proposal
    preview: Preview = field(default_factory=Preview)

    @property
    def is_whole(self) -> bool:
        """Whether every column that is needed was found."""
        return not self.proposal.lacking


def look_at_file(book: Path, file: Path, *, table: str = "", sheet: str = "", step: Step = silently) -> Import:
    """The proposal for a file and what it would count; nothing is written."""
    with step(f"opening {book.name}"):
        workbook = WorkbookFile(book)
        template = template_of(workbook)
    with step(f"reading {file.name}"):
        proposal = propose(workbook, template, file, table, sheet)
    write_block(workbook, proposal)
    return Import(book, file, sheet, proposal, _preview(workbook, template, proposal, file, sheet, step))


def write_import(found: Import) -> None:
    """The proposed cells of the block into the workbook, and no others; the old file is kept as a backup."""
    with editing(found.book) as book:
        block = book.read_table(found.proposal.feed.block)
        if (block.headers, block.columns) != (found.proposal.block.headers, found.proposal.block.columns):
            raise Refusal(
                f"{found.book.name}: its sheet {found.proposal.sheet} was changed in the meantime; import again."
            )
        write_block(book, found.proposal)
        book.save()


def write_block(book: WorkbookFile, proposal: Proposal) -> None:
    """The columns of the block that change; nothing is saved."""
    if proposal.columns:
        book.write_columns(proposal.feed.block, proposal.columns)


def _preview(book: WorkbookFile, template: Template, proposal: Proposal, file: Path, sheet: str, step: Step) -> Preview:
    """The same count as a refresh makes it, of the workbook with the proposed block."""
    table = proposal.feed.table
    try:
        settings, read, tallied = count_rows(book, template, {table: file}, (sheet,) if sheet else (), step)
    except Refusal as refusal:
        return Preview(refused=str(refusal), rows=first_rows(proposal, proposal.source, {}))
    rejected = _rejected(template, tallied, table)
    counted = {
        number: rejected.get(number) or _alone(template, settings, read, table, place)
        for place, number in enumerate(_numbers(read[table])[:_MOST_SHOWN])
    }
    return Preview(
        counts=tallied.counts[table],
        rows=first_rows(proposal, read[table], counted),
        reasons=_most_frequent(rejected.values()),
        notes=tuple(read[table].notes),
    )


def _rejected(template: Template, tallied: Tallied, table: str) -> dict[Any, str]:
    """Row -> why it would be rejected."""
    headers = template.owned["rejected"]
    row, reason = next(headers.index(each) for each in _ROW if each in headers), headers.index(_REASON)
    of_table = headers.index(_TABLE) if _TABLE in headers else None
    return {
        line[row]: line[reason]
        for line in tallied.tables["rejected"]
        if of_table is None or name_key(line[of_table]) == name_key(table)
    }


def _most_frequent(reasons: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The most frequent reasons, those that differ by what they quote as one; the commonest of them as its example."""
    alike: dict[str, Counter[str]] = {}
    for reason in chain.from_iterable(each.split("; ") for each in reasons):
        alike.setdefault(_QUOTED.sub('"..."', reason), Counter())[reason] += 1
    found = sorted(alike.values(), key=lambda each: -each.total())[:_MOST_SHOWN]
    return tuple((_example(each), each.total()) for each in found)


def _example(reasons: Counter[str]) -> str:
    """The commonest of some reasons that are alike."""
    ((first, _),) = reasons.most_common(1)
    return f"{first} (and others like it)" if len(reasons) > 1 else first


def _numbers(source: SourceRows) -> Sequence[int]:
    if source.numbers is not None:
        return source.numbers
    rows = len(source.columns[0]) if source.columns else 0
    return range(source.first_row, source.first_row + rows)


def _alone(template: Template, settings: Any, read: Mapping[str, SourceRows], table: str, place: int) -> str:
    """What becomes of a row that is not rejected: "" where it counts."""
    alone = {
        name: replace(
            source,
            columns=[column[place : place + 1] if name == table else [] for column in source.columns],
            numbers=None,
            first_row=source.first_row + place,
        )
        for name, source in read.items()
    }
    try:
        counts = template.tally(settings, alone).counts[table]
    except Unusable:
        return ""
    return "" if counts.tallied else "counted apart" if counts.apart else "blank: no row" if not counts.read else ""
