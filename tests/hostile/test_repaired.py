"""What hostile files once broke, each named for what it was."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from addin.actions.refresh import refresh
from addin.cells.addresses import Area
from addin.cells.text import LONGEST_TEXT
from addin.engine import error_origins, limits
from addin.engine.array_functions import repeat_text, substitute_text
from addin.engine.evaluation import evaluate_package
from addin.engine.single_formula import evaluate_formula
from addin.formulas.parsing import Unreadable, parse
from addin.refusal import Refusal
from addin.sources.delimited_text import read_delimited
from addin.workbook.file import WorkbookFile
from addin.xlsx.package import Package
from addin.xlsx.safe_xml import is_plain
from tests.hostile.cases import BOOK, CSV, unpacked
from tests.hostile.mutations.texts import INJECTIONS
from tests.hostile.seeds import healthy
from tests.workbooks import SHEET, cached, package
from udfs.calling.errors import CellError
from workbook_templates.catalogue import TEMPLATES


def shown(book: Package, row: int = 1, column: int = 1) -> object:
    return evaluate_package(book).values["Calc"][row, column]


def test_a_formula_with_a_control_character_is_unreadable_and_no_crash(tmp_path: Path) -> None:
    book = package(tmp_path, {"A1": '="x"&_x0001_'})
    assert isinstance(shown(book), CellError)


def test_a_last_value_with_a_control_character_is_kept(tmp_path: Path) -> None:
    book = package(tmp_path, {"A1": "=UNKNOWN.FUNCTION(1)"}, edits={SHEET: cached("A1", "_x0001_=1+1", "str")})
    assert shown(book) == "\x01=1+1"


def test_texts_that_double_end_where_a_cell_does(tmp_path: Path) -> None:
    cells = {"A1": "x"} | {f"A{row}": f"=A{row - 1}&A{row - 1}" for row in range(2, 60)}
    values = evaluate_package(package(tmp_path, cells)).values["Calc"]
    assert len(str(values[15, 1])) == 2**14
    assert values[17, 1] == CellError("#VALUE!")
    assert values[59, 1] == CellError("#VALUE!")


def test_names_that_double_are_unreadable(tmp_path: Path) -> None:
    names = {"lol_0": '"lol"'} | {f"lol_{n}": "&".join([f"lol_{n - 1}"] * 10) for n in range(1, 12)}
    started = time.process_time()
    book = package(tmp_path, {"A1": "=LEN(lol_11)", "A2": "=LEN(lol_2)"}, names=names)
    assert isinstance(shown(book), CellError)
    assert shown(book, 2) == 300
    assert time.process_time() - started < 5


@pytest.mark.parametrize("text", ["(" * 5_000 + "1" + ")" * 5_000, "SUM(" * 300 + "1" + ")" * 300, "1+" * 5_000 + "1"])
def test_what_is_nested_or_longer_than_excel_takes_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable, match=r"nested too deeply|longer than the 8,192 characters"):
        parse(text)
    assert isinstance(evaluate_formula(text), CellError)


def test_substitute_and_rept_stay_within_a_cell() -> None:
    assert substitute_text("a-b-c", "-", "+") == "a+b+c"
    assert substitute_text("a-b-c", "-", "+", 2.0) == "a-b+c"
    assert substitute_text(1.5, "5", "x") == "1.x"
    assert substitute_text("x" * 32_000, "x", "yy") == {"type": "Error", "kind": "Value"}
    assert substitute_text("a", "", "b") == "a"
    assert substitute_text("a", "a", "b", 0.0) == {"type": "Error", "kind": "Value"}
    assert len(repeat_text("x", LONGEST_TEXT)) == LONGEST_TEXT
    assert repeat_text("x", LONGEST_TEXT + 1) == {"type": "Error", "kind": "Value"}
    assert repeat_text("ab", 2.9) == "abab"


@pytest.mark.parametrize(
    "formula",
    [
        "=COUNTIFS($F$1:$XFD$1048576,1)",
        '=SUM(INDIRECT("B1:XFD1048576"))',
        '=SUM(INDIRECT("Calc!2:1048576",TRUE))',
        "=SUM(OFFSET(B1,0,0,1048576,16000))",
    ],
)
def test_a_reference_to_a_whole_sheet_is_left_to_excel(tmp_path: Path, formula: str) -> None:
    """It keeps its last value, and is listed with the reason."""
    book = package(tmp_path, {"A1": formula}, edits={SHEET: cached("A1", "7")})
    evaluation = evaluate_package(book)
    assert evaluation.values["Calc"][1, 1] == 7
    assert "64 million cells" in evaluation.kept[0].function


def test_a_table_drawn_to_the_end_of_the_sheet_is_read_as_far_as_it_is_filled(tmp_path: Path) -> None:
    cells = {"A1": "Name", "B1": "Value", "A2": "a", "B2": 1}
    to_the_end = {"xl/tables/table1.xml": lambda data: data.replace(b"A1:B2", b"A1:B1048576")}
    book = package(tmp_path, cells, tables={"list": "Calc!A1:B2"}, edits=to_the_end)
    assert book.table("list").last_row == 1_048_576
    book = WorkbookFile(tmp_path / "book.xlsx")
    assert book.read_table("list").columns == [["a"], [1.0]]
    book.write_table("list", [["b", 2], ["c", 3]])
    assert book.package.table("list").last_row == 3


def test_a_name_for_a_whole_sheet_is_refused(tmp_path: Path) -> None:
    package(tmp_path, {"A1": 1}, names={"rate": "Calc!$A$1:$XFD$1048576"})
    with pytest.raises(Refusal, match="the name rate covers A1:XFD1048576, far more cells than it should"):
        WorkbookFile(tmp_path / "book.xlsx").read_range("rate")
    with pytest.raises(Refusal, match="lie too far apart"):
        WorkbookFile(tmp_path / "book.xlsx").read_area("Calc", Area(1, 1, 1_048_576, 16_384))


def test_sheets_that_share_a_part_are_refused(tmp_path: Path) -> None:
    """Three thousand of them were parsed three thousand times."""

    def again(data: bytes) -> bytes:
        sheet = data[data.index(b"<sheet ") : data.index(b"</sheets>")]
        return data.replace(b"</sheets>", sheet.replace(b"Calc", b"Copy") + b"</sheets>")

    with pytest.raises(Refusal, match="its sheet Copy has the part of another sheet"):
        package(tmp_path, {"A1": 1}, edits={"xl/workbook.xml": again})


@pytest.mark.parametrize("name", ["", "_xD800_", "CALC"], ids=["no letters", "half a letter", "another's"])
def test_a_sheet_with_a_name_that_no_sheet_has_is_refused(tmp_path: Path, name: str) -> None:
    """A half of a letter ended the engine; of two sheets by one name only the second was there."""

    renamed = {"xl/workbook.xml": lambda data: data.replace(b'name="Other"', f'name="{name}"'.encode())}
    with pytest.raises(Refusal, match=f'is damaged: it names a sheet "{name}"'):
        package(tmp_path, {"A1": 1}, others={"Other": {"A1": 1}}, edits=renamed)


@pytest.mark.parametrize("between", ["<!-- 1 -->", "<?a b?>", "<!---->"])
@pytest.mark.parametrize("large", [True, False], ids=["read in columns", "read by cells"])
def test_a_comment_hides_nothing(tmp_path: Path, between: str, large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value, a formula or a text behind a comment was read as none."""
    monkeypatch.setattr("addin.xlsx.large_sheet.LARGE_SHEET", 0 if large else 1 << 30)

    def with_comments(data: bytes) -> bytes:
        for tag in (b"<v>", b"<f>", b"<t>", b"<row ", b"<c "):
            data = data.replace(tag, (tag + between.encode()) if tag[-1:] == b">" else between.encode() + tag)
        return data

    cells = {"A1": "Index", "A2": 55.5, "B2": "=A2*2", "C2": "=CLV(A2,10%,1)", "D2": "text", "E2": "=Data!A1"}
    parts = (SHEET, "xl/worksheets/sheet2.xml")
    edits = dict.fromkeys(parts, with_comments)
    book = WorkbookFile(package(tmp_path, cells, others={"Data": {"A1": 7}}, edits=edits).path)
    assert book.read_area("Calc", Area(1, 1, 2, 1)) == [["Index", 55.5]]
    assert book.read_area("Calc", Area(2, 4, 2, 4)) == [["text"]]
    assert book.read_area("Data", Area(1, 1, 1, 1)) == [[7.0]]
    book.recalculate()
    assert book.evaluation is not None
    values = book.evaluation.values["Calc"]
    assert (values[2, 2], values[2, 5]) == (111.0, 7.0)
    assert values[2, 3] == pytest.approx(55.5 / 1.1)


@pytest.mark.parametrize(
    ("data", "plain"),
    [
        (b'<?xml version="1.0"?><a>1! what?</a>', True),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<a/>', True),
        (b"<a>what?</a>", True),
        (b"", True),
        (b"<a><?b c?></a>", False),
        (b'<?xml version="1.0"?><?b c?><a/>', False),
        (b"<?b c?><a/>", False),
        (b"<a>!<!-- --></a>", False),
        (b"<a><![CDATA[x]]></a>", False),
    ],
)
def test_what_holds_elements_alone(data: bytes, plain: bool) -> None:
    assert is_plain(data) == plain


def test_digits_that_are_none(tmp_path: Path) -> None:
    """ "²" is a digit to Python, and no number."""
    edit = {SHEET: lambda data: data.replace(b'<row r="1"', '<row r="²"'.encode())}
    with pytest.raises(Refusal, match='has a row "²"'):
        WorkbookFile(package(tmp_path, {"A1": 1}, edits=edit).path).package.sheet("Calc")


@pytest.mark.parametrize("version", ["²", "9" * 5_000, "01" * 5])
def test_a_template_of_a_version_that_is_no_number(tmp_path: Path, version: str) -> None:
    """Five thousand digits are more than Python makes a number of."""
    parts = unpacked(healthy().book)
    tag = TEMPLATES["survey_roi"].tag.encode()
    assert tag in parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(tag, f"survey_roi/{version}".encode())
    path = tmp_path / BOOK
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(Refusal, match=r"is of the kind survey_roi/.{1,49}, which is not known here"):
        refresh(path)


def test_a_row_of_a_formula_with_more_digits_than_a_sheet_has_rows() -> None:
    assert isinstance(evaluate_formula("A" + "1" * 5_000), CellError)


def test_more_error_cells_than_anybody_reads_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarter of a million took a minute to look into, and a gigabyte."""
    monkeypatch.setattr(error_origins, "MOST_EXPLAINED", 3)
    cells = {f"A{row}": "=1/0" for row in range(1, 6)} | {"A6": "=CLV(2400,10,5)", "A7": "=1/0"}
    book = WorkbookFile(package(tmp_path, cells).path)
    book.recalculate()
    *looked_into, rest, another = book.errors().origins
    assert [origin.address for origin in looked_into] == ["A1", "A2", "A3"]
    assert all("divides by zero" in origin.reason for origin in looked_into)
    assert rest.cells == ("Calc!A4", "Calc!A5", "Calc!A7")
    assert (rest.code, another.code, another.address) == ("#DIV/0!", "#NUM!", "A6")
    assert "was not looked into" in rest.reason


def test_explaining_counts_as_computing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = WorkbookFile(package(tmp_path, {"A1": "=1/0"}).path)
    book.recalculate()
    monkeypatch.setattr(limits, "SECONDS", 0.0)
    monkeypatch.setattr(book.evaluation, "budget", limits.Budget())
    with pytest.raises(Refusal, match=r"its formulas take more than 0 seconds of computing\. Nothing was changed"):
        book.errors()


def test_an_answer_that_spills_over_cells_is_written_once(tmp_path: Path) -> None:
    """A file holds #VALUE! in its place: the sheet was written again at every refresh."""
    sheet = package(tmp_path, {"A1": "=1"}).sheet("Calc")
    sheet.set_cached(1, 1, CellError("#SPILL!"))
    assert sheet.value(1, 1) == CellError("#VALUE!")
    sheet.changed = False
    sheet.set_cached(1, 1, CellError("#SPILL!"))
    assert not sheet.changed
    sheet.set_cached(1, 1, CellError("#NUM!"))
    assert sheet.changed


def test_blanks_packed_a_thousand_to_one_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in unpacked(healthy().book).items():
            archive.writestr(name, data)
        archive.writestr("xl/media/image1.png", b" " * 60_000_000)
    with pytest.raises(Refusal, match=r"would unpack to 6\d MB, which no workbook with data does"):
        Package.open(path)


def test_a_text_file_with_more_rows_or_columns_than_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(CSV + "\n" * 1_048_577, encoding="utf-8")
    with pytest.raises(Refusal, match="has more rows, and a file of rows is read up to 1,048,576 rows"):
        read_delimited(path)
    path.write_text("Date" + "," * 16_384 + "\n", encoding="utf-8")
    with pytest.raises(Refusal, match="a row of 16,385 cells"):
        read_delimited(path)


def test_texts_from_outside_land_as_text(tmp_path: Path) -> None:
    """Every one of them, in every column, in the headers' place and as the name of the file."""
    path, rows = tmp_path / BOOK, tmp_path / "=cmd'A0.csv"
    path.write_bytes(healthy().book)
    lines = "".join(f'2026-01-15,"{text}","{text}","{text}"\n' for text in INJECTIONS)
    rows.write_text(CSV + lines, encoding="utf-8")
    before = healthy().book
    refresh(path, {"responses": rows})
    book, old = openpyxl.load_workbook(path), openpyxl.load_workbook(io.BytesIO(before))
    texts = [cell for row in book["Rejected"].iter_rows() for cell in row if isinstance(cell.value, str)]
    landed = {str(cell.value) for cell in texts}
    assert {"=cmd|' /C calc'!A0", "=1+1", "@SUM(1+1)*cmd|' /C calc'!A0"} <= landed
    for sheet in book.worksheets:
        formulas = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
        known = {cell.coordinate for row in old[sheet.title].iter_rows() for cell in row if cell.data_type == "f"}
        assert formulas == known, sheet.title
    assert WorkbookFile(path).read_cell("refreshed_source") == "=cmd'A0.csv"
