"""The survey template filled as a user and a refresh would, evaluated, for the tests."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.workbook.workbook import Workbook

from addin.engine.evaluation import Evaluation, evaluate_package
from addin.xlsx.package import Package
from udfs.calling.errors import CellError
from workbook_templates.sheets.determinism import workbook_bytes
from workbook_templates.survey_roi.sheets.build import build
from workbook_templates.survey_roi.sheets.places import COST_FIRST, SEGMENT_FIRST, SERVED_FIRST, TALLY_HEADER

YEAR, MONTH = 2026, 3


@dataclass(frozen=True)
class Segment:
    name: str
    clv: float
    profit: float
    rate: float
    profit_today: float
    served: float | None
    responses: int
    loyal: int
    disloyal: int


SEGMENTS = (
    Segment("Retail", 240, 62, 0.10, 65.5, 20000, 400, 150, 45),
    Segment("SME", 980, 245, 0.10, 252, 5000, 180, 80, 19),
    Segment("Corporate", 6100, 1480, 0.09, 1510, 300, 45, 26, 3),
)
COSTS = (
    (datetime.date(YEAR, 1, 1), "Staff", 3_000_000.10, 300_000, 3),
    (datetime.date(YEAR, 3, 9), "Rent", 50_000, None, None),
)


def put(workbook: Workbook, name: str, value: Any) -> None:
    """A value into a named cell."""
    sheet, _, address = workbook.defined_names[name].attr_text.partition("!")
    workbook[sheet][address.replace("$", "")].value = value


def fill(workbook: Workbook, segments: tuple[Segment, ...] = SEGMENTS) -> None:
    """Inputs, segments, costs and what a refresh writes for one month."""
    put(workbook, "report_month", MONTH)
    for offset, segment in enumerate(segments):
        row = SEGMENT_FIRST + offset
        fields = zip(
            "BCDEFH",
            (segment.name, segment.clv, segment.profit, segment.rate, datetime.date(2025, 1, 1), segment.profit_today),
            strict=True,
        )
        for column, value in fields:
            workbook["Segments"][f"{column}{row}"].value = value
        workbook["Segments"].cell(SERVED_FIRST + offset, 2).value = segment.name
        workbook["Segments"].cell(SERVED_FIRST + offset, 2 + MONTH).value = segment.served
    for row, line in enumerate(COSTS, start=COST_FIRST):
        for column, value in zip("BCEFG", line, strict=True):
            workbook["Costs"][f"{column}{row}"].value = value
    fill_tally(workbook, segments)


def fill_tally(workbook: Workbook, segments: tuple[Segment, ...]) -> None:
    sheet = workbook["Tally"]
    for row, segment in enumerate(segments, start=TALLY_HEADER + 1):
        neutral = segment.responses - segment.loyal - segment.disloyal
        month = datetime.date(YEAR, MONTH, 1)
        cells = (month, segment.name, segment.responses, segment.loyal, neutral, segment.disloyal, 70.5, 1)
        for column, value in enumerate(cells, start=2):
            sheet.cell(row, column).value = value
    table = sheet.tables["tally"]
    table.ref = table.autoFilter.ref = f"B{TALLY_HEADER}:I{TALLY_HEADER + len(segments)}"
    tallied = sum(segment.responses for segment in segments)
    put(workbook, "refreshed_kind", "sheet")
    put(workbook, "refreshed_source", "Responses")
    put(workbook, "refreshed_time", datetime.datetime(YEAR, 4, 2, 9, 30))
    put(workbook, "refreshed_rows", tallied + len(segments))
    put(workbook, "refreshed_tallied", tallied)
    put(workbook, "refreshed_rejected", len(segments))


@dataclass(frozen=True)
class Evaluated:
    package: Package
    evaluation: Evaluation

    def named(self, name: str) -> Any:
        place = self.package.place(name)
        return self.cell(place[0], place[1], place[2])

    def cell(self, sheet: str, row: int, column: int) -> Any:
        return self.evaluation.values[sheet].get((row, column), self.package.sheet(sheet).value(row, column))

    def check(self, title: str) -> str:
        """The result of a line of the sheet Checks."""
        table = self.package.tables["checks"]
        for row in range(table.first_row + 1, table.last_row + 1):
            if self.package.sheet("Checks").value(row, table.first_column) == title:
                return str(self.cell("Checks", row, table.first_column + 1))
        raise KeyError(title)

    def checks(self) -> dict[str, str]:
        table = self.package.tables["checks"]
        rows = range(table.first_row + 1, table.last_row + 1)
        titles = [str(self.package.sheet("Checks").value(row, table.first_column)) for row in rows]
        return {title: self.check(title) for title in titles}


Change = Callable[[Workbook], None]


def unchanged(workbook: Workbook) -> None:
    """The filled workbook as it is."""


def evaluated(folder: Path, change: Change = unchanged, before: Change = unchanged) -> Evaluated:
    """The filled workbook, refreshed after the change `before`, then changed and computed."""
    workbook = build()
    fill(workbook)
    before(workbook)
    note_state(workbook, _state_after(folder, before))
    change(workbook)
    return compute(folder, workbook)


def note_state(workbook: Workbook, state: Sequence[Any]) -> None:
    """Writes what state_now came to into state_at_refresh, as a refresh does."""
    sheet, _, cells = workbook.defined_names["state_at_refresh"].attr_text.partition("!")
    for (cell,), value in zip(workbook[sheet][cells.replace("$", "")], state, strict=True):
        cell.value = value


_states: dict[Change, list[Any]] = {}


def _state_after(folder: Path, before: Change) -> list[Any]:
    if before not in _states:
        workbook = build()
        fill(workbook)
        before(workbook)
        result = compute(folder, workbook)
        sheet, first, column, last, _ = result.package.place("state_now")
        _states[before] = [result.cell(sheet, row, column) for row in range(first, last + 1)]
    return _states[before]


def compute(folder: Path, workbook: Workbook) -> Evaluated:
    path = folder / "survey.xlsx"
    path.write_bytes(workbook_bytes(workbook))
    package = Package.open(path)
    return Evaluated(package, evaluate_package(package))


def cell(sheet: str, address: str, value: Any) -> Change:
    def change(workbook: Workbook) -> None:
        workbook[sheet][address].value = value

    return change


def named(name: str, value: Any) -> Change:
    return lambda workbook: put(workbook, name, value)


def failed(book: Evaluated) -> list[str]:
    return [title for title, result in book.checks().items() if result != "OK" and not result.startswith("Warning:")]


def errors_but_gaps(book: Evaluated) -> list[tuple[str, int, int]]:
    """Error cells, without the months of the sheet Trend that have no data."""
    return [
        (sheet, row, column)
        for sheet, cells in book.evaluation.values.items()
        for (row, column), value in cells.items()
        if isinstance(value, CellError) and sheet != "Trend"
    ]
