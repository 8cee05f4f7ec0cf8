"""The error cells that Excel shows in an open workbook; their reasons come from a copy, computed by our engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from addin.engine.error_origins import ErrorCell, ErrorReport, group_by_origin, group_unexplained
from addin.hosts.excel.live.cells import area_of, formula_cells
from addin.hosts.excel.live.com import com_message, excel_error
from addin.refusal import Refusal
from udfs.calling.errors import CellError

if TYPE_CHECKING:
    from addin.workbook.file import WorkbookFile

ONLY_EXCEL = "shown by Excel only: computed outside Excel, the cell has no such error"
_UNEXPLAINED = "shown by Excel"


def errors_shown(sheets: Iterator[Any], computed_copy: Callable[[], WorkbookFile]) -> ErrorReport:
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
        evaluation = computed_copy().evaluation
    except (Refusal, OSError, excel_error()) as problem:
        why = com_message(problem) if isinstance(problem, excel_error()) else problem
        note = f"Why cells show errors could not be found out, since a copy of the workbook could not be read: {why}"
        return ErrorReport(formulas, group_unexplained(cells, _UNEXPLAINED), kept=[note])
    assert evaluation is not None
    origins, without_data, unknown = group_by_origin(evaluation, cells)
    return ErrorReport(formulas, [*origins, *group_unexplained(unknown, ONLY_EXCEL)], without_data)
