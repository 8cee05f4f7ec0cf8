"""Which sheets of a workbook are read: visible ones first, several where they are named, formulas computed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.actions.refresh import refresh
from addin.refusal import Refusal
from addin.sources.files import rows_of_file
from tests.conftest import Survey
from udfs.calling.errors import CellError
from workbook_templates.refreshing.record import SourceRows
from workbook_templates.refreshing.source_columns import row_numbers

WANTED = ("Date", "Index")
DAY = datetime.date(2026, 1, 15)
HEADER = ["Date", "Customer", "Index"]


def table(*indexes: Any) -> list[list[Any]]:
    return [HEADER, *([DAY, f"c{place}", index] for place, index in enumerate(indexes))]


def file(folder: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], states: Mapping[str, str] | None = None) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
        sheet.sheet_state = (states or {}).get(name, "visible")
    book.save(folder / "year.xlsx")
    return folder / "year.xlsx"


@pytest.fixture(params=["small", "large"], autouse=True)
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large sheet is looked at and read in another way; the rows must be the same."""
    if request.param == "large":
        monkeypatch.setattr("addin.xlsx.large_sheet.LARGE_SHEET", 0)


def indexes(rows: SourceRows) -> list[Any]:
    return list(rows.columns[list(rows.headers).index("Index")])


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_does_not_take_the_place_of_a_visible_one(tmp_path: Path, state: str) -> None:
    path = file(tmp_path, {"Old 2025": table(10), "Survey": table(90)}, {"Old 2025": state})
    rows = rows_of_file(path, WANTED)
    assert indexes(rows) == [90]
    assert rows.notes == (
        "Read from the sheet Survey of year.xlsx, header in row 1.",
        "Not read, since they are hidden: Old 2025.",
    )
    assert rows.doubts == ()


def test_a_hidden_sheet_is_read_where_no_visible_one_has_the_headers(tmp_path: Path) -> None:
    path = file(tmp_path, {"Start": [["Date", "what it is"]], "Data": table(90)}, {"Data": "hidden"})
    rows = rows_of_file(path, WANTED)
    assert (indexes(rows), rows.notes) == (
        [90],
        ("Read from the sheet Data of year.xlsx, which is hidden, header in row 1.",),
    )


def test_several_visible_sheets_with_the_headers_are_a_doubt(tmp_path: Path) -> None:
    rows = rows_of_file(file(tmp_path, {"Jan": table(1), "Feb": table(2), "Mar": table(3)}), WANTED)
    assert indexes(rows) == [1]
    assert rows.doubts == rows.notes[1:]
    assert rows.doubts[0].startswith("Not read, though the headers are the same: Feb, Mar. Name all sheets that count")


def test_sheets_that_are_named_are_read_one_after_another(tmp_path: Path) -> None:
    feb = [["Survey of February"], [], ["Index", "Remark", " date"], [20, "late", DAY], [21, None, DAY]]
    path = file(tmp_path, {"Jan": table(*range(10, 20)), "Feb": feb, "Mar": table(30)})
    rows = rows_of_file(path, WANTED, ["jan", "Feb"])
    assert list(rows.headers) == ["Date", "Customer", "Index", "Remark"]
    assert indexes(rows) == [*range(10, 20), 20, 21]
    assert list(rows.columns[1][-2:]) == [None, None]
    assert list(rows.columns[3]) == [*[None] * 10, "late", None]
    assert row_numbers(rows).tolist() == [*range(2, 12), 104, 105]
    (note,) = rows.notes
    assert note == (
        "Read from 2 sheets of year.xlsx, one after another: Jan, Feb. So that no two rows have the same number, those "
        "of Feb begin at 104 (its row 4)."
    )
    assert rows.doubts == ()


def test_every_sheet_with_the_headers(tmp_path: Path) -> None:
    sheets = {"Notes": [["Read", "me"]], "Jan": table(1), "Old": table(9), "Feb": table(2)}
    assert indexes(rows_of_file(file(tmp_path, sheets, {"Old": "hidden"}), WANTED, ["*"])) == [1, 2]
    with pytest.raises(Refusal, match="no sheet has all of the headers Date, Index; its sheets are: Notes"):
        rows_of_file(file(tmp_path, {"Notes": [["Read", "me"]]}), WANTED, ["*"])


@pytest.mark.parametrize(
    ("named", "words"),
    [
        (["May"], 'year.xlsx has no sheet "May"; its sheets are: Jan, Other, Empty.'),
        (["Jan", "Other"], "year.xlsx: the sheet Other lacks some of the headers Date, Index; it has: Day, Index."),
        (["Empty"], "year.xlsx: its sheet Empty is empty"),
    ],
)
def test_sheets_that_cannot_be_read_are_refused_by_name(tmp_path: Path, named: list[str], words: str) -> None:
    path = file(tmp_path, {"Jan": table(1), "Other": [["Day", "Index"], [DAY, 2]], "Empty": []})
    with pytest.raises(Refusal) as caught:
        rows_of_file(path, WANTED, named)
    assert str(caught.value).startswith(words)


def test_formulas_without_values_are_computed(tmp_path: Path) -> None:
    """As openpyxl writes them: every cell refers to another sheet, or the index alone is a formula."""
    raw = [["Date", "Customer", "Index", "Points"], [DAY, "c1", None, 9], [DAY, "c2", None, 8]]
    linked = [[f"=Raw!{letter}{row}" for letter in "ABCD"] for row in (1, 2, 3)]
    whole = file(tmp_path, {"Raw": [["", *line] for line in raw], "Answers": linked})
    assert list(rows_of_file(whole, ("Date", "Points")).headers)
    own = [["Date", "Customer", "Index"], [DAY, "c1", "=10*9"], [DAY, "c2", "=1/0"], [DAY, "c3", '=""']]
    assert indexes(rows_of_file(file(tmp_path, {"Answers": own}), WANTED)) == [90, CellError("#DIV/0!"), None]


def test_every_cell_a_formula(tmp_path: Path) -> None:
    sheets = {
        "Answers": [[f"=Raw!{letter}{row}" for letter in "ABC"] for row in (2, 3, 4)],
        "Raw": [[], *table(90, 80)],
    }
    rows = rows_of_file(file(tmp_path, sheets), WANTED)
    assert rows.notes[0].startswith("Read from the sheet Answers of")
    assert indexes(rows) == [90, 80]


def test_formulas_that_cannot_be_computed_are_never_blank(tmp_path: Path) -> None:
    sheet = [HEADER, [DAY, "c1", "=NO.SUCH.FUNCTION(1)"], [DAY, "c2", "=NO.SUCH.FUNCTION(2)"]]
    with pytest.raises(Refusal) as caught:
        rows_of_file(file(tmp_path, {"Answers": sheet}), WANTED)
    assert str(caught.value) == (
        "year.xlsx: cells of the sheet Answers hold formulas without values: C2, C3. Open the file in Excel, save it "
        "there and name it again."
    )
    other = file(tmp_path, {"Dashboard": sheet[1:], "Answers": table(90)})
    assert indexes(rows_of_file(other, WANTED)) == [90]


def test_a_refresh_from_several_sheets(survey: Survey, tmp_path: Path) -> None:
    header = ["Date", "Customer", "Segment", "Index"]
    sheets = {name: [header, [DAY, name, "Retail", 90], [DAY, name, "Nobody", 80]] for name in ("Jan", "Feb")}
    path = file(tmp_path, sheets)
    book = survey.read()
    summary = refresh(book.path, {"responses": path}, sheets=["*"], dry_run=True)
    assert (summary.read, summary.rejected) == (4, 2)


def test_sheets_are_named_of_workbooks_alone(survey: Survey, tmp_path: Path) -> None:
    text = tmp_path / "survey.csv"
    text.write_text("Date,Segment,Index\n2026-01-15,Retail,90\n", encoding="utf-8")
    with pytest.raises(Refusal, match=r"sheets of a workbook with rows; survey\.csv has none\. Leave it out"):
        refresh(survey.read().path, {"responses": text}, sheets=["Jan"], dry_run=True)
    with pytest.raises(Refusal, match=r"name that file too, such as --responses year\.xlsx"):
        refresh(survey.read().path, sheets=["Jan"], dry_run=True)
