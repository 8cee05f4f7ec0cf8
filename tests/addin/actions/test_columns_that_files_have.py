"""Files with fewer or other columns than ours: totals and discounts, products beside the list, what may be missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from addin.refusal import Refusal
from tests.addin.actions.filled_books import Rows, book, csv_file, reasons, refreshed
from tests.conftest import filled_rows
from tests.workbook_templates.centre_benefits.workbook import FORMS

SOLD = ("Date", "Person", "Item", "Units", "Price", "Unit cost", "Returned", "Line total", "Discount")
ORDERED = ("Date", "Item", "Units", "Unit price", "Unit cost", "Returned units", "Line total", "Discount")
DAY = "2026-02-10"


def sold(folder: Path, rows: Rows) -> tuple[Path, int]:
    path = book(folder, "team_earnings")
    return path, refreshed(path, "orders", csv_file(folder, SOLD, rows)).rejected


def test_sales_are_the_line_total_less_the_discount(tmp_path: Path) -> None:
    """1,200 - 100 = 1,100; less 3 x 300 makes 200 of profit, of which Ann earns 5%; the rest likewise by hand."""
    rows = [
        (DAY, "Ann", "Printer", 3, None, 300, None, "1,200.00", 100),
        (DAY, "Ann", "Router", 2, 150, 50, None, 300, None),
        (DAY, "Ann", "Cable", 2, 150, 50, None, 280, 20),
        (DAY, "Bo", "Fax", 4, 25, 10, None, None, 10),
        (DAY, "Bo", "Fax", 0, None, 10, 1, -25, None),
    ]
    path, rejected = sold(tmp_path, rows)
    assert rejected == 0, reasons(path)
    lines = {line[2]: line[8:11] for line in filled_rows(path, "lines")}
    assert lines[2] == pytest.approx([1100, 200, 10])
    assert lines[3][:2] == pytest.approx([300, 200])
    assert lines[4][:2] == pytest.approx([280, 180])
    assert lines[5][:2] == pytest.approx([90, 50])
    assert lines[6][:2] == pytest.approx([-25, -15])


def test_totals_and_discounts_that_contradict_their_line_are_rejected(tmp_path: Path) -> None:
    rows = [
        (DAY, "Ann", "Printer", 3, 400, 300, None, 1300, None),
        (DAY, "Ann", "Printer", 3, None, 300, None, 900, 901),
        (DAY, "Ann", "Printer", 3, None, 300, None, None, None),
        (DAY, "Ann", "Printer", 3, None, 300, None, -900, None),
        (DAY, "Ann", "Printer", 3, None, 300, 1, 900, None),
        (DAY, "Ann", "Printer", 3, 400, 300, None, None, -5),
    ]
    path, rejected = sold(tmp_path, rows)
    assert rejected == 6
    assert list(reasons(path).values()) == [
        "line total 1300 is not units x price, 1200",
        "discount 901 is more than the line, 900",
        "price is blank",
        "line total -900 is negative, and units 3 are not",
        "a line total with units that came back: give the price, or the return as a row of its own with units 0",
        "discount -5 is below 0",
    ]


def ordered(folder: Path, rows: Rows, goods: Mapping[str, Sequence[Any]] | None = None) -> Path:
    path = book(folder, "centre_benefits", columns={"goods": goods} if goods else None)
    refreshed(path, "orders", csv_file(folder, ORDERED, rows))
    return path


def test_orders_of_the_benefits_are_taken_alike(tmp_path: Path) -> None:
    """10 phones of 100 for 900 - 50 are 150 below the list; 4 plans of 50 at 45 less 20 are 40 below."""
    rows = [
        (DAY, "Phone", 10, None, None, None, 900, 50),
        (DAY, "Plan", 4, 45, None, None, None, 20),
        (DAY, "Cable", 2, 10, None, 1, 20, None),
    ]
    path = ordered(tmp_path, rows)
    assert reasons(path) == {}
    assert [line[1:] for line in filled_rows(path, "item_tally")] == [
        ["Phone", 1, 10, 0, 0, -150, 0],
        ["Plan", 1, 4, 0, 0, -40, 0],
        ["Cable", 1, 2, 1, 0, pytest.approx(0.01), 0],
    ]


def test_orders_whose_total_or_discount_contradicts_them_are_rejected(tmp_path: Path) -> None:
    rows = [
        (DAY, "Phone", 10, 100, None, None, 900, None),
        (DAY, "Phone", 10, None, None, None, 900, 901),
        (DAY, "Phone", 10, 100, None, None, None, 1001),
        (DAY, "Phone", 10, None, None, None, -900, None),
        (DAY, "Phone", 10, None, None, 1, 900, None),
    ]
    assert list(reasons(ordered(tmp_path, rows)).values()) == [
        "line total 900 is not units x unit price, 1000",
        "discount 901 is more than the line, 900",
        "discount 1001 is more than the line, 1000",
        "line total -900 is negative, and units 10 are not",
        "a line total with units that came back: give the unit price, or the return as its own line with 0 units",
    ]


_OTHER_GOODS = ("Other products", 0, 0, 0)
OTHERS: Mapping[str, Sequence[Any]] = {
    header: [*cells, other] for (header, cells), other in zip(FORMS["goods"].items(), _OTHER_GOODS, strict=True)
}


def test_products_beside_the_list_count_with_a_price_and_cost_of_their_own(tmp_path: Path) -> None:
    """10 at 5 that cost 2 each, and 3 for 60 that cost 10 each: 110 of sales, 50 of cost."""
    rows = [(DAY, "Cable tie", 10, 5, 2, None, None, None), (DAY, "Stand", 3, None, 10, None, 60, None)]
    path = ordered(tmp_path, [*rows, (DAY, "Lamp", 1, None, 5, None, None, None)], OTHERS)
    assert [line[1:] for line in filled_rows(path, "item_tally")] == [["Other products", 2, 13, 0, 0, 110, 50]]
    assert reasons(path) == {4: "the item is not on Goods, and its line has no price and cost of its own"}
    without = ordered(tmp_path, rows)
    add = 'add it to Goods, or a line "Other products" for lines with a price and cost of their own'
    assert list(reasons(without).values()) == [f'unknown item "{item}": {add}' for item in ("Cable tie", "Stand")]


def test_columns_that_nothing_needs_may_be_missing(tmp_path: Path) -> None:
    rows = [("2026-03-02", "Ann", 1000), ("2026-03-03", "Bo", 500)]
    path = book(tmp_path, "team_earnings", columns={"plans": {"Pays on": ["sales", "sales"]}})
    result = refreshed(path, "orders", csv_file(tmp_path, ("Date", "Person", "Price"), rows))
    assert (result.tallied, result.rejected) == (2, 0)
    assert [line[8] for line in filled_rows(path, "lines")] == [1000, 500]
    assert "rows.csv has no column Units: it is 1 in every row." in result.notes
    path = book(tmp_path, "target_breakdown")
    result = refreshed(path, "actuals", csv_file(tmp_path, ("Date", "Person", "Sales"), rows))
    assert (result.tallied, result.rejected) == (2, 0)
    assert "rows.csv has no columns Profit, Cost: they are 0 in every row." in result.notes


def test_a_column_that_a_plan_needs_is_asked_for(tmp_path: Path) -> None:
    file = csv_file(tmp_path, ("Date", "Person", "Price"), [("2026-03-02", "Ann", 1000)])
    with pytest.raises(Refusal, match='no column "Unit cost" for Unit cost'):
        refreshed(book(tmp_path, "team_earnings"), "orders", file)
    with pytest.raises(Refusal, match='no column "Sales"'):
        refreshed(book(tmp_path, "target_breakdown"), "actuals", csv_file(tmp_path, ("Date", "Person"), [(DAY, "Ann")]))


def test_the_contribution_of_leads_may_be_a_default(tmp_path: Path) -> None:
    columns = {"leads_columns": {"Default": [None] * 4 + ["persuaded"]}}
    path = book(tmp_path, "centre_benefits", columns=columns)
    file = csv_file(tmp_path, ("Date", "Lead", "Outcome", "Value"), [(DAY, 1, "Closed Won", "$1,000.00")])
    result = refreshed(path, "leads", file)
    assert (result.tallied, result.rejected) == (1, 0), reasons(path)
    assert filled_rows(path, "lead_tally")[0] == ["won", "persuaded", 1, 1000, 0]
