"""The benefits workbook by the same refresh: four tables of rows, each from its sheet or from a file of its own."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path
from typing import Any

import pytest

from addin.actions import wording
from addin.actions.feeding import BY_HEADERS
from addin.actions.refresh import refresh
from addin.cli.program import main
from addin.refusal import Refusal
from addin.workbook.file import WorkbookFile
from tests.conftest import filled_rows, type_in
from tests.workbook_templates.centre_benefits.workbook import DAY, ROWS, filled

NOON = datetime.datetime(2026, 4, 2, 12, 0)
ORDERS = (
    "\ufeffTag;Auftrag;Gebiet;Artikel;Menge;Preis\n10.02.2026;X1;;Phone;2;\n11.02.2026;X2;South;PLAN;1;45,5\n;;;;;\n"
)
LEADS = "Date,Lead,Order,Outcome,Contribution,Value\n2026-02-10,L1,x1,won,persuaded,100\n2026-02-10,L2,,won,misread,5\n"
CONTACTS = "Date,Function,Minutes\n2026-02-10,Dealers,30\n2026-02-10,Canteen,30\n"
REQUESTS = "Date,Department,Minutes given back\n2026-02-10,Sales,45\n"
GERMAN = {
    "orders_columns": {
        "Header in your file": ["Tag", "Auftrag", "Gebiet", "Artikel", "Menge", "Preis", "Unit cost", "Returned units"],
        "Date order": ["DMY"],
    }
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A quarter, filled and not refreshed."""
    return filled(tmp_path_factory.mktemp("made") / "benefits.xlsx").read_bytes()


@pytest.fixture
def book(made: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "benefits.xlsx"
    path.write_bytes(made)
    return path


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def cells(path: Path, *names: str) -> list[Any]:
    read = WorkbookFile(path)
    return [read.read_cell(name) for name in names]


def test_the_sheets_rows_are_added_up_recorded_and_a_second_refresh_changes_nothing(book: Path) -> None:
    result = refresh(book, now=NOON, who="Ann")
    assert (result.read, result.tallied, result.rejected) == (16, 16, 0)
    assert result.source == "the tables of this workbook"
    assert [(origin.feed.table, origin.counts.read) for origin in result.origins] == [
        ("orders", 5),
        ("leads", 5),
        ("contacts", 3),
        ("requests", 3),
    ]
    assert filled_rows(book, "item_tally") == [
        ["telesales", "Phone", 1, 10, 2, 0, 0, 0],
        ["telesales", "Plan", 1, 4, 0, 0, -20, 0],
        ["telesales", "Cable", 1, 0, 0, 1, 0, 0],
        ["tele-coverage", "Phone", 1, 5, 0, 0, 0, -7.5],
        ["tele-coverage", "Plan", 1, 3, 0, 0, 0, 0],
    ]
    assert filled_rows(book, "territory_tally") == [["North", 1, 5, 500, 207.5, 50], ["South", 1, 3, 150, 90, 60]]
    assert filled_rows(book, "lead_tally") == [
        ["won", "persuaded", 1, 320, 320],
        ["won", "passed on", 1, 1000, 0],
        ["lost", "understood", 1, 70, 0],
        ["lost", "misread", 1, 0, 0],
        ["pending", None, 1, 0, 0],
    ]
    assert filled_rows(book, "function_tally") == [
        ["Telesales", 20, 180, 900],
        ["Logistics", 5, 20, -10],
        ["After-sales", 1, 12, 0],
    ]
    assert filled_rows(book, "department_tally") == [["Sales", 1, 60, 60], ["Finance", 2, 120, 210]]
    assert [row[2:5] for row in filled_rows(book, "disagreements")] == [
        ["L2", "won passed on", "won persuaded"],
        ["L4", "lost understood", "pending"],
    ]
    assert (
        "2 leads have other words of the follower than of the service record: see the sheet Disagreements."
        in result.notes
    )
    tables = ("item_tally", "territory_tally", "lead_tally", "function_tally", "department_tally", "rejected")
    before = [filled_rows(book, table) for table in tables]
    again = refresh(book, now=NOON + datetime.timedelta(hours=1), who="Bo")
    assert [filled_rows(book, table) for table in tables] == before
    assert (again.before, again.after) == (result.after, result.after)
    newest, oldest = filled_rows(book, "history")
    assert newest[4] == oldest[4]
    assert oldest[:4] == [NOON, "Ann", oldest[2], "the tables of this workbook"]
    assert oldest[5:10] == [datetime.date(2026, 1, 1), datetime.date(2026, 3, 31), 16, 16, 0]


def test_several_files_are_counted_in_one_refresh_and_each_is_named_everywhere(book: Path, tmp_path: Path) -> None:
    type_in(book, {}, GERMAN, {})
    orders, leads = file(tmp_path, "verkauf.csv", ORDERS), file(tmp_path, "leads.csv", LEADS)
    result = refresh(book, {"orders": orders, "leads": leads}, now=NOON, who="Ann")
    assert result.source == "orders: verkauf.csv; leads: leads.csv; the other tables of this workbook"
    assert [(origin.kind, origin.counts.read, origin.counts.rejected) for origin in result.origins] == [
        ("file", 2, 0),
        ("file", 2, 1),
        ("sheet", 3, 0),
        ("sheet", 3, 0),
    ]
    assert filled_rows(book, "territory_tally") == [["South", 1, 1, 45.5, 25.5, 20]]
    assert filled_rows(book, "lead_tally")[0] == ["won", "persuaded", 1, 100, 100]
    assert filled_rows(book, "rejected") == [
        [
            "Leads",
            3,
            "Date: 2026-02-10; Lead: L2; Outcome: won; Contribution: misread; Value: 5",
            'contribution "misread" contradicts outcome "won": write persuaded or passed on',
        ]
    ]
    names = [f"refreshed_{table}_{fact}" for table in ("orders", "leads", "contacts") for fact in ("source", "kind")]
    assert cells(book, *names) == [
        "verkauf.csv",
        "file",
        "leads.csv",
        "file",
        "the table contacts of this workbook",
        "sheet",
    ]
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (orders, leads)]
    assert cells(book, "refreshed_orders_hash", "refreshed_leads_hash") == digests
    (line,) = filled_rows(book, "history")
    assert line[3] == result.source
    assert line[4].startswith(f"orders: {digests[0]}; leads: {digests[1]}; contacts: ")
    assert any(note.startswith("orders: Read as ") and "semicolon" in note for note in result.notes)
    assert len(filled_rows(book, "orders")) == len(ROWS["orders"])
    printed = wording.summary(result, book.name)
    assert "leads: 2 read, 1 tallied, 1 rejected." in printed
    assert "Warning: 1 lead says won and misread" in printed


def test_each_table_keeps_what_came_from_a_file_from_an_empty_sheet(book: Path, tmp_path: Path) -> None:
    type_in(book, {}, {}, {"requests": []})
    requests = file(tmp_path, "requests.csv", REQUESTS)
    refresh(book, {"requests": requests})
    with pytest.raises(Refusal) as caught:
        refresh(book, {"leads": file(tmp_path, "leads.csv", LEADS)})
    assert str(caught.value) == (
        "The table requests has no rows of its own, and its last refresh counted requests.csv. Name that file again "
        "(--requests FILE), or enter rows first."
    )
    assert refresh(book, {"requests": requests, "leads": tmp_path / "leads.csv"}).read == 5 + 2 + 3 + 1


@pytest.mark.parametrize(
    ("text", "table"), [(LEADS, "leads"), (CONTACTS, "contacts"), (REQUESTS, "requests")], ids=lambda each: each[:9]
)
def test_a_file_without_a_tables_name_is_known_by_its_headers(
    book: Path, tmp_path: Path, text: str, table: str
) -> None:
    result = refresh(book, {BY_HEADERS: file(tmp_path, "rows.csv", text)}, dry_run=True)
    assert [origin.feed.table for origin in result.origins if origin.kind == "file"] == [table]


def test_a_file_of_no_table_is_refused_with_the_headers_of_each(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    with pytest.raises(Refusal, match=r"rows\.csv has the headers of no table .*orders has Date, Item; leads has "):
        refresh(book, {BY_HEADERS: file(tmp_path, "rows.csv", "Date,Units\n2026-02-10,1\n")})
    with pytest.raises(Refusal, match='no column "Item" for Item; its columns are: Date, Units'):
        refresh(book, {"orders": tmp_path / "rows.csv"})
    with pytest.raises(Refusal, match=r"--actuals is not for this kind of workbook.*--orders FILE or --leads FILE or"):
        refresh(book, {"actuals": tmp_path / "rows.csv"})
    assert book.read_bytes() == before


def test_a_workbook_with_a_sheet_for_each_table_serves_them_all(book: Path, tmp_path: Path) -> None:
    """The sheet is found by its headers, wherever it lies."""
    source = filled(tmp_path / "rows.xlsx")
    files = dict.fromkeys(ROWS, source)
    result = refresh(book, files)
    assert [origin.counts.read for origin in result.origins] == [5, 5, 3, 3]
    with pytest.raises(Refusal, match="has the headers of orders and of leads and of contacts and of requests"):
        refresh(book, {BY_HEADERS: source})


def test_the_command_takes_several_files(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    leads, contacts = file(tmp_path, "leads.csv", LEADS), file(tmp_path, "contacts.csv", CONTACTS)
    status = main(["refresh", str(book), "--leads", str(leads), "--contacts", str(contacts)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        "benefits.xlsx refreshed, from leads: leads.csv; contacts: contacts.csv; the other tables of this workbook."
    )
    assert "  contacts: 2 read, 1 tallied, 1 rejected." in lines
    assert status == 1, "half of the contacts are rejected"
    assert main(["refresh", str(book), "--contacts", str(contacts), "--contacts", str(contacts)]) == 2
    assert "--contacts takes one file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("columns", "named", "words"),
    [
        ({}, {"period_start": "soon"}, 'the first day of the period must be a date such as 2026-01-31; it is "soon"'),
        ({}, {"period_end": datetime.date(2025, 1, 1)}, "the first day 2026-01-01 is after the last day 2025-01-01"),
        ({}, {"lead_word": "boss"}, 'whose word counts must be "service record" or "follower"; it is "boss"'),
        ({"goods": {"Item": ["Phone", "phone"]}}, {}, 'Goods: "phone" stands there twice'),
        ({"territories": {"Territory": ["North", " NORTH"]}}, {}, 'Territories: "NORTH" stands there twice'),
        ({"goods": {"Price": ["12 EUR"]}}, {}, 'Goods: price of Phone must be a number, not negative; it is "12 EUR"'),
        (
            {"goods": {"Support share": [8]}},
            {},
            "Goods: support share of Phone must be at most 100%; it is 8 (write",
        ),
    ],
)
def test_what_cannot_be_used_is_named(book: Path, columns: dict[str, Any], named: dict[str, Any], words: str) -> None:
    type_in(book, named, columns, {})
    before = book.read_bytes()
    with pytest.raises(Refusal) as caught:
        refresh(book)
    assert words in str(caught.value)
    assert book.read_bytes() == before


def test_an_empty_workbook_with_a_period_refreshes_to_nothing(book: Path) -> None:
    type_in(book, {}, {}, {table: [] for table in ROWS})
    result = refresh(book)
    assert (result.read, result.tallied) == (0, 0)
    assert not result.findings.errors
    assert [note for note in result.notes if "no rows" in note] == [
        f"{table}: There were no rows to count." for table in ROWS
    ]
    assert [row[2] for row in filled_rows(book, "lead_tally")] == [0] * 5


def test_a_lead_of_a_later_day_is_counted_apart(book: Path) -> None:
    rows = [*ROWS["leads"], (datetime.date(2026, 4, 1), "L9", None, "pending", None, None, None, None)]
    type_in(book, {}, {}, {"leads": rows})
    result = refresh(book)
    assert (result.rejected, result.apart) == (0, 1)
    assert filled_rows(book, "rejected") == []
    assert WorkbookFile(book).read_cell("refreshed_leads_apart") == 1
    assert datetime.date(2026, 4, 1) > DAY
