"""The rows of each of a template's tables: from a file that was named for it, a source, or the workbook itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from addin.progress import Advance
from addin.refusal import Refusal
from addin.sources.files import digest_of_file, is_workbook, rows_of_file, rows_of_sheet
from addin.sources.headers import has_all
from addin.sources.rows import rows_of_source
from addin.workbook.protocol import Workbook
from workbook_templates.refreshing.known_exports import read_as_export
from workbook_templates.refreshing.record import Feed, RowCounts, SourceRows, Template
from workbook_templates.refreshing.wanted import whole_of

BY_HEADERS: Final = ""
"""In place of a table's name: the file is of the table whose headers it has."""

Files = Mapping[str, Path]
"""The files that take the place of tables for one refresh, by the names of these."""


def require_tables(workbook: Workbook, template: Template, files: Files) -> None:
    """A file is named for a table of the workbook's own template."""
    own = {feed.table for feed in template.feeds}
    for table in files:
        if table != BY_HEADERS and table not in own:
            options = " or ".join(f"{feed.option} FILE" for feed in template.feeds)
            raise Refusal(
                f"{workbook.name}: --{table} is not for this kind of workbook; name the file of its rows: {options}"
            )


def rows_of_tables(
    workbook: Workbook,
    template: Template,
    settings: Any,
    files: Files,
    held: ExitStack,
    advance: Advance | None = None,
    sheets: Sequence[str] = (),
) -> dict[str, SourceRows]:
    """The rows of each table, in the template's order; connections to sources stay open as long as `held`.

    Of files that are workbooks `sheets` are read, where any are named.
    """
    _require_workbook(files, sheets)
    found = {
        table: _rows_of_file(path, template, settings, table, sheets, advance)
        for table, path in files.items()
        if table != BY_HEADERS
    }
    if BY_HEADERS in files:
        table, rows = _table_with_headers(files[BY_HEADERS], template, settings, sheets)
        found[table] = rows
    return {feed.table: found.get(feed.table) or _rows_of_workbook(workbook, feed, held) for feed in template.feeds}


def _require_workbook(files: Files, sheets: Sequence[str]) -> None:
    """Sheets are named of a workbook."""
    if sheets and not any(map(is_workbook, files.values())):
        named = ", ".join(path.name for path in files.values())
        raise Refusal(
            f"--sheet names sheets of a workbook with rows; {named} has none. Leave it out."
            if named
            else "--sheet names sheets of a workbook with rows; name that file too, such as --responses year.xlsx."
        )


def _rows_of_file(
    path: Path,
    template: Template,
    settings: Any,
    table: str,
    sheets: Sequence[str],
    advance: Advance | None = None,
) -> SourceRows:
    feed = next(feed for feed in template.feeds if feed.table == table)
    rows = rows_of_file(path, feed.wanted(settings), sheets if is_workbook(path) else (), advance)
    rows = read_as_export(rows, feed.table, feed.headers(settings))
    return replace(rows, digest=digest_of_file(path))


def _table_with_headers(path: Path, template: Template, settings: Any, sheets: Sequence[str]) -> tuple[str, SourceRows]:
    """A file without a table's name: it belongs to the only table, or to the only one whose headers it has."""
    if len(template.feeds) == 1:
        (feed,) = template.feeds
        return feed.table, _rows_of_file(path, template, settings, feed.table, sheets)
    read = {feed.table: _rows_of_file(path, template, settings, feed.table, sheets) for feed in template.feeds}
    fitting = [feed for feed in template.feeds if has_all(read[feed.table].headers, feed.wanted(settings))]
    if len(fitting) == 1:
        return fitting[0].table, read[fitting[0].table]
    if fitting:
        tables = " and of ".join(feed.table for feed in fitting)
        options = " or ".join(f"{feed.option} FILE" for feed in fitting)
        raise Refusal(
            f"{path.name} has the headers of {tables}; say on Inputs by different headers which is which, or name the "
            f"table on the command line: centre-roi refresh BOOK {options}"
        )
    wanted = "; ".join(f"{feed.table} has {', '.join(map(whole_of, feed.wanted(settings)))}" for feed in template.feeds)
    raise Refusal(
        f"{path.name} has the headers of no table of this workbook: {wanted}. Put these headers into the file's first "
        "row, or say on Inputs what it calls them."
    )


def _rows_of_workbook(workbook: Workbook, feed: Feed, held: ExitStack) -> SourceRows:
    """The rows of the source that the workbook names, else those of its own sheet."""
    named = workbook.read_cell(feed.source_cell)
    if isinstance(named, str) and named.strip():
        return rows_of_source(named.strip(), feed.columns, feed.counted_by_engines, held)
    return rows_of_sheet(workbook, feed.table)


def require_rows(
    workbook: Workbook, template: Template, read: Mapping[str, SourceRows], counts: Mapping[str, RowCounts]
) -> None:
    """Counts that came from a file or source are not replaced by those of an empty sheet."""
    for feed in template.feeds:
        kind, name = (workbook.read_cell(cell) for cell in feed.last_source)
        if read[feed.table].kind == "sheet" and counts[feed.table].read == 0 and kind in ("file", "source"):
            table = "The workbook" if len(template.feeds) == 1 else f"The table {feed.table}"
            again = f"that file again ({_how_to_name(feed, template)})" if kind == "file" else "it again on Inputs"
            raise Refusal(
                f"{table} has no rows of its own, and its last refresh counted {name}. Name {again}, or enter rows "
                "first."
            )


def _how_to_name(feed: Feed, template: Template) -> str:
    """With several tables Excel's button names one file at a time, which may not be enough."""
    alone = len(template.feeds) == 1
    return f"{feed.option} FILE{' (in Excel: Refresh from a file)' if alone else ''}"
