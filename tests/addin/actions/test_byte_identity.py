"""What the user added to a workbook survives a refresh byte for byte, part by part."""

from __future__ import annotations

import datetime
import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from addin.actions.demo import DEMOS, Demo
from addin.actions.refresh import refresh
from addin.cli.program import main
from addin.workbook.file import WorkbookFile
from tests.addin.actions.everything_excel_adds import ADDED, with_everything
from tests.hostile.cases import unpacked
from workbook_templates.catalogue import TEMPLATES, workbook_bytes

NOON = datetime.datetime(2026, 2, 1, 12, 0, 0)


def hashes(data: bytes) -> dict[str, str]:
    """Part -> SHA-256 of its unpacked bytes, in the order of the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


@pytest.fixture(scope="module", params=DEMOS, ids=lambda demo: demo.kind)
def books(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, bytes, bytes, tuple[str, ...]]:
    """A template's demo as a macro workbook with everything: its kind, before and after a refresh, what was said."""
    demo: Demo = request.param
    path = tmp_path_factory.mktemp("identity") / "mailed 报告.xlsm"
    path.write_bytes(workbook_bytes(demo.kind))
    book = WorkbookFile(path)
    demo.fill(book)
    book.save()
    owned = next(iter(TEMPLATES[demo.kind].owned))
    package = WorkbookFile(path).package
    sheet = package.sheet_part(package.place(TEMPLATES[demo.kind].result).sheet)
    before = with_everything(path.read_bytes(), sheet, owned)
    path.write_bytes(before)
    done = refresh(path, now=NOON, who="Ann")
    assert done.written
    return demo.kind, before, path.read_bytes(), done.notes


Books = tuple[str, bytes, bytes, tuple[str, ...]]


def test_every_part_but_sheets_and_owned_tables_keeps_its_hash(books: Books, tmp_path: Path) -> None:
    kind, before, after, _ = books
    old, new = hashes(before), hashes(after)
    assert list(old) == list(new), "no part is added, removed or moved"
    assert set(old) >= ADDED
    path = tmp_path / "before.xlsm"
    path.write_bytes(before)
    package = WorkbookFile(path).package
    owned = {package.table(name).part for name in TEMPLATES[kind].owned}
    computed = {package.sheet_part(name) for name in package.sheets if package.has_formulas(name)}
    written = {package.sheet_part(package.table(name).sheet) for name in TEMPLATES[kind].owned}
    changed = {name for name in old if old[name] != new[name]}
    assert changed
    assert changed <= owned | computed | written
    for name in (
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/vbaProject.bin",
        "xl/media/image99.png",
    ):
        assert old[name] == new[name]
    relationships = [name for name in old if name.endswith(".rels")]
    assert len(relationships) > 5
    assert [old[name] for name in relationships] == [new[name] for name in relationships]


def test_the_entries_of_the_zip_stay_packed_as_they_were(books: Books) -> None:
    _, before, after, _ = books
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        for name in ADDED:
            one, other = old.getinfo(name), new.getinfo(name)
            assert (one.CRC, one.compress_size, one.date_time, one.compress_type) == (
                (other.CRC, other.compress_size, other.date_time, other.compress_type)
            )


def test_of_a_changed_sheet_only_values_change(books: Books) -> None:
    """All beside the cells is the same, to the last attribute; formulas and styles of the cells are too."""
    _, before, after, _ = books
    old, new = unpacked(before), unpacked(after)
    sheets = [name for name in old if name.startswith("xl/worksheets/sheet") and old[name] != new[name]]
    assert sheets
    assert any(b"slicerList" in new[name] and b"legacyDrawing" in new[name] for name in sheets)
    for name in sheets:
        assert around_the_cells(old[name]) == around_the_cells(new[name]), name
        one, other = cells(old[name]), cells(new[name])
        assert set(one) <= set(other), name
        assert {place: one[place] for place in one} == {place: other[place] for place in one}, name
        assert not any(formula for place, (_, formula) in other.items() if place not in one), name


def around_the_cells(sheet: bytes) -> bytes:
    """A sheet's part without its cells, in canonical form."""
    root = etree.fromstring(sheet)
    for element in root:
        if etree.QName(element).localname in ("sheetData", "dimension"):
            root.remove(element)
    return etree.tostring(root, method="c14n")


def cells(sheet: bytes) -> dict[str, tuple[str, bytes]]:
    """Style and formula of each cell by its place."""
    found = {}
    for cell in etree.fromstring(sheet).iter("{*}c"):
        formula = cell.find("{*}f")
        text = b"" if formula is None else etree.tostring(formula, method="c14n", with_tail=False)
        found[cell.get("r")] = (cell.get("s", ""), text)
    return found


def test_a_pivot_table_over_owned_rows_is_named_as_stale(books: Books) -> None:
    _, _, _, notes = books
    assert any("A pivot table over" in note for note in notes)


def test_export_takes_a_macro_workbook_too(books: Books, tmp_path: Path) -> None:
    _, _, after, _ = books
    path = tmp_path / "book.xlsm"
    path.write_bytes(after)
    assert main(["export", str(path), "--values"]) == 0
    assert path.read_bytes() == after
    copy = (tmp_path / "book - values.xlsx").read_bytes()
    assert not set(hashes(copy)) & ADDED, "the copy to send holds nothing of what the user added beside the cells"
