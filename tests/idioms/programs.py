"""The programs that compute the idioms: LibreOffice, and the library formulon."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from addin.cells.values import Cell
from addin.xlsx.package import Package
from tests.hostile.cases import packed
from tests.idioms.notation import Value
from tests.idioms.sheets import MINE, Parts, Placed
from udfs.calling.errors import CellError

_PROGRAM: Final = "/usr/lib/libreoffice/program/soffice.bin"
_FRESH_PROFILE: Final = (79, 81)
_PATIENCE: Final = 300
_SETTINGS: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
    "<value>0</value></prop></item></oor:items>"
)
"""Everything is computed on loading."""

Shape = tuple[int, int]
ONE_CELL: Final = (1, 1)


def by_formulon(parts: Parts, places: Sequence[Placed]) -> dict[str, Value]:
    """What formulon answers for the idioms, by id."""
    import formulon

    with formulon.Workbook.load(packed(parts)) as book:
        book.recalc()
        sheets = [book.sheet_name(number) for number in range(book.sheet_count())]
        mine = sheets.index(MINE)
        return {place.idiom.id: _spilled(book, mine, place) for place in places}


def _spilled(book: Any, sheet: int, place: Placed) -> Value:
    row, column = place.row - 1, place.column - 1
    height, width = place.idiom.size
    if place.idiom.kind == "dynamic":
        spill = book.spill_info(sheet, row, column)
        if spill.engaged and (spill.anchor_row, spill.anchor_col) == (row, column):
            height, width = spill.rows, spill.cols
    return _narrowed(
        [
            [_of_formulon(book.get_value(sheet, row + down, column + right)) for right in range(width)]
            for down in range(height)
        ]
    )


def _of_formulon(value: Any) -> Cell:
    import formulon

    if value.kind == formulon.ValueKind.ERROR:
        return CellError(formulon.error_display_name(value.error_code))
    found: Cell = value.to_python()
    return found


def by_libreoffice(parts: Parts, places: Sequence[Placed], shapes: Mapping[str, Shape]) -> dict[str, Value]:
    """What LibreOffice answers for the idioms, by id; it fills the cells that the file says an array fills."""
    with tempfile.TemporaryDirectory() as scratch:
        cells = _converted(Path(scratch), packed(parts)).sheet(MINE).cells()
        found = {(row, column): value for row, column, value in cells}
    values = {}
    for place in places:
        height, width = shapes.get(place.idiom.id, place.idiom.size)
        rows = [
            [found.get((place.row + down, place.column + right)) for right in range(width)] for down in range(height)
        ]
        values[place.idiom.id] = _narrowed(rows)
    return values


def _converted(folder: Path, book: bytes) -> Package:
    """The workbook computed and saved by LibreOffice."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    (folder / "book.xlsx").write_bytes(book)
    command = [_PROGRAM, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += [
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder / "out"),
        str(folder / "book.xlsx"),
    ]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "en_US.UTF-8"}
    for _ in range(2):
        done = subprocess.run(command, env=environment, check=False, capture_output=True, timeout=_PATIENCE)
        if done.returncode not in _FRESH_PROFILE:
            break
    return Package.open(folder / "out" / "book.xlsx")


def _narrowed(rows: list[list[Cell]]) -> Value:
    """One cell as itself, several as rows."""
    return rows[0][0] if (len(rows), len(rows[0])) == ONE_CELL else tuple(map(tuple, rows))
