"""Rows without values at a sheet's end: what is read and written is what it would be if they were parsed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from addin.cells.addresses import Area
from addin.refusal import Refusal
from addin.xlsx import unused_rows
from addin.xlsx.shared_strings import SharedStrings
from addin.xlsx.sheet_xml import SheetXml

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NEARER = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
FILLED = '<row r="1"><c r="A1" s="1" t="inlineStr"><is><t>Day</t></is></c></row><row r="2"><c r="A2"><v>7</v></c></row>'
UNUSED = (
    '<row r="{row}"/>',
    '<row r="{row}" spans="1:3" ht="20.5" customHeight="1" nearer:dyDescent="0.3"/>\n',
    '<row r="{row}" s="4" customFormat="1"><c r="A{row}" s="3"/><c r="AB{row}" s="5"/></row>',
)


def unused(look: str, first: int = 5, count: int = 20_000) -> str:
    return "".join(look.format(row=row) for row in range(first, first + count))


def part(rows: str, after: str = "<pageMargins/>") -> bytes:
    head = f'<worksheet xmlns="{MAIN}" xmlns:nearer="{NEARER}"><dimension ref="A1:A2"/>'
    return f"{head}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def cells(data: bytes) -> SheetXml:
    return SheetXml("Days", data, "book.xlsx", "sheet1.xml", SharedStrings(None, "book.xlsx", "s"), False)


def type_among_them(sheet: SheetXml) -> None:
    sheet.set_value(9, 1, 5.0)
    sheet.set_value(7, 2, "text")
    sheet.set_value(11, 1, 1.5, style_of=(20, 1))


def type_at_their_end(sheet: SheetXml) -> None:
    sheet.set_value(20_004, 3, 1.0)
    sheet.set_value(30_000, 3, 2.0)


def replace_from(first: int, model: int) -> Callable[[SheetXml], None]:
    def replace(sheet: SheetXml) -> None:
        sheet.replace_rows(first, [1, 2], [[1.0, "a"], [2.0, None]], model)

    return replace


def fill_down(sheet: SheetXml) -> None:
    plain = sheet.plain_from(Area(8, 1, 5_000, 1), [1, 28])
    for row in range(plain, 5_001):
        sheet.set_value(row, 1, float(row))


CHANGES: dict[str, Callable[[SheetXml], None]] = {
    "nothing": lambda _: None,
    "above": lambda sheet: sheet.set_value(2, 1, 8.0),
    "between": lambda sheet: sheet.set_value(4, 1, 8.0, style_of=(6, 1)),
    "among them": type_among_them,
    "at their end": type_at_their_end,
    "rows instead": replace_from(3, 2),
    "rows instead of some": replace_from(500, 9),
    "rows below": replace_from(20_005, 20_004),
    "plain": fill_down,
}


@pytest.mark.parametrize("look", UNUSED, ids=["bare", "high", "with cells"])
@pytest.mark.parametrize("filled", [FILLED, ""], ids=["below values", "alone"])
@pytest.mark.parametrize("change", CHANGES)
def test_the_part_is_the_same_as_if_they_were_parsed(
    look: str, filled: str, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not filled and change == "above":
        filled = '<row r="2"><c r="A2"/></row>'
    data = part(filled + unused(look))
    assert unused_rows.unused_rows(data) is not None
    apart = cells(data)
    CHANGES[change](apart)
    monkeypatch.setattr(unused_rows, "_FEWEST", 1_000_000)
    whole = cells(data)
    CHANGES[change](whole)
    assert apart.changed == whole.changed
    assert apart.to_bytes() == whole.to_bytes()
    assert apart.last_row == whole.last_row
    assert list(apart.cells()) == list(whole.cells())
    assert list(cells(apart.used_bytes()).cells()) == list(whole.cells())
    everything = Area(1, 1, 1_048_576, 50)
    assert apart.occupied(everything) == whole.occupied(everything)


@pytest.mark.parametrize(
    "data",
    [
        part(FILLED + unused(UNUSED[0], count=19_999)),
        part(FILLED + unused("<!-- {row} -->" + UNUSED[0])),
        part(FILLED + unused('<row r="{row}"><c r="A{row}"><v/></c></row>')),
        part(FILLED + unused('<row r="{row}"><c r="A{row}" a="&amp;"/></row>')),
        part(FILLED + unused('<row r="{row}"><extLst/></row>')),
        part(FILLED + unused("<row/>")),
        part(FILLED + unused(UNUSED[0], first=1_040_000)),
        part(FILLED + unused(UNUSED[0]) + unused(UNUSED[0])),
        part(FILLED + unused("<x:row r='{row}'/>")),
        part(FILLED + unused(UNUSED[0])).replace(b"worksheet", b"x:worksheet"),
        b"",
    ],
    ids=[
        "few",
        "comments",
        "values",
        "escapes",
        "more",
        "no numbers",
        "too far",
        "twice",
        "prefixed",
        "of another root",
        "nothing",
    ],
)
def test_what_the_bytes_do_not_tell_is_left_to_the_parser(data: bytes) -> None:
    assert unused_rows.unused_rows(data) is None


def test_a_row_that_comes_twice_is_damage_as_ever() -> None:
    with pytest.raises(Refusal, match=r'its sheet Days has a row "2" after row 2'):
        cells(part(FILLED + unused(UNUSED[0], first=2)))
