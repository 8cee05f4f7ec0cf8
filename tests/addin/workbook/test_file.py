"""The workbook on disk: tables and ranges read and written, the user's cells beside them kept."""

from __future__ import annotations

import datetime
import io
import sys
import types
import warnings
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from addin.cells.addresses import Area
from addin.cells.values import Dated
from addin.refusal import Refusal
from addin.workbook.file import WorkbookFile, editing
from addin.workbook.protocol import Workbook
from addin.xlsx import large_sheet
from addin.xlsx.package import Package
from tests.strict import dates_in_words, strict
from udfs.calling.errors import CellError

MARCH = datetime.date(2024, 3, 1)
NOON = datetime.datetime(2024, 3, 1, 12, 30)


def make(path: Path, date1904: bool = False) -> Path:
    """A sheet of responses that starts at C4, a tally with a note beside and one below, and named cells."""
    workbook = openpyxl.Workbook()
    if date1904:
        workbook.epoch = CALENDAR_MAC_1904
    responses = workbook.active
    assert isinstance(responses, Worksheet)
    responses.title = "调查"
    rows: list[list[Any]] = [
        ["Date", "客户", "Index", "Mixed"],
        [MARCH, "Ann", 95, True],
        [NOON, " =1+1", None, "#N/A"],
        [None, None, None, None],
        ["3/1/2024", "Bob", 40.5, "=1/0"],
        [None, None, None, None],
    ]
    for row, cells in enumerate(rows, start=4):
        for column, value in enumerate(cells, start=3):
            responses.cell(row, column, value)
    responses["D6"].data_type = "s"
    responses.add_table(Table(displayName="responses", ref="C4:F9"))
    tally = workbook.create_sheet("Tally")
    for values in (["Month", "Segment", "Count"], [MARCH, "A", 1], [MARCH, "B", 2]):
        tally.append(values)
    for cell in tally[2]:
        cell.font = Font(name="Calibri", bold=True)
    tally["A2"].number_format = tally["A3"].number_format = "mmm yyyy"
    tally.row_dimensions[2].height = 25
    tally["E2"], tally["E5"], tally["A8"] = "my note", "=SUM(C2:C3)", "below"
    tally.add_table(Table(displayName="tally", ref="A1:C3"))
    inputs = workbook.create_sheet("It's inputs")
    inputs.append([2026, 0.1])
    inputs.append(["x", "=A1*2"])
    for name, text in {
        "centre_roi_template": '"survey_roi/1"',
        "report_year": "'It''s inputs'!$A$1",
        "state_at_refresh": "'It''s inputs'!$A$1:$A$2",
        "state_now": "'It''s inputs'!$A$1:$B$2",
        "doubled": "'It''s inputs'!$B$2",
    }.items():
        workbook.defined_names[name] = DefinedName(name, attr_text=text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook.save(path)
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make(tmp_path / "survey roi.xlsx")


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheet_of(path: Path, name: str) -> Worksheet:
    sheet = openpyxl.load_workbook(path)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.fixture(params=["tree", "calamine"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of reading a table must give the same."""
    if request.param == "calamine":
        monkeypatch.setattr("addin.xlsx.large_sheet.LARGE_SHEET", 0)

        def must_not_parse(*_: object) -> None:
            raise AssertionError("read as a tree")

        monkeypatch.setattr(Package, "sheet", must_not_parse)
    return str(request.param)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("date1904", [False, True])
def test_a_table_is_read_by_column_with_its_place(tmp_path: Path, date1904: bool) -> None:
    rows = WorkbookFile(make(tmp_path / "b.xlsx", date1904)).read_table("RESPONSES")
    assert rows.headers == ["Date", "客户", "Index", "Mixed"]
    assert rows.first_row == 5
    assert rows.columns == [
        [MARCH, NOON, None, "3/1/2024", None],
        ["Ann", " =1+1", None, "Bob", None],
        [95.0, None, None, 40.5, None],
        [True, CellError("#N/A"), None, None, None],
    ]
    assert [type(value) for value in rows.columns[0][:2]] == [datetime.date, datetime.datetime]
    assert rows.columns[3][0] is True


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("date1904", [False, True])
def test_a_strict_workbook_and_dates_in_words_are_read_alike(tmp_path: Path, date1904: bool) -> None:
    path = make(tmp_path / "b.xlsx", date1904)
    rows = WorkbookFile(path).read_table("responses")
    path.write_bytes(dates_in_words(path.read_bytes()))
    assert b't="d"' in parts_of(path)["xl/worksheets/sheet1.xml"]
    assert WorkbookFile(path).read_table("responses") == rows
    path.write_bytes(strict(path.read_bytes()))
    assert WorkbookFile(path).read_table("responses") == rows


@pytest.mark.usefixtures("way")
def test_an_area_around_the_used_cells_is_aligned(book: Path) -> None:
    columns = WorkbookFile(book).read_area("调查", Area(1, 1, 12, 8))
    assert [len(column) for column in columns] == [12] * 8
    assert columns[2] == [None, None, None, "Date", MARCH, NOON, None, "3/1/2024", None, None, None, None]
    assert columns[0] == columns[7] == [None] * 12
    assert WorkbookFile(book).read_area("调查", Area(20, 20, 21, 20)) == [[None, None]]


@pytest.mark.usefixtures("way")
def test_dates_and_lengths_of_time_by_format(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    formats = ["General", "yyyy-mm-dd", "[h]:mm", "h:mm", '[$-804]yyyy"年"m"月"', '0 "days"', "d\\-mmm\\-yy;@"]
    for column, code in enumerate(formats, start=1):
        for row, value in enumerate([45352.5, 0.25, 45352], start=1):
            sheet.cell(row, column, value).number_format = code
    workbook.save(tmp_path / "b.xlsx")
    columns = WorkbookFile(tmp_path / "b.xlsx").read_area("Sheet", Area(1, 1, 3, len(formats)))
    six = datetime.timedelta(hours=6)
    numbers, dates = [45352.5, 0.25, 45352.0], [datetime.datetime(2024, 3, 1, 12), six, MARCH]
    elapsed = [datetime.timedelta(45352.5), six, datetime.timedelta(45352)]
    assert columns == [numbers, dates, elapsed, dates, dates, numbers, dates]


@pytest.mark.usefixtures("way")
def test_east_asian_dates_need_no_format_in_the_file(book: Path) -> None:
    """Excel writes format 31 (yyyy"年"m"月"d"日") by its number alone."""
    parts = parts_of(book)
    styles = parts["xl/styles.xml"]
    assert b'numFmtId="164"' in styles
    parts["xl/styles.xml"] = styles.replace(b'numFmtId="164"', b'numFmtId="31"')
    with zipfile.ZipFile(book, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert WorkbookFile(book).read_table("tally").columns[0] == [MARCH, MARCH]


STRAY = (
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="4000000000"><c r="A4000000000"><v>1</v></c></row>',
    b"<row r='1'><c r='A1'><v>1</v></c></row><row r='4000000000'><c r='A4000000000'><v>1</v></c></row>",
    b'<row r="1"><c\nr="A1"><v>1</v></c></row><row r="2"><c\tr="A4000000000"><v>1</v></c></row>',
    b'<row r="1"><x:c xmlns:x="m" r="A4000000000"><v>1</v></x:c></row>',
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
)


@pytest.mark.parametrize("cells", STRAY)
def test_stray_cells_never_reach_calamine(cells: bytes) -> None:
    """It would take 32 bytes for every cell of the rectangle and abort the process."""
    namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (namespace, cells)
    assert large_sheet.read_columns(sheet, None, (), False, Area(1, 1, 1, 1)) is None


def one_cell(cell: bytes) -> list[list[Dated]] | None:
    namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b'<worksheet xmlns="%s"><sheetData><row r="1">%s</row></sheetData></worksheet>' % (namespace, cell)
    return large_sheet.read_columns(sheet, None, (False, True), False, Area(1, 1, 1, 1))


def test_what_makes_calamine_panic_is_read_the_slow_way() -> None:
    assert one_cell(b'<c r="A1" s="1"><v>-1e300</v></c>') is None
    assert one_cell(b'<c r="A1" t="s"><v>99</v></c>') is None


@pytest.mark.parametrize("number", [b"NaN", b"inf", b"-Infinity"])
def test_no_number_that_is_none_comes_through(number: bytes) -> None:
    assert one_cell(b'<c r="A1"><v>%s</v></c>' % number) == [[CellError("#NUM!")]]


def test_a_large_sheet_with_a_stray_cell_is_still_read(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("addin.xlsx.large_sheet.LARGE_SHEET", 0)
    workbook = WorkbookFile(book)
    workbook.package.sheet("调查").set_value(1_048_576, 16_384, "x")
    assert workbook.read_table("responses").columns[2] == [95.0, None, None, 40.5, None]


def test_a_damaged_large_sheet_is_refused_by_cell(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("addin.xlsx.large_sheet.LARGE_SHEET", 0)
    package = Package.open(book)
    part = package.sheet_part("调查")
    package.replace_part(part, package.part(part).replace(b"<v>95</v>", b"<v>9x5</v>"))
    workbook = WorkbookFile(book)
    workbook.package = package
    with pytest.raises(Refusal, match=r'sheet 调查 holds ".*9x5.*" of kind n in E5'):
        workbook.read_table("responses")


def test_names_and_the_template_are_read(book: Path) -> None:
    workbook: Workbook = WorkbookFile(book)
    assert workbook.template() == "survey_roi/1"
    assert workbook.read_cell("report_year") == 2026.0
    assert workbook.read_range("state_now") == [[2026.0, 0.1], ["x", None]]
    with pytest.raises(Refusal, match="should point to one cell, but covers A1:B2"):
        workbook.read_cell("state_now")


def test_a_workbook_of_no_template_says_so(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "b.xlsx")
    assert WorkbookFile(tmp_path / "b.xlsx").template() == ""


def test_ranges_are_written_and_read_back(book: Path) -> None:
    workbook = WorkbookFile(book)
    workbook.write_range("state_at_refresh", [[MARCH], ["=1+1"]])
    assert workbook.read_range("state_at_refresh") == [[45352.0], ["=1+1"]]
    workbook.write_range("report_year", [[2030]])
    workbook.save()
    sheet = sheet_of(book, "It's inputs")
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A2"].data_type) == (2030, "=1+1", "s")


def test_a_range_of_another_shape_or_with_a_formula_is_refused_before_any_write(book: Path) -> None:
    workbook = WorkbookFile(book)
    with pytest.raises(Refusal, match=r"state_at_refresh should cover 1 x 2 cells .* but covers 2 x 1"):
        workbook.write_range("state_at_refresh", [[1, 2]])
    with pytest.raises(Refusal, match="It's inputs!B2 holds a formula; the refresh owns this cell"):
        workbook.write_range("state_now", [[1, 2], [3, 4]])
    assert not workbook.package.sheet("It's inputs").changed


def test_a_table_grows_over_blank_cells_and_its_new_rows_look_like_its_first(book: Path) -> None:
    before = parts_of(book)
    workbook = WorkbookFile(book)
    rows: list[list[Dated]] = [[MARCH, name, count] for count, name in enumerate(["A", "B", "+x", "客\x01户"])]
    workbook.write_table("tally", rows)
    assert workbook.read_table("tally").columns == [[MARCH] * 4, ["A", "B", "+x", "客\x01户"], [0.0, 1.0, 2.0, 3.0]]
    workbook.save()
    sheet = sheet_of(book, "Tally")
    assert sheet.tables["tally"].ref == "A1:C5"
    assert [cell.value for cell in sheet["B"][:5]] == ["Segment", "A", "B", "+x", "客_x0001_户"]
    assert all(sheet.cell(row, 2).font.bold for row in (2, 4, 5))
    assert sheet["A5"].number_format == "mmm yyyy"
    assert sheet.row_dimensions[4].height == 25
    assert (sheet["E2"].value, sheet["E5"].value, sheet["A8"].value) == ("my note", "=SUM(C2:C3)", "below")
    after = parts_of(book)
    assert list(after) == list(before)
    assert {name for name in after if after[name] != before[name]} == {
        "xl/worksheets/sheet2.xml",
        "xl/tables/table2.xml",
    }


def test_a_table_shrinks_to_one_blank_row_and_grows_again(book: Path) -> None:
    workbook = WorkbookFile(book)
    workbook.write_table("tally", [[MARCH, name, 1] for name in "ABCDEF"])
    workbook.write_table("tally", [])
    assert workbook.read_table("tally").columns == [[None], [None], [None]]
    assert workbook.package.table("tally").area == (1, 1, 2, 3)
    workbook.write_table("tally", [[MARCH, "A", 1], [None, "", 2]])
    workbook.save()
    sheet = sheet_of(book, "Tally")
    assert sheet.tables["tally"].ref == "A1:C3"
    assert [[cell.value for cell in row[:3]] for row in sheet["A2:C4"]] == [
        [datetime.datetime(2024, 3, 1), "A", 1],
        [None, None, 2],
        [None, None, None],
    ]
    assert sheet["A8"].value == "below"


def test_a_table_never_grows_over_what_the_user_wrote(book: Path) -> None:
    before = book.read_bytes()
    workbook = WorkbookFile(book)
    with pytest.raises(Refusal, match=r"tally on the sheet Tally grows down to row 8, but .*there: A8\. Move it"):
        workbook.write_table("tally", [[None, "A", 1]] * 7)
    assert not workbook.package.sheet("Tally").changed
    workbook.write_table("tally", [[None, "A", 1]] * 6)
    assert book.read_bytes() == before


def test_a_table_never_grows_into_another_table_or_merged_cells(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    for address, value in {"A1": "x", "A5": "y", "C1": "z"}.items():
        sheet[address] = value
    for name, ref in {"upper": "A1:A2", "lower": "A5:A6", "beside": "C1:C2"}.items():
        sheet.add_table(Table(displayName=name, ref=ref))
    sheet.merge_cells("C4:D4")
    made.save(tmp_path / "b.xlsx")
    workbook = WorkbookFile(tmp_path / "b.xlsx")
    with pytest.raises(Refusal, match="stands there: A5, the table lower"):
        workbook.write_table("upper", [["v"]] * 4)
    with pytest.raises(Refusal, match="stands there: the merged cells C4:D4"):
        workbook.write_table("beside", [["v"]] * 3)
    workbook.write_table("upper", [["v"]] * 3)
    with pytest.raises(Refusal, match="more than the sheet has left"):
        workbook.write_table("lower", [["v"]] * 1_048_576)


def test_a_totals_row_is_not_displaced(book: Path) -> None:
    package = Package.open(book)
    part = package.table("tally").part
    package.replace_part(part, package.part(part).replace(b" displayName", b' totalsRowCount="1" displayName'))
    with book.open("wb") as stream:
        package.write(stream)
    workbook = WorkbookFile(book)
    workbook.write_table("tally", [[None, "A", 1]])
    with pytest.raises(Refusal, match="has a totals row"):
        workbook.write_table("tally", [[None, "A", 1]] * 2)


def test_a_formula_in_a_table_that_is_written_is_refused(book: Path) -> None:
    with pytest.raises(Refusal, match="调查!F8 holds a formula; the refresh owns this cell"):
        WorkbookFile(book).write_table("responses", [[None, None, None, None]])


def test_rows_of_the_wrong_width_are_a_mistake_in_the_program(book: Path) -> None:
    with pytest.raises(ValueError, match="every row of tally needs 3 values"):
        WorkbookFile(book).write_table("tally", [[1]])


def test_dates_are_written_in_the_workbooks_own_system(tmp_path: Path) -> None:
    path = make(tmp_path / "b.xlsx", date1904=True)
    workbook = WorkbookFile(path)
    workbook.write_table("tally", [[MARCH, "A", 1], [NOON, "B", 2]])
    assert workbook.read_table("tally").columns[0] == [MARCH, NOON]
    workbook.save()
    assert sheet_of(path, "Tally")["A2"].value == datetime.datetime(2024, 3, 1)


def test_recalculation_fills_the_cached_values(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"It's inputs": {(2, 2): 4052.0}, "调查": {(8, 6): CellError("#DIV/0!", "x")}, "Tally": {}}
    evaluation = types.SimpleNamespace(values=values, rich={}, own={}, of_template=lambda: ())
    engine = types.ModuleType("addin.engine.evaluation")
    engine.evaluate_package = lambda *_: evaluation  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "addin.engine.evaluation", engine)
    before = parts_of(book)
    workbook = WorkbookFile(book)
    workbook.recalculate()
    assert workbook.evaluation
    assert workbook.evaluation.values is values
    assert workbook.read_cell("doubled") == 4052.0
    assert workbook.read_table("responses").columns[3][3] == CellError("#DIV/0!")
    workbook.save()
    after = parts_of(book)
    assert {name for name in after if after[name] != before[name]} == {
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet3.xml",
    }
    saved = openpyxl.load_workbook(book, data_only=True)
    assert saved["It's inputs"]["B2"].value == 4052
    assert sheet_of(book, "It's inputs")["B2"].value == "=A1*2"
    workbook = WorkbookFile(book)
    workbook.recalculate()
    stream = io.BytesIO()
    workbook.package.write(stream)
    assert stream.getvalue() == book.read_bytes()


def test_saving_keeps_a_backup_and_notices_other_writers(book: Path) -> None:
    first, second = WorkbookFile(book), WorkbookFile(book)
    first.write_range("report_year", [[2027]])
    first.save()
    assert WorkbookFile(book.with_name(f"{book.name}.1.bak")).read_cell("report_year") == 2026.0
    second.write_range("report_year", [[2028]])
    with pytest.raises(Refusal, match="was changed by another program"):
        second.save()
    assert WorkbookFile(book).read_cell("report_year") == 2027.0
    first.write_range("report_year", [[2029]])
    first.save()
    assert WorkbookFile(book).read_cell("report_year") == 2029.0


def test_editing_holds_the_workbook_from_reading_to_saving(book: Path) -> None:
    with editing(book) as workbook:
        with pytest.raises(Refusal, match="another refresh"):
            WorkbookFile(book).save()
        workbook.write_range("report_year", [[2027]])
        workbook.save()
    assert WorkbookFile(book).read_cell("report_year") == 2027.0
    assert sorted(each.name for each in book.parent.iterdir()) == [book.name, f"{book.name}.1.bak"]
