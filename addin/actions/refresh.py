"""The one button: read, validate, tally, write, recalculate, record; the same for every template."""

from __future__ import annotations

import contextlib
import datetime
import getpass
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from addin.actions.checking import Findings, findings
from addin.actions.earlier_workbooks import checks_beside, known_cells, known_headers
from addin.actions.feeding import Files, require_rows, require_tables, rows_of_tables
from addin.cells.text import whole_number
from addin.progress import Advance
from addin.refusal import Refusal
from addin.release import VERSION
from addin.system.memory import pause_collector
from addin.workbook.file import WorkbookFile, editing
from addin.workbook.protocol import VALUES_ONLY, Workbook
from udfs.calling.errors import CellError
from workbook_templates.catalogue import TEMPLATES
from workbook_templates.refreshing.record import Feed, Origin, RowCounts, SourceRows, Stamp, Tallied, Template, Unusable

MOST_REMEMBERED = 200
"""Refreshes that a workbook's history keeps."""

NO_FILES: Final[Files] = MappingProxyType({})

Step = Callable[[str], AbstractContextManager[Advance | None]]
"""Told what is being done, while it is done; it may want to know how many rows of it are."""


def silently(_: str) -> AbstractContextManager[None]:
    """No word about what is being done."""
    return contextlib.nullcontext()


@dataclass(frozen=True)
class Summary:
    """What one refresh did, or would do."""

    template: Template
    origins: tuple[Origin, ...]
    """Where the rows of each table came from, and what became of them."""
    source: str
    read: int
    tallied: int
    rejected: int
    apart: int
    before: Any
    after: Any
    findings: Findings
    notes: tuple[str, ...] = field(default_factory=tuple)
    written: bool = True


def refresh(
    path: Path,
    files: Files = NO_FILES,
    *,
    sheets: Sequence[str] = (),
    dry_run: bool = False,
    step: Step = silently,
    now: datetime.datetime | None = None,
    who: str | None = None,
) -> Summary:
    """Refresh a workbook file. It either finishes or leaves the file as it was (Refusal).

    A table that `files` names has its rows from there for this once, any other from the workbook's sheet; of files that
    are workbooks `sheets` are read, where any are named.
    """
    with _open_workbook(path, dry_run, step) as book:
        summary = refresh_open(book, files, sheets=sheets, step=step, now=now, who=who)
        if not dry_run:
            with step(f"writing {path.name}"):
                book.save()
        notes = (*summary.notes, *book.notes)
    return replace(summary, written=not dry_run, notes=notes)


@pause_collector()
def refresh_open(
    book: Workbook,
    files: Files = NO_FILES,
    *,
    sheets: Sequence[str] = (),
    step: Step = silently,
    now: datetime.datetime | None = None,
    who: str | None = None,
) -> Summary:
    """Refresh a workbook without saving it. Everything is counted and judged before the first cell is written."""
    template = template_of(book)
    require_tables(book, template, files)
    before = book.read_range(template.result)[0][0]
    settings, read, tallied = count_rows(book, template, files, sheets, step)
    require_rows(book, template, read, tallied.counts)
    stamp = Stamp(
        when=now or _now(),
        who=who or _user(),
        version=VERSION,
        origins=tuple(_origin(feed, read[feed.table], tallied.counts[feed.table]) for feed in template.feeds),
        before=before,
        after=None,
    )
    return _write_and_record(book, template, settings, tallied, stamp, step)


def count_rows(
    book: Workbook, template: Template, files: Files = NO_FILES, sheets: Sequence[str] = (), step: Step = silently
) -> tuple[Any, Mapping[str, SourceRows], Tallied]:
    """The inputs, the rows of each table, and what these come to; nothing is written."""
    with _explain_unusable(), contextlib.ExitStack() as held:
        settings, read = _current(book, template, files, sheets, step, held)
        with step(f"counting {_rows_of(read)}"):
            return settings, read, template.tally(settings, read)


@contextlib.contextmanager
def _open_workbook(path: Path, dry_run: bool, step: Step) -> Iterator[WorkbookFile]:
    """The workbook, held under our lock if it is going to be written."""
    with contextlib.ExitStack() as held:
        with step(f"opening {path.name}"):
            book = WorkbookFile(path) if dry_run else held.enter_context(editing(path))
        yield book


def template_of(workbook: Workbook) -> Template:
    """The record of the workbook's template; a kind or version that is not known is refused by name."""
    tag, file = workbook.template(), workbook.name
    if not tag:
        raise Refusal(
            f"{file}: this workbook was not made from a Centre ROI template (it lacks the name centre_roi_template). "
            f"Start one with: centre-roi new {next(iter(TEMPLATES))} book.xlsx (in Excel: Centre ROI > New)"
        )
    kind, _, number = tag.partition("/")
    if number.endswith(VALUES_ONLY):
        raise Refusal(
            f"{file}: this is a copy with values in place of formulas (export --values); refresh the workbook that it "
            "was made from."
        )
    template, version = TEMPLATES.get(kind), whole_number(number)
    if template is None or version is None:
        known = ", ".join(TEMPLATES)
        raise Refusal(f"{file}: this workbook is of the kind {tag[:60]}, which is not known here; known are: {known}.")
    if version > template.version:
        raise Refusal(
            f"{file}: this workbook is of version {version} of {kind}; this program knows version {template.version}. "
            "Update it: pip install --upgrade centre-roi"
        )
    return template


def _rows_of(read: Mapping[str, SourceRows]) -> str:
    """How many they are, as far as that is known; an engine that counts them says it at the end."""
    rows = sum(len(source.columns[0]) for source in read.values() if source.columns)
    engines = [f"the rows of {source.name}" for source in read.values() if source.counting is not None]
    return " and ".join([*([f"{rows:,} rows"] if rows or not engines else []), *engines])


def _origin(feed: Feed, source: SourceRows, counts: RowCounts) -> Origin:
    digest = source.digest or counts.digest
    return Origin(feed, source.name, source.kind, replace(counts, digest=digest), "\n".join(counts.decisions))


def _current(
    book: Workbook, template: Template, files: Files, sheets: Sequence[str], step: Step, held: contextlib.ExitStack
) -> tuple[Any, Mapping[str, SourceRows]]:
    """Inputs and rows as they are now: where formulas are among them, computed first."""
    try:
        found = _read(book, template, files, sheets, step, held)
        if not book.reads_formulas:
            return found
    except (Unusable, Refusal):
        if not book.reads_formulas:
            raise
    held.close()
    with step("computing the inputs"):
        book.recalculate()
    return _read(book, template, files, sheets, step, held)


def _read(
    workbook: Workbook, template: Template, files: Files, sheets: Sequence[str], step: Step, held: contextlib.ExitStack
) -> tuple[Any, Mapping[str, SourceRows]]:
    settings = template.settings(workbook)
    named = ", ".join(path.name for path in files.values())
    with step(f"reading {named or 'the rows of the workbook'}") as advance:
        return settings, rows_of_tables(workbook, template, settings, files, held, advance, sheets)


@contextlib.contextmanager
def _explain_unusable() -> Iterator[None]:
    """What a template says of its inputs and rows, as a refusal."""
    try:
        yield
    except Unusable as error:
        raise Refusal(str(error)) from None


def _write_and_record(
    book: Workbook, template: Template, settings: Any, tallied: Tallied, stamp: Stamp, step: Step
) -> Summary:
    """Everything written, computed and recorded."""
    with step("writing the tally") as advance:
        _write(book, template, tallied, stamp, advance)
        remembered = _history_lines(book, template)
        _remember(book, template, [template.history_row(settings, stamp), *remembered])
    with step("recalculating"):
        book.recalculate()
        # No table has other rows from here on: what is computed once more is what needs these few cells.
        book.write_range(template.state_at_refresh, book.read_range(template.state_now))
        book.require_computed(template.result)
        after = book.read_cell(template.result)
        _remember(book, template, [template.history_row(settings, replace(stamp, after=after)), *remembered])
        book.recalculate()
    with step("looking for errors"):
        found = findings(book)
        found.checks.extend(checks_beside(book, stamp.origins))
    return Summary(
        template=template,
        origins=stamp.origins,
        source=stamp.source,
        read=stamp.read,
        tallied=stamp.tallied,
        rejected=stamp.rejected,
        apart=sum(origin.counts.apart for origin in stamp.origins),
        before=stamp.before,
        after=after,
        findings=found,
        notes=(
            *tallied.notes,
            *stale_pivot_tables(book, template.owned),
            *found.kept,
        ),
    )


def _write(workbook: Workbook, template: Template, tallied: Tallied, stamp: Stamp, advance: Advance | None) -> None:
    done, total = 0, sum(map(len, tallied.tables.values()))
    for table, rows in tallied.tables.items():
        of_table = None if advance is None else _advance_of_table(done, total, advance)
        _write_rows(workbook, template, table, rows, of_table)
        done += len(rows)
    for name, value in known_cells(workbook, template.stamps(stamp)).items():
        workbook.write_range(name, [[value]])


def _advance_of_table(before: int, total: int, advance: Advance) -> Advance:
    """What tells the rows of all tables, where it is told those of one."""
    return lambda done, _: advance(before + done, total)


def _write_rows(
    workbook: Workbook, template: Template, table: str, rows: Sequence[Sequence[Any]], advance: Advance | None = None
) -> None:
    """Under the headers that the table has: an older workbook's lacks the later ones."""
    headers = template.owned[table]
    there = known_headers(workbook, table, headers)
    if len(there) < len(headers):
        places = [headers.index(header) for header in there]
        rows = [[row[place] for place in places] for row in rows]
    workbook.write_table(table, rows, there, advance)


def _history_lines(workbook: Workbook, template: Template) -> list[tuple[Any, ...]]:
    """The earlier refreshes, the newest first."""
    headers = template.owned[template.history]
    there = known_headers(workbook, template.history, headers)
    columns = {header: workbook.read_column(template.history, header) for header in there}
    blank = [None] * len(columns[there[0]])
    lines = zip(*(columns.get(header, blank) for header in headers), strict=True)
    return [line for line in lines if any(cell is not None for cell in line)]


def _remember(workbook: Workbook, template: Template, refreshes: Sequence[Sequence[Any]]) -> None:
    # An error cell that stood there would be an error of the workbook again.
    plain = [
        [None if isinstance(cell, CellError) else cell for cell in refresh] for refresh in refreshes[:MOST_REMEMBERED]
    ]
    _write_rows(workbook, template, template.history, plain)


def _now() -> datetime.datetime:
    return datetime.datetime.now().replace(microsecond=0)  # noqa: DTZ005 - the user's own clock, as Excel's NOW()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def stale_pivot_tables(workbook: Workbook, owned: Iterable[str]) -> list[str]:
    """One note for each pivot cache that was made from an owned table or its sheet."""
    sheet_of = {name.casefold(): sheet.casefold() for name, sheet in workbook.tables().items()}
    names = {name.casefold() for name in owned}
    sheets = {sheet_of[name] for name in names if name in sheet_of}
    return [
        f"A pivot table over {source.table or source.sheet} shows the numbers from before: refresh it in Excel."
        for source in workbook.pivot_sources()
        if source.table.casefold() in names or source.sheet.casefold() in sheets
    ]
