"""Each check of the earnings workbook turns from OK to its words when its cause is put in; no input makes an error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from addin.actions.checking import findings
from addin.actions.refresh import refresh
from addin.workbook.file import WorkbookFile
from tests.conftest import type_in
from tests.workbook_templates.team_earnings.conftest import JANUARY
from tests.workbook_templates.team_earnings.ledger import order
from udfs.calling.errors import CellError

Change = Callable[[WorkbookFile], None]


def cell(name: str, value: Any) -> Change:
    return lambda book: book.write_range(name, [[value]])


def column(table: str, header: str, *values: Any) -> Change:
    return lambda book: book.write_columns(table, {header: values})


def checks_of(path: Path, change: Change = lambda _: None) -> dict[str, str]:
    book = WorkbookFile(path)
    change(book)
    book.recalculate()
    return {check.name: check.result for check in findings(book).checks}


def test_a_refreshed_workbook_has_every_check_ok(refreshed: Path) -> None:
    assert set(checks_of(refreshed).values()) == {"OK"}


CAUSES: list[tuple[Change, str, str]] = [
    (cell("refreshed_rows", 6), "Rows read = tallied + rejected + apart", "6 rows, but 5 tallied, "),
    (cell("refreshed_doubts", "Units: 1.250"), "Columns are read without doubt", "Units: 1.250"),
    (cell("usual_pay_day", None), "Inputs are filled", "1 input is blank or no number"),
    (cell("months_later", 13), "Inputs are filled", "1 input is outside its limits"),
    (cell("targets_for", "units"), "Inputs are filled", "Targets are for sales or for profit"),
    (column("plans", "From 2", 6000), "Plans are complete", "Standard: The thresholds do not increase"),
    (column("plans", "From 2", 0), "Plans are complete", "Standard: The thresholds do not increase"),
    (column("plans", "From 3", -5), "Plans are complete", "Standard: A threshold is negative"),
    (column("plans", "Rate 3", None), "Plans are complete", "Standard: A threshold without a rate, or a rate without"),
    (column("plans", "Rate 1", 5), "Plans are complete", "Standard: A rate is not from 0% to 100%"),
    (column("plans", "From 1", "none"), "Plans are complete", "Standard: A threshold or rate is no number"),
    (column("plans", "Method", "sliding"), "Plans are complete", "Standard: Method: marginal or retroactive"),
    (
        lambda book: book.write_range("month_weights", [[1] * 11 + ["x"]]),
        "Weights of the months",
        "1 weights are blank",
    ),
    (lambda book: book.write_range("month_weights", [[0] * 12]), "Weights of the months", "All weights are 0"),
    (column("people", "Manager", "Zed"), "People are complete", "Ann: The manager is not on this sheet"),
    (column("people", "Plan", "Gold"), "People are complete", "Ann: The plan is not on the sheet Plans"),
    (column("people", "Person", "Bo"), "People are complete", "Bo: Named twice"),
    (column("people", "Person", None), "People are complete", "A row: The row has no name"),
    (column("people", "Pay day", 31.5), "People are complete", "Ann: The pay day is not 1 to 31"),
    (column("people", "Target of the year", "a lot"), "People are complete", "Ann: The target is no amount"),
    (column("people", "Target of the year", None), "People are complete", "Bo: The owner has no target to share"),
    (
        column("people", "Target of the year", 120_000, 5),
        "People are complete",
        "Bo: A shared target is entered with its owner alone",
    ),
    (
        column("people", "Shares the target of", "Zed"),
        "People are complete",
        "Ann: A shared target is entered with its",
    ),
    (column("lines", "Kept", 1), "Earned + kept = profit, line by line", "1 line differs"),
    (
        column("lines", "Share", 0.5),
        "Shares of each sale come to 100%",
        "The shares of all lines come to 4.5, the orders to 5",
    ),
    (
        column("lines", "Sales", 1),
        "Lines = months of people = teams = centre",
        "Sales: lines and months of people differ",
    ),
    (column("team_months", "Earned", 0), "Lines = months of people = teams = centre", "Earned: lines and teams differ"),
    (column("centre_months", "Kept", 0), "Months of people = months of the centre", "Kept: a month differs"),
    (
        column("person_years", "Pays on 1", 0),
        "Months of people = months of the centre",
        "Pays on: Tally people and Tally years",
    ),
    (
        column("lines", "Note", "sold below cost"),
        "No sale below cost",
        "Warning: 1 line below cost, first Printer of Ann",
    ),
    (
        column("person_months", "Plan", None),
        "Everybody who sells has a plan",
        "Warning: 1 month of a person without a plan",
    ),
]
ALONE: list[tuple[Change, str, str]] = [
    (column("people", "Person", "Ann "), "Names have no spaces around them", "Warning: a name on People has a space"),
    (cell("refreshed_rejected", 5), "Rejected rows", "all 5 rows rejected: see the sheet Rejected"),
    (
        column("lines", "Note", "return without its sale"),
        "Every return has its sale",
        "Warning: 1 return without its sale",
    ),
    (
        column("centre_months", "Sales", 0),
        "Everybody's roll-up = the centre",
        "The sales of all people and those of the centre",
    ),
    (cell("refreshed_time", None), "Refreshed at least once", "Never refreshed"),
    (column("people", "Manager", "Bo"), "Managers lead up to a top", " is in a circle of managers"),
    (
        column("people", "Person", "Anna"),
        "Everybody with lines is on the sheet People",
        "A person with sales is no longer",
    ),
    (column("lines", "Item", CellError("#REF!")), "No error cells on Lines", "There is an error cell"),
    (column("people", "Team", CellError("#N/A")), "No error cells on Managers", "error cell"),
    (
        column("orders", "Price", 400),
        "Nothing changed since the refresh",
        "Changed since the refresh (Orders: price, by row)",
    ),
    (
        column("orders", "Person", "Bo"),
        "Nothing changed since the refresh",
        "Changed since the refresh (Orders: rows by person)",
    ),
    (
        column("people", "Pay day", 24),
        "Nothing changed since the refresh",
        "Changed since the refresh (People: rows 6 to 15)",
    ),
    (column("plans", "Rate 1", 0.06), "Nothing changed since the refresh", "Changed since the refresh (Plans: row 8)"),
    (column("plans", "Plan", "Key"), "Plans are complete", "Key: Named twice"),
    (column("plans", "Plan", None), "Plans are complete", "A plan: The plan has no name"),
    (column("plans", "Rate 1", 0.06), "Lines of each month = COMMISSION of the month", "months differ"),
]
"""What changes the words of other checks too."""


def by_groups(causes: list[tuple[Change, str, str]]) -> list[list[tuple[Change, str, str]]]:
    """The first cause of each check together, the second ones, and so on: a workbook computed for each group."""
    groups: list[list[tuple[Change, str, str]]] = []
    for cause in causes:
        free = next((group for group in groups if cause[1] not in [title for _, title, _ in group]), None)
        if free is None:
            groups.append([cause])
        else:
            free.append(cause)
    return groups


@pytest.mark.parametrize("causes", [*by_groups(CAUSES), *([cause] for cause in ALONE)])
def test_a_check_says_what_is_wrong(refreshed: Path, causes: list[tuple[Change, str, str]]) -> None:
    def change(book: WorkbookFile) -> None:
        for cause, _, _ in causes:
            cause(book)

    results = checks_of(refreshed, change)
    for _, title, words in causes:
        assert words in results[title], title


@pytest.mark.parametrize(
    "changes",
    [
        [cell("plan_year", "soon"), cell("statement_month", "soon")],
        [cell("first_month", None), cell("statement_person", "Nobody")],
        [cell("month_shown", "soon"), cell("amount_tried", "much"), column("plans", "From 2", "none")],
        [cell("period_shown", "month"), column("people", "Manager", "Bo", "Bo")],
        [column("people", "Shares the target of", "Zed", "Zed"), column("people", "Plan", "Gold", "Gold")],
    ],
)
def test_an_input_that_is_none_leaves_no_error_cell(refreshed: Path, changes: list[Change]) -> None:
    book = WorkbookFile(refreshed)
    for change in changes:
        change(book)
    book.recalculate()
    assert findings(book).errors == []


def test_rows_below_the_orders_table_are_named(refreshed: Path) -> None:
    book = WorkbookFile(refreshed)
    book.package.sheet("Orders").set_value(30, 3, "Ann")
    book.recalculate()
    checks = {check.name: check.result for check in findings(book).checks}
    assert checks["No rows below the orders table"] == "Rows below the table are not read"


def test_what_is_to_be_judged_is_a_warning_after_a_refresh_too(earnings: Path) -> None:
    rows = [
        order(JANUARY, "Ann", 1, 10, 15, item="Cable"),
        order(JANUARY, "Bo", 0, 10, 5, returned=1),
        order(JANUARY, "Dora", 1, 10, 5),
    ]
    type_in(earnings, {}, {}, {"orders": rows})
    found = refresh(earnings).findings
    assert found.failed == []
    assert [check.result for check in found.warnings] == [
        "Warning: 1 line below cost, first Cable of Ann",
        "Warning: 1 return without its sale, first Router of Bo",
        "Warning: 1 month of a person without a plan earned nothing",
    ]
