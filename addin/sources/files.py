"""Where rows come from: the workbook's own sheet, or a file that takes its place for one refresh."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from addin.progress import Advance
from addin.refusal import Refusal
from addin.sources.delimited_text import read_delimited
from addin.sources.row_books import OTHERS, XLSX
from addin.sources.sheet_choice import rows_of_book
from addin.system.plain_file import require_plain
from addin.workbook.protocol import Workbook
from workbook_templates.refreshing.record import SourceRows
from workbook_templates.refreshing.wanted import Wanted

_TEXTS = (".csv", ".txt", ".tsv")
_ADDRESS = re.compile(r"(?:https?|ftps?|sftp|file|s3|smb):[/\\]", re.IGNORECASE)
"""How an address begins, and what a path makes of that."""


def rows_of_sheet(workbook: Workbook, table: str) -> SourceRows:
    """The rows that users filled into the workbook's own table; blank lines at its end are none."""
    rows = workbook.read_table(table)
    return SourceRows(
        name=f"the table {table} of this workbook",
        kind="sheet",
        headers=rows.headers,
        columns=rows.columns,
        first_row=rows.first_row,
        date1904=workbook.date1904,
    )


def rows_of_file(
    path: Path, wanted: Sequence[Wanted], sheets: Sequence[str] = (), advance: Advance | None = None
) -> SourceRows:
    """A file's rows, untouched; of a workbook the sheets of these names, or the one whose header has what is wanted."""
    require_file(path)
    if is_workbook(path):
        return rows_of_book(path, wanted, sheets)
    if path.suffix.lower() in _TEXTS:
        text = read_delimited(path, wanted, advance)
        return SourceRows(path.name, "file", text.headers, text.columns, text.first_row, notes=(text.detected,))
    raise Refusal(
        f"{path.name}: rows are read from .csv and .xlsx files, and from .xls, .xlsb and .ods; save it as one of these."
    )


def is_workbook(path: Path) -> bool:
    """Whether the file's name says that it has sheets."""
    return path.suffix.lower() in (*XLSX, *OTHERS)


def require_file(path: Path) -> None:
    """What is no file is refused by what it is."""
    if _ADDRESS.match(str(path)):
        raise Refusal(f"{path}: give a file, not an address: download it first, and name the file that you get.")
    require_plain(path, "rows")


def digest_of_file(path: Path) -> str:
    """SHA-256 of the file's bytes, as `sha256sum` prints it."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
