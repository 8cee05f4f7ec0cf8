"""The workbook as parts: what is refused and how, what is read, and that the rest keeps its bytes."""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import sys
import tempfile
import textwrap
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.worksheet import Worksheet

from addin.refusal import Refusal
from addin.xlsx import zip_parts
from addin.xlsx.package import Package
from tests import ROOT


def names_of(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def parts_of(source: Path | bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def patched(path: Path, changes: dict[str, bytes | None]) -> Path:
    """The file with parts replaced, added or (None) left out."""
    parts: dict[str, bytes | None] = {**parts_of(path), **changes}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if data is not None:
                archive.writestr(name, data)
    return path


def written(package: Package) -> bytes:
    stream = io.BytesIO()
    package.write(stream)
    return stream.getvalue()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two sheets with awkward names, names, a table with a filter, a formula and a chart."""
    workbook = openpyxl.Workbook()
    inputs = workbook.active
    assert isinstance(inputs, Worksheet)
    inputs.title = "Inputs"
    inputs["C5"] = 2026
    inputs["C6"] = "=C5+1"
    data = workbook.create_sheet("O'Brien 的 调查")
    for row in (["日期", "Index"], ["a", 1], ["b", 2]):
        data.append(row)
    table = SheetTable(displayName="客户", ref="A1:B3")
    table.autoFilter = AutoFilter(ref="A1:B3")
    data.add_table(table)
    chart = BarChart()
    chart.add_data(Reference(data, min_col=2, min_row=1, max_row=3))
    inputs.add_chart(chart, "F2")  # type: ignore[call-arg]  # typed as a chart sheet's
    for name, text in {
        "report_year": "Inputs!$C$5",
        "quoted": "'O''Brien 的 调查'!$A$2:$B$3",
        "centre_roi_template": '"survey_roi/1"',
        "gone": "#REF!",
        "computed": "OFFSET(Inputs!$A$1,1,1)",
        "elsewhere": "Nowhere!$A$1",
    }.items():
        workbook.defined_names[name] = DefinedName(name, attr_text=text)
    inputs.defined_names["local"] = DefinedName("local", attr_text="Inputs!$A$1")
    path = tmp_path / "book.xlsx"
    workbook.save(path)
    return path


def test_reading_finds_sheets_names_and_tables(book: Path) -> None:
    package = Package.open(book)
    assert package.sheets == ("Inputs", "O'Brien 的 调查")
    assert package.names["centre_roi_template"] == '"survey_roi/1"'
    assert "local" not in package.names
    assert package.place("REPORT_year") == ("Inputs", 5, 3, 5, 3)
    assert package.place("quoted") == ("O'Brien 的 调查", 2, 1, 3, 2)
    table = package.table("客户")
    assert (table.sheet, table.columns, table.body) == ("O'Brien 的 调查", ("日期", "Index"), (2, 1, 3, 2))
    assert not package.date1904
    assert package.has_formulas("inputs")
    assert not package.has_formulas("O'Brien 的 调查")


@pytest.mark.parametrize("name", ["missing", "gone", "computed", "elsewhere", "centre_roi_template"])
def test_a_name_that_points_nowhere_is_refused_by_name(book: Path, name: str) -> None:
    with pytest.raises(Refusal, match=rf"^book.xlsx: the name {name} .*Name Manager"):
        Package.open(book).place(name)


def test_a_missing_table_or_sheet_is_refused_by_name(book: Path) -> None:
    package = Package.open(book)
    with pytest.raises(Refusal, match="the table tally is missing"):
        package.table("tally")
    with pytest.raises(Refusal, match='no sheet "Tally"; it has Inputs, '):
        package.sheet("Tally")


def test_an_unchanged_package_is_written_with_the_same_parts_in_the_same_order(book: Path) -> None:
    package = Package.open(book)
    package.sheet("Inputs")  # reading is no change
    output = written(package)
    assert parts_of(output) == parts_of(book)
    assert list(parts_of(output)) == names_of(book)
    assert written(Package.open(book)) == output


def test_a_changed_sheet_leaves_every_other_part_and_keeps_its_entry_as_it_was(book: Path) -> None:
    package = Package.open(book)
    package.sheet("Inputs").set_value(5, 3, 2027)
    before, after = parts_of(book), parts_of(written(package))
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(io.BytesIO(written(package))) as new:
        for name in before:
            assert new.getinfo(name).date_time == old.getinfo(name).date_time
            assert new.getinfo(name).compress_type == old.getinfo(name).compress_type
            assert new.getinfo(name).external_attr == old.getinfo(name).external_attr
    again = Package.open(book)
    again.sheet("Inputs").set_value(5, 3, 2027)
    assert written(again) == written(package)
    assert openpyxl.load_workbook(io.BytesIO(written(package)))["Inputs"]["C5"].value == 2027


def test_stored_entries_and_entries_with_data_descriptors_are_copied(tmp_path: Path, book: Path) -> None:
    mixed = tmp_path / "mixed.xlsx"

    class Unseekable(io.RawIOBase):
        def __init__(self, stream: io.BufferedWriter) -> None:
            self.stream = stream

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            return self.stream.write(data)

    with mixed.open("wb") as stream, zipfile.ZipFile(Unseekable(stream), "w") as archive:
        for number, (name, data) in enumerate(parts_of(book).items()):
            archive.writestr(name, data, zipfile.ZIP_STORED if number % 2 else zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(mixed) as archive:
        assert all(info.flag_bits & 8 for info in archive.infolist())
    assert parts_of(written(Package.open(mixed))) == parts_of(book)


def test_a_table_is_resized_by_its_references_alone(book: Path) -> None:
    part = "xl/tables/table1.xml"
    xml = parts_of(book)[part].replace(
        b"</autoFilter>", b'<sortState ref="A2:B3"><sortCondition ref="B2:B3"/></sortState></autoFilter>'
    )
    if b"sortState" not in xml:
        xml = re.sub(rb"<autoFilter ([^>]*)/>", rb'<autoFilter \1><sortState ref="A2:B3"/></autoFilter>', xml)
    package = Package.open(patched(book, {part: xml.replace(b"<table ", b'<table insertRow="1" ', 1)}))
    package.resize_table("客户", 9)
    assert package.table("客户").last_row == 9
    assert package.part(part) == xml.replace(b"B3", b"B9")


def test_external_links_are_numbered_as_formulas_number_them(book: Path) -> None:
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = parts_of(book)
    workbook, rels = parts["xl/workbook.xml"], parts["xl/_rels/workbook.xml.rels"]
    references = b'<externalReferences><externalReference xmlns:r="%s" r:id="rX"/></externalReferences>' % kind
    link = b'<externalLink xmlns="m" xmlns:r="%s"><externalBook r:id="rId1"/></externalLink>' % kind
    relation = b'<Relationship Id="%s" Type="%s/%s" Target="%s" %s/>'
    outside = relation % (
        b"rId1",
        kind,
        b"externalLinkPath",
        b"file:///C:\\Add-Ins\\CentreROI.xlam",
        b'TargetMode="External"',
    )
    inside = relation % (b"rX", kind, b"externalLink", b"externalLinks/externalLink1.xml", b"")
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
    patched(
        book,
        {
            "xl/workbook.xml": workbook.replace(b"<definedNames>", references + b"<definedNames>"),
            "xl/_rels/workbook.xml.rels": rels.replace(b"</Relationships>", inside + b"</Relationships>"),
            "xl/externalLinks/externalLink1.xml": link,
            "xl/externalLinks/_rels/externalLink1.xml.rels": empty % outside,
        },
    )
    assert Package.open(book).external_links == {1: "file:///C:\\Add-Ins\\CentreROI.xlam"}


def test_a_dropped_part_leaves_no_trace(book: Path) -> None:
    package = Package.open(book)
    package.drop_part("xl/charts/chart1.xml")
    after = parts_of(written(package))
    assert "xl/charts/chart1.xml" not in after
    assert not any(b"chart1.xml" in data for data in after.values())
    assert len(after) == len(parts_of(book)) - 1


def test_strict_and_prefixed_workbooks_are_read(tmp_path: Path) -> None:
    main, related = (
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    relation = '<Relationship Id="a" Type="{}" Target="{}"/>'
    path = tmp_path / "strict.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_rels/.rels", rels.format(relation.format(f"{related}/officeDocument", "/xl/workbook.xml")))
        archive.writestr(
            "xl/workbook.xml",
            f'<x:workbook xmlns:x="{main}" xmlns:r="{related}"><x:workbookPr date1904="true"/>'
            '<x:sheets><x:sheet name="S" sheetId="1" r:id="a"/></x:sheets></x:workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", rels.format(relation.format(f"{related}/worksheet", "my%20sheet.xml"))
        )
        archive.writestr(
            "xl/my sheet.xml",
            f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row><x:c><x:v>5</x:v></x:c><x:c t="d"><x:v>1904-01-03</x:v>'
            "</x:c></x:row></x:sheetData></x:worksheet>",
        )
    package = Package.open(path)
    assert package.date1904
    assert package.has_formulas("S")  # cannot be told without parsing
    sheet = package.sheet("S")
    assert (sheet.value(1, 1), sheet.value(1, 2), sheet.formulas) == (5.0, 2.0, [])
    sheet.set_value(1, 3, "new")
    assert b'<x:c r="C1" t="inlineStr"><x:is><x:t>new</x:t></x:is></x:c>' in sheet.to_bytes()


def _truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"Date,Customer\n2026-01-01,A\n", "not an Excel workbook.*CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"old Excel format \(.xls\).*save it as"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password.*clear the password",
        ),
        (_truncated, "is damaged: the end of the file is missing"),
        ({"xl/workbook.bin": b""}, r"binary workbook \(.xlsb\)"),
        ({"content.xml": b"<a/>"}, "OpenDocument"),
        ({"xl/workbook.xml": None}, "without a workbook in it"),
        ({"_rels/.rels": None}, "without a workbook in it"),
        ({"xl/workbook.xml": b"<workbook"}, "part xl/workbook.xml is not well-formed XML"),
        ({"xl/worksheets/sheet1.xml": None}, "part xl/worksheets/sheet1.xml is missing"),
        ({"xl/tables/table1.xml": b'<table ref="x"/>'}, "does not say where the table is"),
        ({"XL/Workbook.xml": b"<a/>"}, "two parts called XL/Workbook.xml"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_with_what_to_do(book: Path, content: object, message: str) -> None:
    if isinstance(content, dict):
        patched(book, content)
    else:
        book.write_bytes(content(book.read_bytes()) if callable(content) else content)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match=rf"(?s)^book.xlsx: .*{message}"):
        Package.open(book).sheet("Inputs")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no such file"):
        Package.open(tmp_path / "none.xlsx")
    with pytest.raises(Refusal, match="is a folder"):
        Package.open(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of a POSIX system")
def test_an_unreadable_file_is_refused(book: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:  # one that another user may enter
        Path(folder).chmod(0o755)
        path = Path(folder, "book.xlsx")
        path.write_bytes(book.read_bytes())
        path.chmod(0)
        program = """
            import os, sys
            from pathlib import Path
            from addin.xlsx.package import Package
            from addin.refusal import Refusal
            os.geteuid() or os.setuid(65534)
            try:
                Package.open(Path(sys.argv[1]))
            except Refusal as refusal:
                print(refusal)
        """
        command = [sys.executable, "-c", textwrap.dedent(program), str(path)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        answer = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
        assert "may not be read by you" in answer


def test_entities_are_not_expanded(book: Path) -> None:
    bomb = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    sheet = parts_of(book)["xl/worksheets/sheet1.xml"]
    with pytest.raises(Refusal, match="declares a document type"):
        Package.open(patched(book, {"xl/worksheets/sheet1.xml": bomb + sheet})).sheet("Inputs")
    external = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + sheet.replace(
        b"<v>2026</v>", b"<v>&x;</v>"
    )
    with pytest.raises(Refusal, match="declares a document type"):
        Package.open(patched(book, {"xl/worksheets/sheet1.xml": external})).sheet("Inputs")


def test_a_zip_bomb_is_refused_by_what_it_declares(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    patched(book, {"xl/media/bomb.bin": bytes(20_000_000)})
    monkeypatch.setattr(zip_parts, "LARGEST_TOTAL", 10_000_000)
    with pytest.raises(Refusal, match="would unpack to"):
        Package.open(book)


def test_an_entry_that_lies_about_its_size_is_refused(book: Path) -> None:
    """The declared size is what limits unpacking: more than that is never unpacked."""
    patched(book, {"xl/worksheets/sheet1.xml": b"<worksheet>" + bytes(5_000_000)})
    data = bytearray(book.read_bytes())
    at = data.rfind(b"xl/worksheets/sheet1.xml") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, at + 24, 100)
    book.write_bytes(data)
    with pytest.raises(Refusal, match=r"sheet1\.xml does not match its checksum"):
        Package.open(book).sheet("Inputs")


def test_a_part_too_large_for_a_tree_is_refused(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = Package.open(book)
    monkeypatch.setattr("addin.xlsx.safe_xml.LARGEST_TREE", 100 - 8 * package.size)
    with pytest.raises(Refusal, match="too large to work on"):
        package.sheet("Inputs")


def test_cells_are_limited_by_what_the_file_itself_takes(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred thousand order lines have more cells than a small file may unpack to."""
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (row, row, row * row) for row in range(1, 20_001))
    blank = b"<row>" + b"<c/>" * 200_000 + b"</row>"
    monkeypatch.setattr("addin.xlsx.safe_xml.MOST_TAGS", 1_000)
    patched(book, {"xl/worksheets/sheet1.xml": sheet_of(rows)})
    assert Package.open(book).sheet("Inputs").value(20_000, 1) == 4e8
    patched(book, {"xl/worksheets/sheet1.xml": sheet_of(blank)})
    with pytest.raises(Refusal, match="too many cells to work on"):
        Package.open(book).sheet("Inputs")


def sheet_of(rows: bytes) -> bytes:
    """A sheet's part with these rows."""
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (main, rows)


def test_every_broken_byte_is_refused_or_harmless(book: Path) -> None:
    """A damaged file gives a Refusal or a workbook, never another exception."""
    whole = book.read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 300)):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        book.write_bytes(broken)
        try:
            package = Package.open(book)
            for name in package.sheets:
                list(package.sheet(name).cells())
            written(package)
        except Refusal:
            pass
