"""What Calc shows in a workbook's formula cells, and where that is not what the embedded engine came to."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from addin.cells.addresses import address
from addin.engine.evaluation import Evaluation
from addin.hosts.libreoffice.cells import code_of
from udfs.calling.errors import CellError

CLOSE = 1e-12


class Difference(NamedTuple):
    """A cell in which two hosts do not agree."""

    place: str
    calc: Any
    engine: Any
    formula: str


def shown(document: Any, cells: Mapping[str, Mapping[tuple[int, int], Any]]) -> dict[tuple[str, int, int], Any]:
    """What Calc shows in these cells, sheet by sheet; an error by the code that it is saved with."""
    values = {}
    for sheet_name, places in cells.items():
        if not places:
            continue
        sheet = document.Sheets.getByName(sheet_name)
        rows, columns = (max(place[axis] for place in places) for axis in (0, 1))
        data = sheet.getCellRangeByPosition(0, 0, columns - 1, rows - 1).getDataArray()
        for row, column in places:
            value = data[row - 1][column - 1]
            if value is None:
                value = CellError(code_of(sheet.getCellByPosition(column - 1, row - 1).getError()))
            values[sheet_name, row, column] = value
    return values


def differences(document: Any, evaluation: Evaluation) -> list[Difference]:
    """After a hard recalculation, the cells that are not the same in both."""
    document.calculateAll()
    found = []
    for (sheet, row, column), calc in shown(document, evaluation.values).items():
        engine = evaluation.values[sheet][row, column]
        if not same(calc, engine):
            formula = document.Sheets.getByName(sheet).getCellByPosition(column - 1, row - 1).Formula
            found.append(Difference(f"{sheet}!{address(row, column)}", calc, engine, formula))
    return found


def same(calc: Any, other: Any) -> bool:
    """Numbers to 1e-12 relative, errors by their code, texts letter by letter; Calc knows no truth values."""
    if isinstance(other, CellError) or isinstance(calc, CellError):
        return isinstance(other, CellError) and isinstance(calc, CellError) and calc.code == other.code
    if isinstance(other, (bool, int, float)):
        return isinstance(calc, float) and math.isclose(calc, float(other), rel_tol=CLOSE)
    return bool(calc == (other or ""))
