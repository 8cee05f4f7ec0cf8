"""Values computed once more after a few cells changed are those of the whole workbook computed anew."""

from __future__ import annotations

import datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from addin.actions.demo import DEMOS, Demo
from addin.engine.evaluation import evaluate_package
from addin.workbook.file import WorkbookFile
from tests.conftest import Survey
from udfs.calling.errors import NUM, CellError
from workbook_templates.catalogue import TEMPLATES, workbook_bytes
from workbook_templates.refreshing.record import Origin, RowCounts, Stamp


def all_values(book: WorkbookFile) -> list[tuple[str, tuple[int, int], type, Any]]:
    """The engine's values, with their types, beside which those of a new evaluation can be laid."""
    assert book.evaluation is not None
    values = [
        (sheet, place, type(value), value)
        for sheet, cells in book.evaluation.values.items()
        for place, value in cells.items()
    ]
    anew = evaluate_package(book.package)
    assert book.evaluation.kept == anew.kept
    assert values == [
        (sheet, place, type(value), value) for sheet, cells in anew.values.items() for place, value in cells.items()
    ]
    return values


@pytest.mark.parametrize("demo", DEMOS, ids=lambda demo: demo.kind)
def test_inputs_typed_over_a_computed_workbook(demo: Demo, tmp_path: Path) -> None:
    path = tmp_path / demo.file
    path.write_bytes(workbook_bytes(demo.kind))
    book = WorkbookFile(path)
    demo.fill(book)
    template = TEMPLATES[demo.kind]
    origins = tuple(Origin(feed, "rows.csv", "file", RowCounts(1, 1, 0, "hash")) for feed in template.feeds)
    for name, value in template.stamps(Stamp(datetime.datetime(2026, 11, 1, 8), "me", "1", origins, 0, 0)).items():
        book.write_range(name, [[value]])
    book.recalculate()
    first, before = book.evaluation, all_values(book)
    state = template.state_at_refresh
    cells = [cell for row in book.read_range(template.state_now) for cell in row]
    odd = cycle([CellError(NUM), "", None, True, 1.5, "企业客户", *cells])
    book.write_range(state, [[next(odd) for _ in row] for row in book.read_range(state)])
    book.recalculate()
    assert book.evaluation is first
    assert all_values(book) != before


def test_a_table_that_grew_is_computed_anew(survey: Survey) -> None:
    """What formulas know of a table's rows is settled when they are handed to the engine."""
    survey.fill(responses=[("2026-01-15", "C-1", "Retail", 90)])
    book = survey.read()
    book.recalculate()
    first = book.evaluation
    book.write_table("responses", [("2026-01-15", f"C-{n}", "Retail", 90, *[None] * 6) for n in range(3)])
    book.recalculate()
    assert book.evaluation is not first
    all_values(book)
