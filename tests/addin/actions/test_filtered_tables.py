"""Tables that a user filtered: after a refresh their criteria show the rows that match them, wherever these stand."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from addin.actions.demo import DEMOS, Demo
from addin.actions.refresh import Summary, refresh
from addin.workbook.file import WorkbookFile
from tests.conftest import Survey, edited
from workbook_templates.catalogue import TEMPLATES

GOOD = [["2026-01-05", "a", "Retail", 90], ["2026-01-06", "b", "SME", 20]]
BAD = [
    ["2026-01-07", "c", "Retail", None],  # index is blank
    ["2026-01-08", "d", "Nobody", 50],
    ["2026-01-09", "e", "Retail", None],
    ["someday", "f", "Retail", 50],
    ["2026-01-10", "g", "Nowhere", 50],
]


def _reasons(path: Path) -> list[tuple[int, str, bool]]:
    """The rows of the table Rejected: number, what is wrong, whether it is hidden."""
    book = WorkbookFile(path)
    table = book.package.table("rejected")
    body = book.read_table("rejected")
    reasons = body.columns[[each.casefold() for each in body.headers].index("reason")]
    hidden = _hidden(path, table.sheet)
    return [(row, str(reason or ""), row in hidden) for row, reason in enumerate(reasons, start=body.first_row)]


def _hidden(path: Path, sheet: str) -> set[int]:
    package = WorkbookFile(path).package
    root = etree.fromstring(package.part(package.sheet_part(sheet)))
    return {int(row.get("r", "0")) for row in root.iter("{*}row") if row.get("hidden") == "1"}


def _filter(path: Path, table: str, column: str, criteria: str, hide: Sequence[int] = ()) -> None:
    """A filter of a table as Excel saves it, with the rows that it hid then."""
    package = WorkbookFile(path).package
    found = package.table(table)
    number = [each.casefold() for each in found.columns].index(column.casefold())
    whole = f'<filterColumn colId="{number}">{criteria}</filterColumn></autoFilter>'.encode()
    edited(
        path,
        found.part,
        lambda data: re.sub(
            rb"<autoFilter ([^>]*?)\s*/>", lambda match: b"<autoFilter " + match[1] + b">" + whole, data
        ),
    )
    _hide(path, found.sheet, hide)


def _hide(path: Path, sheet: str, rows: Sequence[int]) -> None:
    package = WorkbookFile(path).package
    for row in rows:
        edited(
            path,
            package.sheet_part(sheet),
            lambda data, row=row: data.replace(f'<row r="{row}"'.encode(), f'<row r="{row}" hidden="1"'.encode()),  # type: ignore[misc]
        )


@pytest.fixture
def rejected(survey: Survey) -> Survey:
    """A survey of which five rows were rejected."""
    refresh(survey.fill(responses=[*GOOD, *BAD]).path)
    assert len(_reasons(survey.path)) == 5
    return survey


def _after(survey: Survey, rows: Sequence[Sequence[Any]]) -> Summary:
    return refresh(survey.fill(responses=rows).path)


CRITERIA = {
    "ticked": '<filters><filter val="{0}"/></filters>',
    "equal": '<customFilters><customFilter val="{0}"/></customFilters>',
    "begins": '<customFilters><customFilter val="ind?x*"/></customFilters>',
    "not the others": '<customFilters and="1"><customFilter operator="notEqual" val="*segment*"/>'
    '<customFilter operator="notEqual" val="*date*"/></customFilters>',
}


@pytest.mark.parametrize("kind", CRITERIA)
def test_the_rows_that_match_are_shown_where_they_stand_now(kind: str, rejected: Survey) -> None:
    blank = next(reason for _, reason, _ in _reasons(rejected.path) if reason.startswith("index"))
    shown = [row for row, reason, _ in _reasons(rejected.path) if reason == blank]
    others = [row for row, reason, _ in _reasons(rejected.path) if reason != blank]
    _filter(rejected.path, "rejected", "reason", CRITERIA[kind].format(blank), others)
    assert _after(rejected, [*GOOD, *BAD[::-1], *BAD]).rejected == 10
    rows = _reasons(rejected.path)
    assert len(rows) == 10
    assert {reason for _, reason, hidden in rows if not hidden} == {blank}
    assert sum(not hidden for _, _, hidden in rows) == 4
    assert shown != [row for row, _, hidden in rows if not hidden]
    assert "filterColumn" in rejected.read().package.part(rejected.read().package.table("rejected").part).decode()


def test_no_row_stays_hidden_below_a_table_that_shrank(rejected: Survey) -> None:
    sheet = rejected.read().package.table("rejected").sheet
    first = _reasons(rejected.path)[0][0]
    _filter(rejected.path, "rejected", "reason", CRITERIA["begins"], range(first + 1, first + 5))
    _hide(rejected.path, sheet, [1])
    _after(rejected, [*GOOD, BAD[1]])
    rows = _reasons(rejected.path)
    assert [(row, hidden) for row, _, hidden in rows] == [(first, True)], "one row, which does not match"
    assert _hidden(rejected.path, sheet) == {1, first}, "a row that was hidden by hand stays so"


def test_rows_hidden_by_hand_stay_hidden_where_nothing_is_filtered(rejected: Survey) -> None:
    sheet = rejected.read().package.table("rejected").sheet
    first = _reasons(rejected.path)[0][0]
    _hide(rejected.path, sheet, [first + 1])
    _after(rejected, [*GOOD, *BAD])
    assert _hidden(rejected.path, sheet) == {first + 1}


@pytest.mark.parametrize(
    "criterion",
    [
        '<top10 val="3" filterVal="2"/>',
        '<dynamicFilter type="aboveAverage" val="3"/>',
        '<colorFilter dxfId="0"/>',
        '<iconFilter iconSet="3Arrows"/>',
        '<customFilters><customFilter operator="resembles" val="3"/></customFilters>',
    ],
)
def test_a_filter_that_cannot_be_judged_is_taken_off_and_said(criterion: str, rejected: Survey) -> None:
    first = _reasons(rejected.path)[0][0]
    _filter(rejected.path, "rejected", "reason", criterion, [first, first + 3])
    done = _after(rejected, [*GOOD, *BAD[1:], BAD[0]])
    assert not any(hidden for _, _, hidden in _reasons(rejected.path))
    part = rejected.read().package.part(rejected.read().package.table("rejected").part).decode()
    assert "filterColumn" not in part
    assert "<autoFilter" in part
    assert [note for note in done.notes if "could not be put back" in note] == [
        "The filter of the table rejected on Rejected could not be put back; all of its rows are shown. Set it again."
    ]


def test_two_columns_dates_and_blanks(rejected: Survey) -> None:
    """A date in January 2026, and the segment Retail: what is no date is in no month."""
    january = '<filters><dateGroupItem year="2026" month="1" dateTimeGrouping="month"/></filters>'
    headers = rejected.read().headers("rejected")
    date = next(each for each in headers if each.casefold() == "date")
    _filter(rejected.path, "rejected", date, january)
    package = rejected.read().package
    segment = [each.casefold() for each in headers].index("segment")
    ticked = '<filters><filter val="retail"/></filters>'
    more = f'<filterColumn colId="{segment}">{ticked}</filterColumn></autoFilter>'.encode()
    edited(rejected.path, package.table("rejected").part, lambda data: data.replace(b"</autoFilter>", more))
    days = [datetime.date(2026, 1, 7), datetime.date(2026, 2, 7), None, "2026-01-09", datetime.date(2026, 1, 10)]
    lines = [[day, who, "Retail", None] for day, who in zip(days, "abcde", strict=True)]
    _after(rejected, [*GOOD, *lines, [datetime.date(2026, 1, 11), "f", "SME", None]])
    book = rejected.read()
    body = book.read_table("rejected")
    hidden = _hidden(rejected.path, "Rejected")
    customers = body.columns[[each.casefold() for each in body.headers].index("customer")]
    shown = [who for row, who in enumerate(customers, start=body.first_row) if row not in hidden]
    assert shown == ["a", "e"]


def test_a_filter_of_the_sheet_over_an_owned_table(rejected: Survey) -> None:
    package = rejected.read().package
    table = package.table("rejected")
    column = [each.casefold() for each in table.columns].index("reason")
    reference = re.search(rb'ref="([^"]*)"', package.part(table.part))
    assert reference is not None
    whole = (
        b'<autoFilter ref="' + reference[1] + f'"><filterColumn colId="{column}">{CRITERIA["begins"]}'.encode()
    ) + b"</filterColumn></autoFilter>"
    edited(rejected.path, table.part, lambda data: re.sub(rb"<autoFilter [^>]*/>", b"", data))
    edited(
        rejected.path,
        package.sheet_part(table.sheet),
        lambda data: data.replace(b"</sheetData>", b"</sheetData>" + whole),
    )
    _after(rejected, [*GOOD, *BAD[::-1]])
    rows = _reasons(rejected.path)
    assert [hidden for _, reason, hidden in rows] == [not reason.startswith("index") for _, reason, _ in rows]


@pytest.mark.parametrize("demo", DEMOS, ids=lambda demo: demo.kind)
def test_every_table_that_a_refresh_writes_in_every_template(demo: Demo, tmp_path: Path) -> None:
    """Hidden are the rows whose text is not that of the first row, whichever table it is."""
    path, _ = demo.write(tmp_path)
    package = WorkbookFile(path).package
    ticked: dict[str, tuple[int, str]] = {}
    for name in TEMPLATES[demo.kind].owned:
        table, columns = package.table(name), WorkbookFile(path).read_table(name).columns
        texts = [number for number, column in enumerate(columns) if isinstance(column[0], str) and column[0]]
        if texts and b"<autoFilter" in package.part(table.part):
            ticked[name] = (texts[0], str(columns[texts[0]][0]))
            _filter(path, name, table.columns[texts[0]], f'<filters><filter val="{ticked[name][1]}"/></filters>')
    assert {"rejected", "history"} <= set(ticked)
    done = refresh(path)
    assert not [note for note in done.notes if "could not be put back" in note]
    for name, (column, wanted) in ticked.items():
        body, hidden = WorkbookFile(path).read_table(name), _hidden(path, package.table(name).sheet)
        values = body.columns[column]
        assert [row in hidden for row in range(body.first_row, body.first_row + len(values))] == [
            value != wanted for value in values
        ]


def test_many_rows_are_filtered_too(rejected: Survey) -> None:
    """So many that they are written as whole rows."""
    _filter(rejected.path, "rejected", "reason", CRITERIA["begins"])
    _after(rejected, [*GOOD, *([BAD[1], BAD[0]] * 1_500)])
    rows = _reasons(rejected.path)
    assert len(rows) >= 2_000
    assert all(hidden is not reason.startswith("index") for _, reason, hidden in rows)
