"""A list in a new, unsaved workbook: what is too long for a message box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from addin.cells.addresses import Area
from addin.hosts.excel.live.cells import write_rows

_HEADERS: Final = ("Place", "What")
_WIDTHS: Final = (("A:A", 24), ("B:B", 120))


def list_in_new_workbook(application: Any, lines: Sequence[tuple[str, str]]) -> str:
    """Two columns, place and what; answers the workbook's name. The workbook that was in front stays there."""
    front = application.ActiveWorkbook
    workbook = application.Workbooks.Add()
    sheet = workbook.Worksheets(1)
    rows = [_HEADERS, *lines]
    write_rows(sheet, Area(1, 1, len(rows), len(_HEADERS)), rows, date1904=False)
    for columns, width in _WIDTHS:
        sheet.Range(columns).ColumnWidth = width
    if front is not None:
        front.Activate()
    return str(workbook.Name)
