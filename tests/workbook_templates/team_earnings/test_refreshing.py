"""The earnings workbook by the refresh: rows of the sheet and of files, on the command line, and what is refused."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from addin.actions.checking import findings
from addin.actions.refresh import refresh
from addin.cli.program import main
from addin.refusal import Refusal
from addin.workbook.file import WorkbookFile
from tests.conftest import filled_rows, type_in
from tests.udfs.largest_remainder import printed
from tests.workbook_templates.team_earnings.conftest import FEBRUARY, JANUARY, NOON, ROWS
from tests.workbook_templates.team_earnings.ledger import Line, Row, ledger, order
from workbook_templates.team_earnings.orders import NAMES


def write_csv(path: Path, rows: Sequence[Row], headers: Sequence[str] = NAMES) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)
    return path


def test_the_sheets_rows_are_paid_added_up_and_recorded(refreshed: Path) -> None:
    lines = filled_rows(refreshed, "lines")
    expected = ledger(ROWS)
    assert [(line[0], line[2]) for line in lines] == [(each.seller.name, each.row) for each in expected]
    assert [printed(line[10]) for line in lines] == [each.pay for each in expected]
    assert filled_rows(refreshed, "teams") == [["North", 2], ["South", 2]]
    (history,) = filled_rows(refreshed, "history")
    kept = sum(each.profit - each.pay for each in expected)
    assert history[:2] == [NOON, "Ann"]
    assert history[5:9] == [2026, 5, 5, 0]
    assert printed(history[10]) == kept
    book = WorkbookFile(refreshed)
    assert (book.read_cell("refreshed_kind"), book.read_cell("refreshed_rows")) == ("sheet", 5)
    assert book.read_cell("kept_total") == float(kept)


def test_a_file_takes_the_place_of_the_sheet_and_gives_the_same(
    earnings: Path, refreshed: Path, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "orders.csv", ROWS)
    result = refresh(earnings, {"orders": file}, now=NOON)
    assert (result.read, result.tallied, result.rejected) == (5, 5, 0)
    assert result.findings.all_well, result.findings.failed
    same = [[*line[:2], line[2] + 4, *line[3:]] for line in filled_rows(earnings, "lines")]
    assert same == filled_rows(refreshed, "lines"), "a file's first row is row 2"
    assert WorkbookFile(earnings).read_cell("refreshed_source") == "orders.csv"


def test_a_file_may_call_its_columns_otherwise_and_do_without_some(earnings: Path, tmp_path: Path) -> None:
    type_in(
        earnings, {}, {"source_columns": {"Header in your file": ["Day", "Rep", *NAMES[2:6], "Qty", *NAMES[7:]]}}, {}
    )
    rows = [[row[0], row[1], row[5], row[6], row[7], row[8]] for row in ROWS if not row[3] and row[6]]
    file = write_csv(tmp_path / "export.csv", rows, ("Day", "Rep", "Item", "Qty", "Price", "Unit cost"))
    result = refresh(earnings, {"orders": file})
    assert result.tallied == 2
    missing = "Share, Second person, Second share, Returned"
    assert f"export.csv has no columns {missing}: they are blank in every row." in result.notes
    type_in(earnings, {}, {"source_columns": {"Header in your file": ["Day", "Rep", "Part", *NAMES[3:]]}}, {})
    with pytest.raises(Refusal, match='has no column "Part" for Share'):
        refresh(earnings, {"orders": file})


def test_the_command_line_takes_a_file_of_orders(
    earnings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [*ROWS, order(JANUARY, "Zed", 1, 1, 1)]
    type_in(earnings, {"rejected_limit": 0.2}, {}, {})
    file = write_csv(tmp_path / "orders.csv", rows)
    assert main(["refresh", str(earnings), "--orders", str(file), "--dry-run"]) == 0
    assert filled_rows(earnings, "lines") == [], "a dry run writes nothing"
    assert main(["refresh", str(earnings), "--orders", str(file)]) == 0
    said = capsys.readouterr().out
    assert "Kept by the company" in said
    assert filled_rows(earnings, "rejected")[0][-1] == 'unknown person "Zed"'


def statement(path: Path, **chosen: Any) -> WorkbookFile:
    book = WorkbookFile(path)
    for name, value in chosen.items():
        book.write_range(name, [[value]])
    book.recalculate()
    return book


def lines_shown(book: WorkbookFile) -> list[list[Any]]:

    from workbook_templates.team_earnings.sheets.places import STATEMENT

    sheet, lines = book.package.sheet("Statement"), range(STATEMENT.first, STATEMENT.last + 1)
    rows = [[sheet.value(row, column) for column in range(2, 14)] for row in lines]
    return [row for row in rows if row[0] not in (None, "")]


@pytest.mark.parametrize(("person", "month"), [("Ann", 1), ("Ann", 2), ("Bo", 1), ("Bo", 2), ("陈伟", 1), ("陈伟", 2)])
def test_a_statement_is_the_persons_ledger(refreshed: Path, person: str, month: int) -> None:
    book = statement(refreshed, statement_person=person, statement_month=datetime.date(2026, month, 1))
    expected: list[Line] = [each for each in ledger(ROWS) if each.seller.name == person and each.day.month == month]
    shown = lines_shown(book)
    assert [[printed(row[place]) for place in (6, 7, 8, 9)] for row in shown] == [
        [each.sales, each.profit, each.pay, each.profit - each.pay] for each in expected
    ]
    assert [row[0] for row in shown] == [float((each.day - datetime.date(1899, 12, 30)).days) for each in expected]
    assert printed(book.read_cell("statement_earned") or 0) == sum((each.pay for each in expected), Fraction(0))  # type: ignore[arg-type]
    words = book.read_cell("statement_words")
    assert words == ("All lines are on page 1." if expected else "Nothing sold in this month.")


def test_the_partner_sees_the_shared_target_which_is_rolled_up_once(refreshed: Path) -> None:
    """By hand: Ann owns 10,000 a month; in January she and Bo sold 5260.20 + 6000.06."""
    together = (5260.20 + 6000.06) / 10_000
    for person in ("Ann", "Bo"):
        book = statement(refreshed, statement_person=person, statement_month=JANUARY.replace(day=1))
        assert book.read_cell("target_owner") == "Ann"
        assert book.read_cell("statement_target") == 10_000
        assert book.read_cell("statement_attained") == pytest.approx(together)
    managers = book.package.sheet("Managers")
    rolled = {managers.value(row, 2): managers.value(row, 13) for row in range(8, 12)}
    assert rolled == {"Ann": 20_000, "Bo": 0, "陈伟": 10_000, "Dora": 30_000}, "two months up to February"


def test_more_lines_than_the_form_has_are_counted_in_words(earnings: Path) -> None:
    rows = [order(JANUARY, "Ann", 1, 10, 5) for _ in range(103)]
    type_in(earnings, {"statement_person": "Ann"}, {}, {"orders": rows})
    refresh(earnings)
    book = statement(earnings)
    assert len(lines_shown(book)) == 100
    assert book.read_cell("statement_words") == "3 more lines: see the sheet Lines. The totals hold all."
    assert book.read_cell("statement_earned") == pytest.approx(0.05 * 5 * 103)


REFUSED: list[tuple[dict[str, Any], dict[str, dict[str, list[Any]]], str]] = [
    ({}, {"plans": {"From 2": [0]}}, 'Plans: "Standard": COMMISSION: thresholds in row 2 must be above'),
    (
        {},
        {"plans": {"Rate 2": [None]}},
        'Plans: "Standard": each threshold has a number and a rate beside it; one is blank',
    ),
    ({}, {"plans": {"Rate 1": [5]}}, "rates in row 1 must be at most 100%; got 5"),
    ({}, {"plans": {"Method": ["sliding"]}}, 'its method must be marginal or retroactive; it is "sliding"'),
    ({}, {"plans": {"Pays on": ["units"]}}, 'it pays on must be profit or sales; it is "units"'),
    ({}, {"plans": {"Plan": ["Key"]}}, 'Plans: "Key" stands there twice'),
    ({}, {"people": {"Plan": ["Gold"]}}, 'People: Ann has the plan "Gold", which is not on the sheet Plans'),
    ({}, {"people": {"Pay day": [32]}}, "People: the pay day of Ann must be 1 to 31 or blank; it is 32"),
    ({}, {"people": {"Person": ["Bo"]}}, 'People: "Bo" stands there twice'),
    ({"months_later": 0}, {}, "the months between sale and pay must be a whole number from 1 to 12; it is 0"),
    ({"plan_year": "soon"}, {}, 'the plan year must be a number; it is "soon"'),
]


@pytest.mark.parametrize(("cells", "columns", "words"), REFUSED)
def test_what_cannot_be_paid_is_refused_by_name(
    earnings: Path, cells: dict[str, Any], columns: dict[str, dict[str, list[Any]]], words: str
) -> None:
    type_in(earnings, cells, columns, {})
    before = earnings.read_bytes()
    with pytest.raises(Refusal) as refused:
        refresh(earnings)
    assert words in str(refused.value)
    assert earnings.read_bytes() == before


def test_a_circle_of_managers_leaves_the_pay_and_is_named(earnings: Path) -> None:
    type_in(earnings, {}, {"people": {"Manager": ["Bo", "Ann"]}}, {})
    result = refresh(earnings)
    assert any("managers lead in a circle: Ann -> Bo -> Ann" in note for note in result.notes)
    assert result.tallied == 5
    checks = {check.name: check.result for check in result.findings.checks}
    assert checks["Managers lead up to a top"] in ("Ann is in a circle of managers", "Bo is in a circle of managers")
    assert not result.findings.errors


def test_a_second_refresh_changes_nothing(refreshed: Path) -> None:
    lines = filled_rows(refreshed, "lines")
    result = refresh(refreshed, now=NOON)
    assert filled_rows(refreshed, "lines") == lines
    assert result.before == result.after
    assert not result.findings.failed


def test_no_orders_at_all_are_no_error(earnings: Path) -> None:
    type_in(earnings, {}, {}, {"orders": []})
    result = refresh(earnings)
    assert "There were no rows to count." in result.notes
    assert not result.findings.errors
    assert not result.findings.failed, result.findings.failed


def test_many_lines_are_written_as_few_are(earnings: Path) -> None:
    """From 2,000 rows on they are written all at once; a second refresh with fewer leaves none behind."""
    rows = [order(FEBRUARY, "Ann", 1, 10 + place / 100, 5, item=f'"{place}" & <item>') for place in range(2500)]
    type_in(earnings, {}, {}, {"orders": rows})
    assert refresh(earnings).findings.all_well
    lines = filled_rows(earnings, "lines")
    assert [line[3] for line in lines] == [row[5] for row in rows]
    assert refresh(earnings).findings.all_well
    assert filled_rows(earnings, "lines") == lines
    type_in(earnings, {}, {}, {"orders": rows[:3]})
    refresh(earnings)
    assert filled_rows(earnings, "lines") == [[*line[:10], *line[10:]] for line in lines[:3]]
    assert findings_of(earnings) == []


def findings_of(path: Path) -> list[str]:
    book = WorkbookFile(path)
    book.recalculate()
    return [str(check) for check in findings(book).failed]


def test_a_note_beside_many_lines_stays_where_it_is(earnings: Path) -> None:
    """The rows above it and its own are written cell by cell, those below at once."""
    rows = [order(FEBRUARY, "Ann", 1, 10 + place / 100, 5) for place in range(2100)]
    type_in(earnings, {}, {}, {"orders": rows})
    refresh(earnings)
    book = WorkbookFile(earnings)
    book.package.sheet("Lines").set_value(700, 17, "asked Ann about this one")
    book.save()
    lines = filled_rows(earnings, "lines")
    refresh(earnings)
    assert filled_rows(earnings, "lines") == lines
    assert WorkbookFile(earnings).package.sheet("Lines").value(700, 17) == "asked Ann about this one"
