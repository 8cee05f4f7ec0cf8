"""What is wrong with a computed workbook: its error cells, each with its reason, and its failed checks."""

from __future__ import annotations

from dataclasses import dataclass, field

from addin.cells.addresses import address
from addin.engine.error_origins import ErrorOrigin
from addin.workbook.protocol import Workbook

OK = "OK"
WARNING = "Warning:"


@dataclass(frozen=True)
class CheckResult:
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
    checks: list[CheckResult] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    needs_excel: tuple[str, ...] = ()
    """Cells of the user's own that kept their last value, though it may be another now, such as "My sheet!C4"."""
    followers: tuple[str, ...] = ()
    """Cells of the template that follow from those, and kept theirs."""

    @property
    def failed(self) -> list[CheckResult]:
        return [check for check in self.checks if not check.is_ok and not check.is_warning]

    @property
    def warnings(self) -> list[CheckResult]:
        return [check for check in self.checks if check.is_warning]

    @property
    def all_well(self) -> bool:
        return not self.errors and not self.failed


def findings(book: Workbook) -> Findings:
    """What is wrong with a computed workbook."""
    errors = book.errors()
    return Findings(
        formulas=errors.formulas,
        errors=errors.origins,
        without_data=errors.without_data,
        checks=_checks(book),
        kept=errors.kept,
        needs_excel=_addresses(errors.needs_excel),
        followers=_addresses(errors.followers),
    )


def _addresses(cells: list[tuple[str, int, int]]) -> tuple[str, ...]:
    return tuple(f"{sheet}!{address(row, column)}" for sheet, row, column in sorted(cells))


def _checks(book: Workbook) -> list[CheckResult]:
    """The lines of the table `checks`, where the workbook has one."""
    if "checks" not in {name.casefold() for name in book.tables()}:
        return []
    table = book.read_table("checks")
    columns = dict(zip([header.casefold() for header in table.headers], table.columns, strict=True))
    names, results = columns.get("check"), columns.get("result")
    if names is None or results is None:
        return []
    remedies = columns.get("what to do", [None] * len(names))
    return [
        CheckResult(_text(name), _text(result), _text(remedy))
        for name, result, remedy in zip(names, results, remedies, strict=True)
        if _text(name)
    ]


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
