"""Employee numbers, codes of segments, goods and so on, typed as numbers: all comes out as with texts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from addin.actions.refresh import Summary, refresh
from addin.workbook.file import WorkbookFile
from tests.conftest import TWO_SEGMENTS, type_in
from tests.workbook_templates.centre_benefits.workbook import CELLS, FORMS
from tests.workbook_templates.centre_benefits.workbook import ROWS as BENEFITS
from tests.workbook_templates.team_earnings.conftest import PEOPLE, ROWS, plan_columns
from workbook_templates.catalogue import workbook_bytes
from workbook_templates.centre_benefits.columns import ROWS as COLUMNS

DAY = datetime.date(2026, 1, 15)
NOON = datetime.datetime(2026, 1, 16, 12, 0)
Filling = tuple[Mapping[str, Any], Mapping[str, Mapping[str, Sequence[Any]]], Mapping[str, Sequence[Sequence[Any]]]]

SURVEY: Filling = (
    {"report_year": 2026, "report_month": 1, "value_basis": "year"},
    {
        "segments": TWO_SEGMENTS,
        "customers_served": {"Segment": ["SME", "Retail"], "Jan": [20, 30]},
        "cost_lines": {"Month": [datetime.date(2026, 1, 1)], "Kind": ["Staff"], "Owner": ["HR"], "Amount": [2000]},
    },
    {
        "responses": [
            (DAY, "a", "Retail", 90, *[None] * 6),
            (DAY, "b", "SME", 95, *[None] * 6),
            (DAY, "c", "SME", 20, *[None] * 6),
        ]
    },
)
TARGETS: Filling = (
    {"plan_year": 2026, "annual_sales": 1804, "cost_budget": 2000},
    {
        "people": {
            "Person": ["Ann", "Bo"],
            "Manager": [None, "Ann"],
            "Team": ["North", "North"],
            "Quota share": [0.6, 0.4],
        },
        "profit_rates": {"Profit rate": [0.2] * 4, "Floor": [0.1] * 4, "Ceiling": [0.3] * 4},
    },
    {"actuals": [(DAY, "Ann", 100.1, 25, 5), (DAY, "Bo", 50, 10, None)]},
)
EARNINGS: Filling = ({}, {"plans": plan_columns(), "people": PEOPLE}, {"orders": ROWS})
CENTRES: Filling = (
    CELLS,
    FORMS,
    {
        name: [(*row, *[None] * (len(COLUMNS[name]) - len(row))) for row in rows]
        for name, rows in BENEFITS.items()
        if name != "contacts"
    },
)
FILLINGS: dict[str, tuple[Filling, dict[str, int]]] = {
    "survey_roi": (SURVEY, {"Retail": 0, "SME": 2}),
    "target_breakdown": (TARGETS, {"Ann": 101, "Bo": 102, "North": 7}),
    "team_earnings": (
        EARNINGS,
        {"Ann": 101, "Bo": 102, "陈伟": 103, "Dora": 104, "North": 1, "South": 2, "Standard": 5, "Key": 6},
    ),
    "centre_benefits": (
        CENTRES,
        {"Phone": 11, "Plan": 12, "plan ": 12, "Cable": 13, "North": 1, "South": 2, "Sales": 21, "Finance": 22},
    ),
}


def refreshed(path: Path, kind: str, names: Mapping[str, int]) -> tuple[Summary, dict[str, dict[tuple[int, int], Any]]]:
    """The summary, and every computed number of the workbook."""
    (cells, forms, rows), _ = FILLINGS[kind]

    def renamed(cell: Any) -> Any:
        return names.get(cell, cell) if isinstance(cell, str) else cell

    path.write_bytes(workbook_bytes(kind))
    columns = {
        form: {header: list(map(renamed, values)) for header, values in table.items()} for form, table in forms.items()
    }
    tables = {table: [tuple(map(renamed, row)) for row in lines] for table, lines in rows.items()}
    type_in(path, cells, columns, tables)
    summary = refresh(path, now=NOON)
    book = WorkbookFile(path)
    book.recalculate()
    assert book.evaluation is not None
    return summary, {sheet: dict(values) for sheet, values in book.evaluation.values.items()}


@pytest.mark.parametrize("kind", FILLINGS)
def test_names_that_are_numbers_count_as_texts_do(tmp_path: Path, kind: str) -> None:
    _, names = FILLINGS[kind]
    texts, of_texts = refreshed(tmp_path / "texts.xlsx", kind, {})
    numbers, of_numbers = refreshed(tmp_path / "numbers.xlsx", kind, names)
    assert (numbers.read, numbers.tallied, numbers.rejected) == (texts.read, texts.tallied, 0)
    assert numbers.after == pytest.approx(texts.after)
    assert not numbers.findings.errors
    assert [str(check) for check in numbers.findings.failed] == [str(check) for check in texts.findings.failed]
    assert numbers.findings.without_data == texts.findings.without_data
    taken = {*names.values(), *map(str, names.values())}
    for sheet, values in of_texts.items():
        if sheet != "Checks":
            for place, value in values.items():
                other = of_numbers[sheet][place]
                if isinstance(value, float) and other not in taken:
                    assert other == pytest.approx(value), (sheet, place)
                elif isinstance(value, str) and value in names:
                    assert other in taken, (sheet, place)


def test_the_first_person_is_shown_while_nobody_is_chosen(tmp_path: Path) -> None:
    for kind in ("target_breakdown", "team_earnings"):
        path = tmp_path / f"{kind}.xlsx"
        refreshed(path, kind, FILLINGS[kind][1])
        assert WorkbookFile(path).read_cell("person_used") == 101
        assert WorkbookFile(path).read_cell("person_row") == 1
