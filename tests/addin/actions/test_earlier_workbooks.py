"""A workbook of 0.1.0 is refreshed as before: it has fewer columns, named cells and headers, and other formulas."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from addin.actions.earlier_workbooks import known_cells, known_headers
from addin.actions.refresh import refresh
from addin.engine.evaluation import evaluate_package
from addin.engine.proving.trusted import EARLIER, FILE, TrustedFormulas, own_formulas
from addin.engine.staging import Formulas
from addin.workbook.file import WorkbookFile
from addin.xlsx.package import Package
from tests.conftest import filled_rows, type_in
from tests.workbook_templates.team_earnings.conftest import PEOPLE, ROWS, plan_columns
from workbook_templates.catalogue import TEMPLATES, workbook_bytes
from workbook_templates.refreshing.record import Origin, RowCounts, Stamp
from workbook_templates.refreshing.recording import LATER_FACTS, stamp_cells
from workbook_templates.rows.source_fields import LATER_COLUMNS, LATER_FIELDS, READ_AS

NOON = datetime.datetime(2026, 4, 2, 12, 0)
LATER = (*LATER_COLUMNS, *LATER_FIELDS, READ_AS)


def without_later_columns(sheet: Worksheet, name: str) -> None:
    """The table without the columns that 0.1.0 had not; what stands to their right moves up."""
    table = sheet.tables[name]
    left, top, _, bottom = range_boundaries(table.ref)
    kept = [column for column in table.tableColumns if column.name not in LATER]
    values = [
        [
            sheet.cell(row, left + place).value
            for place, column in enumerate(table.tableColumns)
            if column.name not in LATER
        ]
        for row in range(top, bottom + 1)
    ]
    for row, cells in enumerate(values, start=top):
        for place in range(len(table.tableColumns)):
            sheet.cell(row, left + place).value = cells[place] if place < len(cells) else None
    table.tableColumns = kept
    table.ref = f"{get_column_letter(left)}{top}:{get_column_letter(left + len(kept) - 1)}{bottom}"
    if table.autoFilter is not None:
        table.autoFilter.ref = table.ref


def as_of_earlier(path: Path) -> None:
    """The earnings workbook as 0.1.0 had it, as far as the refresh sees: fewer columns, lines, names."""
    workbook = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    later = [f"refreshed_{fact}" for fact in LATER_FACTS]
    for name in (*later, "rejected_limit"):
        del workbook.defined_names[name]
    gone = (*later, *LATER_COLUMNS, "Discount]", "rejected_limit")
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("=") and any(map(cell.value.count, gone)):
                    cell.value = '="OK"'
    for name, title in (("orders", "Orders"), ("rejected", "Rejected"), ("history", "History")):
        without_later_columns(workbook[title], name)
    block = workbook["Import"]
    without_later_columns(block, "source_columns")
    table = block.tables["source_columns"]
    left, top, right, bottom = range_boundaries(table.ref)
    table.ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom - len(LATER_COLUMNS)}"
    for row in range(bottom - len(LATER_COLUMNS) + 1, bottom + 1):
        block.cell(row, left).value = None
    block.title = "Columns of Inputs"
    workbook.save(path)


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    path = tmp_path / "earlier.xlsx"
    path.write_bytes(workbook_bytes("team_earnings"))
    as_of_earlier(path)
    rows = [row[: -len(LATER_COLUMNS)] for row in ROWS]
    wrong: tuple[Any, ...] = (datetime.date(2026, 3, 1), "Nobody", None, None, None, "Cable", 1, 5, 2, None)
    type_in(path, {}, {"plans": plan_columns(), "people": PEOPLE}, {"orders": [*rows, wrong]})
    return path


def test_it_is_refreshed_under_the_headers_that_it_has(earlier: Path) -> None:
    result = refresh(earlier, now=NOON, who="Ann")
    assert (result.read, result.tallied, result.rejected) == (6, 5, 1)
    ((number, *cells, reason),) = filled_rows(earlier, "rejected")
    assert (number, cells[1], len(cells)) == (11, "Nobody", 10)
    assert reason == 'unknown person "Nobody"'
    again = refresh(earlier, now=NOON, who="Bo")
    assert again.before == result.after
    assert [line[1] for line in filled_rows(earlier, "history")] == ["Bo", "Ann"]


def test_its_block_of_columns_is_read_for_a_file(earlier: Path, tmp_path: Path) -> None:
    type_in(earlier, {}, {"source_columns": {"Header in your file": ["Day", "Rep"]}}, {})
    file = tmp_path / "orders.csv"
    file.write_text("Day,Rep,Units,Price,Unit cost\n2026-01-15,Ann,3,100,60\n", encoding="utf-8")
    result = refresh(earlier, {"orders": file}, now=NOON)
    assert (result.read, result.tallied, result.after) == (1, 1, 114.0)


def stamp_of(apart: int) -> Stamp:
    feed = TEMPLATES["team_earnings"].feeds[0]
    counts = RowCounts(10, 5, 2, "ab", apart, 1200.5, ("Price: 1.250 may be 1250",), ("Date: day first",))
    return Stamp(NOON, "Ann", "1", (Origin(feed, "orders.csv", "file", counts, "Date: day first"),), None, 3.0)


def test_rows_apart_count_as_rejected_where_no_cell_shows_them(earlier: Path) -> None:
    cells = stamp_cells(stamp_of(3))
    known = known_cells(WorkbookFile(earlier), cells)
    assert known["refreshed_rejected"] == 5
    assert set(cells) - set(known) == {f"refreshed_{fact}" for fact in LATER_FACTS}
    assert known_cells(WorkbookFile(earlier), {"refreshed_gone": 1}) == {"refreshed_gone": 1}, "written, and refused"


def test_a_new_workbook_keeps_every_fact(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    path.write_bytes(workbook_bytes("team_earnings"))
    book, stamp = WorkbookFile(path), stamp_of(3)
    cells = known_cells(book, stamp_cells(stamp))
    later = [cells[f"refreshed_{fact}"] for fact in ("rejected", *LATER_FACTS)]
    assert later == [2, 3, 1200.5, "Price: 1.250 may be 1250", "Date: day first"]
    template = TEMPLATES["team_earnings"]
    for table, headers in template.owned.items():
        assert tuple(known_headers(book, table, headers)) == headers
    assert stamp.decisions == "Date: day first"
    several = replace(stamp, origins=stamp.origins * 2)
    assert several.decisions == "orders: Date: day first\norders: Date: day first"


_EARLIER_CHECK = (
    'IFERROR(IF(ABS({0}_rows-{0}_tallied-{0}_rejected)>0.5,{0}_rows&" rows, but "&{0}_tallied&" tallied and "'
    '&{0}_rejected&" rejected","OK"),"Cannot be computed: an error cell stands in the way")'
).format("refreshed")


@pytest.mark.parametrize("kind", ["survey_roi", "target_breakdown", "team_earnings"])
def test_a_formula_of_an_earlier_workbook_is_known(tmp_path: Path, kind: str) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(workbook_bytes(kind)))
    workbook["Checks"]["C9"] = f"={_EARLIER_CHECK}"
    workbook["Checks"]["C10"] = f"={_EARLIER_CHECK}&1"
    path = tmp_path / "book.xlsx"
    workbook.save(path)
    asked = list[dict[str, set[tuple[int, int]]]]()

    def own(formulas: Formulas) -> dict[str, set[tuple[int, int]]]:
        trusted = TrustedFormulas.of(kind, workbook.sheetnames)
        assert trusted is not None
        asked.append(own_formulas(formulas, trusted))
        return {}

    evaluate_package(Package.open(path), own)
    assert asked == [{"Checks": {(10, 3)}}]


@pytest.mark.parametrize("kind", TEMPLATES)
def test_the_new_sheet_has_no_formulas(kind: str) -> None:
    """A workbook of before, which lacks it, would seem to have a sheet of another name."""
    folder = resources.files("workbook_templates")
    earlier, now = (
        {line.partition(" ")[2] for line in folder.joinpath(name.format(kind=kind)).read_text("utf-8").splitlines()}
        for name in (EARLIER, FILE)
    )
    assert now - earlier == {"Tally"}, "which is there in all of them"
