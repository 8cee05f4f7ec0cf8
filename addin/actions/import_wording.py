"""What an import proposes and what it would count, in words and columns."""

from __future__ import annotations

import re
import shlex
import sys
import unicodedata
from collections.abc import Sequence
from itertools import chain
from typing import Final

from addin.actions.importing import Import
from addin.actions.proposing import lines_of, written_headers
from addin.cells.text import one_line
from udfs.calling.errors import quote
from workbook_templates.refreshing.input_cells import text
from workbook_templates.rows.columns import rows_in_words
from workbook_templates.rows.source_fields import OUR_NAME

_WIDEST: Final = 40
_UNKNOWN: Final = "-"
_PLAIN_WORD: Final = re.compile(r"[\w./\\:~+@%=,-]+")
_STEERS_A_SHELL: Final = re.compile(r"[\"$`\\!]")


def describe_import(found: Import) -> list[str]:
    """All that a person has to know before the block is written."""
    proposal = found.proposal
    known = f", an export of {proposal.tool}" if proposal.tool else ""
    lines = [f"{found.file.name}{known}, for {proposal.feed.table} of {found.book.name}:", ""]
    lines += _block(found)
    lines += ["", *_first_rows(found), *_counts(found)]
    asked = [f"  {each}" for each in proposal.questions]
    if asked:
        lines += ["", "What the file does not tell:", *asked]
    if proposal.too_old_for:
        lines += ["", _too_old(found)]
    return list(map(one_line, lines))


def next_step(found: Import) -> str:
    """The command that counts the file."""
    sheet = f" --sheet {_quoted(found.sheet)}" if found.sheet else ""
    return (
        f"centre-roi refresh {_quoted(str(found.book))} {found.proposal.feed.option} {_quoted(str(found.file))}{sheet}"
    )


def _quoted(word: str) -> str:
    """A stranger's name as one word of a command line, whatever stands in it."""
    if _PLAIN_WORD.fullmatch(word):
        return word
    if sys.platform == "win32" or not _STEERS_A_SHELL.search(word):
        return '"{}"'.format(word.replace('"', '""'))
    return shlex.quote(word)


def _too_old(found: Import) -> str:
    return (
        f"{found.book.name} is of an earlier version, and its block of columns cannot hold: "
        f"{', '.join(found.proposal.too_old_for)}."
    )


def _block(found: Import) -> list[str]:
    """The block as it will be, without the fields that stay blank; what is new has a star."""
    proposal = found.proposal
    now = lines_of(proposal.block, proposal.feed)
    fields = [header for header in proposal.block.headers if header not in (OUR_NAME, proposal.header_field)]
    rows = []
    for line in proposal.lines:
        own = now[line.name]
        header = written_headers(line.headers) if line.headers else _UNKNOWN
        star = "*" if proposal.header_field in line.fields else ""
        cells = [f"{_cell(line.fields[name])}*" if name in line.fields else _cell(own.get(name)) for name in fields]
        rows.append([line.name, f"{header}{star}", *cells])
    used = [place for place in range(len(fields) + 2) if place < 2 or any(row[place] for row in rows)]
    headers = [OUR_NAME, proposal.header_field, *fields]
    table = [[row[place] for place in used] for row in (headers, *rows)]
    new = ["  * is new; everything else stays as it is."] if proposal.columns else ["  Nothing has to be changed."]
    return [*in_columns(table), *new, *(f"  {each}" for each in proposal.said)]


def _cell(value: object) -> str:
    return quote(value) if isinstance(value, float) else text(value)


def _first_rows(found: Import) -> list[str]:
    rows = found.preview.rows
    if not rows:
        return ["The file has no rows."]
    names = list(rows[0].cells)
    verdict = "Why it does not count"
    shows = any(row.verdict for row in rows)
    table = [["Row", *names, *([verdict] if shows else [])]]
    table += [[str(row.number), *row.cells.values(), *([row.verdict] if shows else [])] for row in rows]
    return ["The first rows as they would be read:", *in_columns(table)]


def _counts(found: Import) -> list[str]:
    preview = found.preview
    if preview.counts is None:
        return ["", f"A refresh would be refused as things stand: {preview.refused}"]
    counts = preview.counts
    apart = f", {counts.apart:,} be counted apart" if counts.apart else ""
    lines = [
        "",
        f"Of {rows_in_words(counts.read)} {counts.tallied:,} would count, {counts.rejected:,} be rejected{apart}.",
    ]
    lines += [f"  {rows:>8,}  {reason}" for reason, rows in preview.reasons]
    return [*lines, *(f"  {each}" for each in chain(preview.notes, counts.decisions, counts.doubts))]


def in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of texts below each other, whatever their script; the last column is as long as it is."""
    cut = [[cell if place == len(row) - 1 else _cut(cell) for place, cell in enumerate(row)] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*cut, strict=True)]
    return [
        f"  {'  '.join(cell + ' ' * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))}".rstrip()
        for row in cut
    ]


def _cut(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 3]}..."


def _width(cell: str) -> int:
    """How wide a text stands on a terminal: Chinese signs take two places."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in cell)
