"""What is wrong with a computed workbook: its error cells, each with its reason, and its failed checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from addin.addresses import address
from addin.workbook_file import WorkbookFile
from udfs.errors import CellError

if TYPE_CHECKING:
    from addin.hosts.engine import Evaluation
    from addin.hosts.explain import Explanation

OK = "OK"
WARNING = "Warning:"


@dataclass(frozen=True)
class ErrorOrigin:
    """One place where an error began, and the cells that show it."""

    sheet: str
    address: str
    code: str
    reason: str
    cells: tuple[str, ...]

    def __str__(self) -> str:
        text = f"{self.sheet}!{self.address} {self.code} {self.reason}"
        others = [cell for cell in self.cells if cell != f"{self.sheet}!{self.address}"]
        if not others:
            return text
        shown = ", ".join(others[:3]) + (f" and {len(others) - 3:,} more" if len(others) > 3 else "")
        return f"{text} (also in {shown})"


@dataclass(frozen=True)
class Check:
    """One line of the workbook's Checks sheet."""

    name: str
    result: str
    remedy: str

    @property
    def is_ok(self) -> bool:
        return self.result == OK

    @property
    def is_warning(self) -> bool:
        return self.result.startswith(WARNING)

    def __str__(self) -> str:
        return f"{self.name}: {self.result}" + (f" ({self.remedy})" if self.remedy and not self.is_ok else "")


@dataclass(frozen=True)
class Findings:
    """Everything that a controller should know before the workbook goes out."""

    formulas: int
    errors: list[ErrorOrigin] = field(default_factory=list)
    without_data: int = 0
    """Cells that show #N/A on purpose: periods without data."""
    checks: list[Check] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def failed(self) -> list[Check]:
        return [check for check in self.checks if not check.is_ok and not check.is_warning]

    @property
    def warnings(self) -> list[Check]:
        return [check for check in self.checks if check.is_warning]

    @property
    def all_well(self) -> bool:
        return not self.errors and not self.failed


def findings(book: WorkbookFile) -> Findings:
    """What is wrong with a workbook that was computed by the embedded engine."""
    evaluation = book.evaluation
    if evaluation is None:
        raise ValueError("compute the workbook first")
    origins, without_data = _origins(evaluation)
    return Findings(
        formulas=sum(map(len, evaluation.values.values())),
        errors=origins,
        without_data=without_data,
        checks=_checks(book),
        kept=[
            f"{kept.sheet}!{kept.address}: {kept.function} can be computed by Excel only; its last value was kept"
            for kept in evaluation.kept
        ],
    )


def _origins(evaluation: Evaluation) -> tuple[list[ErrorOrigin], int]:
    """The error cells by the place where their error began; those on purpose are only counted."""
    begun: dict[tuple[str, str], tuple[Explanation, list[str]]] = {}
    without_data = 0
    for sheet, values in evaluation.values.items():
        for (row, column), value in values.items():
            if not isinstance(value, CellError):
                continue
            explanation = evaluation.explain(sheet, row, column)
            if explanation is None:
                continue
            if explanation.deliberate:
                without_data += 1
                continue
            key = (explanation.sheet, explanation.address)
            begun.setdefault(key, (explanation, []))[1].append(f"{sheet}!{address(row, column)}")
    origins = [
        ErrorOrigin(origin.sheet, origin.address, origin.code, origin.reason, tuple(cells))
        for origin, cells in begun.values()
    ]
    return origins, without_data


def _checks(book: WorkbookFile) -> list[Check]:
    """The lines of the table `checks`, where the workbook has one."""
    if "checks" not in {name.casefold() for name in book.package.tables}:
        return []
    table = book.read_table("checks")
    columns = dict(zip([header.casefold() for header in table.headers], table.columns, strict=True))
    names, results = columns.get("check"), columns.get("result")
    if names is None or results is None:
        return []
    remedies = columns.get("what to do", [None] * len(names))
    return [
        Check(_text(name), _text(result), _text(remedy))
        for name, result, remedy in zip(names, results, remedies, strict=True)
        if _text(name)
    ]


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
