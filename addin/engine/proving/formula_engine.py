"""The second engine, formulon, which was made after Excel 365 cell by cell and has no functions of ours.

What the users of workbooks write themselves is computed by it; see docs/engine-differences.md.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any, Final

from addin.cells.addresses import Area
from addin.cells.values import Cell
from addin.engine.calls import Rows, spread
from udfs.calling.errors import DIV0, NA, NAME, NUM, VALUE, CellError

_CODES: Final = {
    "NULL": "#NULL!",
    "DIV0": DIV0,
    "VALUE": VALUE,
    "REF": "#REF!",
    "NAME": NAME,
    "NUM": NUM,
    "NA": NA,
    "SPILL": "#SPILL!",
    "CALC": "#CALC!",
    "GETTING_DATA": "#GETTING_DATA",
    "FIELD": "#FIELD!",
    "BLOCKED": "#BLOCKED!",
    "CONNECT": "#CONNECT!",
    "BUSY": "#BUSY!",
}
"""What a cell shows for each of the engine's errors."""
_LARGEST_ANSWER = 250_000
"""Cells of one formula's answer."""


class Beyond(Exception):
    """The second engine cannot go on with this workbook."""


class FormulaBook:
    """A workbook in the second engine; rows and columns are counted from 1."""

    def __init__(self, data: bytes) -> None:
        from addin.engine.proving.compiled import load_formulon  # most workbooks need none of it

        try:
            formulon = load_formulon()
        except Exception as error:  # not made for this machine, or given no memory: of several kinds
            raise Beyond(str(error)) from error

        self._errors: Mapping[int, str] = {code: _CODES.get(code.name, VALUE) for code in formulon.ErrorCode}
        self._numbers: Mapping[str, int] = {text: int(code) for code, text in self._errors.items()}
        self._failure = formulon.FormulonError
        self._book = self._done(lambda: formulon.Workbook.load(data))
        names = [self._book.sheet_name(number) for number in range(self._book.sheet_count())]
        self._sheets = {name.casefold(): number for number, name in enumerate(names)}

    def pin(self, moment: datetime.datetime) -> None:
        """What TODAY and NOW are."""
        self._done(
            lambda: self._book.set_pinned_now(
                moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second
            )
        )

    def compute(self) -> None:
        """Every formula that stands in the workbook."""
        self._done(self._book.recalc)

    def value(self, sheet: str, row: int, column: int) -> Cell:
        """What a cell shows."""
        return self._cell(self._done(lambda: self._book.get_value(self._number(sheet), row - 1, column - 1)))

    def put(self, sheet: str, row: int, column: int, value: Cell) -> None:
        """A constant in place of what stands in a cell."""
        place = (self._number(sheet), row - 1, column - 1)
        book = self._book
        if value is None:
            self._done(lambda: book.set_blank(*place))
        elif isinstance(value, CellError):
            self._done(lambda: book.set_error(*place, self._numbers.get(value.code, self._numbers[VALUE])))
        elif isinstance(value, bool):
            self._done(lambda: book.set_bool(*place, value))
        elif isinstance(value, str):
            self._done(lambda: book.set_text(*place, value))
        else:
            self._done(lambda: book.set_number(*place, float(value)))

    def formula(self, sheet: str, row: int, column: int) -> str:
        """The formula of a cell as Excel 365 shows it: `@` where a range gives way to one cell; "" for none."""
        return self._done(lambda: self._book.get_formula(self._number(sheet), row - 1, column - 1)) or ""

    def answer(self, sheet: str, row: int, column: int, text: str) -> Rows:
        """The whole answer of a formula as if it stood in that cell."""
        rows = self._done(lambda: self._book.evaluate_formula_array(self._number(sheet), row - 1, column - 1, text))
        if len(rows) * len(rows[0]) > _LARGEST_ANSWER:
            raise Beyond("an answer of too many cells")
        return [[self._cell(cell) for cell in row] for row in rows]

    def _number(self, sheet: str) -> int:
        return self._sheets[sheet.casefold()]

    def _cell(self, value: Any) -> Cell:
        kind = value.kind.name
        if kind == "ERROR":
            return CellError(self._errors.get(value.error_code, VALUE))
        if kind in ("NUMBER", "BOOL", "TEXT"):
            plain: Cell = value.to_python()
            return plain
        return None if kind == "BLANK" else CellError(VALUE)

    def _done(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except (self._failure, MemoryError, ValueError, OverflowError, RuntimeError) as error:
            raise Beyond(str(error)) from error


def shown(value: Cell) -> Cell:
    """What a formula shows: 0 where its answer is an empty cell."""
    return 0.0 if value is None else value


def fitted(answer: Rows, rows: int, columns: int) -> Rows:
    """What an array formula shows in a declared range."""
    return [[shown(cell) for cell in row] for row in spread(answer, rows, columns, CellError(NA))]


def as_rows(answer: Cell | Rows) -> Rows:
    """An answer as rows, a single value too."""
    return answer if isinstance(answer, list) else [[answer]]


def area_from(row: int, column: int, answer: Rows) -> Area:
    """The cells that an answer fills from a first one on."""
    return Area(row, column, row + len(answer) - 1, column + len(answer[0]) - 1)
