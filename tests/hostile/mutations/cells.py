"""Sheets with cells of the wrong type, in the wrong place, too many or too large."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from addin.cells.addresses import column_letters
from tests.hostile.cases import Case, Parts, mutation, packed, sheet_parts, unpacked
from tests.hostile.mutations.markup import NASTY
from tests.hostile.seeds import rows_workbook

_STRINGS = "xl/sharedStrings.xml"
_KINDS = ("s", "n", "b", "e", "d", "str", "inlineStr", "zz", "", "S")


def _sheet(chance: random.Random, case: Case, change: Callable[[bytes], bytes]) -> Case:
    """One sheet changed: of the workbook itself, or of a workbook of rows."""
    if chance.random() < 0.4:
        parts = unpacked(rows_workbook(case))
        parts["xl/worksheets/sheet1.xml"] = change(parts["xl/worksheets/sheet1.xml"])
        return replace(case, rows=packed(parts), rows_name="answers.xlsx")
    parts = unpacked(case.book)
    name = chance.choice(sheet_parts(parts))
    parts[name] = change(parts[name])
    return case.with_parts(parts)


def _with_rows(rows: bytes) -> Callable[[bytes], bytes]:
    """A sheet whose rows are these, behind its own."""
    return lambda data: data.replace(b"</sheetData>", rows + b"</sheetData>")


def _only_rows(rows: bytes) -> Callable[[bytes], bytes]:
    """A sheet that holds these rows alone."""
    return lambda data: re.sub(
        rb"<sheetData>.*</sheetData>", lambda _: b"<sheetData>" + rows + b"</sheetData>", data, flags=re.DOTALL
    )


@mutation
def wrong_types(chance: random.Random, case: Case) -> Case:
    def change(data: bytes) -> bytes:
        cells = list(re.finditer(rb'<c r="[A-Z]+[0-9]+"[^>]*>', data))
        for match in sorted(chance.sample(cells, min(len(cells), chance.choice((1, 5, 50)))), key=lambda m: -m.start()):
            start = match.group().split(b' t="')[0].rstrip(b"/>")
            kind, value = chance.choice(_KINDS), chance.choice(NASTY).replace("&", "").replace("<", "")
            new = f' t="{kind}"><v>{value}</v></c>'.encode()
            end = match.end() if match.group().endswith(b"/>") else data.index(b"</c>", match.end()) + 4
            data = data[: match.start()] + start + new + data[end:]
        return data

    return _sheet(chance, case, change)


@mutation
def styles_out_of_range(chance: random.Random, case: Case) -> Case:
    style = chance.choice(("99999", "-1", "²", "", "9" * 5_000, "1.5")).encode()
    return _sheet(chance, case, lambda data: re.sub(rb' s="[0-9]+"', b' s="' + style + b'"', data))


@mutation
def shared_texts_out_of_range(chance: random.Random, case: Case) -> Case:
    index = chance.choice(("99999", "-1", "²", "9" * 5_000, "1.5", "4294967296")).encode()
    return _sheet(
        chance,
        case,
        lambda data: re.sub(rb'(t="s"[^>]*><v>)[0-9]+', rb"\g<1>" + index, data, count=chance.choice((1, 0))),
    )


@mutation
def every_column(chance: random.Random, case: Case) -> Case:
    """A row of 16,384 cells, or of more than a sheet has."""
    number = 900_000
    width = chance.choice((16_384, 16_385, 60_000))
    cells = "".join(f'<c r="{column_letters(column)}{number}"><v>{column}</v></c>' for column in range(1, width + 1))
    return _sheet(chance, case, _with_rows(f'<row r="{number}">{cells}</row>'.encode()))


@mutation
def far_cells(chance: random.Random, case: Case) -> Case:
    """Few cells, in the corners of the sheet."""
    places = ("XFD1048576", "A1048576", "XFD900000", "XFE900001", "ZZZZ900002", "A1048577", "$A$900003")
    rows = [
        f'<row r="{re.sub("[^0-9]", "", place)}"><c r="{place}"><v>1</v></c></row>'
        for place in chance.sample(places, 2)
    ]
    return _sheet(chance, case, chance.choice((_with_rows, _only_rows))("".join(sorted(rows)).encode()))


@mutation
def empty_rows(chance: random.Random, case: Case) -> Case:
    look = chance.choice(("", ' spans="1:16384"', ' s="1" customFormat="1"'))
    first = 900_000 if chance.random() < 0.5 else 2_000
    rows = "".join(f'<row r="{row}"{look}/>' for row in range(first, chance.choice((first + 148_000, 1_048_577))))
    return _sheet(chance, case, _with_rows(rows.encode()))


@mutation
def empty_cells(chance: random.Random, case: Case) -> Case:
    """Cells without anything, a million in a megabyte."""
    cells = b"<c/>" * chance.choice((16_000, 17_000))
    return _sheet(
        chance,
        case,
        _with_rows(
            b"".join(
                b'<row r="%d">%s</row>' % (row, cells) for row in range(900_000, 900_000 + chance.choice((10, 150)))
            )
        ),
    )


@mutation
def places_out_of_order(chance: random.Random, case: Case) -> Case:
    rows = (
        b'<row r="1"><c r="A1"><v>1</v></c></row>',
        b'<row r="0"/>',
        b'<row r="1048577"/>',
        b'<row r="900000"><c r="B900000"/><c r="A900000"/></row>',
        b'<row r="900000"><c r="B900000"/><c r="B900000"/></row>',
        b'<row r="900000"><c r="B7"/></row>',
        b'<row r="900000"/><row r="900000"/>',
        "<row r='²'/>".encode(),
        b"<row r='%s'/>" % (b"9" * 5000),
        b"<row><c><v>1</v></c></row>",
    )
    return _sheet(chance, case, _with_rows(chance.choice(rows)))


@mutation
def huge_texts(chance: random.Random, case: Case) -> Case:
    """A text of ten megabytes, or of what a cell may hold at most, in many cells."""
    size, count = chance.choice(((10_000_000, 1), (32_767, 1_000), (2_000_000, 4), (9_000_000, 4)))
    cell = f'<c r="A{{row}}" t="inlineStr"><is><t>{"x" * size}</t></is></c>'
    rows = "".join(f'<row r="{row}">{cell.format(row=row)}</row>' for row in range(900_000, 900_000 + count))
    return _sheet(chance, case, _with_rows(rows.encode()))


def _with_long_text(parts: Parts, size: int) -> int:
    """A long shared text among those of the workbook, which gets the part for it if it has none; its index."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    if _STRINGS not in parts:
        parts[_STRINGS] = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"></sst>'
        for name, end, more in (
            ("[Content_Types].xml", "</Types>", f'<Override PartName="/{_STRINGS}" ContentType="{kind}"/>'),
            (
                "xl/_rels/workbook.xml.rels",
                "</Relationships>",
                f'<Relationship Id="texts" Type="{related}" Target="/{_STRINGS}"/>',
            ),
        ):
            parts[name] = parts[name].replace(end.encode(), (more + end).encode())
    text = b"<si><t>" + b"x" * size + b"</t></si>"
    parts[_STRINGS] = parts[_STRINGS].replace(b"</sst>", text + b"</sst>")
    return parts[_STRINGS].count(b"<si>") - 1


_LONG_TEXTS = ((1_000_000, 20_000), (32_767, 200_000), (5_000, 600_000))


@mutation
def one_text_for_many_cells(chance: random.Random, case: Case) -> Case:
    """A long shared text that a hundred thousand cells refer to, in a file of rows."""
    size, count = chance.choice(_LONG_TEXTS)
    parts = unpacked(rows_workbook(case))
    index = _with_long_text(parts, size)
    cells = "".join(f'<c r="{column}{{0}}" t="s"><v>{index}</v></c>' for column in "ABC")
    rows = "".join(f'<row r="{{0}}">{cells}</row>'.format(number) for number in range(20, 20 + count // 3))
    parts["xl/worksheets/sheet1.xml"] = _with_rows(rows.encode())(parts["xl/worksheets/sheet1.xml"])
    return replace(case, rows=packed(parts), rows_name="answers.xlsx")


@mutation
def one_text_for_many_cells_of_the_workbook(chance: random.Random, case: Case) -> Case:
    """The same within the workbook that is refreshed: the engine reads all its sheets."""
    parts = unpacked(case.book)
    size, count = chance.choice(_LONG_TEXTS[:2])
    index = _with_long_text(parts, size)
    row = f'<row r="{{0}}"><c r="A{{0}}" t="s"><v>{index}</v></c></row>'
    rows = "".join(row.format(number) for number in range(800_000, 800_000 + count))
    name = chance.choice(sheet_parts(parts))
    parts[name] = _with_rows(rows.encode())(parts[name])
    return case.with_parts(parts)


@mutation
def many_cells(chance: random.Random, case: Case) -> Case:
    """A million filled cells, far apart or close together."""
    width, step = chance.choice(((10, 1), (1, 1), (3, 8)))
    rows = []
    for number in range(100_000 // width * chance.choice((1, 3))):
        row = 5_000 + number * step
        cells = "".join(f'<c r="{column_letters(column)}{row}"><v>1</v></c>' for column in range(1, width + 1))
        rows.append(f'<row r="{row}">{cells}</row>')
    return _sheet(chance, case, _with_rows("".join(rows).encode()))


@mutation
def merged_and_validated(chance: random.Random, case: Case) -> Case:
    """Merged cells, validations and conditional formats without end."""
    deep = "(" * 500 + "1" + ")" * 500
    area = chance.choice(("A1:XFD1048576", "A:A", "A1", "XFD1048577", "", "²"))
    what = chance.choice(
        (
            f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>',
            "<mergeCells>" + "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 60_000)) + "</mergeCells>",
            f'<dataValidations><dataValidation sqref="{" ".join([area] * 5_000)}"/></dataValidations>',
            (
                f'<conditionalFormatting sqref="{area}"><cfRule type="expression"><formula>{deep}</formula></cfRule>'
                "</conditionalFormatting>"
            ),
        )
    )
    return _sheet(chance, case, lambda data: data.replace(b"</sheetData>", b"</sheetData>" + what.encode()))


@mutation
def dimensions_that_lie(chance: random.Random, case: Case) -> Case:
    area = chance.choice(("A1:XFD1048576", "A1", "", "²", "XFD1048576:A1", "A0")).encode()

    def change(data: bytes) -> bytes:
        if b"<dimension" in data:
            return re.sub(rb"<dimension[^>]*>", b'<dimension ref="' + area + b'"/>', data)
        return data.replace(b"<sheetData", b'<dimension ref="' + area + b'"/><sheetData', 1)

    return _sheet(chance, case, change)


@mutation
def number_formats(chance: random.Random, case: Case) -> Case:
    """Styles beyond reason: format codes, and how many there are."""
    parts: Parts = unpacked(case.book)
    styles = parts["xl/styles.xml"]
    code = chance.choice(('"' * 5_001, "[" * 20_000, "\\" * 20_001, "d" * 100_000, "[h]" * 9_000, '""' * 20_000 + "["))
    code = code.replace('"', "&quot;")
    many = b'<xf numFmtId="14"/>' * chance.choice((1, 100_000))
    styles = re.sub(rb'formatCode="[^"]*"', b'formatCode="' + code.encode() + b'"', styles, count=2)
    parts["xl/styles.xml"] = styles.replace(b"</cellXfs>", many + b"</cellXfs>")
    return case.with_parts(parts)
