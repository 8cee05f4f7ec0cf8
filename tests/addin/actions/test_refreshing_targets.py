"""The target workbook by the same refresh: rows of the sheet and of files, rejects, amounts, history."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from addin.actions.checking import findings
from addin.actions.refresh import refresh
from addin.refusal import Refusal
from addin.workbook.file import WorkbookFile
from tests.conftest import filled_rows, type_in
from udfs.calling.errors import CellError
from workbook_templates.catalogue import workbook_bytes

DAY = datetime.date(2026, 1, 15)
APRIL = datetime.date(2026, 4, 3)
NEXT = DAY + datetime.timedelta(1)
ROWS: Sequence[Sequence[Any]] = [
    (DAY, "Ann", 100.1, 25, 5),
    (DAY, "ann ", 0.2, 0.05, None),
    (DAY, "Bo", 50, 10, None),
    (NEXT, "Bo", 30, 5, 1),
    (NEXT, None, None, None, 200),
]
NOON = datetime.datetime(2026, 1, 16, 12, 0, 0)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook with a year's targets and two people."""
    path = tmp_path_factory.mktemp("blank") / "targets.xlsx"
    path.write_bytes(workbook_bytes("target_breakdown"))
    type_in(
        path,
        {"plan_year": 2026, "annual_sales": 1804, "cost_budget": 2000},
        {
            "people": {
                "Person": ["Ann", "Bo"],
                "Manager": [None, "Ann"],
                "Team": ["A", "A"],
                "Quota share": [0.6, 0.4],
            },
            "profit_rates": {"Profit rate": [0.2] * 4, "Floor": [0.1] * 4, "Ceiling": [0.3] * 4},
        },
        {},
    )
    return path.read_bytes()


@pytest.fixture
def targets(blank: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "targets.xlsx"
    path.write_bytes(blank)
    return path


def filled(path: Path, rows: Sequence[Sequence[Any]] = ROWS, **cells: Any) -> Path:
    type_in(path, cells, {}, {"actuals": rows})
    return path


def reasons(path: Path) -> dict[Any, str]:
    """Row -> why it was rejected."""
    return {row[0]: row[-1] for row in filled_rows(path, "rejected")}


def test_the_sheets_rows_are_added_up_and_recorded(targets: Path) -> None:
    result = refresh(filled(targets), now=NOON, who="Ann")
    assert (result.read, result.tallied, result.rejected) == (5, 5, 0)
    assert filled_rows(targets, "day_tally") == [[DAY, 150.3, 35.05, 5], [NEXT, 30, 5, 201]]
    assert filled_rows(targets, "person_day_tally") == [
        ["Ann", DAY, 100.3, 25.05],
        ["Bo", DAY, 50, 10],
        ["Bo", NEXT, 30, 5],
    ]
    assert filled_rows(targets, "person_week_tally") == [["Ann", 3, 100.3, 25.05], ["Bo", 3, 80, 15]]
    assert filled_rows(targets, "rejected") == []
    assert "1 row without a person was counted for the centre alone." in result.notes
    assert result.before == "no data yet"
    assert result.after == pytest.approx(180.3 / 1804)
    (line,) = filled_rows(targets, "history")
    assert line[:4] == [NOON, "Ann", line[2], "the table actuals of this workbook"]
    assert line[5:] == [2026, NOON.date(), 5, 5, 0, None, result.after, None]
    book = WorkbookFile(targets)
    assert book.read_cell("refreshed_kind") == "sheet"
    assert (book.read_cell("refreshed_rows"), book.read_cell("refreshed_rejected")) == (5, 0)
    assert not result.findings.errors


REJECTS: Sequence[tuple[Sequence[Any], str]] = [
    ((None, "Ann", 1, 1, 1), "date is blank"),
    (("03/04/2026", "Ann", 1, 1, 1), "is ambiguous: set the date order on Import"),
    ((DAY, "Cy", 1, 1, 1), 'unknown person "Cy"'),
    ((DAY, "Ann", "12 km", 1, 1), 'sales "12 km" is no number'),
    ((DAY, "Ann", 1, CellError("#N/A"), 1), "profit is the error #N/A"),
    ((DAY, "Ann", 1, 1, True), "cost TRUE is no number"),
    ((DAY, "Ann", None, None, None), "sales, profit and cost are blank"),
]


def test_each_kind_of_row_that_does_not_count_is_listed_with_its_reason(targets: Path) -> None:
    codes = {"source_columns": {"Missing-value codes": [None, None, None, "-99", None]}}
    apart = [(datetime.date(2026, 12, 27), "Ann", 1, 1, 1), (DAY, "Ann", 1, "-99", 1)]
    type_in(targets, {}, codes, {"actuals": [*ROWS, [None] * 5, *(row for row, _ in REJECTS), *apart]})
    result = refresh(targets)
    assert (result.read, result.tallied, result.rejected, result.apart) == (14, 5, 7, 2)
    found = reasons(targets)
    first = WorkbookFile(targets).read_table("actuals").first_row + len(ROWS) + 1
    for row, (_, reason) in enumerate(REJECTS, start=first):
        assert reason in found[row], row
    assert not result.findings.errors


def test_a_file_takes_the_place_of_the_sheets_rows(targets: Path, tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text("\ufeffTag;Wer;Umsatz;Ertrag;Kosten\n15.01.2026;BO;1.234,50;200,25;\n03.04.2026;;;;99,9\n", "utf-8")
    headers = {"Header in your file": ["Tag", "Wer", "Umsatz", "Ertrag", "Kosten"], "Date order": ["DMY"]}
    type_in(targets, {}, {"source_columns": headers}, {"actuals": ROWS})
    result = refresh(targets, {"actuals": file})
    assert filled_rows(targets, "day_tally") == [[DAY, 1234.5, 200.25, 0], [APRIL, 0, 0, 99.9]]
    assert WorkbookFile(targets).read_cell("refreshed_source") == "sales.csv"
    assert any("semicolon" in note for note in result.notes)
    assert len(filled_rows(targets, "actuals")) == len(ROWS)


def test_a_file_without_a_column_is_refused_and_another_templates_option_too(targets: Path, tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text("Date,Person,Turnover,Margin\n2026-01-15,Bo,1,2\n", "utf-8")
    before = targets.read_bytes()
    with pytest.raises(Refusal, match='no column "Sales" for Sales; its columns are: Date, Person, Turnover, Margin'):
        refresh(targets, {"actuals": file})
    with pytest.raises(Refusal, match=r"--responses is not for this kind of workbook.*--actuals FILE"):
        refresh(targets, {"responses": file})
    assert targets.read_bytes() == before


def test_actuals_keep_their_digits_whatever_the_targets_are_rounded_to(targets: Path) -> None:
    rows = [(DAY, "Ann", 0.1, 0.01, None)] * 10
    refresh(filled(targets, rows, target_decimals=-3, annual_sales=1_804_000, status_date=NEXT), now=NOON)
    assert filled_rows(targets, "day_tally") == [[DAY, 1, 0.1, 0]]
    assert filled_rows(targets, "history")[0][6] == NEXT


def test_an_empty_sheet_is_no_error_but_does_not_replace_a_files_rows(targets: Path, tmp_path: Path) -> None:
    result = refresh(targets)
    assert result.read == 0
    assert not result.findings.errors
    file = tmp_path / "sales.csv"
    file.write_text("Date,Person,Sales,Profit,Cost\n2026-01-15,Bo,1,2,3\n", "utf-8")
    refresh(targets, {"actuals": file})
    with pytest.raises(Refusal, match=r"counted sales\.csv.*--actuals FILE"):
        refresh(targets)


def test_refreshed_twice_the_history_grows_and_nothing_else_changes_until_a_row_does(targets: Path) -> None:
    first = refresh(filled(targets), now=NOON)
    tables = ("day_tally", "person_day_tally", "person_week_tally", "rejected")
    before = [filled_rows(targets, table) for table in tables]
    second = refresh(targets, now=NOON + datetime.timedelta(hours=1))
    assert [filled_rows(targets, table) for table in tables] == before
    assert (second.before, second.after) == (first.after, first.after)
    history = filled_rows(targets, "history")
    assert [row[0].hour for row in history] == [13, 12]
    assert history[0][4] == history[1][4]
    assert not [check for check in second.findings.failed if "refresh" in check.result.lower()]
    book = WorkbookFile(filled(targets, [*ROWS[:-1], (NEXT, None, None, None, 201)]))
    book.recalculate()
    assert any("refresh again" in check.result for check in findings(book).failed)


def test_a_dry_run_shows_all_and_writes_nothing(targets: Path) -> None:
    before = filled(targets).read_bytes()
    result = refresh(targets, dry_run=True)
    assert result.after == pytest.approx(180.3 / 1804)
    assert not result.written
    assert targets.read_bytes() == before


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"plan_year": None}, "the fiscal year must be a number; it is blank"),
        ({"plan_year": 26}, "the fiscal year must be a whole year such as 2026; it is 26"),
        ({"calendar_text": "4-4-5 last Sunday in December"}, "Did you mean 4-4-5 last Sunday of December?"),
        ({"status_date": "soon"}, 'the status date must be a date or blank; it is "soon"'),
    ],
)
def test_inputs_that_cannot_be_used_are_named(targets: Path, cells: dict[str, Any], message: str) -> None:
    with pytest.raises(Refusal) as caught:
        refresh(filled(targets, **cells))
    assert message in str(caught.value)


def test_a_person_who_stands_there_twice_is_refused(targets: Path) -> None:
    type_in(targets, {}, {"people": {"Person": ["Ann", " ANN"]}}, {})
    with pytest.raises(Refusal, match='People: "ANN" stands there twice'):
        refresh(targets)


def test_a_year_of_ten_people_refreshes_without_an_error_cell(targets: Path) -> None:
    people = [f"Person {number}" for number in range(1, 11)]
    first = datetime.date(2025, 12, 29)
    days = [day for n in range(364) if (day := first + datetime.timedelta(n)).weekday() < 5][:250]
    rows = [(day, person, 10 + n % 7, 2 + n % 3, n % 2) for n, day in enumerate(days) for person in people]
    columns = {"people": {"Person": people, "Manager": [None] * 10, "Team": ["A", "B"] * 5, "Quota share": [0.1] * 10}}
    type_in(targets, {"status_date": days[-1]}, columns, {"actuals": rows})
    result = refresh(targets)
    assert (result.tallied, result.rejected) == (2500, 0)
    assert not result.findings.errors
    assert not result.findings.failed, [str(check) for check in result.findings.failed]
    assert len(filled_rows(targets, "day_tally")) == 250
    assert len(filled_rows(targets, "person_day_tally")) == 2500
    assert result.after == pytest.approx(sum(row[2] for row in rows) / 1804)
