"""The error cells that Excel shows in an open workbook; their reasons come from a copy, computed by our engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from addin.engine.apart import answer_apart
from addin.engine.error_origins import ErrorCell, ErrorOrigin, ErrorReport, group_by_origin, group_unexplained
from addin.hosts.excel.live.cells import area_of, formula_cells
from addin.hosts.excel.live.com import com_message, excel_error
from addin.refusal import Refusal
from addin.workbook.file import WorkbookFile
from udfs.calling.errors import CellError

ONLY_EXCEL = "shown by Excel only: computed outside Excel, the cell has no such error"
_UNEXPLAINED = "shown by Excel"


def errors_shown(sheets: Iterator[Any], copied: Callable[[], AbstractContextManager[Path]]) -> ErrorReport:
    """The errors of formula cells on these sheets. Without any, no copy is made."""
    formulas, cells = 0, []
    for sheet in sheets:
        name = str(sheet.Name)
        for row, column, value in formula_cells(sheet, area_of(sheet.UsedRange)):
            formulas += 1
            if isinstance(value, CellError):
                cells.append(ErrorCell(name, row, column, value.code))
    if not cells:
        return ErrorReport(formulas)
    try:
        with copied() as path:
            origins, without_data, unknown = answer_apart(_origins_in_copy, path, cells, files=[path])
    except (Refusal, OSError, excel_error()) as problem:
        why = com_message(problem) if isinstance(problem, excel_error()) else problem
        note = f"Why cells show errors could not be found out, since a copy of the workbook could not be read: {why}"
        return ErrorReport(formulas, group_unexplained(cells, _UNEXPLAINED), kept=[note])
    return ErrorReport(formulas, [*origins, *group_unexplained(unknown, ONLY_EXCEL)], without_data)


def _origins_in_copy(path: Path, cells: Sequence[ErrorCell]) -> tuple[list[ErrorOrigin], int, list[ErrorCell]]:
    copy = WorkbookFile(path)
    copy.recalculate()
    assert copy.evaluation is not None
    return group_by_origin(copy.evaluation, cells)
