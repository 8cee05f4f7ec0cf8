"""The one button: read, validate, tally, write, recalculate, record; the same for every template."""

from __future__ import annotations

import contextlib
import datetime
import getpass
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from addin.checking import Findings, findings
from addin.export import VALUES_ONLY
from addin.pivots import stale_pivot_tables
from addin.refusal import Refusal
from addin.release import VERSION
from addin.sources import digest_of_file, rows_of_file, rows_of_sheet
from addin.workbook import Workbook
from addin.workbook_file import WorkbookFile, editing
from udfs.errors import CellError
from workbook_templates.catalogue import TEMPLATES
from workbook_templates.record import SourceRows, Stamp, Tallied, Template, Unusable

MOST_REMEMBERED = 200
"""Refreshes that a workbook's history keeps."""

Step = Callable[[str], AbstractContextManager[None]]
"""Told what is being done, while it is done."""


def silently(_: str) -> AbstractContextManager[None]:
    """No word about what is being done."""
    return contextlib.nullcontext()


@dataclass(frozen=True)
class Summary:
    """What one refresh did, or would do."""

    template: Template
    source: str
    read: int
    tallied: int
    rejected: int
    before: Any
    after: Any
    findings: Findings
    notes: tuple[str, ...] = field(default_factory=tuple)
    written: bool = True


def refresh(
    path: Path,
    rows_file: Path | None = None,
    *,
    option: str = "",
    dry_run: bool = False,
    step: Step = silently,
    now: datetime.datetime | None = None,
    who: str | None = None,
) -> Summary:
    """Refresh a workbook file. It either finishes or leaves the file as it was (Refusal).

    `option` is what the file of rows was named with, where one was: another template's is refused.
    """
    with _opened(path, dry_run, step) as book:
        _require_option(book, option)
        summary = refresh_open(book, rows_file, step=step, now=now, who=who)
        if not dry_run:
            with step(f"writing {path.name}"):
                book.save()
    return replace(summary, written=not dry_run)


def refresh_open(
    book: Workbook,
    rows_file: Path | None = None,
    *,
    step: Step = silently,
    now: datetime.datetime | None = None,
    who: str | None = None,
) -> Summary:
    """Refresh a workbook without saving it. Everything is counted and judged before the first cell is written."""
    template = template_of(book)
    before = book.read_range(template.result)[0][0]
    with _explained():
        settings, source = _current(book, template, rows_file, step)
        with step(f"counting {len(source.columns[0]) if source.columns else 0:,} rows"):
            tallied = template.tally(settings, source)
    _require_rows(book, template, source, tallied)
    stamp = Stamp(
        when=now or _now(),
        who=who or _user(),
        version=VERSION,
        source=source.name,
        kind=source.kind,
        digest=tallied.digest if rows_file is None else digest_of_file(rows_file),
        read=tallied.read,
        tallied=tallied.tallied,
        rejected=tallied.rejected,
        before=before,
        after=None,
    )
    return _refreshed(book, template, settings, tallied, stamp, step)


@contextlib.contextmanager
def _opened(path: Path, dry_run: bool, step: Step) -> Iterator[WorkbookFile]:
    """The workbook, held under our lock if it is going to be written."""
    with contextlib.ExitStack() as held:
        with step(f"opening {path.name}"):
            book = WorkbookFile(path) if dry_run else held.enter_context(editing(path))
        yield book


def _require_option(book: Workbook, option: str) -> None:
    """A file is named with the option of the workbook's own template."""
    own = template_of(book).option
    if option and option != own:
        raise Refusal(f"{book.name}: {option} is not for this kind of workbook; name the file of its rows: {own} FILE")


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
    template = TEMPLATES.get(kind)
    if template is None or not number.isdigit():
        known = ", ".join(TEMPLATES)
        raise Refusal(f"{file}: this workbook is of the kind {tag}, which is not known here; known are: {known}.")
    if int(number) > template.version:
        raise Refusal(
            f"{file}: this workbook is of version {number} of {kind}; this program knows version {template.version}. "
            "Update it: pip install --upgrade centre-roi"
        )
    return template


def _current(book: Workbook, template: Template, rows_file: Path | None, step: Step) -> tuple[Any, SourceRows]:
    """Inputs and rows as they are now: where formulas are among them, computed first."""
    try:
        found = _read(book, template, rows_file, step)
        if not book.reads_formulas:
            return found
    except (Unusable, Refusal):
        if not book.reads_formulas:
            raise
    with step("computing the inputs"):
        book.recalculate()
    return _read(book, template, rows_file, step)


def _read(workbook: Workbook, template: Template, rows_file: Path | None, step: Step) -> tuple[Any, SourceRows]:
    settings = template.settings(workbook)
    if rows_file is not None:
        with step(f"reading {rows_file.name}"):
            return settings, rows_of_file(rows_file, template.wanted(settings))
    named = workbook.read_cell(template.source_cell)
    if isinstance(named, str) and named.strip():
        raise Refusal(
            f'The workbook names the source "{named.strip()}", and this version reads no configured sources. Clear '
            f"that cell on Inputs, or name a file: {template.option} FILE (in Excel: Refresh from a file)"
        )
    with step("reading the workbook's rows"):
        return settings, rows_of_sheet(workbook, template.rows)


def _require_rows(workbook: Workbook, template: Template, source: SourceRows, tallied: Tallied) -> None:
    """Counts that came from a file are not replaced by those of an empty sheet."""
    kind, name = (workbook.read_cell(cell) for cell in template.last_source)
    if source.kind == "sheet" and tallied.read == 0 and kind == "file":
        raise Refusal(
            f"The workbook has no rows of its own, and its last refresh counted {name}. Name that file again "
            f"({template.option} FILE; in Excel: Refresh from a file), or enter rows first."
        )


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """What a template says of its inputs and rows, as a refusal."""
    try:
        yield
    except Unusable as error:
        raise Refusal(str(error)) from None


def _refreshed(
    book: Workbook, template: Template, settings: Any, tallied: Tallied, stamp: Stamp, step: Step
) -> Summary:
    """Everything written, computed and recorded."""
    with step("writing the tally"):
        _write(book, template, tallied, stamp)
    with step("recalculating"):
        book.recalculate()
        book.write_range(template.state_at_refresh, book.read_range(template.state_now))
        after = book.read_cell(template.result)
        _remember(book, template, settings, replace(stamp, after=after))
        book.recalculate()
    with step("looking for errors"):
        found = findings(book)
    return Summary(
        template=template,
        source=stamp.source,
        read=tallied.read,
        tallied=tallied.tallied,
        rejected=tallied.rejected,
        before=stamp.before,
        after=after,
        findings=found,
        notes=(*tallied.notes, *stale_pivot_tables(book, template.owned), *found.kept),
    )


def _write(workbook: Workbook, template: Template, tallied: Tallied, stamp: Stamp) -> None:
    for table, rows in tallied.tables.items():
        workbook.write_table(table, rows, template.owned[table])
    for name, value in template.stamps(stamp).items():
        workbook.write_range(name, [[value]])


def _remember(workbook: Workbook, template: Template, settings: Any, stamp: Stamp) -> None:
    """The newest refresh on top of the history."""
    headers = template.owned[template.history]
    columns = [workbook.read_column(template.history, header) for header in headers]
    filled = [list(row) for row in zip(*columns, strict=True) if any(cell is not None for cell in row)]
    rows = [list(template.history_row(settings, stamp)), *filled][:MOST_REMEMBERED]
    # An error cell that stood there would be an error of the workbook again.
    plain = [[None if isinstance(cell, CellError) else cell for cell in row] for row in rows]
    workbook.write_table(template.history, plain, headers)


def _now() -> datetime.datetime:
    return datetime.datetime.now().replace(microsecond=0)  # noqa: DTZ005 - the user's own clock, as Excel's NOW()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
