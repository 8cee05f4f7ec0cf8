"""Dates in words of ISO 8601 as serial numbers: in the bytes of a part as cell by cell."""

from __future__ import annotations

import datetime

import pytest

from addin.cells.addresses import Area
from addin.cells.dates import iso_serial
from addin.refusal import Refusal
from addin.xlsx.iso_dates import dates_as_numbers
from addin.xlsx.large_sheet import read_columns
from tests.addin.xlsx.test_sheet_xml import sheet

DAY = 46023


@pytest.mark.parametrize(
    ("text", "serial"),
    [
        ("2026-01-01", DAY),
        ("20260101", DAY),
        ("2026-01-01Z", DAY),
        ("2026-01-01T00:00:00", DAY),
        ("2026-01-01T12:00", DAY + 0.5),
        ("2026-01-01 12:00:00", DAY + 0.5),
        ("2026-01-01T06:00:00Z", DAY + 0.25),
        ("2026-01-01T06:00:00+02:00", DAY + 0.25),
        ("2026-01-01T00:00:00.0000000", DAY),
        ("2026-01-01T12:00:00.500", DAY + (43200.5 / 86400)),
        ("06:00:00", 0.25),
        ("T06:00:00", 0.25),
        ("06:00:00-05:00", 0.25),
        ("1899-12-31T06:00:00", 0.25),
        ("1899-12-30T06:00:00", 0.25),
        ("1900-01-01", 1),
        ("9999-12-31", 2958465),
    ],
)
def test_every_form_is_its_number(text: str, serial: float) -> None:
    assert iso_serial(text, False) == pytest.approx(serial, abs=1e-9)
    converted = dates_as_numbers(f'<c r="A1" t="d"><v>{text}</v></c>'.encode(), False)
    assert converted is not None
    assert float(converted.decode().partition("<v>")[2].partition("<")[0]) == pytest.approx(serial, abs=1e-9)
    assert sheet(f'<row r="1"><c r="A1" t="d"><v>{text}</v></c></row>').value(1, 1) == iso_serial(text, False)


def test_the_1904_system_counts_from_its_own_day() -> None:
    assert dates_as_numbers(b'<c t="d"><v>1904-01-03</v></c>', True) == b"<c><v>2</v></c>"
    assert dates_as_numbers(b'<c t="d"><v>06:00</v></c>', True) == b"<c><v>0.25</v></c>"


@pytest.mark.parametrize("text", ["1 Jan 26", "2026", "46023", "2026-13-01", "2026-01", "25:00:00", "x", "&amp;", "²"])
def test_what_is_no_date_is_refused_by_its_cell_and_never_blank(text: str) -> None:
    cell = f'<c r="B7" t="d"><v>{text}</v></c>'
    assert dates_as_numbers(cell.encode(), False) is None
    with pytest.raises(Refusal, match=r"of kind d in B7"):
        sheet(f'<row r="7">{cell}</row>').value(7, 2)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1" s="3" t="d"><v>2026-01-01</v></c>', '<c r="A1" s="3"><v>46023</v></c>'),
        ('<c r="A1" t="d" s="3"><v> 2026-01-01 </v></c>', '<c r="A1" s="3"><v>46023</v></c>'),
        ('<c r="A1" t="d"><f>TODAY()</f><v>2026-01-01</v></c>', '<c r="A1"><f>TODAY()</f><v>46023</v></c>'),
        (
            '<c r="A1" t="d"><f t="shared" si="0"/><v>2026-01-01</v></c>',
            '<c r="A1"><f t="shared" si="0"/><v>46023</v></c>',
        ),
        ('<c t="d"><f a=">">X</f><v>2026-01-01</v></c>', '<c><f a=">">X</f><v>46023</v></c>'),
        ('<c r="A1" t="d"/>', '<c r="A1"></c>'),
        ('<c r="A1" t="d"><v/></c>', '<c r="A1"></c>'),
        ('<c r="A1" t="d"><v></v></c>', '<c r="A1"></c>'),
    ],
)
def test_nothing_else_of_the_cell_changes(cell: str, expected: str) -> None:
    around = '<cols><col min="1"/></cols><c r="B1" t="str"><v>2026-01-01</v></c>{}<c r="C1"><v>1</v></c>'
    assert dates_as_numbers(around.format(cell).encode(), False) == around.format(expected).encode()


@pytest.mark.parametrize(
    "cell",
    [
        '<x:c t="d"><x:v>2026-01-01</x:v></x:c>',
        "<c t='d'><v>2026-01-01</v></c>",
        '<c  t = "d" ><v>2026-01-01</v></c>',
        '<c t="d"> <v>2026-01-01</v></c>',
        '<c t="str"><v>"d"</v></c>',
    ],
)
def test_what_the_bytes_do_not_tell_is_left_to_the_parser(cell: str) -> None:
    assert dates_as_numbers(cell.encode(), False) is None


def test_a_sheet_without_them_is_not_touched() -> None:
    part = b'<c r="A1" t="str"><v>2026-01-01</v></c>'
    assert dates_as_numbers(part, False) is part


@pytest.mark.parametrize("date1904", [False, True])
def test_a_large_sheet_gives_what_a_tree_gives(date1904: bool) -> None:
    """Such a cell shows a date whatever its style; a number shows one in a date's style alone."""
    texts = ["2026-01-01", "2026-01-01T12:30:15.250", "06:00:00", "", "9999-12-31"]
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="d"><v>{text}</v></c><c r="B{row}" s="1" t="d"><v>{text}</v></c>'
        f'<c r="C{row}"><v>46023</v></c><c r="D{row}" s="1"><v>46023</v></c></row>'
        for row, text in enumerate(texts, start=1)
    )
    cells, styles = sheet(rows, date1904=date1904), (False, True)
    tree = [[cells.dated_value(row, column, styles) for row in range(1, 6)] for column in range(1, 5)]
    assert read_columns(cells.to_bytes(), None, styles, date1904, Area(1, 1, 5, 4)) == tree
    assert tree[0][:3] == [
        datetime.date(2026, 1, 1),
        datetime.datetime(2026, 1, 1, 12, 30, 15, 250_000),
        datetime.timedelta(hours=6),
    ]
