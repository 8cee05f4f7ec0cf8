"""The cells of a sheet: every kind of value and formula, read and written in place."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl.formula.translate import Translator

from addin.cells.dates import moment, serial_number
from addin.cells.text import cut_to_cell, escape, unescape
from addin.cells.values import Cell
from addin.formulas.shared import shift_formula
from addin.refusal import Refusal
from addin.xlsx.shared_strings import SharedStrings
from addin.xlsx.sheet_xml import ABSENT, Formula, SheetXml
from addin.xlsx.styles import is_date_format
from udfs.calling.errors import CellError

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'


def sheet(rows: str, before: str = "", after: str = "", strings: str = "", date1904: bool = False) -> SheetXml:
    shared = f'<sst xmlns="{NAMESPACE}">{strings}</sst>'.encode() if strings else None
    xml = f'{HEAD}<worksheet xmlns="{NAMESPACE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return SheetXml("Sheet", xml.encode(), "book.xlsx", "sheet1.xml", SharedStrings(shared, "book.xlsx", "s"), date1904)


def rows_of(cells: SheetXml) -> str:
    match = re.search(r"<sheetData>(.*)</sheetData>", cells.to_bytes().decode(), re.DOTALL)
    assert match
    return match.group(1)


STRINGS = (
    '<si><t xml:space="preserve"> plain </t></si>'
    "<si><r><rPr><b/></rPr><t>ri</t></r><r><t>ch_x000D_</t></r><rPh><t>phonetic</t></rPh></si><si/><si><t>客户</t></si>"
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1"><v>0.1</v></c>', 0.1),
        ('<c r="A1" t="n"><v>1E-3</v></c>', 0.001),
        ('<c r="A1" s="3"/>', None),
        ('<c r="A1"><v/></c>', None),
        ('<c r="A1"><v>NaN</v></c>', CellError("#NUM!")),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="b"><v>0</v></c>', False),
        ('<c r="A1" t="e"><v>#SPILL!</v></c>', CellError("#SPILL!")),
        ('<c r="A1" t="s"><v>0</v></c>', " plain "),
        ('<c r="A1" t="s"><v>1</v></c>', "rich\r"),
        ('<c r="A1" t="s"><v>2</v></c>', ""),
        ('<c r="A1" t="s"><v>3</v></c>', "客户"),
        ('<c r="A1" t="str"><f>B1</f><v> x_x0041_ </v></c>', " xA "),
        ('<c r="A1" t="str"><f>B1</f><v/></c>', ""),
        ('<c r="A1"><f>B1</f></c>', None),
        ('<c r="A1" t="inlineStr"><is><t>a&amp;b</t></is></c>', "a&b"),
        ('<c r="A1" t="inlineStr"><is><r><t xml:space="preserve">a </t></r><r><t>b</t></r></is></c>', "a b"),
        ('<c r="A1" t="d"><v>1900-01-02</v></c>', 2.0),
        ('<c r="A1" t="d"><v>2024-03-01T12:00:00Z</v></c>', 45352.5),
        ('<c r="A1" t="d"><v>06:00:00</v></c>', 0.25),
    ],
)
def test_every_kind_of_cell_is_read(cell: str, value: object) -> None:
    found = sheet(f'<row r="1">{cell}</row>', strings=STRINGS).value(1, 1)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("strings", [STRINGS, STRINGS + "<!-- a comment asks for a whole parse -->"])
def test_shared_texts_are_the_same_parsed_one_by_one_or_whole(strings: str) -> None:
    data = f'<sst xmlns="{NAMESPACE}">{strings}</sst>'.encode()
    shared = SharedStrings(data, "book.xlsx", "xl/sharedStrings.xml")
    assert [shared[index] for index in range(4)] == [" plain ", "rich\r", "", "客户"]
    with pytest.raises(Refusal, match="refers to text 4"):
        shared[4]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>abc</v></c></row>',
        '<row r="1"><c r="A1" t="zz"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="ZZZ1"/></row>',
        '<row r="2"/><row r="1"/>',
        '<row r="x"/>',
        '<row r="99999999"/>',
        '<row r="1"><c r="A1"><f t="shared" si="0"/></c></row>',
        '<row r="1"><c r="A1"><f t="array" ref="?">B1</f></c></row>',
    ],
)
def test_damaged_cells_are_refused(rows: str) -> None:
    def read() -> None:
        cells = sheet(rows)
        list(cells.cells())
        assert cells.formulas
        assert cells.computed_areas

    with pytest.raises(Refusal, match=r"^book.xlsx: is damaged"):
        read()


def test_cells_without_addresses_follow_each_other() -> None:
    cells = sheet('<row><c><v>1</v></c><c><f>A1</f></c></row><row r="3"><c r="C3"><v>3</v></c><c><v>4</v></c></row>')
    assert list(cells.cells()) == [(1, 1, 1.0), (3, 3, 3.0), (3, 4, 4.0)]
    assert cells.formulas == [Formula(1, 2, "A1", None, False)]
    cells.set_value(3, 2, 2.0)
    third = '<c r="B3"><v>2</v></c><c r="C3"><v>3</v></c><c r="D3"><v>4</v></c>'
    assert rows_of(cells).endswith(f'<row r="3">{third}</row>'), "among others each needs its address"


def test_a_cell_without_an_address_beyond_the_last_column_is_told_by_the_one_it_would_have() -> None:
    with pytest.raises(Refusal, match=r'has a cell "XFE1" out of its place in row 1'):
        list(sheet('<row r="1"><c r="XFD1"/><c/></row>').cells())


def test_cells_without_addresses_stay_so_where_nothing_is_written() -> None:
    cells = sheet('<row r="1"><c><v>1</v></c></row><row r="2"><c/><c><v>2</v></c></row>')
    assert list(cells.cells()) == [(1, 1, 1.0), (2, 2, 2.0)]
    cells.set_value(1, 1, 3.0)
    assert rows_of(cells) == '<row r="1"><c><v>3</v></c></row><row r="2"><c/><c><v>2</v></c></row>'


def test_formulas_of_every_kind() -> None:
    cells = sheet(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$A$1&amp;"B1"</f></c>'
        '<c r="C1"><f t="array" ref="C1:D2">_xlfn.SEQUENCE(2,2)</f><v>1</v></c><c r="D1"><v>2</v></c>'
        '<c r="E1" cm="1"><f t="array" ref="E1">SORT(A1:A2)</f></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/></c><c r="C2"><v>3</v></c>'
        '<c r="F2"><f t="dataTable" ref="F2:G3" dt2D="1" dtr="1" r1="A1" r2="A2"/><v>7</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"/></c></row>'
    )
    assert cells.formulas == [
        Formula(1, 1, "1+1", None, False),
        Formula(1, 2, 'A1*$A$1&"B1"', None, False),
        Formula(1, 3, "_xlfn.SEQUENCE(2,2)", "C1:D2", False),
        Formula(1, 5, "SORT(A1:A2)", "E1", True),
        Formula(2, 2, 'A2*$A$1&"B1"', None, False),
        Formula(3, 2, 'A3*$A$1&"B1"', None, False),
    ]
    assert cells.cached(1, 1) == 2.0
    assert cells.cached(1, 2) is ABSENT
    assert cells.value(2, 6) == 7.0
    computed = {(1, 1), (1, 2), (1, 3), (1, 4), (2, 2), (2, 3), (2, 4), (1, 5), (3, 2), (2, 6), (2, 7), (3, 6), (3, 7)}
    assert {(r, c) for r in range(1, 5) for c in range(1, 9) if cells.is_computed(r, c)} == computed


@pytest.mark.parametrize(
    "formula",
    [
        "A1+$B2-C$3*$D$4",
        "SUM(A1:B2,$A:$A,C:D,1:1,$2:3)",
        'IF(A1="A1:B2","x""A1",Sheet1!B2)',
        "'It''s A1'!A1+'A1'!$B$1:C3",
        "Table1[[#This Row],[A1]]+Table1[B2]",
        "LOG10(A1)+CLV(2400,10%,5)+1E5+tax2024+TRUE",
        "[1]!CLV(A1)+[1]Sheet1!A1",
        "_xlfn.LET(_xlpm.x,A1,_xlpm.x*2)",
        "{1,2;3,4}*A1",
        "响应!A1+表[客户]",
        "FY26+rate2024_A1",
    ],
)
def test_formulas_move_as_openpyxl_moves_them(formula: str) -> None:
    for rows, columns in ((0, 0), (3, 2), (100, 0)):
        expected = Translator("=" + formula, "B2").translate_formula(row_delta=rows, col_delta=columns)[1:]
        assert shift_formula(formula, rows, columns) == expected


def test_formulas_move_where_openpyxl_fails() -> None:
    assert shift_formula("Sheet1!rate*A1", 1, 0) == "Sheet1!rate*A2"
    assert shift_formula("Sheet1!A1:Sheet1!B2", 1, 1) == "Sheet1!B2:Sheet1!C3"
    assert shift_formula("SUM(A1#)+XFE1", 1, 1) == "SUM(B2#)+XFE1"
    assert shift_formula("A2+B1", -2, -1) == "XFD1048576+A1048575"


def test_computed_values_are_written_beside_their_formulas() -> None:
    values: dict[str, tuple[Cell, str, str]] = {
        "A": (0.1 + 0.2, "<v>0.30000000000000004</v>", ""),
        "B": (True, "<v>1</v>", ' t="b"'),
        "C": ("a<b", "<v>a&lt;b</v>", ' t="str"'),
        "D": ("", "<v/>", ' t="str"'),
        "E": (CellError("#NUM!"), "<v>#NUM!</v>", ' t="e"'),
        "F": (" x\x01_x0041_", '<v xml:space="preserve"> x_x0001__x005F_x0041_</v>', ' t="str"'),
        "G": (1e300, "<v>1e+300</v>", ""),
        "H": (-3.0, "<v>-3</v>", ""),
        "I": (float("nan"), "<v>#NUM!</v>", ' t="e"'),
        "J": (None, "", ""),
    }
    before = "".join(f'<c r="{each}1" s="4" t="s" vm="1"><f>X1</f><v>0</v></c>' for each in values)
    cells = sheet(f'<row r="1">{before}</row>', strings=STRINGS)
    for column, (value, _, _) in enumerate(values.values(), start=1):
        cells.set_cached(1, column, value)
    after = "".join(f'<c r="{each}1" s="4"{kind}><f>X1</f>{xml}</c>' for each, (_, xml, kind) in values.items())
    assert rows_of(cells) == f'<row r="1">{after}</row>'
    assert [cells.value(1, column) for column in (1, 4, 6)] == [0.1 + 0.2, "", " x\x01_x0041_"]


def test_members_of_an_array_get_values_even_where_the_row_is_missing() -> None:
    cells = sheet('<row r="1"><c r="B1"><f t="array" ref="B1:C2">X</f></c><c r="D1"><v>9</v></c></row><row r="4"/>')
    for row, column, value in ((1, 2, 1.0), (1, 3, 2.0), (2, 2, 3.0), (2, 3, "t")):
        cells.set_cached(row, column, value)
    assert rows_of(cells) == (
        '<row r="1"><c r="B1"><f t="array" ref="B1:C2">X</f><v>1</v></c><c r="C1"><v>2</v></c>'
        '<c r="D1"><v>9</v></c></row>'
        '<row r="2"><c r="B2"><v>3</v></c><c r="C2" t="str"><v>t</v></c></row><row r="4"/>'
    )
    with pytest.raises(ValueError, match="Sheet!D1 holds no formula"):
        cells.set_cached(1, 4, 1.0)


def test_constants_are_written_with_text_in_the_cell_itself() -> None:
    cells = sheet('<row r="1"><c r="A1" s="2" t="s"><v>0</v></c><c r="C1"><v>1</v></c></row>', strings=STRINGS)
    values: list[Cell] = ["=1+1", 2.5, True, CellError("#N/A"), None, " +x\r\n"]
    for column, value in enumerate(values, start=1):
        cells.set_value(1, column, value)
    assert rows_of(cells) == (
        '<row r="1"><c r="A1" s="2" t="inlineStr"><is><t>=1+1</t></is></c><c r="B1"><v>2.5</v></c>'
        '<c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#N/A</v></c>'
        '<c r="F1" t="inlineStr"><is><t xml:space="preserve"> +x_x000D_\n</t></is></c></row>'
    )
    cells.set_value(1, 1, None)
    assert rows_of(cells).startswith('<row r="1"><c r="A1" s="2"/><c r="B1">')
    assert [cells.value(1, column) for column in range(1, 7)] == [None, 2.5, True, CellError("#N/A"), None, " +x\r\n"]


def test_a_constant_never_overwrites_a_formula() -> None:
    cells = sheet('<row r="1"><c r="A1"><f t="array" ref="A1:A2">X</f></c></row><row r="2"><c r="A2"/></row>')
    for row in (1, 2):
        with pytest.raises(ValueError, match="holds a formula"):
            cells.set_value(row, 1, 5)
    assert not cells.changed


def test_writing_what_stands_there_changes_nothing() -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1"><v>1.50</v></c><c r="C1" t="b"><v>1</v></c>'
        '<c r="D1"><f>X</f><v>1E0</v></c><c r="E1" t="e"><f>X</f><v>#N/A</v></c><c r="F1"/></row>'
    )
    cells = sheet(rows, strings=STRINGS)
    for column, value in ((1, "rich\r"), (2, 1.5), (3, True)):
        cells.set_value(1, column, value)
    cells.set_cached(1, 4, 1)
    cells.set_cached(1, 5, CellError("#N/A", "CLV"))
    cells.set_value(1, 6, "")
    cells.set_value(9, 9, None)
    assert not cells.changed
    assert rows_of(cells) == rows
    cells.set_value(1, 3, 1)
    assert '<c r="C1"><v>1</v></c>' in rows_of(cells)


def test_a_new_row_takes_the_look_of_its_model_and_rows_stay_in_order() -> None:
    cells = sheet(
        '<row r="2" spans="1:2" ht="30" customHeight="1" hidden="1" s="7" customFormat="1"><c r="A2" s="5"><v>1</v></c>'
        '<c r="B2"/></row><row r="6"><c r="A6"><v>6</v></c></row>',
        before='<dimension ref="A2:B6"/>',
    )
    for row, column, value in ((4, 2, "x"), (4, 1, 4), (3, 1, None), (8, 3, 8), (6, 1, 7)):
        cells.set_value(row, column, value, style_of=(2, column))
    look = 'ht="30" customHeight="1" s="7" customFormat="1"'
    assert rows_of(cells).partition("</row>")[2] == (
        f'<row r="3" {look}><c r="A3" s="5"/></row>'
        f'<row r="4" {look}><c r="A4" s="5"><v>4</v></c><c r="B4" t="inlineStr"><is><t>x</t></is></c></row>'
        f'<row r="6"><c r="A6" s="5"><v>7</v></c></row><row r="8" {look}><c r="C8"><v>8</v></c></row>'
    )
    assert b'<dimension ref="A2:C8"/>' in cells.to_bytes()


def test_everything_around_the_cells_is_kept() -> None:
    after = (
        '<mergeCells count="1"><mergeCell ref="A9:B9"/></mergeCells><!-- note --><x:ext xmlns:x="urn:x" x:a="1&#10;2">'
        "<![CDATA[<raw>]]></x:ext>"
    )
    cells = sheet('<row r="1">\n <c r="A1"><v>1</v></c>\n</row>\n', after=after)
    cells.set_value(1, 1, 2)
    assert cells.to_bytes().decode() == (
        f'{HEAD}<worksheet xmlns="{NAMESPACE}"><sheetData><row r="1">\n <c r="A1"><v>2</v></c>\n</row>\n</sheetData>'
        f"{after}</worksheet>"
    )
    assert cells.merged_areas == [(9, 1, 9, 2)]


@given(st.text())
def test_any_text_survives_the_file(text: str) -> None:
    assert unescape(escape(text)) == text
    etree.fromstring(f"<t>{escape(text).replace('&', '&amp;').replace('<', '&lt;')}</t>".encode())
    cells = sheet('<row r="1"><c r="A1"><f>X</f></c></row>')
    cells.set_value(1, 2, text)
    cells.set_cached(1, 1, text)
    again = SheetXml("S", cells.to_bytes(), "b", "p", SharedStrings(None, "b", "p"), False)
    assert again.value(1, 2) == (text or None)
    assert again.value(1, 1) == text


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15))
def test_any_number_survives_the_file(number: float) -> None:
    cells = sheet("")
    cells.set_value(1, 1, number)
    again = SheetXml("S", cells.to_bytes(), "b", "p", SharedStrings(None, "b", "p"), False)
    assert again.value(1, 1) == number


def test_text_longer_than_a_cell_is_cut_and_marked() -> None:
    assert cut_to_cell("x" * 32_767) == "x" * 32_767
    assert cut_to_cell("x" * 40_000) == "x" * 32_764 + "..."
    assert len(cut_to_cell("😀" * 20_000).encode("utf-16-le")) // 2 <= 32_767


@given(st.dates(datetime.date(1904, 1, 2)), st.booleans())
def test_a_date_is_its_number_and_back(day: datetime.date, date1904: bool) -> None:
    assert moment(serial_number(day, date1904), date1904) == day
    noon = datetime.datetime(day.year, day.month, day.day, 12, 30, 15, 250_000)
    assert moment(serial_number(noon, date1904), date1904) == noon


def test_dates_of_both_systems() -> None:
    assert [moment(serial, False) for serial in (1, 59, 60, 61)] == [
        datetime.date(1900, 1, 1),
        datetime.date(1900, 2, 28),
        datetime.date(1900, 2, 28),
        datetime.date(1900, 3, 1),
    ]
    assert serial_number(datetime.date(1900, 2, 28), False) == 59
    assert serial_number(datetime.date(1900, 3, 1), False) == 61
    assert moment(1, True) == datetime.date(1904, 1, 2)
    assert serial_number(datetime.date(2024, 3, 1), False) - serial_number(datetime.date(2024, 3, 1), True) == 1462
    assert [moment(serial, False) for serial in (0.0, 0.5)] == [datetime.timedelta(0), datetime.timedelta(hours=12)]
    assert serial_number(datetime.timedelta(hours=12), True) == 0.5
    for none in (-5.0, 2_958_466.0, 1e300):
        assert moment(none, False) == none
    assert moment(2_957_003, True) == datetime.date(9999, 12, 31)
    assert moment(45_351.9999999999, False) == datetime.date(2024, 3, 1)


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("yyyy-mm-dd", True),
        ("d\\-mmm\\-yy;@", True),
        ('[$-804]yyyy"年"m"月"d"日";@', True),
        ("h:mm AM/PM", True),
        ("[h]:mm", False),
        ("General", False),
        ('0 "days"', False),
        ("[Red]0.00;[Red]-0.00", False),
        ("0.00E+00", False),
        ("0%;0% \\d", False),
        ("_-* #,##0.00 [$USD]_-", False),
        ("@", False),
    ],
)
def test_what_counts_as_a_date_format(code: str, is_date: bool) -> None:
    assert is_date_format(code) is is_date
